"""Hostile shapes and data end with a message or a result, and soon."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
import pytest

from dateline.errors import DatelineError, InputError
from dateline.shacl.read import from_rdf, from_triples
from dateline.shacl.validate import Report, unsupported, validate

CASES = Path(__file__).parents[1] / "cases" / "shacl" / "hostile"
FILES = sorted(CASES.glob("*.ttl"))
PREFIXES = """
@prefix : <https://example.org/harbor/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BOAT = ox.parse(f"{PREFIXES} :boat a :Boat ; :name 'Ida' .", format=ox.RdfFormat.TURTLE)
DATA = from_triples(BOAT)
SECONDS = 30
Found = TypeVar("Found")


def soon(work: Callable[[], Found]) -> Found:
    """Return what the work returns or raises; fail where it takes too long, without waiting any longer."""
    results: list[Found] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(SECONDS)
    assert not thread.is_alive(), f"not finished after {SECONDS} s"
    if errors:
        raise errors[0]
    return results[0]


def checked(data: str, shapes: str) -> Report:
    graphs = [from_rdf(f"{PREFIXES}{text}".encode(), ox.RdfFormat.TURTLE) for text in (data, shapes)]
    return soon(lambda: validate(graphs[0], graphs[1]))


def components(report: Report) -> list[str]:
    return sorted(one.component.rpartition("#")[2].removesuffix("ConstraintComponent") for one in report.records())


