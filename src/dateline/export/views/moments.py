"""When a row is: the span in which it possibly lies, the core in which it certainly does, and the words for it.

A date says as much as it says: of "2023-05" no day is certain, of "2022/.." no end is known. Bounds that the answer
has in columns of their own count before those of its date. Days are Julian Day Numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from dateline.errors import DateSyntaxError, ViewRefused
from dateline.export.views.seen import Seen, is_text, label_of, part
from dateline.store import Term
from dateline.vocab import EDTF, XSD
from dateline.when import from_day, parse_day, parse_edtf
from dateline.when.said import MONTHS, in_words

_DATES = frozenset({EDTF, *(XSD + kind for kind in ("date", "dateTime", "gYear", "gYearMonth", "dateTimeStamp"))})
_TIMED = re.compile(r"(?P<day>[+-]?\d{4,}-\d\d-\d\d)(?:T(?P<clock>[\d:.]+))?(?P<zone>Z|[+-]\d\d:\d\d)?")
_ZONE = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")
_COARSE = re.compile(r"-?\d{4}(?:-\d\d)?|\d{2,3}X{1,2}")
_DATE_NAMES = (
    "date", "when", "edtf", "day", "time", "published", "begin", "start", "startDate", "from", "inception", "born",
    "year",
)  # fmt: skip
_END_NAMES = ("end", "endDate", "until", "dissolved", "died")
_LABEL_NAMES = ("what", "label", "title", "eventLabel", "itemLabel", "name", "value", "reversal")
_BOUNDS = ("earliestBegin", "latestBegin", "earliestEnd", "latestEnd")


Stretch: TypeAlias = tuple[int | None, int | None]
"""First and last day, None on a side where nothing is known."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One row in time. `first` and `last` are the outer days, `sure_from` and `sure_to` the certain core.

    An outer day is None where nothing is known; a core without days is two Nones. `stretches` are the parts of the span
    that are possible at all: several for "2020 or 2022".
    """

    words: str
    label: str
    details: tuple[tuple[str, str], ...]
    row: int
    first: int | None = None
    last: int | None = None
    sure_from: int | None = None
    sure_to: int | None = None
    stretches: tuple[Stretch, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether any day is known."""
        return self.first is not None or self.last is not None


@dataclass(frozen=True, slots=True)
class _Bounds:
    earliest_begin: int | None = None
    latest_begin: int | None = None
    earliest_end: int | None = None
    latest_end: int | None = None
    stretches: tuple[Stretch, ...] = ()


def moments(found: Seen) -> list[Moment]:
    """Return the rows in the order of time, those without a date last.

    Raises:
        ViewRefused: no column has dates.
    """
    date = part(found, "date", usual=_DATE_NAMES, fits=lambda head: _has_dates(found, head))
    if date is None:
        raise ViewRefused(
            "timeline", "a column of dates, such as ?date (EDTF, xsd:date, xsd:dateTime or a year)", found.heads
        )
    end = part(found, "end", usual=[name for name in _END_NAMES if _is_dates_column(found, name)])
    label = part(found, "label", usual=_LABEL_NAMES) or _naming(found, date)
    bounds = tuple(name for name in _BOUNDS if name in found.heads)
    others = found.others(date, end, label, *(bounds if len(bounds) == len(_BOUNDS) else ()))
    result = []
    for number, row in enumerate(found.rows):
        words, known = _dated(found.of(row, date), found.of(row, end) if end else None)
        if len(bounds) == len(_BOUNDS):
            known = _counting(tuple(found.of(row, name) for name in bounds), known)
        named = found.text(row, label) if label else ""
        result.append(_moment(words, named, tuple(found.details(row, others)), row=number, known=known))
    return sorted(result, key=_order)


def month_and_year(day: int) -> tuple[int, int]:
    """Return year and month of a day."""
    year, month, _ = from_day(day)
    return year, month


def year_in_words(year: int) -> str:
    """Return a year as people count it: astronomical year 0 is 1 BCE."""
    return str(year) if year > 0 else f"{1 - year} BCE"


