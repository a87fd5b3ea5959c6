"""A SPARQL endpoint: labels in its languages, types, names that look like queries."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import UsageError
from dateline.link.cache import Cache
from dateline.link.lookup import Lookup
from dateline.link.wanted import Wanted
from dateline.store.remote import Connection, Endpoint
from link.services import Store, running

DATA = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
wd:Q649 a wd:Q515 ; rdfs:label "Moscow"@en, "Moskau"@de ; skos:altLabel "Third Rome"@en .
wd:Q7931 a wd:Q1 ; rdfs:label "Moscow"@en .
wd:Q2 rdfs:label "Plain" .
wd:Q3 rdfs:label '"} DROP ALL #\\\\' .
"""
ENTITY = "http://www.wikidata.org/entity/"


def ask(store: Store, folder: Path, *names: str, **options: object) -> list[list[str]]:
    wanted = [Wanted(f"https://example.org/{number}", name, "place") for number, name in enumerate(names)]
    lookup = Lookup(Endpoint(Connection(store.url)), Cache(folder), **options)  # type: ignore[arg-type]
    found = lookup.find(wanted)
    return [[one.entry.removeprefix(ENTITY) for one in found[thing.iri]] for thing in wanted]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Moscow", ["Q649", "Q7931"]), ("Third Rome", ["Q649"]), ("Plain", ["Q2"]), ("Moskau", []), ("nowhere", [])],
)
def test_labels_and_other_labels_are_found(tmp_path: Path, name: str, expected: list[str]) -> None:
    store = Store(DATA)
    with running(store):
        assert ask(store, tmp_path, name) == [expected]


def test_other_languages_are_found_when_asked_for(tmp_path: Path) -> None:
    store = Store(DATA)
    with running(store):
        assert ask(store, tmp_path, "Moskau", languages=("en", "de")) == [["Q649"]]


def test_a_type_keeps_other_things_out(tmp_path: Path) -> None:
    store = Store(DATA)
    with running(store):
        assert ask(store, tmp_path, "Moscow", types={"place": ENTITY + "Q515"}) == [["Q649"]]


def test_a_name_never_becomes_query_text(tmp_path: Path) -> None:
    store = Store(DATA)
    with running(store):
        assert ask(store, tmp_path, '"} DROP ALL #\\') == [["Q3"]]


def test_many_names_go_in_few_queries_and_answers_are_kept(tmp_path: Path) -> None:
    store = Store(DATA)
    with running(store):
        first = ask(store, tmp_path, "Moscow", *(f"name {number}" for number in range(24)))
    assert len(store.asked) == 2
    assert first == ask(store, tmp_path, "Moscow", *(f"name {number}" for number in range(24)))


def test_a_type_must_be_an_iri(tmp_path: Path) -> None:
    store = Store(DATA, url="http://127.0.0.1:9/")
    with pytest.raises(UsageError, match="'a place' is not an IRI"):
        ask(store, tmp_path, "Moscow", types={"place": "a place"})
