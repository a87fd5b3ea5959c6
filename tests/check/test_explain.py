"""Every code, term and word explains itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dateline
from dateline import vocab
from dateline.check.catalog import codes, titles
from dateline.check.explain import explain
from dateline.diagnostics import Severity
from dateline.errors import UnknownName

SOURCE = Path(dateline.__file__).parent


@pytest.mark.parametrize("code", codes())
def test_every_code_is_explained(code: str) -> None:
    text = explain(code)
    entry = codes()[code]
    assert text.startswith(f"{code} ({entry.severity}): {entry.title}\n")
    assert entry.meaning in text
    assert entry.remedy in text


def test_every_code_in_the_source_has_an_entry() -> None:
    used = {
        code for path in SOURCE.rglob("*.py") for code in re.findall(r'"([EWI][1-6]\d\d)"', path.read_text("utf-8"))
    }
    assert used - set(codes()) == set()


def test_a_number_is_used_once_for_each_severity_and_meaning() -> None:
    numbers = [code[1:] for code in codes()]
    assert {number for number in numbers if numbers.count(number) > 1} == {"592"}


def test_titles_end_like_sentences() -> None:
    assert [entry.code for entry in codes().values() if not entry.title.endswith(".")] == []


def test_an_example_shows_wrong_and_right() -> None:
    text = explain("e202")
    assert "Wrong:\n    who: {host: puttin}\n\nRight:\n    who: {host: putin}\n" in text


def test_a_code_of_a_shape_names_the_field() -> None:
    assert "Field of a timeline: where" in explain("E528")
    assert codes()["W530"].severity is Severity.WARNING


def test_titles_are_given_for_known_codes_alone() -> None:
    assert titles(["E405", "E999"]) == {"E405": codes()["E405"].title}


@pytest.mark.parametrize(
    "name", ["consult/visit", "type/consult/visit", "https://w3id.org/dateline/type/consult/visit"]
)
def test_a_mode_is_explained_under_each_of_its_names(name: str) -> None:
    text = explain(name)
    assert "(type/consult/visit)" in text
    assert "Narrower than: type/consult" in text


def test_a_scheme_lists_its_words() -> None:
    lines = explain("type").splitlines()
    listed = [line.split(":")[0].strip() for line in lines if line.startswith("    ")]
    assert listed == sorted(word for word in vocab.concepts()["type"] if "/" not in word)


def test_a_type_lists_its_modes() -> None:
    assert "\n    consult/visit: " in explain("consult")


def test_a_term_says_how_it_is_written() -> None:
    assert explain("dl:reverses") == explain("reverses")
    assert "Written as: reverses" in explain("reverses")


def test_a_field_leads_to_its_terms() -> None:
    assert "(dl:followsUp)" in explain("follows_up")


def test_an_unknown_name_offers_near_ones() -> None:
    with pytest.raises(UnknownName, match="Did you mean"):
        explain("consult/vist")
