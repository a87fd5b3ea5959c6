"""The events of a timeline as the fields of its file: what the reader would derive by itself is left to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from dateline import vocab
from dateline.export.timeline import values
from dateline.export.timeline.book import Book, Row
from dateline.export.timeline.says import says_field
from dateline.readers.timeline.events import DEFAULT_SCORES
from dateline.readers.timeline.fields import EVENT, RELATIONS
from dateline.readers.timeline.mint import event_id
from dateline.readers.timeline.quantity import Quantity
from dateline.readers.timeline.says import REPORTED
from dateline.readers.yaml_text import Plain, Tree
from dateline.when import read_date

_FIRST_ROLES = ("initiator", "supplier", "visitor", "host", "recipient", "beneficiary", "target")
"""The roles that a person names first; the others follow by name."""


def event_fields(book: Book, row: Row) -> dict[str, Tree]:
    """Return the fields of an event."""
    iri = row["id"]
    claims = book.claims.get(iri, ())
    fields: dict[str, Tree] = {
        **_date(book, row, claims),
        "series": Plain("true") if row["kind"] == "series" else None,
        "recurs": values.text(row["recurrence"]),
        **_type(row),
        "contexts": [one for one in row["contexts"] if values.word(one, EVENT["contexts"])],
        "what": values.text(row["label"]),
        "language": _language(book, row),
        "who": who_field((one["role"], _actor(book, one), values.text(one["capacity"])) for one in _parts(book, iri)),
        "where": values.one_or_list([book.keys.of("place", place) for place in row["places"]]),
        "factuality": _unless(values.word(row["factuality"], EVENT["factuality"]), "occurred"),
        "status": values.word(row["status"], EVENT["status"]),
        "quantity": _quantity(row),
        "says": says_field(book, claims),
        **_relations(book, iri),
        "note": values.text(row["note"]),
    }
    found = values.told(fields, EVENT)
    key = book.keys.ids["event"][iri]
    is_left_out = found and iri not in book.named and key == _minted(book, row, found)
    return found if is_left_out else {"id": key, **found}


def _minted(book: Book, row: Row, fields: Mapping[str, Tree]) -> str | None:
    """The id that the reader makes for an event without one; None where claims could give it another."""
    complete = all(name in fields for name in ("date", "type", "what", "where"))
    if not complete and any(claim["property"] != REPORTED for claim in book.claims.get(row["id"], ())):
        return None
    keys = book.keys
    return event_id(
        kind="/".join(word for word in (row["type"], row["mode"]) if word) or None,
        edtf=row["edtf"],
        label=row["label"],
        who=[keys.names.of("actor", _actor(book, part)) for part in _parts(book, row["id"])],
        places=[keys.renamed.get(place, place) for place in row["places"]],
    )


def who_field(parts: Iterable[tuple[str, str, str | None]]) -> dict[str, Tree]:
    """Return the field `who` of roles, ids of actors and capacities."""
    roles: dict[str, list[Tree]] = {}
    for role, actor, capacity in parts:
        roles.setdefault(role, []).append({"actor": actor, "as": capacity} if capacity else actor)
    return {role: values.one_or_list(members) for role, members in roles.items()}


def _parts(book: Book, event: str) -> list[Row]:
    """The participations of an event that its file can hold: known roles, and an actor once in each."""
    known = vocab.concepts()["role"]
    rows = [row for row in book.parts.get(event, ()) if row["role"] in known]
    ordered = sorted(rows, key=lambda row: (_order(row["role"]), _actor(book, row), row["capacity"] or "", row["id"]))
    return list({(row["role"], row["actor"]): row for row in reversed(ordered)}.values())[::-1]


def _order(role: str) -> tuple[int, str]:
    return _FIRST_ROLES.index(role) if role in _FIRST_ROLES else len(_FIRST_ROLES), role


def _actor(book: Book, part: Row) -> str:
    return book.keys.ids["actor"][part["actor"]]


def _date(book: Book, row: Row, claims: Iterable[Row]) -> dict[str, Tree]:
    shown, words = values.worded_date(row["edtf"], row["original_date"])
    as_of: date | None = row["ongoing_as_of"]
    derived = as_of is not None and as_of == _newest_report(book, row["edtf"], claims)
    return {
        "date": shown,
        "date_words": words,
        "date_method": values.text(row["date_method"]),
        "as_of": Plain(as_of.isoformat()) if as_of and not derived else None,
    }


def _newest_report(book: Book, edtf: str | None, claims: Iterable[Row]) -> date | None:
    """The day that the reader takes for `as_of` where none is given."""
    when = read_date(edtf).when if edtf else None
    if when is None or not when.open_end:
        return None
    days = (book.sources[row["source"]].get("issued") for row in claims)
    return max((day for day in days if day is not None), default=None)


def _type(row: Row) -> dict[str, Tree]:
    word = values.type_word(row["type"], row["mode"])
    concept = vocab.concepts()["type"][word] if word else None
    derived = Decimal(concept.score) if concept and concept.score else None
    scheme = values.word(row["score_scheme"], EVENT["score_scheme"])
    if row["score"] is None:
        # Naming another scheme without a score is how a file says that the type's own score does not count.
        other = next(one for one in EVENT["score_scheme"].choices() if one != DEFAULT_SCORES)
        return {"type": word, "score_scheme": other if derived is not None else None}
    if row["score"] == derived and scheme == DEFAULT_SCORES:
        return {"type": word}
    score = values.number(row["score"]) if scheme else None
    return {"type": word, "score": score, "score_scheme": scheme}


def _language(book: Book, row: Row) -> str | None:
    language = row["label_lang"]
    return _unless(language, book.language) if values.is_language(language) else None


def _unless(word: str | None, default: str) -> str | None:
    return None if word == default else word


def _quantity(row: Row) -> Tree:
    given = Quantity(row["quantity"], least=row["quantity_min"], most=row["quantity_max"], unit=row["unit"])
    return None if given.number is None else values.quantity(given)


def _relations(book: Book, event: str) -> dict[str, Tree]:
    rows = book.relations.get(event, ())
    found: dict[str, Tree] = {}
    for name, relation in RELATIONS.items():
        targets = {row["target"] for row in rows if row["relation"] == relation and row["target"] != event}
        ids = {key for target in targets if (key := book.keys.of("event", target)) is not None}
        found[name] = values.one_or_list(sorted(ids))
    return found
