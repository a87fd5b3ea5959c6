"""Where in the author's files a node of the graph, or one property of it, was written.

Rows and single fields come from the tables, nodes of RDF files from the first line that begins with them. A node
without a row of its own, such as a quote, stands where the row stands whose IRI its own begins with. Which column a
property comes from is known to the mapping alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import polars as pl

from dateline.mapping.rules import field_of
from dateline.tables import Tables
from dateline.vocab import DL

_BOUNDS = frozenset(("earliest_begin", "latest_begin", "earliest_end", "latest_end", "earliest_day", "latest_day"))
_DATE_COLUMNS = _BOUNDS | {"years", "precision", "approximate", "uncertain", "issued"}
_BASE = re.compile(r"^\s*@?base\s+<([^>]*)>", re.IGNORECASE)
_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_SUBJECT = re.compile(r"^(?:<([^>\s]*)>|([\w.-]*):([\w.-]+(?:/[\w.-]+)*))(?=\s|$)")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1, line 0 where only the file is known."""

    file: str
    line: int
    column: int


class Places:
    """Finds places of nodes of the graph of some tables and RDF files: of all, or of those in `nodes` alone."""

    def __init__(
        self, tables: Tables, *, lines: Mapping[str, Place], default: Place, nodes: Iterable[str] | None = None
    ) -> None:
        owners = None if nodes is None else sorted({owner for node in set(nodes) for owner in ancestry(node)})
        asked = pl.lit(True) if owners is None else pl.col("id").is_in(pl.Series(owners, dtype=pl.String).implode())
        self._rows: dict[str, dict[str, Place]] = {}
        for name, data in tables.frames().items():
            if "id" in data.columns and owners != []:
                for iri, file, line, column in data.filter(asked).select("id", "file", "line", "column").iter_rows():
                    self._rows.setdefault(iri, {})[name] = Place(file, line, column)
        fields = tables.origins.select("id", "field", "file", "line", "column").iter_rows()
        self._fields = {(iri, field): Place(file, line, column) for iri, field, file, line, column in fields}
        related = tables.relations.select("event", "relation", "file", "line", "column").iter_rows()
        self._relations = {(iri, DL + name): Place(file, line, column) for iri, name, file, line, column in related}
        self._lines = lines
        self._default = default
        self._bases = sorted(tables.timelines["base"].to_list(), key=len, reverse=True)

    def locate(self, iri: str, *predicates: str) -> Place:
        """Return the place of the first property of a node that has one, or that of the node, its row or the data."""
        for owner in ancestry(iri):
            fields = (self._field(owner, predicate) for predicate in predicates)
            place = next(filter(None, fields), None) or next(iter(self._rows.get(owner, {}).values()), None)
            if place is not None and place.line:
                return place
            if owner in self._lines:
                return self._lines[owner]
            if place is not None:
                return place
        return self._default

    def column(self, iri: str, column: str) -> Place:
        """Return the place of one table column of a row, or that of the row."""
        return self._fields.get((iri, column)) or self.locate(iri)

    def _field(self, iri: str, predicate: str) -> Place | None:
        columns = [field_of(predicate, table) for table in self._rows.get(iri, {})]
        for column in filter(None, columns):
            wanted = "edtf" if column in _DATE_COLUMNS else column
            place = self._fields.get((iri, column)) or self._fields.get((iri, wanted))
            if place is not None:
                return place
        return self._relations.get((iri, predicate))

    def name(self, iri: str) -> str:
        """Return how a person would call a node: `event assad-putin-2024`, or its IRI where it is not ours."""
        for base in self._bases:
            kind, slash, rest = iri.removeprefix(base).partition("/")
            if iri.startswith(base) and slash:
                owner, _, part = rest.partition("/")
                return f"{kind} {owner}, {part.replace('/', ' ')}" if part else f"{kind} {owner}"
            if iri.startswith(base):
                return kind
        return f"<{iri}>" if ":" in iri else "a node without a name"


def ancestry(iri: str) -> Iterator[str]:
    """Yield an IRI and then every IRI that it continues behind a slash, the longest first."""
    while iri:
        yield iri
        iri = iri.rpartition("/")[0]


def subject_lines(text: str, file: str) -> dict[str, Place]:
    """Return where each subject of an N-Triples, N-Quads, Turtle or TriG text begins a line for the first time.

    A statement that does not begin in the first column of a line is not found.
    """
    found: dict[str, Place] = {}
    base = ""
    prefixes: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if based := _BASE.match(line):
            base = urljoin(base, based[1])
        elif declared := _PREFIX.match(line):
            prefixes[declared[1]] = urljoin(base, declared[2])
        elif (subject := _SUBJECT.match(line)) and (subject[1] is not None or subject[2] in prefixes):
            iri = prefixes[subject[2]] + subject[3].rstrip(".") if subject[1] is None else urljoin(base, subject[1])
            found.setdefault(iri, Place(file, number, 1))
    return found
