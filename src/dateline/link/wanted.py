"""What is to be found: the actors and places of a timeline, each with all that tells it from its namesakes.

Reads the tables alone. Kinds, countries, coordinates and the years in which a thing appears come from what the
timeline says; nothing is guessed from a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from dateline.tables import Tables

PLACE = "place"
_LINKS = ("same_as", "exact_match", "close_match")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One actor or place that should have an entry elsewhere.

    `kind` is person, organization, state, group or place, None where the timeline does not say. `belongs_to` are the
    names of what it belongs to or lies in, `years` those of its events, `linked` the IRIs that the timeline gives.
    """

    iri: str
    name: str
    kind: str | None
    aliases: tuple[str, ...] = ()
    belongs_to: tuple[str, ...] = ()
    at: tuple[float, float] | None = None
    years: tuple[int, int] | None = None
    linked: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the other names."""
        return (self.name, *self.aliases)


@dataclass(slots=True)
class _Book:
    """Names and years by IRI."""

    names: dict[str, str] = field(default_factory=dict)
    years: dict[str, tuple[int, int]] = field(default_factory=dict)


def wanted_of(tables: Tables) -> list[Wanted]:
    """Return the actors and places that have a name, in the order of their IRIs; a state is there once."""
    names = pl.concat([data.select("id", "label") for data in (tables.actors, tables.places)]).drop_nulls()
    book = _Book(dict(names.iter_rows()), _years(tables))
    places = {row["id"]: row for row in tables.places.iter_rows(named=True)}
    found = {iri: _wanted(row, PLACE, [row["within"]], book) for iri, row in places.items() if row["label"]}
    for row in tables.actors.iter_rows(named=True):
        if row["label"]:
            place = places.get(row["id"], {})
            found[row["id"]] = _wanted({**place, **row}, row["kind"], row["affiliations"], book)
    return [found[iri] for iri in sorted(found)]


def _wanted(row: Mapping[str, object], kind: str | None, around: list[str | None], book: _Book) -> Wanted:
    iri, lat, long = str(row["id"]), row.get("lat"), row.get("long")
    return Wanted(
        iri=iri,
        name=str(row["label"]),
        kind=kind,
        aliases=tuple(row["aliases"]),  # type: ignore[arg-type]
        belongs_to=tuple(book.names[one] for one in around if one in book.names),
        at=(float(lat), float(long)) if lat is not None and long is not None else None,  # type: ignore[arg-type]
        years=book.years.get(iri),
        linked=tuple(one for column in _LINKS for one in row[column]),  # type: ignore[attr-defined]
    )


def _years(tables: Tables) -> dict[str, tuple[int, int]]:
    """The first and last year of the events in which an actor or place appears."""
    dated = tables.events.select(
        "id", pl.col("years").list.min().alias("first"), pl.col("years").list.max().alias("last")
    )
    actors = tables.participations.select(pl.col("event"), thing="actor")
    places = tables.events.select(event="id", thing=pl.col("places")).explode("thing").drop_nulls()
    seen = pl.concat([actors, places]).join(dated, left_on="event", right_on="id").drop_nulls()
    spans = seen.group_by("thing").agg(pl.col("first").min(), pl.col("last").max())
    return {thing: (first, last) for thing, first, last in spans.iter_rows()}
