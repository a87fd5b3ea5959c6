"""The hub: eight typed Polars frames in which every reader ends and from which every writer starts.

A reference to another row, to a person's own IRI or to an open-data graph is an absolute IRI; a word of a closed
vocabulary (type, role, rank, ...) is the last step of its concept's IRI. Every row knows its origin (`file`, `line`,
`column`, counted from 1; line 0 where a row has no place in a file). Origins stay beside the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import polars as pl

TEXT = pl.String()
DAY = pl.Int64()
NUMBER = pl.Decimal(38, 12)
TEXTS = pl.List(pl.String())


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether every row must have a value, and what it holds."""

    dtype: pl.DataType
    doc: str
    required: bool = False


def _text(doc: str, *, required: bool = False) -> Column:
    return Column(TEXT, doc, required)


def _label(doc: str) -> dict[str, Column]:
    return {"label": _text(doc), "label_lang": _text("language tag of the label, lower case")}


ORIGIN: dict[str, Column] = {
    "file": _text("file the row came from", required=True),
    "line": Column(pl.Int64(), "line in that file, from 1", required=True),
    "column": Column(pl.Int64(), "character in that line, from 1", required=True),
}

_ID = {"id": _text("IRI of the row's own node", required=True)}
_LINKS = {
    "same_as": Column(TEXTS, "IRIs of the same individual in other graphs"),
    "exact_match": Column(TEXTS, "IRIs of entries in other graphs that fit in everything looked at"),
    "close_match": Column(TEXTS, "IRIs of near matches in other graphs"),
}
_NOTE = {"note": _text("a remark for readers")}

