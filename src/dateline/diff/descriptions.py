"""How a person would describe a node: the fields of a timeline with the names of things as their values.

Which field a predicate is follows from the mapping's rules and the fields of a timeline; a predicate that neither
knows is shown as its CURIE. Participations and claims are described with the event that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

import pyoxigraph as ox

from dateline.mapping.rules import RULES, Constant, field_of
from dateline.readers.timeline.fields import RELATIONS, SECTIONS, TIMELINE
from dateline.store import Store
from dateline.vocab import CONCEPT, DCTERMS, DL, OA, RDF, RDFS, SEM, shorten

Node: TypeAlias = "ox.NamedNode | ox.BlankNode"

_CLASSES = {
    DL + "Timeline": ("timeline", "timelines"),
    DL + "Event": ("event", "events"),
    DL + "Actor": ("actor", "actors"),
    DL + "Place": ("place", "places"),
    DL + "Source": ("source", "sources"),
    DL + "Claim": ("claim", "claims"),
}
"""Classes with the word for their members and the table that they are rows of."""

_RELATIONS = {DL + local: name for name, local in RELATIONS.items()}
_PARTICIPATION = DL + "participation"
_PART_OF_CLAIM = (DL + "evidence", OA + "hasSelector")
_COMPUTED = frozenset(
    ("earliest_begin", "latest_begin", "earliest_end", "latest_end", "earliest_day", "latest_day", "years", "precision")
)
"""Columns that follow from a date."""
_DEPTH = 4


@dataclass(slots=True)
class Description:
    """The properties of a node by field: what an author stated, and what follows from a date."""

    stated: dict[str, set[str]] = field(default_factory=dict)
    computed: dict[str, set[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said of the node."""
        return not self.stated and not self.computed


def owner_of(store: Store, node: ox.NamedNode | ox.BlankNode | ox.Triple) -> Node:
    """Return the thing that a node belongs to: the event of a participation or a claim, else the node itself."""
    assert not isinstance(node, ox.Triple), "the data is RDF 1.1"
    for _ in range(_DEPTH):
        above = next(_above(store, node), None)
        if above is None or above == node:
            return node
        node = above
    return node


def _above(store: Store, node: Node) -> Iterator[Node]:
    for predicate in (_PARTICIPATION, *_PART_OF_CLAIM):
        for quad in _find(store, None, predicate, node):
            yield _node(quad.subject)
    if (node, DL + "Claim") in _types(store, node):
        for quad in _find(store, node, RDF + "subject", None):
            yield _node(quad.object)


def kind_of(store: Store, node: Node) -> str:
    """Return what a node is, as one of `changes.KINDS`."""
    return _class_of(store, node)[0]


def name_of(store: Store, node: Node) -> str:
    """Return the label or title of a node, else a short form of its IRI."""
    for predicate in (RDFS + "label", DCTERMS + "title", DL + "statement"):
        values = sorted(_literal(quad.object) for quad in _find(store, node, predicate, None))
        if values:
            return values[0]
    if isinstance(node, ox.BlankNode):
        return f"_:{node.value}"
    is_concept = node.value.startswith(CONCEPT) and not node.value.startswith(DL)
    return node.value.removeprefix(CONCEPT).partition("/")[2] if is_concept else shorten(node.value)


def describe(store: Store, node: Node) -> Description:
    """Describe a node by what the default graph says of it."""
    kind, table = _class_of(store, node)
    found = Description()
    for quad in _find(store, node, None, None):
        predicate = quad.predicate.value
        if predicate in _hidden(table):
            continue
        column = field_of(predicate, table) if table else None
        place = found.computed if column in _COMPUTED else found.stated
        place.setdefault(_field_name(kind, predicate, column), set()).add(_value(store, quad.object))
    if kind == "event":
        for name, value in (*_participations(store, node), *_claims(store, node)):
            found.stated.setdefault(name, set()).add(value)
    return found


