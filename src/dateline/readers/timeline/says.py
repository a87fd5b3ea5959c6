"""Reads what sources say of an event: the reports, quotes and claimed values below `says`.

A statement becomes one claim for each value that it gives, or the claim that the source reports the event when it
gives none. Claims are kept as `Said` until the event's own IRI is known, since that may depend on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dateline import vocab
from dateline.readers.located import Entry, Node
from dateline.readers.timeline import dates, mint
from dateline.readers.timeline.desk import Desk, Form
from dateline.readers.timeline.directory import Directory
from dateline.readers.timeline.evidence import Passage, locate, nearest
from dateline.readers.timeline.fields import QUANTITY, SAY
from dateline.readers.timeline.hints import TORN, torn
from dateline.readers.timeline.quantity import Quantity, read_quantity
from dateline.readers.timeline.values import decimal

REPORTED = vocab.RDF + "type"
PROPERTIES = {
    "date": vocab.DL + "edtf",
    "type": vocab.SEM + "eventType",
    "where": vocab.SEM + "hasPlace",
    "what": vocab.RDFS + "label",
    "quantity": vocab.DL + "quantity",
}
_COLUMNS = {
    "date": "value_edtf",
    "type": "value_iri",
    "where": "value_iri",
    "what": "value_text",
    "quantity": "value_number",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One claim on an event: `field` is the claimed field (empty: a report), `value` what was read of it."""

    field: str
    value: Any
    columns: dict[str, Any]
    source: str
    rank: str
    original: str | None
    passage: Passage | None
    at: Node
    quoted_at: Node | None


@dataclass(frozen=True, slots=True)
class _Statement:
    """What all claims of one statement share."""

    source: str
    rank: str = "normal"
    words: str | None = None
    passage: Passage | None = None
    quoted_at: Node | None = None


def read_says(desk: Desk, directory: Directory, node: Node | None) -> list[Said]:
    """Read the `says` of an event; statements of unknown sources are read for their faults and left out."""
    if node is None:
        return []
    if not isinstance(node.value, dict):
        named = [item.text for item in node.items if item.text in directory.ids["source"]]
        shown = ", ".join(f'{name}: "…"' for name in named or ["source"])
        hint = f"Write the id of the source, a colon, and its exact words if you have them: `says: {{{shown}}}`."
        desk.complain("E106", f"`says` is {node.kind}, but a map by source is expected.", node, hint=hint)
        return []
    said: list[Said] = []
    rest = [] if "source" in directory.create else torn(node.entries, directory.ids["source"])
    for entry in rest[:1]:
        desk.complain("E204", f"There is no source {entry.key.text!r} in this timeline.", entry.key, hint=TORN)
    for entry in (one for one in node.entries.values() if one not in rest):
        source = directory.find("source", entry.key, "says") or ""
        for item in entry.value.items or (entry.value,):
            said += [one for one in _statement(desk, directory, source, entry=entry, node=item) if one.source]
    return said


def quoted(desk: Desk, source: str, node: Node | None) -> Passage | None:
    """Find the words of a quote in the text of its source; a quote of a source without text is taken as it is."""
    words = desk.text(node, "quote")
    if node is None or words is None:
        return None
    if source not in desk.texts:
        return Passage(words)
    text = desk.texts[source]
    passage = locate(text, words)
    if passage is None:
        near = nearest(text, words)
        hint = f"The nearest words there are: {near!r}." if near else "Copy the words from the text."
        desk.complain("E401", "These words do not stand in the text of the source.", node, hint=hint)
        return Passage(words)
    if passage.times > 1:
        message = f"These words stand {passage.times} times in the text; the first place is taken."
        desk.complain("W402", message, node, hint="Quote some more words, so that they stand there once.")
    return passage


def passage_columns(passage: Passage | None) -> dict[str, Any]:
    """Return the columns of a quote and its place."""
    if passage is None:
        return {}
    return {
        "quote": passage.quote,
        "quote_start": passage.start,
        "quote_end": passage.end,
        "quote_prefix": passage.prefix,
        "quote_suffix": passage.suffix,
    }


def _statement(desk: Desk, directory: Directory, source: str, *, entry: Entry, node: Node) -> list[Said]:
    if node.value is None or node.text is not None:
        at = node if node.text else entry.key
        passage = quoted(desk, source, node)
        return [_report(_Statement(source, passage=passage, quoted_at=node if passage else None), at)]
    form = Form(desk, node, fields=SAY, at=node, what="statement")
    statement = _Statement(
        source,
        rank=form.word("rank") or "normal",
        words=form.text("words"),
        passage=quoted(desk, source, form.node("quote")),
        quoted_at=form.node("quote"),
    )
    said = list(_values(form, directory, statement))
    is_report = isinstance(node.value, dict) and not any(name in form for name in PROPERTIES)
    return [_report(statement, node)] if is_report else said


