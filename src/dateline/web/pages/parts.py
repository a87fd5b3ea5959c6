"""The parts that pages share: links, facts, quotes, and the room in which a page is made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlsplit

import pyoxigraph as ox

from dateline import resources, vocab
from dateline.store import SYNTAXES, Store, Term, open_store
from dateline.web.addresses import Addresses, is_web_address
from dateline.web.reading import Reader, last_step
from dateline.when.said import in_words

DL = vocab.DL
RDF_TYPE = vocab.RDF + "type"
_SHOWN_SYNTAXES = ("turtle", "jsonld", "ntriples")
_NAMES = {"turtle": "Turtle", "jsonld": "JSON-LD", "ntriples": "N-Triples"}
_HOSTS = {"www.wikidata.org": "Wikidata", "sws.geonames.org": "GeoNames", "dbpedia.org": "DBpedia"}


class Link(NamedTuple):
    """A name to follow; `href` is empty where there is nowhere to go."""

    text: str
    href: str = ""
    title: str = ""
    external: bool = False


class Fact(NamedTuple):
    """One line of a list of facts; `links` stand in place of the text where there are any."""

    name: str
    text: str = ""
    links: tuple[Link, ...] = ()


class Quote(NamedTuple):
    """Words of a source, what stands around them, and what they are the evidence for."""

    text: str
    before: str
    after: str
    supports: tuple[Fact, ...]


class Row(NamedTuple):
    """One event in a list."""

    when: str
    event: Link
    type: Link | None
    places: tuple[Link, ...]
    role: str = ""
    factuality: str = ""


@dataclass(frozen=True)
class Room:
    """What every view needs: the store, the ontology beside it, and where things stand."""

    reader: Reader
    ontology: Reader
    addresses: Addresses

    @cached_property
    def title(self) -> str:
        """The name of the whole: those of the timelines."""
        found = sorted({self.reader.label(iri) for iri in self.timelines})
        return " · ".join(found[:3]) or "Data"

    @cached_property
    def timelines(self) -> list[str]:
        """The IRIs of the timelines."""
        return self.reader.subjects(DL + "Timeline", RDF_TYPE)

    def link(self, iri: str) -> Link:
        """Return the link to a thing of the store, or to elsewhere where the store says nothing of it."""
        if self.reader.about(iri):
            return Link(self.reader.label(iri), self.addresses.page(iri), iri)
        if self.ontology.about(iri):
            return self.term(iri)
        return self.outside(iri)

    def term(self, iri: str) -> Link:
        """Return the link to a term of the ontology, with its definition as title."""
        definition = self.ontology.text(iri, vocab.SKOS + "definition")
        return Link(self.ontology.label(iri), self.addresses.page(iri), definition)

    def outside(self, iri: str) -> Link:
        """Return the link to somewhere else; an IRI that is no web address is shown and not linked."""
        if not is_web_address(iri):
            return Link(iri)
        host = urlsplit(iri).netloc
        known = _HOSTS.get(host)
        return Link(f"{known} {last_step(iri)}" if known else vocab.shorten(iri), iri, iri, True)

    def links(self, iris: list[str]) -> tuple[Link, ...]:
        """Return the links to several things."""
        return tuple(self.link(iri) for iri in iris)

    def value(self, term: Term) -> Fact:
        """Return a value as text or link."""
        if isinstance(term, ox.NamedNode):
            return Fact("", links=(self.link(term.value),))
        if isinstance(term, ox.Literal):
            is_date = term.datatype.value == vocab.EDTF
            return Fact("", in_words(term.value) if is_date else term.value)
        return Fact("", str(term))

    def data_links(self, iri: str) -> tuple[Link, ...]:
        """Return the links to what is said about a thing, for programs."""
        shown = [syntax for syntax in SYNTAXES if syntax.name in _SHOWN_SYNTAXES]
        shown.sort(key=lambda syntax: _SHOWN_SYNTAXES.index(syntax.name))
        return tuple(
            Link(_NAMES[syntax.name], self.addresses.data(iri, syntax.suffixes[0]), syntax.media_type)
            for syntax in shown
        )

    def row(self, event: str, *, role: str = "") -> Row:
        """Return an event as a line of a list."""
        reader = self.reader
        types = reader.iris(event, DL + "mode") or reader.iris(event, vocab.SEM + "eventType")
        return Row(
            in_words(reader.text(event, DL + "edtf")) or "undated",
            self.link(event),
            self.term(types[0]) if types else None,
            self.links(reader.iris(event, vocab.SEM + "hasPlace")),
            role,
            self.doubt(event),
        )

    def doubt(self, event: str) -> str:
        """Return the word for an event that may not have taken place; empty for one that did."""
        found = [last_step(iri) for iri in self.reader.iris(event, DL + "factuality")]
        return "" if found in ([], ["occurred"]) else " and ".join(found)

    def in_order(self, events: list[str]) -> list[str]:
        """Return events by their earliest day, those without one first."""
        return sorted(events, key=self._day)

    def _day(self, event: str) -> tuple[int, int, str]:
        days = [self.reader.text(event, DL + name) for name in ("earliestDay", "latestDay")]
        first, last = (int(day) if day.lstrip("-").isdecimal() else None for day in days)
        return (first if first is not None else -(10**9), last if last is not None else 10**9, event)


def room_of(store: Store) -> Room:
    """Return the room over a store."""
    answer = store.query("SELECT DISTINCT ?base WHERE { ?timeline void:uriSpace ?base } ORDER BY ?base LIMIT 1000")
    bases = tuple(str(row[0].value) for row in answer)  # type: ignore[union-attr]
    ontology = open_store()
    for name in ("dateline.ttl", "types.ttl"):
        ontology.load(resources.text(name).encode(), "turtle")
    return Room(Reader(store), Reader(ontology), Addresses(bases))
