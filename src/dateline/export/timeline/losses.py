"""What the file of a timeline does not say of the tables that it was written from.

The file is read again and the rows are compared: nothing is claimed to be kept that the reader does not give back.
Rows are compared under their new IRIs; the ids of participations and of claims follow from what they say. Knows the
tables, not the fields of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import filterfalse
from typing import Any, TypeAlias

from dateline.export.timeline.keys import Keys
from dateline.tables import ORIGIN, SCHEMAS, Tables
from dateline.vocab import shorten

Row: TypeAlias = dict[str, Any]
_OF_DATE = ("earliest_begin", "latest_begin", "earliest_end", "latest_end", "earliest_day", "latest_day", "years")
_FOLLOWS = {
    "edtf": (*_OF_DATE, "precision", "approximate", "uncertain", "issued"),
    "type": ("mode", "quad", "score", "score_scheme"),
    "label": ("label_lang",),
    "text_file": ("text_hash",),
}
"""Columns that are different because another one is, which alone is told."""

_OF_TEXT = frozenset(("text_hash", "quote_start", "quote_end", "quote_prefix", "quote_suffix"))
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that is not written as it is: the kind of loss, in the plural, and what it was."""

    reason: str
    name: str


def losses(given: Tables, read: Tables, keys: Keys, *, beside: Mapping[str, str]) -> Iterator[Loss]:
    """Yield what reading a file again does not give back.

    What follows from the texts of `beside` alone comes back with them, and is not told.
    """
    moved = frozenset(keys.renamed.values())
    for table in SCHEMAS:
        before = [_without_text(_renamed(table, row, keys), beside) for row in getattr(given, table).to_dicts()]
        after = getattr(read, table).to_dicts()
        if table in ("participations", "relations"):
            yield from _contents(table, before, after, moved)
        elif table == "claims":
            yield from _contents(table, list(filter(_of_event, before)), list(filter(_of_event, after)), moved)
            yield from _rows(table, filterfalse(_of_event, before), filterfalse(_of_event, after))
        else:
            yield from _rows(table, before, after)


def _of_event(row: Row) -> bool:
    return row["event"] is not None


def missing_texts(given: Tables, read: Tables, renamed: Mapping[str, str]) -> dict[str, str]:
    """Return the paths, by the new IRI of their source, of texts that were not found when a file was read again."""
    found = set(read.sources.filter(read.sources["text_hash"].is_not_null())["id"])
    paths = given.sources.select("id", "text_file").drop_nulls().iter_rows()
    return {new: path for iri, path in paths if (new := renamed.get(iri, iri)) not in found}


def renamings(keys: Keys) -> Iterator[Loss]:
    """Yield the things that could not keep their IRIs, kind by kind."""
    for kind, ids in keys.ids.items():
        for iri, key in ids.items():
            new = keys.names.of(kind, key)
            if iri in keys.renamed and not (kind == "place" and iri in keys.lent):
                yield Loss(f"addresses of {kind}s outside of the timeline's base", f"{iri} is now {new}")


def _renamed(table: str, row: Row, keys: Keys) -> Row:
    """A row under its new IRI; one IRI can stand for things of two kinds."""
    if not keys.renamed:
        return row
    kind = table.removesuffix("s")
    own = keys.ids.get(kind, {}).get(row.get("id", ""))
    new = {name: _new(value, keys.renamed) for name, value in row.items()}
    is_lent = kind == "place" and row["id"] in keys.lent
    return new | {"id": keys.names.of("actor" if is_lent else kind, own)} if own else new


def _new(value: Any, renamed: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return renamed.get(value, value)
    is_texts = isinstance(value, list) and value and isinstance(value[0], str)
    return sorted(renamed.get(one, one) for one in value) if is_texts else value


def _without_text(row: Row, beside: Mapping[str, str]) -> Row:
    source = row["id"] if "text_hash" in row else row.get("source")
    return row | dict.fromkeys(row.keys() & _OF_TEXT) if source in beside else row


def _rows(table: str, before: Iterable[Row], after: Iterable[Row]) -> Iterator[Loss]:
    """Compare rows that have ids of their own, column by column."""
    left = {row["id"]: row for row in after}
    for row in before:
        other = left.pop(row["id"], None)
        if other is None:
            yield Loss(table, shorten(row["id"]))
            continue
        different = [name for name in SCHEMAS[table] if name not in ORIGIN and row[name] != other[name]]
        follow = {name for column in different for name in _FOLLOWS.get(column, ())}
        # What the data do not compute from a date or a type, the reader does.
        follow |= {name for names in _FOLLOWS.values() for name in names if not row.get(name)}
        for name in (one for one in different if one not in follow):
            change = f"{shorten(row['id'])} has {_shown(row[name])}, the file {_shown(other[name])}"
            yield Loss(f"values of `{name}` of {table}", change)
    for row in left.values():
        yield Loss(f"{table} that the data do not describe, which the file adds", shorten(row["id"]))


def _contents(table: str, before: list[Row], after: list[Row], moved: frozenset[str]) -> Iterator[Loss]:
    """Compare rows by all that they say; their own ids follow from it, and so from the IRIs that have `moved`."""
    kept = {_content(row) for row in after}
    ids = {row["id"] for row in after if "id" in row}
    for row in before if table != "relations" else ():
        named_after = moved.intersection(value for value in row.values() if isinstance(value, str))
        if _content(row) in kept and row["id"] not in ids and not named_after:
            yield Loss(f"addresses of {table}, which follow from what they say", row["id"])
    yield from (Loss(table, _described(row)) for row in before if _content(row) not in kept)


def _content(row: Row) -> tuple[Any, ...]:
    cells = (value for name, value in row.items() if name not in ORIGIN and name != "id")
    return tuple(tuple(value) if isinstance(value, list) else value for value in cells)


def _described(row: Row) -> str:
    """A row without an id that anybody knows, by its event and what it leads to."""
    names = ("relation", "role", "property", "actor", "target", "source")
    rest = ", ".join(shorten(str(row[name])) for name in names if row.get(name))
    return f"{shorten(row['event'])} ({rest})"


def _shown(value: object) -> str:
    if value is None or value == []:
        return "nothing"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
