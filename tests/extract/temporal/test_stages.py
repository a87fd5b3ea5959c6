"""The stages one by one: tokens and sentences, numbers, moments, direction, holidays, writing."""

from __future__ import annotations

import pytest

from dateline.extract.temporal.direction import Direction
from dateline.extract.temporal.find import find_all
from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.holidays import holiday
from dateline.extract.temporal.moments import Length, Moment, shift
from dateline.extract.temporal.numbers import count, ordinal, year_in_words
from dateline.extract.temporal.resolve import READERS
from dateline.extract.temporal.state import Meaning
from dateline.extract.temporal.tokens import Tokens, tokenize
from dateline.extract.temporal.write import edtf_of, timex_value
from dateline.when import iso_day

WORDS = load_grammar().vocabulary


def tokens(text: str) -> Tokens:
    return tokenize(text, WORDS)


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_all(tokens(text))]


def test_every_rule_has_a_reader_and_every_reader_a_rule() -> None:
    made_in_series = {"day-more", "day-before"}
    assert {rule.name for rule in load_grammar().rules} | made_in_series == set(READERS)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("It rained. It stopped.", [0, 3]),
        ("Mr. Smith met Gen. Jones on Oct. 3.", [0]),
        ("At 5 p.m. he left. She stayed!", [0, 6]),
        ("A head\n\nA text", [0, 3]),
        ("It cost 3.5 dollars. Then 4.", [0, 5]),
    ],
)
def test_sentences_end_at_full_stops_that_are_no_abbreviations(text: str, begins: list[int]) -> None:
    assert list(tokens(text).sentences) == begins


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("about two weeks ago, or more than a decade", ["about two weeks ago", "more than a decade"]),
        ("the end of the third quarter of 2012", ["the end of the third quarter of 2012"]),
        ("in late November and early December", ["late November", "early December"]),
        ("over the past three years", ["the past three years"]),
        ("a two-year deal and its 18-month term", ["two-year", "18-month"]),
        ("ten days before the vote", ["ten days"]),
        ("Friday's vote, at 9 a.m. EST on Monday.", ["Friday", "9 a.m. EST on Monday"]),
    ],
)
def test_extents_follow_the_guidelines(text: str, spans: list[str]) -> None:
    assert found(text) == spans


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("twenty-five", 25), ("two hundred and ten", 210), ("three thousand", 3000), ("2 1/2", 2.5), ("1,200", 1200),
        ("a couple of", 2), ("several", None), ("a few", None), ("some forty", 40), ("ten to twelve", 10), ("a", 1),
        ("½", 0.5), ("three and a half", 3.5),
    ],
)  # fmt: skip
def test_numbers_are_counted(text: str, number: float | None) -> None:
    assert count(tokens(text).tokens, WORDS) == number


def test_ordinals_and_years_in_words() -> None:
    assert [ordinal(tokens(text).tokens, WORDS) for text in ("21st", "twenty-first", "the third", "none")] == [
        21,
        21,
        3,
        None,
    ]
    spoken = ("nineteen ninety-six", "eighteen twelve", "two thousand and five", "twenty people", "nineteen")
    assert [year_in_words(tokens(text).tokens, WORDS) for text in spoken] == [1996, 1812, 2005, None, None]


@pytest.mark.parametrize(
    ("moment", "grain", "step", "value"),
    [
        (Moment("day", 2024, 1, 31), "day", 1, "2024-02-01"),
        (Moment("day", 2024, 1, 1), "week", -1, "2023-W52"),
        (Moment("day", 2021, 1, 3), "week", 0, "2020-W53"),
        (Moment("day", 2024, 1, 31), "month", -1, "2023-12"),
        (Moment("month", 2024, 11), "quarter", 1, "2025-Q1"),
        (Moment("month", 2024, 5), "day", 1, "2024-05-XX"),
        (Moment("year", 2024), "month", 1, "2024-XX"),
        (Moment("year", 2024), "week", 1, "2024-WXX"),
        (Moment("day", 2024, 1, 31), "season", 0, "2023-WI"),
        (Moment("season", 2024, season="WI"), "season", 1, "2025-SP"),
        (Moment("year", 2024), "decade", -1, "201"),
        (Moment("year", None), "year", -1, "XXXX"),
        (Moment("day", 2024, 7, 25), "weekend", 0, "2024-W30-WE"),
    ],
)
def test_moments_are_shifted_by_their_grain(moment: Moment, grain: str, step: int, value: str) -> None:
    assert timex_value(Meaning("DATE", shift(moment, grain, step))) == value


