"""Constraints on the range of values: at least, at most, more than, less than.

Values are compared as SPARQL compares them; what cannot be compared violates. Rules:
https://www.w3.org/TR/shacl/#core-components-range.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import polars as pl

from dateline.shacl.components.base import Constraint, Judge, Values, subject
from dateline.shacl.graph import Kind
from dateline.shacl.literals import well_formed
from dateline.shacl.order import keys_of, less
from dateline.shacl.paths import Path
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term, frame_of


@dataclass(frozen=True, slots=True)
class _Bounded(Constraint):
    """What the four constraints have in common: the bound, and how a value must stand to it."""

    name: ClassVar[str]
    words: ClassVar[str]
    above: ClassVar[bool]
    equal: ClassVar[bool]
    bound: Term

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value is beyond the bound, or cannot be compared with it."""
        return values.tested(self, lambda codes: self._right(judge.run.keys(codes)))

    def _right(self, keys: pl.DataFrame) -> pl.Series:
        bound = _keys_of(self.bound)
        return less(bound, keys, equal=self.equal) if self.above else less(keys, bound, equal=self.equal)

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"{self.name} {self.bound.shown()}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is not {self.words} {self.bound.shown()}."


@dataclass(frozen=True, slots=True)
class MinInclusive(_Bounded):
    """Values are the bound or more."""

    component: ClassVar[str] = "MinInclusive"
    name: ClassVar[str] = "minInclusive"
    words: ClassVar[str] = "at least"
    above: ClassVar[bool] = True
    equal: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class MinExclusive(_Bounded):
    """Values are more than the bound."""

    component: ClassVar[str] = "MinExclusive"
    name: ClassVar[str] = "minExclusive"
    words: ClassVar[str] = "more than"
    above: ClassVar[bool] = True
    equal: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class MaxInclusive(_Bounded):
    """Values are the bound or less."""

    component: ClassVar[str] = "MaxInclusive"
    name: ClassVar[str] = "maxInclusive"
    words: ClassVar[str] = "at most"
    above: ClassVar[bool] = False
    equal: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class MaxExclusive(_Bounded):
    """Values are less than the bound."""

    component: ClassVar[str] = "MaxExclusive"
    name: ClassVar[str] = "maxExclusive"
    words: ClassVar[str] = "less than"
    above: ClassVar[bool] = False
    equal: ClassVar[bool] = False


@lru_cache(maxsize=256)
def _keys_of(bound: Term) -> pl.DataFrame:
    return keys_of(frame_of([bound]))


def _comparable(bound: Term) -> bool:
    """Tell whether a literal has a key, as well-formed ones alone have."""
    return _keys_of(bound)["family"][0] is not None


def read(graph: ShapeGraph, node: Term) -> Iterator[Constraint]:
    """Yield the constraints of this family at a shape."""
    for kind in (MinExclusive, MinInclusive, MaxExclusive, MaxInclusive):
        bound = graph.one(node, kind.name)
        if bound is None:
            continue
        if bound.kind != Kind.LITERAL or not (_comparable(bound) or well_formed(frame_of([bound])).all()):
            raise graph.error(node, f"sh:{kind.name} must be a well-formed literal, not {bound.n3()}")
        yield kind(bound)
