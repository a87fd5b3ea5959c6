"""`dateline link` as people use it: find, review, find again, load."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.cli import run
from link.services import Service, Store, running

TIMELINE = """\
timeline: T
base: https://example.org/t/
language: en
sources: {s: {title: S, date: 2021}}
actors:
  russia: {name: Russia, kind: state}
  georgia: {name: Georgia, kind: state}
  lavrov: {name: Lavrov, kind: person}
places:
  aleppo: {name: Aleppo}
events:
  - {id: e, date: 2020, what: Russia strikes Aleppo, who: {initiator: russia}, where: aleppo, says: {s: It struck}}
"""


@pytest.fixture
def timeline(tmp_path: Path) -> Path:
    path = tmp_path / "t.yaml"
    path.write_text(TIMELINE, encoding="utf-8")
    return path


def linked(timeline: Path, *options: str) -> int:
    return run(["link", str(timeline), *options])


def links(timeline: Path) -> str:
    return timeline.with_name("t.links.yaml").read_text(encoding="utf-8")


def test_candidates_are_shown_and_kept_for_review(timeline: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert linked(timeline) == 0
    shown = capsys.readouterr()
    assert "Russia   wd:Q159           Russia          1.00  auto" in shown.out
    assert "t.links.yaml holds 5 links that count." in shown.err
    assert "2 names still have candidates to decide on" in shown.err
    assert "entry: wd:Q58217" in links(timeline)


def test_a_second_run_changes_nothing(timeline: Path, capsys: pytest.CaptureFixture[str]) -> None:
    linked(timeline)
    before = links(timeline)
    capsys.readouterr()
    assert linked(timeline) == 0
    assert links(timeline) == before
    assert "is unchanged and holds 5 links" in capsys.readouterr().err


def test_a_decision_stays_and_reaches_the_graph(timeline: Path, capsys: pytest.CaptureFixture[str]) -> None:
    linked(timeline)
    path = timeline.with_name("t.links.yaml")
    lines = links(timeline).splitlines()
    for number, line in enumerate(lines):
        if "wd:Q58217" in line:
            lines[number] = line.replace("decision: open", "decision: accepted")
        if "wd:Q230" in line:
            lines[number] = line.replace("decision: auto", "decision: rejected")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    mine = [line for line in lines if "accepted," in line or "rejected," in line]
    assert linked(timeline) == 0
    assert [line for line in links(timeline).splitlines() if line in mine] == mine
    capsys.readouterr()
    assert run(["convert", str(timeline), "--to", "ntriples"]) == 0
    graph = capsys.readouterr().out
    assert "actor/lavrov> <http://www.w3.org/2002/07/owl#sameAs> <http://www.wikidata.org/entity/Q58217>" in graph
    assert (
        "actor/russia> <http://www.w3.org/2004/02/skos/core#exactMatch> <http://www.wikidata.org/entity/Q159>" in graph
    )
    assert "Q230>" not in graph
    assert "614540" not in graph  # the same Georgia in GeoNames


def test_the_links_make_a_graph_that_loads_alone(timeline: Path, tmp_path: Path) -> None:
    assert linked(timeline, "--graph", str(tmp_path / "links.ttl")) == 0
    assert run(["load", str(tmp_path / "store"), str(tmp_path / "links.ttl")]) == 0
    store = ox.Store.read_only(str(tmp_path / "store"))
    linksets = "ASK { ?set a <http://rdfs.org/ns/void#Linkset> ; <http://rdfs.org/ns/void#triples> 2 }"
    assert bool(store.query(linksets))


def test_the_data_are_sound_with_their_links(timeline: Path, capsys: pytest.CaptureFixture[str]) -> None:
    linked(timeline)
    capsys.readouterr()
    assert run(["check", str(timeline)]) == 0
    assert "error" not in capsys.readouterr().out


def test_a_service_can_be_asked_and_then_be_gone(timeline: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service = Service({"Aleppo": [{"id": "Q41183", "name": "Aleppo", "score": 100, "match": True}]})
    with running(service) as url:
        assert linked(timeline, "--provider", url, "--type", "place=Q486972") == 0
    assert "entry: wd:Q41183" in links(timeline)
    before = links(timeline)
    assert linked(timeline, "--provider", url, "--type", "place=Q486972") == 0
    assert links(timeline) == before
    assert {query.get("type") for batch in service.asked for query in batch.values()} == {"Q486972", None}


def test_an_endpoint_can_be_asked_by_label(timeline: Path) -> None:
    store = Store('<http://www.wikidata.org/entity/Q41183> <http://www.w3.org/2000/01/rdf-schema#label> "Aleppo"@en .')
    with running(store) as url:
        assert linked(timeline, "--provider", f"sparql:{url}") == 0
    assert f'method: "{url}: same label"' in links(timeline)
    assert all(agent.startswith("dateline/") for agent in store.agents)


def test_several_providers_keep_what_each_found(timeline: Path) -> None:
    service = Service({"Aleppo": [{"id": "https://e.org/aleppo", "name": "Aleppo", "score": 100}]})
    with running(service) as url:
        assert linked(timeline, "--provider", "offline", "--provider", url) == 0
    assert "https://e.org/aleppo" in links(timeline)
    assert "wd:Q159" in links(timeline)


def test_a_service_that_is_not_there_fails_and_leaves_the_file(
    timeline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    linked(timeline)
    before = links(timeline)
    assert linked(timeline, "--provider", "http://127.0.0.1:9/") == 3
    assert "nothing answers there" in capsys.readouterr().err
    assert links(timeline) == before


def test_a_faulty_links_file_is_not_written_over(timeline: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = timeline.with_name("t.links.yaml")
    path.write_text("links: {actor/russia: {candidates: [{entry: wd:Q159, decision: yes}]}}\n", encoding="utf-8")
    before = links(timeline)
    assert linked(timeline) == 1
    assert "error E213: A decision cannot be 'yes'." in capsys.readouterr().err
    assert links(timeline) == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--provider", "wikidata"], "'wikidata' is no provider: write offline, a web address, or sparql:"),
        (
            ["--provider", "http://127.0.0.1:9/", "--type", "city=Q515"],
            "--type 'city=Q515' is not of the form KIND=TYPE",
        ),
        (["--provider", "http://127.0.0.1:9/", "--provider", "http://127.0.0.1:7/", "--token-env", "T"], "one service"),
        (["--provider", "sparql:http://127.0.0.1:9/", "--type", "place=a b"], "'a b' is not an IRI"),
    ],
)
def test_wrong_use_is_said_in_words(
    timeline: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert linked(timeline, *options) == 2
    assert words in capsys.readouterr().err


def test_a_folder_is_no_timeline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["link", str(tmp_path)]) == 2
    assert "name one timeline, a file" in capsys.readouterr().err
