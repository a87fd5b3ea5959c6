"""What shapes cannot say: dates against their stored bounds, claims, deaths and reversals; quotes against texts.

Each rule is a function that yields findings; a finding names a row and a column, and `examine` knows where these are
written. Works on tables and texts alone, knows no RDF. The rules are those of the codes E301 and E401 to W409 in
`ontology/codes.yaml`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from dateline.errors import DateSyntaxError
from dateline.readers.timeline.evidence import text_hash
from dateline.shacl.coding import CODE, first_places
from dateline.tables import Tables
from dateline.vocab import DL
from dateline.when import Bounds, parse_edtf

_DAY_ZERO = 1721425
"""Julian Day Number of the day before 0001-01-01, which Python counts as day 1."""
_FIRST, _LAST = (day.toordinal() + _DAY_ZERO for day in (datetime.date.min, datetime.date.max))
_BOUNDS = ("earliest_begin", "latest_begin", "earliest_end", "latest_end")
_DAYS = ("earliest_day", "latest_day")
_DATED_CLAIM = {"value_edtf": "edtf", "value_earliest_day": "earliest_day", "value_latest_day": "latest_day"}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a column of the row with the IRI `subject`."""

    code: str
    subject: str
    column: str
    message: str


def findings(tables: Tables, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong beyond the shapes; `texts` holds the texts of sources by the sources' IRIs."""
    rules: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
        _drafts,
        _bounds,
        _claimed_dates,
        _deaths,
        _reversals,
    )
    for rule in rules:
        yield from rule(tables)
    yield from _texts(tables, texts)


def _drafts(tables: Tables) -> Iterator[Finding]:
    for row in _rows(tables.events.filter(pl.col("status") == "draft"), "id"):
        yield Finding("W409", row["id"], "status", "This event is a draft: nobody has reviewed it yet.")


def _bounds(tables: Tables) -> Iterator[Finding]:
    yield from _misdated(tables.events, (*_BOUNDS, *_DAYS, "ongoing_as_of"), _event_dates)
    claims = tables.claims.select("id", *_DATED_CLAIM).rename(_DATED_CLAIM)
    yield from _misdated(tables.sources, _DAYS, _source_dates)
    yield from _misdated(claims, _DAYS, _claim_dates)


def _misdated(
    data: pl.DataFrame, columns: tuple[str, ...], compared: Callable[[Row], Finding | None]
) -> Iterator[Finding]:
    """Compare each distinct date with its bounds once, and yield what is found for the rows that have it."""
    dated = data.filter(pl.col("edtf").is_not_null()).select("id", "edtf", *columns)
    distinct = _distinct(dated.drop("id"))
    names = tuple(distinct.columns)
    wrong = [values for values in distinct.iter_rows() if _is_wrong(compared, names, values)]
    if wrong:
        rows = dated.join(
            pl.DataFrame(wrong, schema=distinct.schema, orient="row"), on=names, how="semi", nulls_equal=True
        )
        yield from filter(None, map(compared, rows.iter_rows(named=True)))


def _distinct(dated: pl.DataFrame) -> pl.DataFrame:
    """Return the distinct rows: the first of each date, where all rows of a date have the same bounds."""
    first = first_places(dated["edtf"].hash())
    if all(dated[name].gather(first).eq_missing(dated[name]).all() for name in dated.columns):
        return dated.filter(first == pl.int_range(dated.height, dtype=CODE, eager=True))
    return dated.unique()


@lru_cache(maxsize=50_000)
def _is_wrong(compared: Callable[[Row], Finding | None], names: tuple[str, ...], values: tuple[Any, ...]) -> bool:
    """Compare a date with its bounds; the batches of a dataset have most of their dates in common."""
    return compared({"id": "", **dict(zip(names, values, strict=True))}) is not None


def _event_dates(row: Row) -> Finding | None:
    stored = {name: _ordinal(row[name]) for name in _BOUNDS} | {name: row[name] for name in _DAYS}
    return _compared(row, stored, as_of=_ordinal(row["ongoing_as_of"]))


def _source_dates(row: Row) -> Finding | None:
    return _compared(row, _stored_days(row))


def _claim_dates(row: Row) -> Finding | None:
    return _compared(row, _stored_days(row), column="value_edtf")


def _stored_days(row: Row) -> dict[str, int | None]:
    return {name: row[name] for name in _DAYS if row[name] is not None}


@lru_cache(maxsize=100_000)
def _meant(edtf: str, as_of: int | None) -> Bounds:
    return parse_edtf(edtf).bounds(as_of)


