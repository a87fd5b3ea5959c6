"""Numbers as drawn bars: one group a row, one bar a value, on a scale with a zero."""

from __future__ import annotations

import html

from dateline.export.views.bars import Bar, Bars, bars
from dateline.export.views.seen import Seen
from dateline.export.views.svg import LETTER, Drawing, canvas, shortened, tag, text, titled
from dateline.export.views.words import joined

MOST = 300
"""More rows than this are not drawn."""

_WIDTH, _BAR, _GAP = 1000.0, 18.0, 12.0
_SHADES = 5


def draw_bars(found: Seen) -> Drawing:
    """Draw the numbers.

    Raises:
        ViewRefused: the answer has no label, or no numbers beside it.
    """
    whole = bars(found)
    rows = whole.rows[:MOST]
    longest = max((len(one.label) for one in rows), default=0) * LETTER
    left = min(360.0, max(60.0, longest)) + 20
    texts = max((len(words) for one in rows for words, _ in one.values), default=1) * LETTER + 16
    height = len(whole.names) * _BAR + _GAP
    unit = (_WIDTH - left - texts) / ((whole.high - whole.low) or 1)
    zero = left - whole.low * unit
    parts = [_row(one, number * height + 6, left, whole=whole, zero=zero, unit=unit) for number, one in enumerate(rows)]
    axis = tag("line", x1=zero, x2=zero, y1=0, y2=len(rows) * height + 4, class_="rule")
    keys = (
        f'<span class="key shade-{place % _SHADES}"></span> {html.escape(name)}'
        for place, name in enumerate(whole.names)
    )
    notes = (f"The first {MOST} of {len(whole.rows):,} rows are drawn.",) if len(whole.rows) > MOST else ()
    svg = canvas("".join(parts) + axis, _WIDTH, len(rows) * height + 10, label="Bars; every row is a link to its row")
    return Drawing(svg, " ".join(keys), notes)


def _row(one: Bar, y: float, left: float, *, whole: Bars, zero: float, unit: float) -> str:
    middle = y + len(whole.names) * _BAR / 2 + 4
    drawn = [text(shortened(one.label, left - 16), left - 12, middle, class_="label", anchor="end")]
    for place, (words, number) in enumerate(one.values):
        if number is None:
            continue
        top, size = y + place * _BAR, abs(number) * unit
        start = zero if number >= 0 else zero - size
        shade = f"shade-{place % _SHADES}"
        drawn.append(tag("rect", x=start, y=top + 2, width=max(1.0, size), height=_BAR - 4, rx=2, class_=shade))
        drawn.append(text(words, max(zero, start + size) + 6, top + 13, class_="soft"))
    said = joined((*zip(whole.names, (words for words, _ in one.values), strict=True), *one.details))
    ground = tag("rect", x=0, y=y, width=_WIDTH, height=len(whole.names) * _BAR, class_="ground")
    return titled(ground + "".join(drawn), f"{one.label}: {said}", row=one.row)
