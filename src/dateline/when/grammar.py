"""The strict reader of one EDTF date: a year, month, day or sub-year group, with marks, `X` digits and times of day.

Grammar: EDTF of the Library of Congress (2019), levels 0 to 2, which is a profile of ISO 8601-2. Where that text is
silent: a time of day needs seconds from 00 to 59 (so no leap second), `24:00:00` ends the day that is written, an
offset lies between -12:00 and +14:00 and is not `-00:00`; a year with `Y` has more than four digits unless it has an
exponent, no leading zero, and lies within a million million years of the year 0.
Refusals say at which character reading stopped and what would have been right there. Intervals and sets are put
together elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.errors import DateSyntaxError
from dateline.when.days import month_length, to_day
from dateline.when.spans import (
    GROUPS,
    Span,
    calendar_days,
    calendar_years,
    fill_pair,
    fill_year,
    group_days,
    group_years,
    rounded_years,
    unspecified_precision,
)

YEAR_LIMIT = 10**12

_PLAIN = re.compile(r"(-?)([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MARKED = re.compile(
    r"([?~%]?)(-?)([0-9X]{4})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
_LONG = re.compile(r"([?~%]?)(?:(-?)([0-9]{4})|Y(-?)([0-9]+)(?:E([0-9]+))?)(?:S([0-9]+))?([?~%]?)")
_TIMED = re.compile(
    r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:Z|([-+][0-9]{2})(?::([0-9]{2}))?)?"
)
_VALUE = {"": 0, "?": 1, "~": 2, "%": 3}
_SYMBOL = ("", "?", "~", "%")
_A_MONTH = "a month from 01 to 12, or a season, quarter or half from 21 to 41"

_END = "the end of the date"

# For the place of a fault: characters, whether they may be missing, what is expected.
_Step = tuple[str, bool, str]
_MARK: _Step = ("?~%", True, "")
_YEAR_STEPS: tuple[_Step, ...] = (
    _MARK, ("-", True, ""), *[("0123456789X", False, "a year of four digits")] * 4, _MARK,
    ("-", False, "'-' and a month, or the end of the date"), _MARK,
    *[("0123456789X", False, "a month of two digits")] * 2, _MARK,
    ("-", False, "'-' and a day, or the end of the date"), _MARK,
    *[("0123456789X", False, "a day of two digits")] * 2, _MARK,
)  # fmt: skip
_LONG_STEPS: tuple[_Step, ...] = (
    _MARK,
    ("Y", True, ""),
    ("-", True, ""),
    ("0123456789", False, "digits of a year"),
)
_TIME_STEPS: tuple[_Step, ...] = (
    *[("0123456789", False, "an hour of two digits")] * 2, (":", False, "':' and minutes"),
    *[("0123456789", False, "minutes of two digits")] * 2, (":", False, "':' and seconds"),
    *[("0123456789", False, "seconds of two digits")] * 2, ("+-", False, "Z, an offset such as +01:00, or the end"),
    *[("0123456789", False, "the hours of an offset, two digits")] * 2, (":", False, "':' and minutes, or the end"),
    *[("0123456789", False, "the minutes of an offset, two digits")] * 2,
)  # fmt: skip


def read_span(text: str, start: int, end: int) -> Span:
    """Return the date that stands in `text[start:end]`.

    Raises: DateSyntaxError, with the offset counted in the whole text.
    """
    found = _PLAIN.fullmatch(text, start, end)
    if found:
        return _plain(text, found)
    found = _MARKED.fullmatch(text, start, end)
    if found:
        return _marked(text, found)
    found = _LONG.fullmatch(text, start, end)
    if found:
        return _long(text, found)
    raise _fault(text, start, end)


def read_time(text: str) -> Span | None:
    """Return the date and time that is the whole text; None when the text is of another kind.

    The span is the calendar day as it is written, at its own offset.
    """
    found = _TIMED.fullmatch(text)
    if not found:
        return None
    day = read_span(text, 0, found.end(1))
    hour, minute, second = int(found[2]), int(found[3]), int(found[4])
    if hour > 24 or (hour == 24 and (minute or second)):
        raise DateSyntaxError(text, found.start(2), "an hour from 00 to 23, or 24:00:00")
    if minute > 59:
        raise DateSyntaxError(text, found.start(3), "minutes from 00 to 59")
    if second > 59:
        raise DateSyntaxError(text, found.start(4), "seconds from 00 to 59")
    if found[5]:
        _check_offset(text, found)
    return Span(text, day.earliest, day.latest, day.years, "time")


def _check_offset(text: str, found: re.Match[str]) -> None:
    hours, minutes = int(found[5][1:]), int(found[6] or "0")
    total = 60 * hours + minutes
    behind = found[5][0] == "-"
    if minutes > 59 or total > (720 if behind else 840) or (behind and not total):
        raise DateSyntaxError(text, found.start(5), "an offset from -12:00 to +14:00, and +00:00 rather than -00:00")


def _plain(text: str, found: re.Match[str]) -> Span:
    """Build the span of a date without marks and `X`, by far the most frequent kind."""
    sign, digits, middle, last = found.groups()
    year = -int(digits) if sign else int(digits)
    if sign and not year:
        raise DateSyntaxError(text, found.start(), "0000 for the year 0, which has no sign")
    if middle is None:
        return Span(found[0], to_day(year, 1, 1), to_day(year, 12, 31), range(year, year + 1), "year")
    month = int(middle)
    if not 1 <= month <= 12:
        return _plain_group(text, found, year)
    length = month_length(year, month)
    if last is None:
        first = to_day(year, month, 1)
        return Span(found[0], first, first + length - 1, range(year, year + 1), "month")
    day = int(last)
    if not 1 <= day <= length:
        raise DateSyntaxError(text, found.start(4), f"a day from 01 to {length}")
    number = to_day(year, month, day)
    return Span(found[0], number, number, range(year, year + 1), "day")


def _plain_group(text: str, found: re.Match[str], year: int) -> Span:
    code = int(found[3])
    if code not in GROUPS or found[4] is not None:
        raise DateSyntaxError(text, found.start(3), _A_MONTH if found[4] is None else "a month from 01 to 12")
    years = range(year, year + 1)
    first, last = group_days(years, code)
    return Span(found[0], first, last, group_years(years, code), GROUPS[code][2])


def _marked(text: str, found: re.Match[str]) -> Span:
    """Build the span of a date with marks or `X` digits."""
    sign, pattern, middle, last = found.group(2, 3, 6, 9)
    years = fill_year(pattern, bool(sign))
    if not years:
        raise DateSyntaxError(text, found.start(2), "0000 for the year 0, which has no sign")
    marks = _component_marks(found)
    written = _write([sign + pattern, middle, last], marks)
    total = 0
    for mark in marks:
        total |= mark
    if middle is not None and last is None and "X" not in middle and int(middle) in GROUPS:
        code = int(middle)
        precision = unspecified_precision(pattern) if "X" in pattern else GROUPS[code][2]
        first, final = group_days(years, code)
        return Span(written, first, final, group_years(years, code), precision, total)
    months = fill_pair(middle or "XX", 12)
    if not months:
        raise DateSyntaxError(text, found.start(6), _A_MONTH if last is None else "a month from 01 to 12")
    days = fill_pair(last or "XX", 31)
    limits = calendar_days(years, months, days) if days else None
    if limits is None:
        raise DateSyntaxError(text, found.start(9), _a_day(years, months))
    listed = calendar_years(years, months, days)
    return Span(written, *limits, listed, _precision(pattern, middle, last), total)


def _a_day(years: Sequence[int], months: Sequence[int]) -> str:
    # A thousand years hold every kind of year that a pattern allows.
    longest = max(month_length(year, month) for month in months for year in years[:1000])
    return f"a day from 01 to {longest}"


def _precision(pattern: str, middle: str | None, last: str | None) -> str:
    """Return the finest unit that is fully written together with everything above it."""
    if "X" in pattern:
        return unspecified_precision(pattern)
    if middle is None or "X" in middle:
        return "year"
    return "month" if last is None or "X" in last else "day"


def _component_marks(found: re.Match[str]) -> list[int]:
    """Return the marks of year, month and day.

    A mark to the left of a component is for that one; a mark to the right is for it and all components before it.
    """
    marks = [_VALUE[found[group] or ""] for group in (1, 5, 8)]
    after = 0
    for index, group in ((2, 10), (1, 7), (0, 4)):
        after |= _VALUE[found[group] or ""]
        marks[index] |= after
    return marks[: 3 if found[9] else 2 if found[6] else 1]


def _write(components: list[str | None], marks: list[int]) -> str:
    """Write a date with its marks in the one canonical way.

    What all components share stands at the end; what year and month share stands after the month; a year that alone is
    marked has its mark after it. Any other mark stands to the left of its own component.
    """
    size = len(marks)
    after = [0] * size
    left = list(marks)
    for end in range(size, 0, -1):
        shared = 3
        for mark in left[:end]:
            shared &= mark
        if end > 1 or not (any(after) or any(left[1:])):
            after[end - 1] = shared
            left[:end] = [mark & ~shared for mark in left[:end]]
    return "-".join(f"{_SYMBOL[left[index]]}{components[index]}{_SYMBOL[after[index]]}" for index in range(size))


def _long(text: str, found: re.Match[str]) -> Span:
    """Build the span of a year with `Y`, an exponent or significant digits."""
    before, sign, digits, long_sign, long_digits, exponent, significant, after = found.groups()
    if long_digits is not None:
        sign, digits = long_sign, _long_digits(text, found)
    value = int(digits) * 10 ** int(exponent or "0")
    if sign and not value:
        raise DateSyntaxError(text, found.start(2), "0000 for the year 0, which has no sign")
    value = -value if sign else value
    years, precision = range(value, value + 1), "year"
    if significant is not None:
        size = len(str(abs(value)))
        if len(significant) > 4 or not 1 <= int(significant) <= size:
            raise DateSyntaxError(text, found.start(7), f"a number of significant digits from 1 to {size}")
        years, precision = rounded_years(value, int(significant))
    marks = _VALUE[before] | _VALUE[after]
    written = f"{'' if long_digits is None else 'Y'}{sign}{digits}"
    written += "" if exponent is None else f"E{int(exponent)}"
    written += "" if significant is None else f"S{int(significant)}"
    return Span(written + _SYMBOL[marks], to_day(years[0], 1, 1), to_day(years[-1], 12, 31), years, precision, marks)


def _long_digits(text: str, found: re.Match[str]) -> str:
    """Return the digits after `Y` once they and the exponent are within the rules; nothing large is computed."""
    digits, exponent = found[5], (found[6] or "").lstrip("0")
    if digits[0] == "0":
        raise DateSyntaxError(text, found.start(5), "a year without a leading zero after Y")
    if found[6] is None and len(digits) < 5:
        raise DateSyntaxError(text, found.start(5), "a year of more than four digits after Y")
    small = len(digits) <= 13 and len(exponent) <= 2
    if not small or int(digits) * 10 ** int(exponent or "0") > YEAR_LIMIT:
        raise DateSyntaxError(text, found.start(5), "a year of at most 1,000,000,000,000 before or after the year 0")
    return digits


def _fault(text: str, start: int, end: int) -> DateSyntaxError:
    """Return the error for a text that is no date, at the first character that does not fit."""
    is_long = text.startswith("Y", start) or text.startswith("Y", start + 1)
    found = _LONG.match(text, start, end)
    if found and (is_long or text.startswith("S", found.end())):
        digits_missing = text[found.end()] in "ES"
        expected = "a number after that letter" if digits_missing else "the end of the date"
        return DateSyntaxError(text, found.end() + digits_missing, expected)
    at, expected = _walk(text, start, end, steps=_LONG_STEPS if is_long else _YEAR_STEPS)
    if expected == _END and text.startswith("T", at):
        if start > 0 or "/" in text:
            return DateSyntaxError(text, at, "a date without a time of day, which intervals and sets do not have")
        if not _PLAIN.fullmatch(text, start, at):
            return DateSyntaxError(text, at, "the end: a time of day needs a date without marks and X digits")
        seconds = at + 9
        if text.startswith("Z", seconds):
            return DateSyntaxError(text, seconds + 1, _END)
        at, expected = _walk(text, at + 1, end, steps=_TIME_STEPS)
    return DateSyntaxError(text, at, expected if start < end else "a date")


def _walk(text: str, start: int, end: int, *, steps: tuple[_Step, ...]) -> tuple[int, str]:
    """Return how far a text follows the steps, and what is expected there."""
    at = start
    for characters, optional, expected in steps:
        if at < end and text[at] in characters:
            at += 1
        elif not optional:
            return at, expected
    return at, _END
