"""A file that is judged in chunks has the report of the whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from dateline.errors import InvalidData
from dateline.shacl.chunks import validate_chunks
from dateline.shacl.graph import Graph
from dateline.shacl.read import from_ntriples, from_rdf, from_triples
from dateline.shacl.validate import Report, Result, validate
from shacl_generators import Case, cases

PREFIXES = """
@prefix : <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = """
:Boat a sh:NodeShape ; sh:targetClass :Vessel ; sh:closed true ;
    sh:ignoredProperties ( <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ) ;
    sh:property :Name , :Crew , [ sh:path ( :crew :speaks ) ; sh:minCount 2 ] .
:Name sh:path :name ; sh:minCount 1 ; sh:uniqueLang true ; sh:pattern "^[a-z]+ [0-9]+$" .
:Crew sh:path :crew ; sh:class :Person ; sh:node [ sh:property [ sh:path :speaks ; sh:node :Language ] ] .
:Language a sh:NodeShape ; sh:property [ sh:path :code ; sh:minLength 2 ; sh:minCount 1 ] .
"""


def graph(text: str) -> Graph:
    return from_rdf((PREFIXES + text).encode(), ox.RdfFormat.TURTLE)


def fleet(boats: int) -> str:
    """Return boats in an order that scatters them, with faults of many kinds, and crews and languages they share."""
    lines = [":Tug <http://www.w3.org/2000/01/rdf-schema#subClassOf> :Vessel ."]
    for number in range(boats):
        boat = f":boat{number}"
        lines.append(f"{boat} a {':Tug' if number % 2 else ':Vessel'} .")
        lines.append(f"{boat} :name 'boat {number}'{'@en' if number % 3 else ''} .")
        lines.append(f"{boat} :crew :sailor{number % 5} , _:mate{number % 7} .")
        lines.extend([f"{boat} :name 'a \\\\U0001F6A2'@en ."] if number % 4 == 1 else [])
        lines.extend([f"{boat} :colour 'red' ."] if number % 6 == 0 else [])
    for number in range(7):
        lines.append(
            f":sailor{number} a :Person ; :speaks :l{number} . _:mate{number} a :Person ; :speaks :l{number % 3} ."
        )
    lines.extend(f":l{number} :code '{'x' * number}' ." for number in range(5))
    triples = ox.parse(PREFIXES + "\n".join(lines), format=ox.RdfFormat.TURTLE)
    text = (ox.serialize((one.triple for one in triples), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    return "".join(sorted(text.splitlines(keepends=True), key=lambda line: line[::-1]))


def results(report: Report) -> Counter[Result]:
    return Counter(report.records())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fleet.nt"
    escaped = fleet(24).replace("<https://example.org/boat1>", "<https://example.org/b\\u006Fat1>", 3)
    path.write_text(
        "# a comment\n\n" + escaped.replace("<https://example.org/boat2>", "  <https://example.org/boat2>", 1)
    )
    return path


def test_chunks_find_what_the_whole_has(file: Path) -> None:
    shapes = graph(SHAPES)
    whole = validate(from_ntriples(file), shapes)

    for size in (1200, 5000):
        chunked = validate_chunks(file, shapes, size=size)
        assert results(chunked) == results(whole)
        assert list(chunked.focus_nodes.values()) == list(whole.focus_nodes.values()) == [24]
        assert chunked.notes == ()
    assert {one.component.rpartition("#")[2][: -len("ConstraintComponent")] for one in results(whole)} == {
        "Closed",
        "Pattern",
        "MinCount",
        "Node",
        "UniqueLang",
    }


@pytest.mark.parametrize(
    "shapes",
    [
        ":S sh:targetClass :Vessel ; sh:property [ sh:path [ sh:inversePath :crew ] ; sh:minCount 1 ] .",
        ":S sh:targetClass :Vessel ; sh:property [ sh:path [ sh:zeroOrMorePath :crew ] ; sh:maxCount 1 ] .",
        ":S sh:targetObjectsOf :crew ; sh:property [ sh:path :speaks ; sh:maxCount 0 ] .",
    ],
)
def test_shapes_that_reach_too_far_are_judged_whole_and_the_report_says_so(file: Path, shapes: str) -> None:
    report = validate_chunks(file, graph(shapes), size=2000)

    assert results(report) == results(validate(from_ntriples(file), graph(shapes)))
    assert len(report.notes) == 1


def test_a_target_that_the_data_lack_is_judged_once(file: Path) -> None:
    shapes = graph(":S sh:targetNode :unknown , 'text' ; sh:nodeKind sh:BlankNode .")

    assert validate_chunks(file, shapes, size=2000).count == 2


def test_a_line_that_is_no_triple_is_named_by_its_place_in_the_file(file: Path) -> None:
    with file.open("a") as stream:
        stream.write("<https://example.org/a> <https://example.org/b> .\n")
    last = len(file.read_text().splitlines())

    with pytest.raises(InvalidData) as refused:
        validate_chunks(file, graph(SHAPES), size=2000)

    assert refused.value.diagnostics[0].line == last


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_made_graphs_have_the_same_report_in_chunks(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    path = tmp_path_factory.mktemp("made") / "made.nt"
    path.write_bytes(ox.serialize(case.data, format=ox.RdfFormat.N_TRIPLES) or b"")
    shapes = from_triples(case.shapes)

    assert results(validate_chunks(path, shapes, size=400)) == results(validate(from_ntriples(path), shapes))
