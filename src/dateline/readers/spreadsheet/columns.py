"""What the columns of a table mean: from the names in its header to field paths of a timeline.

A field path is a field of an event, actor, place or source, with a dot where the field has parts
(`who.visitor`, `date.start`). Names are compared without case, spaces and marks. The synonyms here are the
only ones; nothing is guessed from values but a date column whose name says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from dateline import vocab
from dateline.readers.located import Node
from dateline.readers.spreadsheet.cells import Row
from dateline.when import read_date

EVENTS, ACTORS, PLACES, SOURCES = "events", "actors", "places", "sources"

_NOTE = {"note": "notes remark remarks comment comments"}
_LINKS = {"same_as": "wikidata wikidataid qid geonames geonamesid", "exact_match": "", "close_match": "", **_NOTE}
_SPOT = {
    "at": "coordinates",
    "at.lat": "lat latitude",
    "at.long": "long lon lng longitude",
    "in": "within",
    "precision": "",
}
_SYNONYMS: dict[str, dict[str, str]] = {
    EVENTS: {
        "id": "eventid identifier uid",
        "date": "eventdate when dates edtf datetime timestamp year",
        "date.start": "startdate start begin begindate datefrom",
        "date.end": "enddate end until dateto",
        "date_words": "originaldate datetext",
        "date_method": "",
        "as_of": "",
        "series": "",
        "recurs": "rrule",
        "type": "eventtype category eventcategory",
        "contexts": "context topic topics tags",
        "what": "title headline event label eventtitle summary description text",
        "language": "lang",
        "who.initiator": "initiators actor1 sourceactor actor1name",
        "who.recipient": "recipients actor2 target targetactor actor2name",
        "who.participant": "participants who actor actors people parties",
        "who.host": "hosts",
        "who.visitor": "visitors",
        "who.mediator": "mediators",
        "who.signatory": "signatories",
        "who.supplier": "suppliers",
        "who.beneficiary": "beneficiaries",
        "who.spokesperson": "speaker",
        "where": "place location city venue placename locationname country",
        "factuality": "",
        "status": "",
        "quantity": "amount",
        "score": "",
        "score_scheme": "",
        "source": "publication sourcename publisher outlet says.source",
        "source.url": "url link sourceurl href",
        "quote": "evidence excerpt quotation passage says.quote",
        "part_of": "",
        "causes": "",
        "precedes": "",
        "follows_up": "",
        "reverses": "",
        "note": "notes remark remarks comment comments details",
    },
    ACTORS: {
        "id": "actorid identifier",
        "name": "label",
        "kind": "",
        "of": "affiliation affiliations memberof",
        "aliases": "alias othernames",
        **_SPOT,
        "born": "birthdate dateofbirth",
        "died": "deathdate dateofdeath",
        **_LINKS,
    },
    PLACES: {
        "id": "placeid identifier",
        "name": "label place",
        **_SPOT,
        "aliases": "alias othernames",
        **_LINKS,
    },
    SOURCES: {
        "id": "sourceid identifier",
        "title": "headline name",
        "publisher": "publication outlet",
        "authors": "author by",
        "date": "published publicationdate issued",
        "url": "link href",
        "kind": "",
        "text": "textfile",
        "cites": "",
        **_NOTE,
    },
}
_MANY = re.compile(r"who\..+|contexts|note|same_as")
_LEFT_FOR_NOTES = frozenset(("description", "summary", "text"))
_ALIKE = re.compile(r"[\W_]+")
_EVENT_MARKS = ("type", "where", "quote", "date.start")


@dataclass(frozen=True, slots=True)
class Mapped:
    """One column: its header cell, the field path (None where it is not used), and where that was written."""

    header: Node
    path: str | None
    origin: Node

    @property
    def name(self) -> str:
        """The column's name in the header."""
        return self.header.text or ""


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table is a table of, and every column of it in order."""

    file: str
    table: str
    mapped: tuple[Mapped, ...]


def paths(table: str) -> tuple[str, ...]:
    """Return the field paths that a table of this kind can fill; those of events have every role."""
    roles = vocab.concepts().get("role", {}) if table == EVENTS else {}
    return tuple(dict.fromkeys((*_SYNONYMS[table], *(f"who.{role}" for role in roles))))


def infer(header: Row, sample: Sequence[Row], *, table: str | None = None) -> Columns:
    """Read the names of a header; `sample` holds the first rows, for a date column of another name.

    `table` is the kind of table where it is known; else the file's name, then the columns decide.
    """
    names = [_alike(cell.text or "") for cell in header]
    table = table or _table(names, header[0].file)
    taken: dict[int, str] = {}
    for path in paths(table):
        words = _ranked(table, path)
        best = sorted((words[name], at) for at, name in enumerate(names) if name in words and at not in taken)
        for _, at in best if _MANY.fullmatch(path) else best[:1]:
            taken[at] = path
    if table == EVENTS:
        _second_choices(names, taken, sample)
    mapped = tuple(Mapped(cell, taken.get(at), cell) for at, cell in enumerate(header))
    return Columns(header[0].file, table, mapped)


def _second_choices(names: Sequence[str], taken: dict[int, str], sample: Sequence[Row]) -> None:
    for at, name in enumerate(names):
        if at not in taken and name in _LEFT_FOR_NOTES:
            taken[at] = "note"
    if not {"date", "date.start"} & set(taken.values()):
        dates = [at for at in range(len(names)) if at not in taken and _all_dates(sample, at)]
        taken.update(dict.fromkeys(dates[:1], "date"))


def _all_dates(sample: Sequence[Row], at: int) -> bool:
    texts = [text for row in sample if at < len(row) and (text := row[at].text)]
    return bool(texts) and all(_looks_like_date(text) for text in texts)


def _looks_like_date(text: str) -> bool:
    if text.isdigit() or not any(character.isdigit() for character in text):
        return False
    reading = read_date(text)
    return reading.when is not None or bool(reading.alternatives)


def _table(names: Sequence[str], file: str) -> str:
    stem = PurePosixPath(file).stem.casefold()
    if stem in _SYNONYMS:
        return stem
    has = set(names)
    if {"kind", "name"} <= has:
        return ACTORS
    if "name" in has and has & set(_words(PLACES, "at", "at.lat", "in")):
        return PLACES
    marks = set(_words(EVENTS, *_EVENT_MARKS)) | {"what", *_whos()}
    if "title" in has and has & {"publisher", "url"} and not has & marks:
        return SOURCES
    return EVENTS


def _whos() -> set[str]:
    return {word for path in _SYNONYMS[EVENTS] if path.startswith("who.") for word in _words(EVENTS, path)}


def _words(table: str, *of: str) -> list[str]:
    return [word for path in of for word in _ranked(table, path)]


@lru_cache(maxsize=256)
def _ranked(table: str, path: str) -> dict[str, int]:
    """Return the names of a path and how near each is to it, 0 being its own."""
    words = [_alike(path), *map(_alike, _SYNONYMS[table].get(path, "").split())]
    if path.startswith("who."):
        words.append(path.removeprefix("who."))
    return {word: rank for rank, word in reversed(list(enumerate(words)))}


def _alike(name: str) -> str:
    return _ALIKE.sub("", name.casefold())
