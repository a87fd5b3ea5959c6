"""The description of one value: what `dateline date` shows, as plain data.

It turns a reading into texts, lists and nothing else, so that it can be written as JSON or as a row. It knows nothing
of the command line.
"""

from __future__ import annotations

from typing import Any

from dateline.errors import DateSyntaxError
from dateline.when.days import iso_day
from dateline.when.edtf import When, parse_edtf
from dateline.when.phrases import Reading, read_date

COLUMNS = (
    "text", "edtf", "earliest", "latest", "earliest_begin", "latest_begin", "earliest_end", "latest_end", "years",
    "precision", "approximate", "uncertain", "rule", "alternatives", "error",
)  # fmt: skip


def describe(
    text: str, *, edtf_only: bool = False, day_first: bool | None = None, as_of: int | None = None
) -> dict[str, Any]:
    """Describe how a text is read, with the keys of `COLUMNS` in that order.

    Days are ISO texts of any year; `earliest` and `latest` are "open" or "unknown" where there is no such day. What a
    refused text does not have is None, and its `years` and `alternatives` may be empty. `as_of` is a Julian Day Number.
    """
    reading = _strictly(text) if edtf_only else read_date(text, day_first=day_first)
    described = dict.fromkeys(COLUMNS, None) | {
        "text": text,
        "years": [],
        "alternatives": [when.edtf for when in reading.alternatives],
        "rule": reading.rule or None,
        "error": reading.error,
    }
    return described | _values(reading.when, as_of) if reading.when else described


def _strictly(text: str) -> Reading:
    try:
        return Reading(text, parse_edtf(text), "edtf")
    except DateSyntaxError as error:
        return Reading(text, None, "", str(error), (), error.offset)


def _values(when: When, as_of: int | None) -> dict[str, Any]:
    bounds = when.bounds(as_of)
    named = {
        name: _day(getattr(bounds, name))
        for name in ("earliest", "latest", "earliest_begin", "latest_begin", "earliest_end", "latest_end")
    }
    return named | {
        "edtf": when.edtf,
        "years": list(when.years(as_of)),
        "precision": when.precision,
        "approximate": when.approximate,
        "uncertain": when.uncertain,
    }


def _day(value: int | str | None) -> str | None:
    return iso_day(value) if isinstance(value, int) else value
