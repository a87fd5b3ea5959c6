"""The start page and the lists: all events in order, and all actors, places and sources by name."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from dateline import vocab
from dateline.queries import load_query, query_names
from dateline.store import Rows
from dateline.web.pages.parts import Link, Room, Row
from dateline.when import from_day

PAGE = 200
"""How many lines one page of a list has."""

LISTS = {"actors": ("Actors", "Actor"), "places": ("Places", "Place"), "sources": ("Sources", "Source")}
"""The lists: the word in the address, the heading, and the class of what is listed."""

MANY = 5_000
"""From how many things on a list is no longer sorted as a whole, which takes the engine too long."""

_EVENTS = """
SELECT ?event (MIN(?day) AS ?first) WHERE {{
  {among} ?event a dl:Event . OPTIONAL {{ ?event dl:earliestDay ?day }}
}} GROUP BY ?event ORDER BY ?first ?event LIMIT {limit} OFFSET {offset}
"""
_YEARS = "SELECT ?year (COUNT(*) AS ?events) WHERE { ?event dl:year ?year } GROUP BY ?year ORDER BY ?year"
_NAMED = """
SELECT ?thing (MIN(LCASE(STR(?label))) AS ?name) WHERE {{
  ?thing a dl:{kind} . OPTIONAL {{ ?thing rdfs:label|dcterms:title ?label }}
}} GROUP BY ?thing ORDER BY ?name ?thing LIMIT {limit} OFFSET {offset}
"""
_UNSORTED = "SELECT DISTINCT ?thing WHERE {{ ?thing a dl:{kind} }} LIMIT {limit} OFFSET {offset}"
_MENTIONED = (vocab.SEM + "hasActor", vocab.SEM + "hasPlace", vocab.DCTERMS + "source")
_MOST_EVENTS = 1_000


class Pages(NamedTuple):
    """Where in a long list a page is; an address is empty where there is no such page."""

    before: str
    after: str


def home_page(room: Room, number: int, year: str) -> dict[str, Any]:
    """Return what the start page shows: the timelines, and their events by year.

    Where there are many events, it shows the years first, and the events of one of them when it is named.
    """
    reader = room.reader
    counts = {kind: _count(room, kind) for kind in ("Event", "Actor", "Place", "Source")}
    by_year = counts["Event"] > MANY
    rows, more = ([], False) if by_year and not year else _events(room, number, year)
    return {
        "descriptions": [text for iri in room.timelines for text in reader.texts(iri, vocab.DCTERMS + "description")],
        "licenses": [
            room.outside(one) for iri in room.timelines for one in reader.iris(iri, vocab.DCTERMS + "license")
        ],
        "counts": [
            (Link(_plural(count, kind.lower()), "" if kind == "Event" else f"/{kind.lower()}s"), count)
            for kind, count in counts.items()
        ],
        "index": _year_index(room) if by_year else [],
        "years": [(heading, [row for _, row in group]) for heading, group in groupby(rows, key=lambda pair: pair[0])],
        "pages": _pages("/", number, more=more, year=year),
        "is_small": not by_year,
    }


def list_page(room: Room, kind: str, number: int) -> dict[str, Any]:
    """Return what the list of actors, places or sources shows."""
    title, name = LISTS[kind]
    query = _NAMED if _count(room, name) <= MANY else _UNSORTED
    found = _rows(room, query.format(kind=name, limit=PAGE + 1, offset=(number - 1) * PAGE))
    return {
        "heading": title,
        "lines": [(room.link(row[0]), _events_of(room, row[0])) for row in found[:PAGE]],
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
    return int(_rows(room, f"SELECT (COUNT(*) AS ?n) WHERE {{ ?one a dl:{kind} }}")[0][0])


def _events(room: Room, number: int, year: str) -> tuple[list[tuple[str, Row]], bool]:
    """Return one page of the events, each with the heading it stands under, and whether there are more."""
    among = f"?event dl:year {int(year)} ." if year else ""
    found = _rows(room, _EVENTS.format(among=among, limit=PAGE + 1, offset=(number - 1) * PAGE))
    heading = in_years(int(year)) if year else ""
    return [(heading or _year(first), room.row(event)) for event, first in found[:PAGE]], len(found) > PAGE


def _year_index(room: Room) -> list[tuple[Link, str]]:
    return [(Link(in_years(int(year)), f"/?year={int(year)}"), _told(int(n))) for year, n in _rows(room, _YEARS)]


def _events_of(room: Room, thing: str) -> str:
    count = room.reader.count(thing, *_MENTIONED, most=_MOST_EVENTS)
    return f"more than {_MOST_EVENTS:,} events" if count > _MOST_EVENTS else _told(count)


def _told(count: int) -> str:
    return f"{count:,} {_plural(count, 'event')}"


def _plural(count: int, name: str) -> str:
    return name if count == 1 else f"{name}s"


def _year(day: str) -> str:
    """Return the heading for events of a first day, which is a Julian Day Number."""
    return in_years(from_day(int(day))[0]) if day.lstrip("-").isdecimal() else "Begin not known"


def in_years(year: int) -> str:
    """Return a year as people count it: the astronomical year 0 is 1 BCE."""
    return str(year) if year > 0 else f"{1 - year} BCE"


def _pages(address: str, number: int, *, more: bool, year: str = "") -> Pages:
    start = f"{address}?year={year}&page=" if year else f"{address}?page="
    return Pages(f"{start}{number - 1}" if number > 1 else "", f"{start}{number + 1}" if more else "")
