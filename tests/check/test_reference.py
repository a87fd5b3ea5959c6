"""Guards around pySHACL: each of these passes without them."""

from __future__ import annotations

import logging

import pyoxigraph as ox
import pytest
import rdflib

from dateline.check.reference import exact_literals, focus_nodes, graph_of, validate
from dateline.check.violations import root_causes
from dateline.diagnostics import Severity
from dateline.errors import InputError

PREFIXES = """
@prefix : <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def quads(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


def graph(turtle: str) -> rdflib.Graph:
    return graph_of(quads(turtle))


DAYS = graph(
    ":Days a sh:NodeShape ; sh:targetClass :Thing ; sh:property :day . :day sh:path :on ; sh:datatype xsd:date ."
)


def values(data: str) -> list[str | None]:
    return [one.value for one in validate(graph(data), DAYS).violations]


def test_literals_keep_their_spelling() -> None:
    kept = graph(':a :on "2024-07-24T10:00:00Z"^^xsd:date, "007"^^xsd:integer, "text", "text"@en .')
    assert {str(value) for value in kept.objects()} == {"2024-07-24T10:00:00Z", "007", "text"}


def test_the_switch_of_rdflib_is_as_before_afterwards() -> None:
    before = rdflib.NORMALIZE_LITERALS, logging.getLogger("rdflib.term").disabled
    with exact_literals():
        assert rdflib.NORMALIZE_LITERALS is False
    validate(graph(":a a :Thing ."), DAYS)
    assert (rdflib.NORMALIZE_LITERALS, logging.getLogger("rdflib.term").disabled) == before


def test_an_ill_typed_literal_is_a_violation_and_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    assert values(':a a :Thing ; :on "soon"^^xsd:date .') == ["soon"]
    assert caplog.records == []


@pytest.mark.parametrize("day", ["-0043-03-15", "0000-02-29", "12024-02-29"])
def test_a_valid_day_of_a_far_year_is_no_violation(day: str) -> None:
    assert values(f':a a :Thing ; :on "{day}"^^xsd:date .') == []


@pytest.mark.parametrize("day", ["-0043-02-30", "0001-02-29", "-043-03-15", "0-01-01"])
def test_an_impossible_day_of_any_year_is_a_violation(day: str) -> None:
    assert values(f':a a :Thing ; :on "{day}"^^xsd:date .') == [day]


def test_values_that_cannot_be_compared_are_a_violation_not_a_crash() -> None:
    shapes = graph(":S a sh:NodeShape ; sh:targetClass :Thing ; sh:property :o . :o sh:path :on ; sh:lessThan :off .")
    data = graph(':a a :Thing ; :on "2024-02-30"^^xsd:date ; :off "2024-03-01"^^xsd:date .')
    (found,) = validate(data, shapes).violations
    assert found.paths == ("https://example.org/on", "https://example.org/off")
    assert found.component == "LessThan"


@pytest.mark.parametrize("name", ["Violation", "Warning", "Info"])
def test_the_severity_of_a_shape_is_kept(name: str) -> None:
    shapes = graph(f":S a sh:NodeShape ; sh:targetClass :Thing ; sh:severity sh:{name} ; sh:nodeKind sh:Literal .")
    (found,) = validate(graph(":a a :Thing ."), shapes).violations
    expected = {"Violation": Severity.ERROR, "Warning": Severity.WARNING, "Info": Severity.INFO}
    assert (found.severity, found.paths) == (expected[name], ())


def test_a_severity_of_its_own_counts_as_an_error() -> None:
    shapes = graph(":S a sh:NodeShape ; sh:targetClass :Thing ; sh:severity :Urgent ; sh:nodeKind sh:Literal .")
    (found,) = validate(graph(":a a :Thing ."), shapes).violations
    assert found.severity is Severity.ERROR


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:property [ sh:path :x ; sh:minCount 1, 2 ]",
        "sh:property [ sh:minCount 1 ]",
        'sh:property [ sh:path :x ; sh:pattern "(" ]',
        "sh:property [ sh:path :x ; sh:minInclusive :y ]",
        'sh:sparql [ a sh:SPARQLConstraint ; sh:select "SELECT $this WHERE { nonsense" ]',
    ],
)
def test_a_shape_that_cannot_be_run_is_an_input_error(constraint: str) -> None:
    shapes = graph(f":S a sh:NodeShape ; sh:targetClass :Thing ; {constraint} .")
    with pytest.raises(InputError, match="its shapes cannot be run: "):
        validate(graph(':a a :Thing ; :x "v" .'), shapes)


def test_a_blank_node_in_place_of_a_value_does_not_stop_the_checks() -> None:
    shapes = graph(
        ":S a sh:NodeShape ; sh:targetClass :Thing ; sh:property :o, :k . "
        ":o sh:path :on ; sh:lessThan :off . :k sh:path :off ; sh:nodeKind sh:Literal ."
    )
    report = validate(graph(":a a :Thing ; :on 1 ; :off [] ."), shapes)
    assert [one.shape for one in root_causes(report.violations)] == ["https://example.org/k"]


def test_validation_leaves_the_shapes_as_they_are() -> None:
    before = set(DAYS)
    validate(graph(":a a :Thing ."), DAYS)
    assert set(DAYS) == before


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("sh:targetClass :Thing", {"a", "b"}),
        ("sh:targetNode :c", {"c"}),
        ("sh:targetSubjectsOf :knows", {"a"}),
        ("sh:targetObjectsOf :knows", {"b"}),
        ("a rdfs:Class", {"d"}),
        ("sh:targetClass :Nobody", set()),
    ],
)
def test_focus_nodes_are_found_by_every_kind_of_target(target: str, expected: set[str]) -> None:
    data = graph(":a a :Thing ; :knows :b . :b a :Part . :Part rdfs:subClassOf :Thing . :d a :S .")
    found = focus_nodes(data, graph(f":S a sh:NodeShape ; {target} ."))
    assert {str(node).removeprefix("https://example.org/") for node in found} == expected
