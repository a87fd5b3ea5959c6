"""What runs on a worker: batches of raw rows in, records out, one Arrow table each.

A record is a row of one of a few kinds (`KINDS`), all with the columns of `SCHEMA`, so that one pass over the data
gives the lines of events, the entities that have to be told apart, the rejected rows and what the checks need. Knows
no Spark: it takes and gives Arrow batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow as pa

from dateline.check import examine
from dateline.mapping.lines import row_lines
from dateline.readers.datasets import REJECTED, Mapped, Mapping, Profile, batches
from dateline.readers.datasets.rejects import LINE
from dateline.tables import TEXT, Tables

KINDS = ("lines", "entity", "event", "actor", "rejected", "unknown", "count", "problem")
"""What a record is: lines of a row that stands once; an entity's lines; the id of an event; the IRI of an actor that an
event names; a rejected row; a code that no list knows; a count; something that the checks found."""

SCHEMA = pl.Schema(
    {"kind": TEXT, "key": TEXT, "text": TEXT, **{name: dtype for name, dtype in REJECTED.items() if name != "row"}}
)
"""`key` is the IRI of an entity or event, the name of a count or of a code list; `text` are lines, or a raw row."""

DDL = ", ".join(f"`{name}` {'bigint' if dtype == pl.Int64 else 'string'}" for name, dtype in SCHEMA.items())
"""The same schema, as Spark writes it."""

_SHARED = ("timelines", "actors", "places", "sources")
_SLICE = 8_192


@dataclass(frozen=True, slots=True)
class Worker:
    """Maps batches by a profile; `graphs` asks for the lines of named graphs, `checks` for what shapes say."""

    profile: Profile
    graphs: bool
    checks: bool

    def files(self, paths: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Read the files whose paths stand in the column `path`, each by the reader that a single machine uses."""
        for batch in paths:
            for path in batch.column("path").to_pylist():
                yield from self._file(Path(path))

    def frame(self, rows: Iterable[pa.RecordBatch], *, file: str) -> Iterator[pa.RecordBatch]:
        """Map rows of one partition that Spark read; `file` is what messages call it, `line` a row's number in it."""
        mapping: Mapping | None = None
        done = 0
        for batch in rows:
            data = pl.from_arrow(batch)
            assert isinstance(data, pl.DataFrame), "a record batch has columns"
            line = pl.int_range(done + 1, done + 1 + data.height, dtype=pl.Int64).alias(LINE)
            data = data.rename({LINE: f"{LINE}_"} if LINE in data.columns else {}).with_columns(line)
            done += data.height
            mapping = mapping or Mapping.of(self.profile, data.schema)
            yield from self._records(mapping.tables(data, file=file), data.height)

    def _file(self, path: Path) -> Iterator[pa.RecordBatch]:
        compiled: dict[str, Mapping] = {}
        for batch in batches(path, self.profile):
            key = str(batch.rows.schema)
            mapping = compiled.setdefault(key, Mapping.of(self.profile, batch.rows.schema))
            yield from _arrow(_rejected(batch.rejected))
            yield from self._records(mapping.tables(batch.rows, file=path.as_posix()), batch.read)

    def _records(self, mapped: Mapped, read: int) -> Iterator[pa.RecordBatch]:
        tables = mapped.tables
        for name, data in tables.frames().items():
            for start in range(0, data.height, _SLICE):
                part = data[start : start + _SLICE]
                lines = row_lines(name, part, graphs=self.graphs, base=self.profile.base).str.strip_suffix("\n")
                kind = "entity" if name in _SHARED else "lines"
                yield from _arrow(_made(kind, key=part["id"] if kind == "entity" else None, text=lines))
        yield from _arrow(_made("event", key=tables.events["id"], file=tables.events["file"], line=tables.events[LINE]))
        yield from _arrow(_made("actor", key=tables.participations["actor"].unique()))
        yield from _arrow(_rejected(mapped.rejected))
        yield from _arrow(_unknown(mapped.unknown))
        yield from _arrow(_counts(tables, read))
        if self.checks and tables.events.height:
            yield from _arrow(_problems(tables))


def _made(kind: str, **columns: pl.Series | None) -> pl.DataFrame:
    given = {name: values for name, values in columns.items() if values is not None}
    height = next(iter(given.values())).len()
    nothing = {name: pl.repeat(None, height, dtype=dtype, eager=True) for name, dtype in SCHEMA.items()}
    return pl.DataFrame({**nothing, "kind": pl.repeat(kind, height, dtype=TEXT, eager=True), **given}).select(
        SCHEMA.names()
    )


def _rejected(found: pl.DataFrame) -> pl.DataFrame:
    return _made("rejected", text=found["row"], **{name: found[name] for name in REJECTED if name != "row"})


def _unknown(found: pl.DataFrame) -> pl.DataFrame:
    """An unknown code: `key` is the scheme, `value` the code, `text` how often it was met, `line` where first."""
    return _made(
        "unknown", key=found["scheme"], value=found["code"], text=found["count"].cast(TEXT), line=found["line"]
    )


def _counts(tables: Tables, read: int) -> pl.DataFrame:
    written = pl.concat([tables.events[LINE], tables.claims[LINE]]).n_unique()
    return _made("count", key=pl.Series(["read", "written"]), line=pl.Series([read, written], dtype=pl.Int64))


def _problems(tables: Tables) -> pl.DataFrame:
    """What the checks find: `key` is the severity, `text` the sentence, `value` the hint."""
    found = examine(tables, {}).diagnostics
    rows = [
        ("problem", str(one.severity), one.message, one.file, one.line, one.column, one.hint, one.code) for one in found
    ]
    names = ("kind", "key", "text", "file", "line", "column", "value", "code")
    schema = {name: SCHEMA.get(name, TEXT) for name in names} | {"column": pl.Int64()}
    made = pl.DataFrame(rows, schema=schema, orient="row").with_columns(pl.col("column").cast(TEXT))
    return made.with_columns(pl.lit(None, TEXT).alias("reason")).select(SCHEMA.names())


def _arrow(found: pl.DataFrame) -> Iterator[pa.RecordBatch]:
    if found.height:
        # Spark 4 wants plain strings; Polars gives views of them.
        table = found.to_arrow(compat_level=pl.CompatLevel.oldest())
        fields = [pa.field(name, pa.int64() if dtype == pl.Int64 else pa.string()) for name, dtype in SCHEMA.items()]
        yield from table.cast(pa.schema(fields)).to_batches()
