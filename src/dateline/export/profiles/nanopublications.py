"""Nanopublications: each event with its sources as a small publication of its own, in TriG.

Four graphs: the head names the other three, the assertion holds the event, the provenance its sources with their
claims and quotes, the publication info what is known of the nanopublication itself. Nothing is signed and no clock is
read. Rules: https://nanopub.net/guidelines/working_draft/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from dateline.errors import DateSyntaxError, UsageError
from dateline.export.profiles.asking import (
    Facts,
    Named,
    bases_of,
    batches,
    facts,
    iris,
    leave_unnamed,
    name_of,
    nodes,
    rows,
    surroundings,
    text_of,
    values_of,
)
from dateline.export.profiles.constructed import blocks
from dateline.export.profiles.profile import Account, Wishes
from dateline.export.turtle import Names
from dateline.mapping.rules import DATE
from dateline.mapping.spelling import IRI_PATTERN
from dateline.store import Store
from dateline.vocab import CONCEPT, DC, DCTERMS, DL, OA, OWL, PREFIXES, PROV, RDF, RDFS, SCHEMA, SEM, VOID, concepts
from dateline.when import parse_day

NP = "http://www.nanopub.org/nschema#"
_SOURCE = DCTERMS + "source"
_NAMED = (RDFS + "label", OWL + "sameAs")
_OF_SOURCES = (DCTERMS + "title", DC + "publisher", DCTERMS + "issued", SCHEMA + "url")
_JUDGEMENTS = "SELECT ?claim ?statement { ?claim a dl:Claim ; dl:statement ?statement }"
_DATES = ("modified", "issued", "created")

Timeline = tuple[str, dict[str, list[Named]]]
"""The node of a timeline and what is said of it; an empty text where there is none."""


def nanopublications(store: Store, wishes: Wishes, account: Account) -> Iterator[str]:
    """Yield one nanopublication for each event that has a source.

    Raises:
        UsageError: the creator is not an IRI, or the date not a day.
    """
    _check(wishes)
    leave_unnamed(store, account)
    timelines = facts(store, nodes(store, "Timeline", account))
    names = Names(bases_of(store), PREFIXES | {s: f"{CONCEPT}{s}/" for s in concepts()} | {"np": NP})
    yield names.declarations()
    for batch in batches(nodes(store, "Event", account)):
        said = surroundings(store, batch)
        claims = _claims(store, batch)
        for event in batch:
            if iris(said[event], _SOURCE):
                account.wrote("nanopublications")
                about = _about(event, said, _timeline(event, timelines), wishes)
                yield from _publication(event, said, claims.get(event, {}), about=about, names=names)
            else:
                account.leave("events without a source, which a nanopublication must name", name_of(event, said))
    for judgement, statement in sorted(rows(store, _JUDGEMENTS), key=str):
        account.leave("judgements", statement.value if isinstance(statement, ox.Literal) else str(judgement))


def _check(wishes: Wishes) -> None:
    example = "as https://orcid.org/0000-0002-1825-0097"
    if wishes.creator is not None and not re.match(IRI_PATTERN, wishes.creator):
        raise UsageError(f"--creator {wishes.creator!r} is not a web address. Write it out, {example}.")
    try:
        parse_day(wishes.created or "2000-01-01")
    except DateSyntaxError as error:
        raise UsageError(f"--created {wishes.created!r} is not a day. Write it as 2024-07-25.") from error


def _publication(event: str, said: Facts, claims: Facts, *, about: list[ox.Triple], names: Names) -> Iterator[str]:
    node = f"{event}/nanopub"
    parts = {"assertion": "hasAssertion", "provenance": "hasProvenance", "pubinfo": "hasPublicationInfo"}
    head = [_iri_triple(node, RDF + "type", NP + "Nanopublication")]
    head += [_iri_triple(node, NP + property_, f"{node}/{part}") for part, property_ in parts.items()]
    yield from _graph(f"{node}/head", head, names)
    yield from _graph(f"{node}/assertion", _assertion(event, said), names)
    yield from _graph(f"{node}/provenance", _provenance(event, said, claims), names)
    yield from _graph(f"{node}/pubinfo", about, names)


def _graph(graph: str, triples: Iterable[ox.Triple], names: Names) -> Iterator[str]:
    inside = "".join(blocks(triples, names)).replace("\n", "\n    ").replace("\n    \n", "\n\n").rstrip(" ")
    yield f"\n{names.iri(graph)} {{{inside}}}\n"


def _assertion(event: str, said: Facts) -> Iterator[ox.Triple]:
    """The event and its participations, with the names of who and what they lead to."""
    yield from _all(event, {name: values for name, values in said[event].items() if name != _SOURCE})
    reached = set(iris(said[event], SEM + "hasActor")) | set(iris(said[event], SEM + "hasPlace"))
    for part in iris(said[event], DL + "participation"):
        yield from _all(part, said[part])
        reached |= set(iris(said[part], DL + "actor"))
    for node in sorted(reached):
        yield from _some(node, said, _NAMED)


def _provenance(event: str, said: Facts, claims: Facts) -> Iterator[ox.Triple]:
    """Where the assertion comes from: the sources, and each of their claims with its quote."""
    for source in iris(said[event], _SOURCE):
        yield _iri_triple(f"{event}/nanopub/assertion", PROV + "hadPrimarySource", source)
        yield from _some(source, said, _OF_SOURCES)
    for node in claims:
        yield from _all(node, claims[node])


def _about(event: str, said: Facts, timeline: Timeline, wishes: Wishes) -> list[ox.Triple]:
    """What is known of the nanopublication itself: what it is about, its timeline, license, creator, and its date."""
    node, (iri, of_timeline) = f"{event}/nanopub", timeline
    known: dict[str, list[Named]] = {
        DCTERMS + "subject": [ox.NamedNode(event)],
        RDFS + "label": said[event].get(RDFS + "label", []),
        DCTERMS + "license": of_timeline.get(DCTERMS + "license", []),
        PROV + "wasDerivedFrom": [ox.NamedNode(iri)] if iri else [],
        DCTERMS + "creator": [ox.NamedNode(wishes.creator)] if wishes.creator else [],
        DCTERMS + "created": [value for name in _DATES for value in of_timeline.get(DCTERMS + name, ())][:1],
    }
    if wishes.created:
        known[DCTERMS + "created"] = [ox.Literal(wishes.created, datatype=ox.NamedNode(DATE))]
    return list(_all(node, known))


def _timeline(event: str, timelines: Facts) -> Timeline:
    """The timeline under whose base an event is named, else the only one there is, else none."""
    spaces = {text_of(said, VOID + "uriSpace"): (node, said) for node, said in timelines.items()}
    fitting = [space for space in spaces if space and event.startswith(space)]
    if fitting:
        return spaces[max(fitting, key=len)]
    return next(iter(timelines.items())) if len(timelines) == 1 else ("", {})


def _claims(store: Store, batch: list[str]) -> dict[str, Facts]:
    """The claims on some events with their evidence, by event."""
    query = f"SELECT ?event ?claim {{ {values_of('event', batch)} ?claim a dl:Claim ; rdf:subject ?event }}"
    owners = {
        claim.value: event.value
        for event, claim in rows(store, query)
        if isinstance(event, ox.NamedNode) and isinstance(claim, ox.NamedNode)
    }
    found: dict[str, Facts] = {}
    for property_ in (None, DL + "evidence", OA + "hasSelector"):
        if property_ is not None:
            owners = {
                iri: event
                for event, of_event in found.items()
                for said in of_event.values()
                for iri in iris(said, property_)
            }
        for node, said in facts(store, owners).items():
            found.setdefault(owners[node], {})[node] = said
    return found


def _all(node: str, said: dict[str, list[Named]]) -> Iterator[ox.Triple]:
    for property_, values in said.items():
        for value in values:
            yield ox.Triple(ox.NamedNode(node), ox.NamedNode(property_), value)


def _some(node: str, said: Facts, properties: Iterable[str]) -> Iterator[ox.Triple]:
    return _all(node, {name: said[node][name] for name in properties if name in said[node]})


def _iri_triple(subject: str, property_: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(property_), ox.NamedNode(value))