@pytest.mark.parametrize("file", FILES, ids=[path.stem for path in FILES])
def test_shapes_that_are_ill_formed_are_refused_by_name(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    name = text.splitlines()[1].removeprefix("# The message names: ")
    shapes = from_rdf(text.encode(), ox.RdfFormat.TURTLE)

    with pytest.raises(InputError) as refused:
        soon(lambda: validate(DATA, shapes))

    assert name in str(refused.value)


def test_a_pattern_that_explodes_elsewhere_is_judged_at_once() -> None:
    data = f':b a :Boat ; :name "{"a" * 5000}!" .'
    shapes = ':S a sh:NodeShape ; sh:targetClass :Boat ; sh:property [ sh:path :name ; sh:pattern "^(a+)+$" ] .'

    assert components(checked(data, shapes)) == ["Pattern"]


@pytest.mark.parametrize("pattern", ["^(?=a)b", r"^(a)\\1$", "(?<!x)y"])
def test_a_pattern_beyond_the_engine_is_named_and_not_passed_over(pattern: str) -> None:
    shapes = f':S a sh:NodeShape ; sh:targetClass :Boat ; sh:property [ sh:path :name ; sh:pattern "{pattern}" ] .'
    graph = from_rdf(f"{PREFIXES}{shapes}".encode(), ox.RdfFormat.TURTLE)

    assert any("S" in reason for reason in unsupported(graph))


def test_a_pattern_that_needs_too_much_memory_ends_with_a_message_or_is_named() -> None:
    shapes = (
        ':S a sh:NodeShape ; sh:targetClass :Boat ; sh:property [ sh:path :name ; sh:pattern "((a{999}){999}){999}" ] .'
    )
    graph = from_rdf(f"{PREFIXES}{shapes}".encode(), ox.RdfFormat.TURTLE)
    try:
        named = soon(lambda: unsupported(graph))
    except DatelineError as error:
        named = [str(error)]

    assert any("S" in reason for reason in named)


def test_a_path_around_a_ring_ends() -> None:
    ring = " ".join(f":n{number} :next :n{(number + 1) % 500} ." for number in range(500))
    shapes = (
        ":S a sh:PropertyShape ; sh:targetSubjectsOf :next ; sh:path [ sh:oneOrMorePath :next ] ; sh:maxCount 499 ."
    )

    assert components(checked(ring, shapes)) == ["MaxCount"] * 500


def test_a_path_along_a_long_chain_ends() -> None:
    chain = " ".join(f":n{number} :next :n{number + 1} ." for number in range(20_000))
    shapes = ":S a sh:PropertyShape ; sh:targetNode :n0 ; sh:path [ sh:zeroOrMorePath :next ] ; sh:maxCount 20000 ."

    assert components(checked(chain, shapes)) == ["MaxCount"]


def test_a_path_with_circles_inside_circles_ends() -> None:
    ring = " ".join(f":n{number} :next :n{(number + 1) % 40} , :n{number * 7 % 40} ." for number in range(40))
    path = "[ sh:zeroOrMorePath ( [ sh:oneOrMorePath :next ] [ sh:inversePath [ sh:zeroOrMorePath :next ] ] ) ]"

    assert components(
        checked(ring, f":S a sh:PropertyShape ; sh:targetNode :n0 ; sh:path {path} ; sh:maxCount 0 .")
    ) == ["MaxCount"]


def test_a_list_in_the_data_that_bites_its_tail_is_walked_once() -> None:
    data = ":b a :Boat ; :crew _:l . _:l rdf:first :ann ; rdf:rest _:m . _:m rdf:first :ben ; rdf:rest _:l ."
    path = "( :crew [ sh:zeroOrMorePath rdf:rest ] rdf:first )"

    assert components(
        checked(data, f":S a sh:PropertyShape ; sh:targetClass :Boat ; sh:path {path} ; sh:minCount 3 .")
    ) == ["MinCount"]


def test_classes_in_a_circle_are_all_the_same_class() -> None:
    data = ":b a :Boat . :Boat rdfs:subClassOf :Ship . :Ship rdfs:subClassOf :Boat ."

    assert checked(data, ":S a sh:NodeShape ; sh:targetClass :Ship ; sh:class :Ship .").conforms


def test_shapes_that_share_their_parts_forty_levels_deep_are_judged_once_each() -> None:
    levels = " ".join(f":S{n} a sh:NodeShape ; sh:and ( :S{n + 1} :S{n + 1} ) ." for n in range(40))
    shapes = f"{levels} :S0 sh:targetClass :Boat . :S40 a sh:NodeShape ; sh:nodeKind sh:Literal ."

    assert components(checked(":b a :Boat .", shapes)) == ["And"]


def test_shapes_nested_very_deep_end_with_a_result_or_a_message() -> None:
    nested = "".join(f":S{n} a sh:NodeShape ; sh:not :S{n + 1} . " for n in range(2_000))
    try:
        found = components(checked(":b a :Boat .", f":S0 sh:targetClass :Boat . {nested} :S2000 sh:nodeKind sh:IRI ."))
    except DatelineError as error:
        found = [type(error).__name__]

    assert found in ([], ["InputError"], ["UsageError"])


def test_a_literal_of_ten_megabytes_is_judged_like_any_other() -> None:
    data = f':b a :Boat ; :name "{"x" * 10**7}" , "{"y" * 10**7}"@en ; :length "{"9" * 10**6}"^^xsd:integer .'
    shapes = """:S a sh:NodeShape ; sh:targetClass :Boat ; sh:property
        [ sh:path :name ; sh:maxLength 9999999 ; sh:pattern "x$" ; sh:uniqueLang true ; sh:datatype xsd:string ] ,
        [ sh:path :length ; sh:datatype xsd:integer ; sh:maxInclusive 5 ] ."""

    expected = ["Datatype", "MaxInclusive", "MaxLength", "MaxLength", "Pattern"]
    assert components(checked(data, shapes)) == expected


@pytest.mark.parametrize(
    "value", ['"1e999999999"^^xsd:double', f'"1.{"0" * 100_000}1"^^xsd:decimal', '"-INF"^^xsd:double']
)
def test_numbers_out_of_all_bounds_are_compared(value: str) -> None:
    shapes = ":S a sh:NodeShape ; sh:targetClass :Boat ; sh:property [ sh:path :length ; sh:minExclusive 1 ] ."
    expected = ["MinExclusive"] if "-INF" in value else []

    assert components(checked(f":b a :Boat ; :length {value} .", shapes)) == expected


def test_a_list_of_a_hundred_thousand_allowed_values_is_read() -> None:
    shapes = f":S a sh:NodeShape ; sh:targetClass :Boat ; sh:in ( {' '.join(f':n{n}' for n in range(100_000))} ) ."

    assert components(checked(":b a :Boat . :n7 a :Boat .", shapes)) == ["In"]
