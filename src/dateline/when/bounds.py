"""The four bounds and the year index of an EDTF expression.

What an expression leaves open or does not know stays absent: no bound is ever made up, and none depends on the day on
which the program runs. The rules: a date is one event somewhere within its span; an interval begins within its first
date and ends within its second; `[...]` is one event at one of the members; `{...}` is a series from its first member
to its last, so that its bounds are a hull while its years keep the gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.when.days import from_day
from dateline.when.spans import Span

Absent = Literal["open", "unknown"]
Range = tuple[Span | None, Span | None]

YEARS_LISTED = 1000


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a thing can have begun and ended: Julian Day Numbers, or None where nothing is known.

    `earliest` and `latest` are the outer two of the four, or the reason why that one is absent.
    """

    earliest_begin: int | None
    latest_begin: int | None
    earliest_end: int | None
    latest_end: int | None
    earliest: int | Absent
    latest: int | Absent


def date_bounds(span: Span) -> Bounds:
    """Return the bounds of one date: begin and end both lie within it."""
    first, last = span.earliest, span.latest
    return Bounds(first, last, first, last, first, last)


def interval_bounds(begin: Span | Absent, end: Span | Absent, as_of: int | None) -> Bounds:
    """Return the bounds of an interval.

    They are made consistent: nothing begins after its latest end, nothing ends before its earliest begin, and what
    was still going on at `as_of` had begun by then.
    """
    first, latest_begin = (None, None) if isinstance(begin, str) else (begin.earliest, begin.latest)
    earliest_end, last = (None, None) if isinstance(end, str) else (end.earliest, end.latest)
    if latest_begin is not None and last is not None:
        latest_begin = min(latest_begin, last)
    if earliest_end is not None and first is not None:
        earliest_end = max(earliest_end, first)
    if as_of is not None and lasts_until(begin, end, as_of):
        earliest_end = as_of
        latest_begin = as_of if latest_begin is None else min(latest_begin, as_of)
    return Bounds(
        first,
        latest_begin,
        earliest_end,
        last,
        first if first is not None else _reason(begin),
        last if last is not None else _reason(end),
    )


def lasts_until(begin: Span | Absent, end: Span | Absent, as_of: int) -> bool:
    """Tell whether an interval still goes on at a day: its end is open and it cannot have begun after that day only."""
    return end == "open" and (isinstance(begin, str) or begin.earliest <= as_of)


def one_of_bounds(ranges: Sequence[Range]) -> Bounds:
    """Return the bounds of one event that took place at one of the members."""
    firsts, lasts = _days(ranges)
    first = None if None in firsts else min(day for day in firsts if day is not None)
    last = None if None in lasts else max(day for day in lasts if day is not None)
    return Bounds(first, last, first, last, "open" if first is None else first, "open" if last is None else last)


def all_of_bounds(ranges: Sequence[Range]) -> Bounds:
    """Return the bounds of a series: it begins with its first member and ends with its last."""
    spans = [span for pair in ranges for span in pair if span is not None]
    hull = one_of_bounds(ranges)
    first_open, last_open = hull.earliest_begin is None, hull.latest_end is None
    return Bounds(
        hull.earliest_begin,
        None if first_open else min(span.latest for span in spans),
        None if last_open else max(span.earliest for span in spans),
        hull.latest_end,
        hull.earliest,
        hull.latest,
    )


def interval_years(begin: Span | Absent, end: Span | Absent, as_of: int | None) -> tuple[int, ...]:
    """Return the years of an interval, from its first to its last known day."""
    if isinstance(begin, str):
        known = () if isinstance(end, str) else end.years
        if as_of is not None and lasts_until(begin, end, as_of):
            known = (from_day(as_of)[0],)
        return list_years([known])
    years = begin.years
    if not isinstance(end, str):
        years = range(years[0], end.years[-1] + 1)
    elif as_of is not None and lasts_until(begin, end, as_of):
        reached = from_day(as_of)[0]
        years = range(years[0], reached + 1) if reached > years[-1] else years
    return list_years([years])


def set_years(ranges: Sequence[Range]) -> tuple[int, ...]:
    """Return the years of the members of a set, without the gaps between them."""
    return list_years(_range_years(first, last) for first, last in ranges)


def list_years(stretches: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Return the sorted years of some stretches; nothing at all when there are more than 1,000."""
    listed: set[int] = set()
    for years in stretches:
        # The length of a range of years can be beyond what len() takes.
        if years and isinstance(years, range) and years[-1] - years[0] >= YEARS_LISTED:
            return ()
        listed.update(years)
    return tuple(sorted(listed)) if len(listed) <= YEARS_LISTED else ()


def _range_years(first: Span | None, last: Span | None) -> Sequence[int]:
    if first is None or last is None or first is last:
        known = first or last
        return known.years if known else ()
    return range(first.years[0], last.years[-1] + 1)


def _days(ranges: Sequence[Range]) -> tuple[list[int | None], list[int | None]]:
    firsts = [first.earliest if first else None for first, _ in ranges]
    return firsts, [last.latest if last else None for _, last in ranges]


def _reason(end: Span | Absent) -> Absent:
    return "unknown" if end == "unknown" else "open"
