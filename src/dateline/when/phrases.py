"""The reader of dates as people type them into a field: single dates, stretches, lists, "since", "before", "between".

EDTF comes first, then a fixed English grammar around the dates of `atoms`. Nothing is guessed: what has two readings is
answered with both and a request to choose, and what lacks its year is refused. Each phrase is written as EDTF and then
read by the strict reader, which has the last word on the calendar. How to read: "and" is `{}`, "or" and "between" are
`[]`, "since" ends in `..`, "began" without more in an unknown end, "before" ends on the day before, "by" may end on the
last day itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.errors import DateSyntaxError
from dateline.when.atoms import Choices, check_weekday, decades_in, order_in, read_part
from dateline.when.days import from_day, iso_day
from dateline.when.edtf import When, parse_edtf
from dateline.when.parts import Part, Refused, TwoReadings, first_and_last, interval_end
from dateline.when.refusals import has_form, reason_for, two_readings
from dateline.when.words import DASH, fold

PHRASE_LIMIT = 200
_CACHED = 1 << 16

_NOW = r"(?:the )?(?:present|now|today|date|ongoing|current|still ongoing)(?: day)?"
_SINCE = re.compile(r"(?:ever since|since|from|starting(?: in| on| from)?|beginning(?: in| on| from)?) (?P<date>.+)")
_ONWARD = re.compile(
    rf"(?:from |since )?(?P<date>.+?)(?: ?(?:[{DASH}-]| to | till | until ) ?{_NOW}"
    rf"|,? (?:onwards?|on|and later|and after)| ?[{DASH}-]|\+)"
)
_UNTIL = re.compile(rf"(?:up until|up to|until|till|til|through|thru|to|ending(?: in| on)?|{DASH}) ?(?P<date>.+)")
_THE_END = r"(?:the )?(?:very )?end of"
_THE_START = r"(?:the )?(?:very )?(?:start|beginning) of"
_BEFORE = re.compile(rf"(?:(?:some ?time |any ?time )?before|prior to|earlier than) (?!{_THE_END}\b)(?P<date>.+)")
_AFTER = re.compile(rf"(?:(?:some ?time |any ?time )?after|following|later than) (?!{_THE_START}\b)(?P<date>.+)")
_BY = re.compile(
    r"(?:by|no later than|not later than|not after|on or before|in or before) (?P<date>.+)"
    rf"|(?:(?:some ?time |any ?time )?before|prior to|earlier than) {_THE_END} (?P<ended>.+)"
    r"|(?P<late>.+?) (?:or|and) (?:earlier|before)"
)
_NOT_BEFORE = re.compile(
    r"(?:no earlier than|not earlier than|not before|on or after|in or after) (?P<date>.+)"
    rf"|(?:(?:some ?time |any ?time )?after|following|later than) {_THE_START} (?P<started>.+)"
    r"|(?P<early>.+?) or (?:later|after)"
)
_UNKNOWN = r"(?:(?:an )?unknown(?: date)?|not known|\?)"
_END_UNKNOWN = re.compile(
    rf"(?:(?:began|started|from|since)(?: in| on)? )?(?P<date>.+?)(?: ?[{DASH}-] ?| to | until "
    rf"|[,;]? (?:and )?(?:the )?end(?:ed)?(?: date)?(?: is| was)? ){_UNKNOWN}"
    r"|(?:began|started)(?: in| on)? (?P<begun>.+)"
)
_BEGIN_UNKNOWN = re.compile(
    rf"(?:from )?{_UNKNOWN}(?: ?[{DASH}-] ?| to | until )(?P<date>.+)"
    rf"|(?:the )?(?:begin|beginning|start)(?: date)?(?: is| was)? {_UNKNOWN}[,;]? (?:and )?"
    r"(?:ended(?: in| on)?|until|to) (?P<until>.+)|ended(?: in| on)? (?P<ended>.+)"
)
_BETWEEN = re.compile(
    rf"(?:some ?time |any ?time )?between (?P<first>.+?) ?(?: and | & | to |{DASH}| - ) ?(?P<last>.+)"
)
_SEPARATOR = re.compile(
    rf" ?{DASH}+ ?| ?-- ?| - | ?\.\.+ ?|,? (?:up )?to | until | till | through | thru |-|(?<=\d\d\d\d)/(?=\d\d$)"
)
_OPEN_INTERVALS = {"since": "{}/..", "until": "../{}", "end-unknown": "{}/", "begin-unknown": "/{}"}
_FROM = re.compile(r"(?:from|between) (?=.)")
_AND = re.compile(r"(?P<both>both )?(?P<first>.+?),? (?:and|&) (?P<last>.+)")
_OR = re.compile(r"(?:either )?(?P<first>.+?),? or (?P<last>.+)")
_COMMA = re.compile(r"\s*(?:;|,(?!\d{3}(?!\d)))\s*")
_OLD_EDTF = re.compile(r"[0-9uxyepq.?~/-]*[0-9ux][0-9uxyepq.?~/-]*")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text was read.

    `rule` names the way ("edtf", "month-year", "since" ...) and is empty for a text that was refused; `error` is a
    sentence for the person who typed it; `alternatives` are the readings of a text that has two; `offset` is the place
    of the fault in a text that looks like EDTF. `impossible` marks what has the form of a date, but names a day that
    the calendar does not have or an end before its begin.
    """

    text: str
    when: When | None
    rule: str
    error: str | None = None
    alternatives: tuple[When, ...] = ()
    offset: int | None = None
    impossible: bool = False