SCHEMAS: dict[str, dict[str, Column]] = {
    "timelines": {
        **_ID,
        **_label("title of the timeline"),
        "base": _text("IRI under which the timeline's own nodes are named", required=True),
        "license": _text("IRI of the license"),
        "description": _text("what the timeline is about"),
        **ORIGIN,
    },
    "events": {
        **_ID,
        "kind": _text("`event`, or `series`: an event with unknown members", required=True),
        "type": _text("event type, a word of the scheme `type`"),
        "mode": _text("manner of the type, the word after the type (`visit` of `consult/visit`)"),
        "contexts": Column(TEXTS, "words of the scheme `context`"),
        **_label("what happened, in a short sentence"),
        "edtf": _text("date as EDTF, canonical"),
        "earliest_begin": Column(pl.Date(), "first day on which it can have begun; years 1 to 9999"),
        "latest_begin": Column(pl.Date(), "last day on which it can have begun"),
        "earliest_end": Column(pl.Date(), "first day on which it can have ended"),
        "latest_end": Column(pl.Date(), "last day on which it can have ended"),
        "earliest_day": Column(DAY, "outer begin as Julian Day Number, any year"),
        "latest_day": Column(DAY, "outer end as Julian Day Number, any year"),
        "years": Column(pl.List(pl.Int64()), "years it touches, astronomical (0 is 1 BCE); gaps of sets stay gaps"),
        "precision": _text("word of the scheme `precision`"),
        "approximate": Column(pl.Boolean(), "the date is around the one given", required=True),
        "uncertain": Column(pl.Boolean(), "the date is doubtful", required=True),
        "ongoing_as_of": Column(pl.Date(), "day on which it was reported as still going on"),
        "original_date": _text("the date in the author's words"),
        "date_method": _text("how a derived date was derived"),
        "recurrence": _text("RRULE of RFC 5545"),
        "factuality": _text("word of the scheme `factuality`", required=True),
        "status": _text("`draft` where nobody has reviewed the event yet"),
        "quad": _text("word of the scheme `quad`: verbal or material, cooperation or conflict"),
        "score": Column(NUMBER, "conflict-cooperation score, in its scheme"),
        "score_scheme": _text("word of the scheme `score-scheme`"),
        "quantity": Column(NUMBER, "how much, best value"),
        "quantity_min": Column(NUMBER, "at least so much"),
        "quantity_max": Column(NUMBER, "at most so much"),
        "unit": _text("what the quantity counts"),
        "places": Column(TEXTS, "IRIs of places"),
        **_NOTE,
        **ORIGIN,
    },
    "participations": {
        **_ID,
        "event": _text("IRI of the event", required=True),
        "actor": _text("IRI of the actor", required=True),
        "role": _text("word of the scheme `role`", required=True),
        "capacity": _text("in which capacity the actor took part"),
        **ORIGIN,
    },
    "actors": {
        **_ID,
        "kind": _text("`person`, `organization`, `state` or `group`; absent when not known"),
        **_label("name"),
        "aliases": Column(TEXTS, "other names"),
        "affiliations": Column(TEXTS, "IRIs of actors it belongs to"),
        "born": _text("EDTF date of birth or foundation"),
        "died": _text("EDTF date of death or end"),
        **_LINKS,
        **_NOTE,
        **ORIGIN,
    },
    "places": {
        **_ID,
        **_label("name"),
        "aliases": Column(TEXTS, "other names"),
        "within": _text("IRI of the place it lies in"),
        "lat": Column(NUMBER, "WGS84 latitude, degrees north"),
        "long": Column(NUMBER, "WGS84 longitude, degrees east"),
        "place_precision": _text("word of the scheme `place-precision`"),
        **_LINKS,
        **_NOTE,
        **ORIGIN,
    },
    "sources": {
        **_ID,
        **_label("title"),
        "publisher": _text("name of the publisher"),
        "authors": Column(TEXTS, "names of the authors"),
        "edtf": _text("date of publication as EDTF, canonical"),
        "issued": Column(pl.Date(), "day of publication, where it is known to the day"),
        "earliest_day": Column(DAY, "first possible day of publication as Julian Day Number"),
        "latest_day": Column(DAY, "last possible day of publication as Julian Day Number"),
        "url": _text("IRI of the page"),
        "kind": _text("what sort of piece it is, in a word or two"),
        "text_file": _text("path of the text, relative to the timeline"),
        "text_hash": _text("`sha256:` and the hexadecimal digest of the text as read"),
        "cites": Column(TEXTS, "IRIs of sources it refers to"),
        **_NOTE,
        **ORIGIN,
    },
    "claims": {
        **_ID,
        "event": _text("IRI of the event that a value is claimed for"),
        "property": _text("IRI of the property"),
        "value_iri": _text("claimed value, an IRI"),
        "value_edtf": _text("claimed value, an EDTF date"),
        "value_earliest_day": Column(DAY, "first day of the claimed date as Julian Day Number"),
        "value_latest_day": Column(DAY, "last day of the claimed date as Julian Day Number"),
        "value_text": _text("claimed value, a text"),
        "value_number": Column(NUMBER, "claimed value, a number"),
        "about": Column(TEXTS, "IRIs of what a judgement is about"),
        "statement": _text("the judgement, in our words"),
        "direction": _text("word of the scheme `direction`: where a judgement sees a tie going"),
        "holder": _text("IRI of the actor who holds the judgement, where it is not the source itself"),
        "source": _text("IRI of the source", required=True),
        "rank": _text("word of the scheme `rank`", required=True),
        "original": _text("the value in the source's words"),
        "quote": _text("exact words of the source's text"),
        "quote_start": Column(pl.Int64(), "first character of the quote, from 0"),
        "quote_end": Column(pl.Int64(), "character after the quote"),
        "quote_prefix": _text("up to 32 characters before the quote"),
        "quote_suffix": _text("up to 32 characters after the quote"),
        **ORIGIN,
    },
    "relations": {
        "event": _text("IRI of the event that has the relation", required=True),
        "relation": _text("local name of the property, one of `vocab.RELATIONS`", required=True),
        "target": _text("IRI of the other event", required=True),
        **ORIGIN,
    },
}
"""Column by column, what each frame holds; the order of columns is part of the contract."""