def _report(statement: _Statement, at: Node) -> Said:
    columns = {"value_iri": vocab.DL + "Event"}
    return _said("", None, columns, statement=statement, original=statement.words, at=at)


def _said(
    field: str, value: Any, columns: dict[str, Any], *, statement: _Statement, original: str | None, at: Node
) -> Said:
    shared = (statement.source, statement.rank, statement.words or original)
    return Said(field, value, columns, *shared, statement.passage, at, statement.quoted_at)


def _values(form: Form, directory: Directory, statement: _Statement) -> Iterator[Said]:
    desk = form.desk
    date, kind, what, amount = (
        form.date("date"),
        form.word("type", code="E209"),
        form.text("what"),
        form.node("quantity"),
    )
    if date:
        columns = dates.claim_columns(date.when)
        yield _said("date", date.when, columns, statement=statement, original=date.words, at=date.node)
    if kind:
        iri = vocab.concepts()["type"][kind].iri
        yield _said("type", kind, {"value_iri": iri}, statement=statement, original=None, at=_at(form, "type"))
    for node in form.nodes("where"):
        iri = directory.find("place", node, "where") or ""
        if iri:
            yield _said("where", iri, {"value_iri": iri}, statement=statement, original=None, at=node)
    if what:
        yield _said("what", what, {"value_text": what}, statement=statement, original=None, at=_at(form, "what"))
    quantity = quantity_of(desk, amount)
    if quantity and amount:
        columns = {"value_number": quantity.number}
        yield _said("quantity", quantity, columns, statement=statement, original=amount.text, at=amount)


def _at(form: Form, field: str) -> Node:
    return form.node(field) or form.at


def quantity_of(desk: Desk, node: Node | None) -> Quantity | None:
    """Read a quantity in words or as a map of value, min, max and unit."""
    if node is None:
        return None
    if isinstance(node.value, dict):
        return _quantity_form(Form(desk, node, fields=QUANTITY, at=node, what="quantity"))
    text = desk.text(node, "quantity")
    quantity = read_quantity(text) if text else None
    if text and quantity is None:
        hint = "Write it like 12 tanks, at least 1000 drones, up to 5 ships, or 2 to 3 days."
        desk.complain("E211", f"The quantity {text!r} is not understood.", node, hint=hint)
    return quantity


def _quantity_form(form: Form) -> Quantity | None:
    before = len(form.desk.diagnostics)
    value, least, most = (form.read(name, decimal) for name in ("value", "min", "max"))
    quantity = Quantity(value=value, least=least, most=most, unit=form.text("unit"))
    if len(form.desk.diagnostics) > before:
        return quantity if quantity.number is not None else None
    inside = [number for number in (least, value, most) if number is not None]
    if not inside or inside != sorted(inside):
        message = "limits are out of order" if inside else "it has no number"
        hint = "Give value, min or max, with min up to value up to max."
        form.desk.complain("E211", f"The quantity is not understood: {message}.", form.at, hint=hint)
        return None
    return quantity


def add_claims(desk: Desk, event: str, said: list[Said]) -> None:
    """Add the claims of an event to the tables; the same claim twice is an error."""
    seen: set[str] = set()
    for one in said:
        claimed = PROPERTIES.get(one.field, REPORTED)
        quote = one.passage.quote if one.passage else None
        value = _spelled(next(iter(one.columns.values())))
        iri = mint.claim_iri(event, claimed=claimed, value=value, source=one.source, quote=quote)
        if iri in seen:
            hint = "Leave one of them out."
            desk.complain(
                "E206",
                "This source says the same thing of this event already.",
                one.at,
                hint=hint,
                subject=iri,
            )
            continue
        seen.add(iri)
        row = {"id": iri, "event": event, "property": claimed, **one.columns, "source": one.source}
        shown = {"rank": one.rank, "original": one.original, **passage_columns(one.passage)}
        desk.add("claims", {**row, **shown}, one.at)
        if one.field:
            desk.origin(iri, _COLUMNS[one.field], one.at)
        if one.quoted_at:
            desk.origin(iri, "quote", one.quoted_at)


def _spelled(value: Any) -> str:
    """A claimed value as its claim is named after it: a number the same, however many zeros it was written with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
