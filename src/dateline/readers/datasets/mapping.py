"""A profile compiled for the columns of some data: raw rows in, the eight tables out, no row looped over.

A row that lacks what every event needs, or has something that cannot be right, is rejected as a whole and leaves no
trace in the tables; a code that no list knows is counted, and its event kept. Knows columns and profiles, no files.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass

import polars as pl

from dateline.diagnostics import Diagnostic
from dateline.errors import InvalidData
from dateline.readers.datasets.claims import coder_iri
from dateline.readers.datasets.compile import Compiler, any_of, suspicious
from dateline.readers.datasets.parts import Output, Part, added
from dateline.readers.datasets.profile import Profile
from dateline.readers.datasets.rejects import LINE, REJECTED, rejected_rows
from dateline.readers.datasets.sections import compile_sections
from dateline.readers.datasets.twofold import DIFFERING, differing
from dateline.readers.datasets.wanted import wanted
from dateline.tables import ORIGIN, ORIGINS_SCHEMA, SCHEMAS, TEXT, TEXTS, Tables, polars_schema

UNKNOWN = pl.Schema({"scheme": TEXT, "code": TEXT, "count": pl.Int64(), "line": pl.Int64()})
"""Codes that no list knows: how often they stand in these rows, and the line of the first."""

DESCRIBED = ("actors", "places", "sources")
"""Tables of entities, which many rows describe."""

_ONCE = ("participations", "actors", "places", "sources")
"""Tables in which a row of one id counts once, whichever sections of the profile give it."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What came of some rows: self-contained tables, the rows that were rejected, and codes that nobody knows.

    `differing` counts the rows that describe an entity in another way than the first (`twofold.DIFFERING`).
    """

    tables: Tables
    rejected: pl.DataFrame
    unknown: pl.DataFrame
    differing: pl.DataFrame


class Mapping:
    """A profile compiled for data with known columns.

    `columns` are the columns of each table that can have values; others are always null, empty or false.
    """

    __slots__ = ("_checks", "_needed", "_parts", "_profile", "_shared", "_steps", "columns")

    columns: Map[str, frozenset[str]]

    def __init__(self, profile: Profile, schema: pl.Schema) -> None:
        self._profile = profile
        columns = {**schema, **dict.fromkeys(profile.values, TEXT)}
        compiler = Compiler(columns, profile.file, frozenset(profile.input.optional), profile.values)
        self._needed = tuple(name for name in wanted(profile) if name in schema)
        values = [added({name: compiler.expr(value)}) for name, value in profile.values.items()]
        parts = [Part(LINE, lookups=tuple(compiler.lookups))]
        compiled = compile_sections(profile, compiler)
        if compiler.problems:
            raise InvalidData(sorted(dict.fromkeys(compiler.problems), key=Diagnostic.sort_key))
        self._steps = (*values, *compiled.steps)
        self._checks = compiled.checks
        self._parts = (*parts, *compiled.parts)
        self._shared = _shared([output for part in self._parts for output in part.outputs])
        self.columns = self._filled()

    @classmethod
    def of(cls, profile: Profile, schema: pl.Schema) -> Mapping:
        """Compile a profile for data with these columns.

        Raises:
            InvalidData: a column that the profile needs is missing, or a value in the profile cannot be used.
        """
        return cls(profile, schema)

    def tables(self, rows: pl.DataFrame, *, file: str) -> Mapped:
        """Map rows (with their `line`) to tables; each entity that the events name is in them, once."""
        data = rows.select(LINE, *(_clean(name, rows.schema[name]) for name in self._needed))
        for step in self._steps:
            data = step(data)
        rejected = pl.DataFrame(schema=REJECTED)
        checks = suspicious(data, self._checks)
        if checks:
            wrong = data.select(any_of([check.wrong for check in checks])).to_series()
            if wrong.any():
                rejected = rejected_rows(data.filter(wrong), rows.filter(wrong), checks, file=file)
                data = data.filter(~wrong)
        unknown = [count for part in self._parts for count in part.unknown(data)]
        tables, found = self._tables(data, file)
        return Mapped(tables, rejected, _summed(unknown), found)

    def _tables(self, data: pl.DataFrame, file: str) -> tuple[Tables, pl.DataFrame]:
        found: dict[str, list[pl.DataFrame]] = {name: [] for name in SCHEMAS}
        others: dict[str, list[pl.DataFrame]] = {}
        for name in ("timelines", "sources"):
            found[name].append(_whole(name, self._head(name), file))
        for part in self._parts:
            for name, rows, rest in part.frames(data):
                found[name].append(_whole(name, rows, file))
                if rest is not None and rest.height:
                    others.setdefault(name, []).append(_whole(name, rest, file))
        frames, told = {}, [pl.DataFrame(schema=DIFFERING)]
        for name, parts in found.items():
            frames[name], repeated = _stacked(name, parts, once=name in self._shared)
            rests = others.get(name, [])
            if rests or (repeated.height and name in DESCRIBED):
                told.append(differing(name, frames[name], pl.concat([repeated, *rests])))
        return Tables(**frames, origins=pl.DataFrame(schema=polars_schema(ORIGINS_SCHEMA))), pl.concat(told)

    def _head(self, table: str) -> pl.DataFrame:
        """The row of the timeline itself, or that of its coder."""
        profile = self._profile
        row = {"id": f"{profile.base}timeline", "label": profile.title, "base": profile.base}
        row |= {name: profile.settings[name] for name in ("license", "description") if name in profile.settings}
        if table == "sources":
            row = {**profile.source, "id": coder_iri(profile), "label": profile.source["title"]}
            del row["title"]
        row["label_lang"] = profile.language
        return pl.DataFrame([row]).with_columns(pl.lit(0, pl.Int64).alias(LINE))

    def _filled(self) -> dict[str, frozenset[str]]:
        found = {name: set(ORIGIN) for name in SCHEMAS}
        for table in ("timelines", "sources"):
            found[table] |= set(self._head(table).columns)
        for part in self._parts:
            for output in part.outputs:
                found[output.table] |= set(output.columns)
        return {name: frozenset(columns) for name, columns in found.items()}


def _clean(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column without blanks around its texts; an empty text is nothing."""
    if dtype != TEXT:
        return pl.col(name)
    return pl.col(name).str.strip_chars().replace("", None)


