"""Laws of the temporal tagger: what holds for any text, written by people or by chance."""

from __future__ import annotations

import datetime
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.extract.temporal import MODES, Expression, tag
from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.tokens import tokenize
from dateline.when import parse_edtf

QUICK = settings(max_examples=80, deadline=None)
WORDS = sorted(
    {word for members in load_grammar().vocabulary.classes.values() for word in members}
    | {
        "the",
        "of",
        "and",
        "in",
        "to",
        "said",
        "will",
        "Reuters",
        "Moscow",
        "troops",
        "old",
        "anniversary",
        "a",
        "and a half",
    }
)
SIGNS = [".", ",", "-", "–", "—", "(", ")", "'s", "’s", "\n\n", "\n", "$", "%", ":", "/", "“", "”", "\u00a0", "\u200b"]
FIGURES = [
    "1", "5", "12", "30", "31", "32", "99", "500", "1066", "1999", "2024", "2199", "9999", "10,000", "3.5", "1/2", "½",
    "10:30", "25:99", "24:00", "1990s", "'90s", "’69", "3rd", "21st", "80th", "2024-02-30", "2024-02-29T25:61",
    "02/30/2024", "31.12.99", "p.m.", "a.m.", "BC", "B.C.", "AD", "٣", "१२", "99999999999", "Q3", "9/11",
]  # fmt: skip
VALUE = re.compile(
    r"(?:PAST|PRESENT|FUTURE)_REF|[KM]A[\d.e+]+"
    r"|P(?:(?:\d+(?:\.\d+)?|X)(?:DE|CE|ML|[YMWDQ]))*(?:T(?:(?:\d+(?:\.\d+)?|X)[HMS])+)?|PXX"
    r"|-?(?:BC)?[\dX]{1,13}(?:-(?:W[\dX]{2}(?:-(?:WE|[1-7]))?|Q[1-4X]|H[12]|SP|SU|FA|WI|[\dX]{2}(?:-[\dX]{2})?))?"
    r"(?:T(?:XX|MO|AF|EV|NI|DT|\d\d(?::\d\d(?::\d\d)?)?Z?|\d\d:\d\d[+-]\d\d:?\d\d))?"
)


def pieces() -> st.SearchStrategy[str]:
    words = st.sampled_from(WORDS).flatmap(lambda word: st.sampled_from([word, word.capitalize(), word.upper()]))
    return st.one_of(words, words, st.sampled_from(SIGNS), st.sampled_from(FIGURES))


def prose() -> st.SearchStrategy[str]:
    """Return texts in which time words stand in any order."""
    glue = st.sampled_from([" ", " ", " ", ""])
    return st.lists(st.tuples(pieces(), glue), max_size=25).map(lambda parts: "".join(a + b for a, b in parts))


def days() -> st.SearchStrategy[datetime.date | None]:
    return st.one_of(st.none(), st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31)))


def check(text: str, found: list[Expression]) -> None:
    reached = 0
    for one in found:
        assert reached <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        reached = one.end
        assert one.type in {"DATE", "TIME", "DURATION", "SET"}
        assert one.value == "" or VALUE.fullmatch(one.value), one
        assert one.edtf is None or parse_edtf(one.edtf).edtf == one.edtf
        assert one.confidence in {"certain", "likely", "weak"}
        assert one.value or one.edtf
        if one.phrase:
            assert text[one.phrase.start : one.phrase.end] == one.phrase.text
            assert one.phrase.edtf is None or parse_edtf(one.phrase.edtf)


@QUICK
@given(prose(), days(), st.sampled_from(MODES))
def test_time_words_in_any_order_give_sound_expressions(text: str, date: datetime.date | None, mode: str) -> None:
    check(text, tag(text, date=date, mode=mode))


@QUICK
@given(st.text(max_size=200), days(), st.sampled_from(MODES))
def test_no_text_is_refused(text: str, date: datetime.date | None, mode: str) -> None:
    check(text, tag(text, date=date, mode=mode))


@QUICK
@given(prose(), days())
def test_the_same_text_is_read_in_the_same_way(text: str, date: datetime.date | None) -> None:
    assert tag(text, date=date) == tag(text, date=date)


@QUICK
@given(prose())
def test_without_a_date_no_day_is_made_up(text: str) -> None:
    for one in tag(text):
        if one.trace.rule in {"dayword", "weekday", "ago"}:
            assert one.edtf is None


@QUICK
@given(prose(), st.text(alphabet="xyz ,\n", max_size=30))
def test_what_stands_before_moves_offsets_alone(text: str, before: str) -> None:
    moved = f"{before}\n\n"
    shifted = [(one.start - len(moved), one.text, one.type, one.value) for one in tag(moved + text)]
    assert shifted == [(one.start, one.text, one.type, one.value) for one in tag(text)]


@QUICK
@given(prose())
def test_islands_spare_work_and_miss_nothing(text: str) -> None:
    grammar = load_grammar()
    source = tokenize(text, grammar.vocabulary)
    found = [match for rule in grammar.rules for match in rule.pattern.finditer(source.signs)]
    assert all(grammar.core.search(match.group()) for match in found)
    assert all(grammar.island.fullmatch(match.group()) for match in found)
