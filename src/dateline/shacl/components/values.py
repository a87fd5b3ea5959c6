"""Constraints on the type of values: class, datatype, node kind.

Rules: https://www.w3.org/TR/shacl/#core-components-value-type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from dateline.shacl.components.base import Constraint, Judge, Values, subject
from dateline.shacl.graph import LANG_STRING, STRING, Kind
from dateline.shacl.literals import allowed
from dateline.shacl.paths import Path
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term, iri, shown_iri
from dateline.shacl.vocabulary import NODE_KINDS
from dateline.vocab import SH

_KINDS: dict[str, tuple[Kind, ...]] = {
    "IRI": (Kind.IRI,),
    "BlankNode": (Kind.BLANK,),
    "Literal": (Kind.LITERAL,),
    "BlankNodeOrIRI": (Kind.BLANK, Kind.IRI),
    "BlankNodeOrLiteral": (Kind.BLANK, Kind.LITERAL),
    "IRIOrLiteral": (Kind.IRI, Kind.LITERAL),
}
_NAMES = {
    "IRI": "an IRI",
    "BlankNode": "a blank node",
    "Literal": "a literal",
    "BlankNodeOrIRI": "a blank node or an IRI",
    "BlankNodeOrLiteral": "a blank node or a literal",
    "IRIOrLiteral": "an IRI or a literal",
}


@dataclass(frozen=True, slots=True)
class Class(Constraint):
    """Values are instances of a class or of one below it."""

    component: ClassVar[str] = "Class"
    name: str

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value is no instance."""
        return values.wrong(~judge.run.instances(self.name).mask[values.pairs["value"]])

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"class {shown_iri(self.name)}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is not of the class {shown_iri(self.name)}."

    def constants(self) -> tuple[Term, ...]:
        """Return the class."""
        return (iri(self.name),)


@dataclass(frozen=True, slots=True)
class Datatype(Constraint):
    """Values are literals of a datatype, and well-formed ones."""

    component: ClassVar[str] = "Datatype"
    name: str

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value has another datatype, or a form that its datatype does not allow."""
        return values.tested(self, lambda codes: self._right(judge, codes))

    def _right(self, judge: Judge, codes: pl.Series) -> pl.Series:
        typed = judge.run.terms["datatype"][codes] == self.name
        if self.name in (STRING, LANG_STRING):
            return typed
        return typed & allowed(judge.run.text(codes), self.name)

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"datatype {shown_iri(self.name)}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is not a well-formed literal of the datatype {shown_iri(self.name)}."


@dataclass(frozen=True, slots=True)
class NodeKind(Constraint):
    """Values are IRIs, blank nodes or literals, as asked for."""

    component: ClassVar[str] = "NodeKind"
    kind: str

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value is of another kind."""
        kinds = judge.run.kinds(values.pairs["value"])
        right = kinds == _KINDS[self.kind][0]
        for kind in _KINDS[self.kind][1:]:
            right = right | (kinds == kind)
        return values.wrong(~right)

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"nodeKind sh:{self.kind}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is not {_NAMES[self.kind]}."


def read(graph: ShapeGraph, node: Term) -> Iterator[Constraint]:
    """Yield the constraints of this family at a shape."""
    for name in graph.iris(node, "class"):
        yield Class(name)
    for name in graph.iris(node, "datatype"):
        yield Datatype(name)
    for name in graph.iris(node, "nodeKind"):
        if name.removeprefix(SH) not in NODE_KINDS:
            choices = ", ".join(f"sh:{kind}" for kind in NODE_KINDS)
            raise graph.error(node, f"sh:nodeKind must be one of {choices}, not {shown_iri(name)}")
        yield NodeKind(name.removeprefix(SH))
