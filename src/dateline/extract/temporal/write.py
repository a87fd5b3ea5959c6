"""The write stage: a meaning as TIMEX3 value and as EDTF.

TIMEX3 follows TimeML 1.2.1 and the usage of its English corpora: "199" is a decade, "1989-Q3" a quarter, "2013-W11" a
week, "TNI" a night, "BC0490" a year before the common era. What TIMEX3 has and EDTF lacks is a stretch of days there
(weeks), is left out (parts of the day), or is one of a set ("early 2022" is one of its first four months).
"""

from __future__ import annotations

from dateline.errors import DateSyntaxError
from dateline.extract.temporal.moments import Length, Moment
from dateline.extract.temporal.state import Meaning
from dateline.when.days import from_day, iso_day
from dateline.when.edtf import parse_edtf

_CODES = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_LONG = {"X": ("Y", 10), "C": ("Y", 100), "K": ("Y", 1000), "F": ("W", 2), "S": ("M", 3), "E": ("D", 2)}
_DESIGNATORS = {"N": "D", "X": "DE", "C": "CE", "K": "ML", "F": "W", "S": "M", "E": "D"}
_FINER = {"Y": ("M", 12), "TH": ("M", 60), "TM": ("S", 60)}
_GROUPS = {"quarter": 32, "half": 39}
_DIGITS = {"year": 0, "decade": 1, "century": 2, "millennium": 3}
_THIRDS = {"START": 0, "MID": 1, "END": 2}
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "season": 3}


def timex_value(meaning: Meaning) -> str:
    """Return the TIMEX3 value."""
    value = meaning.value
    if isinstance(value, str):
        return value
    if isinstance(value, Length):
        return _length(value)
    return _moment(value) + value.clock


def _moment(value: Moment) -> str:
    year, number = _year(value.year), f"{value.number:02}" if value.number else "XX"
    if value.season:
        return f"{year}-{value.season}"
    ways = {
        "year": year, "decade": year[:-1], "century": year[:-2], "millennium": year[:-3],
        "half": f"{year}-H{number[1]}", "quarter": f"{year}-Q{number[1]}", "month": f"{year}-{number}",
        "week": f"{year}-W{number}", "weekend": f"{year}-W{number}-WE",
        "day": f"{year}-{number}-{f'{value.day:02}' if value.day else 'XX'}", "season": year,
    }  # fmt: skip
    return ways[value.grain]


def _year(year: int | None) -> str:
    if year is None:
        return "XXXX"
    return f"{year:04}" if year > 0 else f"BC{1 - year:04}"


def _length(value: Length) -> str:
    date, time = "", ""
    for unit, number in value.parts:
        written = _amount(unit, number)
        if unit.startswith("T"):
            time += written
        else:
            date += written
    return f"P{date}{'T' if time else ''}{time}"


def _amount(unit: str, number: float | None) -> str:
    """Return one part of a duration; halves of years, hours and minutes in the next smaller unit."""
    if number is None:
        return f"X{_DESIGNATORS.get(unit, unit.removeprefix('T'))}"
    if unit in _LONG:
        name, times = _LONG[unit]
        return f"{number * times:g}{name}"
    name = _DESIGNATORS.get(unit, unit.removeprefix("T"))
    whole = int(number)
    if unit in _FINER and number != whole:
        finer, times = _FINER[unit]
        rest = round((number - whole) * times)
        return (f"{whole}{name}" if whole else "") + f"{rest}{finer}"
    return f"{whole}{name}" if number == whole else f"{number:g}{name}"


def edtf_of(meaning: Meaning) -> str | None:
    """Return the EDTF text of a meaning, or None where it names no part of the calendar; always one that parses."""
    if meaning.span is not None:
        first, last = (_edtf_moment(one) for one in meaning.span)
        return _checked(f"{first}/{last}") if first and last else None
    value = meaning.value
    if not isinstance(value, Moment):
        return None
    written = _portion(value, meaning.mod) or _edtf_moment(value)
    if written and meaning.mod == "APPROX" and "/" not in written and "[" not in written and "T" not in written:
        written += "~"
    if written and meaning.mod in {"ON_OR_AFTER", "AFTER"}:
        written = f"[{written}..]"
    if written and meaning.mod in {"ON_OR_BEFORE", "BEFORE"}:
        written = f"[..{written}]"
    return _checked(written) if written else None


def _edtf_moment(value: Moment) -> str | None:
    if value.year is None:
        return None
    year = f"{'-' if value.year < 0 else ''}{abs(value.year):04}"
    number = f"{value.number:02}" if value.number else "XX"
    if value.grain == "day":
        return _day(value, f"{year}-{number}")
    if value.grain == "month":
        return f"{year}-{number}"
    if value.season:
        return f"{year}-{_CODES[value.season]}"
    if value.grain in _GROUPS:
        return f"{year}-{_GROUPS[value.grain] + value.number}" if value.number else year
    if value.grain in _DIGITS:
        return _round(value.year, year, _DIGITS[value.grain])
    first, last = value.first, value.last
    return year if first is None or last is None else f"{iso_day(first)}/{iso_day(last)}"


def _round(year: int, written: str, digits: int) -> str:
    """Return a year, decade, century or millennium; a decade before the common era fills no round digits."""
    if year < 0 and digits == 1:
        return f"[{written}..-{abs(year + 9):04}]"
    return written[: len(written) - digits] + "X" * digits


def _day(value: Moment, month: str) -> str:
    if not value.day:
        return f"{month}-XX"
    day = f"{month}-{value.day:02}"
    parts = value.clock.removeprefix("T").split(":")
    if parts[0].isdigit() and parts[0] != "24":
        return f"{day}T{':'.join([*parts, '00', '00'][:3])}"
    return day


def _portion(value: Moment, mod: str | None) -> str | None:
    """Return one of a third: the early, middle or late days, months or years of a moment."""
    if mod not in _THIRDS or value.year is None or value.first is None:
        return None
    third = _THIRDS[mod]
    if value.grain == "month":
        first, last = value.first, value.last
        assert first is not None
        assert last is not None
        begin = first + 10 * third
        return f"[{iso_day(begin)}..{iso_day(last if third == 2 else begin + 9)}]"
    if value.grain in {"decade", "century"}:
        step = 10 if value.grain == "decade" else 100
        cuts = (0, round(step * 0.4 - 0.01), round(step * 0.7), step) if step == 10 else (0, 33, 67, 100)
        return f"[{value.year + cuts[third]:04}..{value.year + cuts[third + 1] - 1:04}]" if value.year >= 0 else None
    if value.grain in _MONTHS:
        first = value.first
        assert first is not None
        year, month, _ = from_day(first)
        size = _MONTHS[value.grain] // 3
        begin = year * 12 + month - 1 + size * third
        return f"[{_month(begin)}..{_month(begin + size - 1)}]" if size > 1 else _month(begin)
    return None


def _month(place: int) -> str:
    year, month = divmod(place, 12)
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month + 1:02}"


def _checked(text: str) -> str | None:
    try:
        return parse_edtf(text).edtf
    except DateSyntaxError:
        return None
