"""Ids and IRIs: slugs in ASCII, hashes over content, the same on every machine."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers.timeline.mint import (
    MAX_ID,
    Names,
    claim_iri,
    digest,
    event_id,
    is_id,
    last_step,
    normal,
    slug,
    slug_or_hash,
)

BASE = "https://example.org/t/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Assad visits Putin in Moscow", "assad-visits-putin-in-moscow"),
        ("Syria's civil war", "syrias-civil-war"),
        ("Syria’s civil war", "syrias-civil-war"),
        ("  -- x --  ", "x"),
        ("Łódź, São Tomé & Straße", "lodz-sao-tome-strasse"),
        ("Лавров и Зариф", "lavrov-i-zarif"),
        ("Αθήνα", "athina"),
        ("بشار الأسد", "bshr-lsd"),
        ("محمدجواد ظریف", "mhmdjwd-dhryf"),
        ("e\u0301te\u0301", "ete"),
        ("!?", ""),
    ],
)
def test_a_slug_is_words_in_ascii(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_long_slug_is_cut_between_words() -> None:
    assert slug("abc defg hij", 9) == "abc-defg"
    assert slug("abc defg hij", 8) == "abc-defg"
    assert slug("abcdefghij", 4) == "abcd"


@settings(max_examples=200)
@given(st.text())
def test_a_slug_or_hash_is_always_an_id(text: str) -> None:
    name = slug_or_hash(text)
    assert is_id(name)
    assert name.isascii()
    assert slug(name) == name


@pytest.mark.parametrize("text", ["a", "Ä1", "_x", "a.b-c", "x" * MAX_ID, "сирия", "1"])
def test_ids_are_letters_digits_and_three_signs(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "-a", ".a", "a b", "a/b", "a\n", "x" * (MAX_ID + 1), "a#", "é?"])
def test_what_no_iri_step_can_be_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_composed_and_decomposed_ids_are_one() -> None:
    assert normal("e\u0301") == "é"


def test_names_lie_under_their_base() -> None:
    names = Names(BASE)
    assert names.timeline == f"{BASE}timeline"
    assert names.of("event", "x") == f"{BASE}event/x"
    assert names.of("actor", "What a day!") == f"{BASE}actor/what-a-day"


def test_a_part_is_named_after_role_and_actor_and_hashed_when_from_elsewhere() -> None:
    names = Names(BASE)
    event = f"{BASE}event/e"
    assert names.participation(event, "host", f"{BASE}actor/a") == f"{event}/participation/host-a"
    foreign = "http://www.wikidata.org/entity/Q7747"
    assert names.participation(event, "host", foreign) == f"{event}/participation/host-Q7747-{digest(foreign)}"


def test_the_last_step_ignores_a_closing_slash() -> None:
    assert last_step("https://sws.geonames.org/524901/") == "524901"
    assert last_step("https://example.org/x#y") == "y"


def named(**changed: object) -> str:
    content: dict[str, object] = {
        "kind": "agree",
        "edtf": "2024-07-24",
        "label": "X",
        "who": ["a", "b"],
        "places": ["p"],
    }
    return event_id(**{**content, **changed})  # type: ignore[arg-type]


def test_an_event_id_is_date_label_and_hash() -> None:
    assert named() == f"2024-07-24-x-{digest('agree', '2024-07-24', ['a', 'b'], ['p'])}"
    assert named(edtf="../..", label=None).startswith("undated-agree-")
    assert named(edtf=None, label="", kind=None).startswith("undated-")


def test_the_hash_is_of_content_and_not_of_the_label() -> None:
    assert named(label="Y")[-8:] == named()[-8:]
    assert named(who=["b", "a", "a"]) == named()
    for changed in ({"kind": "aid"}, {"edtf": "2024"}, {"who": ["a"]}, {"places": []}):
        assert named(**changed)[-8:] != named()[-8:]


def test_hashes_never_change_between_versions() -> None:
    assert digest("a", None, ["ä"]) == "6aeb967e"
    assert claim_iri("e", claimed="p", value="v", source="s", quote=None) == "e/claim/68a3104c"
