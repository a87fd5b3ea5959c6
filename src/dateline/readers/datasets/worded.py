"""Dates in words or EDTF as columns: each distinct text of a batch goes through `dateline.when` once.

What is refused there rejects the row, with the code that timelines have for it. Knows columns, no tables.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from dateline.errors import DateSyntaxError
from dateline.readers.datasets.compile import Check, Compiler
from dateline.readers.datasets.parts import Step
from dateline.readers.datasets.profile import Date
from dateline.readers.timeline.dates import event_columns, refusal_code
from dateline.tables import SCHEMAS, TEXT
from dateline.when import Reading, When, parse_edtf, read_date

COLUMNS = (
    *("edtf", "earliest_begin", "latest_begin", "earliest_end", "latest_end", "earliest_day", "latest_day", "years"),
    *("precision", "approximate", "uncertain"),
)
"""The columns of events that a date fills, apart from its words."""

NO_DATE = "Nothing in this row gives a date."

WORDS, EDTF = "words", "edtf"
"""What stands in place of formats where dates are read by `dateline.when`."""

_RESULT = {name: SCHEMAS["events"][name].dtype for name in COLUMNS}
_REFUSAL = {"code": TEXT, "reason": TEXT}
_BOTH = "\0"
"""What parts the two ends of a date while it is looked up."""


def compile_words(date: Date, compiler: Compiler, prefix: str) -> tuple[Step, tuple[Check, ...]]:
    """Return the step that adds the columns of a date, named with a prefix, and what can be wrong with it."""
    text = compiler.expr(date.of).str.strip_chars()
    if date.until:
        end = compiler.expr(date.until).str.strip_chars()
        both = pl.concat_str([text, end], separator=_BOTH)
        text = pl.when(end.is_not_null() & (end != text)).then(both).otherwise(text)
    key = f"{prefix}text"

    def add(data: pl.DataFrame) -> pl.DataFrame:
        data = data.with_columns(text.alias(key))
        found = _looked_up(data[key], date)
        named = found.rename({name: prefix + name for name in found.columns if name != "text"} | {"text": key})
        return data.join(named, on=key, how="left", maintain_order="left")

    code, shown = pl.col(f"{prefix}code"), compiler.shown(date.of)
    column, reason = compiler.column_of(date.of), pl.col(f"{prefix}reason")
    nothing = Check("E301", column, shown, pl.col(key).is_null(), NO_DATE)
    refused = (Check(one, column, shown, code == one, reason) for one in ("E301", "E302", "E303"))
    return add, (nothing, *refused)


def _looked_up(texts: pl.Series, date: Date) -> pl.DataFrame:
    """Read each distinct text once."""
    rows = [{"text": text, **_read(text, date)} for text in texts.unique(maintain_order=True).drop_nulls().to_list()]
    schema = {"text": TEXT, **_RESULT, "original_date": TEXT, **_REFUSAL}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _read(text: str, date: Date) -> dict[str, Any]:
    ends = [_reading(part, date) for part in text.split(_BOTH)]
    refused = next((one for one in ends if one.when is None), None)
    if refused:
        return _FLAGS | {"code": refusal_code(refused), "reason": refused.error or "This is not a date."}
    found = [one.when for one in ends if one.when is not None]
    try:
        when = found[0] if len(found) == 1 else parse_edtf(_joined(found, date))
    except DateSyntaxError:
        return _FLAGS | {"code": "E303", "reason": "The end lies before the begin."}
    columns = event_columns(when, None)
    shown = text.replace(_BOTH, " / ")
    original = shown if date.words == "always" and shown != when.edtf else None
    return {**{name: columns[name] for name in COLUMNS}, "original_date": original}


_FLAGS: dict[str, Any] = {"approximate": False, "uncertain": False}


def _joined(ends: list[When], date: Date) -> str:
    first, last = (one.edtf for one in ends)
    return f"[{first}..{last}]" if date.range == "one-of" else f"{first}/{last}"


def _reading(text: str, date: Date) -> Reading:
    """Read a text; where the profile asks for EDTF, words are refused."""
    reading = read_date(text, day_first=date.day_first)
    if WORDS in date.formats or reading.when is None or reading.rule == "edtf":
        return reading
    return Reading(text, None, "", "The date is not written in EDTF.")
