"""Answers to queries, written out: for people as table or Markdown, for programs in the W3C formats.

One table of formats says which kind of answer each can hold. Formats for people shorten IRIs and show literals
plain; formats for programs keep every term whole. Knows answers, not queries.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import pyoxigraph as ox

from dateline import vocab
from dateline.errors import UnknownName, UsageError
from dateline.export.grid import markdown
from dateline.export.look import Look, shown, tabled
from dateline.store import SYNTAXES, Answer, Rows, Statements, Syntax, Truth


@dataclass(frozen=True, slots=True)
class AnswerFormat:
    """One format: its names (the first is its own), suffixes and media type, and what writes each kind of answer."""

    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    media_type: str
    rows: Callable[[Rows, BinaryIO, Look], None] | None = None
    truth: Callable[[Truth, BinaryIO], None] | None = None
    statements: Callable[[Statements, BinaryIO], None] | None = None

    @property
    def name(self) -> str:
        """The format's own name."""
        return self.names[0]


def write_answer(answer: Answer, format: str, out: BinaryIO, *, look: Look | None = None) -> None:  # noqa: A002
    """Write an answer in a format known by name, suffix or media type.

    Raises:
        UnknownName: there is no such format.
        UsageError: the format cannot hold this kind of answer; the message names those that can.
    """
    found = answer_format(format)
    if isinstance(answer, Rows) and found.rows:
        found.rows(answer, out, look or Look())
    elif isinstance(answer, Truth) and found.truth:
        found.truth(answer, out)
    elif isinstance(answer, Statements) and found.statements:
        found.statements(answer, out)
    else:
        fitting = ", ".join(known.name for known in FORMATS if _holds(known, answer))
        raise UsageError(f"The format {found.name!r} cannot hold {_described(answer)}. Use one of {fitting}.")


def answer_format(text: str) -> AnswerFormat:
    """Return the format with this name, suffix or media type, in any case.

    Raises:
        UnknownName: there is no such format.
    """
    wanted = text.strip().lower()
    for known in FORMATS:
        if wanted in (*known.names, *known.suffixes, known.media_type):
            return known
    raise UnknownName("result format", text, [known.name for known in FORMATS])


def default_format(answer: Answer, *, terminal: bool) -> str:
    """Return the format for an answer when nobody named one: Turtle for statements, else table or CSV."""
    if isinstance(answer, Statements):
        return "turtle"
    return "table" if terminal else "csv"


def _holds(known: AnswerFormat, answer: Answer) -> bool:
    if isinstance(answer, Rows):
        return known.rows is not None
    return (known.truth if isinstance(answer, Truth) else known.statements) is not None


def _described(answer: Answer) -> str:
    if isinstance(answer, Rows):
        return "the rows of a SELECT query"
    return "the truth value of an ASK query" if isinstance(answer, Truth) else "statements of RDF"


def _word(truth: Truth) -> str:
    return "true" if truth.value else "false"


def _truth_text(truth: Truth, out: BinaryIO) -> None:
    out.write(f"{_word(truth)}\n".encode())


def _truth_json(truth: Truth, out: BinaryIO) -> None:
    out.write(json.dumps({"head": {}, "boolean": truth.value}).encode() + b"\n")


def _truth_xml(truth: Truth, out: BinaryIO) -> None:
    namespace = "http://www.w3.org/2005/sparql-results#"
    body = f'<sparql xmlns="{namespace}"><head/><boolean>{_word(truth)}</boolean></sparql>'
    out.write(f'<?xml version="1.0"?>\n{body}\n'.encode())


def _standard(rows: Rows, out: BinaryIO, look: Look, *, kind: ox.QueryResultsFormat) -> None:
    rows.serialize(out, kind)
    if kind in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML):
        out.write(b"\n")


def _table(rows: Rows, out: BinaryIO, look: Look) -> None:
    out.write(tabled(rows.variables, list(rows), look).encode())


def _markdown(rows: Rows, out: BinaryIO, look: Look) -> None:
    cells = [[shown(term, look.bases) for term in row] for row in rows]
    out.write(markdown(rows.variables, cells).encode())


def _statements(statements: Statements, out: BinaryIO, *, syntax: Syntax) -> None:
    triples = sorted(statements, key=str)
    ox.serialize(triples, out, syntax.format, prefixes=vocab.PREFIXES if _is_pretty(syntax) else None)
    if syntax.name in ("jsonld", "rdfxml"):
        out.write(b"\n")


def _is_pretty(syntax: Syntax) -> bool:
    return syntax.name in ("turtle", "trig", "rdfxml", "n3")


def _rows_format(names: tuple[str, ...], suffix: str, media: str, kind: ox.QueryResultsFormat) -> AnswerFormat:
    truths = {ox.QueryResultsFormat.JSON: _truth_json, ox.QueryResultsFormat.XML: _truth_xml}
    return AnswerFormat(names, (suffix,), media, partial(_standard, kind=kind), truths.get(kind, _truth_text))


FORMATS: tuple[AnswerFormat, ...] = (
    AnswerFormat(("table", "text"), (".txt",), "text/plain", _table, _truth_text),
    AnswerFormat(("markdown", "md"), (".md",), "text/markdown", _markdown, _truth_text),
    _rows_format(("csv",), ".csv", "text/csv", ox.QueryResultsFormat.CSV),
    _rows_format(("tsv",), ".tsv", "text/tab-separated-values", ox.QueryResultsFormat.TSV),
    _rows_format(("json",), ".srj", "application/sparql-results+json", ox.QueryResultsFormat.JSON),
    _rows_format(("xml",), ".srx", "application/sparql-results+xml", ox.QueryResultsFormat.XML),
    *(
        AnswerFormat(syntax.names, syntax.suffixes, syntax.media_type, statements=partial(_statements, syntax=syntax))
        for syntax in SYNTAXES
        if syntax.name != "n3"
    ),
)
"""Every format for answers: the first six hold rows and truth values, the others statements."""