@lru_cache(maxsize=_CACHED)
def read_date(text: str, *, day_first: bool | None = None) -> Reading:
    """Read a date as people type it: EDTF first, then an English phrase. Never raises and never guesses.

    `day_first` decides figures such as 12/03/2019; without it, and without another date in the text that shows the
    order, they are refused with both readings as alternatives.
    """
    stripped = text.strip()
    try:
        return Reading(text, parse_edtf(stripped), "edtf")
    except DateSyntaxError as error:
        strict = error
    folded = fold(text)
    if len(folded) > PHRASE_LIMIT:
        return Reading(text, None, "", f"The date is longer than {PHRASE_LIMIT} characters. Write the date alone.")
    shown = order_in(folded)
    choices = {"hundreds": True} if decades_in(folded) else {}
    if day_first is not None:
        choices["day_first"] = day_first
    elif len(shown) == 1:
        choices["day_first"] = next(iter(shown))
    return _read(text, folded, strict=strict, choices=choices)


def column_order(texts: Iterable[str]) -> bool | None:
    """Return the order of numeric dates that a whole column shows: True for day first, False for month first.

    A single value with a number above 12 decides; None means that no value does, or that they contradict each other.
    """
    shown: set[bool] = set()
    for text in texts:
        shown |= order_in(fold(text))
    return next(iter(shown)) if len(shown) == 1 else None


def _read(text: str, folded: str, *, strict: DateSyntaxError, choices: Choices) -> Reading:
    try:
        edtf, rule = _expression(folded, choices)
        return Reading(text, parse_edtf(edtf), rule)
    except TwoReadings as choice:
        return _both(text, folded, strict=strict, choices=choices, open_choice=str(choice))
    except Refused as refused:
        found, impossible = str(refused), has_form(text)
    except DateSyntaxError as error:
        found, impossible = f"read as {error.text}, it needs {error.expected}", True
    sentence, offset = reason_for(text, folded, strict=strict, found=found)
    return Reading(text, None, "", sentence, (), offset, impossible)


def _both(text: str, folded: str, *, strict: DateSyntaxError, choices: Choices, open_choice: str) -> Reading:
    """Try both answers to an open choice; one that leads nowhere leaves the other as the only reading."""
    readings = [
        _read(text, folded, strict=strict, choices={**choices, open_choice: answer}) for answer in (True, False)
    ]
    good = [reading for reading in readings if reading.when]
    alternatives = tuple(dict.fromkeys(when for r in readings for when in ((r.when,) if r.when else r.alternatives)))
    if len(alternatives) < 2:
        return good[0] if good else readings[0]
    return Reading(text, None, "", two_readings(text, open_choice, alternatives), alternatives)


