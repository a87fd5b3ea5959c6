"""The pages of actors and places (a state is both), and of sources."""

from __future__ import annotations

from typing import Any

from dateline import vocab
from dateline.web.pages.events import opinions, quotes_of
from dateline.web.pages.parts import DL, RDF_TYPE, Fact, Link, Room, Row
from dateline.when.said import in_words

_KINDS = {"Person": "person", "Organization": "organization", "State": "state", "Group": "group", "Place": "place"}


def entity_page(room: Room, iri: str) -> dict[str, Any]:
    """Return what the page of an actor or a place shows."""
    return {
        "kinds": _kinds(room, iri),
        "aliases": room.reader.texts(iri, vocab.SKOS + "altLabel"),
        "notes": room.reader.texts(iri, vocab.SKOS + "note"),
        "facts": _facts(room, iri),
        "taken": _taken(room, iri),
        "held": [room.row(event) for event in room.in_order(room.reader.subjects(iri, vocab.SEM + "hasPlace"))],
        "opinions": opinions(room, iri),
    }


def source_page(room: Room, iri: str) -> dict[str, Any]:
    """Return what the page of a source shows: what it reports, event by event, in its words."""
    reader = room.reader
    claims: dict[str, list[str]] = {event: [] for event in reader.subjects(iri, vocab.DCTERMS + "source")}
    judgements: list[str] = []
    for claim in reader.subjects(iri, vocab.SEM + "accordingTo"):
        for event in reader.iris(claim, vocab.RDF + "subject"):
            claims.setdefault(event, []).append(claim)
        if reader.texts(claim, DL + "statement"):
            judgements.append(claim)
    return {
        "facts": _source_facts(room, iri),
        "notes": reader.texts(iri, vocab.SKOS + "note"),
        "reports": [(room.row(event), quotes_of(room, claims[event])) for event in room.in_order(list(claims))],
        "judgements": [
            (
                reader.text(claim, DL + "statement"),
                room.links(reader.iris(claim, DL + "about")),
                quotes_of(room, [claim]),
            )
            for claim in judgements
        ],
    }


def _kinds(room: Room, iri: str) -> list[str]:
    local = [one.removeprefix(DL) for one in room.reader.iris(iri, RDF_TYPE) if one.startswith(DL)]
    found = [_KINDS[name] for name in local if name in _KINDS]
    return [kind for kind in found if kind != "place" or "state" not in found] or ["actor"]


def _facts(room: Room, iri: str) -> list[Fact]:
    reader = room.reader
    born, died = (in_words(reader.text(iri, DL + name)) for name in ("born", "died"))
    latitude, longitude = (reader.text(iri, vocab.WGS84 + name) for name in ("lat", "long"))
    links = reader.iris(iri, vocab.OWL + "sameAs") + reader.iris(iri, vocab.SKOS + "closeMatch")
    found = [
        Fact("Belongs to", links=room.links(reader.iris(iri, DL + "affiliation"))),
        Fact("Lies in", links=room.links(reader.iris(iri, DL + "within"))),
        Fact("Born", born),
        Fact("Died", died),
        Fact("Coordinates", f"{latitude}, {longitude}" if latitude and longitude else ""),
        Fact("Those who belong to it", links=room.links(reader.subjects(iri, DL + "affiliation"))),
        Fact("Places in it", links=room.links(reader.subjects(iri, DL + "within"))),
        Fact("Elsewhere", links=tuple(room.outside(one) for one in links)),
    ]
    return [fact for fact in found if fact.text or fact.links]


def _taken(room: Room, iri: str) -> list[Row]:
    """Return the events in which an actor takes part, each with its roles."""
    reader = room.reader
    roles: dict[str, list[str]] = {event: [] for event in reader.subjects(iri, vocab.SEM + "hasActor")}
    for participation in reader.subjects(iri, DL + "actor"):
        for event in reader.subjects(participation, DL + "participation"):
            words = [room.term(role).text.lower() for role in reader.iris(participation, vocab.SEM + "roleType")]
            roles.setdefault(event, []).extend(words)
    return [room.row(event, role=", ".join(dict.fromkeys(roles[event]))) for event in room.in_order(list(roles))]


def _source_facts(room: Room, iri: str) -> list[Fact]:
    reader = room.reader
    addresses = reader.iris(iri, vocab.SCHEMA + "url") + reader.texts(iri, vocab.SCHEMA + "url")
    found = [
        Fact("By", ", ".join(reader.texts(iri, vocab.DC + "creator"))),
        Fact("Publisher", ", ".join(reader.texts(iri, vocab.DC + "publisher"))),
        Fact("Published", in_words(reader.text(iri, DL + "edtf"))),
        Fact("Kind", ", ".join(reader.texts(iri, vocab.DC + "type"))),
        Fact("Read it", links=tuple(room.outside(one) for one in addresses)),
        Fact("Refers to", links=room.links(reader.iris(iri, vocab.DCTERMS + "references"))),
        Fact("Referred to by", links=room.links(reader.subjects(iri, vocab.DCTERMS + "references"))),
    ]
    return [fact for fact in found if fact.text or any(link != Link("") for link in fact.links)]
