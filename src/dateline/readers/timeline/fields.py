"""The fields of a timeline, declared once as data: names, shapes, columns and a sentence for people.

The reader (`records` and its family) refuses what is not declared here, and the JSON Schema
(`schema`) is made of the same declarations, so the two cannot disagree. This module reads nothing and
knows no format; words of closed vocabularies come from `ontology/types.ttl`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dateline import vocab


class Shape(StrEnum):
    """What a field's value looks like to the person who writes it."""

    TEXT = "text"
    TEXTS = "texts"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    IRI = "iri"
    IRIS = "iris"
    WORD = "word"
    WORDS = "words"
    REF = "ref"
    REFS = "refs"
    POINT = "point"
    QUANTITY = "quantity"
    WHO = "who"
    SAYS = "says"
    SECTION = "section"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its shape, the table columns it ends in (none: rows of their own), and what it says.

    `scheme` names the concept scheme, `words` lists the words where the scheme is not in the ontology.
    """

    shape: Shape
    doc: str
    column: str = ""
    required: bool = False
    scheme: str = ""
    words: tuple[str, ...] = ()

    def choices(self) -> tuple[str, ...]:
        """Return the words that the field accepts, none when it is open."""
        return tuple(vocab.concepts()[self.scheme]) if self.scheme else self.words


ACTOR_KINDS = ("person", "organization", "state", "group")
NAMED = ("actors", "places", "sources")
RELATIONS = {
    "part_of": "partOf",
    "causes": "causes",
    "precedes": "precedes",
    "follows_up": "followsUp",
    "reverses": "reverses",
}

_LINKS = {
    "same_as": Field(Shape.IRIS, "The same individual elsewhere, such as wd:Q7747 or geonames:524901.", "same_as"),
    "exact_match": Field(Shape.IRIS, "Entries elsewhere that fit in everything looked at.", "exact_match"),
    "close_match": Field(Shape.IRIS, "Near matches elsewhere, not certainly the same.", "close_match"),
}
_NOTE = {"note": Field(Shape.TEXT, "A remark for readers.", "note")}
_SPOT = {
    "in": Field(Shape.REF, "Id of the place or state it lies in.", "within"),
    "at": Field(Shape.POINT, "Latitude and longitude in degrees, such as [55.75, 37.62].", "lat long"),
    "precision": Field(Shape.WORD, "How exact the coordinates are.", "place_precision", scheme="place-precision"),
}
_QUOTE = Field(Shape.TEXT, "The exact words of the source's text.", "quote")
_RANK = Field(Shape.WORD, "How far to trust it; normal by default.", "rank", scheme="rank")
_TYPE = Field(Shape.WORD, "Event type, or type/mode, such as consult/visit.", "type mode", scheme="type")

SOURCE: dict[str, Field] = {
    "title": Field(Shape.TEXT, "Title of the piece.", "label", required=True),
    "publisher": Field(Shape.TEXT, "Who published it.", "publisher"),
    "authors": Field(Shape.TEXTS, "Who wrote it.", "authors"),
    "date": Field(Shape.DATE, "When it was published.", "edtf"),
    "url": Field(Shape.IRI, "Address of its page.", "url"),
    "kind": Field(Shape.TEXT, "What sort of piece it is, such as flash brief.", "kind"),
    "text": Field(Shape.TEXT, "Path of a text file beside the timeline, in which quotes are looked up.", "text_file"),
    "cites": Field(Shape.REFS, "Ids of sources it refers to.", "cites"),
    **_NOTE,
}
ACTOR: dict[str, Field] = {
    "name": Field(Shape.TEXT, "Name of the actor.", "label", required=True),
    "kind": Field(Shape.WORD, "What the actor is; a state can be used as a place too.", "kind", words=ACTOR_KINDS),
    "of": Field(Shape.REFS, "Ids of actors it belongs to.", "affiliations"),
    "aliases": Field(Shape.TEXTS, "Other names.", "aliases"),
    "born": Field(Shape.DATE, "When born or founded.", "born"),
    "died": Field(Shape.DATE, "When died or dissolved.", "died"),
    **_SPOT,
    **_LINKS,
    **_NOTE,
}
PLACE: dict[str, Field] = {
    "name": Field(Shape.TEXT, "Name of the place.", "label", required=True),
    "aliases": Field(Shape.TEXTS, "Other names.", "aliases"),
    **_SPOT,
    **_LINKS,
    **_NOTE,
}
PARTICIPANT: dict[str, Field] = {
    "actor": Field(Shape.REF, "Id of the actor.", required=True),
    "as": Field(Shape.TEXT, "In which capacity, such as foreign minister of Russia."),
}
QUANTITY: dict[str, Field] = {
    "value": Field(Shape.NUMBER, "How much, best value."),
    "min": Field(Shape.NUMBER, "At least so much."),
    "max": Field(Shape.NUMBER, "At most so much."),
    "unit": Field(Shape.TEXT, "What is counted."),
}
SAY: dict[str, Field] = {
    "quote": Field(Shape.TEXT, _QUOTE.doc),
    "date": Field(Shape.DATE, "The date that the source gives."),
    "type": Field(Shape.WORD, "The event type that the source gives.", scheme="type"),
    "where": Field(Shape.REFS, "The place that the source gives."),
    "what": Field(Shape.TEXT, "What happened, as the source has it."),
    "quantity": Field(Shape.QUANTITY, "The quantity that the source gives."),
    "words": Field(Shape.TEXT, "The claimed value in the source's own words."),
    "rank": Field(Shape.WORD, _RANK.doc, scheme="rank"),
}
EVENT: dict[str, Field] = {
    "id": Field(Shape.TEXT, "Short name of the event; made from its content when absent."),
    "date": Field(Shape.DATE, "When: 2024-07-24, 2023-05, 2011/2023-05, or words: since Feb 2022.", "edtf"),
    "date_words": Field(Shape.TEXT, "The date in the source's words.", "original_date"),
    "date_method": Field(Shape.TEXT, "How a derived date was derived.", "date_method"),
    "as_of": Field(Shape.DATE, "Day on which it was reported as still going on.", "ongoing_as_of"),
    "series": Field(Shape.FLAG, "true for several events of unknown number.", "kind"),
    "recurs": Field(Shape.TEXT, "Recurrence rule of RFC 5545, such as FREQ=YEARLY.", "recurrence"),
    "type": _TYPE,
    "contexts": Field(Shape.WORDS, "What it is about.", "contexts", scheme="context"),
    "what": Field(Shape.TEXT, "What happened, in a short sentence.", "label"),
    "language": Field(Shape.TEXT, "Language of `what`, where it differs from the timeline's.", "label_lang"),
    "who": Field(Shape.WHO, "Who took part: role, then actor."),
    "where": Field(Shape.REFS, "Ids of places or states.", "places"),
    "factuality": Field(Shape.WORD, "Whether it happened; occurred by default.", "factuality", scheme="factuality"),
    "status": Field(
        Shape.WORD, "draft until somebody has reviewed it; rejected leaves it out.", "status", scheme="status"
    ),
    "quantity": Field(
        Shape.QUANTITY, "How much, such as: at least 1000 drones.", "quantity quantity_min quantity_max unit"
    ),
    "score": Field(Shape.NUMBER, "Conflict-cooperation score; that of the type by default.", "score"),
    "score_scheme": Field(Shape.WORD, "Scheme of the score.", "score_scheme", scheme="score-scheme"),
    "says": Field(Shape.SAYS, "What each source says: source id, then its exact words."),
    **{name: Field(Shape.REFS, f"Ids of events: {name.replace('_', ' ')}.") for name in RELATIONS},
    **_NOTE,
}
JUDGEMENT: dict[str, Field] = {
    "id": Field(Shape.TEXT, "Short name of the judgement; made from its content when absent."),
    "about": Field(Shape.REFS, "Ids of actors, places or events.", "about", required=True),
    "says": Field(Shape.TEXT, "The judgement, in our words.", "statement", required=True),
    "by": Field(Shape.REF, "Id of the actor who judges; the source itself when absent.", "holder"),
    "source": Field(Shape.REF, "Id of the source.", "source", required=True),
    "quote": _QUOTE,
    "direction": Field(Shape.WORD, "Where a tie is seen going.", "direction", scheme="direction"),
    "rank": _RANK,
}
TIMELINE: dict[str, Field] = {
    "timeline": Field(Shape.TEXT, "Title of the timeline.", "label", required=True),
    "base": Field(Shape.IRI, "Web address under which its things are named, ending in / or #.", "base", required=True),
    "license": Field(Shape.IRI, "License: an SPDX name such as CC-BY-4.0, or an address.", "license"),
    "language": Field(Shape.TEXT, "Language of names and titles; en by default.", "label_lang"),
    "description": Field(Shape.TEXT, "What the timeline is about.", "description"),
    "day_first": Field(Shape.FLAG, "How 12/03/2019 is read: true is 12 March, false is December 3."),
    "names": Field(
        Shape.WORDS,
        "Names instead of ids. match: those of listed members; create: others become actors, places and sources.",
        words=("match", "create", *NAMED),
    ),
    "sources": Field(Shape.SECTION, "Published pieces, by id."),
    "actors": Field(Shape.SECTION, "Persons, organizations, states and groups, by id."),
    "places": Field(Shape.SECTION, "Places, by id."),
    "events": Field(Shape.ROWS, "What happened."),
    "claims": Field(Shape.ROWS, "Judgements of sources and persons: never facts."),
}
SECTIONS: dict[str, dict[str, Field]] = {
    "sources": SOURCE,
    "actors": ACTOR,
    "places": PLACE,
    "events": EVENT,
    "claims": JUDGEMENT,
}
"""Which fields the members of each section of a timeline have."""
