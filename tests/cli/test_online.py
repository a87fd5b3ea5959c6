"""`dateline query --online` as people type it: two endpoints on loopback, each with a small extract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from dateline.cli import run
from dateline.cli.calling import HOSTS
from store.remote.server import Double, Reply, running
from web.running import threaded

FOLDER = Path(__file__).parents[1] / "cases" / "online"
DATA = str(FOLDER / "data.ttl")
FREE = "SELECT ?name ?label { ?node rdfs:label ?name ; owl:sameAs ?entry . SERVICE <URL> { ?entry rdfs:label ?label } }"


def serving(name: str) -> Iterator[Double]:
    with running() as server:
        server.store.load((FOLDER / f"{name}.ttl").read_bytes(), ox.RdfFormat.TURTLE)
        yield server


@pytest.fixture
def wikidata() -> Iterator[Double]:
    yield from serving("wikidata")


@pytest.fixture
def dbpedia() -> Iterator[Double]:
    yield from serving("dbpedia")


@pytest.fixture(autouse=True)
def nobody_allows_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOSTS, raising=False)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["query", *arguments])
    shown = capsys.readouterr()
    return code, shown.out.replace("\r\n", "\n"), shown.err


def host(server: Double) -> str:
    return urlsplit(server.url).netloc


@pytest.mark.parametrize("name", ["wikidata", "dbpedia"])
def test_a_named_query_gives_the_same_rows_online_and_from_an_extract(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server: Double = request.getfixturevalue(name)
    expected = (0, (FOLDER / f"{name}.csv").read_text("utf-8"), "")
    address = ("-p", f"service={server.url}")
    assert said(capsys, name, DATA, "--online", "--allow-host", host(server), *address) == expected
    assert said(capsys, name, DATA, str(FOLDER / f"{name}.ttl")) == expected
    # The extract may stand in a graph of its own, and the data behind an endpoint.
    extract = ox.Store()
    extract.load((FOLDER / f"{name}.ttl").read_bytes(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("urn:extract"))
    extract.dump(str(tmp_path / "extract.nq"), ox.RdfFormat.N_QUADS)
    assert said(capsys, name, DATA, str(tmp_path / "extract.nq")) == expected
    with running() as own:
        own.store.load(Path(DATA).read_bytes(), ox.RdfFormat.TURTLE)
        asked = (name, "--endpoint", own.url, "--online", "--allow-host", host(server), *address)
        assert said(capsys, *asked) == expected


def test_dateline_serve_is_such_an_endpoint(capsys: pytest.CaptureFixture[str]) -> None:
    with threaded(FOLDER / "wikidata.ttl") as server:
        reach = ("--online", "--allow-host", urlsplit(server.address).netloc, "-p", f"service={server.address}/sparql")
        assert said(capsys, "wikidata", DATA, *reach) == (0, (FOLDER / "wikidata.csv").read_text("utf-8"), "")


def test_without_online_and_without_an_extract_there_are_no_rows(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "wikidata", DATA)
    assert (code, len(out.splitlines()), err) == (0, 1, "")


def test_two_endpoints_are_joined_with_the_data(
    wikidata: Double, dbpedia: Double, capsys: pytest.CaptureFixture[str]
) -> None:
    query = (
        "PREFIX dbo: <http://dbpedia.org/ontology/> SELECT ?name ?label ?abstract { ?node rdfs:label ?name ; "
        f"owl:sameAs ?entry ; skos:exactMatch ?page . SERVICE <{wikidata.url}> {{ ?entry rdfs:label ?label }} "
        f"SERVICE <{dbpedia.url}> {{ ?page dbo:abstract ?abstract FILTER(LANG(?abstract) = 'en') }} }} ORDER BY ?label"
    )
    hosts = ("--allow-host", host(wikidata), "--allow-host", host(dbpedia))
    code, out, err = said(capsys, "-e", query, DATA, "--online", *hosts)
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == [
        "The old bridge,Alte Brücke,An invented bridge.",
        "The old bridge,Old Bridge,An invented bridge.",
    ]


def test_a_view_shows_what_came_from_elsewhere(wikidata: Double, capsys: pytest.CaptureFixture[str]) -> None:
    reach = ("--online", "--allow-host", host(wikidata), "-p", f"service={wikidata.url}")
    code, out, _ = said(capsys, "wikidata", DATA, *reach, "--view", "map")
    assert (code, "Old Bridge  50.5° N, 8.25° E" in out) == (0, True)


def test_hosts_come_from_the_environment_too(
    wikidata: Double, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(HOSTS, f"query.wikidata.org {host(wikidata)}")
    asked = ("-e", FREE.replace("URL", wikidata.url), DATA)
    assert said(capsys, *asked, "--online")[0] == 0
    code, out, err = said(capsys, *asked)
    assert (code, out) == (2, "")
    assert "Or let the query call that host, with --online --allow-host HOST." in err


def test_a_host_that_is_not_allowed_is_refused_with_the_words_that_allow_it(
    wikidata: Double, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("wikidata", DATA, "-p", f"service={wikidata.url}", "--online")
    code, out, err = said(capsys, *asked, "--allow-host", "query.wikidata.org")
    assert (code, out) == (2, "")
    assert f"add --allow-host {host(wikidata)}." in err
    assert wikidata.seen == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("wikidata", DATA, "--allow-host", "h.example"), "--allow-host is for --online"),
        (("wikidata", DATA, "-p", "service=http://h.example/"), "asked with --online alone"),
        (("wikidata", DATA, "-p", "service=nowhere", "--online"), "is not the address of an endpoint"),
        (("wikidata", DATA, "-p", "service=http://h/> { } <x", "--online"), "parameter 'service'"),
        (("wikidata", DATA, "--online", "--allow-host", "http://h/"), "is not a host such as"),
        (("-e", "SELECT * { ?s ?p ?w SERVICE ?w { ?s ?p ?o } }", DATA, "--online"), "whatever address the data name"),
        (("-e", "SELECT * { ?s ?p ?w SERVICE ?w { ?s ?p ?o } }", DATA), "another machine"),
    ],
)
def test_a_call_without_sense_exits_with_2(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_an_endpoint_that_is_down_exits_with_3_and_a_silent_call_gives_what_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    reach = ("--online", "--allow-host", "127.0.0.1:9")
    code, out, err = said(capsys, "wikidata", DATA, *reach, "-p", "service=http://127.0.0.1:9/sparql")
    assert (code, out) == (3, "")
    assert "dateline: http://127.0.0.1:9/sparql: nothing answers there" in err
    silent = FREE.replace("SERVICE <URL>", "SERVICE SILENT <http://127.0.0.1:9/>")
    code, out, err = said(capsys, "-e", silent, DATA, *reach)
    assert (code, sorted(out.splitlines())) == (3, ["The ferry,", "The old bridge,", "name,label"])
    assert "The call is SILENT, so the answer goes on without it." in err


def test_a_busy_endpoint_is_waited_for_and_that_is_told(wikidata: Double, capsys: pytest.CaptureFixture[str]) -> None:
    wikidata.replies = [Reply(429, {"Retry-After": "0"})]
    asked = ("-e", FREE.replace("URL", wikidata.url), DATA, "--online", "--allow-host", host(wikidata))
    code, out, err = said(capsys, *asked)
    assert (code, len(out.splitlines())) == (0, 4)
    assert "The endpoint is busy; trying again in 0 s." in err


def test_the_list_and_the_text_say_what_a_query_reaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert "needs --online and --allow-host, or an extract beside DATA" in said(capsys, "--list")[1]
    assert "SERVICE <https://query.wikidata.org/sparql> {  # service" in said(capsys, "--show", "wikidata")[1]
