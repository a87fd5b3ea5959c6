"""Clients that others wrote get from `dateline serve` what the store itself answers; answers are pages for browsers."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from dateline.build import open_data
from dateline.cli import run
from dateline.store import Rows
from interop import programs
from web.running import Server, threaded

SEEDS = Path(__file__).parents[2] / "seeds"
EVENTS = """
PREFIX dl: <https://w3id.org/dateline/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?event ?label WHERE { ?event a dl:Event ; rdfs:label ?label } ORDER BY ?event
"""
HOSTILE = """
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://data.example/event/first> a dl:Event ;
    rdfs:label "<img src='x' onerror='document.title=1'><script>document.title=2</script>" .
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with threaded(SEEDS) as running:
        yield running


@pytest.fixture(scope="module")
def events() -> list[tuple[str, str]]:
    with open_data([SEEDS]) as opened:
        answer = opened.store.query(EVENTS)
        assert isinstance(answer, Rows)
        return [(str(event.value), str(label.value)) for event, label in answer]  # type: ignore[union-attr]


def need(missing: Callable[[], str | None]) -> None:
    reason = missing()
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def wrapper(server: Server, query: str, form: str) -> SPARQLWrapper:
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery(query)
    client.setReturnFormat(form)
    return client


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows(server: Server, events: list[tuple[str, str]], method: str) -> None:
    client = wrapper(server, EVENTS, JSON)
    client.setMethod(method)
    found = client.queryAndConvert()["results"]["bindings"]

    assert [(row["event"]["value"], row["label"]["value"]) for row in found] == events


def test_sparqlwrapper_reads_the_other_formats(server: Server, events: list[tuple[str, str]]) -> None:
    rows = wrapper(server, EVENTS, XML).queryAndConvert().getElementsByTagName("result")
    lines = wrapper(server, EVENTS, CSV).queryAndConvert().decode().splitlines()
    graph = wrapper(server, "CONSTRUCT WHERE { ?event a <https://w3id.org/dateline/ns#Event> }", TURTLE)

    assert len(rows) == len(events)
    assert len(lines) == len(events) + 1
    assert len(rdflib.Graph().parse(data=graph.queryAndConvert(), format="turtle")) == len(events)


def test_sparqlwrapper_tells_a_mistake(server: Server) -> None:
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper(server, "SELECT * WHERE {", JSON).query()


def test_rdflib_asks_it_as_a_graph(server: Server, events: list[tuple[str, str]]) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.address}/sparql", returnFormat="json"))

    assert [(str(row[0]), str(row[1])) for row in graph.query(EVENTS)] == events
    kind = rdflib.URIRef("https://w3id.org/dateline/ns#Event")
    assert {str(one) for one in graph.subjects(rdflib.RDF.type, kind)} == {event for event, _ in events}


@pytest.mark.parametrize("form", ["turtle", "json-ld", "xml"])
def test_rdflib_follows_a_thing_to_its_data(server: Server, form: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use what its Dataset deprecates
        graph = rdflib.Graph().parse(f"{server.address}/event/assad-putin-2024", format=form)

    thing = rdflib.URIRef("https://w3id.org/dateline/seed/event/assad-putin-2024")
    assert (thing, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/dateline/ns#Event")) in graph


def test_comunica_finds_out_itself_that_it_is_an_endpoint(server: Server, events: list[tuple[str, str]]) -> None:
    need(programs.no_comunica)
    found = programs.comunica(f"{server.address}/sparql", EVENTS)["results"]["bindings"]

    assert [row["event"]["value"] for row in found] == [event for event, _ in events]


def test_comunica_reads_the_data_of_a_thing(server: Server) -> None:
    need(programs.no_comunica)
    found = programs.comunica(f"{server.address}/event/assad-putin-2024", EVENTS)["results"]["bindings"]

    assert "Assad visits Putin in Moscow" in found[0]["label"]["value"]


def test_the_query_page_asks_in_a_browser(server: Server) -> None:
    need(programs.no_chromium)
    asked = urlencode({"ask": "tie", "a": "russia", "b": "iran"})
    document, complaints = programs.page_in_chromium(f"{server.address}/query?{asked}")

    assert complaints == ""
    assert "4 results" in document
    assert "meanScore" in document


def test_the_query_page_tells_a_mistake_beside_its_form(server: Server) -> None:
    need(programs.no_chromium)
    document, _ = programs.page_in_chromium(f"{server.address}/query?ask=tie&a=atlantis")

    assert "the data have no actor 'atlantis'" in document


def test_texts_of_the_data_are_never_markup_in_the_editor(tmp_path: Path) -> None:
    need(programs.no_chromium)
    (tmp_path / "data.ttl").write_text(HOSTILE)
    with threaded(tmp_path / "data.ttl") as server:
        document, _ = programs.page_in_chromium(f"{server.address}/query?ask=timeline")

    assert "1 result" in document
    assert "<title>Ask · Data</title>" in document
    assert "<img" not in document


@pytest.mark.parametrize("name", ["timeline", "relations", "ties", "tie", "claims", "wikidata"])
def test_the_page_of_an_answer_breaks_none_of_its_own_rules_in_a_browser(name: str, tmp_path: Path) -> None:
    need(programs.no_chromium)
    page = tmp_path / "answer.html"
    assert run(["query", name, str(SEEDS), "-o", str(page)]) == 0
    document, complaints = programs.page_in_chromium(page.as_uri())

    assert complaints == ""
    assert "<h1>" in document
