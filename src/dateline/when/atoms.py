"""The reader of one date in words or figures: "4th of July 2019", "c. 1920", "Q3 2019", "12.03.2019".

It takes folded text and gives a `Part`, or nothing when the text has no such form. It decides no calendar question (the
strict EDTF reader does) and knows no stretches or lists. Where a text has two readings it asks for a choice instead of
guessing: day or month first, and "1800s" as a decade or a century.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from dateline.errors import DateSyntaxError
from dateline.when.days import iso_day, to_day
from dateline.when.days import weekday as weekday_of
from dateline.when.edtf import parse_edtf
from dateline.when.parts import Part, Refused, TwoReadings
from dateline.when.spans import APPROXIMATE, UNCERTAIN
from dateline.when.words import (
    AFTERWARD,
    APPROXIMATELY,
    DAY,
    ERA,
    LATER_DAY,
    LEADING,
    MONTH,
    MONTHS,
    NAMED_DAY,
    ORDINAL,
    ORDINALS,
    PERHAPS,
    PORTION,
    PORTIONS,
    SEASONS,
    TIME_AFTER,
    TIME_BEFORE,
    WEEKDAYS,
    YEAR,
    choice,
)

Choices = Mapping[str, bool]
_Match = re.Match[str]
_Reader = Callable[[_Match, Choices], Part | None]

_GAP = r"[\s,./-]*"
_SEASON = rf"(?P<season>{choice(SEASONS)})"
_QUARTER = r"(?:q(?P<quarter>[1-4])|(?P<quarter_too>[1-4])q|h(?P<half>[12])|(?P<half_too>[12])h)"
_SHARES = {"half": 2, "third": 3, "quarter": 4}
_EDTF_DATE = re.compile(r"[?~%]?-?[0-9x]{4}[-0-9x?~%]*")
_GROUP_OR_YEARS = re.compile(r"\d{4}-(?:2[1-9]|3\d|4[01])(?![\d-])")
_DECADE = re.compile(r"\d[1-9]0'?s\b")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?\d{4}(?!\d)")


def read_part(text: str, choices: Choices) -> Part | None:
    """Return the date that a folded text names, with all words around it taken into account; None when it names none.

    Raises: Refused, when the words are clear and wrong; TwoReadings, when a choice is needed that was not made.
    """
    core, marks = _strip_marks(text)
    portion = PORTION.match(core)
    if portion:
        core = core[portion.end() :]
    part = _timed(core, choices) or _named(core, choices)
    if part is None:
        return None
    if portion:
        if part.edtf:
            raise Refused("only years, months, decades and centuries in words have an early or a late part")
        rule = portion["share"] if part.unit == "year" and portion["share"] in ("half", "quarter") else "part-of"
        part = replace(part, rule=rule, portion=_portion(portion))
    if marks and part.time:
        raise Refused("EDTF has no mark for an uncertain or approximate time of day; leave out the time or the mark")
    return replace(part, marks=part.marks | marks)


def order_in(text: str) -> set[bool]:
    """Return what the numeric dates of a text show of their order: True for day first, False for month first."""
    shown = set()
    for found in _NUMERIC.finditer(text):
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            shown.add(True)
        elif second > 12 >= first:
            shown.add(False)
    return shown


def decades_in(text: str) -> bool:
    """Tell whether a text names a decade that cannot be a century, so that "2000s" beside it is a decade too."""
    return _DECADE.search(text) is not None


def check_weekday(part: Part, day: int) -> None:
    """Compare the weekday that a part names with that of its day. Raises: Refused, when they differ."""
    right = weekday_of(day)
    if part.weekday is not None and right != part.weekday:
        names = {number: name for name, number in reversed(WEEKDAYS.items())}
        raise Refused(f"{iso_day(day)} is a {names[right].capitalize()}; correct the weekday or the date")


def _strip_marks(text: str) -> tuple[str, int]:
    """Take the words of doubt and the prepositions off a date; return the rest and the marks that they mean."""
    marks = 0
    while True:
        leading = LEADING.match(text)
        about, perhaps = APPROXIMATELY.match(text), PERHAPS.match(text)
        found = leading or about or perhaps
        if not found or found.end() == len(text):
            break
        marks |= APPROXIMATE if found is about else UNCERTAIN if found is perhaps else 0
        text = text[found.end() :]
    while True:
        after = _ending(AFTERWARD, text)
        if not after:
            return text, marks
        marks |= APPROXIMATE if after["about"] else UNCERTAIN
        text = text[: after.start()]


def _ending(pattern: re.Pattern[str], text: str) -> _Match | None:
    """Return the match of a pattern that ends a text and leaves something before it."""
    return next((found for found in pattern.finditer(text, 1) if found.end() == len(text)), None)


def _portion(found: _Match) -> tuple[int, int]:
    if found["portion"]:
        return PORTIONS[found["portion"]]
    of = _SHARES[found["share"]]
    nth = of if found["nth"] == "last" else ORDINALS.get(found["nth"]) or int(found["nth"][0])
    if not 1 <= nth <= of:
        raise Refused(f"there is no {found['nth']} {found['share']}")
    return nth - 1, of


def _timed(text: str, choices: Choices) -> Part | None:
    """Read a date with a time of day before or after it."""
    for pattern in (TIME_AFTER, TIME_BEFORE):
        found = pattern.fullmatch(text)
        if found and (found["minute"] or found["half"]):
            part = _named(found["date"], choices)
            if part and part.day is not None:
                rule = "date-time-fraction" if found["fraction"] else "date-time"
                return replace(part, rule=rule, time=_time(found))
    return None


def _time(found: _Match) -> str:
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise Refused("an hour before noon or after noon goes from 1 to 12")
        hour = hour % 12 + (12 if found["half"][0] == "p" else 0)
    zone = (found["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"T{hour:02}:{found['minute'] or '00'}:{found['second'] or '00'}{zone}"


def _named(text: str, choices: Choices) -> Part | None:
    """Read a date that may have a weekday beside it."""
    before, after = NAMED_DAY.match(text), _ending(LATER_DAY, text)
    named = None
    if before and before.end() < len(text):
        named, text = before[0].rstrip("., "), text[before.end() :]
    elif after:
        named, text = after["inside"] or after["plain"], text[: after.start()]
    part = _core(text, choices)
    if part is None or named is None:
        return part
    if part.day is None and part.number is None:
        return None
    return replace(part, weekday=WEEKDAYS[named])


def _core(text: str, choices: Choices) -> Part | None:
    for pattern, reader in _forms():
        found = pattern.fullmatch(text)
        part = reader(found, choices) if found else None
        if part:
            return part
    if _EDTF_DATE.fullmatch(text):
        if _GROUP_OR_YEARS.match(text):
            if "group" not in choices:
                raise TwoReadings("group")
            if not choices["group"]:
                return None
        try:
            return Part(rule="edtf", edtf=parse_edtf(text.upper()).edtf)
        except DateSyntaxError:
            return None
    return None


def _dated(found: _Match, _: Choices) -> Part | None:
    """Read day, month and year in any order, whichever of them the form has."""
    groups = found.groupdict()
    year, era = None, ""
    if groups.get("year"):
        era = "bc" if (groups["era"] or "").startswith("b") else "ad" if groups["era"] or groups["ad"] else ""
        if not era and len(groups["year"]) < 4:
            return None
        year = int(groups["year"])
        if era and not year:
            raise Refused("there is no year 0 in this count; 1 BC is followed by AD 1")
    day = int(groups["day"]) if groups.get("day") else None
    month = MONTHS[groups["month"].rstrip(".")] if groups.get("month") else None
    rule = "day" if day is not None else "month-year" if month else "year"
    return Part(rule=rule, year=year, era=era, middle=month, day=day)


def _far_year(found: _Match, _: Choices) -> Part | None:
    """Read a year BC of more than four figures, or one that is written with thousands apart."""
    year = 1 - int(found["far"].replace(",", ""))
    return Part(edtf=f"-{-year:04}" if year > -10000 else f"Y{year}") if year < 0 else None


def _grouped(found: _Match, choices: Choices) -> Part | None:
    """Read a season, a quarter or a half of a year, with or without the year."""
    groups = found.groupdict()
    quarter, half = (
        groups.get("quarter") or groups.get("quarter_too"),
        groups.get("half") or groups.get("half_too"),
    )
    if quarter:
        rule, code = "quarter", 32 + int(quarter)
    elif half:
        rule, code = "half", 39 + int(half)
    else:
        rule, code = "season", SEASONS[groups["season"]]
    if "year" not in groups:
        return Part(rule=rule, middle=code)
    dated = _dated(found, choices)
    return replace(dated, rule=rule, middle=code) if dated else None


def _two_year_winter(found: _Match, _: Choices) -> Part | None:
    first, second = int(found["year"]), found["next"]
    if (first + 1) % 10 ** len(second) != int(second):
        raise Refused("a winter goes from one year to the next")
    return Part(rule="season", year=first, middle=24)


def _decade(found: _Match, choices: Choices) -> Part | None:
    year, era = int(found["year"]), "bc" if (found["era"] or "").startswith("b") else ""
    if year % 100:
        return Part(rule="decade", year=year, era=era, unit="decade")
    if "hundreds" not in choices:
        raise TwoReadings("hundreds")
    unit = "decade" if choices["hundreds"] else "century"
    return Part(rule=unit, year=year, era=era, unit=unit)


def _century(found: _Match, _: Choices) -> Part | None:
    unit = "millennium" if found["unit"].startswith("m") else "century"
    size = 1000 if unit == "millennium" else 100
    number = ORDINALS.get(found["ordinal"]) or int(found["ordinal"])
    bc = (found["era"] or "").startswith("b")
    if not 1 <= number <= 10000 // size:
        raise Refused(f"there is no {unit} of that number within four-digit years")
    return Part(rule=unit, year=size * (number - 1) + bc, era="bc" if bc else "", unit=unit)


def _numeric(found: _Match, choices: Choices) -> Part | None:
    """Read figures whose order has to be known: day first, or month first."""
    first, second = int(found["first"]), int(found["second"])
    if first > 12 and second > 12:
        raise Refused("neither number can be a month")
    if first != second and first <= 12 and second <= 12 and "day_first" not in choices:
        raise TwoReadings("day_first")
    day_first = first > 12 or (second <= 12 and choices.get("day_first", True))
    day, month = (first, second) if day_first else (second, first)
    return Part(rule="numeric-date", year=int(found["year"]), middle=month, day=day)


def _figures(found: _Match, choices: Choices) -> Part | None:
    """Read figures that begin or end with the year. One form leaves a choice: 2011/12 can be a month or two years."""
    groups = found.groupdict()
    year, month = int(groups["year"]), int(groups["month"])
    day = int(groups["day"]) if groups.get("day") else None
    if not 1 <= month <= 12:
        return None
    if groups.get("slash") and len(groups["month"]) == 2 and month > year % 100:
        if "month" not in choices:
            raise TwoReadings("month")
        if not choices["month"]:
            return None
    rule = "numeric-date" if day is not None else "numeric-month"
    return Part(rule=rule, year=year, middle=month, day=day)


def _week(found: _Match, _: Choices) -> Part | None:
    """Read a week of ISO 8601, or a day of one; EDTF has no weeks, so that a week is one of its seven days."""
    year, week = int(found["year"]), int(found["week"])
    fourth = to_day(year, 1, 4)
    monday = fourth - weekday_of(fourth) + 7 * (week - 1)
    following = to_day(year + 1, 1, 4)
    if week < 1 or monday >= following - weekday_of(following):
        raise Refused(f"the year {year} has no such week")
    if found["number"]:
        return Part(rule="week", edtf=iso_day(monday + int(found["number"]) - 1))
    return Part(rule="week", edtf=iso_day(monday), last=iso_day(monday + 6))


def _bare(found: _Match, _: Choices) -> Part | None:
    return Part(rule="number", number=int(found["number"]))


def _bare_ordinal(found: _Match, _: Choices) -> Part | None:
    return Part(rule="number", number=ORDINALS[found["word"]])


_FORMS: tuple[tuple[str, _Reader], ...] = (
    (YEAR, _dated),
    (r"(?P<far>\d{5,12}|\d{1,3}(?:,\d{3})+) ?b\.? ?c\.?(?: ?e\.?)?", _far_year),
    (
        r"(?P<year>\d{4})(?:(?P<separator>[-./])\s?(?P<month>\d{1,2})(?P=separator)\s?(?P<day>\d{1,2}))",
        _figures,
    ),
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _figures),
    (
        r"(?P<first>\d{1,2})(?P<separator>[-./])\s?(?P<second>\d{1,2})(?P=separator)\s?(?P<year>\d{4})",
        _numeric,
    ),
    (rf"{DAY}{_GAP}(?:of )?{MONTH}{_GAP}(?:of )?{YEAR}", _dated),
    (rf"{MONTH}{_GAP}(?:the )?{DAY}[\s,./-]+{YEAR}", _dated),
    (rf"{YEAR}{_GAP}{MONTH}{_GAP}{DAY}", _dated),
    (rf"{MONTH}{_GAP}(?:of )?{YEAR}", _dated),
    (rf"{YEAR}{_GAP}{MONTH}", _dated),
    (r"(?P<year>\d{4})(?:(?P<slash>/)|[-.])(?P<month>\d{1,2})", _figures),
    (r"(?P<month>\d{1,2})[-./](?P<year>\d{4})", _figures),
    (rf"(?:{_SEASON}|{_QUARTER})(?: of)?(?: the year)?{_GAP}{YEAR}", _grouped),
    (rf"{YEAR}{_GAP}(?:{_SEASON}|{_QUARTER})", _grouped),
    (r"winter(?: of)? (?P<year>\d{4}) ?[-/\u2013] ?(?P<next>\d{4}|\d{2})", _two_year_winter),
    (rf"(?P<year>\d{{2,3}}0)'?s(?: (?P<era>{ERA}))?", _decade),
    (rf"{ORDINAL}[ -](?P<unit>centur(?:y|ies)|cent\.?|c\.?|millenni(?:um|a))(?: (?P<era>{ERA}))?", _century),
    (rf"{DAY}{_GAP}(?:of )?{MONTH}", _dated),
    (rf"{MONTH}{_GAP}(?:the )?{DAY}", _dated),
    (MONTH, _dated),
    (rf"{_SEASON}|{_QUARTER}", _grouped),
    (rf"{DAY}, ?{YEAR}", _dated),
    (r"(?P<year>\d{4})-?w(?P<week>\d\d)(?:-?(?P<number>[1-7]))?", _week),
    (r"(?P<number>\d{1,3})(?:st|nd|rd|th)?", _bare),
    (rf"(?P<word>{choice(ORDINALS)})", _bare_ordinal),
)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """The forms, ready to match: not before a date in words is read, for most commands never do."""
    return tuple((re.compile(pattern), reader) for pattern, reader in _FORMS)
