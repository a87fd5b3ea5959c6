"""A plain Python writer of the measured events: csv and f-strings, one row after the other, nothing of dateline.

`python plain_writer.py events.csv out.nt` writes the statements that `dateline convert` writes with
`events.profile.yaml`. It is what a person writes who needs this one table once: no mapping, no message, no check.
"""

from __future__ import annotations

import csv
import sys
from calendar import monthrange
from datetime import date
from functools import cache

B = "https://example.org/measured/"
DL = "https://w3id.org/dateline/ns#"
C = "https://w3id.org/dateline/"
SEM = "http://semanticweb.cs.vu.nl/2009/11/sem/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA = "http://www.w3.org/ns/oa#"
WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
DCT = "http://purl.org/dc/terms/"
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
SCORES = {
    "agree": ("verbal-cooperation", "2.5"),
    "accuse": ("verbal-conflict", "-3"),
    "consult": ("verbal-cooperation", "2.5"),
    "threaten": ("verbal-conflict", "-3.5"),
    "protest": ("material-conflict", "-5"),
    "reject": ("verbal-conflict", "-2"),
    "assault": ("material-conflict", "-9"),
    "support": ("verbal-cooperation", "5"),
    "sanction": ("material-conflict", "-6"),
    "aid": ("material-cooperation", "10"),
}


def escaped(text: str) -> str:
    """Return a text as it stands in a literal."""
    return text.translate(ESCAPES)


