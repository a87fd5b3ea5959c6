"""The timeline as a drawing: a light bar for the span in which a thing possibly lies, a solid one where it surely does.

Bars fade out on a side where no bound is known. Rows stand under their year, on one scale with ticks.
"""

from __future__ import annotations

from itertools import groupby

from dateline.export.views.moments import Moment, heading, is_close, moments, month_and_year, year_in_words
from dateline.export.views.seen import Seen
from dateline.export.views.svg import Drawing, canvas, shortened, tag, text, titled
from dateline.export.views.words import joined
from dateline.when import to_day
from dateline.when.said import MONTHS

MOST = 500
"""More rows than this are not drawn."""

_WIDTH, _LEFT, _RIGHT = 1000.0, 400.0, 980.0
_ROW, _HEADING, _TOP = 40.0, 34.0, 34.0
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000)
_TICKS = 8
_LEGEND = (
    '<span class="key sure"></span> certain <span class="key possible"></span> possible '
    '<span class="key fading"></span> no bound is known'
)


def draw_timeline(found: Seen) -> Drawing:
    """Draw the rows.

    Raises:
        ViewRefused: the answer has no dates.
    """
    known = moments(found)
    shown = known[:MOST]
    days = [day for one in shown for day in (one.first, one.last) if day is not None]
    scale = _Scale(min(days, default=0), max(days, default=0))
    by_month = is_close(shown)
    y, parts = _TOP, []
    for title, group in groupby(shown, key=lambda one: heading(one, by_month=by_month)):
        parts.append(text(title, 0, y + 24, class_="heading"))
        parts.append(tag("line", x1=0, x2=_WIDTH, y1=y + _HEADING, y2=y + _HEADING, class_="rule"))
        y += _HEADING
        for one in group:
            parts.append(_row(one, y, scale))
            y += _ROW
    ticks = "".join(_tick(scale.at(day), label, y) for day, label in scale.ticks()) if days else ""
    notes = (f"The first {MOST} of {len(known):,} rows are drawn.",) if len(known) > MOST else ()
    svg = canvas(_FADES + ticks + "".join(parts), _WIDTH, y + 8, label="Timeline; every row is a link to its details")
    return Drawing(svg, _LEGEND, notes)


_FADES = tag(
    "defs",
    "".join(
        tag(
            "linearGradient",
            tag("stop", offset=0, class_=first) + tag("stop", offset=1, class_=last),
            id=name,
        )
        for name, first, last in (("fade-right", "thick", "thin"), ("fade-left", "thin", "thick"))
    ),
)


def _row(one: Moment, y: float, scale: _Scale) -> str:
    words = ", ".join(filter(None, (one.words, one.label, joined(one.details))))
    label = text(shortened(one.label or one.words, _LEFT - 24), 0, y + 17, class_="label")
    when = text(shortened(one.words, _LEFT - 24), 0, y + 32, class_="soft") if one.label else ""
    return titled(_reach(y) + label + when + _bar(one, y + 15, scale), words, row=one.row)


def _reach(y: float) -> str:
    """Return the ground on which a pointer finds the row."""
    return tag("rect", x=-4, y=y + 1, width=_WIDTH + 4, height=_ROW - 2, class_="ground")


def _bar(one: Moment, y: float, scale: _Scale) -> str:
    if not one.is_dated:
        return ""
    drawn = "".join(_stretch(first, last, y, scale=scale) for first, last in one.stretches)
    if one.sure_from is not None and one.sure_to is not None:
        start, end = _widened(scale.at(one.sure_from), scale.at(one.sure_to + 1))
        drawn += tag("rect", x=start, y=y, width=end - start, height=12, rx=6, class_="sure")
    return drawn


def _stretch(first: int | None, last: int | None, y: float, *, scale: _Scale) -> str:
    """Return the light bar of one stretch, which fades out on a side where no bound is known."""
    start = _LEFT if first is None else scale.at(first)
    end = _RIGHT + 16 if last is None else scale.at(last + 1)
    start, end = _widened(start, end)
    fade = "fading-left" if first is None else "fading-right" if last is None else "possible"
    return tag("rect", x=start, y=y, width=end - start, height=12, rx=6, class_=fade)


def _widened(first: float, last: float) -> tuple[float, float]:
    """Return a stretch wide enough to be seen."""
    lacking = max(0.0, 12 - (last - first)) / 2
    return first - lacking, last + lacking


def _tick(x: float, label: str, height: float) -> str:
    line = tag("line", x1=x, x2=x, y1=_TOP - 8, y2=height, class_="tick")
    return line + text(label, x, _TOP - 16, class_="soft", anchor="middle")


class _Scale:
    """Days as places from left to right."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._last = first, max(last, first + 1)

    def at(self, day: int) -> float:
        """Return the place of a day."""
        return _LEFT + (_RIGHT - _LEFT) * (day - self._first) / (self._last - self._first)

    def ticks(self) -> list[tuple[int, str]]:
        """Return days for ticks with their labels: round years, or months where the whole is short."""
        (first, month), (last, _) = month_and_year(self._first), month_and_year(self._last)
        if last - first <= 1:
            return self._months(first, month)
        step = next((one for one in _STEPS if (last - first) / one <= _TICKS), _STEPS[-1])
        years = range(-(-first // step) * step, last + 1, step)
        found = ((to_day(year, 1, 1), year_in_words(year)) for year in years)
        return [(day, label) for day, label in found if self._first <= day <= self._last]

    def _months(self, year: int, month: int) -> list[tuple[int, str]]:
        months = [(year + (month - 1 + step) // 12, (month - 1 + step) % 12 + 1) for step in range(26)]
        found = [(to_day(*one, 1), f"{MONTHS[one[1] - 1][:3]} {year_in_words(one[0])}") for one in months]
        inside = [(day, label) for day, label in found if self._first <= day <= self._last]
        return inside[:: max(1, -(-len(inside) // _TICKS))]
