"""Make data for the shapes beside this file: `python make.py catalog|events TRIPLES > data.nt`.

The data are sound but for planted faults; `write` returns the results that a correct program finds. It is another
generator than that of the benchmark on purpose: random but seeded, deep, with blank nodes and shared entities.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import TextIO

NAMESPACES = {
    "": "https://stranger.example/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "s": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "c": "https://shapes.example/catalog#",
}
FAULTY = 0.01
Result = tuple[str, str]
"""Focus node and constraint component."""
Node = dict[str, list[str]]


def iri(name: str) -> str:
    """Return a prefixed name in full."""
    prefix, _, local = name.partition(":")
    return f"<{NAMESPACES[prefix]}{local}>"


def text(value: str, kind: str = "") -> str:
    """Return a literal; `kind` is a prefixed datatype or, after @, a language."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"' + (kind if kind.startswith("@") else f"^^{iri(kind)}" if kind else "")


def lines(nodes: dict[str, Node]) -> Iterator[str]:
    """Yield the nodes as N-Triples."""
    for subject, about in nodes.items():
        for name, values in about.items():
            for value in values:
                yield f"{subject} {iri(name)} {value} .\n"


def day(random: Random, first: int = 1990, last: int = 2024) -> str:
    """Return a day."""
    return f"{random.randint(first, last)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


# Catalog


def dataset(number: int, random: Random) -> dict[str, Node]:
    """Return a dataset with all that hangs on it."""
    me, period, contact = iri(f":dataset/{number}"), f"_:period{number}", f"_:contact{number}"
    parts = [iri(f":dataset/{number}/file/{part}") for part in range(random.randint(1, 3))]
    nodes: dict[str, Node] = {
        me: {
            "rdf:type": [iri("dcat:Dataset")],
            "dct:title": [text(f"Dataset {number}", "@en"), text(f'Datensatz "{number}"', "@de")],
            "dct:description": [text(f"All that was counted\nin place {number}.", random.choice(["", "@en"]))],
            "dct:publisher": [iri(f":office/{random.randrange(200)}")],
            "dcat:theme": [iri(f":theme/{random.randrange(13)}")],
            "dcat:keyword": [text(f"word {random.randrange(5000)}", "@en") for _ in range(3)],
            "dct:issued": [random.choice([text(day(random), "xsd:date"), text("2011", "xsd:gYear")])],
            "dct:modified": [text(f"{day(random)}T{random.randrange(24):02}:30:00Z", "xsd:dateTime")],
            "dcat:contactPoint": [contact],
            "dct:temporal": [period],
            "dcat:distribution": parts,
            "dct:identifier": [text(f"urn:dataset:{number:06}")],
        },
        period: {
            "rdf:type": [iri("dct:PeriodOfTime")],
            "dcat:startDate": [text(day(random, 1990, 2000), "xsd:date")],
            "dcat:endDate": [text(day(random, 2001, 2020), "xsd:date")],
        },
        contact: {"vcard:hasEmail": [f"<mailto:office{number}@stranger.example>"]},
        iri(f":catalog/{number // 1000}"): {"dcat:dataset": [me]},
    }
    for part in parts:
        nodes[part] = {
            "rdf:type": [iri("dcat:Distribution")],
            "dcat:accessURL": [f"<https://stranger.example/get/{number}>"],
            "dcat:byteSize": [text(str(random.randint(1, 10**9)), "xsd:nonNegativeInteger")],
            "dct:format": [text(random.choice(["CSV", "JSON", "TTL"]))],
            "dct:license": [iri(":license")],
            "spdx:checksum": [f"{part[:-1]}/sum>"],
        }
        nodes[f"{part[:-1]}/sum>"] = {"spdx:checksumValue": [text(f"{number:040x}")]}
    return nodes


def offices() -> dict[str, Node]:
    """Return what the datasets share."""
    nodes: dict[str, Node] = {
        iri(f":office/{number}"): {"rdf:type": [iri("foaf:Organization")], "foaf:name": [text(f"Office {number}")]}
        for number in range(200)
    }
    nodes |= {iri(f":theme/{number}"): {"skos:inScheme": [iri("c:Themes")]} for number in range(13)}
    return nodes


def catalog(number: int) -> dict[str, Node]:
    """Return a catalog; it is named again with each of its datasets."""
    about = {
        "rdf:type": [iri("dcat:Catalog")],
        "dct:title": [text(f"Catalog {number}", "@en")],
        "dct:publisher": [iri(":office/1")],
    }
    return {iri(f":catalog/{number}"): about}


# Events


def happening(number: int, random: Random) -> dict[str, Node]:
    """Return an event with all that hangs on it."""
    me, offer, person = iri(f":event/{number}"), f"_:offer{number}", iri(f":person/{number}")
    place = iri(f":hall/{random.randrange(300)}")
    begin, born = day(random, 2020, 2024), day(random, 1940, 1999)
    mail = text(f"p{number}@stranger.example")
    above = {"s:superEvent": [iri(f":event/{number - number % 50}")]} if number % 50 else {}
    return {
        me: {
            "rdf:type": [iri(random.choice(["s:MusicEvent", "s:Festival", "s:Event"]))],
            "s:name": [text(f"Evening no. {number}", random.choice(["", "@en", "@fr"]))],
            "s:startDate": [text(begin, "xsd:date")],
            "s:endDate": [text(f"{begin}T23:00:00+01:00", "xsd:dateTime")],
            "s:location": [place],
            "s:offers": [offer],
            "s:performer": [person],
            "s:organizer": [iri(":club/1")],
            "s:image": [f"<https://stranger.example/{number}.jpg>"],
            "s:eventStatus": [iri(random.choice(["s:EventScheduled", "s:EventPostponed"]))],
            **above,
        },
        offer: {
            "rdf:type": [iri("s:Offer")],
            "s:price": [text(f"{random.randrange(9000) / 100:.2f}", "xsd:decimal")],
            "s:priceCurrency": [text("EUR")],
        },
        person: {
            "rdf:type": [iri("s:Person")],
            "s:name": [text(f"Performer {number}")],
            "s:email": [mail],
            "s:contactEmail": [mail],
            "s:birthDate": [text(born, "xsd:date")],
            "s:deathDate": [text(day(random, 2000, 2024), "xsd:date")],
            "s:sameAs": [iri(f":same/{number}")],
            "s:url": [iri(f":page/{number}")],
        },
    }