def _compared(
    row: Row, stored: Mapping[str, int | None], *, as_of: int | None = None, column: str = "edtf"
) -> Finding | None:
    try:
        bounds = _meant(row["edtf"], as_of)
    except DateSyntaxError as error:
        return Finding("E301", row["id"], column, str(error))
    meant = {name: getattr(bounds, name) for name in _BOUNDS}
    meant = {name: day if _written(day) else None for name, day in meant.items()}
    meant |= {"earliest_day": _number(bounds.earliest), "latest_day": _number(bounds.latest)}
    differing = [name.replace("_", " ") for name in stored if stored[name] != meant[name]]
    if not differing:
        return None
    message = f"The stored bounds do not follow from the date {row['edtf']}: {', '.join(differing)}."
    return Finding("E405", row["id"], column, message)


def _claimed_dates(tables: Tables) -> Iterator[Finding]:
    claims = tables.claims.filter(pl.col("property") == DL + "edtf")
    if not claims.height:
        return
    events = {row["id"]: row for row in _rows(tables.events, "id", "edtf", *_DAYS)}
    columns = ("id", "event", "property", "rank", "value_edtf", "value_earliest_day", "value_latest_day")
    for claim in _rows(claims, *columns):
        event = events.get(claim["event"])
        if event is None or claim["rank"] == "deprecated":
            continue
        days = (claim["value_earliest_day"], claim["value_latest_day"])
        if _before(days[1], event["earliest_day"]) or _before(event["latest_day"], days[0]):
            message = f"The claimed date {claim['value_edtf']} and the event's date {event['edtf']} share no day."
            yield Finding("W407", claim["id"], "value_edtf", message)


def _deaths(tables: Tables) -> Iterator[Finding]:
    died = {row["id"]: row["died"] for row in _rows(tables.actors, "id", "died") if row["died"]}
    if not died:
        return
    begins = {row["id"]: row["earliest_day"] for row in _rows(tables.events, "id", "earliest_day")}
    for row in _rows(tables.participations, "id", "event", "actor", "role"):
        last = _last_day(died.get(row["actor"]))
        if row["role"] != "subject" and _before(last, begins.get(row["event"])):
            message = f"The actor died ({died[row['actor']]}) before the event began."
            yield Finding("W408", row["id"], "actor", message)


def _reversals(tables: Tables) -> Iterator[Finding]:
    reversals = tables.relations.filter(pl.col("relation") == "reverses")
    if not reversals.height:
        return
    events = {row["id"]: row for row in _rows(tables.events, "id", *_DAYS)}
    parties: dict[str, set[str]] = {}
    for row in _rows(tables.participations, "event", "actor"):
        parties.setdefault(row["event"], set()).add(row["actor"])
    for row in _rows(reversals, "event", "target"):
        later, earlier = events.get(row["event"]), events.get(row["target"])
        if later and earlier and _before(later["latest_day"], earlier["earliest_day"]):
            yield Finding("E406", row["event"], "reverses", "The event lies before the one that it reverses.")
        elif not _same_parties(parties.get(row["event"], set()), parties.get(row["target"], set())):
            message = "The event and the one that it reverses are not between the same parties."
            yield Finding("E406", row["event"], "reverses", message)


def _same_parties(one: set[str], other: set[str]) -> bool:
    """Two parties in common are a pair; where an event names fewer, all it names must be in common."""
    needed = min(2, len(one), len(other))
    return len(one & other) >= needed


def _texts(tables: Tables, texts: Mapping[str, str]) -> Iterator[Finding]:
    if not texts:
        return
    changed = set()
    for row in _rows(tables.sources, "id", "text_hash"):
        text = texts.get(row["id"])
        if text is not None and row["text_hash"] and row["text_hash"] != text_hash(text):
            changed.add(row["id"])
            yield Finding("E404", row["id"], "text_file", "The text is not the one that the quotes were placed in.")
    for row in _rows(tables.claims, "id", "source", "quote", "quote_start", "quote_end"):
        text = texts.get(row["source"])
        if text is None or row["source"] in changed or None in (row["quote_start"], row["quote_end"]):
            continue
        if text[row["quote_start"] : row["quote_end"]] != row["quote"]:
            message = f"The quote does not stand in the text at characters {row['quote_start']} to {row['quote_end']}."
            yield Finding("E401", row["id"], "quote", message)


def _rows(data: pl.DataFrame, *columns: str) -> Iterator[Row]:
    return data.select(columns).iter_rows(named=True)


def _ordinal(day: datetime.date | None) -> int | None:
    return None if day is None else day.toordinal() + _DAY_ZERO


def _written(day: int | None) -> bool:
    """Tell whether a bound is of the years 1 to 9999, the only ones that are stored as days."""
    return day is not None and _FIRST <= day <= _LAST


def _number(bound: int | str) -> int | None:
    return bound if isinstance(bound, int) else None


def _before(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one < other


def _last_day(edtf: str | None) -> int | None:
    if edtf is None:
        return None
    try:
        return parse_edtf(edtf).bounds().latest_end
    except DateSyntaxError:
        return None
