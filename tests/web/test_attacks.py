"""What people try on a server: none of it gets through, and the next request is answered."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
import yaml
from click.testing import CliRunner

from dateline.cli.serve import serve_command
from dateline.errors import InputError
from dateline.web.settings import Limits, Settings
from web.running import ROOT, Received, Server, threaded, until

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
CASES = yaml.safe_load((ROOT / "tests/cases/store/attacks.yaml").read_text(encoding="utf-8"))
ATTACKS = [case for case in CASES if "refused" in case]
BOMB = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://data.example/">
<rdf:Description rdf:about="http://data.example/x"><e:p>&f;</e:p></rdf:Description></rdf:RDF>"""


def answers(server: Server) -> bool:
    return server.ask("ASK { ?event a dl:Event }").json["boolean"] is True


@pytest.fixture(scope="module")
def ear() -> Iterator[tuple[int, list[object]]]:
    """A port on this machine, and all who came to it."""
    heard: list[object] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                line, caller = listening.accept()
            except OSError:
                return
            heard.append(caller)
            line.close()

    threading.Thread(target=listen, daemon=True).start()
    yield listening.getsockname()[1], heard
    listening.close()


def test_the_listener_hears_who_comes(ear: tuple[int, list[object]]) -> None:
    port, heard = ear
    socket.create_connection(("127.0.0.1", port)).close()

    assert until(lambda: len(heard) == 1)
    heard.clear()


@pytest.mark.parametrize("case", ATTACKS, ids=range(len(ATTACKS)))
def test_no_query_makes_the_server_call_another_one_or_read_a_file(
    seeds: Server, ear: tuple[int, list[object]], case: dict[str, str]
) -> None:
    port, heard = ear
    received = seeds.ask(case["text"].replace("URL", f"http://127.0.0.1:{port}/"))

    assert (received.status, received.json["code"]) == (403, "query-refused")
    assert heard == []
    assert answers(seeds)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <file:///etc/passwd>",
        "SELECT * FROM <http://127.0.0.1:1/data.ttl> { ?s ?p ?o }",
    ],
)
def test_no_query_reads_a_file_or_an_address(seeds: Server, query: str) -> None:
    received = seeds.ask(query)

    assert received.status == 403 or received.json["results"]["bindings"] == []
    assert "root:" not in received.text
    assert answers(seeds)


def test_graphs_of_a_request_are_names_and_never_opened(seeds: Server, ear: tuple[int, list[object]]) -> None:
    port, heard = ear
    for graph in (f"http://127.0.0.1:{port}/data.ttl", "file:///etc/passwd"):
        asked = urlencode({"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": graph})
        assert seeds.get(f"/sparql?{asked}").json["results"]["bindings"] == []
        assert seeds.get(f"/graphs?{urlencode({'graph': graph})}").status == 404
    assert heard == []


@pytest.mark.parametrize(("path", "status"), [("/sparql", 415), ("/graphs?default", 405), ("/", 405)])
def test_an_entity_bomb_is_refused_without_being_read(seeds: Server, path: str, status: int) -> None:
    received = seeds.send("POST", path, BOMB, {"Content-Type": "application/rdf+xml"})

    assert received.status == status
    assert answers(seeds)


def test_an_entity_bomb_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "bomb.rdf").write_bytes(BOMB)

    said = refused(tmp_path / "bomb.rdf")

    assert "document type definition" in said


def test_a_remote_context_is_not_fetched(tmp_path: Path, ear: tuple[int, list[object]], seeds: Server) -> None:
    port, heard = ear
    document = f'{{"@context": "http://127.0.0.1:{port}/context", "@id": "http://data.example/x", "p": 1}}'
    (tmp_path / "data.jsonld").write_text(document)

    said = refused(tmp_path / "data.jsonld")
    received = seeds.send("POST", "/sparql", document.encode(), {"Content-Type": "application/ld+json"})

    assert "remote @context" in said
    assert received.status == 415
    assert heard == []


def refused(path: Path) -> str:
    """Serve a file that must be refused; return the reason."""
    error = CliRunner().invoke(serve_command, ["--port", "0", str(path)]).exception
    assert isinstance(error, InputError)
    return str(error)


