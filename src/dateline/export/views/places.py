"""Rows with coordinates: `?lat` and `?long`, or one column of WKT points as Wikidata has them.

Coordinates are degrees of WGS 84. Points of other bodies than the Earth, and what is no point, are counted and told,
never drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyoxigraph as ox

from dateline.errors import ViewRefused
from dateline.export.views.seen import Row, Seen, is_text, label_of, part
from dateline.export.views.timeline import WIDTH
from dateline.export.views.words import bold, counted, detail_lines, dim
from dateline.store import Term

WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_POINT = re.compile(
    r"\s*(?:<(?P<system>[^>]*)>\s*)?POINT\s*\(\s*(?P<long>[-+\d.eE]+)\s+(?P<lat>[-+\d.eE]+)[^)]*\)\s*", re.IGNORECASE
)
_EARTH = ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "http://www.wikidata.org/entity/Q2")
_LABELS = ("place", "where", "placeLabel", "itemLabel", "label", "name", "title", "what")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, and what each of its rows says."""

    lat: float
    long: float
    label: str
    rows: list[int] = field(default_factory=list)
    details: list[tuple[tuple[str, str], ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of an answer, and how many rows have none."""

    spots: tuple[Spot, ...]
    without: int


def places(found: Seen) -> Places:
    """Return the places, by name.

    Raises:
        ViewRefused: the answer has no coordinates.
    """
    point = part(found, "point", fits=lambda head: has_points(found, head))
    lat = part(found, "lat", usual=("lat", "latitude")) if point is None else None
    long = part(found, "long", usual=("long", "lon", "lng", "longitude")) if point is None else None
    if point is None and (lat is None or long is None):
        wanted = 'coordinates: ?lat and ?long, or a column of points such as "Point(37.6 55.8)"^^geo:wktLiteral'
        raise ViewRefused("map", wanted, found.heads)
    label = part(found, "label", usual=_LABELS) or _naming(found)
    others = found.others(point, lat, long, label)
    spots: dict[tuple[float, float, str], Spot] = {}
    without = 0
    for number, row in enumerate(found.rows):
        where = _point(found.of(row, point)) if point else _pair(found, row, lat, long)
        if where is None:
            without += 1
            continue
        name = found.text(row, label) if label else ""
        spot = spots.setdefault((*where, name), Spot(*where, name))
        spot.rows.append(number)
        spot.details.append(tuple(found.details(row, others)))
    return Places(tuple(sorted(spots.values(), key=lambda one: (one.label.casefold(), one.lat, one.long))), without)


def places_text(found: Seen) -> str:
    """Return the places with their coordinates, by name.

    Raises:
        ViewRefused: the answer has no coordinates.
    """
    known = places(found)
    width = found.look.width or WIDTH
    lines: list[str] = []
    for spot in known.spots:
        lines.append(f"{bold(spot.label or '(no name)', found.look.color)}  {in_degrees(spot)}")
        for details in spot.details:
            lines.extend(f"  {dim(line, found.look.color)}" for line in detail_lines(details, max(16, width - 2)))
    told = [counted(len(known.spots), "place")]
    if known.without:
        told.append(f"{counted(known.without, 'row')} without coordinates")
    return "\n".join([*lines, f"({', '.join(told)})"]) + "\n"


def in_degrees(spot: Spot) -> str:
    """Return coordinates as people write them."""
    north = f"{abs(spot.lat):.4f}".rstrip("0").rstrip(".") + ("° N" if spot.lat >= 0 else "° S")
    east = f"{abs(spot.long):.4f}".rstrip("0").rstrip(".") + ("° E" if spot.long >= 0 else "° W")
    return f"{north}, {east}"


def has_points(found: Seen, head: str) -> bool:
    """Say whether a column has points in WKT."""
    return any(isinstance(term, ox.Literal) and term.datatype.value == WKT for term in found.column(head))


def _naming(found: Seen) -> str | None:
    free = found.others()
    labels = [named for head in free if (named := label_of(found, head))]
    return next(iter((*labels, *(head for head in free if is_text(found, head)))), None)


def _point(term: Term | None) -> tuple[float, float] | None:
    written = _POINT.fullmatch(term.value) if isinstance(term, ox.Literal) else None
    if not written or (written["system"] and written["system"] not in _EARTH):
        return None
    return _checked(written["lat"], written["long"])


def _pair(found: Seen, row: Row, lat: str | None, long: str | None) -> tuple[float, float] | None:
    north, east = (found.of(row, head) if head else None for head in (lat, long))
    if not isinstance(north, ox.Literal) or not isinstance(east, ox.Literal):
        return None
    return _checked(north.value, east.value)


def _checked(lat: str, long: str) -> tuple[float, float] | None:
    try:
        north, east = float(lat), float(long)
    except ValueError:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None
