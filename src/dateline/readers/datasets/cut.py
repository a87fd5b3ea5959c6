"""Bytes of text cut into rows: whole lines, or records of CSV whose quoted cells may hold line ends.

The usual chunk is cut, counted and split into cells by Polars as a whole. Only a chunk with something wrong in it
is gone through line by line, so that a faulty row costs itself alone: the rows around it are kept, and it is named
with its line and the reason.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from dateline.readers.datasets.rejects import LINE
from dateline.tables import TEXT

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


def whole_records(data: bytes, shape: Shape) -> int:
    """Return how many bytes of `data` end with a whole record; 0 where no record ends in it."""
    end = data.rfind(b"\n") + 1
    quotes = data.count(b'"', 0, end) if shape.quotes else 0
    while end and quotes % 2:
        before = data.rfind(b"\n", 0, end - 1) + 1
        quotes -= data.count(b'"', before, end)
        end = before
    return end


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
    return cells.with_columns(records[LINE]) if cells.height == records.height else None


def _joined(lines: pl.DataFrame) -> pl.DataFrame | None:
    """Join the lines of records that run over several."""
    quotes = pl.col("text").str.count_matches('"', literal=True)
    opened = lines.with_columns(quotes.cum_sum().alias("sum"), (quotes.cum_sum() % 2).shift(1, fill_value=0).alias("inside"))
    if opened["sum"][-1] % 2:
        return None
    if not opened["inside"].max():
        return lines
    number = (pl.col("inside") == 0).cum_sum()
    return (
        opened.group_by(number.alias("record"), maintain_order=True)
        .agg(pl.col(LINE).first(), pl.col("text").str.join("\n"), pl.len().alias("lines"))
        .pipe(lambda found: found.select(LINE, "text") if found["lines"].max() <= RECORD_LINES else None)
    )


def _cells(text: str, shape: Shape) -> pl.DataFrame:
    return pl.read_csv(
        io.BytesIO(text.encode()),
        has_header=False,
        new_columns=None,
        schema=dict.fromkeys(shape.names, TEXT),
        separator=shape.separator,
        quote_char='"' if shape.quotes else None,
        null_values=["", *shape.nothing],
        infer_schema=False,
        low_memory=True,
    )


def _line_by_line(data: bytes, shape: Shape, first: int) -> Rows:
    """Find the good records of a chunk with faults, and what is wrong with the others."""
    good: list[tuple[int, str]] = []
    bad: list[Rejected] = []
    for record in _records(data.removesuffix(b"\n").split(b"\n"), shape, first):
        if isinstance(record, dict):
            bad.append(record)
        else:
            good.append(record)
    if not good:
        return Rows(pl.DataFrame(schema={**dict.fromkeys(shape.names, TEXT), LINE: pl.Int64()}), bad)
    cells = _cells("".join(f"{text}\n" for _, text in good), shape)
    if cells.height == len(good):
        return Rows(cells.with_columns(pl.Series(LINE, [line for line, _ in good], dtype=pl.Int64)), bad)
    return _one_by_one(good, shape, bad)


def _one_by_one(good: list[tuple[int, str]], shape: Shape, bad: list[Rejected]) -> Rows:
    """Split records that only look sound when each is taken for itself."""
    kept = []
    for line, text in good:
        try:
            cells = _cells(f"{text}\n", shape)
        except pl.exceptions.PolarsError:
            cells = pl.DataFrame()
        if cells.height == 1:
            kept.append(cells.with_columns(pl.lit(line, pl.Int64).alias(LINE)))
        else:
            bad.append(_refused(line, "E102", "The quotes of this row do not fit together.", text))
    schema = {**dict.fromkeys(shape.names, TEXT), LINE: pl.Int64()}
    return Rows(pl.concat(kept) if kept else pl.DataFrame(schema=schema), sorted(bad, key=lambda row: row[LINE]))


def _records(lines: list[bytes], shape: Shape, first: int) -> Iterator[tuple[int, str] | Rejected]:
    at = 0
    while at < len(lines):
        taken, record = _record(lines, at, shape)
        line = first + at
        if record.strip() or taken > 1:
            yield _judged(record, line, shape, lines[at])
        at += taken


def _record(lines: list[bytes], at: int, shape: Shape) -> tuple[int, bytes]:
    """Return how many lines a record has, and the record; a quote that is not closed soon costs its line alone."""
    record = lines[at]
    if not shape.quotes or record.count(b'"') % 2 == 0:
        return 1, record
    quotes, size = record.count(b'"'), len(record)
    for taken in range(1, min(RECORD_LINES, len(lines) - at)):
        quotes += lines[at + taken].count(b'"')
        size += len(lines[at + taken])
        if quotes % 2 == 0:
            whole = b"\n".join(lines[at : at + taken + 1])
            return (taken + 1, whole) if _count(whole, shape) == len(shape.names) else (1, record)
        if size > LINE_LIMIT:
            break
    return 1, record


def _judged(record: bytes, line: int, shape: Shape, head: bytes) -> tuple[int, str] | Rejected:
    """Return a good record with its line, or why it is none."""
    shown = head[:LINE_LIMIT].decode("utf-8", "replace")
    if len(record) > LINE_LIMIT:
        return _refused(line, "E105", f"The row is longer than {LINE_LIMIT // 2**20} MB.", shown)
    if b"\0" in record:
        return _refused(line, "E101", "The row has a NUL character, which no text has.", shown)
    try:
        text = record.decode()
    except UnicodeDecodeError as error:
        column = _column_of(record, error.start, shape)
        reason = f"The byte 0x{record[error.start]:02X} is not UTF-8."
        return {**_refused(line, "E101", reason, shown), "column": column, "value": _near(record, error.start)}
    if shape.quotes and record.count(b'"') % 2:
        return _refused(line, "E102", "A quote is opened in this row and never closed.", shown)
    found = _count(record, shape)
    if found != len(shape.names):
        cells = "1 cell" if found == 1 else f"{found} cells"
        return _refused(line, "E107", f"The row has {cells}, but the data has {len(shape.names)} columns.", shown)
    return line, text


def _count(record: bytes, shape: Shape) -> int:
    """The number of cells of a record."""
    separator = shape.separator.encode()
    if not shape.quotes or b'"' not in record:
        return record.count(separator) + 1
    return b"".join(record.split(b'"')[::2]).count(separator) + 1


def _column_of(record: bytes, offset: int, shape: Shape) -> str:
    at = _count(record[:offset] + (b'"' if shape.quotes and record[:offset].count(b'"') % 2 else b""), shape) - 1
    return shape.names[at] if at < len(shape.names) else ""


def _near(record: bytes, offset: int) -> str:
    return record[max(offset - 20, 0) : offset + 20].decode("utf-8", "replace")


def _refused(line: int, code: str, reason: str, row: str) -> Rejected:
    return {LINE: line, "code": code, "reason": reason, "row": row}