def _expression(text: str, choices: Choices) -> tuple[str, str]:
    """Return the EDTF text of a phrase and the name of the rule that read it."""
    part = read_part(text, choices)
    if part:
        first, last = first_and_last(part)
        _check(part, first)
        return (first if first == last else f"[{first}..{last}]"), part.rule
    for way in (_old_edtf, _between, _stretch, _one_sided, _list):
        read = way(text, choices)
        if read:
            return read
    raise Refused("")


def _check(part: Part, edtf: str) -> None:
    if part.weekday is not None:
        day = parse_edtf(edtf).bounds().earliest_begin
        assert day is not None
        check_weekday(part, day)


def _old_edtf(text: str, _: Choices) -> tuple[str, str] | None:
    """Read what is EDTF but for blanks, small letters or the spelling of the draft of 2012."""
    if text.startswith(("[", "{")) or "/" in text:
        text = text.replace(" ", "")
    if "/" in text:
        text = text.replace("unknown", "").replace("open", "..")
    for old, new in (("u", "X"), ("?~", "%"), ("~?", "%"), ("p", "S")):
        text = text.replace(old, new)
    try:
        return parse_edtf(text.upper()).edtf, "edtf-like"
    except DateSyntaxError:
        return None


def _between(text: str, choices: Choices) -> tuple[str, str] | None:
    found = _BETWEEN.fullmatch(text)
    pair = _pair(found["first"], found["last"], choices) if found else None
    if not pair:
        return None
    return f"[{first_and_last(pair[0])[0]}..{first_and_last(pair[1])[1]}]", "between"


def _stretch(text: str, choices: Choices) -> tuple[str, str] | None:
    """Read a stretch from one date to another, at whichever dash both sides make sense."""
    start = _FROM.match(text)
    for found in _SEPARATOR.finditer(text, start.end() if start else 0):
        pair = _pair(text[start.end() if start else 0 : found.start()], text[found.end() :], choices)
        if pair:
            return f"{interval_end(pair[0])}/{interval_end(pair[1])}", "range"
    return None


def _one_sided(text: str, choices: Choices) -> tuple[str, str] | None:
    """Read a phrase with one date that is open on one side."""
    for rule, patterns in (("before", (_BEFORE,)), ("after", (_AFTER,)), ("by", (_BY,)), ("not-before", (_NOT_BEFORE,)),
                           ("end-unknown", (_END_UNKNOWN,)), ("begin-unknown", (_BEGIN_UNKNOWN,)),
                           ("since", (_ONWARD, _SINCE)), ("until", (_UNTIL,))):  # fmt: skip
        for pattern in patterns:
            found = pattern.fullmatch(text)
            part = read_part(next(date for date in found.groups() if date), choices) if found else None
            if part:
                return _open(rule, part), rule
    return None


def _open(rule: str, part: Part) -> str:
    if rule in _OPEN_INTERVALS:
        return _OPEN_INTERVALS[rule].format(interval_end(part))
    if part.time:
        raise Refused("EDTF counts whole days here; leave out the time of day")
    first, last = first_and_last(part)
    _check(part, first)
    if rule == "by":
        return f"[..{last}]"
    if rule == "not-before":
        return f"[{first}..]"
    marks = ("", "?", "~", "%")[part.marks]
    bounds = parse_edtf(first if rule == "before" else last).bounds()
    outer = bounds.earliest_begin if rule == "before" else bounds.latest_end
    assert outer is not None
    return f"[..{_day(outer - 1)}{marks}]" if rule == "before" else f"[{_day(outer + 1)}{marks}..]"


def _day(day: int) -> str:
    """Write a day as EDTF, and in years beyond four digits the year alone: there EDTF has no days."""
    year, _, _ = from_day(day)
    return iso_day(day) if -9999 <= year <= 9999 else f"Y{year}"


def _list(text: str, choices: Choices) -> tuple[str, str] | None:
    """Read several dates joined by "and", "or" or commas."""
    for rule, pattern, brackets in (("all-of", _AND, "{}"), ("one-of", _OR, "[]"), ("all-of", None, "{}")):
        found = pattern.fullmatch(text) if pattern else None
        if pattern and not found:
            continue
        for pieces in _splits(found["first"], found["last"]) if found else [_COMMA.split(text)]:
            members = _members(pieces, choices) if len(pieces) > 1 else None
            if members:
                return f"{brackets[0]}{','.join(members)}{brackets[1]}", rule
    return None


