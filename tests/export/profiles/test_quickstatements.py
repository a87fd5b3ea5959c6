"""Commands for Wikidata: dates, identifiers, and texts that cannot break out of their column."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dateline import resources
from dateline.export.profiles.quickstatements import plain, time_of
from export.examples import BASE, tables
from export.profiles.written import INPUTS, of_case, of_tables

COLUMN = re.compile(r'CREATE|LAST|[PQS][1-9]\d*|L[a-z-]+|somevalue|"[^"\t]*"|[+-]\d{4,}-\d\d-\d\dT00:00:00Z/(9|10|11)')


def commands(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def confirmed() -> dict[str, dict[str, dict[str, str]]]:
    read: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(resources.text("exports/wikidata.yaml"))
    return read


@pytest.mark.parametrize("case", INPUTS)
def test_every_column_is_of_a_kind_that_the_tool_reads(case: str) -> None:
    for command in commands(of_case("quickstatements", case)):
        assert [column for column in command if not COLUMN.fullmatch(column)] == []
        assert len(command) in (1, 3, 5, 7, 9)


@pytest.mark.parametrize("case", INPUTS)
def test_every_property_is_one_that_was_confirmed(case: str) -> None:
    known = {entry["id"] for entry in confirmed()["properties"].values()}
    used = {column for command in commands(of_case("quickstatements", case)) for column in command[1::2]}

    assert {re.sub("^S", "P", name) for name in used if not name.startswith("L")} <= known


def test_every_identifier_names_the_page_that_confirms_it() -> None:
    for group in confirmed().values():
        for entry in group.values():
            assert set(entry) == {"id", "label", "use", "confirmed"}
            assert entry["confirmed"].startswith("https://www.wikidata.org/wiki/")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_no_text_breaks_out_of_its_column(text: str) -> None:
    event = {"id": f"{BASE}event/x", "kind": "event", "factuality": "occurred", "label": text, "label_lang": "en"}
    written = of_tables("quickstatements", tables({"events": [event]}))[0]

    assert [command[0] for command in commands(written)] == ["CREATE", "LAST", "LAST"]
    assert COLUMN.fullmatch(commands(written)[1][2])


def test_marks_that_the_tool_acts_on_are_replaced() -> None:
    assert plain('a\tb\r\nc "d" | “e”\u2028f\u0000') == "a b c 'd' / 'e' f"


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2024, "+2024-01-01T00:00:00Z/9"),
        (1, "+0001-01-01T00:00:00Z/9"),
        (0, "-0001-01-01T00:00:00Z/9"),
        (-489, "-0490-01-01T00:00:00Z/9"),
        (12345, "+12345-01-01T00:00:00Z/9"),
    ],
)
def test_years_before_the_year_1_are_counted_without_a_year_0(year: int, expected: str) -> None:
    assert time_of(year, unit="year") == expected
