"""The value of an EDTF expression, and the strict reader that makes it: single dates, intervals and sets.

Levels 0, 1 and 2 of the Extended Date/Time Format (Library of Congress 2019; ISO 8601-2) are read completely. Points
which that text leaves open are decided so: an end of an interval may be any date without a time, seasons and long years
included; `..` and an empty end may stand on both sides as long as one of them is `..`; an interval is reversed when
its first possible day lies after its last one; in a set `..` may come before the first member and after the last.
A text of more than 1,000 characters is refused, so that nothing can take long.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from dateline.errors import DateSyntaxError
from dateline.when.bounds import (
    Absent,
    Bounds,
    Range,
    all_of_bounds,
    date_bounds,
    interval_bounds,
    interval_years,
    list_years,
    one_of_bounds,
    set_years,
)
from dateline.when.days import iso_day
from dateline.when.grammar import read_span, read_time
from dateline.when.spans import APPROXIMATE, UNCERTAIN, Span

TEXT_LIMIT = 1000
_CACHED = 1 << 16


@dataclass(frozen=True, slots=True)
class When:
    """The value of one EDTF expression; made by `parse_edtf`, equal when the canonical text is equal.

    `precision` is time, day, month, quarter, season, quadrimester, semester, year, decade, century, millennium,
    interval or set: of a date the finest unit that is fully written together with all above it (`2004-XX` is "year").
    `open_end` tells of an interval that ends in `..`.
    """

    edtf: str
    precision: str = field(compare=False)
    approximate: bool = field(compare=False)
    uncertain: bool = field(compare=False)
    open_end: bool = field(compare=False)
    _parts: Span | _Interval | _Set = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.edtf

    def bounds(self, as_of: int | None = None) -> Bounds:
        """Return the four bounds as Julian Day Numbers.

        `as_of` is a day on which an interval with the end `..` was still going on: it ends then at the earliest, and
        when its begin is absent, it began then at the latest. A day before the earliest begin says nothing, and is
        left aside.
        """
        parts = self._parts
        if isinstance(parts, Span):
            return date_bounds(parts)
        if isinstance(parts, _Interval):
            return interval_bounds(parts.begin, parts.end, as_of)
        return one_of_bounds(parts.ranges) if parts.one else all_of_bounds(parts.ranges)

    def years(self, as_of: int | None = None) -> tuple[int, ...]:
        """Return the sorted years that the value can touch, keeping the gaps of sets.

        Nothing is returned when no year is known, or when more than 1,000 would be listed.
        """
        parts = self._parts
        if isinstance(parts, Span):
            return list_years([parts.years])
        if isinstance(parts, _Interval):
            return interval_years(parts.begin, parts.end, as_of)
        return set_years(parts.ranges)

    def cases(self, as_of: int | None = None) -> tuple[Bounds, ...]:
        """Return the bounds of each member of a `[...]`, of which one is true; of all else the bounds alone."""
        parts = self._parts
        if isinstance(parts, _Set) and parts.one:
            return tuple(one_of_bounds([member]) for member in parts.ranges)
        return (self.bounds(as_of),)


@dataclass(frozen=True, slots=True)
class _Interval:
    begin: Span | Absent
    end: Span | Absent


@dataclass(frozen=True, slots=True)
class _Set:
    one: bool
    ranges: tuple[Range, ...]


@lru_cache(maxsize=_CACHED)
def parse_edtf(text: str) -> When:
    """Read a strict EDTF expression.

    Raises: DateSyntaxError, with the offset of the first fault and what would have been right there.
    """
    if len(text) > TEXT_LIMIT:
        raise DateSyntaxError(text, TEXT_LIMIT, "the end of the date: at most 1,000 characters are read")
    if not text.isascii():
        offset = next(index for index, character in enumerate(text) if not character.isascii())
        raise DateSyntaxError(text, offset, "an ASCII character")
    if text.startswith(("[", "{")):
        return _read_set(text)
    slash = text.find("/")
    if slash >= 0:
        return _read_interval(text, slash)
    span = (read_time(text) if "T" in text else None) or read_span(text, 0, len(text))
    marks = span.marks
    return When(span.text, span.precision, bool(marks & APPROXIMATE), bool(marks & UNCERTAIN), False, span)


def _read_interval(text: str, slash: int) -> When:
    second = text.find("/", slash + 1)
    if second >= 0:
        raise DateSyntaxError(text, second, "the end of the interval, which has one '/' only")
    begin, end = _read_end(text, 0, slash), _read_end(text, slash + 1, len(text))
    if begin == end == "unknown":
        raise DateSyntaxError(text, 0, "a date or '..' on at least one side of '/'")
    marks, written = 0, []
    for part in (begin, end):
        marks |= 0 if isinstance(part, str) else part.marks
        written.append(part.text if isinstance(part, Span) else ".." if part == "open" else "")
    if isinstance(begin, Span) and isinstance(end, Span):
        _check_order(text, slash + 1, begin=begin, end=end)
    return When(
        "/".join(written),
        "interval",
        bool(marks & APPROXIMATE),
        bool(marks & UNCERTAIN),
        end == "open",
        _Interval(begin, end),
    )


def _read_end(text: str, start: int, end: int) -> Span | Absent:
    if start == end:
        return "unknown"
    if text[start:end] == "..":
        return "open"
    return read_span(text, start, end)


def _check_order(text: str, offset: int, *, begin: Span, end: Span) -> None:
    if begin.earliest > end.latest:
        raise DateSyntaxError(text, offset, f"an end that is not before the begin, {iso_day(begin.earliest)}")


def _read_set(text: str) -> When:
    one = text[0] == "["
    closing = "]" if one else "}"
    if text[-1] != closing:
        raise DateSyntaxError(text, len(text), f"{closing!r} at the end of the set")
    ranges: list[Range] = []
    start, last = 1, len(text) - 1
    while start <= last:
        comma = text.find(",", start)
        end = last if comma < 0 else comma
        ranges.append(_read_member(text, start, end))
        start = end + 1
    spans = [span for pair in ranges for span in pair if span is not None]
    marks = 0
    for span in spans:
        marks |= span.marks
    written = ",".join(_write_member(first, final) for first, final in ranges)
    return When(
        f"{text[0]}{written}{closing}",
        "set",
        bool(marks & APPROXIMATE),
        bool(marks & UNCERTAIN),
        False,
        _Set(one, tuple(ranges)),
    )


def _read_member(text: str, start: int, end: int) -> Range:
    """Read one member of a set: a date, a range of dates, or a range that is open on the outer side."""
    dots = text.find("..", start, end)
    if dots < 0:
        span = read_span(text, start, end)
        return span, span
    before = None if dots == start else read_span(text, start, dots)
    after = None if dots + 2 == end and before else read_span(text, dots + 2, end)
    if before is None and start != 1:
        raise DateSyntaxError(text, dots, "a date: only the first member of a set can begin with '..'")
    if after is None and end != len(text) - 1:
        raise DateSyntaxError(text, end, "a date: only the last member of a set can end with '..'")
    if before and after:
        _check_order(text, dots + 2, begin=before, end=after)
    return before, after


def _write_member(first: Span | None, last: Span | None) -> str:
    if first is last:
        return first.text if first else ""
    return f"{first.text if first else ''}..{last.text if last else ''}"
