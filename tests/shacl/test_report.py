"""Reports say what the specification asks for, and complaints say where and what to mend."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from dateline.diagnostics import Severity
from dateline.shacl.complaints import diagnostics, summary
from dateline.shacl.graph import Graph
from dateline.shacl.paths import read_path
from dateline.shacl.read import from_ntriples, from_rdf
from dateline.shacl.report import serialize, triples
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import iri
from dateline.shacl.validate import Report, validate
from dateline.vocab import SH

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
DATA = b"""# a thing
<http://e.org/a> <http://e.org/kind> "no date"^^<http://www.w3.org/2001/XMLSchema#date> .
<http://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "Ding"@de .
<http://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "Thing"@en .
<http://e.org/a> <http://e.org/size> "12" .
_:x <http://e.org/part> <http://e.org/a> .
"""


def shapes(body: str) -> Graph:
    return from_rdf((HEAD + body).encode(), ox.RdfFormat.TURTLE, file="shapes.ttl")


def checked(body: str, data: bytes = DATA) -> tuple[Report, Graph]:
    graph = from_ntriples(data, file="data.nt", keep_lines=True)
    return validate(graph, shapes(body)), graph


PATHS = (
    "e:p",
    "[sh:inversePath e:p]",
    "(e:p e:q [sh:inversePath e:r])",
    "[sh:alternativePath (e:p [sh:inversePath e:q] (e:r e:s))]",
    "[sh:zeroOrMorePath [sh:alternativePath (e:p e:q)]]",
    "[sh:oneOrMorePath (e:p e:q)]",
    "(e:p [sh:zeroOrOnePath e:q])",
    "[sh:inversePath (e:p [sh:zeroOrMorePath e:q])]",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_path_is_written_out_again(path: str) -> None:
    report, _ = checked(f"e:S sh:targetNode e:a ; sh:property [ sh:path {path} ; sh:minCount 9 ] .")
    (result,) = report.records()
    graph = from_rdf(serialize(report), ox.RdfFormat.TURTLE)
    said = ShapeGraph(graph)
    (node,) = said.values_of(SH + "resultPath")
    assert read_path(said, iri("e:S"), node) == result.path


TWO = """e:S sh:targetNode e:a ; sh:property e:P .
e:P sh:path e:kind ; sh:datatype xsd:date ; sh:message "A date, please"@en, "Ein Datum"@de .
e:T sh:targetObjectsOf e:part ; sh:severity sh:Warning ; sh:property [ sh:path e:other ; sh:minCount 1 ] ."""


def test_a_result_has_all_that_the_specification_asks_for() -> None:
    report, _ = checked(TWO)
    found = {str(triple.predicate): str(triple.object) for triple in _about(report, "DatatypeConstraintComponent")}
    assert found == {
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>": f"<{SH}ValidationResult>",
        f"<{SH}resultSeverity>": f"<{SH}Violation>",
        f"<{SH}focusNode>": "<http://e.org/a>",
        f"<{SH}resultPath>": "<http://e.org/kind>",
        f"<{SH}value>": '"no date"^^<http://www.w3.org/2001/XMLSchema#date>',
        f"<{SH}sourceShape>": "<http://e.org/P>",
        f"<{SH}sourceConstraintComponent>": f"<{SH}DatatypeConstraintComponent>",
        f"<{SH}resultMessage>": found[f"<{SH}resultMessage>"],
    }
    messages = {str(one.object) for one in triples(report) if one.predicate.value == SH + "resultMessage"}
    assert {'"A date, please"@en', '"Ein Datum"@de'} <= messages


def _about(report: Report, component: str) -> list[ox.Triple]:
    everything = list(triples(report))
    (node,) = {one.subject for one in everything if str(one.object) == f"<{SH}{component}>"}
    return [one for one in everything if one.subject == node]


def test_the_report_is_the_same_each_time_and_declares_what_it_uses() -> None:
    first, second = (serialize(checked(TWO)[0]) for _ in range(2))
    assert first == second
    assert first.startswith(b"@prefix sh:")
    assert b"sh:conforms false" in first


def test_a_good_graph_conforms() -> None:
    report, graph = checked("e:S sh:targetNode e:a ; sh:property [ sh:path e:size ; sh:minCount 1 ] .")
    assert b"sh:conforms true" in serialize(report)
    assert diagnostics(report, graph) == []
    assert summary(report) == "no problems\n"


def test_conforming_is_said_of_all_results_even_when_few_are_shown() -> None:
    report, _ = checked(TWO)
    assert b"sh:conforms false" in serialize(report, ox.RdfFormat.TURTLE, limit=0)
    assert sum(str(one.object) == f"<{SH}ValidationResult>" for one in triples(report, limit=1)) == 1


def test_complaints_name_line_label_and_value() -> None:
    report, graph = checked(TWO)
    found = diagnostics(report, graph)
    assert str(found[0]) == "data.nt:2:1: error Datatype: Thing: A date, please. The value: no date."
    assert (found[1].line, found[1].severity, found[1].code) == (2, Severity.ERROR, "MinCount")
    assert found[0].subject == "http://e.org/a"
    assert "Ding: Ein Datum" in str(diagnostics(report, graph, language="de")[0])
    assert len(diagnostics(report, graph, limit=1)) == 1


def test_the_line_is_that_of_the_triple_also_against_its_direction() -> None:
    body = """e:S sh:targetNode e:a ; sh:not e:N ; sh:property e:P .
        e:P sh:path [sh:inversePath e:part] ; sh:nodeKind sh:IRI .
        e:N sh:property [ sh:path e:size ; sh:hasValue '12' ] ."""
    report, graph = checked(body)
    assert {one.code: one.line for one in diagnostics(report, graph)} == {"NodeKind": 6, "Not": 2}


def test_without_lines_a_complaint_names_the_file_alone() -> None:
    graph = from_ntriples(DATA, file="data.nt")
    report = validate(graph, shapes(TWO))
    assert {one.place for one in diagnostics(report, graph)} == {"data.nt"}


def test_the_summary_counts_by_shape_the_most_frequent_first() -> None:
    many = b"".join(b'<http://e.org/%d> <http://e.org/kind> "x" .\n' % number for number in range(1200))
    report, _ = checked(
        """e:S sh:targetSubjectsOf e:kind ; sh:property e:P .
        e:P sh:path e:kind ; sh:datatype xsd:date ; sh:minLength 2 .
        e:T sh:targetNode e:7 ; sh:nodeKind sh:Literal .""",
        many,
    )
    lines = summary(report).splitlines()
    assert len(lines) == 3
    assert [line.split()[0] for line in lines] == ["1,200", "1,200", "1"]
