"""The file of links beside a timeline: what it says, what is wrong in it, and what becomes of the tables."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.readers.files import read
from dateline.readers.links_file import DECISIONS, Link, apply_links, links_path, links_yaml, read_links, short

BASE = "https://example.org/t/"
TIMELINE = f"""\
timeline: T
base: {BASE}
language: en
actors:
  russia: {{name: Russia, kind: state, same_as: wd:Q159}}
places:
  aleppo: {{name: Aleppo}}
events:
  - {{id: e, date: 2020, what: Russia strikes Aleppo, who: {{initiator: russia}}, where: aleppo}}
"""
TOLD = 'label: "x", method: "by hand", date: 2024-01-01'


@pytest.fixture
def timeline(tmp_path: Path) -> Path:
    path = tmp_path / "t.yaml"
    path.write_text(TIMELINE, encoding="utf-8")
    return path


def write(timeline: Path, *candidates: str, entity: str = "place/aleppo") -> Path:
    lines = "".join(f"      - {{{one}}}\n" for one in candidates)
    path = links_path(timeline)
    path.write_text(f"links:\n  {entity}:\n    name: Aleppo\n    candidates:\n{lines}", encoding="utf-8")
    return path


def place(timeline: Path, name: str = "aleppo") -> dict[str, list[str]]:
    rows = read([timeline]).tables.places.filter(id=f"{BASE}place/{name}").to_dicts()
    return {column: rows[0][column] for column in ("same_as", "exact_match", "close_match") if rows[0][column]}


@pytest.mark.parametrize(
    ("decision", "column"),
    [("accepted", "same_as"), ("auto", "exact_match"), ("close", "close_match"), ("open", None), ("rejected", None)],
)
def test_a_decision_makes_a_link_or_none(timeline: Path, decision: str, column: str | None) -> None:
    write(timeline, f"entry: wd:Q41183, decision: {decision}, {TOLD}")
    assert place(timeline) == ({column: ["http://www.wikidata.org/entity/Q41183"]} if column else {})


def test_a_state_gets_its_link_as_actor_and_as_place(timeline: Path) -> None:
    write(timeline, f"entry: geonames:2017370, decision: auto, {TOLD}", entity="actor/russia")
    tables = read([timeline]).tables
    for data in (tables.actors, tables.places.filter(id=f"{BASE}actor/russia")):
        assert data["exact_match"].to_list() == [["https://sws.geonames.org/2017370/"]]


def test_a_link_of_the_timeline_is_not_said_again(timeline: Path) -> None:
    write(timeline, f"entry: wd:Q159, decision: auto, {TOLD}", entity="actor/russia")
    assert read([timeline]).tables.actors["exact_match"].to_list() == [[]]


def test_a_reader_may_leave_the_file_aside(timeline: Path) -> None:
    write(timeline, f"entry: wd:Q41183, decision: accepted, {TOLD}")
    linked = {iri for row in read([timeline], links=False).tables.places["same_as"] for iri in row}
    assert linked == {"http://www.wikidata.org/entity/Q159"}


def test_a_folder_is_read_without_taking_the_file_for_a_timeline(timeline: Path) -> None:
    write(timeline, f"entry: wd:Q41183, decision: accepted, {TOLD}")
    found = read([timeline.parent])
    assert found.files == (timeline.as_posix(),)
    assert found.diagnostics == ()


@pytest.mark.parametrize(
    ("candidate", "code", "words"),
    [
        ("entry: wd:Q1, decision: accepted", "E217", "has no label and no method and no date"),
        ('entry: wd:Q1, decision: auto, label: "x", method: "m", date: 2024', "E217", "'2024', which is no day"),
        (f"entry: wd:Q1, decision: maybe, {TOLD}", "E213", "A decision cannot be 'maybe'."),
        (f"entry: Q1, decision: open, {TOLD}", "E212", "'Q1' is not a web address."),
        (f"entry: wd:Q1, decision: open, score: high, {TOLD}", "E211", "'high' is no score."),
        (f"entry: wd:Q1, decision: open, score: 2, {TOLD}", "E211", "'2' is no score."),
        (f"entry: wd:Q1, decision: open, colour: red, {TOLD}", "E201", "no field 'colour'"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(timeline: Path, candidate: str, code: str, words: str) -> None:
    path = write(timeline, candidate)
    (problem,) = read([timeline]).diagnostics
    assert (problem.code, problem.file, problem.line) == (code, path.as_posix(), 5)
    assert words in problem.message


def test_an_entity_that_the_timeline_does_not_have_is_a_warning(timeline: Path) -> None:
    write(timeline, f"entry: wd:Q1, decision: accepted, {TOLD}", entity="place/nowhere")
    (problem,) = read([timeline]).diagnostics
    assert (problem.code, problem.severity) == ("W218", "warning")
    assert f"{BASE}place/nowhere" in problem.message


@pytest.mark.parametrize("text", ["- a\n", "links: [a]\n", "links: {x: [a]}\n", "names: {}\n", "links: {a\n"])
def test_a_file_of_another_shape_is_refused_in_words(timeline: Path, text: str) -> None:
    links_path(timeline).write_text(text, encoding="utf-8")
    assert {one.code for one in read([timeline]).diagnostics} <= {"E102", "E106", "E201"}
    assert read([timeline]).diagnostics


@pytest.mark.parametrize("text", ["", "links:\n", "links: {}\n", "# nothing\n"])
def test_an_empty_file_says_nothing(timeline: Path, text: str) -> None:
    links_path(timeline).write_text(text, encoding="utf-8")
    assert read([timeline]).diagnostics == ()
    assert place(timeline) == {}


def test_a_file_that_is_not_there_holds_no_links(tmp_path: Path) -> None:
    file, problems = read_links(tmp_path / "none.links.yaml", BASE)
    assert (file.links, file.names, problems) == ((), {}, [])


@pytest.mark.parametrize(
    ("iri", "written"),
    [
        ("http://www.wikidata.org/entity/Q1", "wd:Q1"),
        ("https://sws.geonames.org/1/", "geonames:1"),
        ("https://sws.geonames.org/1", "https://sws.geonames.org/1"),
        ("http://dbpedia.org/resource/Moscow", "dbpedia:Moscow"),
        ("https://e.org/x", "https://e.org/x"),
    ],
)
def test_entries_are_written_in_their_short_form_where_it_means_the_same(iri: str, written: str) -> None:
    assert short(iri) == written


texts = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text
)
entities = st.sampled_from([f"{BASE}actor/a", f"{BASE}place/b c", "https://other.example/x"])
entries = st.sampled_from(
    [
        "http://www.wikidata.org/entity/Q1",
        "https://sws.geonames.org/2/",
        "http://dbpedia.org/resource/A_(b)",
        "https://e.org/?x=1&y",
    ]
)
made = st.builds(
    Link,
    entities,
    entries,
    texts,
    st.integers(0, 100).map(lambda number: number / 100),
    texts,
    st.sampled_from(DECISIONS),
    st.dates().map(str),
    texts | st.just(""),
)


@given(st.lists(made, max_size=6))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, links: list[Link]) -> None:
    path = tmp_path_factory.mktemp("links") / "t.links.yaml"
    names = {one.entity: one.label for one in links}
    ordered = sorted(links, key=lambda one: one.entity)
    path.write_text(links_yaml(ordered, names, file=PurePath("t.yaml"), base=BASE), encoding="utf-8")
    file, problems = read_links(path, BASE)
    assert problems == []
    assert [
        (one.entity, one.entry, one.label, one.score, one.method, one.decision, one.date, one.note)
        for one in file.links
    ] == [
        (one.entity, one.entry, one.label, one.score, one.method, one.decision, one.date, one.note) for one in ordered
    ]
    assert file.names == names


def test_no_links_leave_the_tables_as_they_are(timeline: Path) -> None:
    tables = read([timeline]).tables
    linked, problems = apply_links(tables, [], "x")
    assert problems == []
    assert linked.places.equals(tables.places)