def halls() -> dict[str, Node]:
    """Return what the events share, and the classes below s:Event."""
    nodes: dict[str, Node] = {
        iri(f"s:{name}"): {"rdfs:subClassOf": [iri("s:Event")]} for name in ("MusicEvent", "Festival")
    }
    for number in range(300):
        about, address, geo = iri(f":hall/{number}"), f"_:address{number}", f"_:geo{number}"
        nodes[about] = {"rdf:type": [iri("s:Place")], "s:address": [address], "s:geo": [geo]}
        nodes[address] = {"s:postalCode": [text(f"{10000 + number}")]}
        nodes[geo] = {
            "s:latitude": [text("52.5", "xsd:decimal")],
            "s:longitude": [text(str(number - 150), "xsd:integer")],
        }
    return nodes | {iri(":club/1"): {"rdf:type": [iri("s:Organization")]}}


# Faults: what is changed about the focus node (its beginning), and the component of the result

FAULTS: dict[str, tuple[tuple[str, str, list[str], str], ...]] = {
    "catalog": (
        (":dataset/{}", "dct:title", [], "MinCount"),
        (":dataset/{}", "dct:title", [text("Uno", "@es")], "LanguageIn"),
        (":dataset/{}", "dct:title", [text("One", "@en"), text("Two", "@en")], "UniqueLang"),
        (":dataset/{}", "dct:description", [text("short")], "MinLength"),
        (":dataset/{}", "dct:publisher", [iri(":theme/1")], "Node"),
        (":dataset/{}", "dcat:theme", [iri(":office/1")], "Node"),
        (":dataset/{}", "dct:issued", [text("2011-02-30", "xsd:date")], "Or"),
        (":dataset/{}", "dct:modified", [text("2031-01-01T00:00:00", "xsd:dateTime")], "MaxExclusive"),
        (":dataset/{}", "dct:temporal", [iri(":theme/2")], "NodeKind+Node"),
        (":dataset/{}", "dcat:sample", [iri(":dataset/{}/file/0")], "Disjoint"),
        (":dataset/{}", "dct:identifier", [text("dataset 7")], "Pattern"),
        (":dataset/{}/file/0", "dcat:byteSize", [text("-7", "xsd:nonNegativeInteger")], "Datatype+MinInclusive"),
        (":dataset/{}/file/0", "dct:license", [], "MinCount"),
        (":dataset/{}/file/0", "dcat:accessURL", [text("https://stranger.example/")], "NodeKind"),
    ),
    "events": (
        (":event/{}", "s:name", [], "MinCount"),
        (":event/{}", "s:startDate", [text("2024-02-30", "xsd:date")], "Or"),
        (":event/{}", "s:location", [iri(":club/1")], "Or"),
        (":event/{}", "s:organizer", [iri(":hall/7")], "Or"),
        (":event/{}", "s:image", ["<ftp://stranger.example/x.jpg>"], "Pattern"),
        (":event/{}", "s:superEvent", [iri(":club/1")], "Class"),
        (":event/{}", "s:eventStatus", [iri("s:EventCancelled")], "In"),
        (":event/{}", "s:cancelledBecause", [text("rain")], "Not"),
        (":event/{}", "s:offers", [iri(":club/1")], "Node"),
        (":person/{}", "s:email", [text("nobody@stranger.example")], "Equals+Equals"),
        (":person/{}", "s:birthDate", [text("2999-01-01", "xsd:date")], "LessThan"),
        (":person/{}", "s:sameAs", [iri(":page/{}")], "Disjoint"),
        (":person/{}", "s:name", [], "MinCount"),
    ),
}
ONE: dict[str, Callable[[int, Random], dict[str, Node]]] = {"catalog": dataset, "events": happening}
SHARED: dict[str, Callable[[], dict[str, Node]]] = {"catalog": offices, "events": halls}


def spoil(kind: str, nodes: dict[str, Node], number: int, random: Random) -> list[Result]:
    """Plant one fault and return the results it must have."""
    focus, name, values, components = random.choice(FAULTS[kind])
    node = iri(focus.format(number))
    nodes[node][name] = [value.replace("{}", str(number)) for value in values]
    return [(node.strip("<>"), component) for component in components.split("+")]


def write(kind: str, triples: int, out: TextIO) -> Counter[Result]:
    """Write at least so many triples and return the results that a correct program finds in them."""
    random, expected, written, number = Random(kind), Counter[Result](), 0, 0
    shared = SHARED[kind]()
    while written < triples:
        nodes = ONE[kind](number, random)
        if kind == "catalog" and number % 1000 == 0:
            shared |= catalog(number // 1000)
        # The first of fifty events is the whole of the others, so it stays sound.
        if random.random() < FAULTY and number % 50:
            expected.update(spoil(kind, nodes, number, random))
        for line in lines(nodes):
            out.write(line)
            written += 1
        number += 1
    out.writelines(lines(shared))
    return expected


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), sys.stdout)
