"""Constraints that stand alone: closed shapes, a value that must be there, and a list of allowed values.

Rules: https://www.w3.org/TR/shacl/#core-components-others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from dateline.shacl.components.base import Constraint, Judge, Values, no_value, subject
from dateline.shacl.graph import Kind
from dateline.shacl.paths import Path
from dateline.shacl.run import CODE, no_pairs
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term, shown_iri
from dateline.vocab import SH

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Closed(Constraint):
    """Values have no other properties than those of the shape's property shapes and those that are ignored."""

    component: ClassVar[str] = "Closed"
    allowed: tuple[str, ...]

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return focus node, object and predicate (`path`) of every triple of a value that is not allowed."""
        run = judge.run
        found = [no_pairs().with_columns(path=pl.lit(None, CODE))]
        for name in run.graph.predicates():
            if name in self.allowed:
                continue
            pairs = run.pairs(name)
            here = values.valued[pairs["focus"]]
            if here.any():
                found.append(pairs.filter(here).with_columns(path=pl.lit(run.graph.code(name), CODE)))
        wrong = pl.concat(found)
        if values.of_nodes or not wrong.height:
            return wrong
        owners = values.pairs.rename({"value": "node"})
        return owners.join(wrong.rename({"focus": "node"}), on="node").select("focus", "value", "path")

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"closed, {len(self.allowed)} properties allowed"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return "The shape is closed, and this property is not among those that it allows."


@dataclass(frozen=True, slots=True)
class HasValue(Constraint):
    """One of the values is the given term."""

    component: ClassVar[str] = "HasValue"
    holds_without_values: ClassVar[bool] = False
    value: Term

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the focus nodes without the value."""
        code = judge.run.code(self.value)
        focus = values.focus.codes
        if code is None:
            return no_value(focus)
        held = values.pairs["focus"].filter(values.pairs["value"] == code)
        return no_value(focus.filter(~judge.run.nodes(held).mask[focus]))

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"hasValue {self.value.shown()}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        if path is None:
            return f"The node is not {self.value.shown()}."
        return f"{self.value.shown()} is not among the values of {path.text()}."

    def constants(self) -> tuple[Term, ...]:
        """Return the value."""
        return (self.value,)


@dataclass(frozen=True, slots=True)
class In(Constraint):
    """Values are among the given terms."""

    component: ClassVar[str] = "In"
    members: tuple[Term, ...]

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value is another term."""
        allowed = judge.run.nodes(judge.run.codes(self.members))
        return values.wrong(~allowed.mask[values.pairs["value"]])

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"in ({self._list()})"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is not one of {self._list()}."

    def constants(self) -> tuple[Term, ...]:
        """Return the members."""
        return self.members

    def _list(self) -> str:
        more = f", … ({len(self.members)} in all)" if len(self.members) > _SHOWN else ""
        return ", ".join(member.shown() for member in self.members[:_SHOWN]) + more


def read(graph: ShapeGraph, node: Term) -> Iterator[Constraint]:
    """Yield the constraints of this family at a shape."""
    closed, ignored = graph.flag(node, "closed"), graph.one(node, "ignoredProperties")
    if ignored is not None and closed is None:
        raise graph.error(node, "sh:ignoredProperties stands without sh:closed; add `sh:closed true` or take it out")
    if closed:
        yield Closed(tuple(sorted({*_own(graph, node), *_ignored(graph, node, ignored)})))
    for value in graph.all(node, "hasValue"):
        yield HasValue(value)
    for members in graph.all(node, "in"):
        yield In(graph.members(members, node, "in"))


def _own(graph: ShapeGraph, node: Term) -> Iterator[str]:
    for shape in graph.all(node, "property"):
        for path in graph.objects(shape, SH + "path"):
            if path.kind == Kind.IRI:
                yield path.text


def _ignored(graph: ShapeGraph, node: Term, ignored: Term | None) -> Iterator[str]:
    for member in () if ignored is None else graph.members(ignored, node, "ignoredProperties"):
        if member.kind != Kind.IRI:
            raise graph.error(node, f"sh:ignoredProperties lists IRIs alone, not {shown_iri(member.text)}")
        yield member.text
