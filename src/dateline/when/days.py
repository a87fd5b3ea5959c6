"""Days as numbers: the Julian Day Number of any day of the proleptic Gregorian calendar, and back.

Years are astronomical, as in ISO 8601: the year 0 is 1 BC, -43 is 44 BC. Whole numbers are used throughout, so that no
year is out of reach and nothing depends on a clock, a zone or the limits of `datetime`.
This module knows nothing of EDTF; it imports only the exceptions.
"""

from __future__ import annotations

import re

from dateline.errors import DateSyntaxError

_FIRST_DAY = 1721060  # the Julian Day Number of 0000-01-01
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_ISO_DAY = re.compile(r"(-?[0-9]{4,13})-([0-9]{2})-([0-9]{2})")


def is_leap(year: int) -> bool:
    """Tell whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return the number of days of a month, 1 to 12, of a year."""
    return 29 if month == 2 and is_leap(year) else _LENGTHS[month]


def to_day(year: int, month: int, day: int) -> int:
    """Return the Julian Day Number (the one that begins at noon) of a valid day."""
    days = 365 * year + (year + 3) // 4 - (year + 99) // 100 + (year + 399) // 400
    after_february = 1 if month > 2 and is_leap(year) else 0
    return _FIRST_DAY + days + _BEFORE[month] + after_february + day - 1


def from_day(day: int) -> tuple[int, int, int]:
    """Return year, month and day of a Julian Day Number."""
    # Years are counted from 1 March here, so that the leap day is the last of its year.
    days = day - _FIRST_DAY - 60
    era, rest = divmod(days, 146097)
    in_era = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    in_year = rest - (365 * in_era + in_era // 4 - in_era // 100)
    shifted = (5 * in_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = 400 * era + in_era + (1 if month <= 2 else 0)
    return year, month, in_year - (153 * shifted + 2) // 5 + 1


def weekday(day: int) -> int:
    """Return the day of the week of a Julian Day Number: 0 is Monday, 6 is Sunday."""
    return day % 7


def iso_day(day: int) -> str:
    """Return the ISO text of a Julian Day Number.

    The year has at least four digits and a minus before the year 0 (`-0043-03-15`). Beyond 9999 it has as many digits
    as it needs and no plus sign (`12345-01-01`), which is how `xsd:date` writes it.
    """
    year, month, of_month = from_day(day)
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04}-{month:02}-{of_month:02}"


def parse_day(text: str) -> int:
    """Return the Julian Day Number of a text as `iso_day` writes it.

    Raises: DateSyntaxError, when the text has another form or names a day that the calendar does not have.
    """
    found = _ISO_DAY.fullmatch(text)
    if not found:
        raise DateSyntaxError(text, 0, "a day such as 2019-03-12")
    year, month, day = (int(part) for part in found.groups())
    digits = found[1].lstrip("-")
    if (found[1][0] == "-" and year == 0) or (len(digits) > 4 and digits[0] == "0"):
        raise DateSyntaxError(text, 0, "a year from 0000 on, or from -0001 back, without spare zeros")
    if not 1 <= month <= 12:
        raise DateSyntaxError(text, found.start(2), "a month from 01 to 12")
    length = month_length(year, month)
    if not 1 <= day <= length:
        raise DateSyntaxError(text, found.start(3), f"a day from 01 to {length}")
    return to_day(year, month, day)
