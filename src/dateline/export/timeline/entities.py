"""The sources, actors and places of a timeline as the fields of its file."""

from __future__ import annotations

from dateline.export.timeline import values
from dateline.export.timeline.book import Book, Row
from dateline.readers.timeline.fields import ACTOR, PLACE, SOURCE
from dateline.readers.yaml_text import Tree


def source_fields(book: Book, row: Row) -> dict[str, Tree]:
    """Return the fields of a source."""
    fields: dict[str, Tree] = {
        "title": _label(book, "source", row),
        "publisher": values.text(row.get("publisher")),
        "authors": values.texts(row["authors"]),
        "date": values.date(row.get("edtf")),
        "url": values.iri(row.get("url")),
        "kind": values.text(row.get("kind")),
        "text": values.text(row.get("text_file")),
        "cites": values.one_or_list([book.keys.of("source", iri) for iri in row["cites"]]),
        "note": values.text(row.get("note")),
    }
    return values.told(fields, SOURCE)


def actor_fields(book: Book, row: Row) -> dict[str, Tree]:
    """Return the fields of an actor; those of a place only for a state that is one."""
    of = [book.keys.of("actor", iri) for iri in row.get("affiliations") or ()]
    fields = {
        **_shared(book, "actor", row),
        "kind": values.word(row.get("kind"), ACTOR["kind"]),
        "of": values.one_or_list(of),
        "born": values.date(row.get("born")),
        "died": values.date(row.get("died")),
        **_spot(book, book.spots.get(row["id"], {})),
    }
    return values.told(fields, ACTOR)


def place_fields(book: Book, row: Row) -> dict[str, Tree]:
    """Return the fields of a place."""
    return values.told({**_shared(book, "place", row), **_spot(book, row)}, PLACE)


def _shared(book: Book, kind: str, row: Row) -> dict[str, Tree]:
    return {
        "name": _label(book, kind, row),
        "aliases": values.texts(row["aliases"]),
        "same_as": values.iris(row["same_as"]),
        "exact_match": values.iris(row["exact_match"]),
        "close_match": values.iris(row["close_match"]),
        "note": values.text(row.get("note")),
    }


def _spot(book: Book, row: Row) -> dict[str, Tree]:
    within = row.get("within")
    return {
        "in": book.keys.of("place", within) if within != row.get("id") else None,
        "at": values.point(row.get("lat"), row.get("long")),
        "precision": values.word(row.get("place_precision"), PLACE["precision"]),
    }


def _label(book: Book, kind: str, row: Row) -> str | None:
    """The name of a member, which it must have: its id where it has none."""
    return values.text(row.get("label")) or book.keys.of(kind, row["id"])
