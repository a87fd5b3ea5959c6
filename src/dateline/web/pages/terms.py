"""The pages of terms of the ontology, and of things that are none of those that dateline knows."""

from __future__ import annotations

from itertools import groupby, islice
from typing import Any

from dateline import vocab
from dateline.web.pages.parts import DL, RDF_TYPE, Fact, Room
from dateline.web.reading import last_step

MOST_POINTERS = 200
"""How many of the statements that point to a thing its page lists."""

_NOTED = (vocab.SKOS + "scopeNote", vocab.SKOS + "editorialNote")


def term_page(room: Room, iri: str) -> dict[str, Any]:
    """Return what the page of a term shows."""
    reader = room.ontology
    members = reader.subjects(iri, vocab.SKOS + "topConceptOf") or reader.subjects(iri, vocab.SKOS + "inScheme")
    uses = room.reader.subjects(iri, vocab.SEM + "eventType", DL + "mode", DL + "context", DL + "factuality")
    found = [
        Fact("Broader", links=room.links(reader.iris(iri, vocab.SKOS + "broader"))),
        Fact("Narrower", links=room.links(reader.subjects(iri, vocab.SKOS + "broader"))),
        Fact("Kind of", links=room.links(reader.iris(iri, vocab.RDFS + "subClassOf", vocab.RDFS + "subPropertyOf"))),
        Fact("Said of", links=room.links(reader.iris(iri, vocab.RDFS + "domain", vocab.SCHEMA + "domainIncludes"))),
        Fact("Values", links=room.links(reader.iris(iri, vocab.RDFS + "range", vocab.SCHEMA + "rangeIncludes"))),
        Fact("Words", links=room.links(members)),
        Fact("One of", links=room.links(reader.iris(iri, vocab.SKOS + "inScheme"))),
    ]
    return {
        "definition": reader.text(iri, vocab.SKOS + "definition") or reader.text(iri, vocab.DCTERMS + "description"),
        "notes": reader.texts(iri, *_NOTED),
        "examples": reader.texts(iri, vocab.SKOS + "example"),
        "facts": [fact for fact in found if fact.links],
        "rows": [room.row(event) for event in room.in_order(uses)],
    }


def thing_page(room: Room, iri: str) -> dict[str, Any]:
    """Return what the page of any other thing shows: all that is said about it, and what points to it."""
    reader = room.reader
    said = [
        (room.link(predicate), [room.value(term) for _, term in pairs])
        for predicate, pairs in groupby(reader.about(iri), key=lambda pair: pair[0])
    ]
    pointers = list(islice(reader.pointing(iri), MOST_POINTERS + 1))
    return {
        "kinds": [room.link(one) for one in reader.iris(iri, RDF_TYPE)],
        "said": said,
        "pointers": sorted((room.link(s), room.link(predicate)) for s, predicate in pointers[:MOST_POINTERS]),
        "more": len(pointers) > MOST_POINTERS,
        "name": reader.label(iri) or last_step(iri),
    }


def terms_page(room: Room) -> dict[str, Any]:
    """Return what the list of all terms shows: classes, properties and the words of each vocabulary."""
    reader = room.ontology
    classes = [iri for iri in reader.subjects(vocab.OWL + "Class", RDF_TYPE) if iri.startswith(DL)]
    kinds = (vocab.OWL + "ObjectProperty", vocab.OWL + "DatatypeProperty", vocab.OWL + "AnnotationProperty")
    properties = [iri for kind in kinds for iri in reader.subjects(kind, RDF_TYPE) if iri.startswith(DL)]
    schemes = reader.subjects(vocab.SKOS + "ConceptScheme", RDF_TYPE)
    groups = [("Classes", sorted(classes)), ("Properties", sorted(properties))]
    groups += [(reader.label(scheme), reader.subjects(scheme, vocab.SKOS + "inScheme")) for scheme in schemes]
    return {"groups": [(name, room.links(iris)) for name, iris in groups]}
