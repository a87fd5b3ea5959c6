"""Single look-ups in a store: what stands in the default graph about one node.

Terms come in and go out as texts; whatever is no IRI simply has nothing said about it. Knows no events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import pyoxigraph as ox

from dateline import vocab
from dateline.store import Store, Term

LABELS = (vocab.RDFS + "label", vocab.DCTERMS + "title", vocab.SKOS + "prefLabel", vocab.SCHEMA + "name")
"""Properties that name a thing, in the order in which they are looked for."""

_GRAPH = ox.DefaultGraph()


class Reader:
    """Look-ups in the default graph of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def about(self, iri: str) -> list[tuple[str, Term]]:
        """Return what is said about a node: pairs of predicate and value, in the order of their texts."""
        node = _node(iri)
        quads = self.store.engine.quads_for_pattern(node, None, None, _GRAPH) if node else ()
        return sorted(((quad.predicate.value, quad.object) for quad in quads), key=lambda pair: (pair[0], str(pair[1])))

    def pointing(self, iri: str) -> Iterator[tuple[str, str]]:
        """Yield what points to a node: pairs of subject and predicate."""
        node = _node(iri)
        for quad in self.store.engine.quads_for_pattern(None, None, node, _GRAPH) if node else ():
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value, quad.predicate.value

    def values(self, iri: str, *predicates: str) -> list[Term]:
        """Return the values of one or several properties of a node."""
        node = _node(iri)
        found: list[Term] = []
        for predicate in predicates if node else ():
            quads = self.store.engine.quads_for_pattern(node, ox.NamedNode(predicate), None, _GRAPH)
            found += sorted((quad.object for quad in quads), key=str)
        return found

    def iris(self, iri: str, *predicates: str) -> list[str]:
        """Return the values that are IRIs."""
        return [term.value for term in self.values(iri, *predicates) if isinstance(term, ox.NamedNode)]

    def texts(self, iri: str, *predicates: str) -> list[str]:
        """Return the values that are literals, each once."""
        found = (term.value for term in self.values(iri, *predicates) if isinstance(term, ox.Literal))
        return list(dict.fromkeys(found))

    def text(self, iri: str, *predicates: str) -> str:
        """Return one literal, an English one or one without a language before others; empty where there is none."""
        literals = [term for term in self.values(iri, *predicates) if isinstance(term, ox.Literal)]
        ranked = sorted(literals, key=lambda term: (term.language or "en").lower().partition("-")[0] != "en")
        return ranked[0].value if ranked else ""

    def subjects(self, iri: str, *predicates: str) -> list[str]:
        """Return the nodes that have this one as the value of a property, sorted, each once."""
        node = _node(iri)
        found: set[str] = set()
        for predicate in predicates if node else ():
            quads = self.store.engine.quads_for_pattern(None, ox.NamedNode(predicate), node, _GRAPH)
            found |= {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        return sorted(found)

    def count(self, iri: str, *predicates: str, most: int) -> int:
        """Count the statements that have this node as the value of a property; beyond `most`, one more is returned."""
        node = _node(iri)
        patterns = [(None, ox.NamedNode(predicate), node, _GRAPH) for predicate in predicates] if node else []
        found = chain.from_iterable(self.store.engine.quads_for_pattern(*pattern) for pattern in patterns)
        return sum(1 for _ in islice(found, most + 1))

    def is_known(self, iri: str) -> bool:
        """Say whether anything is said about a node, or with it as a value."""
        node = _node(iri)
        if node is None:
            return False
        engine = self.store.engine
        return _any(engine.quads_for_pattern(node, None, None)) or _any(engine.quads_for_pattern(None, None, node))

    def label(self, iri: str) -> str:
        """Return the name of a node for people; the end of its IRI where it has none."""
        for predicate in LABELS:
            if found := self.text(iri, predicate):
                return found
        return last_step(iri)


def last_step(iri: str) -> str:
    """Return the end of an IRI, after its last slash or hash."""
    return iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1] or iri


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _any(quads: Iterable[ox.Quad]) -> bool:
    return next(iter(quads), None) is not None
