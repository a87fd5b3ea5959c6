"""The description of a dataset as nodes: VoID for those who ask it, DCAT for those who list it, PROV for the run.

One document says all of it, of one resource: the dataset is a `void:Dataset` and a `dcat:Dataset`. Every other node is
named under `void/` at the dataset's base, so that the same data gives the same bytes. What is said follows
`ontology/description-shapes.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox

from dateline.describe import words
from dateline.describe.counts import Counts
from dateline.describe.coverage import Extent, Period
from dateline.describe.files import File
from dateline.describe.nodes import Value, english, link, links, node, number, step, text, typed
from dateline.describe.publication import Publication
from dateline.describe.words import DCAT, FOAF, GEO, MEDIA, SPDX
from dateline.export.outline import NodeText
from dateline.mapping.rules import LINKS
from dateline.version import VERSION
from dateline.vocab import CONCEPT, DCTERMS, DL, PROV, RDFS, SCHEMA, VOID, XSD

TOOL = f"{CONCEPT}software/{VERSION}"
"""The name of this version of dateline."""

_EXAMPLES = (DL + "Event", DL + "Actor", DL + "Place", DL + "Source")
_MOST_EXAMPLES = 4
_DATASET = (VOID + "Dataset", DCAT + "Dataset")


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a description says: `files` are what can be downloaded, `inputs` what the run has read.

    `is_made` tells whether the run has made the dataset, and not the description alone. `labels` are the names of the
    places that are mentioned.
    """

    about: Publication
    counts: Counts
    period: Period | None
    extent: Extent
    labels: dict[str, tuple[ox.Literal, ...]]
    files: tuple[File, ...] = ()
    inputs: tuple[File, ...] = ()
    is_made: bool = False

    @property
    def own_space(self) -> str:
        """The IRI under which the nodes of the description stand."""
        return f"{self.about.base}void"

    @property
    def is_ours(self) -> bool:
        """Whether the data is in dateline's terms, which its ontology and shapes are about."""
        return any(iri.startswith(DL) for iri in (*self.counts.classes, *self.counts.properties))

    def conforms(self) -> list[Value]:
        """Return what the data conforms to."""
        return links((words.ONTOLOGY, words.SHAPES)) if self.is_ours else []

    def address(self, file: File) -> str:
        """Return where a file is to be had."""
        return self.about.files_at + quote(file.name)

    def distribution(self, file: File) -> str:
        """Return the name of a file as a form of the dataset."""
        return f"{self.own_space}/file/{quote(file.name)}"

    def linksets(self) -> list[str]:
        """Return the names of the sets of links."""
        return [one.iri(self.about.base) for one in self.counts.links]


def nodes(facts: Facts) -> Iterator[NodeText]:
    """Yield the nodes of a description in reading order."""
    yield _document(facts)
    yield _dataset(facts)
    yield from _publisher(facts)
    yield from _coverage(facts)
    yield from _files(facts)
    yield from _subsets(facts)
    yield from _partitions(facts)
    yield from _run(facts)


def _document(facts: Facts) -> NodeText:
    about = facts.about
    names = [ox.Literal(f"Description of {one.value}", language="en") for one in about.titles[:1]]
    return node(
        facts.own_space,
        (VOID + "DatasetDescription",),
        (DCTERMS + "title", names or [english("Description of a dataset")]),
        (FOAF + "primaryTopic", link(about.iri)),
        (DCTERMS + "conformsTo", link(words.DESCRIPTION_SHAPES)),
        (PROV + "wasGeneratedBy", link(f"{facts.own_space}/run")),
    )


def _dataset(facts: Facts) -> NodeText:
    about, own, counts = facts.about, facts.own_space, facts.counts
    dumps = [facts.address(one) for one in facts.files if one.is_graph]
    made = facts.is_made
    return node(
        about.iri,
        _DATASET,
        (DCTERMS + "title", about.titles),
        (DCTERMS + "description", about.descriptions),
        (DCTERMS + "license", link(about.license)),
        (DCTERMS + "publisher", link(about.publisher)),
        (DCTERMS + "issued", about.issued),
        (DCTERMS + "modified", about.modified),
        (DCAT + "landingPage", link(about.homepage)),
        (FOAF + "homepage", link(about.homepage)),
        (DCTERMS + "conformsTo", facts.conforms()),
        (DCTERMS + "temporal", link(f"{own}/period") if facts.period else None),
        (DCTERMS + "spatial", links([*([f"{own}/extent"] if facts.extent.box else []), *facts.extent.places])),
        (VOID + "uriSpace", text(about.base)),
        *_statistics(counts),
        (VOID + "vocabulary", links(counts.vocabularies())),
        (VOID + "exampleResource", links(_examples(counts))),
        (VOID + "sparqlEndpoint", link(about.endpoint)),
        (VOID + "dataDump", links(dumps)),
        (DCAT + "distribution", links(facts.distribution(one) for one in facts.files)),
        (VOID + "subset", links([*about.timelines, *counts.graphs, *facts.linksets()])),
        (VOID + "classPartition", links(_partition(own, "class", iri) for iri in counts.classes)),
        (VOID + "propertyPartition", links(_partition(own, "property", iri) for iri in counts.properties)),
        (PROV + "wasGeneratedBy", link(f"{own}/run") if made else None),
        (PROV + "wasDerivedFrom", links(_input(own, one) for one in facts.inputs) if made else None),
    )


def _statistics(counts: Counts) -> list[tuple[str, Value | None]]:
    return [
        (VOID + "triples", number(counts.triples)),
        (VOID + "entities", number(counts.entities)),
        (VOID + "distinctSubjects", number(counts.subjects)),
        (VOID + "distinctObjects", number(counts.objects)),
        (VOID + "classes", number(len(counts.classes))),
        (VOID + "properties", number(len(counts.properties))),
    ]


