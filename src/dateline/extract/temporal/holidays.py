"""Days with a name, to the day they fall on in a year.

Fixed days are in the vocabulary as month-day; those that move follow a rule here: the nth weekday of a month as the
United States keep them, and Easter by the Gregorian computus (dateutil's reading of it).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dateline.extract.temporal.vocabulary import Vocabulary
from dateline.when.days import month_length, to_day, weekday

_MONDAY, _TUESDAY, _THURSDAY, _SUNDAY = 0, 1, 3, 6


def holiday(words: Sequence[str], year: int, vocabulary: Vocabulary) -> int | None:
    """Return the Julian Day Number of the day that words name in a year, or None."""
    if "new" in words:
        return to_day(year, 12, 31) if "eve" in words else to_day(year, 1, 1)
    if "good" in words:
        easter = _easter(year)
        return easter - 2 if easter else None
    for word in words:
        rule = vocabulary.value("HOLIDAY", word) or vocabulary.value("HOLIDAYDAY", word)
        if rule:
            day = _by_rule(rule, year)
            return day - 1 if day and "eve" in words else day
    return None


def _by_rule(rule: str, year: int) -> int | None:
    if rule in _RULES:
        return _RULES[rule](year)
    month, day = rule.split("-")
    return to_day(year, int(month), int(day))


def _nth(month: int, day: int, number: int) -> Callable[[int], int]:
    """Return the rule for the nth weekday of a month; a number below 0 counts from the end."""

    def fall(year: int) -> int:
        if number > 0:
            first = to_day(year, month, 1)
            return first + (day - weekday(first)) % 7 + 7 * (number - 1)
        last = to_day(year, month, month_length(year, month))
        return last - (weekday(last) - day) % 7

    return fall


def _easter(year: int) -> int | None:
    """Return Easter Sunday by the anonymous Gregorian algorithm; None before that calendar."""
    if year < 1583:
        return None
    golden, century = year % 19, year // 100
    skipped, correction = century // 4, (8 * century + 13) // 25
    epact = (19 * golden + century - skipped - correction + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    after = (year + year // 4 + moon + 2 - century + skipped) % 7
    offset = moon - after
    month = 3 + (offset + 40) // 44
    return to_day(year, month, offset + 28 - 31 * (month // 4))


def _election(year: int) -> int:
    return _nth(11, _MONDAY, 1)(year) + 1


_RULES: dict[str, Callable[[int], int | None]] = {
    "easter": _easter,
    "thanksgiving": _nth(11, _THURSDAY, 4),
    "labor": _nth(9, _MONDAY, 1),
    "memorial": _nth(5, _MONDAY, -1),
    "columbus": _nth(10, _MONDAY, 2),
    "presidents": _nth(2, _MONDAY, 3),
    "king": _nth(1, _MONDAY, 3),
    "mothers": _nth(5, _SUNDAY, 2),
    "fathers": _nth(6, _SUNDAY, 3),
    "election": _election,
    "inauguration": lambda year: to_day(year, 1, 20),
}