def _whole(table: str, rows: pl.DataFrame, file: str) -> pl.DataFrame:
    """Give rows every column of their table, and their origin."""
    given = set(rows.columns)
    columns = []
    for name, column in SCHEMAS[table].items():
        if name in given:
            columns.append(pl.col(name).cast(column.dtype))
        elif column.dtype == TEXTS or isinstance(column.dtype, pl.List):
            columns.append(pl.lit([], column.dtype).alias(name))
        elif isinstance(column.dtype, pl.Boolean):
            columns.append(pl.lit(value=False).alias(name))
        elif name in ORIGIN:
            columns.append(pl.lit(file if name == "file" else 1, column.dtype).alias(name))
        else:
            columns.append(pl.lit(None, column.dtype).alias(name))
    return rows.select(columns)


def _shared(outputs: list[Output]) -> frozenset[str]:
    """The tables in which several sections, or a section and the profile itself, can give rows of one id."""
    found = {"sources"}
    for table in _ONCE:
        marks = [output.mark for output in outputs if output.table == table]
        if "" in marks[:-1] + marks[1:] or len(set(marks)) < len(marks) or (table == "participations" and "" in marks):
            found.add(table)
    return frozenset(found)


def _stacked(table: str, parts: list[pl.DataFrame], *, once: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of all parts, and those that were left out because their id is taken."""
    stacked = pl.concat(parts) if parts else pl.DataFrame(schema=polars_schema(SCHEMAS[table]))
    if not once:
        return stacked, stacked.clear()
    first = stacked["id"].is_first_distinct()
    if first.all():
        return stacked, stacked.clear()
    return stacked.filter(first), stacked.filter(~first)


def _summed(found: list[pl.DataFrame]) -> pl.DataFrame:
    """Add up the counts of the same code."""
    if not found:
        return pl.DataFrame(schema=UNKNOWN)
    counted = pl.concat(found).group_by("scheme", "code").agg(pl.col("count").sum(), pl.col("line").min())
    return counted.sort("line", "scheme", "code").select(pl.col(name).cast(dtype) for name, dtype in UNKNOWN.items())
