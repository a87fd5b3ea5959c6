"""A person's word stands; the rest follows what is found."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dateline.link.candidates import Candidate
from dateline.link.review import reviewed
from dateline.link.wanted import Wanted
from dateline.readers.links_file import DECISIONS, Link

E = "https://example.org/actor/x"
Q1, Q2 = "http://www.wikidata.org/entity/Q1", "http://www.wikidata.org/entity/Q2"
WANTED = [Wanted(E, "X", "person")]


def link(
    entry: str = Q1, decision: str = "open", *, method: str = "offline: same name", day: str = "2024-01-01"
) -> Link:
    return Link(E, entry, "X", 1.0, method, decision, day)


def candidate(entry: str = Q1, *, certain: bool = False, method: str = "offline: same name") -> Candidate:
    return Candidate(entry, "X", 1.0, method, certain)


def again(old: list[Link], *found: Candidate, provider: str = "offline") -> list[Link]:
    return reviewed(old, WANTED, {E: found}, provider=provider, today="2025-05-05")


def test_a_certain_candidate_is_accepted_and_another_waits() -> None:
    assert [one.decision for one in again([], candidate(certain=True), candidate(Q2))] == ["auto", "open"]


def test_a_new_candidate_gets_the_day_and_an_old_one_keeps_its_own() -> None:
    assert [(one.entry, one.date) for one in again([link()], candidate(), candidate(Q2))] == [
        (Q1, "2024-01-01"),
        (Q2, "2025-05-05"),
    ]


def test_what_is_not_found_again_goes() -> None:
    assert again([link(Q2)]) == []


def test_what_a_person_decided_stays_word_for_word() -> None:
    for decision in ("accepted", "close", "rejected"):
        mine = replace(link(decision=decision), note="seen in the archive")
        assert again([mine], candidate(certain=True)) == [mine]
        assert again([mine]) == [mine]


def test_nothing_is_accepted_beside_a_persons_choice_in_the_same_graph() -> None:
    chosen = link(Q2, "accepted")
    assert {one.entry: one.decision for one in again([chosen], candidate(certain=True))} == {Q2: "accepted", Q1: "open"}


def test_what_is_the_same_as_something_rejected_is_not_accepted() -> None:
    geonames = "https://sws.geonames.org/1/"
    same = [replace(candidate(iri, certain=True), thing="x") for iri in (Q1, geonames)]
    links = again([link(decision="rejected")], *same)
    assert {one.entry: one.decision for one in links} == {Q1: "rejected", geonames: "open"}


def test_another_graph_is_still_accepted_beside_a_persons_choice() -> None:
    geonames = "https://sws.geonames.org/1/"
    links = again([link(Q2, "accepted")], candidate(geonames, certain=True))
    assert {one.entry: one.decision for one in links} == {Q2: "accepted", geonames: "auto"}


def test_what_another_provider_found_stays() -> None:
    theirs = link(Q2, method="https://example.org/reconcile: score 90 there")
    assert again([theirs], candidate()) == [link(day="2025-05-05"), theirs]


def test_an_entity_that_could_not_be_asked_for_keeps_everything() -> None:
    assert reviewed([link(Q2)], WANTED, {}, provider="offline", today="2025-05-05") == [link(Q2)]


def test_of_an_entity_that_is_gone_only_decisions_are_kept() -> None:
    lost = [replace(one, entity=E + "y") for one in (link(), link(Q2, "rejected"))]
    assert reviewed(lost, WANTED, {E: ()}, provider="offline", today="2025-05-05") == lost[1:]


links = st.builds(
    link, st.sampled_from([Q1, Q2]), st.sampled_from(DECISIONS), method=st.sampled_from(["offline: a", "u: b"])
)
candidates = st.builds(candidate, st.sampled_from([Q1, Q2, Q1 + "3"]), certain=st.booleans())


@given(st.lists(links, max_size=3, unique_by=lambda one: one.entry), st.lists(candidates, max_size=3))
def test_looking_again_changes_nothing_and_no_decision_is_ever_lost(old: list[Link], found: list[Candidate]) -> None:
    once = again(old, *found)
    assert again(once, *found) == once
    assert {one for one in old if one.is_by_person} <= set(once)
