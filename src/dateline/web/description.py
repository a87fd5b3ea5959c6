"""The endpoint and its data described in RDF, for programs that want to know what is there before they ask.

The vocabulary is that of https://www.w3.org/TR/sparql11-service-description/; the IRIs of formats are those of
https://www.w3.org/ns/formats/. What is said of the data is known to `dateline.describe`. No blank nodes: parts of the
description have the endpoint's address and a fragment.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pyoxigraph as ox

from dateline import vocab
from dateline.describe import Imprint, description
from dateline.errors import RequestRefused
from dateline.store import SYNTAXES, Store, Syntax
from dateline.web.jobs import DescribeData, DescribeService

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
DESCRIPTION = "/.well-known/void"
"""Where the data is described, as VoID agrees for every host (https://www.w3.org/TR/void/#well-known)."""
MAX_GRAPHS = 1000
"""How many named graphs are listed."""

_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_SYNTAX_NAMES = {
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}


def describe_data(job: DescribeData, store: Store, syntax: Syntax) -> bytes:
    """Return the description of what a store holds in one of the RDF syntaxes, counted anew."""
    said = Imprint(default_base=job.address, endpoint=f"{job.address}sparql")
    document = description(store, said)
    if syntax.name == "turtle":
        return document.encode()
    return ox.serialize(ox.parse(document, format=ox.RdfFormat.TURTLE), format=syntax.format) or b""


def describe_service(job: DescribeService, store: Store, syntax: Syntax) -> bytes:
    """Return the description of the service in one of the RDF syntaxes."""
    try:
        endpoint = ox.NamedNode(job.endpoint)
    except ValueError as error:
        raise RequestRefused("bad-request", "The Host header of the request is not one. Send a right one.") from error
    prefixes = {"sd": SD, "formats": FORMATS, "void": vocab.VOID, "rdf": vocab.RDF}
    quads = sorted(_statements(job, endpoint, store.graphs()), key=str)
    used = prefixes if syntax.name in ("turtle", "trig", "rdfxml") else None
    written = ox.serialize(quads, format=syntax.format, prefixes=used)
    return written or b""


def _statements(job: DescribeService, endpoint: ox.NamedNode, graphs: list[str]) -> Iterator[ox.Triple]:
    service, dataset, default = (ox.NamedNode(f"{endpoint.value}#{part}") for part in ("service", "dataset", "default"))
    languages = ["SPARQL10Query", "SPARQL11Query", *(["SPARQL11Update"] if job.updates else [])]
    yield _triple(service, vocab.RDF + "type", SD + "Service")
    yield ox.Triple(service, ox.NamedNode(SD + "endpoint"), endpoint)
    for language in languages:
        yield _triple(service, SD + "supportedLanguage", SD + language)
    for name in (*_RESULTS, *(_SYNTAX_NAMES[one.name] for one in SYNTAXES if one.name in _SYNTAX_NAMES)):
        yield _triple(service, SD + "resultFormat", FORMATS + name)
    yield ox.Triple(service, ox.NamedNode(SD + "defaultDataset"), dataset)
    yield _triple(dataset, vocab.RDF + "type", SD + "Dataset")
    yield _triple(dataset, vocab.RDFS + "seeAlso", urljoin(endpoint.value, DESCRIPTION))
    yield ox.Triple(dataset, ox.NamedNode(SD + "defaultGraph"), default)
    yield _triple(default, vocab.RDF + "type", SD + "Graph")
    for number, graph in enumerate(graphs[:MAX_GRAPHS], 1):
        named = ox.NamedNode(f"{endpoint.value}#graph-{number}")
        yield ox.Triple(dataset, ox.NamedNode(SD + "namedGraph"), named)
        yield _triple(named, vocab.RDF + "type", SD + "NamedGraph")
        yield _triple(named, SD + "name", graph)


def _triple(subject: ox.NamedNode, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(value))