INJECTED = [
    "https://w3id.org/dateline/seed/event/x> } ; DROP ALL ; SELECT * { <a",
    'x" . ?s ?p ?o } #',
    "\\u003e } SERVICE <http://127.0.0.1/> {",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "..%2f..%2fetc%2fpasswd",
    "http://data.example/\r\nSet-Cookie: a=b",
    "\x00",
    "é ü \U0001f600",
    "a" * 5000,
]


@pytest.mark.parametrize("text", INJECTED, ids=range(len(INJECTED)))
def test_texts_in_parameters_stay_texts(seeds: Server, text: str) -> None:
    value = quote(text, safe="")
    for path in (
        f"/thing?iri={value}", f"/page?iri={value}", f"/rdf?iri={value}&format={value}", f"/page/{value}",
        f"/event/{value}", f"/rdf/{value}.ttl", f"/graphs?graph={value}", f"/queries/{value}",
        f"/queries/actor?actor={value}", f"/queries/certainly?from={value}", f"/actors?page={value}",
        f"/sparql?query=ASK%7B%7D&default-graph-uri={value}", f"/sparql?query=ASK%7B%7D&format={value}",
    ):  # fmt: skip
        received = seeds.get(path, "text/html")
        assert received.status in (200, 303, 400, 404, 406), (path, received.text)
        assert "set-cookie" not in received.headers
        assert "<script>alert" not in received.text
        assert "Traceback" not in received.text
    assert answers(seeds)


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/page/../../../etc/passwd",
        "/rdf/../../etc/passwd.ttl",
        "/event/..%2f..%2f..%2fetc%2fpasswd",
        "/queries/..%2f..%2fcontext.jsonld",
        "/queries/%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out_of_the_server(seeds: Server, path: str) -> None:
    received = seeds.get(path)

    assert received.status == 404
    assert received.json["code"] == "not-found"


def test_a_body_that_is_too_long_is_refused_by_its_length(seeds: Server) -> None:
    received = raw(
        seeds,
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 2000000\r\n\r\n",
    )

    assert b" 413 " in received.partition(b"\r\n")[0]
    assert answers(seeds)


def test_a_body_that_does_not_tell_its_length_is_cut_off(seeds: Server) -> None:
    received = raw(
        seeds,
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"x" * 0x10000 + b"\r\n",
        repeated=b"10000\r\n" + b"x" * 0x10000 + b"\r\n",
    )

    assert b" 413 " in received.partition(b"\r\n")[0]
    assert answers(seeds)


def test_a_compressed_body_is_refused(seeds: Server) -> None:
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}

    assert seeds.send("POST", "/sparql", b"\x1f\x8b", headers).status == 415


@pytest.mark.parametrize(
    "head",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: abc\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=range(5),
)
def test_what_is_no_request_does_no_harm(seeds: Server, head: bytes) -> None:
    received = raw(seeds, head)

    assert received[9:10] in (b"", b"4"), received[:200]
    assert answers(seeds)


def raw(server: Server, head: bytes, repeated: bytes = b"") -> bytes:
    """Send bytes, and more of them until the other side has had enough; return what came back."""
    parts = urlsplit(server.address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as line:
        try:
            line.sendall(head)
            for _ in range(100 if repeated else 0):
                line.sendall(repeated)
            if not repeated:
                line.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the other side has closed; what it said before is still there to be read
        try:
            return line.recv(65536)
        except OSError:
            return b""


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::2]:80", ""])
def test_requests_for_another_host_are_refused(seeds: Server, host: str) -> None:
    received = seeds.send("GET", "/", headers={"Host": host})

    assert received.status == 421
    assert received.json["code"] == "wrong-host"


def test_other_sites_get_no_leave_to_read(seeds: Server) -> None:
    received = seeds.send("GET", "/sparql?query=ASK%7B%7D", headers={"Origin": "https://evil.example"})

    assert not any(name.startswith("access-control") for name in received.headers)
    assert received.headers["cross-origin-resource-policy"] == "same-origin"


