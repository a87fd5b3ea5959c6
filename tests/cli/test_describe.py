"""`dateline describe` and what `dateline build` says of its exports, as a user meets them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.cli import run

ROOT = Path(__file__).parents[2]
TIMELINE = ROOT / "tests/cases/describe/harbor.yaml"
DUMP = ROOT / "exports/russia-syria-iran.nq"
UNTOLD = (ROOT / "tests/cases/export/untold-links.rq").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def test_a_timeline_is_described_on_the_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["describe", str(TIMELINE), "--file", str(DUMP), "--publisher", "https://example.org/us"]) == 0

    out, err = capsys.readouterr()
    assert "<timeline> a void:Dataset, dcat:Dataset ;" in out
    assert "dcterms:publisher <https://example.org/us>" in out
    assert "dcat:downloadURL <russia-syria-iran.nq>" in out
    assert "dcterms:modified" not in out
    assert err == ""


def test_what_is_missing_is_told_and_the_description_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "void.ttl"

    assert run(["describe", str(TIMELINE), "-o", str(target)]) == 0

    assert f"{target.as_posix()}:" in (told := capsys.readouterr().err)
    assert "warning W592: The harbor talks: No file of the dataset is described" in told
    assert target.is_file()


def test_a_description_with_errors_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, target = tmp_path / "x.nt", tmp_path / "void.ttl"
    data.write_text('<urn:a> <urn:p> "x" .\n', encoding="utf-8")

    assert run(["describe", str(data), "--base", "https://e.org/", "-o", str(target)]) == 1
    assert "A dataset needs a title" in capsys.readouterr().err
    assert not target.exists()
    assert run(["describe", str(data)]) == 2
    assert "Say it with --base" in capsys.readouterr().err


def test_the_day_of_the_last_change_is_that_of_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert run(["build", str(TIMELINE), "-o", str(tmp_path)]) == 0
    assert 'dcterms:modified "2023-11-14"^^xsd:date' in (tmp_path / "void.ttl").read_text(encoding="utf-8")
    assert run(["describe", str(TIMELINE), "--modified", "2024-01-02"]) == 0
    assert 'dcterms:modified "2024-01-02"^^xsd:date' in capsys.readouterr().out

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run(["describe", str(TIMELINE)]) == 2
    assert "'yesterday' is not a number of seconds since 1970" in capsys.readouterr().err


def test_a_folder_of_exports_is_read_without_its_description(tmp_path: Path) -> None:
    assert run(["build", str(TIMELINE), "-o", str(tmp_path / "out")]) == 0
    (tmp_path / "data").mkdir()
    for name in ("harbor.ttl", "void.ttl"):
        shutil.copy(tmp_path / "out" / name, tmp_path / "data")

    assert run(["check", str(tmp_path / "data")]) == 0
    assert run(["load", str(tmp_path / "store"), str(tmp_path / "data")]) == 0
    store = ox.Store.read_only(str(tmp_path / "store"))
    assert not store.query("ASK { ?s a <http://www.w3.org/ns/dcat#Dataset> }")


def test_the_links_of_a_build_load_alone_and_tell_where_each_comes_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    assert run(["link", str(tmp_path / "seeds/russia-syria-iran.yaml")]) == 0
    assert run(["build", str(tmp_path / "seeds"), "-o", str(tmp_path / "out")]) == 0
    links = tmp_path / "out/russia-syria-iran.links.ttl"
    capsys.readouterr()

    assert run(["check", str(links), "--shapes", "links", "--both"]) == 0
    assert run(["load", str(tmp_path / "store"), str(links)]) == 0
    count = "SELECT (COUNT(*) AS ?n) { [] owl:annotatedTarget ?entry }"
    assert run(["query", "-e", count, str(tmp_path / "store"), "-f", "csv"]) == 0
    assert run(["query", "-e", UNTOLD, str(tmp_path / "store"), "-f", "csv"]) == 0
    assert capsys.readouterr().out.split()[-3:] == ["n", "30", "false"]
    assert "russia-syria-iran.links.ttl" in (tmp_path / "out/void.ttl").read_text(encoding="utf-8")


def test_a_graph_and_its_links_are_asked_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph, links = tmp_path / "graph.ttl", tmp_path / "links.ttl"
    graph.write_text('<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "A" .\n', encoding="utf-8")
    links.write_text("<urn:a> <http://www.w3.org/2002/07/owl#sameAs> <urn:b> .\n", encoding="utf-8")

    asked = "SELECT ?name ?entry { ?a rdfs:label ?name ; owl:sameAs ?entry }"
    assert run(["query", "-e", asked, str(graph), str(links), "-f", "csv"]) == 0

    assert capsys.readouterr().out.splitlines() == ["name,entry", "A,urn:b"]


def test_rdf_is_asked_with_the_links_file_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = "label: L, method: by hand, date: 2024-01-01"
    (tmp_path / "harbor.links.yaml").write_text(
        "links:\n"
        f"  actor/south: {{candidates: [{{entry: wd:Q2, decision: accepted, {told}}}]}}\n"
        f"  actor/nobody: {{candidates: [{{entry: wd:Q3, decision: accepted, {told}}}]}}\n",
        encoding="utf-8",
    )
    assert run(["convert", str(TIMELINE), "-o", str(tmp_path / "harbor.nt")]) == 0

    asked = "SELECT ?name { ?a owl:sameAs wd:Q2 ; rdfs:label ?name }"
    assert run(["query", "-e", asked, str(tmp_path / "harbor.nt"), "-f", "csv"]) == 0

    out, err = capsys.readouterr()
    assert out.splitlines() == ["name", "Southtown"]
    assert "harbor.links.yaml:3" in err
    assert "W218" in err
