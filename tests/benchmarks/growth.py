"""A drawing of growth: seconds and memory by the number of events, both axes logarithmic, as SVG without scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

Points = Mapping[str, Sequence[tuple[int, float, float]]]
"""For each program: events, seconds, megabytes."""

WIDTH, HEIGHT = 440, 300
LEFT, TOP, RIGHT, BOTTOM = 62, 44, 96, 44
COLORS = {
    "dateline": "#0b6bcb",
    "c": "#6b7280",
    "python": "#b45309",
    "rdflib": "#be123c",
    "morph-kgc": "#15803d",
    "maplib": "#7c3aed",
}
STYLE = """\
text { font: 12px system-ui, sans-serif; fill: #1f2937 } .title { font-weight: 600; font-size: 13px }
.grid { stroke: #9ca3af; stroke-opacity: .35 } .back { fill: #ffffff }
polyline { fill: none; stroke-width: 2 } .ours { stroke-width: 3.5 }
@media (prefers-color-scheme: dark) { text { fill: #e5e7eb } .back { fill: #0d1117 } }
"""


def drawing(points: Points) -> str:
    """Return two panels side by side: how long each program takes, and how much memory it needs."""
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Seconds and memory of conversion by number of events"><style>{STYLE}</style>\n'
        f'<rect class="back" width="{2 * WIDTH}" height="{HEIGHT}"/>\n'
    )
    seconds = {name: [(events, took) for events, took, _ in each] for name, each in points.items()}
    memory = {name: [(events, held) for events, _, held in each] for name, each in points.items()}
    return f"{whole}{_panel(0, 'Seconds', seconds)}{_panel(WIDTH, 'Peak memory, MB', memory)}</svg>\n"


def _panel(x: int, title: str, lines: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    both = [point for each in lines.values() for point in each]
    if not both:
        return ""
    across = _Axis([events for events, _ in both], LEFT, WIDTH - RIGHT)
    up = _Axis([value for _, value in both], HEIGHT - BOTTOM, TOP)
    parts = [f'<g transform="translate({x} 0)"><text class="title" x="{LEFT}" y="24">{title}</text>']
    for mark in across.marks():
        at = across.at(mark)
        parts.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{_short(mark)}</text>')
    for mark in up.marks():
        at = up.at(mark)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{_short(mark)}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">events</text>')
    names = _names({name: (across.at(each[-1][0]), up.at(each[-1][1])) for name, each in lines.items()})
    for name, each in lines.items():
        color, ours = COLORS.get(name, "#374151"), ' class="ours"' if name == "dateline" else ""
        path = " ".join(f"{across.at(events):.1f},{up.at(value):.1f}" for events, value in each)
        parts.append(f'<polyline{ours} stroke="{color}" points="{path}"/>')
        parts += [
            f'<circle cx="{across.at(events):.1f}" cy="{up.at(value):.1f}" r="3" fill="{color}"/>'
            for events, value in each
        ]
        at, height, anchor = names[name]
        parts.append(
            f'<text x="{at:.1f}" y="{height:.1f}" text-anchor="{anchor}" style="fill:{color}">{escape(name)}</text>'
        )
    return "\n".join([*parts, "</g>\n"])


class _Axis:
    """Whole powers of ten around some values, laid on pixels."""

    def __init__(self, values: Sequence[float], first: float, last: float) -> None:
        self._low, self._high = floor(log10(min(values))), ceil(log10(max(values)))
        self._high = max(self._high, self._low + 1)
        self._first, self._last = first, last

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (log10(value) - self._low) / (self._high - self._low)
        return self._first + share * (self._last - self._first)

    def marks(self) -> list[float]:
        """Return the powers of ten."""
        return [10.0**power for power in range(self._low, self._high + 1)]


def _short(value: float) -> str:
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= size:
            return f"{value / size:g} {letter}"
    return f"{value:g}"


def _names(ends: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float, str]]:
    """Return where names stand, with their anchors: beside lines that end at the right edge, else above or below."""
    edge = max(x for x, _ in ends.values())
    found = {
        name: (edge + 8, y + 4, "start")
        for name, y in _apart({n: y for n, (x, y) in ends.items() if x == edge}).items()
    }
    for column in {x for x, _ in ends.values() if x < edge}:
        first, *others = sorted((name for name, (x, _) in ends.items() if x == column), key=lambda name: ends[name][1])
        found[first] = (column, ends[first][1] - 9, "middle")
        below = _apart({name: ends[name][1] for name in others})
        found |= {name: (column + 6, y + 18, "start") for name, y in below.items()}
    return found


def _apart(heights: Mapping[str, float], least: float = 14) -> dict[str, float]:
    """Move names that would stand on each other down."""
    found: dict[str, float] = {}
    for name, height in sorted(heights.items(), key=lambda one: one[1]):
        found[name] = max([height, *(other + least for other in found.values() if other + least > height)])
    return found
