"""Time expressions in prose, against tables of sentences of our own."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.extract.temporal import tag

CASES = Path(__file__).parents[2] / "cases" / "extract" / "temporal"
NEWS_DAY = datetime.date(2024, 7, 25)


def cases(name: str) -> list[Any]:
    loaded: list[Any] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def short(case: Any) -> str:
    return (case if isinstance(case, str) else str(case["text"]))[:50]


@pytest.mark.parametrize("case", [*cases("news"), *cases("narrative"), *cases("undated")], ids=short)
def test_expressions_are_found_and_resolved(case: dict[str, Any]) -> None:
    found = tag(case["text"], date=case.get("date"), mode=case.get("mode", "news"))
    assert [[one.text, one.type, one.value, one.edtf] for one in found] == case["found"]


@pytest.mark.parametrize("text", cases("nothing"), ids=short)
def test_ages_counts_names_and_verbs_are_no_dates(text: str) -> None:
    assert tag(text, date=NEWS_DAY) == []


@pytest.mark.parametrize("case", cases("phrases"), ids=short)
def test_expressions_know_their_phrase(case: dict[str, Any]) -> None:
    found = [
        [one.text, one.relation, one.phrase and one.phrase.kind, one.phrase and one.phrase.edtf]
        for one in tag(case["text"], date=NEWS_DAY)
    ]
    assert found == case["found"]


def test_members_of_a_list_share_one_phrase() -> None:
    first, second = tag("It met in 2022 and 2023 in Sochi.")
    assert first.phrase is second.phrase
    assert first.phrase is not None
    assert first.phrase.text == "2022 and 2023"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He said on December 7 that talks had failed.", "2023-12-07"),
        ("He will speak on December 7.", "2024-12-07"),
        ("They met in March.", "2024-03"),
        ("They plan to meet in March.", "2025-03"),
        ("The deal was signed on Monday.", "2024-07-22"),
        ("The deal is to be signed on Monday.", "2024-07-29"),
        ("The talks are scheduled for Friday.", "2024-07-26"),
        ("The talks broke down on Friday.", "2024-07-19"),
        ("It stays shut until August.", "2024-08"),
        ("She left on Thursday.", "2024-07-25"),
    ],
)
def test_the_verb_says_which_way_a_bare_date_lies(text: str, value: str) -> None:
    assert [one.value for one in tag(text, date=NEWS_DAY)] == [value]


def test_a_date_that_is_far_off_loses_to_a_near_one_against_the_verb() -> None:
    (found,) = tag("It was due on July 26.", date=NEWS_DAY)
    assert found.value == "2024-07-26"


def test_the_trace_names_words_rule_and_reference() -> None:
    (found,) = tag("They met last week.", date=NEWS_DAY)
    assert (found.trace.words, found.trace.rule) == ("last week", "unit-rel")
    assert found.trace.reference == "the document date, 2024-07-25"
    (_, later) = tag("They met on May 3, 2024, and again two days later.", date=NEWS_DAY)
    assert (later.value, later.trace.reference) == ("2024-05-05", "the date mentioned before, 2024-05-03")


def test_a_derived_date_says_from_what_it_was_derived() -> None:
    (_, found) = tag("In 2024 they mark the 80th anniversary.", date=NEWS_DAY)
    assert (found.value, found.edtf) == ("", "1944")
    assert found.trace.reference == "80 years before 2024, the year of its sentence"
    (_, anchored) = tag("Russia's 2022 invasion shook Europe. Since the invasion, prices rose.")
    assert anchored.edtf == "2022"
    assert anchored.phrase is not None
    assert anchored.phrase.edtf == "2022/.."
    assert anchored.trace.reference == "invasion of 2022, named before at character 9"


def test_narrative_counts_from_the_date_mentioned_last() -> None:
    text = "It began on May 3, 1916. On June 9 it ended."
    assert [one.value for one in tag(text, date=NEWS_DAY)] == ["1916-05-03", "2024-06-09"]
    assert [one.value for one in tag(text, date=NEWS_DAY, mode="narrative")] == ["1916-05-03", "1916-06-09"]


def test_confidence_tells_complete_resolved_and_vague_dates_apart() -> None:
    text = "On May 3, 2024, he spoke; on Monday he left; he is back now."
    assert [one.confidence for one in tag(text, date=NEWS_DAY)] == ["certain", "likely", "weak"]


def test_an_anchored_duration_covers_a_stretch() -> None:
    (found,) = tag("Prices have doubled over the past two years.", date=NEWS_DAY)
    assert (found.value, found.edtf) == ("P2Y", "2022/2024")


def test_offsets_count_characters_of_any_script() -> None:
    text = "Вчера в Москве — “السلام” — e\u0301te\u0301 on 24 July 2024, he said."
    (found,) = tag(text)
    assert text[found.start : found.end] == found.text == "24 July 2024"
