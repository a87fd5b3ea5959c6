"""Rows that were left out: one schema for what a reader of text refuses and what a mapping refuses.

A rejected row says where it stands, what is wrong with which value, and what it was, so that it can be corrected
and read again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.readers.datasets.compile import Check
from dateline.tables import TEXT

LINE = "line"
"""The column of raw rows that has their line, from 1."""

REJECTED = pl.Schema(
    {"file": TEXT, "line": pl.Int64(), "column": TEXT, "value": TEXT, "code": TEXT, "reason": TEXT, "row": TEXT}
)
"""Rejected rows: `column` is the name of the column that is to blame (empty: the whole row), `row` the raw row."""

SHOWN = 80
"""Characters of a value that a message shows."""

KEPT = 10_000
"""Characters of a raw row that are kept."""

_HINTS = {
    "E101": "Save the file as UTF-8.",
    "E102": "Close what is open in this row, such as a quote or a brace; quotes inside of a cell are doubled.",
    "E105": "Look for a quote or a line end that is missing.",
    "E107": "Put cells that hold the separator between quotes, and give every row all cells.",
    "E207": "Give the row its value, or correct the profile.",
    "E208": "Use letters, figures, '.', '_' and '-' in ids.",
    "E211": "Write a plain number such as 12.5.",
    "E301": "Write the day, the month or the year.",
    "E302": "Say `day_first: yes` or `no` in the profile.",
    "E303": "Correct the date, or add its format to the profile.",
}


def shortened(text: str, limit: int = SHOWN) -> str:
    """Return a text in one line, cut at a number of characters with a mark."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1]}…"


def rejected(rows: Sequence[dict[str, Any]], file: str) -> pl.DataFrame:
    """Return a frame of rejected rows; `column` and `value` may be missing."""
    filled = [{"column": "", "value": "", **row, "file": file} for row in rows]
    for row in filled:
        row["value"], row["row"] = shortened(row["value"]), row["row"][:KEPT]
    return pl.DataFrame(filled, schema=REJECTED, orient="row")


def rejected_rows(data: pl.DataFrame, raw: pl.DataFrame, checks: Sequence[Check], *, file: str) -> pl.DataFrame:
    """Return the rejected rows of a mapping, each with the first check that it fails."""
    tests = [check.wrong.fill_null(value=False).alias(f"wrong.{at}") for at, check in enumerate(checks)]
    values = [check.value.cast(TEXT).alias(f"value.{at}") for at, check in enumerate(checks)]
    reasons = [_expression(check.reason).alias(f"reason.{at}") for at, check in enumerate(checks)]
    found = data.select(LINE, *tests, *values, *reasons)
    texts = list(_texts(raw))
    rows = []
    for row, text in zip(found.iter_rows(named=True), texts, strict=True):
        at, check = next((at, check) for at, check in enumerate(checks) if row[f"wrong.{at}"])
        shown = {"column": check.column, "value": row[f"value.{at}"] or "", "code": check.code}
        rows.append({LINE: row[LINE], **shown, "reason": row[f"reason.{at}"], "row": text})
    return rejected(rows, file)


def _expression(reason: str | pl.Expr) -> pl.Expr:
    return pl.lit(reason) if isinstance(reason, str) else reason


def _texts(raw: pl.DataFrame) -> Iterator[str]:
    """Write rows as they may have stood in a file: with tabs, as CSV, or as JSON where they have types."""
    bare = raw.drop(LINE)
    if any(dtype != TEXT for dtype in bare.dtypes):
        yield from (json.dumps(row, ensure_ascii=False, default=str) for row in bare.iter_rows(named=True))
        return
    for row in bare.iter_rows():
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(["" if cell is None else cell for cell in row])
        yield out.getvalue()


def complaints(found: pl.DataFrame) -> Iterator[Diagnostic]:
    """Yield a located message for each rejected row."""
    for row in found.iter_rows(named=True):
        where = f" in the column {row['column']!r}" if row["column"] else ""
        shown = f" Found{where}: {row['value']!r}." if row["value"] else f" Look{where}." if where else ""
        message = f"{row['reason']}{shown} The row is left out."
        place = (row["file"], row["line"], 1)
        yield Diagnostic(Severity.ERROR, row["code"], message, *place, hint=_HINTS.get(row["code"], ""))
