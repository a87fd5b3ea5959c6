"""Places as dots on a plain map: degrees as they are (equirectangular), with a net of meridians and parallels.

There is no background from elsewhere, and so no coast: the net and the names say where things are.
"""

from __future__ import annotations

import math

from dateline.export.views.places import Places, Spot, in_degrees, places
from dateline.export.views.seen import Seen
from dateline.export.views.svg import LETTER, Drawing, canvas, tag, text, titled
from dateline.export.views.words import counted, joined

_WIDTH, _EDGE = 1000.0, 34.0
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0)
_LINES = 8
_SMALLEST = 4.0


def draw_map(found: Seen) -> Drawing:
    """Draw the places.

    Raises:
        ViewRefused: the answer has no coordinates.
    """
    known = places(found)
    frame = _Frame(known.spots)
    parts = [frame.net()]
    taken: list[tuple[float, float, float, float]] = []
    for spot in sorted(known.spots, key=lambda one: -len(one.rows)):
        parts.append(_dot(spot, frame, taken))
    notes = (f"{counted(known.without, 'row')} without coordinates: see the table.",) if known.without else ()
    return Drawing(
        canvas("".join(parts), _WIDTH, frame.height, label="Map; every dot is a link to its row"), _legend(known), notes
    )


def _legend(known: Places) -> str:
    larger = " a larger dot has more rows" if any(len(one.rows) > 1 for one in known.spots) else " a place"
    return f'<span class="key dot"></span>{larger}'


def _dot(spot: Spot, frame: _Frame, taken: list[tuple[float, float, float, float]]) -> str:
    """Return a dot, and its name where there is room for it."""
    x, y = frame.at(spot.lat, spot.long)
    size = min(18.0, 4.5 * math.sqrt(len(spot.rows)))
    drawn = tag("circle", cx=x, cy=y, r=size, class_="dot")
    wide = len(spot.label) * LETTER
    for start, anchor in ((x + size + 5, "start"), (x - size - 5, "end")):
        left = start if anchor == "start" else start - wide
        box = (left, y - 9, left + wide, y + 7)
        if left >= 0 and box[2] <= _WIDTH and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            drawn += text(spot.label, start, y + 4.5, class_="label", anchor=anchor)
            break
    words = "; ".join(filter(None, (spot.label, in_degrees(spot), *map(joined, spot.details))))
    return titled(drawn, words, row=spot.rows[0])


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Frame:
    """The part of the world that is shown: all places with some room around them."""

    def __init__(self, spots: tuple[Spot, ...]) -> None:
        north, south = max((one.lat for one in spots), default=60.0), min((one.lat for one in spots), default=-60.0)
        east, west = max((one.long for one in spots), default=180.0), min((one.long for one in spots), default=-180.0)
        tall, wide = max(north - south, _SMALLEST) * 1.3, max(east - west, _SMALLEST) * 1.3
        wide, tall = max(wide, tall * 1.6), max(tall, wide * 0.4)
        self._west = max(-180.0, (east + west) / 2 - wide / 2)
        self._east = min(180.0, (east + west) / 2 + wide / 2)
        self._north = min(90.0, (north + south) / 2 + tall / 2)
        self._south = max(-90.0, (north + south) / 2 - tall / 2)
        self._unit = (_WIDTH - 2 * _EDGE) / (self._east - self._west)
        self.height = (self._north - self._south) * self._unit + 2 * _EDGE

    def at(self, lat: float, long: float) -> tuple[float, float]:
        """Return the place of a point on the drawing."""
        return _EDGE + (long - self._west) * self._unit, _EDGE + (self._north - lat) * self._unit

    def net(self) -> str:
        """Return meridians and parallels with their degrees."""
        step = next((one for one in _STEPS if (self._east - self._west) / one <= _LINES), _STEPS[-1])
        right, bottom = _WIDTH - _EDGE, self.height - _EDGE
        drawn = [tag("rect", x=_EDGE, y=_EDGE, width=right - _EDGE, height=bottom - _EDGE, class_="sea")]
        for long in _between(self._west, self._east, step):
            x, _ = self.at(0, long)
            drawn.append(tag("line", x1=x, x2=x, y1=_EDGE, y2=bottom, class_="tick"))
            drawn.append(text(_degrees(long, "EW"), x, bottom + 18, class_="soft", anchor="middle"))
        for lat in _between(self._south, self._north, step):
            _, y = self.at(lat, 0)
            drawn.append(tag("line", x1=_EDGE, x2=right, y1=y, y2=y, class_="tick"))
            drawn.append(text(_degrees(lat, "NS"), _EDGE - 4, y + 4, class_="soft", anchor="end"))
        return "".join(drawn)


def _between(low: float, high: float, step: float) -> list[float]:
    first = math.ceil(low / step)
    return [round(number * step, 4) for number in range(first, math.floor(high / step) + 1)]


def _degrees(value: float, sides: str) -> str:
    side = "" if value == 0 else sides[0] if value > 0 else sides[1]
    return f"{abs(value):g}°{side}"