def _participations(store: Store, event: Node) -> Iterator[tuple[str, str]]:
    for quad in _find(store, event, _PARTICIPATION, None):
        one = _node(quad.object)
        roles = [_value(store, found.object) for found in _find(store, one, SEM + "roleType", None)]
        capacity = [_literal(found.object) for found in _find(store, one, DL + "capacity", None)]
        for actor in _find(store, one, DL + "actor", None):
            suffix = f" (as {', '.join(capacity)})" if capacity else ""
            yield f"who.{'/'.join(sorted(roles)) or 'participant'}", _value(store, actor.object) + suffix


def _claims(store: Store, event: Node) -> Iterator[tuple[str, str]]:
    for quad in _find(store, None, RDF + "subject", event):
        claim = _node(quad.subject)
        said = {shorten(one.predicate.value): _value(store, one.object) for one in _find(store, claim, None, None)}
        source = said.get("sem:accordingTo", "no source")
        words = "; ".join(_words(store, claim, said))
        yield "says", f"{source}: {words}"


def _words(store: Store, claim: Node, said: dict[str, str]) -> Iterator[str]:
    """What a claim says: its property and value, then rank, words and quote where it has them."""
    if said.get("rdf:predicate") != "rdf:type":
        yield f"{_field_name('event', *_claimed(store, claim))} {said.get('rdf:object', '')}".strip()
    for name, before in (("dl:rank", ""), ("dl:originalValue", "in words "), ("dl:holder", "by ")):
        if name in said and said[name] != "normal":
            yield before + said[name]
    for evidence in _find(store, claim, DL + "evidence", None):
        for selector in _find(store, _node(evidence.object), OA + "hasSelector", None):
            for exact in _find(store, _node(selector.object), OA + "exact", None):
                yield f"“{_literal(exact.object)}”"


def _claimed(store: Store, claim: Node) -> tuple[str, str | None]:
    for quad in _find(store, claim, RDF + "predicate", None):
        assert isinstance(quad.object, ox.NamedNode)
        return quad.object.value, field_of(quad.object.value, "events")
    return RDF + "predicate", None


def _field_name(kind: str, predicate: str, column: str | None) -> str:
    """Return what a timeline calls a property, else its CURIE."""
    return _fields(kind).get(column or "") or _RELATIONS.get(predicate) or shorten(predicate)


@lru_cache(maxsize=16)
def _fields(kind: str) -> dict[str, str]:
    fields = TIMELINE if kind == "timeline" else SECTIONS.get(f"{kind}s", {})
    names = {column: name for name, one in fields.items() for column in (one.column or "").split()[:1]}
    return {"mode": names.get("type", "type"), **names}


@lru_cache(maxsize=16)
def _hidden(table: str | None) -> frozenset[str]:
    """Predicates that repeat what another says: derived ones, classes, and the way to a participation."""
    rules = (rule for rule in RULES if rule.table in (table, "participations", "claims") and rule.derived)
    derived = {rule.predicate.iri for rule in rules if isinstance(rule.predicate, Constant) and rule.graph is None}
    return frozenset({*derived, RDF + "type", _PARTICIPATION} if table else ())


def _class_of(store: Store, node: Node) -> tuple[str, str | None]:
    types = {name for _, name in _types(store, node)}
    return next(((kind, table) for name, (kind, table) in _CLASSES.items() if name in types), ("thing", None))


def _types(store: Store, node: Node) -> set[tuple[Node, str]]:
    found = (quad.object for quad in _find(store, node, RDF + "type", None))
    return {(node, term.value) for term in found if isinstance(term, ox.NamedNode)}


def _value(store: Store, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    if isinstance(term, ox.Literal):
        return _literal(term)
    return name_of(store, _node(term))


def _literal(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return term.value if isinstance(term, ox.Literal) else str(term)


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    assert isinstance(term, ox.NamedNode | ox.BlankNode), "a node of ours is no literal"
    return term


def _find(store: Store, subject: Node | None, predicate: str | None, node: Node | None) -> Iterator[ox.Quad]:
    wanted = ox.NamedNode(predicate) if predicate else None
    return store.engine.quads_for_pattern(subject, wanted, node, ox.DefaultGraph())
