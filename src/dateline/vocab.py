"""The words of the graph: namespaces, prefixes and the concepts of `ontology/types.ttl`.

Names are plain texts, so that importing them costs nothing; `rdflib.Namespace(vocab.DL)` makes an rdflib namespace
of one. The concepts (event types, roles, ranks, ...) are read from the ontology file, their only home.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from dateline import resources

DL = "https://w3id.org/dateline/ns#"
CONCEPT = "https://w3id.org/dateline/"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "https://schema.org/"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
VOID = "http://rdfs.org/ns/void#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
DBPEDIA = "http://dbpedia.org/resource/"

PREFIXES: dict[str, str] = {
    "dl": DL,
    "type": CONCEPT + "type/",
    "role": CONCEPT + "role/",
    "sem": SEM,
    "oa": OA,
    "prov": PROV,
    "dc": DC,
    "dcterms": DCTERMS,
    "skos": SKOS,
    "schema": SCHEMA,
    "wgs84": WGS84,
    "void": VOID,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "wd": WIKIDATA,
    "geonames": GEONAMES,
    "dbpedia": DBPEDIA,
}
"""Prefixes that every reader of CURIEs knows and every writer of Turtle declares."""

RELATIONS = ("partOf", "causes", "precedes", "followsUp", "reverses")
"""Local names of the event-to-event properties."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of `ontology/types.ttl`: `word` is the end of its IRI after the scheme (`consult/visit`)."""

    scheme: str
    word: str
    label: str
    score: str | None
    quad: str | None

    @property
    def iri(self) -> str:
        """The IRI of the concept."""
        return f"{CONCEPT}{self.scheme}/{self.word}"


@lru_cache(maxsize=1)
def concepts() -> dict[str, dict[str, Concept]]:
    """Return every concept as `{scheme: {word: Concept}}`, schemes and words in the order of their IRIs.

    `scheme` is the first step of the concept's path (`type`, `role`, `rank`, ...). A score and quad class that a
    mode does not state are those of its type.
    """
    import pyoxigraph as ox

    text = resources.text("types.ttl")
    values: dict[tuple[str, str], str] = {}
    found: list[str] = []
    for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
        subject, predicate = triple.subject, triple.predicate.value
        if not isinstance(subject, ox.NamedNode) or not isinstance(triple.object, ox.NamedNode | ox.Literal):
            continue
        values[subject.value, predicate] = triple.object.value
        if predicate == RDF + "type" and triple.object.value == SKOS + "Concept":
            found.append(subject.value)
    result: dict[str, dict[str, Concept]] = {}
    for iri in sorted(found):
        scheme, _, word = iri.removeprefix(CONCEPT).partition("/")
        broader = values.get((iri, SKOS + "broader"), "")
        score = values.get((iri, DL + "score")) or values.get((broader, DL + "score"))
        quad = values.get((iri, DL + "quadClass")) or values.get((broader, DL + "quadClass"))
        label = values.get((iri, SKOS + "prefLabel"), word)
        quad_word = quad.removeprefix(CONCEPT + "quad/") if quad else None
        result.setdefault(scheme, {})[word] = Concept(scheme, word, label, score, quad_word)
    return result


def expand(text: str) -> str | None:
    """Return the IRI that a CURIE with a known prefix stands for, or None when the prefix is not known.

    `geonames:` numbers get the closing slash that GeoNames IRIs have.
    """
    prefix, colon, local = text.partition(":")
    if not colon or prefix not in PREFIXES or local.startswith("//"):
        return None
    closing = "/" if prefix == "geonames" and not local.endswith("/") else ""
    return PREFIXES[prefix] + local + closing


def shorten(iri: str) -> str:
    """Return the CURIE of an IRI under a known prefix, the longest namespace first, else the IRI itself."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?"):
            return f"{prefix}:{local}"
    return iri


def space_of(iri: str) -> str:
    """Return what the names of a graph or vocabulary have in common: the part of an IRI before its last step."""
    bare = iri.rstrip("/#")
    cut = max(bare.rfind("/"), bare.rfind("#"))
    return iri[: (cut if cut >= 0 else bare.rfind(":")) + 1]


def linkset_iri(base: str, predicate: str, space: str) -> str:
    """Return the name of the links by one property into one space of names, among the things of a base."""
    mark = hashlib.sha256(f"{predicate} {space}".encode()).hexdigest()[:8]
    return f"{base}linkset/{mark}"
