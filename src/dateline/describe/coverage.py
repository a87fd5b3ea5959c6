"""What a dataset covers in time and space, told no wider and no narrower than its events allow.

The period runs from the first day on which a dated event can have begun to the last day on which one can have ended,
by the outer bounds that every event carries as Julian Day Numbers (`dl:earliestDay`, `dl:latestDay`). An open or
unknown end widens nothing: it is counted and told. Places are those where events took place, the box that of all
coordinates.
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
_FIRST = "SELECT (MIN(xsd:integer(?day)) AS ?first) (COUNT(?day) AS ?n) { ?event a dl:Event ; dl:earliestDay ?day }"
_LAST = "SELECT (MAX(xsd:integer(?day)) AS ?last) (COUNT(?day) AS ?n) { ?event a dl:Event ; dl:latestDay ?day }"
_BOX = """
SELECT (MIN(?x) AS ?west) (MIN(?y) AS ?south) (MAX(?x) AS ?east) (MAX(?y) AS ?north) (COUNT(*) AS ?n)
{ ?place wgs84:lat ?lat ; wgs84:long ?long BIND(xsd:decimal(?lat) AS ?y) BIND(xsd:decimal(?long) AS ?x) }"""
_PLACES = """
SELECT ?place (COUNT(*) AS ?n) { ?event sem:hasPlace ?place FILTER(isIRI(?place)) }
GROUP BY ?place ORDER BY DESC(?n) ?place"""


@dataclass(frozen=True, slots=True)
class Period:
    """The outer bounds of all events as Julian Day Numbers, None where no event has one on that side.

    `events` counts all events, `no_begin` and `no_end` those whose bound on that side is open or unknown.
    """

    first: int | None
    last: int | None
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
            "From the first day on which a dated event can have begun to the last day on which one can have ended.",
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
    begin, begins = _whole(store, _FIRST)
    end, ends = _whole(store, _LAST)
    if begin is None and end is None:
        return None
    events = int(next(rows(store, _EVENTS))[0] or 0)
    return Period(begin, end, events, events - (begins or 0), events - (ends or 0))


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


def _iso(day: int | None) -> str | None:
    return None if day is None or from_day(day)[0] not in _YEARS else iso_day(day)


def _left(count: int, events: int, side: str) -> str:
    if not count:
        return ""
    return f"{count:,} of {events:,} events {'has' if count == 1 else 'have'} no known {side}, so that none is counted."


def _far(which: str, day: int | None) -> str:
    """Tell a day that no date of the graph can hold."""
    return "" if day is None or _iso(day) else f"The {which} day, {iso_day(day)}, is told here alone."
