"""Spans: the stretch of days that one date of an EDTF expression can stand for.

A span knows its first and last day, the years it can lie in, how precise it is and which marks (`?`, `~`, `%`) it
carries. Here is the calendar knowledge: the length of months, what a season is, how `X` digits and significant digits
are filled. The module reads no text; the rules are those of ISO 8601-2 and of the Library of Congress profile.

Sub-year groups: 21 to 24 are read with northern months (21 March to May, 22 June to August, 23 September to November,
24 December to February of the following year: a winter is named after the year in which it begins), and so are the
explicitly northern 25 to 28. 29 to 32 are spring to winter of the southern half, the summer again over the turn of the
year. 33 to 36 are quarters, 37 to 39 spans of four months, 40 and 41 halves of a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from dateline.when.days import is_leap, month_length, to_day

UNCERTAIN = 1
APPROXIMATE = 2

# code: first month, last month (counted on beyond 12 into the following year), precision
GROUPS: dict[int, tuple[int, int, str]] = {
    **{code: (3 * code - 60, 3 * code - 58, "season") for code in range(21, 25)},
    **{code: (3 * code - 72, 3 * code - 70, "season") for code in range(25, 29)},
    29: (9, 11, "season"),
    30: (12, 14, "season"),
    31: (3, 5, "season"),
    32: (6, 8, "season"),
    **{code: (3 * code - 98, 3 * code - 96, "quarter") for code in range(33, 37)},
    **{code: (4 * code - 147, 4 * code - 144, "quadrimester") for code in range(37, 40)},
    40: (1, 6, "semester"),
    41: (7, 12, "semester"),
}
_ROUND = {1: "year", 10: "decade", 100: "century", 1000: "millennium"}


@dataclass(frozen=True, slots=True)
class Span:
    """One date of an expression; `earliest` and `latest` are Julian Day Numbers, `marks` a sum of the two flags."""

    text: str
    earliest: int
    latest: int
    years: Sequence[int]
    precision: str
    marks: int = 0


def group_days(years: Sequence[int], code: int) -> tuple[int, int]:
    """Return the first and the last day of a sub-year group of the first and the last of the years."""
    first, last, _ = GROUPS[code]
    year, month = years[-1] + (last - 1) // 12, (last - 1) % 12 + 1
    return to_day(years[0], first, 1), to_day(year, month, month_length(year, month))


def group_years(years: Sequence[int], code: int) -> Sequence[int]:
    """Return the years that a sub-year group of the given years touches."""
    if GROUPS[code][1] <= 12:
        return years
    if isinstance(years, range):
        return range(years[0], years[-1] + 2)
    return tuple(sorted({*years, *(year + 1 for year in years)}))


def rounded_years(value: int, significant: int) -> tuple[range, str]:
    """Return the years that share the first significant digits of a value, and the precision of that.

    A span of 10, 100 or 1,000 years is a decade, century or millennium; for any other the answer is "year".
    """
    unit = 10 ** (len(str(abs(value))) - significant)
    low = abs(value) // unit * unit
    years = range(low, low + unit) if value >= 0 else range(1 - low - unit, 1 - low)
    return years, _ROUND.get(unit, "year")


def unspecified_precision(pattern: str) -> str:
    """Return the precision of a year with `X` digits: decade, century, millennium, else "year".

    Only a year whose `X` all stand at its end is such a round stretch; `1X32` and `XXXX` are years of which less is
    known, and stay years.
    """
    known = pattern.rstrip("X")
    return "year" if "X" in known or not known else _ROUND[10 ** (4 - len(known))]


@lru_cache(maxsize=4096)
def fill_year(pattern: str, negative: bool) -> Sequence[int]:
    """Return all years, ascending, that four digits with `X` among them can stand for; there is no year -0000."""
    known = pattern.rstrip("X")
    if "X" not in known:
        free = 10 ** (4 - len(known))
        low = int(known or "0") * free
        if negative:
            return range(1 - low - free, 1 - max(low, 1))
        return range(low, low + free)
    digits = ("0123456789" if digit == "X" else digit for digit in pattern)
    filled = (int("".join(choice)) for choice in product(*digits))
    return tuple(sorted(-year for year in filled if year)) if negative else tuple(filled)


@lru_cache(maxsize=512)
def fill_pair(pattern: str, highest: int) -> tuple[int, ...]:
    """Return all numbers from 1 to `highest` that two digits with `X` among them can stand for."""
    fits = (f"{number:02}" for number in range(1, highest + 1))
    return tuple(int(pair) for pair in fits if all(p in ("X", d) for p, d in zip(pattern, pair, strict=True)))


def calendar_days(years: Sequence[int], months: Sequence[int], days: Sequence[int]) -> tuple[int, int] | None:
    """Return the first and the last valid day of all combinations, None when the calendar has none of them."""
    first = next((to_day(y, m, days[0]) for y, m in _months(years, months, days[0])), None)
    if first is None:
        return None
    year, month = next(_months(years[::-1], months[::-1], days[0]))
    return first, to_day(year, month, max(day for day in days if day <= month_length(year, month)))


def calendar_years(years: Sequence[int], months: Sequence[int], days: Sequence[int]) -> Sequence[int]:
    """Return those of the years that have one of the days; only a lone 29 February drops any."""
    if tuple(months) == (2,) and days[0] == 29 and len(years) <= 1000:
        return tuple(year for year in years if is_leap(year))
    return years


def _months(years: Sequence[int], months: Sequence[int], day: int) -> Iterator[tuple[int, int]]:
    """Yield the years and months, in the given order, that are long enough for a day."""
    return ((year, month) for year in years for month in months if day <= month_length(year, month))
