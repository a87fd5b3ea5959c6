"""What writers of profiles ask a store: which nodes there are, and what is said of some of them.

Nodes without an IRI cannot be named in another graph, so they are left to the account. IRIs come from the store,
where they were checked when they were read, and are spelled by pyoxigraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pyoxigraph as ox

from dateline.export.profiles.profile import Account
from dateline.store import Rows, Store, Term
from dateline.vocab import DCTERMS, DL, RDFS, RELATIONS, SEM, SKOS

BATCH = 400
_UNDATED = 10**12
_LABELS = (RDFS + "label", DCTERMS + "title")
_STEPS = (
    (DL + "participation", SEM + "hasActor", SEM + "hasPlace", DCTERMS + "source", *(DL + name for name in RELATIONS)),
    (DL + "actor", DL + "within", DL + "affiliation"),
    (DL + "within",),
    (DL + "within",),
    (DL + "within",),
)
"""The properties that lead from events to what belongs to them, step by step."""

_PLACELESS = {
    "notes": (SKOS + "note",),
    "types of events": (SEM + "eventType",),
    "contexts of events": (DL + "context",),
    "scores": (DL + "score",),
    "quantities": (DL + "quantity", DL + "minQuantity", DL + "maxQuantity"),
    "rules of recurrence": (DL + "recurrence",),
    "dates in the words of authors": (DL + "originalDate", DL + "dateMethod"),
    "relations to other events": tuple(DL + name for name in RELATIONS if name != "partOf"),
}
"""What profiles of few words have no place for, each with its properties."""

Named = ox.NamedNode | ox.Literal
"""A value that has a name of its own or is a literal."""

Facts = dict[str, dict[str, list[Named]]]
"""What is said of nodes: by node and property the values, sorted."""


def rows(store: Store, query: str) -> Rows:
    """Return the rows of a SELECT query."""
    answer = store.query(query)
    assert isinstance(answer, Rows), "the query selects"
    return answer


def bases_of(store: Store) -> list[str]:
    """Return the bases of the timelines in a store."""
    found = rows(store, "SELECT DISTINCT ?base { ?timeline void:uriSpace ?base }")
    return [base.value for (base,) in found if isinstance(base, ox.Literal)]


def leave_unnamed(store: Store, account: Account) -> None:
    """Note in the account which values are blank nodes: they cannot be named in another graph."""
    query = "SELECT ?node ?property { ?node ?property ?value FILTER(isBlank(?node) || isBlank(?value)) }"
    for node, property_ in sorted(rows(store, query), key=str):
        account.leave("values without an IRI", f"{node} {property_}")


def nodes(store: Store, kind: str, account: Account) -> list[str]:
    """Return the nodes of a class (`Event`, `Actor`, ...): events by first day, then all by IRI."""
    query = f"SELECT ?node (MIN(?day) AS ?first) {{ ?node a <{DL}{kind}> OPTIONAL {{ ?node dl:earliestDay ?day }} }}"
    found: list[tuple[int, str]] = []
    for node, day in rows(store, f"{query} GROUP BY ?node"):
        if isinstance(node, ox.NamedNode):
            found.append((_day(day) if kind == "Event" else 0, node.value))
        else:
            account.leave(f"{kind.lower()}s without an IRI", str(node))
    return [node for _, node in sorted(found)]


def batches(all_nodes: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    """Yield nodes in lists of at most so many."""
    todo = iter(all_nodes)
    while batch := list(islice(todo, size)):
        yield batch


def values_of(variable: str, some: Iterable[str]) -> str:
    """Return the VALUES clause that gives a variable these IRIs."""
    return f"VALUES ?{variable} {{ {' '.join(str(ox.NamedNode(node)) for node in some)} }}"


def facts(store: Store, some: Iterable[str]) -> Facts:
    """Return all that the default graph says of nodes, without values that have no name."""
    wanted = sorted(set(some))
    found: Facts = {node: {} for node in wanted}
    query = f"SELECT ?node ?property ?value {{ {values_of('node', wanted)} ?node ?property ?value }}"
    for node, property_, value in rows(store, query) if wanted else ():
        if isinstance(node, ox.NamedNode) and isinstance(property_, ox.NamedNode) and isinstance(value, Named):
            found[node.value].setdefault(property_.value, []).append(value)
    for said in found.values():
        for values in said.values():
            values.sort(key=str)
    return found


def surroundings(store: Store, some: Iterable[str]) -> Facts:
    """Return what is said of nodes and of what belongs to them: who took part, larger places, sources, causes, ..."""
    wanted = set(some)
    causes = rows(store, f"SELECT ?cause {{ {values_of('node', wanted)} ?cause dl:causes ?node }}") if wanted else ()
    found = facts(store, wanted | {cause.value for (cause,) in causes if isinstance(cause, ox.NamedNode)})
    for properties in _STEPS:
        reached = {iri for said in found.values() for name in properties for iri in iris(said, name)}
        found |= facts(store, reached - set(found))
    return found


def events(store: Store, account: Account) -> Iterator[tuple[str, Facts]]:
    """Yield each event with what is said of it and of what belongs to it, for profiles that have no place for claims.

    Values without a name, claims, and events that nobody has reviewed go to the account.
    """
    leave_unnamed(store, account)
    for batch in batches(nodes(store, "Event", account)):
        said = surroundings(store, batch)
        for event in batch:
            if DL + "status" in said[event]:
                account.leave("events that are drafts", name_of(event, said))
            else:
                yield event, said
    leave_claims(store, account)


def iris(said: dict[str, list[Named]], property_: str) -> list[str]:
    """Return the values of a property that are IRIs."""
    return [value.value for value in said.get(property_, ()) if isinstance(value, ox.NamedNode)]


def text_of(said: dict[str, list[Named]], property_: str) -> str:
    """Return the first value of a property that is a literal, else an empty text."""
    return next((value.value for value in said.get(property_, ()) if isinstance(value, ox.Literal)), "")


def leave_rest(event: str, said: Facts, carried: Iterable[str], account: Account) -> None:
    """Note what is said of an event by properties for which a profile has no place, all but those that it carries."""
    kept = set(carried)
    for reason, properties in _PLACELESS.items():
        if any(name in said[event] and name not in kept for name in properties):
            account.leave(reason, name_of(event, said))


def leave_claims(store: Store, account: Account) -> None:
    """Note the claims of sources, by what they are on: for profiles that have no place for them."""
    query = "SELECT DISTINCT ?node { ?claim a dl:Claim OPTIONAL { ?claim rdf:subject ?event } "
    found = rows(store, f"{query} BIND(COALESCE(?event, ?claim) AS ?node) FILTER(isIRI(?node)) }}")
    claimed = sorted(node.value for (node,) in found if isinstance(node, ox.NamedNode))
    for batch in batches(claimed):
        for name in names_of(store, batch).values():
            account.leave("claims of sources with their quotes", name)


def name_of(node: str, said: Facts) -> str:
    """Return how a person calls a node: by its label or title, else by its IRI."""
    for property_ in _LABELS:
        for value in said.get(node, {}).get(property_, ()):
            return value.value
    return node


def names_of(store: Store, some: Sequence[str]) -> dict[str, str]:
    """Return how a person calls each of some nodes."""
    said = facts(store, some)
    return {node: name_of(node, said) for node in some}


def _day(value: Term | None) -> int:
    try:
        return int(value.value) if isinstance(value, ox.Literal) else _UNDATED
    except ValueError:
        return _UNDATED
