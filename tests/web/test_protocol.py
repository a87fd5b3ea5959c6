"""The SPARQL 1.1 protocols, exchange by exchange, with a real server: `cases/protocol/*.yaml`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
import yaml

from web.running import CASES, Received, Server


def read(name: str) -> Any:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def encoded(pairs: list[list[str]]) -> str:
    return urlencode([(name, value) for name, value in pairs])


EXCHANGES = [(name, case) for name in ("queries", "graphs", "updates") for case in read(name)]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{name}: {case['name']}") for name, case in EXCHANGES])
def test_an_exchange(exchange: Server, case: dict[str, Any]) -> None:
    path = case["path"]
    if "params" in case:
        path += ("&" if "?" in path else "?") + encoded(case["params"])
    headers = dict(case.get("headers", {}))
    body = case["body"].encode(case.get("encoding", "utf-8")) if "body" in case else None
    if "form" in case:
        body = encoded(case["form"]).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"

    compare(exchange.send(case.get("method", "GET"), path, body, headers), case["expect"])


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in read("formats")])
def test_an_answer_comes_in_the_format_that_is_wanted(exchange: Server, case: dict[str, Any]) -> None:
    params = {name: case[name] for name in ("query", "format") if name in case}
    headers = {"Accept": case["accept"]} if "accept" in case else {}

    compare(exchange.send("GET", f"/sparql?{urlencode(params)}", headers=headers), case["expect"])


def compare(received: Received, expected: dict[str, Any]) -> None:
    status = str(expected["status"])
    assert status in (str(received.status), f"{received.status // 100}xx"), received.text
    if "media_type" in expected:
        assert received.media_type in expected["media_type"]
    if "boolean" in expected:
        assert received.json["boolean"] is expected["boolean"]
    if "code" in expected:
        assert received.media_type == "application/problem+json"
        assert (received.json["code"], received.json["status"]) == (expected["code"], received.status)
    if "text" in expected:
        assert received.text == expected["text"]
    if "triples" in expected:
        quads = list(ox.parse(received.body, format=ox.RdfFormat.from_media_type(received.media_type)))
        assert len(quads) == expected["triples"]
        if "subject" in expected:
            assert {str(quad.subject.value) for quad in quads} == {expected["subject"]}
    for name, value in expected.get("headers", {}).items():
        assert value in received.headers[name.lower()]


def test_every_test_of_the_w3c_is_run_or_has_a_reason_not_to_be() -> None:
    run = {case["of"] for _, case in EXCHANGES if "of" in case} | {"has-endpoint-triple", "conforms-to-schema"}
    reasons = read("not-applicable")

    assert run | set(reasons) == set(read("w3c"))
    assert run.isdisjoint(reasons)
    assert all(reason.endswith(".") for reason in reasons.values())


SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("media_type", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_the_service_description_names_the_endpoint_and_its_graphs(exchange: Server, media_type: str) -> None:
    received = exchange.get("/sparql", media_type)
    quads = list(ox.parse(received.body, format=ox.RdfFormat.from_media_type(received.media_type)))

    def values(name: str) -> set[str]:
        return {quad.object.value for quad in quads if quad.predicate.value == SD + name}

    assert values("endpoint") == {f"{exchange.address}/sparql"}
    assert values("name") == {
        "http://data.example/one",
        "http://data.example/two",
        "http://data.example/person/%31",
        "http://data.example/person/1",
    }
    assert SD + "SPARQL11Query" in values("supportedLanguage")
    assert SD + "SPARQL11Update" not in values("supportedLanguage")


CLASSES = {"Service", "Dataset", "Graph", "NamedGraph"}
DOMAINS = {
    "endpoint": "Service", "supportedLanguage": "Service", "resultFormat": "Service", "defaultDataset": "Service",
    "defaultGraph": "Dataset", "namedGraph": "Dataset", "name": "NamedGraph",
}  # fmt: skip
RANGES = {"defaultDataset": "Dataset", "defaultGraph": "Graph", "namedGraph": "NamedGraph"}


def test_the_service_description_follows_the_schema_of_its_vocabulary(exchange: Server) -> None:
    kinds: dict[str, set[str]] = {}
    quads = list(ox.parse(exchange.get("/sparql").body, format=ox.RdfFormat.TURTLE))
    for quad in quads:
        if quad.predicate.value.endswith("#type"):
            kinds.setdefault(quad.subject.value, set()).add(quad.object.value.removeprefix(SD))

    assert set().union(*kinds.values()) <= CLASSES
    for quad in quads:
        if quad.predicate.value.startswith(SD):
            name = quad.predicate.value.removeprefix(SD)
            assert DOMAINS[name] in kinds[quad.subject.value]
            assert name not in RANGES or RANGES[name] in kinds[quad.object.value]
