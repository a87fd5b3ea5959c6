"""Turns a date of `dateline.when` into the date columns of the tables.

A bound becomes a calendar date only in the years 1 to 9999, which is what files and stores can hold; the Julian Day
Numbers are written for any year. Knows columns, not fields.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dateline.when import Reading, When, from_day

_FIRST_YEAR, _LAST_YEAR = 1, 9999


def calendar_day(day: int | None) -> date | None:
    """Return the calendar date of a Julian Day Number, or None outside of the years 1 to 9999."""
    if day is None:
        return None
    year, month, number = from_day(day)
    return date(year, month, number) if _FIRST_YEAR <= year <= _LAST_YEAR else None


def outer_days(when: When, as_of: int | None = None) -> tuple[int | None, int | None]:
    """Return the first and the last day that a date can touch; None where it is open or unknown."""
    bounds = when.bounds(as_of)
    return _number(bounds.earliest), _number(bounds.latest)


def exact_day(when: When | None) -> int | None:
    """Return the Julian Day Number of a date that is known to the day, else None."""
    if when is None or when.precision not in ("day", "time"):
        return None
    earliest, latest = outer_days(when)
    return earliest if earliest == latest else None


def event_columns(when: When, as_of: int | None) -> dict[str, Any]:
    """Return all date columns of an event that was reported as going on on a day, if it was."""
    bounds = when.bounds(as_of)
    earliest, latest = outer_days(when, as_of)
    return {
        "edtf": when.edtf,
        "earliest_begin": calendar_day(bounds.earliest_begin),
        "latest_begin": calendar_day(bounds.latest_begin),
        "earliest_end": calendar_day(bounds.earliest_end),
        "latest_end": calendar_day(bounds.latest_end),
        "earliest_day": earliest,
        "latest_day": latest,
        "years": list(when.years(as_of)),
        "precision": when.precision,
        "approximate": when.approximate,
        "uncertain": when.uncertain,
        "ongoing_as_of": calendar_day(as_of),
    }


def source_columns(when: When | None) -> dict[str, Any]:
    """Return the date columns of a source."""
    if when is None:
        return {}
    earliest, latest = outer_days(when)
    issued = calendar_day(exact_day(when))
    return {"edtf": when.edtf, "issued": issued, "earliest_day": earliest, "latest_day": latest}


def claim_columns(when: When) -> dict[str, Any]:
    """Return the columns of a claimed date."""
    earliest, latest = outer_days(when)
    return {"value_edtf": when.edtf, "value_earliest_day": earliest, "value_latest_day": latest}


def _number(bound: int | str | None) -> int | None:
    return bound if isinstance(bound, int) else None


def refusal_code(reading: Reading) -> str:
    """Return the code for a text that was refused as a date: ambiguous, impossible, or no date at all."""
    if reading.alternatives:
        return "E302"
    return "E303" if reading.impossible else "E301"
