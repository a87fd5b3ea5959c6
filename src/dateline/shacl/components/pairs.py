"""Constraints that compare the values of a shape with those of another property of the focus node.

Rules: https://www.w3.org/TR/shacl/#core-components-property-pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from dateline.shacl.components.base import Constraint, Judge, Values, subject
from dateline.shacl.order import less
from dateline.shacl.paths import Path, Predicate
from dateline.shacl.run import CODE, distinct, no_pairs
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term, shown_iri
from dateline.shacl.walk import walk

_NOWHERE = pl.Series([0], dtype=CODE)


@dataclass(frozen=True, slots=True)
class Compared(Constraint):
    """What the four constraints have in common: the other property."""

    other: str

    def _others(self, values: Values) -> pl.DataFrame:
        return walk(values.run, Predicate(self.other), values.focus)


@dataclass(frozen=True, slots=True)
class Equals(Compared):
    """The values and those of the other property are the same."""

    component: ClassVar[str] = "Equals"
    holds_without_values: ClassVar[bool] = False

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs that only one of the two has."""
        others, both = self._others(values), ["focus", "value"]
        return pl.concat(
            [
                values.pairs.join(others, on=both, how="anti"),
                others.join(values.pairs, on=both, how="anti"),
            ]
        )

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"equals {shown_iri(self.other)}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return (
            f"{subject(path)} and the values of {shown_iri(self.other)} must be the same; only one side has this one."
        )


@dataclass(frozen=True, slots=True)
class Disjoint(Compared):
    """No value is one of the other property."""

    component: ClassVar[str] = "Disjoint"

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs that both have."""
        return values.pairs.join(self._others(values), on=["focus", "value"], how="semi")

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"disjoint {shown_iri(self.other)}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is a value of {shown_iri(self.other)} as well."


@dataclass(frozen=True, slots=True)
class LessThan(Compared):
    """Every value is less than every value of the other property."""

    component: ClassVar[str] = "LessThan"

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return a pair for each value of the other property that its value is not less than."""
        return _unordered(values, self._others(values), equal=False)

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"lessThan {shown_iri(self.other)}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is not less than every value of {shown_iri(self.other)}."


@dataclass(frozen=True, slots=True)
class LessThanOrEquals(Compared):
    """Every value is at most every value of the other property."""

    component: ClassVar[str] = "LessThanOrEquals"

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return a pair for each value of the other property that its value is more than."""
        return _unordered(values, self._others(values), equal=True)

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"lessThanOrEquals {shown_iri(self.other)}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is more than a value of {shown_iri(self.other)}, or cannot be compared with it."


def read(graph: ShapeGraph, node: Term) -> Iterator[Constraint]:
    """Yield the constraints of this family at a shape."""
    kinds = (("equals", Equals), ("disjoint", Disjoint), ("lessThan", LessThan), ("lessThanOrEquals", LessThanOrEquals))
    for name, kind in kinds:
        for other in graph.iris(node, name):
            yield kind(other)


def _unordered(values: Values, others: pl.DataFrame, *, equal: bool) -> pl.DataFrame:
    """Return a pair of focus and value for each other value that does not come after."""
    both = _beside(values, Values(values.run, values.focus, others))
    if not both.height:
        return no_pairs()
    run = values.run
    codes = distinct(pl.concat([both["value"], both["other"]]), run.size)
    keys = run.keys(codes)
    places = _NOWHERE.new_from_index(0, run.size).scatter(codes, pl.int_range(len(codes), dtype=CODE, eager=True))
    right = less(keys, keys, equal=equal, at=(places[both["value"]], places[both["other"]]))
    return no_pairs() if right.all() else both.filter(~right).select("focus", "value")


def _beside(values: Values, others: Values) -> pl.DataFrame:
    """Return values with each value of the other property (`other`) that their focus node has."""
    if len(others.further):
        return values.pairs.join(others.pairs.rename({"value": "other"}), on="focus")
    met = others.having[values.pairs["focus"]]
    pairs = values.pairs if met.all() else values.pairs.filter(met)
    place = _NOWHERE.new_from_index(0, values.run.size).scatter(others.pairs["focus"], others.pairs["value"])
    return pairs.with_columns(place[pairs["focus"]].alias("other"))
