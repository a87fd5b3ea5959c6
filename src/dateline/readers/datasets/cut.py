"""Bytes of text cut into rows: whole lines, or records of CSV whose quoted cells may hold line ends.

The usual chunk is cut, counted and split into cells by Polars as a whole. Only a chunk with something wrong in it
is gone through line by line, so that a faulty row costs itself alone: the rows around it are kept, and it is named
with its line and the reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from dateline.readers.datasets.rejects import LINE
from dateline.tables import TEXT

csv.field_size_limit(1 << 24)
LINE_LIMIT = 1 << 20
"""Bytes that a row may have."""

RECORD_LINES = 500
"""Lines that a quoted cell may run over."""

Rejected = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a file are written: their cells' names, what parts them, and whether cells may be quoted."""

    names: tuple[str, ...]
    separator: str
    quotes: bool
    nothing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of cells with their lines, and the rows that were refused."""

    cells: pl.DataFrame
    rejected: list[Rejected]


def nth_line(data: bytes | bytearray, count: int, limit: int) -> int:
    """Return where the line number `count` ends, or the last line that ends before `limit`."""
    end = 0
    for _ in range(count):
        following = data.find(b"\n", end, limit) + 1
        if not following:
            break
        end = following
    return end


def whole_records(data: bytes | bytearray, shape: Shape, end: int) -> int:
    """Return the last end of a line up to `end` that also ends a record; 0 where there is none."""
    quotes = data.count(b'"', 0, end) if shape.quotes else 0
    while end and quotes % 2:
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes -= data.count(b'"', before, end)
        end = before
    return end


def next_record(data: bytes | bytearray, start: int, limit: int) -> int:
    """Return the first end of a line after `start` that ends a record; 0 where there is none before `limit`."""
    quotes = data.count(b'"', 0, start)
    while start < limit:
        end = data.find(b"\n", start, limit) + 1
        quotes += data.count(b'"', start, end)
        if quotes % 2 == 0:
            return end
        start = end
    return 0


def cut(data: bytes, shape: Shape, *, first: int) -> Rows:
    """Split the text of whole records into cells; `first` is the number of its first line."""
    text = _decoded(data)
    if text is not None:
        cells = _at_once(text, shape, first)
        if cells is not None:
            return Rows(cells, [])
    return _line_by_line(data, shape, first)


def _decoded(data: bytes) -> str | None:
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _at_once(text: str, shape: Shape, first: int) -> pl.DataFrame | None:
    """Split a chunk without faults; None where it has one."""
    lines = pl.DataFrame({"text": text.removesuffix("\n").split("\n")}).with_row_index(LINE, offset=first)
    lines = lines.with_columns(pl.col(LINE).cast(pl.Int64))
    if not lines.height or lines.select(pl.col("text").str.len_bytes().max()).item() > LINE_LIMIT:
        return None
    if shape.quotes and '"' in text:
        records = _joined(lines)
        if records is None:
            return None
        bare = pl.col("text").str.replace_all(r'"[^"]*"', "")
    else:
        records, bare = lines, pl.col("text")
    records = records.filter(pl.col("text").str.strip_chars() != "")
    count = len(shape.names) - 1
    if not records.select((bare.str.count_matches(shape.separator, literal=True) == count).all()).item():
        return None
    cells = _cells(text, shape)
    return cells.with_columns(records[LINE]) if cells is not None and cells.height == records.height else None


def _joined(lines: pl.DataFrame) -> pl.DataFrame | None:
    """Join the lines of records that run over several."""
    quotes = pl.col("text").str.count_matches('"', literal=True)
    opened = lines.with_columns(
        quotes.cum_sum().alias("sum"), (quotes.cum_sum() % 2).shift(1, fill_value=0).alias("inside")
    )
    if opened["sum"][-1] % 2:
        return None
    if not opened["inside"].max():
        return lines
    number = (pl.col("inside") == 0).cum_sum().alias("record")
    joined = pl.col("text").str.join("\n")
    records = opened.group_by(number, maintain_order=True).agg(pl.col(LINE).first(), joined, pl.len().alias("lines"))
    too_long = records.select((pl.col("lines") > RECORD_LINES).any()).item()
    return None if too_long else records.select(LINE, "text")


def _cells(text: str, shape: Shape) -> pl.DataFrame | None:
    """Split sound text into cells; None where Polars sees other cells than there are."""
    try:
        return pl.read_csv(
            io.BytesIO(text.encode()),
            has_header=False,
            schema=dict.fromkeys(shape.names, TEXT),
            separator=shape.separator,
            quote_char='"' if shape.quotes else None,
            null_values=["", *shape.nothing],
            infer_schema=False,
            low_memory=True,
        )
    except pl.exceptions.PolarsError:
        return None


def _line_by_line(data: bytes, shape: Shape, first: int) -> Rows:
    """Find the good records of a chunk with faults, and what is wrong with the others."""
    good: list[tuple[str | None, ...]] = []
    lines: list[int] = []
    bad: list[Rejected] = []
    nothing = {"", *shape.nothing}
    for line, record in _records(data.removesuffix(b"\n").split(b"\n"), shape, first):
        if isinstance(record, dict):
            bad.append(record)
        else:
            good.append(tuple(None if cell in nothing else cell for cell in record))
            lines.append(line)
    cells = pl.DataFrame(good, schema=dict.fromkeys(shape.names, TEXT), orient="row")
    return Rows(cells.with_columns(pl.Series(LINE, lines, dtype=pl.Int64)), bad)


def _records(lines: list[bytes], shape: Shape, first: int) -> Iterator[tuple[int, list[str] | Rejected]]:
    at = 0
    while at < len(lines):
        taken, record = _record(lines, at, shape)
        if record.strip():
            yield first + at, _judged(record, first + at, shape)
        at += taken


def _record(lines: list[bytes], at: int, shape: Shape) -> tuple[int, bytes]:
    """Return how many lines a record has, and the record; a quote that is not closed soon costs its line alone."""
    record = lines[at].removesuffix(b"\r")
    quotes, size = record.count(b'"'), len(record)
    if not shape.quotes or quotes % 2 == 0:
        return 1, record
    for taken in range(1, min(RECORD_LINES, len(lines) - at)):
        quotes += lines[at + taken].count(b'"')
        size += len(lines[at + taken])
        if quotes % 2 == 0:
            whole = b"\n".join(lines[at : at + taken + 1]).removesuffix(b"\r")
            cells = _split(whole.decode("utf-8", "replace"), shape)
            return (taken + 1, whole) if cells and len(cells) == len(shape.names) else (1, record)
        if size > LINE_LIMIT:
            break
    return 1, record


def _judged(record: bytes, line: int, shape: Shape) -> list[str] | Rejected:
    """Return the cells of a good record, or why it is none."""
    shown = record[:LINE_LIMIT].decode("utf-8", "replace")
    if len(record) > LINE_LIMIT:
        return _refused(line, "E105", f"The row is longer than {LINE_LIMIT // 2**20} MB.", shown)
    if b"\0" in record:
        return _refused(line, "E101", "The row has a NUL character, which no text has.", shown)
    try:
        text = record.decode()
    except UnicodeDecodeError as error:
        place = {"column": _column_of(record, error.start, shape), "value": _near(record, error.start)}
        return {**_refused(line, "E101", f"The byte 0x{record[error.start]:02X} is not UTF-8.", shown), **place}
    cells = _split(text, shape)
    if cells is None:
        return _refused(line, "E102", "A quote is opened in this row and not closed, or closed too early.", shown)
    if len(cells) != len(shape.names):
        found = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        return _refused(line, "E107", f"The row has {found}, but the data has {len(shape.names)} columns.", shown)
    return cells


def _split(text: str, shape: Shape) -> list[str] | None:
    """The cells of one record; None where its quotes do not fit together."""
    if not shape.quotes:
        return text.split(shape.separator)
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=shape.separator, strict=True))
    except (csv.Error, StopIteration):
        return None


def _column_of(record: bytes, offset: int, shape: Shape) -> str:
    before = record[:offset].decode("utf-8", "replace")
    if shape.quotes and before.count('"') % 2:
        before += '"'
    at = len(_split(before, shape) or [""]) - 1
    return shape.names[at] if at < len(shape.names) else ""


def _near(record: bytes, offset: int) -> str:
    return record[max(offset - 20, 0) : offset + 20].decode("utf-8", "replace")


def _refused(line: int, code: str, reason: str, row: str) -> Rejected:
    return {LINE: line, "code": code, "reason": reason, "row": row}