HOSTILE = """
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix void: <http://rdfs.org/ns/void#> .
@base <http://data.example/> .

<timeline> a dl:Timeline ; void:uriSpace "http://data.example/" ; dcterms:title "<script>alert('title')</script>" ;
    dcterms:description "<img src=x onerror=alert(1)>" ; dcterms:license <javascript:alert(2)> .
<event/first> a dl:Event ; rdfs:label "<script>alert('label')</script>" ; skos:note "</p><svg onload=alert(3)>" ;
    dl:edtf "<b>2024</b>" ; dl:originalDate "\\"><script>" ; sem:hasActor <actor/x> ;
    sem:hasPlace <javascript:alert(4)> .
<actor/x> a dl:Actor , dl:Person ; rdfs:label "\\" onmouseover=\\"alert(5)" ; skos:altLabel "<i>" ;
    owl:sameAs <javascript:alert(6)> , <data:text/html,x> .
<source/s> a dl:Source ; dcterms:title "{{ 7 * 7 }} <script>" .
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("hostile") / "data.ttl"
    path.write_text(HOSTILE)
    with threaded(path) as server:
        yield server


@pytest.mark.parametrize(
    "path",
    ["/", "/actors", "/sources", "/query", "/page/event/first", "/page/actor/x", "/page/source/s", "/page/timeline",
     "/page?iri=javascript:alert(4)"],
)  # fmt: skip
def test_texts_of_the_data_are_never_markup(hostile: Server, path: str) -> None:
    received = hostile.get(path, "text/html")

    assert received.status == 200
    for markup in ("<script>alert", "<img src=x", "<svg", "<b>2024", "<i>", '" onmouseover', "49"):
        assert markup not in received.text
    for address in ('href="javascript:', 'href="data:'):
        assert address not in received.text
    policy = received.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy


def test_two_hundred_slow_queries_at_once_are_ended_and_the_server_lives_on() -> None:
    settings = Settings(limits=Limits(timeout_s=2, wait_s=3), workers=2)
    with threaded(ROOT / "seeds", settings=settings) as server, ThreadPoolExecutor(200) as crowd:
        flood = [crowd.submit(server.ask, SLOW) for _ in range(200)]
        page = server.get("/page/event/assad-putin-2024", "text/html")
        received = [one.result() for one in flood]

        assert page.status == 200
        assert set(Counter(one.json["code"] for one in received)) <= {"time-limit", "busy"}
        assert all("retry-after" in one.headers for one in received if one.status == 503)
        assert any(one.status == 504 for one in received)
        assert until(lambda: server.ask("ASK {}").status == 200)
        assert answers(server)


def test_a_query_that_wants_too_much_memory_is_ended_alone() -> None:
    greedy = "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g"
    with threaded(ROOT / "seeds", settings=Settings(limits=Limits(memory_mb=64, timeout_s=30), workers=1)) as server:
        received = server.ask(greedy)

        assert (received.status, received.json["code"]) == (500, "memory-limit")
        assert answers(server)


def test_an_answer_with_too_many_rows_is_refused_and_not_cut() -> None:
    with threaded(ROOT / "seeds", settings=Settings(limits=Limits(rows=10))) as server:
        for accept in ("application/sparql-results+json", "text/csv", "text/plain", "text/tab-separated-values"):
            assert server.ask("SELECT * { ?s ?p ?o } LIMIT 10", accept).status == 200
            received = server.ask("SELECT * { ?s ?p ?o } LIMIT 11", accept)
            assert code(received) == "too-many-rows"
        assert code(server.ask("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle")) == "too-many-rows"


def test_an_answer_that_is_too_long_is_refused() -> None:
    with threaded(ROOT / "seeds", settings=Settings(limits=Limits(answer_mb=1))) as server:
        received = server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000")

        assert code(received) == "answer-too-large"
        assert answers(server)


def code(received: Received) -> object:
    assert received.status == 400
    return received.json["code"]


def test_a_client_that_leaves_takes_its_query_with_it() -> None:
    with threaded(ROOT / "seeds", settings=Settings(limits=Limits(timeout_s=60), workers=1)) as server:
        parts = urlsplit(server.address)
        with socket.create_connection((parts.hostname or "", parts.port or 0)) as line:
            asked = f"/sparql?{urlencode({'query': SLOW})}"
            line.sendall(f"GET {asked} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            line.settimeout(0.5)
            with pytest.raises(TimeoutError):
                line.recv(1)

        assert answers(server)
