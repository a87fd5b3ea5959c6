"""What a dataset holds, in numbers: the counts that VoID asks for, made by the store.

Every number is one SPARQL aggregate over the default graph, which is complete on its own; named graphs are counted
beside it. A million triples take about four seconds and 50 MB (`tests/benchmarks/bench_describe.py`). Nothing here
knows what an event is, so that any RDF can be counted. The meaning of the numbers is that of
https://www.w3.org/TR/void/#statistics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from dateline.store import Rows, Store
from dateline.vocab import OWL, RDF, RDFS, SKOS, linkset_iri, space_of

MAX_GRAPHS = 100
"""How many named graphs are described one by one; the others are told in number."""

LINK_PREDICATES = (OWL + "sameAs", SKOS + "exactMatch", SKOS + "closeMatch")
"""The properties that lead to other datasets."""

_TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_DISTINCT = "SELECT (COUNT(DISTINCT ?{0}) AS ?n) {{ ?s ?p ?o }}"
_ENTITIES = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class FILTER(isIRI(?s)) }"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
_CLASSES = """
SELECT ?class (COUNT(*) AS ?n) (MIN(IF(isIRI(?s), STR(?s), "~")) AS ?first)
{ ?s a ?class FILTER(isIRI(?class)) } GROUP BY ?class"""
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?g)) } GROUP BY ?g"
_LINKS = "SELECT ?o { ?s <%s> ?o FILTER(isIRI(?o)) }"


@dataclass(frozen=True, slots=True)
class LinkCount:
    """Links by one property into one space of names."""

    predicate: str
    space: str
    triples: int

    def iri(self, base: str) -> str:
        """Return the name of the linkset among the things of a base."""
        return linkset_iri(base, self.predicate, self.space)


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a dataset; `classes`, `properties` and `graphs` by IRI, sorted.

    `entities` are the named things that have a class, `examples` the first of each class in the order of names;
    `graphs` are the first of `graph_count`.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: dict[str, int]
    examples: dict[str, str]
    properties: dict[str, int]
    graphs: dict[str, int]
    graph_count: int
    links: tuple[LinkCount, ...]

    def vocabularies(self) -> list[str]:
        """Return the namespaces of all classes and properties but those of RDF and RDFS themselves, sorted.

        A scheme alone, such as `urn:`, is no namespace.
        """
        spaces = {space_of(iri) for iri in (*self.classes, *self.properties)} - {RDF, RDFS}
        return sorted(space for space in spaces if space.partition(":")[2])


def count(store: Store, *, base: str) -> Counts:
    """Count what a store holds; links are those that leave the names under `base`.

    Raises:
        OutsideError: the storage failed.
    """
    graphs = _numbers(store, _GRAPHS)
    classes, examples = _classes(store)
    return Counts(
        triples=_number(store, _TRIPLES),
        entities=_number(store, _ENTITIES),
        subjects=_number(store, _DISTINCT.format("s")),
        objects=_number(store, _DISTINCT.format("o")),
        classes=classes,
        examples=examples,
        properties=_numbers(store, _PROPERTIES),
        graphs=dict(list(graphs.items())[:MAX_GRAPHS]),
        graph_count=len(graphs),
        links=tuple(one for predicate in LINK_PREDICATES for one in _links(store, predicate, base)),
    )


def rows(store: Store, query: str) -> Iterator[tuple[str | None, ...]]:
    """Yield the rows of a SELECT query as the texts of their terms."""
    answer = store.query(query)
    assert isinstance(answer, Rows), "only SELECT queries are asked here"
    for row in answer:
        yield tuple(None if term is None or isinstance(term, ox.Triple) else term.value for term in row)


def _number(store: Store, query: str) -> int:
    return int(next(rows(store, query))[0] or 0)


def _numbers(store: Store, query: str) -> dict[str, int]:
    return dict(sorted((key or "", int(number or 0)) for key, number in rows(store, query)))


def _classes(store: Store) -> tuple[dict[str, int], dict[str, str]]:
    found = sorted((name or "", int(number or 0), first or "~") for name, number, first in rows(store, _CLASSES))
    examples = {name: first for name, _, first in found if first != "~"}
    return {name: number for name, number, _ in found}, examples


def _links(store: Store, predicate: str, base: str) -> list[LinkCount]:
    entries = (entry for (entry,) in rows(store, _LINKS % predicate) if entry)
    spaces = Counter(space_of(entry) for entry in entries if not entry.startswith(base))
    return [LinkCount(predicate, space, number) for space, number in sorted(spaces.items())]
