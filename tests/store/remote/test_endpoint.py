"""Asking an endpoint: the answers of a store, whole or not at all, and limits that are told."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from dateline.errors import OutsideError, QueryRefused, QuerySyntaxError, UnknownName, UsageError
from dateline.store import Rows, Statements, Truth
from dateline.store.remote import Connection, Endpoint
from store.remote.server import Double, Reply

JSON = {"Content-Type": "application/sparql-results+json"}
TWO = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:a"}},{}]}}'
ASKED = b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[%s]}}'
ONE = b'{"__ASK_RETVAL":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"1"}}'


@pytest.fixture
def endpoint(server: Double) -> Iterator[Endpoint]:
    with Endpoint(Connection(server.url)) as found:
        yield found


def test_the_three_kinds_of_answer_come_as_from_a_store(server: Double, endpoint: Endpoint) -> None:
    server.store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("é\u2028", language="en")))
    rows = endpoint.query("SELECT ?s ?o ?none { ?s ?p ?o }")
    assert isinstance(rows, Rows)
    assert rows.variables == ("s", "o", "none")
    assert list(rows) == [(ox.NamedNode("urn:a"), ox.Literal("é\u2028", language="en"), None)]
    assert endpoint.query("ASK { ?s ?p 1 }") == Truth(False)
    found = endpoint.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, Statements)
    assert [triple.subject for triple in found] == [ox.NamedNode("urn:a")]
    assert endpoint.notices == []


def test_short_queries_are_gotten_and_long_ones_posted(server: Double) -> None:
    with Endpoint(Connection(server.url)) as endpoint:
        endpoint.query("ASK {}")
        endpoint.query(f"ASK {{ ?s ?p '{'x' * 2000}' }}")
    assert [seen.method for seen in server.seen] == ["GET", "POST"]
    for method in ("get", "post"):
        with Endpoint(Connection(server.url), method=method) as endpoint:
            endpoint.query("ASK {}")
    assert [seen.method for seen in server.seen[2:]] == ["GET", "POST"]
    with pytest.raises(UnknownName, match="method"):
        Endpoint(Connection(server.url), method="put")


def test_a_large_answer_is_read_from_the_disk_and_has_all_its_rows(server: Double, endpoint: Endpoint) -> None:
    row = b'{"x":{"type":"literal","value":"%s"}}' % (b"long " * 20_000)
    head = b'{"head":{"vars":["x"]},"results":{"bindings":['
    server.replies = [Reply(headers=JSON, body=head + b",".join([row] * 200) + b"]}}")]
    answer = endpoint.query("SELECT ?x {}")
    assert isinstance(answer, Rows)
    assert sum(1 for _ in answer) == 200


def test_the_default_graph_is_named_to_the_endpoint(server: Double) -> None:
    server.store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal(1), ox.NamedNode("urn:g")))
    with Endpoint(Connection(server.url), default_graph="urn:g") as endpoint:
        assert endpoint.query("ASK { ?s ?p 1 }") == Truth(True)
    with pytest.raises(UsageError, match="not an IRI"):
        Endpoint(Connection(server.url), default_graph="no iri")


def test_prefixes_are_declared_that_the_query_uses_and_does_not_declare(server: Double, endpoint: Endpoint) -> None:
    endpoint.query("# dl:not here\nPREFIX sem: <urn:mine#> ASK { ?e a dl:Event ; sem:x 'owl:Thing' }")
    (sent,) = server.seen[0].query["query"]
    assert sent.startswith("PREFIX dl: <https://w3id.org/dateline/ns#> # dl:not here\n")
    assert sent.count("PREFIX") == 2


@pytest.mark.parametrize("text", ["SELECT * { SERVICE <urn:x> {} }", "DROP ALL", "SELECT * FROM <file:///x> {}"])
def test_a_query_that_reaches_further_is_never_sent(server: Double, endpoint: Endpoint, text: str) -> None:
    with pytest.raises(QueryRefused):
        endpoint.query(text)
    assert server.seen == []


def test_what_the_endpoint_cannot_read_is_an_error_of_the_query(endpoint: Endpoint) -> None:
    with pytest.raises(QuerySyntaxError, match=r"The endpoint cannot read the query\. It says: error at 1:"):
        endpoint.query("SELEC * { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("reply", "notices"),
    [
        (Reply(headers={**JSON, "X-SPARQL-MaxRows": "2"}, body=TWO), ["at most 2 rows"]),
        (Reply(headers={**JSON, "X-SPARQL-MaxRows": "3"}, body=TWO), []),
        (Reply(headers={**JSON, "X-SPARQL-MaxRows": "many"}, body=TWO), []),
        (Reply(headers={**JSON, "X-SQL-State": "S1TAT"}, body=TWO), ["ran out of the time"]),
        (Reply(206, JSON, TWO), ["the answer is incomplete"]),
    ],
)
def test_an_answer_that_was_cut_is_told(server: Double, endpoint: Endpoint, reply: Reply, notices: list[str]) -> None:
    server.replies = [reply]
    answer = endpoint.query("SELECT ?x {}")
    assert isinstance(answer, Rows)
    assert len(list(answer)) == 2
    assert [words in notice for words, notice in zip(notices, endpoint.notices, strict=True)] == [True] * len(notices)


def test_cut_statements_are_told_too(server: Double, endpoint: Endpoint) -> None:
    headers = {"Content-Type": "text/plain; charset=UTF-8", "X-SPARQL-MaxRows": "1"}
    server.replies = [Reply(headers=headers, body=b"<urn:a> <urn:b> <urn:c> .\n")]
    assert isinstance(endpoint.query("DESCRIBE <urn:a>"), Statements)
    assert "at most 1 rows" in endpoint.notices[0]


@pytest.mark.parametrize(("rows", "truth"), [(ONE, True), (b"", False)])
def test_an_ask_that_is_answered_by_rows_is_a_truth_value(
    server: Double, endpoint: Endpoint, rows: bytes, truth: bool
) -> None:
    server.replies = [Reply(headers=JSON, body=ASKED % rows)]
    assert endpoint.query("ASK { ?s ?p ?o }") == Truth(truth)


@pytest.mark.parametrize(
    ("query", "reply", "words"),
    [
        ("SELECT ?x {}", Reply(headers=JSON, body=TWO[:-9]), "not readable"),
        ("SELECT ?x {}", Reply(headers={"Content-Type": "text/html"}, body=b"<p>hello"), "it is text/html"),
        ("SELECT ?x {}", Reply(body=b"hello"), "of no named type"),
        ("DESCRIBE <urn:a>", Reply(headers={"Content-Type": "text/html"}, body=b"<p>"), "no syntax of RDF"),
        ("DESCRIBE <urn:a>", Reply(headers={"Content-Type": "text/turtle"}, body=b"<a> <b>"), "not readable"),
        (
            "DESCRIBE <urn:a>",
            Reply(headers={"Content-Type": "application/rdf+xml"}, body=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"),
            "document type definition",
        ),
        (
            "DESCRIBE <urn:a>",
            Reply(headers={"Content-Type": "application/ld+json"}, body=b'{"@context": "http://192.0.2.1/c"}'),
            "opens no network",
        ),
    ],
)
def test_an_answer_that_cannot_be_read_is_an_error(
    server: Double, endpoint: Endpoint, query: str, reply: Reply, words: str
) -> None:
    server.replies = [reply]
    with pytest.raises(OutsideError, match=words):
        endpoint.query(query)
