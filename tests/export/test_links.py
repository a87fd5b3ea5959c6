"""The links as a graph of their own."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export.links import links_turtle
from dateline.readers.links_file import DECISIONS, Link
from dateline.vocab import space_of

BASE = "https://example.org/t/"
E = BASE + "actor/x"
Q1, GEONAMES = "http://www.wikidata.org/entity/Q1", "https://sws.geonames.org/1/"
COUNTS = """
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?predicate ?space ?count WHERE {
  ?set a void:Linkset ; void:linkPredicate ?predicate ; void:triples ?count ;
    void:subjectsTarget <https://example.org/t/timeline> ; void:objectsTarget [ a void:Dataset ; void:uriSpace ?space ]
}"""
UNTOLD = (Path(__file__).parents[1] / "cases/export/untold-links.rq").read_text(encoding="utf-8")


def link(entry: str = Q1, decision: str = "auto") -> Link:
    return Link(E, entry, "An X", 0.97, "offline: same name", decision, "2024-01-01")


def store(*links: Link) -> ox.Store:
    found = ox.Store()
    found.load(links_turtle(links, {E: "X"}, base=BASE), ox.RdfFormat.TURTLE)
    return found


@pytest.mark.parametrize(
    ("decision", "predicate"),
    [
        ("accepted", "http://www.w3.org/2002/07/owl#sameAs"),
        ("auto", "http://www.w3.org/2004/02/skos/core#exactMatch"),
        ("close", "http://www.w3.org/2004/02/skos/core#closeMatch"),
    ],
)
def test_a_decision_becomes_its_property(decision: str, predicate: str) -> None:
    triple = (ox.NamedNode(E), ox.NamedNode(predicate), ox.NamedNode(Q1))
    assert len(list(store(link(decision=decision)).quads_for_pattern(*triple, None))) == 1


@pytest.mark.parametrize("decision", ["open", "rejected"])
def test_what_does_not_count_is_not_written(decision: str) -> None:
    assert len(store(link(decision=decision))) == 0


def test_a_linkset_for_each_property_and_graph_counts_its_links() -> None:
    found = store(link(), link(Q1 + "0"), link(GEONAMES), link(Q1 + "1", "accepted"))
    rows = found.query(COUNTS)
    assert isinstance(rows, ox.QuerySolutions)
    counted = sorted(
        (row["predicate"].value.rpartition("#")[2], row["space"].value, row["count"].value) for row in rows
    )
    assert counted == [
        ("exactMatch", "http://www.wikidata.org/entity/", "2"),
        ("exactMatch", "https://sws.geonames.org/", "1"),
        ("sameAs", "http://www.wikidata.org/entity/", "1"),
    ]


def test_the_graph_is_the_same_to_the_byte_whatever_the_order() -> None:
    links = [link(), link(GEONAMES), link(Q1 + "1", "accepted")]
    first = links_turtle(links, {E: "X"}, base=BASE)
    assert all(links_turtle(links[::-1], {E: "X"}, base=BASE) == first for _ in range(5))


@given(
    st.lists(
        st.builds(link, st.sampled_from([Q1, GEONAMES, "https://e.org/a#b"]), st.sampled_from(DECISIONS)), max_size=5
    )
)
def test_no_link_is_without_label_method_and_date(links: list[Link]) -> None:
    assert not bool(store(*links).query(UNTOLD))


@pytest.mark.parametrize(
    ("iri", "space"),
    [
        (Q1, "http://www.wikidata.org/entity/"),
        (GEONAMES, "https://sws.geonames.org/"),
        ("https://e.org/a#b", "https://e.org/a#"),
    ],
)
def test_the_names_of_a_graph_begin_alike(iri: str, space: str) -> None:
    assert space_of(iri) == space
