"""Descriptions and graphs of links meet their shapes, and each of their mutations is found out, by both engines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml

from dateline import resources
from dateline.check.engines import Data, Shapes, judge
from dateline.check.reference import graph_of
from dateline.cli import run
from dateline.describe import complaints
from dateline.export.links import links_turtle
from dateline.readers.links_file import Link
from dateline.vocab import SH
from describe.examples import BASE, CASES, described

ENGINES = ["columnar", "pyshacl"]
GOOD = (CASES / "harbor.void.ttl").read_text(encoding="utf-8")
LINK = Link(
    BASE + "actor/north", "http://www.wikidata.org/entity/Q1", "Northtown", 0.9, "by hand", "accepted", "2024-01-01"
)
LINKS = links_turtle([LINK], {LINK.entity: "Northtown"}, base=BASE).decode()


def shapes(file: str) -> Shapes:
    return Shapes(tuple(ox.parse(resources.text(file), format=ox.RdfFormat.TURTLE)), file)


DESCRIPTION, OF_LINKS = shapes("description-shapes.ttl"), shapes("link-shapes.ttl")


def cases(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return found


MUTATIONS, LINK_MUTATIONS = cases("mutations.yaml"), cases("link-mutations.yaml")


def parsed(turtle: str) -> rdflib.Graph:
    graph = graph_of(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    for line in turtle.splitlines():
        if line.startswith("@prefix"):
            _, name, iri, _ = line.split()
            graph.bind(name[:-1], iri[1:-1], replace=True)
    return graph


def mutated(turtle: str, node: rdflib.URIRef, case: dict[str, Any]) -> rdflib.Graph:
    graph = parsed(turtle)
    if "remove" in case:
        predicate = graph.namespace_manager.expand_curie(case["remove"])
        assert (node, predicate, None) in graph
        graph.remove((node, predicate, None))
    if "add" in case:
        declared = "".join(line for line in turtle.splitlines(keepends=True) if line.startswith("@prefix"))
        extra = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        graph += graph_of(ox.parse(f"{declared}{extra}<{node}> {case['add']} .", format=ox.RdfFormat.TURTLE))
    return graph


def broken(graph: rdflib.Graph, by: Shapes, engine: str) -> set[str]:
    lines = graph.serialize(format="nt").splitlines()
    found = judge(Data.of_lines(lines), by, engine).violations
    return {one.shape.rpartition("#")[2] for one in found}


def properties(of: Shapes) -> set[str]:
    kind = rdflib.URIRef(SH + "PropertyShape")
    return {str(shape).rpartition("#")[2] for shape in of.graph.subjects(rdflib.RDF.type, kind)}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_full_description_conforms(engine: str) -> None:
    assert broken(parsed(GOOD), DESCRIPTION, engine) == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_the_description_of_the_seeds_conforms(engine: str) -> None:
    text = (CASES.parents[2] / "exports" / "void.ttl").read_text(encoding="utf-8")
    assert broken(parsed(text), DESCRIPTION, engine) == set()


def test_every_property_shape_has_a_mutation_and_is_used() -> None:
    for of, mutations in ((DESCRIPTION, MUTATIONS), (OF_LINKS, LINK_MUTATIONS)):
        used = {str(one).rpartition("#")[2] for one in of.graph.objects(None, rdflib.URIRef(SH + "property"))}
        assert set(mutations) == properties(of) == used


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("shape", sorted(MUTATIONS))
def test_a_mutation_of_a_description_breaks_its_shape(shape: str, engine: str) -> None:
    case = MUTATIONS[shape]
    node = rdflib.URIRef(case["of"] if "://" in case["of"] else BASE + case["of"])

    assert broken(mutated(GOOD, node, case), DESCRIPTION, engine) == {shape, *case.get("also", [])}


@pytest.mark.parametrize("engine", ENGINES)
def test_links_with_label_method_and_date_conform(engine: str) -> None:
    assert broken(parsed(LINKS), OF_LINKS, engine) == set()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("shape", sorted(LINK_MUTATIONS))
def test_a_mutation_of_links_breaks_its_shape(shape: str, engine: str) -> None:
    (account,) = parsed(LINKS).subjects(rdflib.RDF.type, rdflib.OWL.Axiom)
    assert isinstance(account, rdflib.URIRef)

    assert shape in broken(mutated(LINKS, account, LINK_MUTATIONS[shape]), OF_LINKS, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_link_without_an_account_is_found_out(engine: str) -> None:
    bare = f"<{LINK.entity}> <{rdflib.OWL.sameAs}> <{LINK.entry}> ."

    assert broken(parsed(bare), OF_LINKS, engine) == {"linked-account", "entry-account"}


def test_what_a_description_lacks_is_told_with_its_line(tmp_path: Path) -> None:
    lacking = described(tmp_path).replace('    dcterms:title "The harbor talks"@en ;\n', "", 1)
    line = lacking.splitlines().index("<timeline> a void:Dataset, dcat:Dataset ;") + 1

    (one,) = complaints(lacking, "void.ttl")

    assert (one.code, one.file, one.line) == ("E592", "void.ttl", line)
    assert "A dataset needs a title" in one.message


def test_the_shapes_are_asked_for_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "void.ttl"
    file.write_text(GOOD.replace(" ;\n    dcat:byteSize", " .\n<void/file> dcat:byteSize", 1), encoding="utf-8")

    assert run(["check", str(file), "--shapes", "description"]) == 1

    assert "A file says how many bytes it has." in capsys.readouterr().out
    links = tmp_path / "links.ttl"
    links.write_text(LINKS, encoding="utf-8")
    assert run(["check", str(links), "--shapes", "links"]) == 0
