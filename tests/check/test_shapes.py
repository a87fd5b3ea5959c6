"""Every property shape is met by the good data and broken, alone, by each of its mutations."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import yaml

from dateline import resources, vocab
from dateline.check import RdfFile, check_graph
from dateline.check.catalog import shape_entries
from dateline.check.engines import Data, Shapes, judge
from dateline.check.places import subject_lines
from dateline.check.reference import graph_of
from dateline.check.violations import root_causes
from dateline.store import syntax_named
from dateline.vocab import DL, SH

CASES = Path(__file__).parents[1] / "cases" / "shapes"
GOOD = (CASES / "good.ttl").read_text(encoding="utf-8")
PREFIXES = "".join(line for line in GOOD.splitlines(keepends=True) if line.startswith("@prefix"))
BASE = "https://example.org/t/"
SHAPE = "https://w3id.org/dateline/shapes#"
SHAPES = resources.text("shapes.ttl")
MUTATIONS: dict[str, list[dict[str, str]]] = yaml.safe_load((CASES / "mutations.yaml").read_text(encoding="utf-8"))
ENTRIES = shape_entries(SHAPES)


def parsed(turtle: str) -> rdflib.Graph:
    return graph_of(ox.parse(turtle, format=ox.RdfFormat.TURTLE))


GOOD_GRAPH = parsed(GOOD)
SHAPES_GRAPH = parsed(SHAPES)
OURS = Shapes(tuple(ox.parse(SHAPES, format=ox.RdfFormat.TURTLE)), "shapes.ttl")


def given(graph: rdflib.Graph) -> Data:
    return Data.of_lines(graph.serialize(format="nt").splitlines())


def mutated(number: int, case: dict[str, str]) -> rdflib.Graph:
    """A copy of one node of the good data under a name of its own, changed as the case says."""
    subject, copy = rdflib.URIRef(BASE + case["of"]), rdflib.URIRef(f"{BASE}{number}/{case['of']}")
    graph = graph_of(())
    for _, predicate, value in GOOD_GRAPH.triples((subject, None, None)):
        graph.add((copy, predicate, value))
    if "remove" in case:
        predicate = GOOD_GRAPH.namespace_manager.expand_curie(case["remove"])
        assert (copy, predicate, None) in graph
        graph.remove((copy, predicate, None))
    if "add" in case:
        graph += parsed(f"{PREFIXES}<{copy}> {case['add']} .")
    return graph


def broken(cases: list[dict[str, str]], engine: str) -> list[set[str]]:
    """The shapes that each case breaks; all cases are validated at once, which is much faster."""
    data = parsed(GOOD)
    for number, case in enumerate(cases):
        data += mutated(number, case)
    found: dict[str, set[str]] = {f"{BASE}{number}/{case['of']}": set() for number, case in enumerate(cases)}
    for one in root_causes(judge(given(data), OURS, engine).violations):
        found[one.focus].add(one.shape.removeprefix(SHAPE))
    return list(found.values())


def properties() -> set[str]:
    kind = rdflib.URIRef(SH + "PropertyShape")
    return {str(shape) for shape in SHAPES_GRAPH.subjects(rdflib.RDF.type, kind)}


@pytest.mark.parametrize("engine", ["columnar", "pyshacl"])
def test_good_data_conforms(engine: str) -> None:
    assert judge(given(GOOD_GRAPH), OURS, engine).violations == ()


def test_every_property_shape_has_a_mutation() -> None:
    assert {SHAPE + name for name in MUTATIONS} == properties()


@pytest.mark.parametrize("engine", ["columnar", "pyshacl"])
def test_a_mutation_breaks_its_shape_alone(engine: str) -> None:
    cases = [(shape, case) for shape, listed_cases in MUTATIONS.items() for case in listed_cases]
    found = broken([case for _, case in cases], engine)
    wrong = {
        f"{shape}: {case['case']}": breaks
        for (shape, case), breaks in zip(cases, found, strict=True)
        if breaks != {shape}
    }
    assert wrong == {}


def test_a_mutation_gives_its_code_at_the_line_of_its_node() -> None:
    cases = [(shape, case) for shape, listed in MUTATIONS.items() for case in listed]
    good = sorted(GOOD_GRAPH.serialize(format="nt").splitlines())
    nodes = [
        sorted(mutated(number, case).serialize(format="nt").splitlines()) for number, (_, case) in enumerate(cases)
    ]
    text = "\n".join([*good, *(line for node in nodes for line in node if line), ""])
    lines = subject_lines(text, "data.nt")
    shown = check_graph(RdfFile("data.nt", text.encode(), syntax_named("nt")))
    codes: dict[str, set[tuple[str, int]]] = {}
    for one in shown:
        codes.setdefault(one.subject, set()).add((one.code, one.line))
    wrong = []
    for number, (shape, case) in enumerate(cases):
        node = f"{BASE}{number}/{case['of']}"
        if (ENTRIES[SHAPE + shape][DL + "code"], lines[node].line) not in codes.get(node, set()):
            wrong.append(f"{shape}: {case['case']}: {codes.get(node)}")
    assert wrong == []


def test_every_property_shape_is_documented_and_used() -> None:
    used = {str(shape) for shape in SHAPES_GRAPH.objects(None, rdflib.URIRef(SH + "property"))}
    assert used == properties() == set(ENTRIES)
    needed = {SH + "message", SH + "severity", str(rdflib.RDFS.comment), DL + "remedy", DL + "field", DL + "code"}
    assert [iri for iri, entry in ENTRIES.items() if needed - set(entry)] == []


def test_shapes_of_one_code_say_the_same() -> None:
    told: dict[str, set[tuple[str, str, str, str]]] = {}
    for entry in ENTRIES.values():
        texts = (entry[SH + "message"], entry[SH + "severity"], entry[DL + "remedy"], entry[str(rdflib.RDFS.comment)])
        told.setdefault(entry[DL + "code"], set()).add(texts)
    assert [code for code, texts in told.items() if len(texts) > 1] == []


def test_the_letter_of_a_code_is_its_severity() -> None:
    letters = {"Violation": "E", "Warning": "W", "Info": "I"}
    for entry in ENTRIES.values():
        assert entry[DL + "code"][0] == letters[entry[SH + "severity"].removeprefix(SH)]


def test_no_shape_is_a_blank_node() -> None:
    kinds = (rdflib.URIRef(SH + "NodeShape"), rdflib.URIRef(SH + "PropertyShape"))
    shapes = [shape for kind in kinds for shape in SHAPES_GRAPH.subjects(rdflib.RDF.type, kind)]
    assert all(isinstance(shape, rdflib.URIRef) for shape in shapes)


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [
        ("event-context", "context"),
        ("event-factuality", "factuality"),
        ("event-precision", "precision"),
        ("event-quad", "quad"),
        ("event-score-scheme", "score-scheme"),
        ("participation-role", "role"),
        ("place-precision", "place-precision"),
        ("claim-direction", "direction"),
        ("claim-rank", "rank"),
    ],
)
def test_a_list_of_words_is_the_whole_scheme(shape: str, scheme: str) -> None:
    assert listed(shape) == {concept.iri for concept in vocab.concepts()[scheme].values()}


def test_types_and_modes_share_the_scheme_of_types() -> None:
    known = {concept.iri for concept in vocab.concepts()["type"].values()}
    assert listed("event-type") | listed("event-mode") == known
    assert listed("event-type") & listed("event-mode") == set()


def listed(shape: str) -> set[str]:
    members = SHAPES_GRAPH.value(rdflib.URIRef(SHAPE + shape), rdflib.URIRef(SH + "in"))
    assert members is not None
    return {str(member) for member in SHAPES_GRAPH.items(members)}


def test_the_pattern_of_dates_passes_every_kind_of_edtf() -> None:
    texts = (CASES / "edtf.txt").read_text(encoding="utf-8").split()
    cases = [{"of": "event/visit", "remove": "dl:edtf", "add": f'dl:edtf "{text}"^^edtf:EDTF'} for text in texts]
    refused = [text for text, breaks in zip(texts, broken(cases, "columnar"), strict=True) if breaks]
    assert refused == []
