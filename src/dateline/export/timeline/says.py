"""What sources say of an event, and what is held of actors, places and events, as the fields of a file.

The claims of one source that share their quote and words are one statement; a quote alone is a text. Values that a
statement cannot hold are left out here and found by `losses`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from dateline import vocab
from dateline.export.timeline import values
from dateline.export.timeline.book import Book, Row
from dateline.readers.timeline.fields import JUDGEMENT, SAY
from dateline.readers.timeline.mint import claim_id
from dateline.readers.timeline.quantity import Quantity, read_quantity
from dateline.readers.timeline.says import PROPERTIES, REPORTED
from dateline.readers.yaml_text import Tree

_FIELDS = {iri: name for name, iri in PROPERTIES.items()}
_DEFAULT_RANK = "normal"


def says_field(book: Book, claims: Iterable[Row]) -> dict[str, Tree]:
    """Return the field `says` of an event: source, then its words or statements."""
    said: dict[str, list[dict[str, Tree]]] = {}
    for row in sorted(claims, key=lambda row: (row["quote_start"] or 0, row["quote"] or "", row["id"])):
        claimed = _claimed(book, row)
        key = book.keys.of("source", row["source"])
        if claimed is not None and key is not None:
            _place(said.setdefault(key, []), *claimed, row=row)
    return {
        key: values.one_or_list([_shown(values.told(one, SAY)) for one in statements])
        for key, statements in sorted(said.items())
    }


def _claimed(book: Book, row: Row) -> tuple[dict[str, Tree], str | None] | None:
    """The value that a claim gives a field (none for a report) and the words to be told beside it."""
    if row["property"] == REPORTED and row["value_iri"] == vocab.DL + "Event":
        return {}, row["original"]
    field, words = _FIELDS.get(row["property"], ""), row["original"]
    value: Tree = None
    if field == "date":
        value, words = values.worded_date(row["value_edtf"], words)
    elif field == "type":
        value = _types().get(row["value_iri"])
    elif field == "where":
        value = book.keys.of("place", row["value_iri"])
    elif field == "what":
        value = values.text(row["value_text"])
    elif field == "quantity" and row["value_number"] is not None:
        value, words = _quantity(row, words)
    return None if value is None else ({field: value}, words)


def _quantity(row: Row, words: str | None) -> tuple[Tree, str | None]:
    given = read_quantity(words) if words else None
    if given is not None and given.number == row["value_number"]:
        return words, None
    value = values.quantity(Quantity(value=row["value_number"]))
    # A bare number would be taken for the source's own words.
    return ({"value": value} if isinstance(value, str) else value), words


@lru_cache(maxsize=1)
def _types() -> dict[str | None, str]:
    return {concept.iri: word for word, concept in vocab.concepts()["type"].items()}


def _place(statements: list[dict[str, Tree]], value: dict[str, Tree], words: str | None, *, row: Row) -> None:
    """Put a value into a statement of the same quote, words and rank that has room for it, else into a new one."""
    rank = row["rank"] if row["rank"] != _DEFAULT_RANK else None
    shared: dict[str, Tree] = {"quote": values.text(row["quote"]), "words": values.text(words), "rank": rank}
    for one in statements:
        has_room = value and one.keys() > shared.keys() and not value.keys() & one.keys()
        if has_room and all(one[name] == shared[name] for name in shared):
            one.update(value)
            return
    statements.append({**shared, **value})


def _shown(statement: dict[str, Tree]) -> Tree:
    """A quote alone as a text, nothing at all as nothing."""
    if statement.keys() <= {"quote"}:
        return statement.get("quote")
    return statement


def judgement_fields(book: Book, row: Row) -> dict[str, Tree] | None:
    """Return the fields of a judgement; None for one that is about nothing that the file has, which it cannot hold."""
    keys = book.keys
    about = [key for iri in row["about"] if (key := keys.any_of(iri)) is not None]
    statement = values.text(row["statement"])
    source = keys.of("source", row["source"])
    if not about or not statement or source is None:
        return None
    named = [keys.renamed.get(iri, iri) for iri in row["about"] if keys.any_of(iri) is not None]
    minted = claim_id(statement, source=keys.names.of("source", source), about=named)
    key = keys.of("claim", row["id"])
    fields: dict[str, Tree] = {
        "id": key if key != minted else None,
        "about": values.one_or_list(about),
        "says": statement,
        "by": keys.of("actor", row["holder"]),
        "source": source,
        "quote": values.text(row["quote"]),
        "direction": values.word(row["direction"], JUDGEMENT["direction"]),
        "rank": row["rank"] if row["rank"] != _DEFAULT_RANK else None,
    }
    return values.told(fields, JUDGEMENT)
