"""The W3C validation report of a validation, as triples and as a document.

Blank nodes come from three places, the data, the shapes and the report itself, so their labels are told apart by
their beginnings. Each result has its path written out for itself. Rules: https://www.w3.org/TR/shacl/#validation-report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, takewhile
from typing import TYPE_CHECKING

import pyoxigraph as ox

from dateline.shacl.graph import Kind
from dateline.shacl.paths import Alternative, Path, Predicate, Sequence
from dateline.shacl.terms import Term
from dateline.vocab import PREFIXES, RDF, SH, XSD

if TYPE_CHECKING:
    from dateline.shacl.validate import Report, Result

_DATA, _SHAPES, _OURS = "data", "shapes", "report"
_TIMES = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
_TYPE, _FIRST, _REST, _NIL = (ox.NamedNode(RDF + name) for name in ("type", "first", "rest", "nil"))

_Node = ox.NamedNode | ox.BlankNode


def triples(report: Report, *, limit: int | None = None) -> Iterator[ox.Triple]:
    """Yield the triples of the report graph, with the first `limit` results where one is given.

    Whether the data conforms is said of all results, shown or not.
    """
    fresh = (ox.BlankNode(f"{_OURS}{number}") for number in count())
    top = next(fresh)
    yield ox.Triple(top, _TYPE, _sh("ValidationReport"))
    yield ox.Triple(top, _sh("conforms"), ox.Literal("true" if report.conforms else "false", datatype=_xsd("boolean")))
    for result in report.records(limit):
        node = next(fresh)
        yield ox.Triple(top, _sh("result"), node)
        yield from _result(result, node, fresh)


def serialize(report: Report, syntax: ox.RdfFormat = ox.RdfFormat.TURTLE, *, limit: int | None = None) -> bytes:
    """Return the report graph as a document, Turtle where nothing else is asked for, the same for the same report."""
    document = ox.serialize(triples(report, limit=limit), format=syntax, prefixes=PREFIXES | {"sh": SH}) or b""
    return _tidy(document) if syntax == ox.RdfFormat.TURTLE else document


def _tidy(turtle: bytes) -> bytes:
    """Sort the prefixes at the head of a document and leave out those that it does not use."""
    lines = turtle.splitlines(keepends=True)
    head = list(takewhile(lambda line: line.startswith(b"@prefix "), lines))
    body = b"".join(lines[len(head) :])
    used = [line for line in sorted(head) if re.search(rb"\b" + re.escape(line.split()[1]), body)]
    return b"".join([*used, b"\n", body])


def _result(result: Result, node: ox.BlankNode, fresh: Iterator[ox.BlankNode]) -> Iterator[ox.Triple]:
    yield ox.Triple(node, _TYPE, _sh("ValidationResult"))
    yield ox.Triple(node, _sh("resultSeverity"), ox.NamedNode(result.severity))
    yield ox.Triple(node, _sh("focusNode"), _term(result.focus, _DATA))
    if result.path is not None:
        path = _head(result.path, fresh)
        yield ox.Triple(node, _sh("resultPath"), path)
    if result.value is not None:
        yield ox.Triple(node, _sh("value"), _term(result.value, _DATA))
    yield ox.Triple(node, _sh("sourceShape"), _term(result.shape, _SHAPES))
    yield ox.Triple(node, _sh("sourceConstraintComponent"), ox.NamedNode(result.component))
    for message in result.messages:
        yield ox.Triple(node, _sh("resultMessage"), _term(message, _SHAPES))
    if result.path is not None:
        yield from _path(result.path, path, fresh)


def _head(path: Path, fresh: Iterator[ox.BlankNode]) -> _Node:
    """Return the node that stands for a path: the predicate itself, or a new blank node."""
    return ox.NamedNode(path.iri) if isinstance(path, Predicate) and not path.inverse else next(fresh)


def _path(path: Path, head: _Node, fresh: Iterator[ox.BlankNode]) -> Iterator[ox.Triple]:
    """Yield what describes a path at its node."""
    if isinstance(path, Predicate):
        if path.inverse:
            yield ox.Triple(head, _sh("inversePath"), ox.NamedNode(path.iri))
    elif isinstance(path, Sequence):
        yield from _list(path.steps, head, fresh)
    elif isinstance(path, Alternative):
        start = next(fresh)
        yield ox.Triple(head, _sh("alternativePath"), start)
        yield from _list(path.choices, start, fresh)
    else:
        inner = _head(path.path, fresh)
        yield ox.Triple(head, _sh(_TIMES[path.times]), inner)
        yield from _path(path.path, inner, fresh)


def _list(members: tuple[Path, ...], head: _Node, fresh: Iterator[ox.BlankNode]) -> Iterator[ox.Triple]:
    for number, member in enumerate(members):
        node = _head(member, fresh)
        yield ox.Triple(head, _FIRST, node)
        yield from _path(member, node, fresh)
        rest = next(fresh) if number + 1 < len(members) else _NIL
        yield ox.Triple(head, _REST, rest)
        head = rest


def _term(term: Term, origin: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if term.kind == Kind.IRI:
        return ox.NamedNode(term.text)
    if term.kind == Kind.BLANK:
        return ox.BlankNode(f"{origin}.{term.text}")
    if term.language is not None:
        return ox.Literal(term.text, language=term.language)
    return ox.Literal(term.text, datatype=ox.NamedNode(term.datatype or XSD + "string"))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(XSD + name)
