"""The graph in the order in which a person reads it: what all the pretty writers share.

Timelines come first, then sources, actors and places, then the events by date, each followed by its participations
and its claims with their evidence, and at the end the judgements. Within a node the order is that of the mapping.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, TypeAlias

from dateline.mapping.quads import lines
from dateline.mapping.rules import RULES, TYPE, Constant
from dateline.tables import Tables
from dateline.vocab import DL, RELATIONS

_TERM = re.compile(
    r'<(?P<iri>[^>]*)>|(?P<text>"(?:[^"\\]|\\.)*")(?:@(?P<language>[\w-]+)|\^\^<(?P<datatype>[^>]*)>)?',
    re.ASCII,
)
_UNDATED = 10**12

Place: TypeAlias = tuple[int, int, str, int, str]
"""Where a node stands: section, day, event that it belongs to, depth below the event, its own IRI."""


class Term(NamedTuple):
    """An object: either an IRI, or a literal whose `text` is quoted and escaped as in N-Triples."""

    iri: str | None
    text: str | None
    language: str | None
    datatype: str | None


class Statement(NamedTuple):
    """One triple and the graph it stands in; None is the default graph."""

    subject: str
    predicate: str
    object: Term
    graph: str | None


@dataclass(frozen=True, slots=True)
class NodeText:
    """A node and what is said of it in one graph: predicates in reading order, each with its objects."""

    iri: str
    properties: tuple[tuple[str, tuple[Term, ...]], ...]


def outline(tables: Tables, *, graphs: bool = False) -> dict[str | None, list[NodeText]]:
    """Return the nodes of every graph in reading order; the default graph (None) comes first and is always there."""
    places = _places(tables)
    found: dict[str | None, dict[str, list[Statement]]] = {None: {}}
    for line in lines(tables, graphs=graphs):
        said = statement(line)
        found.setdefault(said.graph, {}).setdefault(said.subject, []).append(said)
    result: dict[str | None, list[NodeText]] = {}
    for graph in sorted(found, key=lambda name: name or ""):
        order = sorted((_place(iri, places), iri) for iri in found[graph])
        result[graph] = [_node(iri, found[graph][iri], place) for place, iri in order]
    return result


def nodes_of(lines_of_nodes: Iterable[str]) -> list[NodeText]:
    """Return what the lines of an N-Triples text say as nodes, in the order in which their subjects first appear."""
    found: dict[str, list[Statement]] = {}
    for line in lines_of_nodes:
        said = statement(line)
        found.setdefault(said.subject, []).append(said)
    return [_node(iri, found[iri], _NOWHERE) for iri in found]


def statement(line: str) -> Statement:
    """Take one N-Quads line apart, without its line end and without blank nodes, as `mapping.quads` writes it."""
    subject, predicate, rest = line.split(" ", 2)
    match = _TERM.match(rest)
    if match is None:
        raise ValueError(f"not a line of the mapping: {line!r}")
    graph = rest[match.end() : -2].strip()
    term = Term(match["iri"], match["text"], match["language"], match["datatype"])
    return Statement(subject[1:-1], predicate[1:-1], term, graph[1:-1] or None)


def _node(iri: str, statements: list[Statement], place: Place) -> NodeText:
    table = _TABLES.get((place[0], place[3]), "")
    statements.sort(key=lambda said: (_PREDICATES.get((table, said.predicate), _LAST), said.predicate))
    grouped = groupby(statements, key=lambda said: said.predicate)
    return NodeText(iri, tuple((name, tuple(said.object for said in members)) for name, members in grouped))


def _predicates() -> dict[tuple[str, str], int]:
    """The place of each predicate within a node, by the table that the node is a row of."""
    found: dict[tuple[str, str], int] = {}
    for number, rule in enumerate(RULES):
        if isinstance(rule.predicate, Constant):
            found.setdefault((rule.table, rule.predicate.iri), -1 if rule.predicate.iri == TYPE else number)
    of_events = [(table, name) for table, name in found if table in ("participations", "claims", "relations")]
    for table, name in of_events:
        found.setdefault(("events", name), found[table, name])
    for number, name in enumerate(RELATIONS, len(RULES)):
        found["events", DL + name] = number
    return found


_PREDICATES = _predicates()
_NOWHERE: Place = (4, 0, "", 0, "")
_LAST = len(RULES) + len(RELATIONS)
_TABLES = {(0, 0): "timelines", (1, 0): "sources", (2, 0): "actors", (3, 0): "places", (4, 0): "events"}
_TABLES |= {(4, 1): "participations", (4, 2): "claims", (5, 0): "claims"}


def _places(tables: Tables) -> dict[str, Place]:
    """Give every node of the tables its place; a node that is several things stands with the first of them."""
    found: dict[str, Place] = {}
    for section, name in enumerate(("timelines", "sources", "actors", "places")):
        for iri in tables.frames()[name]["id"].to_list():
            found.setdefault(iri, (section, 0, "", 0, iri))
    days = dict(tables.events.select("id", "earliest_day").sort("id", "earliest_day", nulls_last=True).iter_rows())
    for iri, day in days.items():
        found.setdefault(iri, _event_place(iri, day, 0, iri))
    for iri, event in tables.participations.select("id", "event").sort("id", "event").iter_rows():
        found.setdefault(iri, _event_place(event, days.get(event), 1, iri))
    for iri, event in tables.claims.select("id", "event").sort("id", "event").iter_rows():
        place = _event_place(event, days.get(event), 2, iri) if event else (5, 0, "", 0, iri)
        found.setdefault(iri, place)
    return found


def _event_place(event: str, day: int | None, depth: int, iri: str) -> Place:
    return 4, _UNDATED if day is None else day, event, depth, iri


def _place(iri: str, places: dict[str, Place]) -> Place:
    """A node without a row of its own (evidence, a selector) stands after the node whose IRI it continues."""
    if iri in places:
        return places[iri]
    section, day, event, depth, _ = places.get(iri.rpartition("/")[0], (6, 0, "", 0, ""))
    return section, day, event, depth, iri
