"""Nodes of a description: a subject, its properties in reading order, and what they say.

Terms are made by the RDF library, which checks IRIs and escapes texts; the Turtle is that of `dateline.export`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from dateline.export.outline import NodeText, Term
from dateline.mapping.rules import STRING, TYPE
from dateline.vocab import XSD, shorten

Value = ox.NamedNode | ox.Literal
Said = tuple[str, Value | Iterable[Value] | None]
"""A property and what it says: one value, several in their order, or nothing."""


def node(iri: str, classes: Sequence[str], *said: Said) -> NodeText:
    """Return a node of some classes; properties without a value are left out."""
    properties = [(name, tuple(_term(one) for one in _listed(values))) for name, values in said]
    types = (TYPE, tuple(_term(one) for one in links(classes)))
    return NodeText(ox.NamedNode(iri).value, (types, *(pair for pair in properties if pair[1])))


def links(iris: Iterable[str]) -> list[Value]:
    """Return IRIs as terms."""
    return [ox.NamedNode(iri) for iri in iris]


def link(iri: str | None) -> Value | None:
    """Return an IRI as a term, None where there is none."""
    return None if iri is None else ox.NamedNode(iri)


def english(text: str) -> Value:
    """Return a sentence of our own."""
    return ox.Literal(text, language="en")


def text(value: str | None) -> Value | None:
    """Return a text that is of no language, such as a name."""
    return None if value is None else ox.Literal(value)


def number(value: int | None) -> Value | None:
    """Return a whole number."""
    return None if value is None else ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))


def typed(value: str | None, datatype: str) -> Value | None:
    """Return a literal of a datatype."""
    return None if value is None else ox.Literal(value, datatype=ox.NamedNode(datatype))


def step(iri: str) -> str:
    """Return an IRI as one step of another: its short form (`dl-Event`), or a mark that is made of it."""
    prefix, _, local = shorten(iri).partition(":")
    return f"{prefix}-{local}" if local.isidentifier() else hashlib.sha256(iri.encode()).hexdigest()[:12]


def _listed(values: Value | Iterable[Value] | None) -> list[Value]:
    if values is None:
        return []
    return [values] if isinstance(values, ox.NamedNode | ox.Literal) else list(values)


def _term(value: Value) -> Term:
    if isinstance(value, ox.NamedNode):
        return Term(value.value, None, None, None)
    datatype = value.datatype.value
    plain = str(ox.Literal(value.value))
    return Term(None, plain, value.language, None if value.language or datatype == STRING else datatype)
