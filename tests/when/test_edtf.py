"""The strict reader against tables of cases, one table for each level and one for what is invalid."""

from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import Any

import edtf
import pytest
import yaml

from dateline.errors import DateSyntaxError
from dateline.when import from_day, iso_day, parse_day, parse_edtf, to_day

CASES = Path(__file__).parents[1] / "cases" / "edtf"


def load(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


VALID = [case for level in (0, 1, 2) for case in load(f"level{level}")]
INVALID = load("invalid")


def listed(years: str) -> tuple[int, ...]:
    if years == "none":
        return ()
    found: list[int] = []
    for stretch in years.split():
        first, _, last = stretch.partition("..")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found)


def day(text: str | None) -> int | str | None:
    return text if text in (None, "open", "unknown") else parse_day(text)


def four(bounds: list[str | None]) -> list[int | str | None]:
    days = [day(text) for text in bounds]
    return days * 4 if len(days) == 1 else days * 2 if len(days) == 2 else days


@pytest.mark.parametrize("case", VALID, ids=lambda case: case["text"])
def test_a_valid_expression_has_its_bounds_years_and_precision(case: dict[str, Any]) -> None:
    when = parse_edtf(case["text"])
    bounds = when.bounds()
    expected = four(case["bounds"])
    assert [bounds.earliest_begin, bounds.latest_begin, bounds.earliest_end, bounds.latest_end] == expected
    outer = [day(text) for text in case["outer"]] if "outer" in case else [expected[0], expected[3]]
    assert [bounds.earliest, bounds.latest] == outer
    assert when.years() == listed(case["years"])
    assert when.precision == case["precision"]
    marks = case.get("marks", "")
    assert (when.approximate, when.uncertain) == ("~" in marks, "?" in marks)
    assert when.open_end == case["text"].endswith("/..")


@pytest.mark.parametrize("case", VALID, ids=lambda case: case["text"])
def test_the_canonical_text_reads_back_as_the_same_value(case: dict[str, Any]) -> None:
    when = parse_edtf(case["text"])
    assert when.edtf == str(when) == case.get("canonical", case["text"])
    again = parse_edtf(when.edtf)
    assert again == when
    assert hash(again) == hash(when)
    assert again.bounds() == when.bounds()


@pytest.mark.parametrize("case", INVALID, ids=lambda case: repr(case["text"]))
def test_an_invalid_expression_is_refused_at_its_first_fault(case: dict[str, Any]) -> None:
    with pytest.raises(DateSyntaxError) as caught:
        parse_edtf(case["text"])
    assert caught.value.text == case["text"]
    assert caught.value.offset == case["offset"]
    assert case["expected"] in caught.value.expected


def test_a_text_beyond_a_thousand_characters_is_refused() -> None:
    assert parse_edtf("[" + ",".join(["2001"] * 199) + "]").years() == (2001,)
    with pytest.raises(DateSyntaxError, match="at most 1,000 characters"):
        parse_edtf("[" + ",".join(["2001"] * 200) + "]")


def test_an_error_survives_a_process_border() -> None:
    error = pickle.loads(pickle.dumps(DateSyntaxError("2024-13", 5, "a month")))
    assert (error.text, error.offset, error.expected) == ("2024-13", 5, "a month")


def test_values_are_equal_when_they_mean_the_same() -> None:
    assert parse_edtf("?2004-06-11") == parse_edtf("2004?-06-11")
    assert parse_edtf("2004") != parse_edtf("2004~")
    assert len({parse_edtf("%2001"), parse_edtf("2001%")}) == 1


def bounds_as_of(text: str, as_of: str) -> list[str | None]:
    bounds = parse_edtf(text).bounds(parse_day(as_of))
    days = (bounds.earliest_begin, bounds.latest_begin, bounds.earliest_end, bounds.latest_end)
    return [None if number is None else iso_day(number) for number in days]


def test_an_open_end_lasts_at_least_until_the_given_day() -> None:
    assert bounds_as_of("2022/..", "2024-07-25") == ["2022-01-01", "2022-12-31", "2024-07-25", None]
    assert bounds_as_of("../..", "2024-07-25") == [None, "2024-07-25", "2024-07-25", None]
    assert parse_edtf("2022/..").bounds(parse_day("2024-07-25")).latest == "open"


def test_the_given_day_changes_nothing_but_open_ends() -> None:
    for text in ("2022/", "../2023-05", "2022", "{2022..}", "[2022..]", "2022/2023", "2025/.."):
        when = parse_edtf(text)
        assert when.bounds(parse_day("2024-07-25")) == when.bounds()
        assert when.years(parse_day("2024-07-25")) == when.years()


def test_the_years_of_an_open_end_reach_to_the_given_day() -> None:
    def years(text: str, as_of: str) -> tuple[int, ...]:
        return parse_edtf(text).years(parse_day(as_of))

    assert years("2022/..", "2024-07-25") == (2022, 2023, 2024)
    assert years("../..", "2024-07-25") == (2024,)
    assert years("201X/..", "2015-07-25") == tuple(range(2010, 2020))
    assert years("2022/..", "2021-12-31") == (2022,)


def test_years_are_not_listed_beyond_a_thousand() -> None:
    assert len(parse_edtf("1001/2000").years()) == 1000
    assert parse_edtf("1000/2000").years() == ()
    assert parse_edtf("{1001..2000,2001}").years() == ()


def test_days_of_any_year_have_iso_texts() -> None:
    assert iso_day(to_day(-43, 3, 15)) == "-0043-03-15"
    assert iso_day(to_day(12345, 1, 1)) == "12345-01-01"
    assert to_day(2000, 1, 1) == 2451545
    assert to_day(-4713, 11, 24) == 0
    assert from_day(2460517) == (2024, 7, 25)


@pytest.mark.parametrize(
    "text",
    ["2024-7-25", "2024-13-01", "2024-00-01", "2023-02-29", "2024-01-00", "-0000-01-01", "012345-01-01", ""],
)
def test_a_text_that_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DateSyntaxError):
        parse_day(text)


def test_another_reader_agrees_on_plain_dates() -> None:
    # It reads a winter, marks, long years and unknown ends in ways of its own, so only the plain forms are compared.
    compared = 0
    for case in VALID:
        when = parse_edtf(case["text"])
        plain = re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2]|3[3-6])(-[0-9]{2})?)?|[0-9]{3}X", case["text"])
        if not plain or case["text"].startswith("000"):
            continue
        other = edtf.parse_edtf(case["text"])
        bounds = when.bounds()
        assert isinstance(bounds.earliest, int)
        assert isinstance(bounds.latest, int)
        assert from_day(bounds.earliest) == other.lower_strict()[:3], case["text"]
        assert from_day(bounds.latest) == other.upper_strict()[:3], case["text"]
        compared += 1
    assert compared > 10
