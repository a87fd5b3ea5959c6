"""Dates as people type them, against a table of readings and refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.when import column_order, describe, parse_day, parse_edtf, read_date

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "phrases.yaml").read_text(encoding="utf-8"))
READ = [case for case in CASES if "edtf" in case]
REFUSED = [case for case in CASES if "error" in case]


@pytest.mark.parametrize("case", READ, ids=lambda case: case["text"])
def test_a_phrase_is_read_by_its_rule(case: dict[str, Any]) -> None:
    reading = read_date(case["text"])
    assert reading.error is None
    assert reading.when == parse_edtf(case["edtf"])
    assert reading.rule == case["rule"]


@pytest.mark.parametrize("case", READ, ids=lambda case: case["text"])
def test_capital_letters_make_no_difference(case: dict[str, Any]) -> None:
    assert read_date(case["text"].upper()).when == parse_edtf(case["edtf"])


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["text"] or "empty")
def test_a_refused_text_is_told_why(case: dict[str, Any]) -> None:
    reading = read_date(case["text"])
    assert reading.when is None
    assert reading.rule == ""
    assert reading.error == case["error"]
    assert [when.edtf for when in reading.alternatives] == case.get("alternatives", [])
    assert reading.offset == case.get("offset")


@pytest.mark.parametrize(
    ("text", "day_first", "edtf"),
    [
        ("12/03/2019", True, "2019-03-12"),
        ("12/03/2019", False, "2019-12-03"),
        ("12.03.2019", True, "2019-03-12"),
        ("13/03/2019", False, "2019-03-13"),
        ("since 1/2/2020", False, "2020-01-02/.."),
        ("1/2/2020 to 3/4/2020", True, "2020-02-01/2020-04-03"),
        ("12/03/2019 14:30", True, "2019-03-12T14:30:00"),
    ],
)
def test_the_order_of_figures_can_be_given(text: str, day_first: bool, edtf: str) -> None:
    assert read_date(text, day_first=day_first).when == parse_edtf(edtf)


def test_one_possible_order_needs_no_choice() -> None:
    assert read_date("02/03/2020 to 01/12/2020").when == parse_edtf("2020-03-02/2020-12-01")
    assert read_date("5/2/2020 to 6/1/2020").when == parse_edtf("2020-05-02/2020-06-01")
    assert len(read_date("1/2/2020 to 3/4/2020").alternatives) == 2


def test_a_column_shows_its_order() -> None:
    assert column_order(["01/02/2019", "13/02/2019", "May 2020"]) is True
    assert column_order(["01/02/2019", "02/13/2019"]) is False
    assert column_order(["01/02/2019", "2019-05-13"]) is None
    assert column_order(["13/02/2019", "02/13/2019"]) is None
    assert column_order([]) is None


def test_a_description_has_texts_and_lists_only() -> None:
    described = describe("since Feb 2022", as_of=parse_day("2024-07-25"))
    assert described == {
        "text": "since Feb 2022",
        "edtf": "2022-02/..",
        "earliest": "2022-02-01",
        "latest": "open",
        "earliest_begin": "2022-02-01",
        "latest_begin": "2022-02-28",
        "earliest_end": "2024-07-25",
        "latest_end": None,
        "years": [2022, 2023, 2024],
        "precision": "interval",
        "approximate": False,
        "uncertain": False,
        "rule": "since",
        "alternatives": [],
        "error": None,
    }


def test_the_description_of_a_refused_text_has_the_same_keys() -> None:
    described = describe("12/03/2019")
    assert list(described) == list(describe("2019"))
    assert described["edtf"] is described["earliest"] is described["precision"] is None
    assert described["alternatives"] == ["2019-03-12", "2019-12-03"]


def test_a_strict_description_reads_no_phrases() -> None:
    assert describe("May 2023", edtf_only=True)["error"].startswith("'May 2023' is not an EDTF date: at character 1")
    assert describe("2023-05", edtf_only=True)["edtf"] == "2023-05"
