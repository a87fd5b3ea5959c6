"""RDF that is not ours, checked by shapes that are not ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.check import Shapes, examine_strangers, rdf_file, shapes_of
from dateline.check import strangers as module
from dateline.cli import run

SHAPES = """
@prefix : <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:BoatShape a sh:NodeShape ; sh:targetClass :Boat ; sh:property :name, :launched .
:name sh:path :name ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "A boat has a name."@en .
:launched sh:path :launched ; sh:datatype xsd:date .
"""
SPARQL = """
:Odd a sh:NodeShape ; sh:targetClass :Boat ; sh:sparql :q . :q a sh:SPARQLConstraint ;
  sh:message "No leaks." ; sh:select "SELECT $this WHERE { $this <https://example.org/leaks> true }" .
"""
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
BOATS = f"""<https://example.org/ida> {TYPE} <https://example.org/Boat> .
<https://example.org/ida> <https://example.org/name> "Ida" .
<https://example.org/ida> <https://example.org/launched> "1988-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .
<https://example.org/jo> {TYPE} <https://example.org/Boat> .
<https://example.org/jo> <https://example.org/leaks> true .
""".replace(" true .", ' "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .')


@pytest.fixture
def boats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("boats.nt").write_text(BOATS, encoding="utf-8")
    Path("shapes.ttl").write_text(SHAPES, encoding="utf-8")
    Path("more.ttl").write_text(SHAPES + SPARQL, encoding="utf-8")
    return "boats.nt"


def own(path: str = "shapes.ttl") -> list[Shapes]:
    return [shapes_of(rdf_file(path).triples(), path)]


def test_each_problem_stands_at_the_line_of_its_triple(boats: str) -> None:
    found = examine_strangers([boats], own())

    assert found is not None
    assert [str(one) for one in found.diagnostics] == [
        "boats.nt:3:1: error E592: <https://example.org/ida>: A value of <https://example.org/launched> is not a "
        "well-formed literal of the datatype xsd:date. The value: 1988-02-30.",
        "boats.nt:4:1: warning W592: <https://example.org/jo>: A boat has a name.",
    ]
    assert (found.total, found.summary().splitlines()[-1]) == (2, "2 problems")
    assert "sh:conforms" in found.report_turtle()
    assert "minCount 1" in found.plan()


def test_a_limit_keeps_the_count_of_all(boats: str) -> None:
    found = examine_strangers([boats], own(), limit=1)

    assert found is not None
    assert (len(found.diagnostics), found.total) == (1, 2)


def test_a_limit_hides_no_error_from_the_exit_code(boats: str, capsys: pytest.CaptureFixture[str]) -> None:
    first, *others = BOATS.splitlines(keepends=True)
    Path("turned.nt").write_text("".join([others[2], others[3], first, *others[:2]]), encoding="utf-8")

    assert run(["check", "turned.nt", "--shapes", "shapes.ttl", "--max-problems", "1"]) == 1
    assert "warning W592" in capsys.readouterr().out
    assert run(["check", "turned.nt", "--shapes", "shapes.ttl", "--max-problems", "1", "--fail-on", "none"]) == 0


def test_what_is_beyond_core_is_judged_too(boats: str) -> None:
    found = examine_strangers([boats], own("more.ttl"), both=True)

    assert found is not None
    assert "boats.nt: error E592: <https://example.org/jo>: No leaks." in [str(one) for one in found.diagnostics]
    assert found.total == 3


def test_several_files_are_one_graph(boats: str) -> None:
    Path("names.ttl").write_text('<https://example.org/jo> <https://example.org/name> "Jo" .', encoding="utf-8")

    found = examine_strangers([boats, "names.ttl"], own())

    assert found is not None
    assert [(one.file, one.line) for one in found.diagnostics] == [("boats.nt, names.ttl", 0)]


def test_a_large_file_is_judged_in_chunks(boats: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = examine_strangers([boats], own())
    monkeypatch.setattr(module, "CHUNKED", 1)

    found = examine_strangers([boats], own())

    assert found is not None
    assert whole is not None
    assert found.total == whole.total
    assert {one.code for one in found.diagnostics} == {"E592", "W592"}


@pytest.mark.parametrize(
    ("lines", "codes"),
    [("<urn:c> <urn:p> <urn:o> .\n", ["E591"]), ("<urn:c> <urn:p> .\n", ["E102"])],
)
def test_a_large_file_has_the_same_guards(
    lines: str, codes: list[str], boats: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNKED", 1)
    Path("large.nt").write_text(lines, encoding="utf-8")

    found = examine_strangers(["large.nt"], own())

    assert found is not None
    assert [one.code for one in found.diagnostics] == codes
    Path("large.nt").write_text("<urn:e> <https://w3id.org/dateline/ns#edtf> <urn:o> .\n", encoding="utf-8")
    assert examine_strangers(["large.nt"], own()) is None


def test_relative_names_are_read_under_the_base(boats: str) -> None:
    Path("relative.ttl").write_text("<jo> a <Boat> .", encoding="utf-8")

    found = examine_strangers(["relative.ttl"], own(), base="https://example.org/")

    assert found is not None
    assert [one.subject for one in found.diagnostics] == ["https://example.org/jo"]


def test_our_own_terms_are_left_to_the_whole_road(boats: str) -> None:
    Path("ours.ttl").write_text("<urn:e> a <https://w3id.org/dateline/ns#Event> .", encoding="utf-8")

    assert examine_strangers([boats, "ours.ttl"], own()) is None


def test_lines_that_are_not_rdf_are_named(boats: str) -> None:
    Path("broken.nt").write_text(BOATS + "<a> <b> .\n", encoding="utf-8")

    found = examine_strangers(["broken.nt"], own())

    assert found is not None
    assert [(one.code, one.line) for one in found.diagnostics] == [("E102", 6)]
    assert (found.total, found.plan()) == (1, "")


def test_shapes_that_look_at_nothing_are_an_error(boats: str) -> None:
    Path("cars.nt").write_text(f"<urn:c> {TYPE} <urn:Car> .", encoding="utf-8")

    found = examine_strangers(["cars.nt"], own())

    assert found is not None
    assert [one.code for one in found.diagnostics] == ["E591"]


def test_the_command_line_checks_strangers(boats: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", boats, "--shapes", "shapes.ttl", "--max-problems", "1", "--explain-plan"]) == 1

    shown = capsys.readouterr()
    assert shown.out.startswith("boats.nt:3:1: error E592")
    assert "datatype xsd:date" in shown.err
    assert shown.err.endswith("2 problems (1 not shown)\n")


@pytest.mark.parametrize("engine", ["auto", "columnar", "pyshacl"])
def test_every_engine_is_at_hand(boats: str, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", boats, "--shapes", "shapes.ttl", "--engine", engine, "--fail-on", "violation", "-f", "csv"]

    assert run(arguments) == 1
    assert capsys.readouterr().out.count("E592") == 1


def test_nothing_wrong_is_said(boats: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("good.nt").write_text(
        BOATS.partition("\n")[0] + '\n<https://example.org/ida> <https://example.org/name> "I" .\n'
    )

    assert run(["check", "good.nt", "--shapes", "shapes.ttl"]) == 0
    assert capsys.readouterr().err == "no problems\n"
