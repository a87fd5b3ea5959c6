"""What is said about one thing, as a document: the thing, the nodes that belong to it, and what points to it.

A node belongs to another one when its IRI goes on where the other's ends, as a claim's does where its event's ends.
The names of things that are mentioned stand in the document as well, so that it can be read alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pyoxigraph as ox

from dateline import vocab
from dateline.export.jsonld import jsonld_of
from dateline.export.outline import nodes_of
from dateline.export.turtle import turtle_of
from dateline.store import Syntax
from dateline.web.measured import counted
from dateline.web.pages.parts import Room
from dateline.web.reading import LABELS, Reader
from dateline.web.settings import Limits

MOST_POINTERS = 1000
"""How many statements that point to a thing stand in its document."""


def known_iri(room: Room, candidates: list[str]) -> str | None:
    """Return the first of several IRIs that the store or the ontology knows."""
    return next((iri for iri in candidates if room.reader.is_known(iri) or room.ontology.is_known(iri)), None)


def document_of(room: Room, iri: str, *, syntax: Syntax, limits: Limits) -> bytes:
    """Return what is said about a thing in one of the RDF syntaxes.

    Raises:
        RequestRefused: that is more than an answer may hold.
    """
    reader = room.ontology if room.ontology.about(iri) and not room.reader.about(iri) else room.reader
    triples = list(dict.fromkeys(counted(_said(reader, iri), limits)))
    writer = {"turtle": turtle_of, "jsonld": jsonld_of}.get(syntax.name)
    if writer is not None and all(_is_plain(triple) for triple in triples):
        nodes = nodes_of(f"{triple} ." for triple in triples)
        text = turtle_of(nodes, bases=room.addresses.bases) if syntax.name == "turtle" else jsonld_of(nodes)
        return "".join(text).encode()
    prefixes = vocab.PREFIXES if syntax.name in ("turtle", "trig", "rdfxml") else None
    return ox.serialize(triples, format=syntax.format, prefixes=prefixes) or b""


def _said(reader: Reader, iri: str) -> Iterator[ox.Triple]:
    mentioned: dict[str, None] = {}
    for node in _belonging(reader, iri):
        for predicate, value in reader.about(node):
            yield ox.Triple(ox.NamedNode(node), ox.NamedNode(predicate), value)
            if isinstance(value, ox.NamedNode):
                mentioned.setdefault(value.value)
    for subject, predicate in islice(reader.pointing(iri), MOST_POINTERS):
        yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(iri))
        mentioned.setdefault(subject)
    for other in mentioned:
        for label in LABELS:
            for value in reader.values(other, label):
                yield ox.Triple(ox.NamedNode(other), ox.NamedNode(label), value)


def _belonging(reader: Reader, iri: str) -> Iterator[str]:
    """Yield a thing and the nodes that belong to it; the namespace of the ontology has all its terms."""
    if iri == vocab.DL:
        yield from [iri, *reader.subjects(iri, vocab.RDFS + "isDefinedBy")]
        return
    left, seen = [iri, *reader.subjects(iri, vocab.RDF + "subject")], {iri}
    while left:
        node = left.pop(0)
        yield node
        for _, value in reader.about(node):
            if isinstance(value, ox.NamedNode) and value.value.startswith(f"{iri}/") and value.value not in seen:
                seen.add(value.value)
                left.append(value.value)


def _is_plain(triple: ox.Triple) -> bool:
    """Say whether our own writers, which know neither blank nodes nor RDF 1.2, can write a triple."""
    if not isinstance(triple.subject, ox.NamedNode):
        return False
    value = triple.object
    return isinstance(value, ox.NamedNode) or (isinstance(value, ox.Literal) and value.direction is None)
