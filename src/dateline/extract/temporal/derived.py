"""Dates that no word names and a text still gives: "the 80th anniversary", "since the invasion".

They are no TIMEX3, and so have no TIMEX3 value; their EDTF is an inference, and their trace says from what.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.model import Expression, Phrase, Trace
from dateline.extract.temporal.moments import Moment
from dateline.extract.temporal.numbers import count, ordinal
from dateline.extract.temporal.phrases import anchors, event_years
from dateline.extract.temporal.resolve import Resolved
from dateline.extract.temporal.tokens import Tokens
from dateline.when import parse_edtf, read_date

_OLDEST = 3000
_NEAR = 20
_BEFORE = 5


def derive(source: Tokens, resolved: Sequence[Resolved], *, date: Moment | None) -> list[Expression]:
    """Return the derived dates of a text, in its order."""
    return sorted([*_anniversaries(source, resolved, date), *_anchored(source, resolved)], key=lambda one: one.start)


def _anniversaries(source: Tokens, resolved: Sequence[Resolved], date: Moment | None) -> list[Expression]:
    """Count back from the year of the anniversary: the one that its sentence names, else that of the document."""
    found = []
    for place, token in enumerate(source.tokens):
        if token.word != "anniversary":
            continue
        first, number = _age(source, place)
        year, named = _year_of_anniversary(source, resolved, place=place, date=date)
        if not 0 < number <= _OLDEST or year is None:
            continue
        text = source.text[first : token.end]
        edtf = parse_edtf(f"{year - number:04}").edtf if year >= number else None
        trace = Trace(text, "anniversary", f"{number} years before {year}, the year {named}")
        phrase = Phrase(first, token.end, text, "derived", edtf)
        found.append(Expression(first, token.end, text, "DATE", "", edtf, trace, None, "", "likely", phrase))
    return found


def _age(source: Tokens, place: int) -> tuple[int, int]:
    """Return where the number of an anniversary begins, and the number; 0 when there is none."""
    words = load_grammar().vocabulary
    begin = max(0, place - _BEFORE)
    for start in range(place - 1, begin - 1, -1):
        token = source.tokens[start]
        if token.kind == "nth" or token.word in words.classes["ORDINAL"]:
            tens = start - 2 >= begin and source.tokens[start - 2].word in words.classes["TENS"]
            first = start - 2 if tens else start
            return source.tokens[first].start, ordinal(source.tokens[first:place], words) or 0
        counted = token.kind == "number" or token.word in words.classes["CARDINAL"]
        if counted and source.tokens[start + 1 : place] and source.tokens[place - 1].word == "year":
            return token.start, int(count(source.tokens[start:place], words) or 0)
    return source.tokens[place].start, 0


def _year_of_anniversary(
    source: Tokens, resolved: Sequence[Resolved], *, place: int, date: Moment | None
) -> tuple[int | None, str]:
    begin, end = source.sentence(place)
    first = bisect_left(resolved, begin, key=lambda one: one.candidate.first)
    for one in resolved[first : first + _NEAR]:
        value = one.meaning.value
        inside = one.candidate.first < end
        if inside and isinstance(value, Moment) and value.year is not None and value.grain in {"day", "month", "year"}:
            return value.year, "of its sentence"
    return (date.year, "of the document") if date else (None, "")


def _anchored(source: Tokens, resolved: Sequence[Resolved]) -> list[Expression]:
    """Read "since the invasion" where the text has named the invasion's year before."""
    found = []
    for place, before, event in anchors(source, event_years(resolved)):
        value = event.meaning.value
        assert isinstance(value, Moment)
        first, last = source.tokens[place - 1], source.tokens[place + 1]
        text = source.text[source.tokens[place].start : last.end]
        relation = "until" if before == "till" else before
        when = read_date(f"{relation} {value.year:04}").when if value.year and value.year > 0 else None
        edtf = when.edtf if when else None
        trace = Trace(
            text, "event-anchor", f"{last.word} of {value.year}, named before at character {event.candidate.start}"
        )
        phrase = Phrase(first.start, last.end, source.text[first.start : last.end], relation, edtf)
        date = f"{value.year:04}" if value.year and value.year > 0 else None
        found.append(
            Expression(
                source.tokens[place].start, last.end, text, "DATE", "", date, trace, None, before, "likely", phrase
            )
        )
    return found
