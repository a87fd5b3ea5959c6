"""The page of an event: when, who, where, who says so in which words, and what it hangs together with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dateline import vocab
from dateline.web.pages.parts import DL, RDF_TYPE, Fact, Link, Quote, Room
from dateline.web.reading import last_step
from dateline.when.said import in_words

_RELATIONS = {
    "partOf": ("Part of", "Consists of"),
    "causes": ("Causes", "Caused by"),
    "precedes": ("Comes before", "Comes after"),
    "followsUp": ("Follows up on", "Followed up by"),
    "reverses": ("Reverses", "Reversed by"),
}
_SUPPORTED = {
    DL + "edtf": "the date",
    vocab.SEM + "hasPlace": "the place",
    vocab.SEM + "eventType": "the type",
    vocab.SEM + "hasActor": "the actor",
    DL + "quantity": "the quantity",
    DL + "minQuantity": "the quantity",
    DL + "maxQuantity": "the quantity",
    vocab.RDFS + "label": "the summary",
}


class Part(NamedTuple):
    """An actor in a role."""

    role: Link
    actor: Link
    capacity: str
    belongs_to: tuple[Link, ...]


class Testimony(NamedTuple):
    """What one source says."""

    source: Link
    published: str
    quotes: tuple[Quote, ...]
    unquoted: tuple[Fact, ...]


class Opinion(NamedTuple):
    """A judgement: what somebody holds, according to a source."""

    statement: str
    holders: tuple[Link, ...]
    sources: tuple[Link, ...]
    about: tuple[Link, ...]
    quotes: tuple[Quote, ...]


def event_page(room: Room, iri: str) -> dict[str, Any]:
    """Return what the page of an event shows."""
    reader = room.reader
    types = reader.iris(iri, vocab.SEM + "eventType") + reader.iris(iri, DL + "mode")
    return {
        "when": in_words(reader.text(iri, DL + "edtf")),
        "edtf": reader.text(iri, DL + "edtf"),
        "original": reader.text(iri, DL + "originalDate"),
        "ongoing": _day(reader.text(iri, DL + "ongoingAsOf")),
        "types": [room.term(one) for one in types],
        "doubt": room.doubt(iri),
        "is_series": DL + "EventSeries" in reader.iris(iri, RDF_TYPE),
        "places": room.links(reader.iris(iri, vocab.SEM + "hasPlace")),
        "parts": sorted(_parts(room, iri), key=lambda part: (part.role.text, part.actor.text)),
        "notes": reader.texts(iri, vocab.SKOS + "note"),
        "facts": list(_facts(room, iri)),
        "testimonies": list(_testimonies(room, iri)),
        "relations": list(_relations(room, iri)),
        "opinions": opinions(room, iri),
    }


def opinions(room: Room, iri: str) -> list[Opinion]:
    """Return the judgements on a thing."""
    reader = room.reader
    return [
        Opinion(
            reader.text(claim, DL + "statement"),
            room.links(reader.iris(claim, DL + "holder")),
            room.links(reader.iris(claim, vocab.SEM + "accordingTo")),
            room.links([other for other in reader.iris(claim, DL + "about") if other != iri]),
            tuple(_quotes(room, {claim: ()})),
        )
        for claim in reader.subjects(iri, DL + "about")
    ]


def _parts(room: Room, iri: str) -> Iterator[Part]:
    reader = room.reader
    for participation in reader.iris(iri, DL + "participation"):
        roles = [room.term(role) for role in reader.iris(participation, vocab.SEM + "roleType")] or [Link("Actor")]
        capacity = reader.text(participation, DL + "capacity")
        for actor in reader.iris(participation, DL + "actor"):
            yield Part(roles[0], room.link(actor), capacity, room.links(reader.iris(actor, DL + "affiliation")))


def _facts(room: Room, iri: str) -> Iterator[Fact]:
    reader = room.reader
    if quantity := _quantity(room, iri):
        yield Fact("How many", quantity)
    if contexts := reader.iris(iri, DL + "context"):
        yield Fact("Subject", links=tuple(room.term(one) for one in contexts))
    if recurrence := reader.text(iri, DL + "recurrence"):
        yield Fact("Repeats", recurrence)
    if method := reader.text(iri, DL + "dateMethod"):
        yield Fact("About the date", method)
    if quads := reader.iris(iri, DL + "quadClass"):
        yield Fact("Kind of act", links=tuple(room.term(one) for one in quads))
    if score := reader.text(iri, DL + "score"):
        scheme = tuple(room.term(one) for one in reader.iris(iri, DL + "scoreScheme"))
        yield Fact(f"Score {score} on", links=scheme)


def _quantity(room: Room, iri: str) -> str:
    names = ("quantity", "minQuantity", "maxQuantity", "unit")
    exact, least, most, unit = (room.reader.text(iri, DL + name) for name in names)
    said = exact or (f"{least} to {most}" if least and most else "")
    said = said or (f"at least {least}" if least else f"at most {most}" if most else "")
    return f"{said} {unit}".strip() if said else ""


def _testimonies(room: Room, iri: str) -> Iterator[Testimony]:
    """Yield the sources of an event, each with its quotes and with the claims that have none."""
    reader = room.reader
    by_source: dict[str, list[str]] = {source: [] for source in reader.iris(iri, vocab.DCTERMS + "source")}
    for claim in reader.subjects(iri, vocab.RDF + "subject"):
        for source in reader.iris(claim, vocab.SEM + "accordingTo"):
            by_source.setdefault(source, []).append(claim)
    for source, claims in by_source.items():
        said = {claim: tuple(_supports(room, claim)) for claim in claims}
        silent = [fact for claim in claims if not reader.iris(claim, DL + "evidence") for fact in said[claim]]
        published = in_words(reader.text(source, DL + "edtf"))
        by = [*reader.texts(source, vocab.DC + "creator"), *reader.texts(source, vocab.DC + "publisher")]
        yield Testimony(
            room.link(source), ", ".join(filter(None, [*by, published])), tuple(_quotes(room, said)), tuple(silent)
        )


def _supports(room: Room, claim: str) -> Iterator[Fact]:
    """Yield what a claim says: the name of the property, and its value where the page does not show it as it is."""
    reader = room.reader
    rank = next((f", {last_step(one)}" for one in reader.iris(claim, DL + "rank") if not one.endswith("normal")), "")
    original = reader.text(claim, DL + "originalValue")
    for predicate in reader.iris(claim, vocab.RDF + "predicate"):
        if predicate == RDF_TYPE:
            continue  # that the source reports the event, which its being listed says already
        name = _SUPPORTED.get(predicate) or room.ontology.label(predicate).lower()
        shown = [room.value(value) for value in reader.values(claim, vocab.RDF + "object")]
        text = " or ".join(one.text for one in shown if one.text) + (f", in its words “{original}”" if original else "")
        yield Fact(name + rank, text, tuple(link for one in shown for link in one.links))


def _quotes(room: Room, claims: dict[str, tuple[Fact, ...]]) -> Iterator[Quote]:
    """Yield every quote once, with all that it is the evidence for."""
    reader = room.reader
    found: dict[tuple[str, str, str], list[Fact]] = {}
    for claim, supports in claims.items():
        for evidence in reader.iris(claim, DL + "evidence"):
            for selector in reader.iris(evidence, vocab.OA + "hasSelector"):
                words = tuple(reader.text(selector, vocab.OA + name) for name in ("exact", "prefix", "suffix"))
                if words[0]:
                    found.setdefault((words[0], words[1], words[2]), []).extend(supports)
    for (exact, before, after), facts in found.items():
        yield Quote(exact, _tail(before), _head(after), tuple(dict.fromkeys(facts)))


def _tail(text: str) -> str:
    """Return the whole words just before a quote, within its paragraph."""
    _, line_break, words = text.rpartition("\n")
    return words if line_break or not words else f"… {words.partition(' ')[2]}"


def _head(text: str) -> str:
    """Return the whole words just after a quote, within its paragraph."""
    words, line_break, _ = text.partition("\n")
    return words if line_break or " " not in words else f"{words.rpartition(' ')[0]} …"


def _relations(room: Room, iri: str) -> Iterator[Fact]:
    reader = room.reader
    for name, (forward, back) in _RELATIONS.items():
        if others := room.in_order(reader.iris(iri, DL + name)):
            yield Fact(forward, links=room.links(others))
        if others := room.in_order(reader.subjects(iri, DL + name)):
            yield Fact(back, links=room.links(others))


def _day(text: str) -> str:
    return in_words(text) if text else ""


def quotes_of(room: Room, claims: list[str]) -> tuple[Quote, ...]:
    """Return the quotes of claims, each with what it is the evidence for."""
    return tuple(_quotes(room, {claim: tuple(_supports(room, claim)) for claim in claims}))
