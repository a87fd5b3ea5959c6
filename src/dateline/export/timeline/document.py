"""A book as the tree of a timeline and as the text of its file: YAML laid out for a reader, or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from dateline.export.timeline import values
from dateline.export.timeline.book import DEFAULT_LANGUAGE, Book, Row
from dateline.export.timeline.entities import actor_fields, place_fields, source_fields
from dateline.export.timeline.events import event_fields
from dateline.export.timeline.says import judgement_fields
from dateline.readers.timeline.fields import ACTOR_KINDS, TIMELINE
from dateline.readers.timeline.mint import last_step
from dateline.readers.yaml_text import Tree, block, item, member

SCHEMA_LINE = "# yaml-language-server: $schema=https://w3id.org/dateline/timeline.schema.json\n"
"""The first line, by which editors know what may stand in the file."""

_KIND_ORDER = ("state", *(kind for kind in ACTOR_KINDS if kind != "state"))


def tree_of(book: Book) -> dict[str, Tree]:
    """Return the fields of a timeline, in the order in which a file has them."""
    judgements = [one for row in book.judgements if (one := judgement_fields(book, row))]
    fields: dict[str, Tree] = {
        **_head(book),
        "sources": _members(book, "source", book.sources, source_fields),
        "actors": _members(book, "actor", book.actors, actor_fields),
        "places": _members(book, "place", book.places, place_fields),
        "events": [event_fields(book, row) for row in book.events],
        "claims": judgements,
    }
    return values.told(fields, TIMELINE)


def _head(book: Book) -> dict[str, Tree]:
    base = book.keys.names.base
    return {
        "timeline": values.text(book.head.get("label")) or last_step(base) or base,
        "base": base,
        "license": values.license_name(book.head.get("license")),
        "language": None if book.language == DEFAULT_LANGUAGE else book.language,
        "description": values.text(book.head.get("description")),
    }


def _members(
    book: Book, kind: str, rows: Mapping[str, Row], fields_of: Callable[[Book, Row], dict[str, Tree]]
) -> dict[str, Tree]:
    """The members of a section by id, states first among actors."""
    ids = book.keys.ids[kind]
    ordered = sorted(rows.values(), key=lambda row: (_kind_order(row) if kind == "actor" else 0, ids[row["id"]]))
    return {ids[row["id"]]: fields_of(book, row) for row in ordered}


def _kind_order(row: Row) -> int:
    kind = row.get("kind")
    return _KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER)


def yaml_lines(tree: Mapping[str, Tree]) -> Iterator[str]:
    """Yield the text of a timeline as YAML, piece by piece."""
    yield SCHEMA_LINE
    for name, value in tree.items():
        if name in ("sources", "actors", "places") and isinstance(value, Mapping):
            yield f"\n{name}:\n"
            for key, fields in value.items():
                yield from _ended(member(key, fields) if isinstance(fields, Mapping) else ())
        elif name in ("events", "claims") and not isinstance(value, str | Mapping | None):
            yield f"\n{name}:\n"
            for number, fields in enumerate(value):
                yield "\n" if number and name == "events" else ""
                yield from _ended(item(fields) if isinstance(fields, Mapping) else ())
        else:
            yield from _ended(block({name: value}))


def _ended(lines: Iterator[str] | tuple[()]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def json_lines(tree: Mapping[str, Tree]) -> Iterator[str]:
    """Yield a timeline as JSON Lines: its head with all that is no event, then an event a line."""
    yield _json({name: value for name, value in tree.items() if name != "events"})
    events = tree.get("events")
    for fields in events if not isinstance(events, str | Mapping | None) else ():
        yield _json(fields)


def _json(tree: Tree) -> str:
    return json.dumps(tree, ensure_ascii=False) + "\n"
