"""Commands for Wikidata are read by a program that edits Wikidata with them as they were meant."""

from __future__ import annotations

import os

import pytest

from export.examples import tables
from export.profiles.written import INPUTS, of_case, of_tables
from interop import programs, synthetic


def need() -> None:
    reason = programs.no_quickstatements()
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@pytest.mark.parametrize("case", INPUTS)
def test_each_block_of_commands_makes_one_item(case: str) -> None:
    need()
    commands = of_case("quickstatements", case)

    edits = programs.read_quickstatements(commands)

    assert edits["edits"] == edits["merges"] == []
    assert len(edits["creations"]) == commands.count("CREATE")
    assert all(item["labels"]["en"] and "P31" in item["claims"] for item in edits["creations"])


def test_dates_labels_and_references_come_through() -> None:
    need()
    items = programs.read_quickstatements(of_case("quickstatements", "visits"))["creations"]
    visit = next(item for item in items if item["labels"]["en"].startswith("Ben visits"))

    assert visit["labels"]["en"] == "Ben visits Ada, who says 'welcome' / all are seated"
    assert visit["claims"]["P585"] == [
        {
            "value": {"time": "+2024-03-01T00:00:00Z", "precision": 11},
            "references": {"P854": ["https://herald.example/visit"]},
        }
    ]


def test_unknown_dates_keep_their_bounds() -> None:
    need()
    items = programs.read_quickstatements(of_case("quickstatements", "dates"))["creations"]
    spring = next(item for item in items if item["labels"]["en"] == "A spring")

    (claim,) = spring["claims"]["P585"]
    assert claim["value"] == {"snaktype": "somevalue"}
    assert claim["qualifiers"]["P1319"] == [{"time": "+2023-03-01T00:00:00Z", "precision": 11}]
    assert claim["qualifiers"]["P1326"] == [{"time": "+2023-05-31T00:00:00Z", "precision": 11}]


def test_hostile_labels_are_read_without_a_fault() -> None:
    need()
    event = {"id": f"{synthetic.BASE}event/x", "kind": "event", "factuality": "occurred"}
    data = tables({"events": [event | {"label": synthetic.HOSTILE, "label_lang": "en"}]})

    (item,) = programs.read_quickstatements(of_tables("quickstatements", data)[0])["creations"]

    assert item["labels"]["en"].startswith("quote ' apostrophe ' backslash")
