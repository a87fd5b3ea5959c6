"""What speaks for an entry and what against it, and the seeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.authority import all_entries, named
from dateline.link.candidates import Candidate
from dateline.link.offline import Offline, kilometers
from dateline.link.similarity import NEAREST_MISS, likeness, nearness
from dateline.link.wanted import Wanted, wanted_of
from dateline.readers.files import read

SEEDS = Path(__file__).parents[2] / "seeds"


def found(**given: object) -> list[Candidate]:
    wanted = Wanted(iri="https://example.org/x", **{"kind": None, **given})  # type: ignore[arg-type]
    return list(Offline().find([wanted])[wanted.iri])


def test_everything_in_the_seeds_with_a_confirmed_entry_gets_it_first() -> None:
    wanted = wanted_of(read([SEEDS]).tables)
    candidates = Offline().find(wanted)
    known = [one for one in wanted if any(entry.same_as for entry in named(one.name))]
    assert len(known) >= 15
    for one in known:
        best = candidates[one.iri][0]
        assert best.entry in {iri for entry in named(one.name) for iri in entry.same_as}, one.name


def test_the_seeds_own_links_are_among_the_accepted() -> None:
    wanted = [one for one in wanted_of(read([SEEDS]).tables) if one.linked]
    candidates = Offline().find(wanted)
    for one in wanted:
        accepted = {candidate.entry for candidate in candidates[one.iri] if candidate.is_certain}
        assert set(one.linked) <= accepted, one.name


def test_an_entry_that_the_timeline_contradicts_is_not_accepted() -> None:
    best = found(name="Russia", kind="state", linked=("http://www.wikidata.org/entity/Q1",))[0]
    assert not best.is_certain
    assert "against it: the timeline's own link" in best.method


def test_a_method_says_what_speaks_for_a_candidate() -> None:
    best = found(name="Moscow", kind="place", belongs_to=("Russia",), at=(55.7, 37.6))[0]
    assert best.method == "offline: same name; country; coordinates"


def test_an_entry_without_a_confirmed_identifier_is_no_candidate() -> None:
    assert named("Kenneth Kaunda") == ()
    assert [one.same_as for one in named("Deng Xiaoping")] == [()]
    assert found(name="Deng Xiaoping", kind="person") == []


def test_a_thing_without_a_kind_is_never_accepted_by_its_name() -> None:
    best = found(name="Jordan")[0]
    assert best.score >= 0.95
    assert not best.is_certain


def test_without_the_gazetteer_namesakes_are_not_known_and_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.link.offline.has_cities", lambda: False)
    monkeypatch.setattr("dateline.link.offline.cities_named", lambda name: ())
    provider = Offline()
    found = provider.find([Wanted("x", "Georgia", "place")])["x"]
    assert found
    assert not any(one.is_certain for one in found)
    assert "pip install 'dateline[gazetteer]'" in provider.notices[0]


def test_a_kind_keeps_other_kinds_out() -> None:
    assert found(name="Jordan", kind="organization") == []


def test_coordinates_far_away_speak_against_a_city() -> None:
    assert not any(one.is_certain for one in found(name="Aleppo", kind="place", at=(0.0, 0.0)))


@pytest.mark.parametrize(
    ("one", "other", "expected"), [((55.75, 37.62), (55.75, 37.62), 0), ((48.86, 2.35), (52.52, 13.4), 878)]
)
def test_kilometers_between_points(one: tuple[float, float], other: tuple[float, float], expected: float) -> None:
    assert kilometers(one, other) == pytest.approx(expected, abs=2)


@given(st.sampled_from(all_entries()), st.sampled_from(["person", "place", "state", "organization", "group", None]))
def test_only_one_entry_is_ever_accepted(entry: object, kind: str | None) -> None:
    name = entry.name  # type: ignore[attr-defined]
    accepted = {one.label for one in found(name=name, kind=kind) if one.is_certain}
    assert len(accepted) <= 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_stays_between_nothing_and_the_same(one: str, other: str) -> None:
    assert 0 <= likeness(one, [other]) <= 1
    assert nearness(one, other) <= NEAREST_MISS
