"""The accepted links as a graph of their own: the links, where each comes from, and linksets that describe them.

Each link is annotated by the terms of SSSOM (https://w3id.org/sssom/): label seen, how, how sure, on which day.
Linksets follow VoID (https://www.w3.org/TR/void/), one for each property and graph that is linked to. Nothing that
does not count is written. Links beside an RDF file that is asked as it stands are added to its store here, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.diagnostics import Diagnostic
from dateline.readers.links_file import ACCEPTED, AUTO, CLOSE, Link, links_path, lost_entities, read_links
from dateline.vocab import DCTERMS, OWL, PREFIXES, RDF, RDFS, SKOS, VOID, XSD, linkset_iri, space_of

if TYPE_CHECKING:
    import pyoxigraph as ox

    from dateline.store import Store

SSSOM = "https://w3id.org/sssom/"
SEMAPV = "https://w3id.org/semapv/vocab/"
PREDICATES = {ACCEPTED: OWL + "sameAs", AUTO: SKOS + "exactMatch", CLOSE: SKOS + "closeMatch"}
"""The property that a decision becomes."""

_PREFIXES = ("owl", "rdfs", "skos", "void", "dcterms", "xsd", "wd", "geonames", "dbpedia")
_JUSTIFIED = {AUTO: "LexicalMatching"}
_BY_PERSON = "ManualMappingCuration"


def links_turtle(links: Sequence[Link], names: Mapping[str, str], *, base: str) -> bytes:
    """Return the links that count as Turtle, in the order of entities and entries; `base` names the timeline."""
    import pyoxigraph as ox

    prefixes = {name: PREFIXES[name] for name in _PREFIXES} | {"sssom": SSSOM, "semapv": SEMAPV}
    counting = sorted((one for one in links if one.counts), key=lambda one: (one.entity, one.entry))
    triples = [*_linksets(counting, base), *(triple for one in counting for triple in _link(one, names, base))]
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""
    lines = written.splitlines(keepends=True)
    declared = sum(line.startswith(b"@prefix") for line in lines)
    return b"".join(sorted(lines[:declared]) + lines[declared:])  # the library's prefixes have no fixed order


def load_links(store: Store, data: Path) -> tuple[Diagnostic, ...]:
    """Add what was accepted in the links file beside an RDF file that a store holds as it stands.

    W218: an entity of which the store knows nothing.
    """
    import pyoxigraph as ox

    place = links_path(data)
    if not place.is_file():
        return ()
    named = store.engine.quads_for_pattern(None, ox.NamedNode(VOID + "uriSpace"), None, ox.DefaultGraph())
    bases = sorted({quad.object.value for quad in named if isinstance(quad.object, ox.Literal)})
    file, problems = read_links(place, bases[0] if bases else "")
    known = {iri for iri in {one.entity for one in file.links} if _is_known(store, iri)}
    for one in file.links:
        if one.counts and one.entity in known:
            terms = (ox.NamedNode(iri) for iri in (one.entity, PREDICATES[one.decision], one.entry))
            store.engine.add(ox.Quad(*terms))
    return (*problems, *lost_entities(file.links, known, place.as_posix()))


def _is_known(store: Store, iri: str) -> bool:
    import pyoxigraph as ox

    try:
        return any(store.engine.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()))
    except ValueError:
        return False  # without a base, the short name of an entity is no IRI


def _link(one: Link, names: Mapping[str, str], base: str) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    entity, entry = ox.NamedNode(one.entity), ox.NamedNode(one.entry)
    predicate = ox.NamedNode(PREDICATES[one.decision])
    yield ox.Triple(entity, predicate, entry)
    mark = hashlib.sha256(f"{one.entity} {one.entry}".encode()).hexdigest()[:16]
    node = ox.NamedNode(f"{base}link/{mark}")
    values: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(OWL + "Axiom")),
        (OWL + "annotatedSource", entity),
        (OWL + "annotatedProperty", predicate),
        (OWL + "annotatedTarget", entry),
        (SSSOM + "subject_label", ox.Literal(names.get(one.entity, ""))),
        (SSSOM + "object_label", ox.Literal(one.label)),
        (SSSOM + "mapping_justification", ox.NamedNode(SEMAPV + _JUSTIFIED.get(one.decision, _BY_PERSON))),
        (SSSOM + "confidence", ox.Literal(f"{one.score}", datatype=ox.NamedNode(XSD + "double"))),
        (DCTERMS + "created", ox.Literal(one.date, datatype=ox.NamedNode(XSD + "date"))),
        (RDFS + "comment", ox.Literal(one.method)),
    ]
    for property_, value in values:
        yield ox.Triple(node, ox.NamedNode(property_), value)


def _linksets(links: Sequence[Link], base: str) -> Iterator[ox.Triple]:
    import pyoxigraph as ox

    ordered = sorted(links, key=lambda one: (PREDICATES[one.decision], space_of(one.entry)))
    for (predicate, space), group in groupby(ordered, lambda one: (PREDICATES[one.decision], space_of(one.entry))):
        count = str(sum(1 for _ in group))
        name = linkset_iri(base, predicate, space)
        node, target = ox.NamedNode(name), ox.NamedNode(f"{name}/target")
        values: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
            (node, RDF + "type", ox.NamedNode(VOID + "Linkset")),
            (node, DCTERMS + "title", ox.Literal(f"Links to {space}", language="en")),
            (node, VOID + "linkPredicate", ox.NamedNode(predicate)),
            (node, VOID + "subjectsTarget", ox.NamedNode(f"{base}timeline")),
            (node, VOID + "objectsTarget", target),
            (node, VOID + "triples", ox.Literal(count, datatype=ox.NamedNode(XSD + "integer"))),
            (target, RDF + "type", ox.NamedNode(VOID + "Dataset")),
            (target, VOID + "uriSpace", ox.Literal(space)),
        ]
        for subject, property_, value in values:
            yield ox.Triple(subject, ox.NamedNode(property_), value)