@pytest.mark.parametrize(
    ("value", "mod", "timex", "edtf"),
    [
        (Moment("day", 2024, 7, 25, clock="TNI"), None, "2024-07-25TNI", "2024-07-25"),
        (Moment("day", 2024, 7, 25, clock="T22:00"), None, "2024-07-25T22:00", "2024-07-25T22:00:00"),
        (Moment("day", 2024, 7, 25, clock="T24:00"), None, "2024-07-25T24:00", "2024-07-25"),
        (Moment("week", 2024, 29), None, "2024-W29", "2024-07-15/2024-07-21"),
        (Moment("quarter", 2012, 3), None, "2012-Q3", "2012-35"),
        (Moment("half", 2012, 2), None, "2012-H2", "2012-41"),
        (Moment("season", 1998, season="FA"), None, "1998-FA", "1998-23"),
        (Moment("decade", 1990), None, "199", "199X"),
        (Moment("decade", 1990), "MID", "199", "[1994..1996]"),
        (Moment("century", 1800), "END", "18", "[1867..1899]"),
        (Moment("year", -489), None, "BC0490", "-0489"),
        (Moment("decade", -478), None, "BC047", "[-0478..-0469]"),
        (Moment("month", 2024, 2), "END", "2024-02", "[2024-02-21..2024-02-29]"),
        (Moment("quarter", 2024, 1), "START", "2024-Q1", "2024-01"),
        (Moment("year", 2022), "APPROX", "2022", "2022~"),
        (Moment("year", 2022), "ON_OR_AFTER", "2022", "[2022..]"),
        (Moment("year", 2022), "BEFORE", "2022", "[..2022]"),
        (Moment("year", None), None, "XXXX", None),
        (Length((("Y", 2.5),)), None, "P2Y6M", None),
        (Length((("TH", 5.5),)), None, "PT5H30M", None),
        (Length((("Y", 2.0), ("M", 3.0))), None, "P2Y3M", None),
        (Length((("X", 2.0),)), None, "P20Y", None),
        (Length((("X", None),)), None, "PXDE", None),
        (Length((("TM", None),)), None, "PTXM", None),
        (Length((("D", 2.5),)), None, "P2.5D", None),
        ("PRESENT_REF", None, "PRESENT_REF", None),
    ],
)
def test_meanings_are_written(value: Moment | Length | str, mod: str | None, timex: str, edtf: str | None) -> None:
    meaning = Meaning("DATE", value, mod)
    assert (timex_value(meaning), edtf_of(meaning)) == (timex, edtf)


@pytest.mark.parametrize(
    ("words", "year", "day"),
    [
        ("easter", 2024, "2024-03-31"), ("easter", 2000, "2000-04-23"), ("good friday", 2024, "2024-03-29"),
        ("thanksgiving day", 1999, "1999-11-25"), ("christmas eve", 1776, "1776-12-24"),
        ("labor day", 2024, "2024-09-02"),
        ("memorial day", 2024, "2024-05-27"), ("election day", 2024, "2024-11-05"),
        ("new year 's eve", 1999, "1999-12-31"),
        ("mothers day", 2024, "2024-05-12"),
    ],
)  # fmt: skip
def test_named_days_fall_where_they_do(words: str, year: int, day: str) -> None:
    fallen = holiday(words.split(), year, WORDS)
    assert fallen is not None
    assert iso_day(fallen) == day


def test_easter_is_not_known_before_its_calendar() -> None:
    assert holiday(["easter"], 1400, WORDS) is None


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("will be held on X", 1), ("was held in a hall near X", -1), ("to be held on X", 1), ("is scheduled for X", 1),
        ("the united front of X", 0), ("on X it opened", -1), ("until X", 2), ("lasted until X", -1), ("died on X", -2),
        ("according to X", 0),
    ],
)  # fmt: skip
def test_the_nearest_cue_tells_the_direction(text: str, way: int) -> None:
    source = tokens(text)
    place = next(index for index, token in enumerate(source.tokens) if token.word == "x")
    assert Direction(source, WORDS).at(place, place + 1) == way
