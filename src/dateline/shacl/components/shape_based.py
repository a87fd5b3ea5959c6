"""Constraints that send values to other shapes: node, property, and counts of values that conform to a shape.

A property shape reports in its own name, so that its results stand beside those of its parent; the parent only needs
to know whether there are any. Rules: https://www.w3.org/TR/shacl/#core-components-shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from dateline.shacl.components.base import Constraint, Judge, Values, no_value, subject
from dateline.shacl.graph import Kind
from dateline.shacl.paths import Path
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term
from dateline.vocab import SH


@dataclass(frozen=True, slots=True)
class Node(Constraint):
    """Values conform to a node shape."""

    component: ClassVar[str] = "Node"
    shape: Term

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value fails the shape."""
        return values.wrong(judge.fails(self.shape, values.pairs["value"]))

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return "node"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        named = self.shape.shown() if self.shape.kind == Kind.IRI else "its shape"
        return f"{subject(path)} does not conform to {named}."

    def shapes(self) -> tuple[Term, ...]:
        """Return the shape."""
        return (self.shape,)


@dataclass(frozen=True, slots=True)
class Property(Constraint):
    """Values conform to a property shape, which reports what is wrong itself."""

    component: ClassVar[str] = "Property"
    shape: Term

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value fails the property shape."""
        return values.wrong(judge.fails(self.shape, values.pairs["value"]))

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return "property"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} does not conform to a property shape."

    def shapes(self) -> tuple[Term, ...]:
        """Return the shape."""
        return (self.shape,)


@dataclass(frozen=True, slots=True)
class _Qualified(Constraint):
    """What the two counts of conforming values have in common; values that conform to a sibling are not counted."""

    shape: Term
    siblings: tuple[Term, ...]
    count: int

    def shapes(self) -> tuple[Term, ...]:
        """Return the shape and its siblings."""
        return (self.shape, *self.siblings)

    def _counts(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return how many values (`count`) count, for each focus node with any."""
        nodes = values.pairs["value"]
        counted = ~judge.fails(self.shape, nodes)
        for sibling in self.siblings:
            counted = counted & judge.fails(sibling, nodes)
        return values.pairs.filter(counted).group_by("focus").agg(count=pl.len())


@dataclass(frozen=True, slots=True)
class QualifiedMinCount(_Qualified):
    """At least so many values conform to a shape."""

    component: ClassVar[str] = "QualifiedMinCount"
    holds_without_values: ClassVar[bool] = False

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the focus nodes with fewer."""
        enough = self._counts(judge, values).filter(pl.col("count") >= self.count)
        focus = values.focus.codes.to_frame("focus")
        return no_value(focus.join(enough, on="focus", how="anti")["focus"] if self.count else focus["focus"].clear())

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"qualifiedMinCount {self.count}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"Fewer than {self.count} of the values{_of(path)} are of the shape that is asked for."


@dataclass(frozen=True, slots=True)
class QualifiedMaxCount(_Qualified):
    """At most so many values conform to a shape."""

    component: ClassVar[str] = "QualifiedMaxCount"

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the focus nodes with more."""
        return no_value(self._counts(judge, values).filter(pl.col("count") > self.count)["focus"])

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"qualifiedMaxCount {self.count}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"More than {self.count} of the values{_of(path)} are of a shape that is limited."


def read(graph: ShapeGraph, node: Term) -> Iterator[Constraint]:
    """Yield the constraints of this family at a shape; counts without a shape to count by ask for nothing."""
    for shape in graph.all(node, "node"):
        yield Node(shape)
    for shape in graph.all(node, "property"):
        yield Property(shape)
    least, most = graph.whole(node, "qualifiedMinCount"), graph.whole(node, "qualifiedMaxCount")
    shapes = graph.all(node, "qualifiedValueShape")
    disjoint = graph.flag(node, "qualifiedValueShapesDisjoint")
    for shape in shapes:
        siblings = _siblings(graph, node, shape) if disjoint else ()
        if least is not None:
            yield QualifiedMinCount(shape, siblings, least)
        if most is not None:
            yield QualifiedMaxCount(shape, siblings, most)


def _siblings(graph: ShapeGraph, node: Term, shape: Term) -> tuple[Term, ...]:
    """Return the qualified value shapes of the property shapes that have a parent in common with this one."""
    found: dict[Term, None] = {}
    for parent, said in graph.statements.items():
        if node in said.get(SH + "property", ()):
            for beside in graph.all(parent, "property"):
                found.update(dict.fromkeys(graph.all(beside, "qualifiedValueShape")))
    return tuple(one for one in found if one != shape)


def _of(path: Path | None) -> str:
    return f" of {path.text()}" if path is not None else ""
