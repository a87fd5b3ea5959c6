"""The measured events by rdflib, as its manual shows it: terms, `graph.add`, `graph.serialize`.

`python rdflib_writer.py events.csv out.nt` writes the statements that `plain_writer.py` writes.
"""

from __future__ import annotations

import csv
import sys

from plain_writer import SCORES, B, bounds
from rdflib import RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef

DL = Namespace("https://w3id.org/dateline/ns#")
C = Namespace("https://w3id.org/dateline/")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
OA = Namespace("http://www.w3.org/ns/oa#")
WGS = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
DCT = Namespace("http://purl.org/dc/terms/")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
CODER = URIRef(f"{B}source/coder")


def event(row: dict[str, str], graph: Graph) -> None:
    """Add an event with its participations and its claim."""
    e, kind = URIRef(f"{B}event/{row['id']}"), C[f"type/{row['type']}"]
    first, last, low, high, year, precision = bounds(row["date"])
    quad, score = SCORES[row["type"]]
    claim = URIRef(f"{e}/claim/type")
    evidence, quote = URIRef(f"{claim}/evidence"), URIRef(f"{claim}/quote")
    for s, p, o in (
        (e, RDF.type, DL.Event), (e, RDF.type, SEM.Event), (e, RDFS.label, Literal(row["what"], lang="en")),
        (e, SEM.eventType, kind), (e, DL.edtf, Literal(row["date"], datatype=EDTF)),
        (e, SEM.hasEarliestBeginTimeStamp, Literal(first, datatype=XSD.date)),
        (e, SEM.hasLatestBeginTimeStamp, Literal(last, datatype=XSD.date)),
        (e, SEM.hasEarliestEndTimeStamp, Literal(first, datatype=XSD.date)),
        (e, SEM.hasLatestEndTimeStamp, Literal(last, datatype=XSD.date)),
        (e, DL.earliestDay, Literal(str(low), datatype=XSD.integer)),
        (e, DL.latestDay, Literal(str(high), datatype=XSD.integer)),
        (e, DL.year, Literal(year, datatype=XSD.integer)), (e, DL.precision, C[f"precision/{precision}"]),
        (e, DL.factuality, C["factuality/occurred"]), (e, DL.quadClass, C[f"quad/{quad}"]),
        (e, DL.score, Literal(score, datatype=XSD.decimal)), (e, DL.scoreScheme, C["score-scheme/plover-0.8"]),
        (e, SEM.hasPlace, URIRef(f"{B}place/{row['place_id']}")), (e, DCT.source, CODER),
        (claim, RDF.type, DL.Claim), (claim, RDF.subject, e), (claim, RDF.predicate, SEM.eventType),
        (claim, RDF.object, kind), (claim, SEM.accordingTo, CODER), (claim, DL["rank"], C["rank/normal"]),
        (claim, DL.originalValue, Literal(row["type"])), (claim, DL.evidence, evidence),
        (evidence, RDF.type, OA.SpecificResource), (evidence, OA.hasSource, CODER),
        (evidence, OA.hasSelector, quote), (quote, RDF.type, OA.TextQuoteSelector),
        (quote, OA.exact, Literal(row["quote"])),
    ):  # fmt: skip
        graph.add((s, p, o))
    for role, name in (("initiator", row["actor_id"]), ("recipient", row["target_id"])):
        part, actor = URIRef(f"{e}/participation/{role}-{name}"), URIRef(f"{B}actor/{name}")
        graph.add((part, RDF.type, DL.Participation))
        graph.add((e, DL.participation, part))
        graph.add((part, DL.actor, actor))
        graph.add((part, SEM.roleType, C[f"role/{role}"]))
        graph.add((e, SEM.hasActor, actor))


def entities(row: dict[str, str], graph: Graph) -> None:
    """Add the actors and the place of a row."""
    for name in ("actor", "target"):
        actor = URIRef(f"{B}actor/{row[f'{name}_id']}")
        graph.add((actor, RDF.type, DL.Actor))
        graph.add((actor, RDF.type, SEM.Actor))
        graph.add((actor, RDFS.label, Literal(row[name], lang="en")))
    place = URIRef(f"{B}place/{row['place_id']}")
    graph.add((place, RDF.type, DL.Place))
    graph.add((place, RDF.type, SEM.Place))
    graph.add((place, RDFS.label, Literal(row["place"], lang="en")))
    for name in ("lat", "long"):
        graph.add((place, WGS[name], Literal(row[name].rstrip("0").rstrip("."), datatype=XSD.decimal)))


def main(table: str, target: str) -> None:
    """Write a table as N-Triples."""
    graph = Graph()
    timeline, void = URIRef(f"{B}timeline"), Namespace("http://rdfs.org/ns/void#")
    graph.add((timeline, RDF.type, DL.Timeline))
    graph.add((timeline, RDF.type, void.Dataset))
    graph.add((timeline, DCT.title, Literal("Events to measure with", lang="en")))
    graph.add((timeline, void.uriSpace, Literal(B)))
    graph.add((CODER, RDF.type, DL.Source))
    graph.add((CODER, DCT.title, Literal("Nobody's coding of nothing", lang="en")))
    with open(table, encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            event(row, graph)
            entities(row, graph)
    graph.serialize(target, format="nt", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
