"""The measured events by maplib: columns prepared with Polars, then templates: `python maplib_writer.py FILE out.nt`.

The Parquet file is read whole, because maplib holds a graph. Of dateline nothing is used; maplib must be installed.
"""

from __future__ import annotations

import sys

import polars as pl
from maplib import Model
from plain_writer import DCT, DL, HEAD, LABEL, OA, RDF, SCORES, SEM, WGS, XSD, B, C

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
A = f"<{RDF}type>"
EVENT = f"""
t:event[ottr:IRI ?e, rdf:langString ?label, ottr:IRI ?type, <{EDTF}> ?edtf, xsd:date ?first, xsd:date ?last,
 xsd:integer ?low, xsd:integer ?high, xsd:integer ?year, ottr:IRI ?precision, ottr:IRI ?quad, xsd:decimal ?score,
 ottr:IRI ?place, ottr:IRI ?claim, xsd:string ?original, ottr:IRI ?evidence, ottr:IRI ?quote,
 xsd:string ?exact] :: {{
 ottr:Triple(?e, {A}, <{DL}Event>), ottr:Triple(?e, {A}, <{SEM}Event>), ottr:Triple(?e, <{LABEL}>, ?label),
 ottr:Triple(?e, <{SEM}eventType>, ?type), ottr:Triple(?e, <{DL}edtf>, ?edtf),
 ottr:Triple(?e, <{SEM}hasEarliestBeginTimeStamp>, ?first), ottr:Triple(?e, <{SEM}hasLatestBeginTimeStamp>, ?last),
 ottr:Triple(?e, <{SEM}hasEarliestEndTimeStamp>, ?first), ottr:Triple(?e, <{SEM}hasLatestEndTimeStamp>, ?last),
 ottr:Triple(?e, <{DL}earliestDay>, ?low), ottr:Triple(?e, <{DL}latestDay>, ?high),
 ottr:Triple(?e, <{DL}year>, ?year), ottr:Triple(?e, <{DL}precision>, ?precision),
 ottr:Triple(?e, <{DL}factuality>, <{C}factuality/occurred>), ottr:Triple(?e, <{DL}quadClass>, ?quad),
 ottr:Triple(?e, <{DL}score>, ?score), ottr:Triple(?e, <{DL}scoreScheme>, <{C}score-scheme/plover-0.8>),
 ottr:Triple(?e, <{SEM}hasPlace>, ?place),
 ottr:Triple(?claim, {A}, <{DL}Claim>), ottr:Triple(?claim, <{RDF}subject>, ?e),
 ottr:Triple(?claim, <{RDF}predicate>, <{SEM}eventType>), ottr:Triple(?claim, <{RDF}object>, ?type),
 ottr:Triple(?claim, <{SEM}accordingTo>, <{B}source/coder>), ottr:Triple(?claim, <{DL}rank>, <{C}rank/normal>),
 ottr:Triple(?claim, <{DL}originalValue>, ?original), ottr:Triple(?claim, <{DL}evidence>, ?evidence),
 ottr:Triple(?evidence, {A}, <{OA}SpecificResource>), ottr:Triple(?evidence, <{OA}hasSource>, <{B}source/coder>),
 ottr:Triple(?evidence, <{OA}hasSelector>, ?quote), ottr:Triple(?quote, {A}, <{OA}TextQuoteSelector>),
 ottr:Triple(?quote, <{OA}exact>, ?exact), ottr:Triple(?e, <{DCT}source>, <{B}source/coder>) }} .
"""
PART = f"""
t:part[ottr:IRI ?e, ottr:IRI ?p, ottr:IRI ?actor, ottr:IRI ?role] :: {{
 ottr:Triple(?p, {A}, <{DL}Participation>), ottr:Triple(?e, <{DL}participation>, ?p),
 ottr:Triple(?p, <{DL}actor>, ?actor), ottr:Triple(?p, <{SEM}roleType>, ?role),
 ottr:Triple(?e, <{SEM}hasActor>, ?actor) }} .
"""
ACTOR = f"""
t:actor[ottr:IRI ?x, rdf:langString ?label] :: {{
 ottr:Triple(?x, {A}, <{DL}Actor>), ottr:Triple(?x, {A}, <{SEM}Actor>), ottr:Triple(?x, <{LABEL}>, ?label) }} .
"""
PLACE = f"""
t:place[ottr:IRI ?x, rdf:langString ?label, xsd:decimal ?lat, xsd:decimal ?long] :: {{
 ottr:Triple(?x, {A}, <{DL}Place>), ottr:Triple(?x, {A}, <{SEM}Place>), ottr:Triple(?x, <{LABEL}>, ?label),
 ottr:Triple(?x, <{WGS}lat>, ?lat), ottr:Triple(?x, <{WGS}long>, ?long) }} .
"""
PREFIXES = (
    f"@prefix t: <urn:t:> . @prefix ottr: <http://ns.ottr.xyz/0.4/> . @prefix rdf: <{RDF}> . @prefix xsd: <{XSD}> .\n"
)
NUMBER = pl.Decimal(38, 12)
DAY_ZERO = 2440588
"""Julian Day Number of 1 January 1970."""


