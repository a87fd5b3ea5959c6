"""The Python face: read, check, ask, export, and the order of the steps."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
import rdflib

import dateline
from dateline.build import build, convert, load, open_data
from dateline.errors import InputError, InvalidData, UnknownName
from dateline.store import Rows, Statements, Truth, is_store

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
BROKEN = "timeline: T\nbase: https://e.org/\nevents:\n  - {id: e, date: 2023, what: W, who: {host: nobody}}\n"


@pytest.fixture(scope="module")
def timeline() -> dateline.Timeline:
    return dateline.read(SEEDS)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def test_a_timeline_says_what_it_is(timeline: dateline.Timeline) -> None:
    assert repr(timeline).startswith("<Timeline of 21 events from ")
    assert timeline.stem == "russia-syria-iran"
    assert timeline.diagnostics == ()


def test_the_graph_is_an_rdflib_graph_with_prefixes(timeline: dateline.Timeline) -> None:
    graph = timeline.graph()

    assert isinstance(graph, rdflib.Graph)
    assert graph.namespace_manager.qname("https://w3id.org/dateline/ns#edtf") == "dl:edtf"
    assert len(graph) == len(rdflib.Graph().parse(ROOT / "exports/russia-syria-iran.ttl"))


def test_good_data_is_required_and_returned(timeline: dateline.Timeline) -> None:
    assert timeline.require_valid() is timeline


def test_bad_data_raises_only_where_good_data_is_required(broken: Path) -> None:
    timeline = dateline.read(broken)

    with pytest.raises(InvalidData, match="E202") as caught:
        timeline.require_valid()

    assert [one.code for one in caught.value.diagnostics if one.severity == "error"] == ["E202"]


def test_questions_are_asked_by_name_or_in_sparql(timeline: dateline.Timeline) -> None:
    named = timeline.query("dyad", a="Russia", b="wd:Q794")
    assert isinstance(named, Rows)
    assert len(list(named)) > 5
    assert isinstance(timeline.query("ASK { ?s dl:reverses ?o }"), Truth)
    assert isinstance(timeline.query("CONSTRUCT WHERE { ?s dl:reverses ?o }"), Statements)


def test_own_shapes_are_checked_besides_ours(timeline: dateline.Timeline, tmp_path: Path) -> None:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dl: <https://w3id.org/dateline/ns#> .\n"
        "<urn:s> a sh:NodeShape ; sh:targetClass dl:Timeline ; sh:property <urn:p> .\n"
        "<urn:p> sh:path dl:nothing ; sh:minCount 1 ; sh:message 'A timeline needs nothing.' .\n",
        encoding="utf-8",
    )

    found = timeline.check(shapes=[shapes])

    assert [one.code for one in found] == ["E592"]


def test_export_writes_one_file_every_file_or_into_a_stream(timeline: dateline.Timeline, tmp_path: Path) -> None:
    assert timeline.export(tmp_path / "one.nt") == [tmp_path / "one.nt"]
    assert timeline.export(str(tmp_path / "two.txt"), "ntriples") == [tmp_path / "two.txt"]
    written = timeline.export(tmp_path / "all")
    out = io.BytesIO()
    assert timeline.export(out, "nt") == []

    assert (tmp_path / "one.nt").read_bytes() == (tmp_path / "two.txt").read_bytes() == out.getvalue()
    assert tmp_path / "all/russia-syria-iran.ttl" in written
    with pytest.raises(UnknownName, match="export format"):
        timeline.export(tmp_path / "x.unknown")


def test_convert_needs_a_format_from_somewhere(timeline: dateline.Timeline, tmp_path: Path) -> None:
    convert(timeline, tmp_path / "x.ttl", None)
    with pytest.raises(InputError, match="--to"):
        convert(timeline, io.BytesIO(), None)

    assert (tmp_path / "x.ttl").read_bytes() == (ROOT / "exports/russia-syria-iran.ttl").read_bytes()


def test_the_checked_in_exports_are_what_the_seeds_give(tmp_path: Path) -> None:
    built = build(dateline.read(SEEDS), tmp_path)

    made = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in built.written}
    kept = {
        path.relative_to(ROOT / "exports").as_posix(): path.read_bytes()
        for path in (ROOT / "exports").rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert sorted(made) == sorted(kept), "run `dateline build seeds` in the checkout"
    assert made == kept, "run `dateline build seeds` in the checkout"


def test_the_order_of_files_changes_no_byte(tmp_path: Path) -> None:
    two = tmp_path / "data"
    shutil.copytree(SEEDS / "briefs", two / "briefs")
    shutil.copy(SEEDS / "russia-syria-iran.yaml", two)
    (two / "other.yaml").write_text(BROKEN.replace(", who: {host: nobody}", ""), encoding="utf-8")
    files = sorted(two.glob("*.yaml"))

    texts = []
    for order in (files, files[::-1]):
        out = io.BytesIO()
        dateline.read(*order).export(out, "trig")
        texts.append(out.getvalue())

    assert texts[0] == texts[1]
    assert dateline.read(*files).stem == "data"


def test_nothing_is_written_when_the_data_has_errors(broken: Path, tmp_path: Path) -> None:
    built = build(dateline.read(broken), tmp_path / "out")

    assert built.written == ()
    assert not (tmp_path / "out").exists()


def test_data_of_any_kind_can_be_asked(tmp_path: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?e a dl:Event }"
    store = tmp_path / "store"
    total, found = load(store, [SEEDS])
    assert (total > 1000, found, is_store(store)) == (True, (), True)
    copied = tmp_path / "mixed"
    shutil.copytree(SEEDS, copied)
    shutil.copy(ROOT / "exports/russia-syria-iran.nt", copied)

    for data in ([store], [SEEDS], [ROOT / "exports/russia-syria-iran.nq"], [copied]):
        with open_data(data) as opened:
            answer = opened.store.query(count)
            assert isinstance(answer, Rows)
            assert next(iter(answer))[0].value == "21"  # type: ignore[union-attr]


def test_rdf_is_asked_as_it_stands(tmp_path: Path) -> None:
    data = tmp_path / "x.ttl"
    data.write_text("<urn:a> <urn:not-ours> 1 .", encoding="utf-8")

    with open_data([data]) as opened:
        assert opened.store.query("ASK { <urn:a> <urn:not-ours> 1 }")


def test_faulty_data_is_not_loaded(broken: Path, tmp_path: Path) -> None:
    total, found = load(tmp_path / "store", [broken])

    assert total == 0
    assert [one.code for one in found] == ["E202"]
