"""The English words of dates, and the patterns that find them.

Only vocabulary: names of months, weekdays, seasons, ordinals and eras, the words around a date, and the regular
expressions made of them. All patterns expect folded text (`fold`): lower case, plain blanks, quotes and digits, one
kind of long dash. What the words mean together is decided elsewhere.
"""

from __future__ import annotations

import re

_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u00b4"), "'")
_DOUBLE_QUOTES = dict.fromkeys(map(ord, "\u201c\u201d\u201e"), '"')
_DASHES = dict.fromkeys(map(ord, "\u2012\u2013\u2014\u2015"), "\u2013")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2212"), "-")
_FOLDED = _QUOTES | _DOUBLE_QUOTES | _DASHES | _HYPHENS | {0x200B: None, 0xFEFF: None, 0x00AD: None}

DASH = "\u2013"

_MONTH_NAMES = (
    "january jan", "february febr feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_WEEKDAY_NAMES = (
    "monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri", "saturday sat",
    "sunday sun",
)  # fmt: skip
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
)
ORDINALS = {name: number for number, name in enumerate(_ORDINALS.split(), 1)}
PORTIONS = {
    "early": (0, 3), "beginning of": (0, 3), "start": (0, 3), "mid": (1, 3), "middle": (1, 3), "late": (2, 3),
    "end": (2, 3), "latter half": (1, 2),
}  # fmt: skip


def choice(names: dict[str, int] | dict[str, tuple[int, int]]) -> str:
    """Return an alternation of names for a regular expression, longest first."""
    return "|".join(sorted(names, key=len, reverse=True))


MONTH = rf"(?P<month>(?:{choice(MONTHS)})(?![a-z])\.?)"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
ERA = r"b\.? ?c\.?(?: ?e\.?)?|a\.? ?d\.?|c\.? ?e\.?"
YEAR = rf"(?:(?P<ad>a\.? ?d\.?) ?)?(?P<year>\d{{1,4}})(?!\d)(?: ?(?P<era>{ERA})(?![a-z]))?"
ORDINAL = rf"(?P<ordinal>\d{{1,2}}(?=st|nd|rd|th)|{choice(ORDINALS)})(?:st|nd|rd|th)?"

LEADING = re.compile(
    r"(?:on|in|during|as of|at|date:|dated|the|of|year|(?:some|any) ?time(?= in| on| during)|month(?= of))\s+(?=\S)"
)
APPROXIMATELY = re.compile(
    r"(?:cca|ca|c)(?:\.\s*|\s+|(?=\d))|[~\u2248]\s*"
    r"|(?:circa|around|about|approximately|approx|roughly|some ?time around)\b\.?\s*"
)
PERHAPS = re.compile(r"(?:possibly|probably|perhaps|maybe|likely|presumably|uncertain:?|prob\.?|poss\.?)\s+")
AFTERWARD = re.compile(
    r"\s*(?:(?P<perhaps>\(\?\)|\?|\((?:uncertain|possibly|probably)\))|(?P<about>~|\((?:approx\.?|approximate(?:ly)?|circa|"
    r"cca?\.?|ca?\.?)\)|or so|,? approx(?:imately|\.)?|,? circa))"
)
PORTION = re.compile(
    rf"(?:(?P<portion>{choice(PORTIONS)})(?: in)?"
    rf"|(?P<nth>last|{choice(ORDINALS)}|\d(?:st|nd|rd|th)) (?P<share>half|third|quarter))"
    r"(?:[ -]+(?:of|part of))?(?: the| year)*[ -]+(?=\S)"
)
NAMED_DAY = re.compile(rf"(?:{choice(WEEKDAYS)})\b\.?,?\s*")
LATER_DAY = re.compile(rf"(?:\s*\((?P<inside>{choice(WEEKDAYS)})\.?\)|,?\s+(?P<plain>{choice(WEEKDAYS)})\.?)")

_CLOCK = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<fraction>[.,]\d+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<zone>z|utc|gmt|[-+]\d{2}(?::?\d{2})?)?"
)
TIME_AFTER = re.compile(rf"(?P<date>.+?)(?:,?\s+(?:at\s+)?|(?<=\d)t){_CLOCK}")
TIME_BEFORE = re.compile(rf"(?:at\s+)?{_CLOCK}(?:,\s*|\s+)(?:on\s+)?(?P<date>\S.*)")


def fold(text: str) -> str:
    """Return a text in lower case with plain blanks, quotes and digits, one kind of dash, and nothing around it."""
    if not text.isascii():
        text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text.translate(_FOLDED))
    folded = " ".join(text.lower().split())
    if folded.startswith(("(", '"')) and folded.endswith((")", '"')) and len(folded) > 2:
        folded = folded[1:-1].strip()
    return folded if folded.endswith("..") else folded.rstrip(".,; ")