def _examples(counts: Counts) -> list[str]:
    """One thing of each class that people ask for first, else of the largest classes."""
    largest = sorted(counts.classes, key=lambda iri: (-counts.classes[iri], iri))
    wanted = [iri for iri in _EXAMPLES if iri in counts.examples] or largest
    found = [counts.examples[iri] for iri in wanted if iri in counts.examples]
    return list(dict.fromkeys(found))[:_MOST_EXAMPLES]


def _publisher(facts: Facts) -> Iterator[NodeText]:
    about = facts.about
    if about.publisher:
        yield node(about.publisher, (FOAF + "Agent",), (FOAF + "name", text(about.publisher_name)))


def _coverage(facts: Facts) -> Iterator[NodeText]:
    period, extent, own = facts.period, facts.extent, facts.own_space
    if period:
        yield node(
            f"{own}/period",
            (DCTERMS + "PeriodOfTime",),
            (DCAT + "startDate", typed(period.begin, XSD + "date")),
            (DCAT + "endDate", typed(period.end, XSD + "date")),
            (RDFS + "comment", english(period.comment())),
        )
    if extent.box:
        shape = "centroid" if extent.is_point else "bbox"
        yield node(
            f"{own}/extent",
            (DCTERMS + "Location",),
            (DCAT + shape, typed(extent.wkt(), GEO + "wktLiteral")),
            (RDFS + "comment", english(extent.comment())),
        )
    for place in extent.places:
        yield node(place, (DCTERMS + "Location",), (RDFS + "label", facts.labels.get(place)))


def _files(facts: Facts) -> Iterator[NodeText]:
    for one in facts.files:
        name, address = facts.distribution(one), link(facts.address(one))
        yield node(
            name,
            (DCAT + "Distribution",),
            (DCTERMS + "title", text(one.name)),
            (DCAT + "accessURL", address),
            (DCAT + "downloadURL", address),
            (DCAT + "mediaType", link(MEDIA + one.media_type if one.media_type else None)),
            (DCAT + "compressFormat", link(MEDIA + one.packing if one.packing else None)),
            (DCAT + "byteSize", typed(str(one.size), XSD + "nonNegativeInteger")),
            (DCTERMS + "conformsTo", facts.conforms() if one.is_graph else None),
            (SPDX + "checksum", link(f"{name}/sha256")),
        )
        yield _checksum(name, one)


def _checksum(owner: str, file: File) -> NodeText:
    return node(
        f"{owner}/sha256",
        (SPDX + "Checksum",),
        (SPDX + "algorithm", link(SPDX + "checksumAlgorithm_sha256")),
        (SPDX + "checksumValue", typed(file.sha256, XSD + "hexBinary")),
    )


def _subsets(facts: Facts) -> Iterator[NodeText]:
    """The parts of the dataset: timelines, named graphs, and the links to each other graph."""
    about = facts.about
    for timeline in about.timelines:
        yield node(timeline, (VOID + "Dataset",))
    for graph, triples in facts.counts.graphs.items():
        inside = facts.linksets() if graph == about.base + LINKS.iri else []
        source = graph.removesuffix("/graph") if graph.endswith("/graph") else None
        yield node(
            graph,
            (VOID + "Dataset",),
            (VOID + "triples", number(triples)),
            (DCTERMS + "source", link(source)),
            (VOID + "subset", links(inside)),
        )
    for one in facts.counts.links:
        name = one.iri(about.base)
        yield node(
            name,
            (VOID + "Linkset",),
            (DCTERMS + "title", english(f"Links to {one.space}")),
            (VOID + "linkPredicate", link(one.predicate)),
            (VOID + "subjectsTarget", link(about.iri)),
            (VOID + "objectsTarget", link(f"{name}/target")),
            (VOID + "triples", number(one.triples)),
        )
        yield node(f"{name}/target", (VOID + "Dataset",), (VOID + "uriSpace", text(one.space)))


def _partitions(facts: Facts) -> Iterator[NodeText]:
    own = facts.own_space
    for iri, entities in facts.counts.classes.items():
        name = _partition(own, "class", iri)
        yield node(name, (VOID + "Dataset",), (VOID + "class", link(iri)), (VOID + "entities", number(entities)))
    for iri, triples in facts.counts.properties.items():
        name = _partition(own, "property", iri)
        yield node(name, (VOID + "Dataset",), (VOID + "property", link(iri)), (VOID + "triples", number(triples)))


def _run(facts: Facts) -> Iterator[NodeText]:
    """What was done, with what, on what; when is not told, for the same data gives the same description."""
    own = facts.own_space
    yield node(
        f"{own}/run",
        (PROV + "Activity",),
        (PROV + "wasAssociatedWith", link(TOOL)),
        (PROV + "used", links(_input(own, one) for one in facts.inputs)),
    )
    yield node(
        TOOL,
        (PROV + "SoftwareAgent",),
        (RDFS + "label", text(f"dateline {VERSION}")),
        (SCHEMA + "softwareVersion", text(VERSION)),
    )
    for one in facts.inputs:
        name = _input(own, one)
        yield node(
            name,
            (PROV + "Entity",),
            (DCTERMS + "title", text(one.name)),
            (SPDX + "checksum", link(f"{name}/sha256")),
        )
        yield _checksum(name, one)


def _partition(own: str, kind: str, iri: str) -> str:
    return f"{own}/{kind}/{step(iri)}"


def _input(own: str, file: File) -> str:
    return f"{own}/input/{quote(file.name)}"
