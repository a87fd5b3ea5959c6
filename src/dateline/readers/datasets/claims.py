"""Claims compiled: which value of the event a row claims, and by which source.

A row of a dataset is a claim by its coder; where nothing is said, each event has the claim of its type, with the
coder's own code. A type that has no concept here is claimed as the report of an event, so that the code is kept.
"""

from __future__ import annotations

import polars as pl

from dateline.readers.datasets.expressions import Codes, Expression, Text
from dateline.readers.datasets.fields import Fields
from dateline.readers.datasets.parts import EVENT, Output, Part
from dateline.readers.datasets.profile import Item, Profile
from dateline.vocab import CONCEPT, DL, RDF, RDFS, SEM

SAYS = ("type", "date", "what", "quantity", "where", "report")
"""What a claim can be about."""


def coder_iri(profile: Profile) -> str:
    """Return the IRI of the source that a profile's coder is."""
    return f"{profile.base}source/{profile.source.get('id', 'coder')}"


def claim_items(profile: Profile) -> tuple[Item, ...]:
    """Return the claims of a profile; without any, that of the event's type."""
    if profile.claims or profile.event is None:
        return profile.claims
    return (Item({"says": Text(("type",))}, profile.event.at),)


def compile_claim(at: int, item: Item, fields: Fields) -> Part | None:
    """Compile one claim; None where it does not say what it is about, which is reported."""
    compiler, profile = fields.compiler, fields.profile
    says = item.constant("says") or ""
    if says not in SAYS or (profile.event is None and (says != "report" or "event" not in item.fields)):
        hint = f"Write one of {', '.join(SAYS)}; without an `event` section a claim is a report and names its `event`."
        compiler.problems.append(item.at.error("E213", "`says` names what is claimed of the event.", hint))
        return None
    mark = len(compiler.lookups)
    known = fields.open(item)
    columns = fields.of(item, "claims", without=("says", "value", "name"))
    if "event" in item.fields:
        fields.require("event", item, columns["event"])
    columns.setdefault("event", pl.col(EVENT + "id"))
    columns.setdefault("source", pl.lit(coder_iri(profile)))
    columns.setdefault("rank", pl.lit("normal"))
    code = _code(fields) if says == "type" and "original" not in columns else None
    columns |= {} if code is None else {"original": code}
    columns |= _claimed(says, item, fields)
    name: Expression = item.fields.get("name") or Text((says,))
    whole = pl.concat_str([columns["event"], pl.lit("/claim/"), compiler.expr(name)])
    columns["id"] = fields.guard(name, item, whole)
    compiler.columns = known
    key = f"claim.{at}"
    output = Output("claims", {**columns, "property": pl.col(key)})
    return Part(key, (output,), {key: columns["property"]}, lookups=tuple(compiler.lookups[mark:]))


def _code(fields: Fields) -> pl.Expr | None:
    """The coder's own code for the type of the event."""
    event = fields.profile.event
    given = event.fields.get("type") if event else None
    if given is None or (isinstance(given, Text) and given.constant is not None):
        return None
    return fields.compiler.expr(given.of if isinstance(given, Codes) else given)


def _claimed(says: str, item: Item, fields: Fields) -> dict[str, pl.Expr]:
    """The property and the value of a claim; without a property there is no claim."""
    report = {"property": pl.lit(RDF + "type"), "value_iri": pl.lit(DL + "Event")}
    given = item.fields.get("value")
    compiler = fields.compiler
    if says == "report":
        return report
    if says == "type":
        word = pl.col(EVENT + "word")
        known = word.is_not_null()
        return {
            "property": pl.when(known).then(pl.lit(SEM + "eventType")).otherwise(report["property"]),
            "value_iri": pl.when(known).then(pl.lit(CONCEPT + "type/") + word).otherwise(report["value_iri"]),
        }
    if says == "date":
        days = {f"value_{name}": pl.col(EVENT + name) for name in ("edtf", "earliest_day", "latest_day")}
        return {"property": pl.lit(DL + "edtf"), **days}
    if says == "quantity":
        number = compiler.number(given, item.at) if given else pl.col(EVENT + "quantity")
        return {"property": _where(number, DL + "quantity"), "value_number": number}
    if says == "what":
        text = compiler.expr(given) if given else pl.col(EVENT + "label")
        return {"property": _where(text, RDFS + "label"), "value_text": text}
    place = fields.guard(given, item, fields.reference(given)) if given else pl.col(EVENT + "places").list.first()
    return {"property": _where(place, SEM + "hasPlace"), "value_iri": place}


def _where(value: pl.Expr, iri: str) -> pl.Expr:
    return pl.when(value.is_not_null()).then(pl.lit(iri))
