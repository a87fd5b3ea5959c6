"""The sentences for texts that cannot be read as a date: what, why, and what to do.

The reader of phrases says only that it found nothing, or what was wrong with what it found. Here the text is looked at
once more for the usual causes (no year, a year of two digits, "yesterday", "every year"), so that the person gets the
nearest remedy. Nothing here accepts a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.errors import DateSyntaxError
from dateline.when.edtf import When
from dateline.when.words import MONTHS, SEASONS, WEEKDAYS, choice

_NOTHING = re.compile(
    r"unknown|n\. ?d|nd|no date|s\. ?d|tb[dac]|n/a|na|none|null|nil|nan|undated|uncertain|unspecified"
    r"|not known|[?x\u2013-]+|not available|to be (?:determined|confirmed)|date unknown|unknown date"
)
_RECURRING = re.compile(
    r"\b(?:every|each|annual(?:ly)?|yearly|biennial(?:ly)?|monthly|weekly|daily|biweekly|quarterly)\b"
)
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|now|ago|last|next|this|current(?:ly)?|recent(?:ly)?|upcoming|present|soon|same)\b"
)
_NAMES = re.compile(rf"\b(?:{choice(MONTHS)}|{choice(WEEKDAYS)}|{choice(SEASONS)}|q[1-4]|h[12])\b")
_SHORT_YEAR = re.compile(r"'\d\ds?\b|^\d\ds?$|^\d{1,2}([./-])\d{1,2}\1\d{2}$|\b\d\ds\b|^(?:the )?\w+ties$")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BC = re.compile(r"\d ?b\.? ?c\b")
_LIKE_EDTF = re.compile(r"(?=.*[0-9X]{4})[-0-9XYEST:?~%/.,+Z\[\]{}]+")
_PART = r"[?~%]?-?[\dX]{4}(?:-[?~%]?[\dX]{2}){0,2}[?~%]?"
_FORM = re.compile(rf"[\[{{]?(?:{_PART}|\.\.)(?:(?:/|,|\.\.)(?:{_PART}|\.\.)?)*[\]}}]?")
_KINDS = {
    "hundreds": ("a decade", "a century"),
    "month": ("a month", "a stretch of years"),
    "group": ("a part of that year", "a stretch of years"),
    "carry": ("the same part of each year", "a whole year at the end"),
}
_DAY_BEFORE_YEAR = re.compile(r"\d{1,2}[-./]")
_HOW = "Write it as 2019-03-12, 2019-03, 2019 or 2019/2021, or in words such as 'since May 2019'."
_SWAP = "Swap the two dates, or correct the one that is wrong."


def has_form(text: str) -> bool:
    """Tell whether a text has the form of EDTF dates, whatever days they name."""
    return _FORM.fullmatch(text.strip()) is not None


def reason_for(text: str, folded: str, *, strict: DateSyntaxError, found: str) -> tuple[str, int | None]:
    """Return the sentence that tells why a text was refused, and the offset of the fault if it looks like EDTF.

    `found` is what the reader of phrases objected to, or empty; `strict` is the objection of the EDTF reader.
    """
    if not text.strip():
        return (
            "The date is empty. Leave the field out when nothing is known, or write what is, such as 2019.",
            None,
        )
    usual = _usual(folded)
    if usual and not (found and (_YEAR.search(folded) or _BC.search(folded))):
        return f"{text!r} is not a date: {usual}", None
    if _LIKE_EDTF.fullmatch(strict.text) and not _DAY_BEFORE_YEAR.match(folded):
        offset = text.index(strict.text) + strict.offset
        how = _SWAP if strict.expected.startswith("an end that is not before") else _HOW
        return f"{text!r} is not a date: at character {offset + 1}, expected {strict.expected}. {how}", offset
    if found:
        return f"{text!r} is not a date: {found}.", None
    return f"{text!r} is not a date that can be read. {_HOW}", None


def _usual(folded: str) -> str | None:
    if _NOTHING.fullmatch(folded):
        return "it says that none is known. Leave the field out."
    if _RECURRING.search(folded):
        return "it repeats. Give the first time as the date, and put the repetition into the field 'recurrence'."
    if _RELATIVE.search(folded):
        return "it depends on the day on which it is read. Write the calendar date."
    return _figures(folded)


def _figures(folded: str) -> str | None:
    numbers = re.findall(r"\d+", folded)
    if folded.isdigit() and len(folded) == 5:
        return "five digits may be the day count of a spreadsheet. Format that column as dates, such as 2019-03-12."
    if _SHORT_YEAR.search(folded) or (_NAMES.search(folded) and len(numbers) > 1 and max(map(len, numbers)) == 2):
        return "a year of two digits can be of any century. Write all four digits."
    three = numbers[-1] if numbers and len(numbers[-1]) == 3 else None
    if three and not _YEAR.search(folded) and (folded.isdigit() or _NAMES.search(folded)):
        return f"a year of three digits needs its era. Write 'AD {three}', '{three} BC' or 0{three}."
    if _NAMES.search(folded) and not any(len(number) > 2 for number in numbers):
        return "it has no year. Write the year too, such as '24 July 2019' or 'May 2019'."
    return None


def two_readings(text: str, choice_name: str, alternatives: Sequence[When]) -> str:
    """Return the sentence for a text with two readings, given in the order of a yes and a no to the choice."""
    written = [when.edtf for when in alternatives]
    first, second = written[0], written[-1]
    if len(written) > 2:
        return f"{text!r} can be read in {len(written)} ways: {'; '.join(written)}. Write the one that is meant."
    if choice_name == "day_first":
        return (
            f"{text!r} can be {first} (day first) or {second} (month first). Say which with --day-first or "
            f"--month-first, or write it as {first} or {second}."
        )
    this, that = _KINDS[choice_name]
    return f"{text!r} can be {first} ({this}) or {second} ({that}). Write it as {first} or {second}."
