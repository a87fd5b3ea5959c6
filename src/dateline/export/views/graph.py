"""Things and the lines between them: from rows with two columns of things, or from statements.

A statement's subject that is no object itself and joins two things by one property (a tie with two members) is a line
between them. Rows that say the same of the same two are one line with a number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

import pyoxigraph as ox

from dateline.errors import ViewRefused
from dateline.export.grid import wrapped
from dateline.export.look import shown
from dateline.export.views.seen import Row, Seen, is_iri, label_of, part
from dateline.export.views.timeline import WIDTH
from dateline.export.views.words import bold, counted, detail_lines, dim
from dateline.store import Term
from dateline.vocab import RDF

_FROM = ("from", "source", "subject", "item")
_TO = ("to", "target", "object", "value")
_EDGE = ("edgeLabel", "relation", "relationLabel", "propertyLabel", "property", "predicate")


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one thing to another; both are keys of the graph's nodes."""

    start: str
    end: str
    label: str
    details: tuple[tuple[str, str], ...] = ()
    count: int = 1
    is_directed: bool = True


@dataclass(frozen=True, slots=True)
class Graph:
    """Things by key with their labels, what is said of single things, and the lines between them."""

    nodes: dict[str, str]
    edges: tuple[Edge, ...]
    facts: dict[str, list[tuple[str, str]]]


def graph(found: Seen) -> Graph:
    """Return the things of an answer and what joins them.

    Raises:
        ViewRefused: the answer has no two columns of things.
    """
    if found.is_statements:
        return _of_statements(found)
    start = part(found, "from", usual=_FROM, fits=lambda head: is_iri(found, head))
    end = part(_without(found, start), "to", usual=_TO, fits=lambda head: is_iri(found, head))
    if start is None or end is None or start == end:
        raise ViewRefused("graph", "two columns of things (IRIs), such as ?from and ?to", found.heads)
    label = part(_without(found, start, end), "edgeLabel", usual=_EDGE)
    first = part(found, "fromLabel", usual=(f"{start}Label",)) or label_of(found, start)
    second = part(found, "toLabel", usual=(f"{end}Label",)) or label_of(found, end)
    others = found.others(start, end, label, first, second)
    nodes: dict[str, str] = {}
    edges = []
    for row in found.rows:
        ends = [_node(found, row, nodes, column=head, label=name) for head, name in ((start, first), (end, second))]
        if all(ends):
            said = found.text(row, label) if label else ""
            edges.append(Edge(ends[0], ends[1], said, tuple(found.details(row, others))))
    return Graph(nodes, _counted(edges), {})


def graph_text(found: Seen) -> str:
    """Return each thing with the lines that begin at it.

    Raises:
        ViewRefused: the answer has no two columns of things.
    """
    drawn = graph(found)
    width = found.look.width or WIDTH
    lines: list[str] = []
    starts = {edge.start for edge in drawn.edges} | set(drawn.facts)
    for key, label in drawn.nodes.items():
        if key not in starts:
            continue
        lines.append(bold(label, found.look.color))
        for name, value in drawn.facts.get(key, ()):
            lines.extend(_indented(f"{name} {value}", width))
        for edge in drawn.edges:
            if edge.start == key:
                arrow = "→" if edge.is_directed else "—"
                number = f" ×{edge.count}" if edge.count > 1 else ""
                lines.extend(_indented(f"{edge.label} {arrow} {drawn.nodes[edge.end]}{number}".strip(), width))
                lines.extend(
                    dim(f"{'':6}{line}", found.look.color) for line in detail_lines(edge.details, max(16, width - 6))
                )
    told = f"({counted(len(drawn.nodes), 'thing')}, {counted(len(drawn.edges), 'line')} between them)"
    return "\n".join([*lines, told]) + "\n"


def _indented(text: str, width: int, *, by: int = 2) -> list[str]:
    return [f"{'':{by}}{line}" for line in wrapped(text, max(16, width - by)) if line]


def _node(found: Seen, row: Row, nodes: dict[str, str], *, column: str, label: str | None) -> str:
    """Note the thing of a row and return its key; an empty text where the row has none."""
    term = found.of(row, column)
    if term is None:
        return ""
    name = (found.text(row, label) if label else "") or found.text(row, column)
    nodes.setdefault(str(term), name)
    return str(term)


def _counted(edges: list[Edge]) -> tuple[Edge, ...]:
    """Return the lines, each once with its number; details stay where all of them agree."""
    found: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in edges:
        found.setdefault((edge.start, edge.end, edge.label), []).append(edge)
    return tuple(
        Edge(*key, details=_agreed(same), count=len(same), is_directed=same[0].is_directed)
        for key, same in found.items()
    )


def _agreed(edges: list[Edge]) -> tuple[tuple[str, str], ...]:
    return tuple(detail for detail in edges[0].details if all(detail in edge.details for edge in edges))


def _without(found: Seen, *used: str | None) -> Seen:
    """Return the answer with these columns hidden, so that no other part takes them."""
    return found.wishing(replace(found.wish, hidden=found.wish.hidden | {head for head in used if head}))


def _of_statements(found: Seen) -> Graph:
    """Return the graph of triples: things are nodes, literals and kinds are facts about them."""
    rows = [_triple(row) for row in found.rows]
    objects = {str(object_) for _, _, object_ in rows}
    nodes: dict[str, str] = {}
    facts: dict[str, list[tuple[str, str]]] = {}
    edges: list[Edge] = []
    for subject, group in groupby(rows, key=lambda row: str(row[0])):
        said = list(group)
        links = [(p, o) for _, p, o in said if not isinstance(o, ox.Literal) and not _is_kind(p)]
        told = [(_name(found, p), _name(found, o)) for _, p, o in said if (p, o) not in links]
        if subject not in objects and len(links) == 2 and links[0][0] == links[1][0]:
            start, end = (_noted(found, nodes, one) for _, one in links)
            edges.append(Edge(start, end, _name(found, links[0][0]), tuple(told), is_directed=False))
            continue
        start = _noted(found, nodes, said[0][0])
        facts.setdefault(start, []).extend(told)
        edges.extend(Edge(start, _noted(found, nodes, one), _name(found, p)) for p, one in links)
    order = attrgetter("start", "end", "label")
    kept = [edge for edge in edges if not edge.is_directed]
    return Graph(nodes, (*sorted(kept, key=order), *_counted([e for e in edges if e.is_directed])), facts)


def _triple(row: Row) -> tuple[Term, Term, Term]:
    subject, predicate, object_ = row
    assert subject is not None
    assert predicate is not None
    assert object_ is not None
    return subject, predicate, object_


def _is_kind(predicate: Term) -> bool:
    """Say whether a property tells what kind a thing is, or in which terms a number is."""
    return isinstance(predicate, ox.NamedNode) and predicate.value in (RDF + "type", _SCHEME)


_SCHEME = "https://w3id.org/dateline/ns#scoreScheme"


def _noted(found: Seen, nodes: dict[str, str], term: Term) -> str:
    nodes.setdefault(str(term), _name(found, term))
    return str(term)


def _name(found: Seen, term: Term) -> str:
    return shown(term, found.look.bases)
