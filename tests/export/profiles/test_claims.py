"""Profiles that keep what sources say: RDF 1.2 annotations and nanopublications."""

from __future__ import annotations

import warnings
from collections import defaultdict

import nanopub
import pyoxigraph as ox
import pytest
import rdflib

from dateline.export.profiles import Wishes, profile_named
from dateline.mapping.quads import nquads
from dateline.readers.files import read
from dateline.tables import Tables
from export.profiles.written import CASES, INPUTS, of_case, of_files, of_tables, quads
from interop import synthetic

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NP = "http://www.nanopub.org/nschema#"
DCTERMS = "http://purl.org/dc/terms/"
PARTS = ("hasAssertion", "hasProvenance", "hasPublicationInfo")


def reified(found: list[ox.Quad]) -> set[str]:
    """Return triples with reifiers written as the reification of RDF 1.1, as the default graph has claims."""
    lines = set()
    for quad in found:
        value = quad.object
        if isinstance(value, ox.Triple):
            for name, term in (("subject", value.subject), ("predicate", value.predicate), ("object", value.object)):
                lines.add(str(ox.Triple(quad.subject, ox.NamedNode(RDF + name), term)))
        else:
            lines.add(str(quad.triple))
    return lines


@pytest.mark.parametrize(
    "tables", [synthetic.tables(), read([CASES / "visits.yaml"]).tables], ids=["hostile", "visits"]
)
@pytest.mark.parametrize("name", ["rdf12", "rdf12-ntriples"])
def test_annotations_lose_nothing_of_the_graph(name: str, tables: Tables) -> None:
    expected = {str(quad.triple) for quad in ox.parse(nquads(tables), format=ox.RdfFormat.N_QUADS)}

    assert reified(quads(of_tables(name, tables)[0], profile_named(name))) == expected


def test_both_syntaxes_of_rdf_1_2_say_the_same() -> None:
    turtle, ntriples = (quads(of_case(name, "visits"), profile_named(name)) for name in ("rdf12", "rdf12-ntriples"))

    assert set(map(str, turtle)) == set(map(str, ntriples))


def test_a_claim_that_the_graph_does_not_follow_is_quoted_and_not_asserted() -> None:
    found = quads(of_case("rdf12", "visits"), profile_named("rdf12"))
    triples = {str(quad.triple) for quad in found}
    quoted = {str(quad.object.subject) + str(quad.object) for quad in found if isinstance(quad.object, ox.Triple)}
    month = [text for text in quoted if '"2024-03"' in text]

    assert len(month) == 1
    assert not any('"2024-03"' in text and "<<" not in text for text in triples)


def publications(text: str) -> dict[str, list[ox.Quad]]:
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads(text, profile_named("nanopublications")):
        found[str(quad.graph_name)[1:-1].rpartition("/")[0]].append(quad)
    return found


def test_each_nanopublication_is_valid_to_the_library_of_nanopublications() -> None:
    found = publications(of_case("nanopublications", "visits"))
    assert len(found) == 4
    for node, its_quads in found.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the library wants what rdflib deprecates
            graph = rdflib.ConjunctiveGraph()
            graph.parse(data=ox.serialize(its_quads, format=ox.RdfFormat.N_QUADS), format="nquads")
            made = nanopub.Nanopub(rdf=graph)
            assert made.is_valid
        assert str(made.metadata.np_uri) == node


@pytest.mark.parametrize("case", INPUTS)
def test_graphs_of_nanopublications_follow_the_rules(case: str) -> None:
    for node, its_quads in publications(of_case("nanopublications", case)).items():
        graphs = {str(quad.graph_name)[1:-1] for quad in its_quads}
        head = {quad.predicate.value: quad.object.value for quad in its_quads if quad.subject.value == node}
        parts = [head[NP + part] for part in PARTS]
        subjects = {(str(quad.graph_name)[1:-1], quad.subject.value) for quad in its_quads}

        assert graphs == {f"{node}/head", *parts}
        assert (parts[1], parts[0]) in subjects
        assert (parts[2], node) in subjects


def test_creator_and_date_of_nanopublications_are_those_asked_for() -> None:
    wishes = Wishes(creator="https://example.org/me", created="2024-08-01")
    text, _ = of_files("nanopublications", CASES / "visits.yaml", wishes=wishes)
    found = {(q.predicate.value, q.object.value) for its in publications(text).values() for q in its}

    assert (f"{DCTERMS}creator", "https://example.org/me") in found
    assert (f"{DCTERMS}created", "2024-08-01") in found


def test_without_a_date_nanopublications_have_none() -> None:
    assert "created" not in of_case("nanopublications", "visits")