def iri(text: str, *columns: str) -> pl.Expr:
    """Return the expression of an IRI."""
    return pl.format(text, *columns)


def english(column: str) -> pl.Expr:
    """Return a text with its language, as maplib holds it."""
    return pl.struct(pl.col(column).alias(f"<{RDF}langString>"), pl.lit("en").alias("l"))


def dated(events: pl.DataFrame) -> pl.DataFrame:
    """Add what follows from the date: a day, a month or a year by its length."""
    size, text = pl.col("date").str.len_bytes(), pl.col("date")
    filled = text + pl.when(size == 10).then(pl.lit("")).when(size == 7).then(pl.lit("-01")).otherwise(pl.lit("-01-01"))
    first = filled.str.to_date("%Y-%m-%d")
    year_end = first.dt.offset_by("1y").dt.offset_by("-1d")
    last = pl.when(size == 10).then(first).when(size == 7).then(first.dt.month_end()).otherwise(year_end)
    unit = pl.when(size == 10).then(pl.lit("day")).when(size == 7).then(pl.lit("month")).otherwise(pl.lit("year"))
    return events.with_columns(first=first, last=last, precision=pl.format(f"{C}precision/{{}}", unit)).with_columns(
        low=pl.col("first").cast(pl.Int32).cast(pl.Int64) + DAY_ZERO,
        high=pl.col("last").cast(pl.Int32).cast(pl.Int64) + DAY_ZERO,
        year=pl.col("first").dt.year().cast(pl.Int64),
    )


def event_rows(events: pl.DataFrame) -> pl.DataFrame:
    """Return the arguments of the template of events."""
    quads = {kind: f"{C}quad/{quad}" for kind, (quad, _) in SCORES.items()}
    scores = {kind: score for kind, (_, score) in SCORES.items()}
    data = dated(events).with_columns(e=iri(f"{B}event/{{}}", "id"))
    return data.select(
        "e",
        label=english("what"),
        type=iri(f"{C}type/{{}}", "type"),
        edtf="date",
        first="first",
        last="last",
        low="low",
        high="high",
        year="year",
        precision="precision",
        quad=pl.col("type").replace_strict(quads),
        score=pl.col("type").replace_strict(scores).cast(NUMBER),
        place=iri(f"{B}place/{{}}", "place_id"),
        claim=iri("{}/claim/type", "e"),
        original="type",
        evidence=iri("{}/claim/type/evidence", "e"),
        quote=iri("{}/claim/type/quote", "e"),
        exact="quote",
    )


def part_rows(events: pl.DataFrame, column: str, role: str) -> pl.DataFrame:
    """Return the arguments of the template of participations."""
    data = events.select(e=iri(f"{B}event/{{}}", "id"), actor=column)
    part = iri(f"{{}}/participation/{role}-{{}}", "e", "actor")
    return data.select("e", p=part, actor=iri(f"{B}actor/{{}}", "actor"), role=pl.lit(f"{C}role/{role}"))


def actor_rows(events: pl.DataFrame) -> pl.DataFrame:
    """Return the arguments of the template of actors, each once."""
    both = [events.select(x=f"{name}_id", name=name) for name in ("actor", "target")]
    once = pl.concat(both).unique("x", keep="first", maintain_order=True)
    return once.select(x=iri(f"{B}actor/{{}}", "x"), label=english("name"))


def place_rows(events: pl.DataFrame) -> pl.DataFrame:
    """Return the arguments of the template of places, each once."""
    once = events.unique("place_id", keep="first", maintain_order=True)
    numbers = {name: pl.col(name).cast(NUMBER) for name in ("lat", "long")}
    return once.select(x=iri(f"{B}place/{{}}", "place_id"), label=english("place"), **numbers)


def main(table: str, target: str) -> None:
    """Write a table as N-Triples."""
    events = pl.read_parquet(table)
    model = Model()
    model.add_template(PREFIXES + EVENT + PART + ACTOR + PLACE)
    model.reads(HEAD, format="ntriples")
    model.map("urn:t:event", event_rows(events))
    for column, role in (("actor_id", "initiator"), ("target_id", "recipient")):
        model.map("urn:t:part", part_rows(events, column, role))
    model.map("urn:t:actor", actor_rows(events))
    model.map("urn:t:place", place_rows(events))
    model.write(target, format="ntriples")


if __name__ == "__main__":
    main(*sys.argv[1:])
