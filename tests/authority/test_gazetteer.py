"""Cities of the optional library."""

from __future__ import annotations

from dateline.authority import cities_named, entry, has_cities


def test_cities_that_bear_the_name_come_first_then_the_largest_and_all_know_their_country() -> None:
    assert has_cities()
    found = cities_named("Paris")
    assert (found[0].name, found[0].of) == ("Paris", "united-states")
    assert all(one.kind == "place" and one.of and one.at and one.same_as for one in found)
    others = [one.population for one in found if one.name != "Paris"]
    assert others == sorted(others, reverse=True)


def test_a_place_that_the_data_files_have_is_not_found_again() -> None:
    aleppo = entry("aleppo")
    assert aleppo is not None
    assert aleppo.same_as[-1] == "https://sws.geonames.org/170063/"
    assert all(one.same_as != aleppo.same_as[-1:] for one in cities_named("Aleppo"))


def test_a_part_of_the_united_states_shares_the_name_of_a_country() -> None:
    georgia = cities_named("Georgia")[0]
    assert georgia.of == "united-states"
    assert georgia.same_as == ("https://sws.geonames.org/4197000/",)


def test_other_scripts_find_a_city() -> None:
    assert [one.of for one in cities_named("Хама")] == ["syria"]


def test_a_name_that_no_city_has_finds_none() -> None:
    assert cities_named("Nowhere at all") == ()