ORIGINS_SCHEMA: dict[str, Column] = {
    "id": _text("IRI of the node", required=True),
    "field": _text("table column that the position belongs to", required=True),
    **ORIGIN,
}
"""Schema of the frame of field positions, for formats that know more than the line of a row."""


def polars_schema(columns: Mapping[str, Column]) -> pl.Schema:
    """Return the Polars schema of a documented one."""
    return pl.Schema({name: column.dtype for name, column in columns.items()})


def frame(columns: Mapping[str, Column], rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Make a checked frame of rows; a column that a row lacks is null, an empty list or False, as its type has it.

    Raises:
        ValueError: a row has a column that the schema does not know, or lacks a required one.
    """
    filled = []
    for row in rows:
        unknown = set(row) - set(columns)
        if unknown:
            raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
        filled.append({name: _filled(row.get(name), column) for name, column in columns.items()})
    return checked(columns, pl.DataFrame(filled, schema=polars_schema(columns), orient="row"))


def _filled(value: Any, column: Column) -> Any:
    if isinstance(column.dtype, pl.List):
        return sorted(set(value or ()))
    if isinstance(column.dtype, pl.Boolean):
        return bool(value)
    return value


def checked(columns: Mapping[str, Column], data: pl.DataFrame) -> pl.DataFrame:
    """Return `data` if it has exactly the columns, types and required values of the schema.

    Raises:
        ValueError: it has not; the message names the column.
    """
    wanted = polars_schema(columns)
    if data.schema != wanted:
        differing = [name for name in {**data.schema, **wanted} if data.schema.get(name) != wanted.get(name)]
        raise ValueError(f"the frame does not fit its schema in: {', '.join(sorted(differing)) or 'column order'}")
    for name, column in columns.items():
        needed = column.required or isinstance(column.dtype, pl.List)
        if needed and data[name].null_count():
            raise ValueError(f"column {name!r} has rows without a value")
    return data


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The frames of one or several timelines, and the positions of single fields beside them."""

    timelines: pl.DataFrame
    events: pl.DataFrame
    participations: pl.DataFrame
    actors: pl.DataFrame
    places: pl.DataFrame
    sources: pl.DataFrame
    claims: pl.DataFrame
    relations: pl.DataFrame
    origins: pl.DataFrame

    def __post_init__(self) -> None:
        for name, data in self.frames().items():
            checked(SCHEMAS[name], data)
        checked(ORIGINS_SCHEMA, self.origins)

    @classmethod
    def from_rows(cls, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Tables:
        """Make tables from rows by table name (`origins` among them); a table that is not named is empty.

        Raises:
            ValueError: an unknown table or column, or a required value that is missing.
        """
        unknown = set(rows) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"no such table: {', '.join(sorted(unknown))}")
        made = {name: frame(columns, rows.get(name, ())) for name, columns in SCHEMAS.items()}
        return cls(**made, origins=frame(ORIGINS_SCHEMA, rows.get("origins", ())))

    @classmethod
    def concat(cls, parts: Sequence[Tables]) -> Tables:
        """Stack the tables of several timelines; none gives empty tables."""
        if not parts:
            return cls.from_rows({})
        stacked = {
            field.name: pl.concat([getattr(part, field.name) for part in parts], how="vertical")
            for field in fields(cls)
        }
        return cls(**stacked)

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the eight frames by name, without the field positions."""
        return {name: getattr(self, name) for name in SCHEMAS}

    def without_origins(self) -> dict[str, pl.DataFrame]:
        """Return the frames as the graph knows them: no origins, no duplicate rows, sorted by their first columns.

        Two tables are the same graph exactly when these are equal.
        """
        result = {}
        for name, data in self.frames().items():
            bare = data.drop(list(ORIGIN)).unique()
            result[name] = bare.sort([column for column in bare.columns if bare.schema[column] == TEXT])
        return result
