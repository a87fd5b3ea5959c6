"""A server that takes updates: from those who know the token, and nothing that leaves the data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.build import load
from dateline.errors import QueryRefused
from dateline.store.safety import refuse_unsafe_update
from dateline.web.settings import Limits, Settings
from web.running import ROOT, Received, Server, threaded

TOKEN = "a token of the tests"
SETTINGS = Settings(limits=Limits(timeout_s=3), token=TOKEN, workers=2)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <http://data.example/New> }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = tmp_path_factory.mktemp("updates") / "store"
    load(store, [ROOT / "seeds"])
    with threaded(store, settings=SETTINGS) as running:
        yield running


def change(server: Server, text: str, token: str | None = TOKEN) -> Received:
    headers = {"Content-Type": "application/sparql-update"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    return server.send("POST", "/sparql", text.encode(), headers)


def count(server: Server) -> int:
    return int(server.ask(COUNT).json["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("token", [None, "", "another token, just as long", TOKEN.upper()])
def test_without_the_token_nothing_is_changed(server: Server, token: str | None) -> None:
    before = count(server)
    received = change(server, "INSERT DATA { <urn:x> a <http://data.example/New> }", token)

    assert (received.status, received.json["code"]) == (401, "not-authorized")
    assert received.headers["www-authenticate"] == "Bearer"
    assert count(server) == before


def test_with_the_token_data_are_changed_for_all_who_ask_afterwards(server: Server) -> None:
    before = count(server)
    direct = change(server, "INSERT DATA { <urn:a> a <http://data.example/New> }")
    form = server.send(
        "POST",
        "/sparql",
        b"update=INSERT+DATA+%7B+%3Curn%3Ab%3E+a+%3Chttp%3A%2F%2Fdata.example%2FNew%3E+%7D",
        {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Bearer {TOKEN}"},
    )

    assert (direct.status, form.status) == (204, 204)
    assert {count(server) for _ in range(6)} == {before + 2}
    assert server.get("/page?iri=urn:a", "text/html").status == 200


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:1/data.ttl>",
        "load silent <file:///etc/passwd> into graph <urn:g>",
        "INSERT DATA { <urn:x> <urn:y> 1 } ;LOAD<http://127.0.0.1:1/>",
        "\\u004COAD <http://127.0.0.1:1/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_no_update_reaches_out(server: Server, text: str) -> None:
    received = change(server, text)

    assert (received.status, received.json["code"]) == (403, "query-refused")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:load> <urn:p> 'LOAD <x>' }",
        "CLEAR SILENT GRAPH <urn:download>",
        "# LOAD\nCLEAR GRAPH <urn:g>",
    ],
)
def test_words_inside_names_and_texts_are_no_reason_to_refuse(text: str) -> None:
    refuse_unsafe_update(text)
    with pytest.raises(QueryRefused):
        refuse_unsafe_update(f"{text} ; LOAD <urn:x>")


def test_an_update_with_an_error_is_refused(server: Server) -> None:
    received = change(server, "INSERT DATA { <urn:x> }")

    assert (received.status, received.json["code"]) == (400, "query-syntax")
    assert received.json["detail"].startswith("The update is not SPARQL 1.1")


def test_an_update_that_takes_too_long_changes_nothing(server: Server) -> None:
    before = count(server)
    endless = "INSERT { ?a a <http://data.example/New> } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    received = change(server, endless)

    assert received.json["code"] in ("time-limit", "memory-limit")
    assert count(server) == before


def test_the_service_description_tells_that_updates_are_taken(server: Server) -> None:
    assert "sd:SPARQL11Update" in server.get("/sparql", "text/turtle").text
