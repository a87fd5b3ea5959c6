"""Constraints that combine shapes: not, and, or, exactly one.

Whether a node conforms to a shape is judged once for each node, whoever asks. Rules:
https://www.w3.org/TR/shacl/#core-components-logical.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from dateline.shacl.components.base import Constraint, Judge, Values, subject
from dateline.shacl.paths import Path
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term


@dataclass(frozen=True, slots=True)
class Not(Constraint):
    """Values do not conform to a shape."""

    component: ClassVar[str] = "Not"
    shape: Term

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value conforms."""
        return values.wrong(~judge.fails(self.shape, values.pairs["value"]))

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return "not"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} conforms to a shape that it must not conform to."

    def shapes(self) -> tuple[Term, ...]:
        """Return the shape."""
        return (self.shape,)


@dataclass(frozen=True, slots=True)
class _Several(Constraint):
    """What the constraints with a list of shapes have in common."""

    members: tuple[Term, ...]

    def shapes(self) -> tuple[Term, ...]:
        """Return the members."""
        return self.members

    def _conforming(self, judge: Judge, values: Values) -> pl.Series:
        """Return for each pair to how many of the members its value conforms."""
        nodes = values.pairs["value"]
        count = pl.repeat(0, len(nodes), dtype=pl.UInt32(), eager=True)
        for member in self.members:
            count = count + (~judge.fails(member, nodes)).cast(pl.UInt32())
        return count


@dataclass(frozen=True, slots=True)
class And(_Several):
    """Values conform to every member."""

    component: ClassVar[str] = "And"

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value fails a member."""
        return values.wrong(self._conforming(judge, values) < len(self.members))

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"and, {len(self.members)} shapes"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} does not conform to all of {len(self.members)} shapes."


@dataclass(frozen=True, slots=True)
class Or(_Several):
    """Values conform to one member at least."""

    component: ClassVar[str] = "Or"

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value fails every member."""
        return values.wrong(self._conforming(judge, values) == 0)

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"or, {len(self.members)} shapes"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} conforms to none of {len(self.members)} shapes."


@dataclass(frozen=True, slots=True)
class Xone(_Several):
    """Values conform to exactly one member."""

    component: ClassVar[str] = "Xone"

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value conforms to none or to several."""
        return values.wrong(self._conforming(judge, values) != 1)

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"xone, {len(self.members)} shapes"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} does not conform to exactly one of {len(self.members)} shapes."


def read(graph: ShapeGraph, node: Term) -> Iterator[Constraint]:
    """Yield the constraints of this family at a shape."""
    for shape in graph.all(node, "not"):
        yield Not(shape)
    for name, kind in (("and", And), ("or", Or), ("xone", Xone)):
        for members in graph.all(node, name):
            yield kind(graph.members(members, node, name))
