"""Which engine judges what, and that the two agree."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from dateline.check.engines import Data, Shapes, Verdict, differences, explain_plan, judge, report_turtle, shapes_of
from dateline.errors import InputError

PREFIXES = """
@prefix : <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
CORE = ":S a sh:NodeShape ; sh:targetClass :Thing ; sh:property :p . :p sh:path :on ; sh:minCount 1 ."
SPARQL = (
    ":T a sh:NodeShape ; sh:targetClass :Thing ; sh:sparql :q . :q a sh:SPARQLConstraint ; "
    'sh:select "SELECT $this WHERE { $this <https://example.org/bad> ?value }" .'
)
BAD = ":a a :Thing ; :bad 1 ."


def quads(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE))


def data(turtle: str) -> Data:
    return Data.of_lines([f"{quad.triple} ." for quad in quads(turtle)])


def shapes(turtle: str) -> Shapes:
    return shapes_of(quads(turtle), "own.ttl")


def found(verdict: Verdict) -> list[str]:
    return [one.component for one in verdict.violations]


def test_core_is_judged_by_columns_and_the_rest_by_the_reference() -> None:
    verdict = judge(data(BAD), shapes(CORE + SPARQL))

    assert sorted(found(verdict)) == ["MinCount", "SPARQL"]
    assert verdict.judges == ("<https://example.org/T> is left to pySHACL (sh:sparql)",)
    assert verdict.focus_nodes == 2
    assert "left to pySHACL" in explain_plan(verdict)


def test_shapes_of_core_alone_never_wake_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.check.reference.validate", None)

    assert found(judge(data(BAD), shapes(CORE))) == ["MinCount"]


def test_the_columnar_engine_alone_refuses_what_it_cannot_judge() -> None:
    with pytest.raises(InputError, match=r"own.ttl: the columnar engine cannot judge all of it: .*sh:sparql"):
        judge(data(BAD), shapes(SPARQL), "columnar")


def test_the_reference_can_judge_all() -> None:
    verdict = judge(data(BAD), shapes(CORE + SPARQL), "pyshacl")

    assert sorted(found(verdict)) == ["MinCount", "SPARQL"]
    assert explain_plan(verdict) == "pySHACL judged all shapes\n"


@pytest.mark.parametrize("engine", ["auto", "pyshacl"])
def test_the_report_is_the_same_graph_from_either_engine(engine: str) -> None:
    turtle = report_turtle([judge(data(BAD), shapes(CORE), engine)])

    kept = {"focusNode", "resultPath", "sourceShape", "sourceConstraintComponent", "resultSeverity", "conforms"}
    parsed = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    facts = {(quad.predicate.value.rpartition("#")[2], str(quad.object)) for quad in parsed}
    assert {fact for fact in facts if fact[0] in kept} == {
        ("conforms", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("focusNode", "<https://example.org/a>"),
        ("resultPath", "<https://example.org/on>"),
        ("resultSeverity", "<http://www.w3.org/ns/shacl#Violation>"),
        ("sourceConstraintComponent", "<http://www.w3.org/ns/shacl#MinCountConstraintComponent>"),
        ("sourceShape", "<https://example.org/p>"),
    }


def test_several_verdicts_make_one_document() -> None:
    both = [judge(data(BAD), shapes(CORE)), judge(data(BAD), shapes(SPARQL))]

    parsed = list(ox.parse(report_turtle(both), format=ox.RdfFormat.TURTLE))

    assert len([quad for quad in parsed if quad.object.value.endswith("#ValidationResult")]) == 2


def test_engines_that_agree_have_no_differences() -> None:
    assert differences(data(BAD), shapes(CORE + SPARQL)) == []


def test_a_difference_names_the_engine_and_the_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.check.engines._violations", lambda _: ())

    (told,) = differences(data(BAD), shapes(CORE))

    assert told == (
        "Only pySHACL finds: https://example.org/p MinCount at https://example.org/a https://example.org/on."
    )


def test_the_https_spelling_of_the_shacl_namespace_is_refused() -> None:
    with pytest.raises(InputError, match="namespace with https"):
        shapes("<urn:S> a <https://www.w3.org/ns/shacl#NodeShape> .")


def test_shapes_without_a_target_are_refused() -> None:
    with pytest.raises(InputError, match="no shape with a target"):
        shapes(":S a sh:NodeShape ; sh:nodeKind sh:IRI .")


def test_a_sparql_constraint_that_calls_a_service_is_refused() -> None:
    query = "SELECT $this WHERE { SERVICE <http://localhost:1/> { $this ?p ?o } }"
    with pytest.raises(InputError, match="SPARQL constraint is refused"):
        shapes(f':S a sh:NodeShape ; sh:targetClass :Thing ; sh:sparql :q . :q sh:select "{query}" .')


def test_an_ill_formed_shape_is_an_error_with_the_name_of_its_file() -> None:
    with pytest.raises(InputError, match=r"^own\.ttl: "):
        shapes(":S a sh:NodeShape ; sh:targetClass :Thing ; sh:property [ sh:minCount 1 ] .")


def test_ill_typed_literals_are_found_where_rdflib_finds_them_and_where_it_does_not() -> None:
    given = data(
        ':a :p "24"^^xsd:gYear, "2024"^^xsd:gYear, "-0043Z"^^xsd:gYear, "2024-13"^^xsd:gYearMonth, '
        '"x"^^xsd:integer, "-0043-03-15"^^xsd:date, "text", "text"@en, :b .'
    )

    assert sorted(text for _, _, text, _ in given.ill_typed()) == ["2024-13", "24", "x"]
