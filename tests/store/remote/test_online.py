"""Calls of other endpoints: the rows of the engine's own federation, allowed hosts alone, and all that can fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import OutsideError, QueryRefused, QuerySyntaxError, UsageError
from dateline.store import Rows, Statements, Store, Truth, open_store
from dateline.store.reaching import addresses
from dateline.store.remote import Connection, Online, online
from store.remote.server import Double, Reply, running

FEDERATED = yaml.safe_load((Path(__file__).parents[2] / "cases" / "store" / "service.yaml").read_text("utf-8"))
PREFIXES = FEDERATED["prefixes"]
TURTLE = PREFIXES.replace("PREFIX", "@prefix").replace(">", "> .")
LABELS = "SELECT * { ?s :link ?o SERVICE <ONE> { ?o :label ?l } }"


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Double, Double]]:
    with ExitStack() as kept:
        found = kept.enter_context(running()), kept.enter_context(running())
        for server, name in zip(found, ("one", "two"), strict=True):
            server.store.load((TURTLE + FEDERATED[name]).encode(), ox.RdfFormat.TURTLE)
        yield found


@pytest.fixture
def one(servers: tuple[Double, Double]) -> Double:
    servers[0].seen.clear()
    servers[0].replies.clear()
    return servers[0]


@pytest.fixture(scope="module")
def own() -> Iterator[Store]:
    with open_store() as store:
        store.load((TURTLE + FEDERATED["own"]).encode(), "trig")
        yield store


def host(server: Double) -> str:
    return f"127.0.0.1:{server.server_port}"


def reaching(store: Store, *servers: Double, timeout_s: float = 20) -> Online:
    waits: list[float] = []
    return Online(
        store, [host(one) for one in servers], lambda url: Connection(url, timeout_s=timeout_s, sleep=waits.append)
    )


def addressed(text: str, *servers: Double) -> str:
    for word, server in zip(("ONE", "TWO"), servers, strict=False):
        text = text.replace(f"<{word}", f"<{server.url}")
    return PREFIXES + text


def rows(answer: object) -> list[str]:
    if isinstance(answer, Truth | ox.QueryBoolean):
        return ["true"] if answer else []
    if isinstance(answer, ox.QueryTriples | Statements):
        return sorted({str(triple) for triple in answer})
    if isinstance(answer, Rows):
        return sorted(str(sorted(zip(answer.variables, map(str, row), strict=True))) for row in answer)
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return sorted(str(sorted((name, str(row[name])) for name in names)) for row in answer)


@pytest.mark.parametrize("case", FEDERATED["queries"], ids=lambda case: case["text"][:60])
def test_calls_give_the_rows_of_the_engines_own_federation(
    case: dict[str, object], servers: tuple[Double, Double], own: Store
) -> None:
    text = addressed(str(case["text"]), *servers)
    asked = reaching(own, *servers)
    found = rows(asked.query(text))
    assert (len(found), asked.notices) == (case["rows"], [])
    by_engine = rows(own.engine.query(text))
    assert by_engine == found or len(by_engine) == case.get("engine")


def test_an_endpoint_is_asked_about_the_rows_at_hand_alone_and_in_batches(
    one: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "BATCH", 20)
    with open_store() as store:
        lines = "".join(f":s{number} :link :o{number} .\n" for number in range(50))
        store.load((TURTLE + lines + ":s50 :link :x .").encode(), "turtle")
        found = rows(reaching(store, one).query(addressed(LABELS, one)))
    assert len(found) == 1
    assert len(one.seen) == 3
    assert all("dateline/" in seen.headers["User-Agent"] for seen in one.seen)
    sent = " ".join((seen.query or seen.form)["query"][0] for seen in one.seen)
    assert all(f"<http://example.org/o{number}>" in sent for number in range(50))
    assert ":link" not in sent.replace("PREFIX : ", "")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            "<http://127.0.0.1:1/>",
            r"to 127.0.0.1:1, which is not allowed. If you trust it, add --allow-host 127.0.0.1:1",
        ),
        ("SILENT <http://127.0.0.1:1/>", "not allowed"),
        ("<http://LOCALHOST:1/>", "--allow-host localhost:1"),
        ("<http://allowed.example@127.0.0.1:1/>", "--allow-host 127.0.0.1:1"),
        ("<http://allowed.example:80@127.0.0.1:1/>", "--allow-host 127.0.0.1:1"),
        ("<http://allowed.example:8080/>", "--allow-host allowed.example:8080"),
        ("<https://sub.allowed.example/>", "--allow-host sub.allowed.example"),
        ("<http://allowed.example.evil.example/>", "--allow-host allowed.example.evil.example"),
        ("<file:///etc/passwd>", "not the address of an endpoint"),
        ("<ftp://allowed.example/>", "not the address of an endpoint"),
        ("<http://[::1/>", "not the address of an endpoint"),
        ("?where", "whatever address the data name"),
        ("SILENT $where", "whatever address the data name"),
        ("unknown:x", "whatever address the data name"),
        ("<ONE> { SERVICE <ONE> { ?o ?p ?l } } #", "within SERVICE"),
        ("<ONE> { OPTIONAL { SERVICE ?w { ?o ?p ?l } } } #", "within SERVICE|whatever address"),
    ],
)
def test_what_is_not_allowed_is_refused_before_anything_is_sent(call: str, words: str, one: Double, own: Store) -> None:
    text = addressed(
        f"SELECT * {{ ?s :link ?o SERVICE <ONE> {{ ?o :label ?l }} SERVICE {call} {{ ?o ?p ?l }}\n }}", one
    )
    asked = Online(own, [host(one), "Allowed.example"], Connection)
    with pytest.raises(QueryRefused, match=words):
        asked.query(text)
    assert one.seen == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o \\u0053ERVICE <ONE> { ?s ?p ?o } }",
        "SELECT * { ?s ?p true . FILTER(trueSERVICE<ONE>{}) }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o SERVICE <ONE> { ?s ?p ?o } }",
        "INSERT DATA { :a :b :c }",
        "DELETE WHERE { SERVICE <ONE> { ?s ?p ?o } }",
    ],
)
def test_what_the_guard_refuses_stays_refused(text: str, one: Double, own: Store) -> None:
    with pytest.raises((QueryRefused, QuerySyntaxError)):
        reaching(own, one).query(addressed(text, one))


@pytest.mark.parametrize(
    "text", ["SELECT * { ?s ?p ?o", "SELECT * { FILTER(( }", "SELECT * { ?s ?p ?o SERVICE <ONE> }", "{", ""]
)
def test_a_broken_query_is_a_broken_query(text: str, one: Double, own: Store) -> None:
    with pytest.raises((QuerySyntaxError, QueryRefused)):
        reaching(own, one).query(addressed(text, one))


@pytest.mark.parametrize("host", ["", "https://query.wikidata.org/", "a b", "user@host", "host/path", "host:port"])
def test_a_host_is_written_as_in_an_address(host: str, own: Store) -> None:
    with pytest.raises(UsageError, match="is not a host such as"):
        Online(own, [host], Connection)


def test_an_endpoint_that_fails_ends_the_query_unless_the_call_is_silent(one: Double, own: Store) -> None:
    down = "SELECT * { ?s :link ?o SERVICE %s <http://127.0.0.1:9/> { ?o :label ?l } }"
    asked = Online(own, ["127.0.0.1:9"], Connection)
    with pytest.raises(OutsideError, match="nothing answers there"):
        asked.query(PREFIXES + down % "")
    assert len(rows(asked.query(PREFIXES + down % "SILENT"))) == 4
    assert "nothing answers there" in asked.notices[0]
    assert "SILENT" in asked.notices[0]
    one.replies = [Reply(500, body=b"no")]
    with pytest.raises(OutsideError, match="answers with an error"):
        reaching(own, one).query(addressed(LABELS, one))


def test_a_redirect_is_not_followed(one: Double, servers: tuple[Double, Double], own: Store) -> None:
    servers[1].seen.clear()
    one.replies = [Reply(302, {"Location": servers[1].url})]
    with pytest.raises(OutsideError, match="has moved to"):
        reaching(own, one).query(addressed(LABELS, one))
    assert servers[1].seen == []


def test_a_busy_endpoint_is_asked_again(one: Double, own: Store) -> None:
    one.replies = [Reply(429, {"Retry-After": "1"}), Reply(503)]
    assert len(rows(reaching(own, one).query(addressed(LABELS, one)))) == 3
    assert len(one.seen) == 3


def test_a_slow_endpoint_is_given_up(one: Double, own: Store) -> None:
    one.replies = [Reply(pause_s=0.6)]
    with pytest.raises(OutsideError, match=r"no whole answer within 0.2 seconds"):
        reaching(own, one, timeout_s=0.2).query(addressed(LABELS, one))


def test_huge_answers_and_too_many_values_are_cut_and_told(
    one: Double, own: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(online, "MOST_ROWS", 2)
    asked = reaching(own, one)
    assert len(rows(asked.query(addressed(LABELS, one)))) == 2
    assert "more than 2 rows" in asked.notices[0]
    assert "LIMIT 3" in (one.seen[-1].query or one.seen[-1].form)["query"][0]
    monkeypatch.setattr(online, "MOST_VALUES", 1)
    asked = reaching(own, one)
    asked.query(addressed(LABELS, one))
    assert "first 1 of 4 values" in asked.notices[0]


def test_limits_that_an_endpoint_tells_are_told(one: Double, own: Store) -> None:
    body = b'{"head":{"vars":["o","l"]},"results":{"bindings":[{"o":{"type":"uri","value":"http://example.org/x"}}]}}'
    headers = {"Content-Type": "application/sparql-results+json", "X-SPARQL-MaxRows": "1"}
    one.replies = [Reply(headers=headers, body=body)]
    asked = reaching(own, one)
    assert len(rows(asked.query(addressed(LABELS, one)))) == 1
    assert "at most 1 rows" in asked.notices[0]


def test_blank_nodes_of_an_endpoint_are_things_of_their_own(own: Store) -> None:
    with running() as server:
        server.store.load((TURTLE + ":x :part [ :label 'inner' ] .").encode(), ox.RdfFormat.TURTLE)
        text = addressed("SELECT ?p { ?s :link ?o SERVICE <ONE> { ?o :part ?p } }", server)
        assert "/.well-known/genid/" in rows(reaching(own, server).query(text))[0]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.text(max_size=20) | st.sampled_from(['" } SERVICE <http://127.0.0.1:9/> { "', "\\", "'''", "a\nb", "}"])
)
def test_a_text_of_an_endpoint_is_a_value_whatever_it_holds(value: str, own: Store) -> None:
    """What an endpoint sends never becomes query text: it arrives as it was, or the query is refused."""
    literal = ox.Literal(value)
    body = ox.Store()
    body.add(ox.Quad(ox.NamedNode("http://example.org/x"), ox.NamedNode("http://example.org/label"), literal))
    with running() as server:
        server.store.extend(body)
        try:
            answer = reaching(own, server).query(
                addressed("SELECT ?l { ?s :link ?o SERVICE <ONE> { ?o :label ?l } }", server)
            )
        except QueryRefused:
            assert "\\u" in value.casefold()
            return
        assert isinstance(answer, Rows)
        assert [row[0] for row in answer] == [literal]


def test_the_addresses_of_a_query_are_told_in_order() -> None:
    text = "PREFIX e: <http://e.example/> SELECT * { { SERVICE e:sparql { ?s ?p ?o } } SERVICE <http://f.example/> {} }"
    assert addresses(text) == ["http://e.example/sparql", "http://f.example/"]
    assert addresses("SELECT ?service { ?service <urn:service> 'SERVICE' } # SERVICE <x:y> {}") == []