def _splits(first: str, last: str) -> Iterator[list[str]]:
    """Yield the ways to take a list apart: as two dates that may hold commas, then at each comma before the last."""
    yield [first, last]
    yield [piece for half in re.split(r",? (?:and|&|or) ", f"{first}, {last}") for piece in _COMMA.split(half)]


def _members(pieces: list[str], choices: Choices) -> list[str] | None:
    """Return the members of a set; a piece may itself be a stretch, which becomes a range."""
    sides: list[str] = []
    sizes: list[int] = []
    for piece in pieces:
        halves = [piece] if read_part(piece, choices) else _SEPARATOR.split(piece)
        sides.extend(halves)
        sizes.append(len(halves))
    parts = _parts(sides, choices)
    if not parts or max(sizes) > 2:
        return None
    _carry_month(parts, choices)
    members, at = [], 0
    for size in sizes:
        if any(part.time for part in parts[at : at + size]):
            raise Refused("a set in EDTF has no times of day; leave them out")
        first, last = first_and_last(parts[at])[0], first_and_last(parts[at + size - 1])[1]
        members.append(first if first == last else f"{first}..{last}")
        at += size
    return members


def _carry_month(parts: list[Part], choices: Choices) -> None:
    """Ask whether "May 2020 and 2021" means May of both years."""
    for index in range(1, len(parts)):
        before, part = parts[index - 1], parts[index]
        if part.rule != "year" or before.middle is None or before.day is not None:
            continue
        if "carry" not in choices:
            raise TwoReadings("carry")
        if choices["carry"]:
            parts[index] = replace(before, year=part.year, era=part.era, marks=part.marks)


def _pair(first: str, last: str, choices: Choices) -> list[Part] | None:
    short = re.fullmatch(r"\d\d", last)
    parts = _parts([first, last], choices)
    if parts:
        return parts
    begin = read_part(first, choices) if short else None
    # "2011-12" as in "2011 to 2012": only upward and within the same century, everything else has to be written out.
    if begin and begin.rule == "year" and begin.year and not begin.era and int(last) > begin.year % 100:
        return [begin, Part(year=begin.year - begin.year % 100 + int(last))]
    return None


def _parts(texts: list[str], choices: Choices) -> list[Part] | None:
    """Return the dates of several texts, each completed from its neighbors; None when one of them is no date."""
    read = [read_part(text, choices) for text in texts]
    parts = [part for part in read if part]
    if len(parts) < len(texts):
        return None
    for index in range(1, len(parts)):
        parts[index] = _from_left(parts[index], parts[index - 1])
    for index in range(len(parts) - 2, -1, -1):
        parts[index] = _from_right(parts[index], parts[index + 1])
    if not all(part.named for part in parts):
        return None
    for part in parts:
        if part.weekday is not None:
            _check(part, first_and_last(part)[0])
    return parts


def _from_left(part: Part, before: Part) -> Part:
    """Complete "5, 2020" in "May 3-5, 2020", and "81" in "AD 79-81"."""
    if part.day is not None and part.middle is None:
        return replace(part, middle=before.middle)
    if part.number is not None and before.era == "ad" and before.rule == "year":
        return replace(before, year=part.number)
    return part


def _from_right(part: Part, after: Part) -> Part:
    """Complete what comes first from what comes next: its year, its month, its era, or the word "century"."""
    if part.edtf or not after.named or after.edtf:
        return part
    if part.number is not None:
        return _explain_number(part, part.number, after)
    if part.year is None:
        return replace(part, year=after.year, era=after.era)
    if part.rule == "year" and not part.era and after.era == "bc":
        return replace(part, era="bc")
    return part


def _explain_number(part: Part, number: int, after: Part) -> Part:
    if after.unit in ("century", "millennium"):
        size = 100 if after.unit == "century" else 1000
        year = size * (number - 1) + (after.era == "bc")
        return replace(after, year=year, portion=part.portion, marks=part.marks) if number else part
    if after.day is not None:
        return replace(after, day=number, marks=part.marks, weekday=part.weekday, time="")
    if after.era and after.middle is None:
        return replace(after, year=number, marks=part.marks, portion=part.portion)
    return part
