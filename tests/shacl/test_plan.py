"""Reading shapes into a plan: what is refused, what is left to another engine, and how the plan is explained."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from dateline.errors import InputError, UnknownName, UsageError
from dateline.shacl import walk
from dateline.shacl.graph import Graph
from dateline.shacl.patterns import UnsupportedPattern, translate
from dateline.shacl.plan import compile_plan
from dateline.shacl.read import from_rdf
from dateline.shacl.validate import unsupported, validate

PREFIXES = """
@prefix : <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = ":a :p 1 , 2 ; :q :b . :b :p 3 ."


def graph(text: str) -> Graph:
    return from_rdf((PREFIXES + text).encode(), ox.RdfFormat.TURTLE)


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        (":S sh:targetClas :C ; sh:node :T .", "there is no sh:targetClas in SHACL. Did you mean 'targetClass'"),
        (":S a sh:NodeShapes .", "there is no sh:NodeShapes"),
        (":S a <http://www.w3.org/ns/shacl/NodeShape> .", "its namespace is <http://www.w3.org/ns/shacl#>"),
        (":S a sh:NodeShape ; sh:node :T .", "<https://example.org/T>: it is referred to, but nothing is said of it"),
        (":S a sh:NodeShape ; sh:node :T . :T sh:path :p .", "it is a value of sh:node"),
        (":S a sh:NodeShape ; sh:closed 1 .", "sh:closed must be true or false, not"),
        (":S a sh:NodeShape ; sh:ignoredProperties () .", "sh:ignoredProperties stands without sh:closed"),
        (":S a sh:NodeShape ; sh:minLength -1 .", "sh:minLength must be a whole number of 0 or more"),
        (":S a sh:NodeShape ; sh:pattern 'a' ; sh:flags 'iu' .", "sh:flags may have the letters s, m, i, x and q"),
        (":S a sh:NodeShape ; sh:severity 'bad' .", "sh:severity must be an IRI"),
        (":S a sh:NodeShape ; sh:property [ sh:minCount 1 ] .", "a blank node in <https://example.org/S>"),
        (":S a sh:PropertyShape ; sh:path [ sh:inversePath :p ; sh:zeroOrMorePath :q ] .", "sh:path must have exactly"),
        (":S a sh:NodeShape ; sh:entailment :E .", "infer its triples first"),
    ],
)
def test_what_is_ill_formed_is_refused_with_the_shape_and_a_reason(shapes: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        compile_plan(graph(shapes))

    assert said in str(refused.value)


def test_data_beside_shapes_may_use_any_names() -> None:
    both = graph(DATA + ":a sh:nodeShape :S ; a :C . :S a sh:NodeShape ; sh:targetNode :a ; sh:nodeKind sh:IRI .")

    assert validate(both, both).conforms


BEYOND = """
:S a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :p ; sh:node :T ] ; sh:maxLength 1 .
:T a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this WHERE {}" ] .
:U a sh:NodeShape ; sh:targetNode :b ; sh:property [ sh:path :p ; sh:pattern "(?=x)" ] .
:V a sh:NodeShape ; sh:targetNode :b ; :most 3 .
:Most a sh:ConstraintComponent ; sh:parameter [ sh:path :most ] .
:W a sh:NodeShape ; sh:targetNode :b ; sh:maxLength 1 .
"""


def test_a_shape_that_needs_more_than_core_is_left_whole_and_named() -> None:
    shapes = graph(BEYOND)

    report = validate(graph(DATA), shapes)

    assert [node.text[-1] for node in report.left] == ["S", "U", "V"]
    assert [one.shape.text[-1] for one in report.records()] == ["W"]
    assert unsupported(shapes)[0] == "<https://example.org/S>: sh:sparql"
    assert "<https://example.org/most>, a parameter of a constraint component of its own" in unsupported(shapes)[2]


def test_some_shapes_can_be_judged_alone() -> None:
    shapes = graph(":S sh:targetNode :a ; sh:maxLength 1 . :T sh:targetNode :b ; sh:maxLength 1 .")

    report = validate(graph(DATA), shapes, only=["https://example.org/T"])

    assert [one.focus.text[-1] for one in report.records()] == ["b"]
    with pytest.raises(UnknownName):
        validate(graph(DATA), shapes, only=["https://example.org/X"])


def test_a_plan_shows_each_operation_with_rows_and_time() -> None:
    shapes = ":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:maxCount 1 ; sh:node :T ] . :T sh:in ( 1 ) ."

    lines = validate(graph(DATA), graph(shapes)).explain().splitlines()

    assert [line.split("  [")[0] for line in lines] == [
        "<https://example.org/S>  for subjects of <https://example.org/p>",
        "  property a blank node with the path <https://example.org/p> in <https://example.org/S>",
        "      values of <https://example.org/p>",
        "        maxCount 1",
        "        node",
        "          shape <https://example.org/T>",
        "            in (1)",
    ]
    assert "[2 in, 3 values, " in lines[2]
    assert "[3 in, 1 wrong, " in lines[3]


def test_a_path_to_more_nodes_than_can_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_PAIRS", 50)
    ring = "".join(f":n{number} :next :n{(number + 1) % 10} ." for number in range(10))
    shapes = graph(":S sh:targetSubjectsOf :next ; sh:property [ sh:path [ sh:zeroOrMorePath :next ] ; sh:in () ] .")

    with pytest.raises(UsageError, match="too many to hold"):
        validate(graph(ring), shapes)


def test_property_shapes_shared_many_times_over_are_asked_once() -> None:
    levels = "".join(
        f":S{n} sh:path :p ; sh:property :S{n + 1} , :T{n + 1} . "
        f":T{n} sh:path :p ; sh:property :S{n + 1} , :T{n + 1} . "
        for n in range(40)
    )
    shapes = graph(levels + ":S40 sh:path :p ; sh:nodeKind sh:Literal . :T40 sh:path :p . :S0 sh:targetNode :a .")

    assert validate(graph(":a :p :a ."), shapes).count == 100


@pytest.mark.parametrize(
    ("pattern", "flags", "translated"),
    [
        ("[^[\\]]", "", "[^\\[\\]]"),
        ("[a-z-[aeiou]]", "", "[a-z--[aeiou]]"),
        ("[a&&b--c]", "", "[a\\&\\&b\\--c]"),
        ("a{2,3}{x}", "", "a{2,3}\\{x}"),
        ("a{,3}", "", "a{0,3}"),
        ("\\p{L}\\Z", "", "\\p{L}\\z"),
        ("a b[ c]\\ d", "x", "ab[ c]\\ d"),
        ("a.b", "q", "a\\.b"),
        ("^a", "im", "(?mi)(?:^a)"),
    ],
)
def test_expressions_keep_their_meaning(pattern: str, flags: str, translated: str) -> None:
    assert translate(pattern, flags) == translated


@pytest.mark.parametrize("pattern", ["a(?=b)", "(?<!a)b", "(a)\\1", "(?P=a)", "(", "(a{1000}){1000}", "[a"])
def test_expressions_that_no_linear_engine_runs_are_refused(pattern: str) -> None:
    with pytest.raises(UnsupportedPattern):
        translate(pattern, "")
