"""Profiles that are CONSTRUCT queries: `ontology/exports/NAME.N-*.rq`, run over some hundred nodes at a time.

Each query runs as it stands in any engine. A line `# each: ?event` names the variable whose nodes it is about. Here it
is run over one batch of nodes after the other, each with its surroundings in a small store of its own: engines evaluate
EXISTS over all that they hold. So memory stays bounded, and the order is that of people: events by date, all else by
IRI. `NAME.unsaid.rq` selects what the words cannot say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from dateline import resources
from dateline.export.outline import nodes_of
from dateline.export.profiles.asking import (
    bases_of,
    batches,
    leave_unnamed,
    names_of,
    nodes,
    rows,
    surroundings,
    values_of,
)
from dateline.export.profiles.profile import Account, Wishes, Writer
from dateline.export.turtle import Names, node_text
from dateline.store import Statements, Store, open_store

FOLDER = "exports"
BATCH = 100
"""So many nodes at a time, because the time that EXISTS takes grows with the square of their number."""
_FOCUS = re.compile(r"^# each: \?(?P<variable>\w+)$", re.MULTILINE)
_PREFIX = re.compile(r"^PREFIX (?P<name>[\w-]+): <(?P<namespace>[^>]*)>$", re.MULTILINE)


def constructed(name: str) -> Writer:
    """Return the writer of the profile whose queries have this name."""

    def text(store: Store, wishes: Wishes, account: Account) -> Iterator[str]:
        files = [file for file in resources.names(FOLDER, ".rq") if re.match(rf"{re.escape(name)}\.\d-", file)]
        queries = [resources.text(f"{FOLDER}/{file}") for file in files]
        names = Names(bases_of(store), dict(pair for query in queries for pair in prefixes_of(query)))
        leave_unnamed(store, account)
        yield names.declarations()
        for query in queries:
            yield from _run(store, query, names, account)
        tell_unsaid(store, name, account)

    return text


def prefixes_of(query: str) -> list[tuple[str, str]]:
    """Return the prefixes of a CONSTRUCT query that its answer can need: all but those of its pattern alone."""
    head, _, body = query.partition("CONSTRUCT")
    template, _, pattern = body.partition("WHERE")
    found: list[tuple[str, str]] = _PREFIX.findall(head)
    return [pair for pair in found if f"{pair[0]}:" in template or f"{pair[0]}:" not in pattern]


def tell_unsaid(store: Store, name: str, account: Account) -> None:
    """Run the query that selects what a profile cannot say, and note it in the account by the names of nodes."""
    found: dict[str, list[str]] = {}
    for reason, node in rows(store, resources.text(f"{FOLDER}/{name}.unsaid.rq")):
        if isinstance(reason, ox.Literal) and isinstance(node, ox.NamedNode):
            found.setdefault(reason.value, []).append(node.value)
    for text in sorted(found):
        for batch in batches(sorted(found[text])):
            called = names_of(store, batch)
            for one in batch:
                account.leave(text, called[one])


def blocks(triples: Iterable[ox.Triple], names: Names) -> Iterator[str]:
    """Yield the nodes of some triples as Turtle, in the order of their IRIs."""
    lines = sorted({(f"{triple.subject}"[1:-1], f"{triple} .") for triple in triples})
    return (node_text(node, names) for node in nodes_of(line for _, line in lines))


def _run(store: Store, query: str, names: Names, account: Account) -> Iterator[str]:
    focus = _FOCUS.search(query)
    if focus is None:
        yield from blocks(_constructed(store, query), names)
        return
    variable = focus["variable"]
    pattern = f"?{variable} a dl:{variable.capitalize()} ."
    for batch in batches(nodes(store, variable.capitalize(), account), BATCH):
        narrowed = query.replace(pattern, f"{values_of(variable, batch)} {pattern}")
        found: dict[str, list[ox.Triple]] = {node: [] for node in (*batch, "")}
        with _small_store(store, batch) as small:
            for triple in _constructed(small, narrowed):
                found[_owner(str(triple.subject)[1:-1], found)].append(triple)
        for node, triples in found.items():
            if node and triples:
                account.wrote(f"{variable}s")
            yield from blocks(triples, names)


def _small_store(store: Store, batch: list[str]) -> Store:
    """Return a store that holds some nodes with their surroundings."""
    small = open_store()
    for node, said in surroundings(store, batch).items():
        for property_, values in said.items():
            small.engine.extend(ox.Quad(ox.NamedNode(node), ox.NamedNode(property_), value) for value in values)
    return small


def _constructed(store: Store, query: str) -> Iterator[ox.Triple]:
    """Yield the triples that a query makes, without those of nodes that have no name."""
    answer = store.query(query)
    assert isinstance(answer, Statements), "the query constructs"
    for triple in answer:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            yield triple


def _owner(iri: str, found: dict[str, list[ox.Triple]]) -> str:
    """Return the node of a batch that an IRI belongs to: itself, the one that it continues by steps, or none."""
    while iri not in found:
        iri = iri.rpartition("/")[0]
    return iri