def heading(moment: Moment, *, by_month: bool) -> str:
    """Return under which year, or month where dates are that close, a moment stands."""
    if moment.first is None:
        return "Begin not known" if moment.last is not None else "Without a date"
    year, month = month_and_year(moment.first)
    if by_month and moment.last is not None and month_and_year(moment.last) == (year, month):
        return f"{MONTHS[month - 1]} {year_in_words(year)}"
    return year_in_words(year)


def is_close(found: list[Moment]) -> bool:
    """Say whether all dates begin within two years, so that months tell more than years."""
    years = {month_and_year(one.first)[0] for one in found if one.first is not None}
    return bool(years) and max(years) - min(years) <= 1


def _order(one: Moment) -> tuple[bool, int, int, int]:
    first = one.first if one.first is not None else -(10**12)
    return (not one.is_dated, first, one.last if one.last is not None else 10**12, one.row)


def _moment(words: str, label: str, details: tuple[tuple[str, str], ...], *, row: int, known: _Bounds) -> Moment:
    sure_from, sure_to = known.latest_begin, known.earliest_end
    if sure_from is None or sure_to is None or sure_from > sure_to:
        sure_from = sure_to = None
    first, last = known.earliest_begin, known.latest_end
    return Moment(words, label, details, row, first, last, sure_from, sure_to, known.stretches or ((first, last),))


def _dated(date: Term | None, end: Term | None) -> tuple[str, _Bounds]:
    begin, until = _edtf(date), _edtf(end)
    written = f"{begin}/{until}" if begin and until and "/" not in begin + until else begin
    if not written:
        return (date.value if isinstance(date, ox.Literal) else ""), _Bounds()
    try:
        when = parse_edtf(written)
    except DateSyntaxError:  # an end before its begin: the begin alone is shown
        written = begin
        when = parse_edtf(begin)
    found = when.bounds()
    words = in_words(written)
    if _COARSE.fullmatch(written):
        words = f"some time in {words}"
    stretches = tuple((one.earliest_begin, one.latest_end) for one in when.cases())
    return words, _Bounds(found.earliest_begin, found.latest_begin, found.earliest_end, found.latest_end, stretches)


def _edtf(term: Term | None) -> str:
    """Return a literal as EDTF; an empty text where it is no date."""
    if not isinstance(term, ox.Literal):
        return ""
    text = term.value.strip()
    if found := _TIMED.fullmatch(text):
        text = found["day"].lstrip("+")
    elif term.datatype.value in (XSD + "gYear", XSD + "gYearMonth"):
        text = _ZONE.sub("", text)
    elif term.datatype.value == XSD + "integer":
        text = f"{int(text):05d}" if text.startswith("-") else f"{int(text):04d}"
    try:
        return parse_edtf(text).edtf
    except DateSyntaxError:
        return ""


def _counting(given: tuple[Term | None, ...], otherwise: _Bounds) -> _Bounds:
    """Return the bounds of the answer's own columns, or those of the date where the columns are empty."""
    if not any(given):
        return otherwise
    begin, latest_begin, earliest_end, end = map(_day, given)
    return _Bounds(begin, latest_begin, earliest_end, end)


def _day(term: Term | None) -> int | None:
    found = _TIMED.fullmatch(term.value.strip()) if isinstance(term, ox.Literal) else None
    try:
        return parse_day(found["day"].lstrip("+")) if found else None
    except ValueError:
        return None


def _has_dates(found: Seen, head: str) -> bool:
    """Say whether a column has dates: by datatype, or by its name and what stands in it."""
    column = found.column(head)
    if not column:
        return False
    kinds = {term.datatype.value if isinstance(term, ox.Literal) else "" for term in column}
    if kinds <= _DATES:
        return True
    name = head.casefold()
    numbers = kinds == {XSD + "integer"} and name == "year"
    texts = kinds == {XSD + "string"} and (name in map(str.casefold, _DATE_NAMES + _END_NAMES) or name.endswith("date"))
    return (numbers or texts) and any(map(_edtf, column))


def _is_dates_column(found: Seen, name: str) -> bool:
    return name in found.heads and _has_dates(found, name)


def _naming(found: Seen, date: str) -> str | None:
    """Return the column that names what happened: a label column, else the first words, else the first column."""
    free = found.others(date)
    labels = [named for head in free if (named := label_of(found, head))]
    texts = [head for head in free if is_text(found, head) and not _has_dates(found, head)]
    return next(iter((*labels, *texts, *free)), None)
