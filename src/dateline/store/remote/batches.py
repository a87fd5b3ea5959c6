"""The quads of a store as parts that an endpoint can take: N-Triples, graph by graph, in a fixed order.

Every store reads N-Triples, and one graph at a time; many take nothing richer by HTTP. Statements that share a blank
node stay in one part, because a blank node means nothing outside of the request that brings it.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from dateline.errors import InputError
from dateline.store.oxigraph import Store

Part = tuple[str, ...]
"""Lines of N-Triples that are sent together."""


@dataclass(frozen=True, slots=True)
class GraphLoad:
    """What goes into one graph; `graph` is None for the default graph."""

    graph: str | None
    parts: tuple[Part, ...]
    has_blank_nodes: bool

    @property
    def count(self) -> int:
        """The number of statements."""
        return sum(len(part) for part in self.parts)

    @property
    def name(self) -> str:
        """The graph as people read it."""
        return "the default graph" if self.graph is None else f"<{self.graph}>"


def planned(store: Store, *, size: int, default_graph: str | None = None) -> tuple[GraphLoad, ...]:
    """Return what goes into each graph, in parts of at most `size` statements; larger where blank nodes hold together.

    What is in no named graph goes into `default_graph`, for endpoints that have no default graph.

    Raises:
        InputError: a graph is named by a blank node, which no endpoint can be told.
    """
    lines: dict[str | None, set[str]] = {default_graph: set(_lines(store, ox.DefaultGraph()))}
    for graph in store.engine.named_graphs():
        if not isinstance(graph, ox.NamedNode):
            raise InputError(str(graph), "a graph without an IRI cannot be loaded into an endpoint. Name it by an IRI.")
        lines.setdefault(graph.value, set()).update(_lines(store, graph))
    order = sorted((graph for graph in lines if lines[graph]), key=lambda graph: graph or "")
    return tuple(_load(graph, lines[graph], size) for graph in order)


def digest(loads: Iterable[GraphLoad]) -> str:
    """Return a hash over all statements and how they are parted."""
    found = hashlib.sha256()
    for load in loads:
        found.update(f"{load.name}\n".encode())
        for part in load.parts:
            found.update("\n".join((*part, "\n")).encode())
    return found.hexdigest()


def _lines(store: Store, graph: ox.NamedNode | ox.DefaultGraph) -> list[str]:
    buffer = io.BytesIO()
    store.engine.dump(buffer, ox.RdfFormat.N_TRIPLES, from_graph=graph)
    # Not `splitlines`: a literal may hold U+2028, which is no end of line in N-Triples.
    return buffer.getvalue().decode().split("\n")[:-1]


def _load(graph: str | None, lines: set[str], size: int) -> GraphLoad:
    nodes = {line: found for line in lines if "_:" in line and (found := _blank_nodes(line))}
    groups = [*_connected(nodes), *([line] for line in sorted(lines - nodes.keys()))]
    return GraphLoad(graph, tuple(_parted(groups, size)), bool(nodes))


def _parted(groups: Iterable[list[str]], size: int) -> Iterator[Part]:
    part: list[str] = []
    for group in groups:
        if part and len(part) + len(group) > size:
            yield tuple(part)
            part = []
        part += group
    if part:
        yield tuple(part)


def _blank_nodes(line: str) -> set[str]:
    (triple,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    return set(_inside(triple))


def _inside(term: object) -> Iterator[str]:
    """Yield the blank nodes of a term, those of a triple within it included."""
    if isinstance(term, ox.BlankNode):
        yield term.value
    elif isinstance(term, ox.Triple | ox.Quad):
        yield from _inside(term.subject)
        yield from _inside(term.object)


def _connected(nodes: dict[str, set[str]]) -> list[list[str]]:
    """Return the lines in groups that share no blank node with each other."""
    leader: dict[str, str] = {}

    def find(node: str) -> str:
        while leader.setdefault(node, node) != node:
            leader[node] = node = leader[leader[node]]
        return node

    for found in nodes.values():
        first, *others = sorted(found)
        for other in others:
            leader[find(other)] = find(first)
    groups: dict[str, list[str]] = {}
    for line in sorted(nodes):
        groups.setdefault(find(min(nodes[line])), []).append(line)
    return list(groups.values())
