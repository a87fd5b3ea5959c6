"""Names and codes as people and data sets write them, and what the files promise."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import resources
from dateline.authority import Entry, all_entries, by_code, entry, fold, letters, named, speaks_for


def keys(name: str) -> list[str]:
    return sorted(one.key for one in named(name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Russia", ["russia"]),
        ("RUSSIAN FEDERATION", ["russia"]),
        ("Россия", ["russia"]),
        ("روسيا", ["russia"]),
        ("Iran (Islamic Republic of)", []),
        ("ايران", ["iran"]),  # Arabic letters where Persian ones are usual
        ("the Gambia", ["gambia"]),
        ("Côte d’Ivoire", ["ivory-coast"]),
        ("Cote d'Ivoire", ["ivory-coast"]),
        ("Kiev", ["kyiv"]),
        ("Санкт-Петербург", ["saint-petersburg"]),
        ("Recep Tayyip Erdogan", ["recep-tayyip-erdogan"]),
        ("بشار الأسد", ["bashar-al-assad"]),
        ("Arab League", ["arab-league"]),
        ("U.S.", ["united-states"]),
        ("NATO", ["nato"]),
        ("Nowhere at all", []),
        ("", []),
    ],
)
def test_a_name_in_any_usual_spelling_finds_its_entry(name: str, expected: list[str]) -> None:
    assert keys(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Congo", ["congo", "dr-congo"]),
        ("Bush", ["george-h-w-bush", "george-w-bush"]),
        ("Luxembourg", ["luxembourg", "luxembourg-city"]),
        ("Niger", ["niger"]),
        ("Nigeria", ["nigeria"]),
        ("Tripoli", ["tripoli", "tripoli-lebanon"]),
    ],
)
def test_a_name_of_several_things_gives_all_of_them_and_no_neighbor(name: str, expected: list[str]) -> None:
    assert keys(name) == expected


@pytest.mark.parametrize("word", ["who", "us", "is", "can", "Russian", "Turks"])
def test_words_and_demonyms_are_no_names(word: str) -> None:
    assert named(word) == ()


@pytest.mark.parametrize(
    ("scheme", "code", "key"),
    [
        ("iso2", "ru", "russia"),
        ("iso3", "TUR", "turkey"),
        ("fips", "RS", "russia"),
        ("fips", "TU", "turkey"),
        ("fips", "GZ", "gaza-strip"),
        ("cameo", "USA", "united-states"),
        ("cameo", "WSB", "west-bank"),
        ("gwno", "365", "russia"),
        ("gwno", "678", "yemen"),
        ("cow", "679", "yemen"),
        ("gwno", "260", "germany"),
        ("cow", "255", "germany"),
    ],
)
def test_a_code_finds_its_entry_in_its_own_scheme(scheme: str, code: str, key: str) -> None:
    found = by_code(scheme, code)
    assert found is not None
    assert found.key == key


def test_an_unknown_code_or_key_finds_nothing() -> None:
    assert by_code("iso2", "ZZ") is None
    assert by_code("unheard-of", "RU") is None
    assert entry("atlantis") is None


def test_capitals_speak_for_their_states_and_other_cities_do_not() -> None:
    ankara = speaks_for("ankara")
    assert ankara is not None
    assert ankara.key == "turkey"
    assert speaks_for("istanbul") is None
    assert speaks_for("russia") is None


def test_people_carry_their_offices_with_years() -> None:
    erdogan = entry("recep-tayyip-erdogan")
    assert erdogan is not None
    assert [(one.title, one.of, one.since, one.until) for one in erdogan.offices] == [
        ("prime minister", "turkey", 2003, 2014),
        ("president", "turkey", 2014, None),
    ]


def test_seed_identifiers_are_those_that_were_confirmed() -> None:
    confirmed = {
        "russia": ("Q159", 2017370),
        "syria": ("Q858", 163843),
        "iran": ("Q794", 130758),
        "turkey": ("Q43", 298795),
        "united-states": ("Q30", 6252001),
        "moscow": ("Q649", 524901),
        "damascus": ("Q3766", 170654),
    }
    for key, (wikidata, geonames) in confirmed.items():
        found = entry(key)
        assert found is not None
        assert found.same_as[:2] == (
            f"http://www.wikidata.org/entity/{wikidata}",
            f"https://sws.geonames.org/{geonames}/",
        )


def test_every_key_is_a_slug_of_its_own() -> None:
    counted = Counter(one.key for one in all_entries())
    assert [key for key, times in counted.items() if times > 1] == []
    assert [key for key in counted if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key)] == []


def test_every_reference_between_entries_leads_somewhere() -> None:
    def refers(one: Entry) -> list[str | None]:
        return [one.of, one.capital, *(office.of for office in one.offices)]

    lost = [(one.key, key) for one in all_entries() for key in refers(one) if key and entry(key) is None]
    assert lost == []


def test_no_identifier_belongs_to_two_entries_unless_one_is_the_capital_of_the_other() -> None:
    owners: dict[str, list[Entry]] = {}
    for one in all_entries():
        for iri in one.same_as:
            owners.setdefault(iri, []).append(one)
    shared = {iri: same for iri, same in owners.items() if len(same) > 1}
    assert [iri for iri, (a, b) in shared.items() if b.key != a.capital] == []


@pytest.mark.parametrize("name", ["states", "places", "organizations", "people", "offices"])
def test_every_data_file_says_first_where_it_comes_from(name: str) -> None:
    assert resources.text(f"authority/{name}.csv").startswith("# ")


@given(st.sampled_from(all_entries()), st.data())
def test_every_entry_is_found_by_each_of_its_names(one: Entry, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(one.names))
    assert one in named(name)


@given(st.text())
def test_folding_is_idempotent_and_blind_to_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper().lower()) == fold(text.lower()) or not text.isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Москва", "Moskva"), ("Алеппо", "Aleppo"), ("Владимир Путин", "Vladimir Putin"), ("Łódź", "Lodz")],
)
def test_letters_write_every_script_in_latin(one: str, other: str) -> None:
    assert letters(one) == letters(other)
