"""A reconciliation service: batches, types, kept answers, and services that misbehave."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import OutsideError
from dateline.link.cache import Cache
from dateline.link.candidates import Candidate
from dateline.link.reconcile import Reconciliation
from dateline.link.wanted import Wanted
from dateline.store.remote import Connection
from link.services import Service, running

ALEPPO = {"id": "Q41183", "name": "Aleppo", "score": 88.9, "match": True}


def wanted(*names: str, kind: str | None = "place") -> list[Wanted]:
    return [Wanted(f"https://example.org/{number}", name, kind) for number, name in enumerate(names)]


def provider(url: str, folder: Path, *, fresh: bool = False, types: dict[str, str] | None = None) -> Reconciliation:
    return Reconciliation(Connection(url, timeout_s=5), Cache(folder, is_fresh=fresh), types)


def find(service: Reconciliation, things: list[Wanted]) -> list[list[Candidate]]:
    return [list(service.find(things)[one.iri]) for one in things]


def test_a_candidate_has_the_web_address_and_our_own_score(tmp_path: Path) -> None:
    with running(Service({"Alepo": [ALEPPO]})) as url:
        ((found,),) = find(provider(url, tmp_path), wanted("Alepo"))
    assert found.entry == "http://www.wikidata.org/entity/Q41183"
    assert 0.8 < found.score < 0.9
    assert found.method == f"{url}: score 88.9 there"


def test_a_match_declared_by_a_service_is_never_certain(tmp_path: Path) -> None:
    with running(Service({"Aleppo": [{**ALEPPO, "score": 100}]})) as url:
        ((found,),) = find(provider(url, tmp_path), wanted("Aleppo"))
    assert found.score == 1.0
    assert not found.is_certain


def test_names_are_asked_in_batches_of_the_size_that_the_service_wants(tmp_path: Path) -> None:
    service = Service()
    service.manifest["batchSize"] = 2
    with running(service) as url:
        find(provider(url, tmp_path), wanted(*"abcde"))
    assert [len(batch) for batch in service.asked] == [2, 2, 1]


def test_the_type_of_a_kind_is_passed_on(tmp_path: Path) -> None:
    service = Service()
    with running(service) as url:
        find(provider(url, tmp_path, types={"place": "Q486972"}), wanted("a"))
    assert service.asked == [{"q0": {"query": "a", "limit": 5, "type": "Q486972"}}]


def test_who_asks_can_be_seen(tmp_path: Path) -> None:
    service = Service()
    with running(service) as url:
        find(provider(url, tmp_path), wanted("a"))
    assert all(agent.startswith("dateline/") for agent in service.agents)


def test_a_busy_service_is_asked_again(tmp_path: Path) -> None:
    service = Service({"Aleppo": [ALEPPO]}, busy=2)
    with running(service) as url:
        assert find(provider(url, tmp_path), wanted("Aleppo"))[0]


def test_kept_answers_survive_the_service(tmp_path: Path) -> None:
    service = Service({"Aleppo": [ALEPPO]})
    with running(service) as url:
        before = find(provider(url, tmp_path), wanted("Aleppo", "Nowhere"))
        again = find(provider(url, tmp_path), wanted("Aleppo", "Nowhere"))
    assert before == again == find(provider(url, tmp_path), wanted("Aleppo", "Nowhere"))
    assert len(service.asked) == 1


def test_what_cannot_be_asked_any_more_is_told_and_has_no_answer(tmp_path: Path) -> None:
    with running(Service({"Aleppo": [ALEPPO]})) as url:
        find(provider(url, tmp_path), wanted("Aleppo"))
    gone = provider(url, tmp_path)
    found = gone.find(wanted("Aleppo", "Damascus"))
    assert list(found) == ["https://example.org/0"]
    assert gone.notices[0].startswith(f"1 of 2 names could not be asked. {url}: nothing answers there")


def test_a_service_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    with running(Service()) as url:
        pass
    with pytest.raises(OutsideError, match="nothing answers there"):
        provider(url, tmp_path).find(wanted("Aleppo"))


def test_fresh_answers_replace_kept_ones(tmp_path: Path) -> None:
    service = Service({"Aleppo": [ALEPPO]})
    with running(service) as url:
        find(provider(url, tmp_path), wanted("Aleppo"))
        service.entries = {}
        assert find(provider(url, tmp_path, fresh=True), wanted("Aleppo")) == [[]]
        assert find(provider(url, tmp_path), wanted("Aleppo")) == [[]]


@pytest.mark.parametrize(
    ("manifest", "identifier", "iri"),
    [
        ({"identifierSpace": "https://e.org/id/"}, "7", "https://e.org/id/7"),
        ({"identifierSpace": "https://e.org/id"}, "https://e.org/7", "https://e.org/7"),
        ({"identifierSpace": "x", "view": {"url": "https://e.org/{{id}}.html"}}, "7", "https://e.org/7.html"),
    ],
)
def test_ids_become_web_addresses(tmp_path: Path, manifest: dict[str, object], identifier: str, iri: str) -> None:
    service = Service({"a": [{"id": identifier, "name": "a"}]}, manifest=manifest)
    with running(service) as url:
        ((found,),) = find(provider(url, tmp_path), wanted("a"))
    assert (found.entry, found.method) == (iri, f"{url}: no score")


@pytest.mark.parametrize("identifier", ["7", "", "a b", "<x>"])
def test_an_id_that_makes_no_web_address_is_told(tmp_path: Path, identifier: str) -> None:
    service = Service({"a": [{"id": identifier, "name": "a"}]}, manifest={"identifierSpace": "x"})
    with running(service) as url:
        asked = provider(url, tmp_path)
        assert find(asked, wanted("a")) == [[]]
    assert asked.notices == [f"{url}: the entry {identifier!r} has no name or no web address."]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<html>", "the answer is not JSON"),
        ("[]", "the answer is no JSON object"),
        ("{}", "its manifest has no identifierSpace"),
        ('{"identifierSpace": "x", "q0": 1}', "the answer has no results for 'a'"),
        ('{"identifierSpace": "x", "q0": {"result": "none"}}', "the answer has no results for 'a'"),
    ],
)
def test_an_answer_of_another_shape_is_refused_in_words(tmp_path: Path, body: str, words: str) -> None:
    with running(Service(body=body)) as url, pytest.raises(OutsideError, match=words):
        provider(url, tmp_path).find(wanted("a"))


def test_strange_results_among_good_ones_do_no_harm(tmp_path: Path) -> None:
    service = Service({"Aleppo": ["?", {"id": 7, "name": None, "score": "high"}, ALEPPO]})  # type: ignore[list-item]
    with running(service) as url:
        (found,) = find(provider(url, tmp_path), wanted("Aleppo"))
    assert found[0].label == "Aleppo"


def test_a_damaged_kept_answer_is_asked_for_again(tmp_path: Path) -> None:
    service = Service({"Aleppo": [ALEPPO]})
    with running(service) as url:
        before = find(provider(url, tmp_path), wanted("Aleppo"))
        for path in tmp_path.iterdir():
            path.write_text("{", encoding="utf-8")
        assert find(provider(url, tmp_path), wanted("Aleppo")) == before
    assert len(service.asked) == 2