@cache
def bounds(edtf: str) -> tuple[str, str, int, int, str, str]:
    """Return first and last day, both as Julian Day Numbers, the year, and the precision of a date."""
    numbers = [int(part) for part in edtf.split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if len(numbers) == 3:
        first = last = date(*numbers)
    elif len(numbers) == 2:
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    else:
        first, last = date(year, 1, 1), date(year, 12, 31)
    precision = ("year", "month", "day")[len(numbers) - 1]
    return str(first), str(last), first.toordinal() + 1721425, last.toordinal() + 1721425, str(year), precision


def event(row: dict[str, str]) -> str:
    """Return the lines of an event with its participations and its claim."""
    e, kind, edtf = f"{B}event/{row['id']}", row["type"], row["date"]
    first, last, low, high, year, precision = bounds(edtf)
    quad, score = SCORES[kind]
    claim = f"{e}/claim/type"
    parts = "".join(
        f"<{p}> <{RDF}type> <{DL}Participation> .\n<{e}> <{DL}participation> <{p}> .\n"
        f"<{p}> <{DL}actor> <{B}actor/{actor}> .\n<{p}> <{SEM}roleType> <{C}role/{role}> .\n"
        f"<{e}> <{SEM}hasActor> <{B}actor/{actor}> .\n"
        for role, actor in (("initiator", row["actor_id"]), ("recipient", row["target_id"]))
        for p in (f"{e}/participation/{role}-{actor}",)
    )
    return (
        f"<{e}> <{RDF}type> <{DL}Event> .\n<{e}> <{RDF}type> <{SEM}Event> .\n"
        f'<{e}> <{LABEL}> "{escaped(row["what"])}"@en .\n<{e}> <{SEM}eventType> <{C}type/{kind}> .\n'
        f'<{e}> <{DL}edtf> "{edtf}"^^<http://id.loc.gov/datatypes/edtf/EDTF> .\n'
        f'<{e}> <{SEM}hasEarliestBeginTimeStamp> "{first}"^^<{XSD}date> .\n'
        f'<{e}> <{SEM}hasLatestBeginTimeStamp> "{last}"^^<{XSD}date> .\n'
        f'<{e}> <{SEM}hasEarliestEndTimeStamp> "{first}"^^<{XSD}date> .\n'
        f'<{e}> <{SEM}hasLatestEndTimeStamp> "{last}"^^<{XSD}date> .\n'
        f'<{e}> <{DL}earliestDay> "{low}"^^<{XSD}integer> .\n<{e}> <{DL}latestDay> "{high}"^^<{XSD}integer> .\n'
        f'<{e}> <{DL}year> "{year}"^^<{XSD}integer> .\n<{e}> <{DL}precision> <{C}precision/{precision}> .\n'
        f"<{e}> <{DL}factuality> <{C}factuality/occurred> .\n<{e}> <{DL}quadClass> <{C}quad/{quad}> .\n"
        f'<{e}> <{DL}score> "{score}"^^<{XSD}decimal> .\n<{e}> <{DL}scoreScheme> <{C}score-scheme/plover-0.8> .\n'
        f"<{e}> <{SEM}hasPlace> <{B}place/{row['place_id']}> .\n{parts}"
        f"<{claim}> <{RDF}type> <{DL}Claim> .\n<{claim}> <{RDF}subject> <{e}> .\n"
        f"<{claim}> <{RDF}predicate> <{SEM}eventType> .\n<{claim}> <{RDF}object> <{C}type/{kind}> .\n"
        f"<{claim}> <{SEM}accordingTo> <{B}source/coder> .\n<{claim}> <{DL}rank> <{C}rank/normal> .\n"
        f'<{claim}> <{DL}originalValue> "{kind}" .\n<{claim}> <{DL}evidence> <{claim}/evidence> .\n'
        f"<{claim}/evidence> <{RDF}type> <{OA}SpecificResource> .\n"
        f"<{claim}/evidence> <{OA}hasSource> <{B}source/coder> .\n"
        f"<{claim}/evidence> <{OA}hasSelector> <{claim}/quote> .\n"
        f"<{claim}/quote> <{RDF}type> <{OA}TextQuoteSelector> .\n"
        f'<{claim}/quote> <{OA}exact> "{escaped(row["quote"])}" .\n<{e}> <{DCT}source> <{B}source/coder> .\n'
    )


def actor(iri: str, name: str) -> str:
    """Return the lines of an actor."""
    label = f'<{iri}> <{LABEL}> "{escaped(name)}"@en .\n'
    return f"<{iri}> <{RDF}type> <{DL}Actor> .\n<{iri}> <{RDF}type> <{SEM}Actor> .\n{label}"


def place(iri: str, row: dict[str, str]) -> str:
    """Return the lines of a place."""
    numbers = "".join(
        f'<{iri}> <{WGS}{name}> "{row[name].rstrip("0").rstrip(".")}"^^<{XSD}decimal> .\n' for name in ("lat", "long")
    )
    label = f'<{iri}> <{LABEL}> "{escaped(row["place"])}"@en .\n'
    return f"<{iri}> <{RDF}type> <{DL}Place> .\n<{iri}> <{RDF}type> <{SEM}Place> .\n{label}{numbers}"


HEAD = (
    f"<{B}timeline> <{RDF}type> <{DL}Timeline> .\n<{B}timeline> <{RDF}type> <http://rdfs.org/ns/void#Dataset> .\n"
    f'<{B}timeline> <{DCT}title> "Events to measure with"@en .\n'
    f'<{B}timeline> <http://rdfs.org/ns/void#uriSpace> "{B}" .\n'
    f"<{B}source/coder> <{RDF}type> <{DL}Source> .\n"
    f'<{B}source/coder> <{DCT}title> "Nobody\'s coding of nothing"@en .\n'
)


def main(table: str, target: str) -> None:
    """Write a table as N-Triples."""
    seen: set[str] = set()
    with open(table, encoding="utf-8", newline="") as rows, open(target, "w", encoding="utf-8", newline="") as out:
        out.write(HEAD)
        for row in csv.DictReader(rows):
            out.write(event(row))
            for name in ("actor", "target"):
                iri = f"{B}actor/{row[f'{name}_id']}"
                if iri not in seen:
                    seen.add(iri)
                    out.write(actor(iri, row[name]))
            iri = f"{B}place/{row['place_id']}"
            if iri not in seen:
                seen.add(iri)
                out.write(place(iri, row))


if __name__ == "__main__":
    main(*sys.argv[1:])
