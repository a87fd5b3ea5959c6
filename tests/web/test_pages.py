"""What people see, and how programs get from a thing to its data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.queries import query_names
from dateline.vocab import DL, RDFS
from web.running import ROOT, Server, threaded

SEED = "https://w3id.org/dateline/seed/"
EVENT = f"{SEED}event/assad-putin-2024"
TAG = re.compile(r"<[^>]+>")


def words(server: Server, path: str) -> str:
    """The text of a page as one line."""
    received = server.get(path, "text/html")
    assert (received.status, received.media_type) == (200, "text/html"), received.text
    body = received.text.partition("<main>")[2].partition("</html>")[0]
    return re.sub(r"\s+([,;.])", r"\1", " ".join(TAG.sub(" ", body).split()))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", ["Russia, Syria and Iran", "21 events 24 actors", "since 2022 Iran supplies drones to Russia"]),
        ("/actors", ["Bashar al-Assad", "Vladimir Putin"]),
        ("/places", ["Moscow"]),
        ("/sources", ["The Despotic Duo 0 events"]),
        ("/terms", ["Classes", "Event types", "Consult"]),
        ("/query", ["All events in order"]),
        (
            "/page/event/assad-putin-2024",
            [
                "July 24, 2024 · Moscow",
                "Host Vladimir Putin of Russia Visitor Bashar al-Assad of Syria",
                "In the words of the source “July 24”",
                "Followed up by Russian state media release a video",
                "On July 24, Bashar al-Assad visited Vladimir Putin in Moscow, where the two leaders talked …",
                "the date: July 24, 2024; the place: Moscow",
                "As data Turtle · JSON-LD · N-Triples",
                EVENT,
            ],
        ),
        (
            "/page/event/drone-supply",
            [
                "since 2022",
                "still going on on July 25, 2024",
                "at least 1000 drones",
                "in its words “in the thousands”",
            ],
        ),
        ("/page/event/iran-russia-divergence", ["alleged"]),
        ("/page/event/moscow-talks", ["2022 and 2023"]),
        ("/page/actor/iran", ["state Iran", "Wikidata Q794", "as supplier · Aid", "What observers say of it"]),
        ("/page/actor/putin", ["person Vladimir Putin", "Belongs to Russia"]),
        ("/page/place/moscow", ["Lies in Russia", "55.75, 37.62", "What took place here"]),
        ("/page/source/fdd-2024-07-25", ["flash brief", "What it reports", "What it says beyond events"]),
        ("/page/term/type/consult", ["Actors talk with each other", "Narrower", "Lavrov and Zarif meet"]),
        ("/page/term/ns/Event", ["Something that took place", "Kind of"]),
        ("/page/term/ns", ["The dateline ontology"]),
        ("/page/timeline", ["Russia, Syria and Iran", "dcterms:license"]),
        ("/page?iri=http://www.wikidata.org/entity/Q159", ["Where it is mentioned", "Russia owl:sameAs"]),
    ],
)
def test_a_page_says_what_one_wants_to_know(seeds: Server, path: str, said: list[str]) -> None:
    shown = words(seeds, path)

    for text in said:
        assert text in shown


def test_every_link_of_every_page_leads_somewhere(seeds: Server) -> None:
    left, seen = ["/"], set()
    while left:
        path = left.pop()
        seen.add(path)
        received = seeds.get(path, "text/html, */*;q=0.5")
        assert received.status in (200, 303), path
        if received.media_type == "text/html":
            found = re.findall(r'(?:href|src)="(/[^"]*)"', received.text)
            pages = {link.replace("&amp;", "&") for link in found if not link.startswith("/rdf")}
            left += pages - seen - set(left)
    assert len(seen) > 150


def test_everything_in_the_data_has_a_page_and_data(seeds: Server) -> None:
    rows = seeds.ask(
        "SELECT DISTINCT ?s { ?s a ?type VALUES ?type { dl:Event dl:Actor dl:Place dl:Source dl:Timeline dl:Claim } }"
    ).json["results"]["bindings"]
    for row in rows:
        local = row["s"]["value"].removeprefix(SEED)
        assert seeds.get(f"/{local}", "text/html").headers["location"] == f"/page/{local}"
        assert seeds.get(f"/page/{local}", "text/html").status == 200
    assert len(rows) > 80


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/page/event/assad-putin-2024"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/page/event/assad-putin-2024"),
        ("text/turtle", "/rdf/event/assad-putin-2024.ttl"),
        ("application/ld+json", "/rdf/event/assad-putin-2024.jsonld"),
        ("application/rdf+xml, text/html;q=0.5", "/rdf/event/assad-putin-2024.rdf"),
    ],
)
@pytest.mark.parametrize("path", ["/event/assad-putin-2024", f"/thing?iri={EVENT}"])
def test_a_thing_sends_everybody_to_what_they_read(seeds: Server, path: str, accept: str, location: str) -> None:
    received = seeds.get(path, accept)

    assert received.status == 303
    assert received.headers["location"] == location
    assert received.headers["vary"] == "Accept"


def test_a_thing_refuses_who_reads_none_of_it(seeds: Server) -> None:
    received = seeds.get("/event/assad-putin-2024", "image/png")

    assert (received.status, received.headers["vary"]) == (406, "Accept")


@pytest.mark.parametrize(
    "path", ["/event/nothing", "/page/event/nothing", "/rdf/event/nothing.ttl", "/thing?iri=urn:x"]
)
def test_what_is_not_there_is_said_in_the_readers_form(seeds: Server, path: str) -> None:
    for_programs, for_people = seeds.get(path), seeds.get(path, "text/html")

    assert for_programs.json["code"] == "not-found"
    assert (for_programs.status, for_people.status) == (404, 404)
    assert "<h1>Not Found</h1>" in for_people.text


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf"])
def test_the_data_of_an_event_are_the_same_in_every_syntax(seeds: Server, suffix: str) -> None:
    received = seeds.get(f"/rdf/event/assad-putin-2024{suffix}")
    expected = set(ox.parse(seeds.get("/rdf/event/assad-putin-2024.nt").body, format=ox.RdfFormat.N_TRIPLES))

    found = set(ox.parse(received.body, format=ox.RdfFormat.from_media_type(received.media_type)))

    assert found == expected
    subjects = {quad.subject.value for quad in found}
    assert f"{EVENT}/participation/host-putin" in subjects
    assert any("/claim/" in subject for subject in subjects)


def test_terms_have_data_as_well(seeds: Server) -> None:
    term = seeds.get("/rdf/term/type/consult.ttl")
    whole = list(ox.parse(seeds.get("/rdf/term/ns.ttl").body, format=ox.RdfFormat.TURTLE))

    assert "Actors talk with each other" in term.text
    assert len(whole) > 400


def test_a_named_query_gets_its_values(seeds: Server) -> None:
    received = seeds.get("/queries/tie?a=russia&b=iran")

    assert received.media_type == "application/sparql-query"
    assert f"<{SEED}actor/russia> <{SEED}actor/iran>" in received.text
    assert seeds.ask(received.text).status == 200


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/queries/tie?a=atlantis", 400, "the data have no actor 'atlantis'"),
        ("/queries/tie?c=1", 400, "there is no such parameter"),
        ("/queries/ti", 404, "There is no query named 'ti'"),
    ],
)
def test_a_wrong_value_is_explained(seeds: Server, path: str, status: int, said: str) -> None:
    received = seeds.get(path)

    assert received.status == status
    assert said in received.json["detail"]


def test_the_query_page_offers_every_named_query(seeds: Server) -> None:
    page = seeds.get("/query", "text/html").text

    assert [name for name in query_names() if f'data-query="{name}"' not in page] == []


@pytest.mark.parametrize("page", ["0", "x", "99999999999999999999", "-1", "1.5"])
def test_a_page_that_cannot_be_is_refused(seeds: Server, page: str) -> None:
    assert seeds.get(f"/?page={page}").json["code"] == "bad-parameter"


def test_nothing_in_the_pages_comes_from_elsewhere(seeds: Server) -> None:
    for path in ("/", "/query", "/page/event/assad-putin-2024"):
        loaded = re.findall(r'(?:src|<link[^>]* href)="([^"]*)"', seeds.get(path, "text/html").text)
        assert loaded
        assert all(address.startswith("/") for address in loaded)


ANYTHING = """
@prefix : <http://data.example/> .
:a :knows [ :name "somebody" ] , :b ; :says "hello"@en , 4 .
:b :name "B" .
"""


@pytest.fixture(scope="module")
def anything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = Path(tmp_path_factory.mktemp("anything")) / "data.ttl"
    path.write_text(ANYTHING)
    with threaded(path) as server:
        yield server


def test_rdf_of_any_kind_has_pages_and_data(anything: Server) -> None:
    assert "0 events" in words(anything, "/")
    assert "hello" in words(anything, "/page?iri=http://data.example/a")
    for form in ("turtle", "jsonld", "nt"):
        received = anything.get(f"/rdf?iri=http://data.example/a&format={form}")
        found = list(ox.parse(received.body, format=ox.RdfFormat.from_media_type(received.media_type)))
        assert len(found) == 4


def test_a_long_list_has_pages(tmp_path: Path) -> None:
    lines = [f'<urn:e{n:03}> a <https://w3id.org/dateline/ns#Event> ; <{RDFS}label> "E{n:03}" .' for n in range(201)]
    (tmp_path / "data.ttl").write_text("\n".join(lines))
    with threaded(tmp_path / "data.ttl") as server:
        first, second = server.get("/", "text/html").text, server.get("/?page=2", "text/html").text

    assert "E199" in first
    assert "E200" not in first
    assert 'href="/?page=2"' in first
    assert "E200" in second
    assert 'href="/?page=1"' in second


def test_many_events_are_shown_year_by_year(tmp_path: Path) -> None:
    lines = [f"<urn:e{n}> a <{DL}Event> ; <{DL}year> {2000 + n % 3} ; <{DL}earliestDay> {n} ." for n in range(5001)]
    lines += [f"<urn:a{n}> a <{DL}Actor> ." for n in range(5001)]
    (tmp_path / "data.ttl").write_text("\n".join(lines))
    with threaded(tmp_path / "data.ttl") as server:
        assert "2000 1,667 events 2001 1,667 events 2002 1,667 events" in words(server, "/")
        assert "e3000" in words(server, "/?year=2000&page=6")
        assert "urn:e1 " not in words(server, "/?year=2000")
        assert server.get("/?year=MM", "text/html").status == 400
        assert "0 events" in words(server, "/actors?page=26")


def test_the_bundled_editor_names_its_license() -> None:
    folder = ROOT / "src/dateline/web/static"

    assert (folder / "yasgui.min.js").stat().st_size > 500_000
    assert "MIT License" in (folder / "THIRD_PARTY.md").read_text(encoding="utf-8")
