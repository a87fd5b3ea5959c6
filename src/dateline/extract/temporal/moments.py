"""The values of time expressions before they are written: moments of the calendar, lengths, and what is neither.

A `Moment` is a stretch of the calendar of one grain, from a century to a day, perhaps with a part of the day. Years are
astronomical. Weeks are those of ISO 8601 (Monday to Sunday); a winter is named after the year in which it begins.
Pure arithmetic; no words and no text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.when.days import from_day, month_length, to_day, weekday

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
SEASONS = ("SP", "SU", "FA", "WI")
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
_DAYS = {"day": 1, "week": 7, "weekend": 7}
_FINENESS = {"day": 0, "week": 1, "weekend": 1, "month": 2, "quarter": 3, "season": 3, "half": 4, "year": 5,
             "decade": 6, "century": 7, "millennium": 8}  # fmt: skip
_NUMBERED = frozenset({"week", "weekend", "month", "quarter", "half"})
_YEARS = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar.

    `grain` is millennium, century, decade, year, half, season, quarter, month, week, weekend or day. `number` counts
    halves, quarters, months or weeks in the year, `season` is SP, SU, FA or WI. `clock` is what follows the day:
    "T22:00" or "TNI". A year that is None, and a number or day that is 0, is not known.
    """

    grain: str
    year: int | None
    number: int = 0
    day: int = 0
    season: str = ""
    clock: str = ""

    @property
    def first(self) -> int | None:
        """The Julian Day Number of the first day, or None where the year or day is not known."""
        if self.year is None:
            return None
        if self.grain == "day":
            return to_day(self.year, self.number, self.day) if self.day else None
        if not self.number and self.grain in _NUMBERED:
            return None
        if self.grain in {"week", "weekend"}:
            monday = _first_monday(self.year) + 7 * (self.number - 1)
            return monday + (5 if self.grain == "weekend" else 0)
        return to_day(self.year, self._first_month, 1)

    @property
    def last(self) -> int | None:
        """The Julian Day Number of the last day, or None where the first is not known."""
        first = self.first
        if first is None or self.year is None or self.grain == "day":
            return first
        if self.grain in {"week", "weekend"}:
            return first + (6 if self.grain == "week" else 1)
        months = 3 if self.season else _MONTHS[self.grain]
        year, month = divmod(self.year * 12 + self._first_month - 1 + months, 12)
        return to_day(year, month + 1, 1) - 1

    @property
    def _first_month(self) -> int:
        if self.season:
            return SEASON_MONTHS[self.season]
        return (self.number - 1) * _MONTHS[self.grain] + 1 if self.grain in {"month", "quarter", "half"} else 1

    def at(self, clock: str) -> Moment:
        """Return the same day with a part of the day or a time."""
        return replace(self, clock=clock)


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: amounts by ISO designator ("Y", "M", "W", "D", "TH" ...); None stands for an unknown number."""

    parts: tuple[tuple[str, float | None], ...]


def day_moment(day: int, clock: str = "") -> Moment:
    """Return the moment of a Julian Day Number."""
    year, month, of_month = from_day(day)
    return Moment("day", year, month, of_month, clock=clock)


def grain_of(day: int, grain: str) -> Moment:
    """Return the stretch of one grain that holds a day."""
    year, month, _ = from_day(day)
    if grain == "day":
        return day_moment(day)
    if grain in {"week", "weekend"}:
        return week_of(day, grain)
    if grain == "season":
        return season_of(day)
    if grain in _YEARS:
        return Moment(grain, year // _YEARS[grain] * _YEARS[grain])
    return Moment(grain, year, (month - 1) // _MONTHS[grain] + 1)


def week_of(day: int, grain: str = "week") -> Moment:
    """Return the ISO week of a day, or the weekend of that week."""
    thursday = day - weekday(day) + 3
    year = from_day(thursday)[0]
    return Moment(grain, year, (thursday - to_day(year, 1, 1)) // 7 + 1)


def season_of(day: int) -> Moment:
    """Return the season of a day; the January and February of a winter belong to the year before."""
    year, month, _ = from_day(day)
    season = SEASONS[month % 12 // 3 - 1]
    return Moment("season", year - 1 if month < 3 else year, season=season)


def shift(moment: Moment, grain: str, count: int) -> Moment:
    """Return the stretch of a grain that lies a number of them after (or before) the one that holds the moment.

    From a month or a year no day can be counted: the day after "May 2020" is some day of it, its number unknown.
    """
    if grain == "year" and moment.grain in _YEARS and moment.year is not None:
        return replace(moment, year=(moment.year + count) // _YEARS[moment.grain] * _YEARS[moment.grain])
    if _FINENESS[grain] < _FINENESS[moment.grain]:
        month = moment.number if moment.grain == "month" and grain == "day" else 0
        return Moment(grain, moment.year, month)
    day = moment.first
    if day is None:
        return shift_year(moment, grain, count)
    if grain == "season":
        return _shift_season(moment if moment.season else season_of(day), count)
    if grain in _DAYS:
        return grain_of(day + count * _DAYS[grain], grain)
    held = grain_of(day, grain)
    assert held.year is not None
    if grain in _YEARS:
        return replace(held, year=held.year + count * _YEARS[grain])
    per_year = 12 // _MONTHS[grain]
    place = held.year * per_year + held.number - 1 + count
    return Moment(grain, place // per_year, place % per_year + 1)


def _shift_season(moment: Moment, count: int) -> Moment:
    assert moment.year is not None
    place = moment.year * 4 + SEASONS.index(moment.season) + count
    return Moment("season", place // 4, season=SEASONS[place % 4])


def shift_year(moment: Moment, grain: str, count: int) -> Moment:
    """Shift a moment without a known day: by whole years alone, else it stays of unknown year."""
    if moment.year is not None and grain in _YEARS:
        return Moment(grain, moment.year + count * _YEARS[grain])
    return Moment(grain, moment.year) if grain in _YEARS else Moment("year", moment.year)


def valid_day(year: int | None, month: int, day: int) -> bool:
    """Tell whether a month has a day; without a year the 29th of February counts."""
    return 1 <= month <= 12 and 1 <= day <= month_length(2000 if year is None else year, month)


def _first_monday(year: int) -> int:
    fourth = to_day(year, 1, 4)
    return fourth - weekday(fourth)
