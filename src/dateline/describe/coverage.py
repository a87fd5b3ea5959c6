"""What a dataset covers in time and space, told no wider and no narrower than its events allow.

The period runs from the first to the last of the outer bounds of all events, which they carry as Julian Day Numbers
(`dl:earliestDay`, `dl:latestDay`): the first day on which one can have begun, the last on which it can have ended. An
open or unknown end widens nothing: it is counted and told. Places are those where events took place, the box is that
of all coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dateline.describe.counts import rows
from dateline.store import Store
from dateline.when.days import from_day, iso_day

MAX_PLACES = 20
"""How many places are named, those with the most events first."""

_YEARS = range(1, 10_000)
_EVENTS = "SELECT (COUNT(*) AS ?n) { ?event a dl:Event }"
_FIRST = """
SELECT (MIN(?day) AS ?low) (MAX(?day) AS ?high) (COUNT(*) AS ?n)
{ ?event a dl:Event ; dl:earliestDay ?known BIND(xsd:integer(?known) AS ?day) FILTER(BOUND(?day)) }"""
_LAST = """
SELECT (MIN(?day) AS ?low) (MAX(?day) AS ?high) (COUNT(*) AS ?n)
{ ?event a dl:Event ; dl:latestDay ?known BIND(xsd:integer(?known) AS ?day) FILTER(BOUND(?day)) }"""
_BOX = """
SELECT (MIN(?x) AS ?west) (MIN(?y) AS ?south) (MAX(?x) AS ?east) (MAX(?y) AS ?north) (COUNT(*) AS ?n)
{ ?place wgs84:lat ?lat ; wgs84:long ?long BIND(xsd:decimal(?lat) AS ?y) BIND(xsd:decimal(?long) AS ?x)
  FILTER(BOUND(?x) && BOUND(?y)) }"""
_PLACES = """
SELECT ?place (COUNT(*) AS ?n) { ?event sem:hasPlace ?place FILTER(isIRI(?place)) }
GROUP BY ?place ORDER BY DESC(?n) ?place"""


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last outer bound of all events, as Julian Day Numbers.

    `events` counts all events, `no_begin` and `no_end` those whose bound on that side is open or unknown.
    """

    first: int
    last: int
    events: int
    no_begin: int
    no_end: int

    @property
    def begin(self) -> str | None:
        """The first day as ISO text, where it lies in the years 1 to 9999."""
        return _iso(self.first)

    @property
    def end(self) -> str | None:
        """The last day as ISO text, where it lies in the years 1 to 9999."""
        return _iso(self.last)

    def comment(self) -> str:
        """Say which bounds these are, and which events they leave out."""
        told = [
            "From the first to the last of all days on which an event can have begun or ended, by its outer bounds.",
            _left(self.no_begin, self.events, "begin"),
            _left(self.no_end, self.events, "end"),
            _far("first", self.first),
            _far("last", self.last),
        ]
        return " ".join(filter(None, told))


@dataclass(frozen=True, slots=True)
class Extent:
    """Where events took place: the most frequent `places` of `place_count`, and the box of all `points` coordinates.

    The box is west, south, east, north in degrees; None where no place has coordinates. It never crosses the
    antimeridian: data on both sides of it gets a box around the whole globe.
    """

    places: tuple[str, ...]
    place_count: int
    box: tuple[Decimal, Decimal, Decimal, Decimal] | None
    points: int

    @property
    def is_point(self) -> bool:
        """Whether all coordinates are the same."""
        return self.box is not None and self.box[:2] == self.box[2:]

    def wkt(self) -> str:
        """Return the box as well-known text, longitude before latitude; a single point as a point."""
        assert self.box is not None, "only an extent with coordinates has a box"
        west, south, east, north = (f"{value.normalize():f}" for value in self.box)
        if self.is_point:
            return f"POINT({west} {south})"
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        return f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"

    def comment(self) -> str:
        """Say what the box is made of."""
        if self.points == 1:
            return "The one place that has coordinates."
        return f"The box around the {self.points:,} places that have coordinates."


def period(store: Store) -> Period | None:
    """Return the period of a dataset, None where none of its events has a day.

    Raises:
        OutsideError: the storage failed.
    """
    low, high, begins = _whole(store, _FIRST)
    low_end, high_end, ends = _whole(store, _LAST)
    days = [day for day in (low, high, low_end, high_end) if day is not None]
    if not days:
        return None
    events = int(next(rows(store, _EVENTS))[0] or 0)
    return Period(min(days), max(days), events, events - (begins or 0), events - (ends or 0))


def extent(store: Store) -> Extent:
    """Return the extent of a dataset.

    Raises:
        OutsideError: the storage failed.
    """
    *sides, points = next(rows(store, _BOX))
    known = [Decimal(side) for side in sides if side]
    box = (known[0], known[1], known[2], known[3]) if len(known) == len(sides) else None
    places = [place for place, _ in rows(store, _PLACES) if place]
    return Extent(tuple(places[:MAX_PLACES]), len(places), box, int(points or 0))


def _whole(store: Store, query: str) -> tuple[int | None, ...]:
    return tuple(int(value) if value else None for value in next(rows(store, query)))


def _iso(day: int) -> str | None:
    return iso_day(day) if from_day(day)[0] in _YEARS else None


def _left(count: int, events: int, side: str) -> str:
    if not count:
        return ""
    have = "has" if count == 1 else "have"
    return f"{count:,} of {events:,} events {have} no known {side}, which widens nothing."


def _far(which: str, day: int) -> str:
    """Tell a day that no date of the graph can hold."""
    return "" if _iso(day) else f"The {which} day, {iso_day(day)}, is told here alone."
