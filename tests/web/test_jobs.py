"""Every job that a worker can get, over everything in the seeds, done in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.build import fill
from dateline.queries import query_names
from dateline.store import SYNTAXES, Rows, open_store
from dateline.web.answering import Desk, answer
from dateline.web.jobs import (
    Ask,
    Bind,
    Change,
    DescribeData,
    DescribeService,
    Find,
    Job,
    ReadGraph,
    Reply,
    ShowList,
    ShowThing,
)
from dateline.web.settings import Limits
from web.running import ROOT

SEED = "https://w3id.org/dateline/seed/"
NEW = "BIND(CONCAT(STR(?p), STR(?o), STR(?x)) AS ?n)"
WRITTEN = [syntax for syntax in SYNTAXES if syntax.name != "n3"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_store() as store:
        fill(store, [ROOT / "seeds"])
        yield Desk(store, Limits(rows=2000, answer_mb=2), str(tmp_path_factory.mktemp("spool")))


def done(job: Job, desk: Desk) -> Reply:
    reply = answer(job, desk)
    assert reply.status == 200, reply.body.decode()
    return reply


def code(job: Job, desk: Desk) -> str:
    reply = answer(job, desk)
    assert reply.media_type == "application/problem+json"
    return str(json.loads(reply.body)["code"])


def test_everything_has_a_page_and_a_document(desk: Desk) -> None:
    answered = desk.store.query("SELECT DISTINCT ?s { ?s ?p ?o FILTER isIRI(?s) }")
    assert isinstance(answered, Rows)
    things = [str(row[0].value) for row in answered]  # type: ignore[union-attr]
    for iri in things:
        assert b"<h1>" in done(ShowThing(iri=iri), desk).body
        quads = ox.parse(done(ShowThing(iri=iri, syntax="turtle"), desk).body, format=ox.RdfFormat.TURTLE)
        assert iri in {quad.subject.value for quad in quads}
        assert answer(Find(iri=iri), desk).status == 303
    assert len(things) > 200


def test_terms_have_a_page_and_a_document(desk: Desk) -> None:
    ontology = desk.room.ontology.store.query("SELECT DISTINCT ?s { ?s a ?type FILTER isIRI(?s) }")
    assert isinstance(ontology, Rows)
    terms = [str(row[0].value) for row in ontology]  # type: ignore[union-attr]
    for iri in terms[::3]:
        assert b"<h1>" in done(ShowThing(iri=iri), desk).body
        assert done(ShowThing(iri=iri, syntax="jsonld"), desk).body.startswith(b"{")
    assert len(terms) > 150


@pytest.mark.parametrize("syntax", WRITTEN, ids=lambda syntax: syntax.name)
def test_graphs_things_and_the_service_come_in_every_syntax(desk: Desk, syntax: object) -> None:
    media_type = syntax.media_type  # type: ignore[attr-defined]
    for job in (
        ReadGraph(None, media_type),
        ReadGraph(f"{SEED}graph/links", media_type),
        DescribeService("http://data.example/sparql", media_type, updates=True),
        DescribeData("http://data.example/", media_type),
        ShowThing(path="event/assad-putin-2024", syntax=media_type),
        Ask("CONSTRUCT WHERE { ?s a dl:Event }", media_type),
    ):
        reply = done(job, desk)
        assert reply.media_type == media_type
        assert list(ox.parse(reply.body, format=ox.RdfFormat.from_media_type(media_type)))


@pytest.mark.parametrize("name", ["home", "query", "terms", "actors", "places", "sources"])
def test_every_list_is_shown(desk: Desk, name: str) -> None:
    assert b"<h1>" in done(ShowList(name), desk).body


@pytest.mark.parametrize("name", query_names())
def test_every_named_query_is_bound_and_answered(desk: Desk, name: str) -> None:
    text = done(Bind(name, ()), desk).body.decode()

    assert done(Ask(text), desk).body


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv", "table", "markdown"])
def test_rows_and_truth_come_in_every_format(desk: Desk, form: str) -> None:
    assert b"Moscow" in done(Ask("SELECT ?l { ?p a dl:Place ; rdfs:label ?l }", format=form), desk).body
    assert b"true" in done(Ask("ASK {}", format=form), desk).body


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (Ask("SELECT"), "query-syntax"),
        (Ask("SELECT * { SERVICE <urn:x> {} }"), "query-refused"),
        (Ask("SELECT * {}", accept="image/png"), "not-acceptable"),
        (Ask("SELECT * {}", format="docx"), "not-found"),
        (Ask("SELECT * {}", default_graphs=("no IRI",)), "bad-request"),
        (Ask("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 2001"), "too-many-rows"),
        (Ask("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 2001", format="table"), "too-many-rows"),
        (Ask(f"CONSTRUCT {{ ?s <urn:p> ?n }} {{ ?s ?p ?o VALUES ?x {{ 1 2 }} {NEW} }}"), "too-many-rows"),
        (Ask("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 20000"), "answer-too-large"),
        (ReadGraph("urn:absent"), "not-found"),
        (ReadGraph("no IRI"), "bad-request"),
        (ReadGraph(None, "image/png"), "not-acceptable"),
        (DescribeService("no IRI"), "bad-request"),
        (DescribeData("http://data.example/", "image/png"), "not-acceptable"),
        (Find(path="event/absent"), "not-found"),
        (ShowThing(iri="no IRI"), "not-found"),
        (ShowThing(path="event/assad-putin-2024", syntax="docx"), "not-found"),
        (ShowList("absent"), "not-found"),
        (Bind("tie", (("a", "atlantis"),)), "bad-parameter"),
        (Bind("absent", ()), "not-found"),
        (Change("LOAD <urn:x>"), "query-refused"),
    ],
    ids=repr,
)
def test_what_cannot_be_answered_has_a_code(desk: Desk, job: Job, expected: str) -> None:
    assert code(job, desk) == expected
    assert not list(Path(desk.spool).iterdir())


def test_a_long_answer_waits_in_a_file(desk: Desk) -> None:
    reply = done(Ask("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 2000", format="xml"), desk)

    assert (reply.body, reply.file is None) == (b"", False)
    assert reply.file is not None
    assert len(Path(reply.file).read_bytes()) > 1_000_000
    Path(reply.file).unlink()


def test_an_update_is_carried_out(desk: Desk) -> None:
    assert answer(Change("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }"), desk).status == 204
    assert b"true" in done(Ask("ASK { GRAPH <urn:g> { ?s ?p 1 } }"), desk).body
