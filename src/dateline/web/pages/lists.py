"""The start page and the lists: all events in order, and all actors, places and sources by name."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from dateline import vocab
from dateline.queries import load_query, query_names
from dateline.store import Rows
from dateline.web.pages.parts import Link, Room
from dateline.when import from_day

PAGE = 200
"""How many lines one page of a list has."""

LISTS = {"actors": ("Actors", "Actor"), "places": ("Places", "Place"), "sources": ("Sources", "Source")}
"""The lists: the word in the address, the heading, and the class of what is listed."""

_EVENTS = """
SELECT ?event (MIN(?day) AS ?first) WHERE {{
  ?event a dl:Event . OPTIONAL {{ ?event dl:earliestDay ?day }}
}} GROUP BY ?event ORDER BY ?first ?event LIMIT {limit} OFFSET {offset}
"""
_NAMED = """
SELECT ?thing (SAMPLE(?label) AS ?name) (COUNT(DISTINCT ?event) AS ?events) WHERE {{
  ?thing a dl:{kind} . OPTIONAL {{ ?thing rdfs:label|dcterms:title ?label }}
  OPTIONAL {{ ?event a dl:Event ; sem:hasActor|sem:hasPlace|dcterms:source ?thing }}
}} GROUP BY ?thing ORDER BY LCASE(STR(?name)) ?thing LIMIT {limit} OFFSET {offset}
"""


class Pages(NamedTuple):
    """Where in a long list a page is; an address is empty where there is no such page."""

    before: str
    after: str


def home_page(room: Room, number: int) -> dict[str, Any]:
    """Return what the start page shows: the timelines, and their events by year."""
    reader = room.reader
    found = _rows(room, _EVENTS.format(limit=PAGE + 1, offset=(number - 1) * PAGE))
    rows = [(_year(first), room.row(event)) for event, first in found[:PAGE]]
    return {
        "descriptions": [text for iri in room.timelines for text in reader.texts(iri, vocab.DCTERMS + "description")],
        "licenses": [
            room.outside(one) for iri in room.timelines for one in reader.iris(iri, vocab.DCTERMS + "license")
        ],
        "counts": [
            (Link(_plural(count, name), href), count)
            for name, href, kind in (
                ("event", "", "Event"), ("actor", "/actors", "Actor"), ("place", "/places", "Place"),
                ("source", "/sources", "Source"),
            )
            for count in (_count(room, kind),)
        ],
        "years": [(year, [row for _, row in group]) for year, group in groupby(rows, key=lambda pair: pair[0])],
        "pages": _pages("/", number, more=len(found) > PAGE),
    }  # fmt: skip


def list_page(room: Room, kind: str, number: int) -> dict[str, Any]:
    """Return what the list of actors, places or sources shows."""
    title, name = LISTS[kind]
    found = _rows(room, _NAMED.format(kind=name, limit=PAGE + 1, offset=(number - 1) * PAGE))
    return {
        "heading": title,
        "lines": [(room.link(thing), int(events)) for thing, _, events in found[:PAGE]],
        "pages": _pages(f"/{kind}", number, more=len(found) > PAGE),
    }


def query_page(room: Room) -> dict[str, Any]:
    """Return what the query page shows beside the editor: the named queries."""
    return {
        "queries": [load_query(name) for name in query_names()],
        "bases": [*room.addresses.bases, vocab.DL, vocab.CONCEPT],
    }


def _rows(room: Room, query: str) -> list[tuple[str, ...]]:
    answer = room.reader.store.query(query)
    assert isinstance(answer, Rows)
    return [tuple("" if term is None else term.value for term in row) for row in answer]  # type: ignore[union-attr]


def _count(room: Room, kind: str) -> int:
    return int(_rows(room, f"SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE {{ ?one a dl:{kind} }}")[0][0])


def _plural(count: int, name: str) -> str:
    return name if count == 1 else f"{name}s"


def _year(day: str) -> str:
    """Return the year of a Julian Day Number as people count it."""
    if not day.lstrip("-").isdecimal():
        return "Begin not known"
    year = from_day(int(day))[0]
    return str(year) if year > 0 else f"{1 - year} BCE"


def _pages(address: str, number: int, *, more: bool) -> Pages:
    return Pages(f"{address}?page={number - 1}" if number > 1 else "", f"{address}?page={number + 1}" if more else "")
