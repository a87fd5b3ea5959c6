"""EDTF dates as a person would say them: "since 2022", "in 2022 or 2023", "around July 24, 2024".

What has no short way to be said (unusual marks, digits left open in the middle) is shown as it is written; nothing is
rounded and nothing left out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.errors import DateSyntaxError
from dateline.when.edtf import parse_edtf

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NORTH, _SOUTH = " (northern half)", " (southern half)"
_SEASONS = ("spring", "summer", "autumn", "winter")
GROUPS: dict[str, str] = {
    **{str(21 + place): season for place, season in enumerate(_SEASONS)},
    **{str(25 + place): f"{season}{_NORTH}" for place, season in enumerate(_SEASONS)},
    **{str(29 + place): f"{season}{_SOUTH}" for place, season in enumerate(_SEASONS)},
    **{str(33 + place): f"the {word} quarter of" for place, word in enumerate(("first", "second", "third", "fourth"))},
    **{str(37 + place): f"the {word} four months of" for place, word in enumerate(("first", "second", "third"))},
    "40": "the first half of",
    "41": "the second half of",
}
"""What the numbers beyond 12 in the place of a month stand for."""

_DATE = re.compile(r"(?P<year>-?\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<mark>[?~%]?)")
_TIME = re.compile(r"(?P<day>-?\d{4}-\d\d-\d\d)T(?P<clock>\d\d:\d\d)(?::\d\d)?(?P<zone>Z|[+-]\d\d(?::\d\d)?)?")
_ROUND = re.compile(r"(?P<century>\d\d)(?P<decade>\d?)(?P<open>XX?)(?P<mark>[?~%]?)")
_MARKS = {"": "", "?": "perhaps ", "~": "around ", "%": "perhaps around "}


@lru_cache(maxsize=4096)
def in_words(edtf: str) -> str:
    """Return a date in words; a text that is not EDTF is returned as it is."""
    try:
        text = parse_edtf(edtf).edtf
    except DateSyntaxError:
        return edtf
    if text[0] in "[{":
        return _set(text)
    if "/" in text:
        return _interval(text)
    return _date(text)


def _interval(text: str) -> str:
    begin, _, end = text.partition("/")
    if end == "..":
        return "begin and end left open" if begin == ".." else f"since {_date(begin) or 'an unknown time'}"
    if begin == "..":
        return f"until {_date(end) or 'an unknown time'}"
    if not end:
        return f"from {_date(begin)}, end unknown"
    if not begin:
        return f"until {_date(end)}, begin unknown"
    return f"{_date(begin)} to {_date(end)}"


def _set(text: str) -> str:
    word = "or" if text[0] == "[" else "and"
    members = [_member(member) for member in text[1:-1].split(",")]
    if len(members) == 1:
        return members[0]
    return f"{', '.join(members[:-1])} {word} {members[-1]}"


def _member(text: str) -> str:
    first, dots, last = text.partition("..")
    if not dots:
        return _date(text)
    if not first:
        return f"{_date(last)} or earlier"
    return f"{_date(first)} to {_date(last)}" if last else f"{_date(first)} or later"


def _date(text: str) -> str:
    if found := _DATE.fullmatch(text):
        return _MARKS[found["mark"]] + _plain(found["year"], found["month"], found["day"])
    if found := _ROUND.fullmatch(text):
        start = f"{found['century']}{found['decade'] or '0'}0"
        stretch = f"the {start}s" if found["decade"] else f"the years {start} to {found['century']}99"
        return _MARKS[found["mark"]] + stretch
    if found := _TIME.fullmatch(text):
        zone = {"Z": " UTC", None: ""}.get(found["zone"], f" UTC{found['zone']}")
        return f"{_date(found['day'])}, {found['clock']}{zone}"
    return text


def _plain(year: str, month: str | None, day: str | None) -> str:
    number = int(year)
    said = str(number) if number > 0 else f"{1 - number} BCE"
    if month is None:
        return said
    if month in GROUPS:
        group = GROUPS[month]
        for half in (_NORTH, _SOUTH):
            if group.endswith(half):
                return f"{group.removesuffix(half)} {said}{half}"
        return f"{group} {said}"
    name = MONTHS[int(month) - 1]
    return f"{name} {said}" if day is None else f"{name} {int(day)}, {said}"
