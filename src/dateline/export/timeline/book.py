"""The rows of a timeline as its file has them: by section, each with what hangs on it, everything under an id.

What is referred to and nowhere described gets a row of its own here, so that the reference can be written. One file
has one timeline: the one under whose base most events lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from dateline import vocab
from dateline.export.timeline import values
from dateline.export.timeline.keys import Keys, base_of
from dateline.readers.timeline.mint import Names
from dateline.tables import Tables

Row: TypeAlias = dict[str, Any]
DEFAULT_LANGUAGE = "en"
_NOTHING: Row = {"aliases": [], "same_as": [], "exact_match": [], "close_match": [], "authors": [], "cites": []}


@dataclass(frozen=True, slots=True)
class Book:
    """One timeline: its head, its members by IRI, and the rows that hang on each event.

    `spots` has the row that a state has as a place; `judgements` are the claims that are about no event's value;
    `named` are the events that relations and judgements refer to.
    """

    keys: Keys
    head: Row
    language: str
    sources: dict[str, Row]
    actors: dict[str, Row]
    spots: dict[str, Row]
    places: dict[str, Row]
    events: list[Row]
    parts: dict[str, list[Row]]
    claims: dict[str, list[Row]]
    relations: dict[str, list[Row]]
    judgements: list[Row]
    named: frozenset[str]


def book_of(tables: Tables) -> Book:
    """Sort the rows of tables into a book; their order does not matter."""
    rows = {name: frame.to_dicts() for name, frame in tables.frames().items()}
    base = base_of([row["base"] for row in rows["timelines"]], [row["id"] for row in rows["events"]])
    keys = Keys(Names(base))
    head = next((row for row in _by_id(rows["timelines"]).values() if row["base"] == base), {})
    sources = _described(rows["sources"], _sources_named(rows))
    actors = _described(rows["actors"], _actors_named(rows))
    described = _by_id(rows["places"])
    spots = {iri: described[iri] for iri, row in actors.items() if row.get("kind") == "state" and iri in described}
    places = {iri: row for iri, row in _described(rows["places"], _places_named(rows)).items() if iri not in spots}
    events = sorted(_by_id(rows["events"]).values(), key=_in_time)
    judgements = [row for row in _by_id(rows["claims"]).values() if row["event"] is None and row["statement"]]
    targets = [row["target"] for row in rows["relations"]]
    for kind, iris in (
        ("source", sources),
        ("actor", actors),
        ("place", places),
        ("event", [row["id"] for row in events]),
        ("claim", [row["id"] for row in judgements]),
    ):
        keys.enter(kind, iris)
    for iri in spots:
        keys.lend(iri)
    return Book(
        keys=keys,
        head=head,
        language=_language(head, [*actors.values(), *places.values(), *sources.values(), *events]),
        sources=sources,
        actors=actors,
        spots=spots,
        places=places,
        events=events,
        parts=_grouped(rows["participations"]),
        claims=_grouped(rows["claims"]),
        relations=_grouped(rows["relations"]),
        judgements=judgements,
        named=frozenset(targets).union(*(row["about"] for row in judgements)),
    )


def _by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in sorted(rows, key=lambda row: str(row["id"]))}


def _described(rows: list[Row], named: Iterable[str]) -> dict[str, Row]:
    """The rows by IRI, and an empty one for each IRI that is named without one."""
    known = _by_id(rows)
    return known | {iri: {"id": iri, **_NOTHING} for iri in sorted(set(named) - known.keys())}


def _sources_named(rows: dict[str, list[Row]]) -> Iterable[str]:
    return [*(row["source"] for row in rows["claims"]), *(iri for row in rows["sources"] for iri in row["cites"])]


def _actors_named(rows: dict[str, list[Row]]) -> Iterable[str]:
    of = (iri for row in rows["actors"] for iri in row["affiliations"])
    holders = (row["holder"] for row in rows["claims"] if row["holder"])
    return [*(row["actor"] for row in rows["participations"]), *of, *holders]


def _places_named(rows: dict[str, list[Row]]) -> Iterable[str]:
    within = (row["within"] for row in rows["places"] if row["within"])
    where = (iri for row in rows["events"] for iri in row["places"])
    claimed = (
        row["value_iri"] for row in rows["claims"] if row["property"] == vocab.SEM + "hasPlace" and row["value_iri"]
    )
    return [*within, *where, *claimed]


def _grouped(rows: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row["event"] is not None:
            groups.setdefault(row["event"], []).append(row)
    return groups


def _in_time(row: Row) -> tuple[bool, int, int, str]:
    """Events in the order of time, those without a begin last."""
    first, last = row["earliest_day"], row["latest_day"]
    return first is None, first or 0, last or 0, row["id"]


def _language(head: Row, rows: list[Row]) -> str:
    """The language of the title, else the one that most labels have."""
    counts = Counter(row["label_lang"] for row in rows if row.get("label_lang"))
    ranked = [head.get("label_lang"), *sorted(counts, key=lambda one: (-counts[one], one))]
    return next((one for one in ranked if one and values.is_language(one)), DEFAULT_LANGUAGE)
