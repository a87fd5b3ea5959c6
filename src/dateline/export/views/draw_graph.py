"""A graph as a drawing: small ones in layers from left to right, dense ones on a circle.

In layers, lines run along their direction wherever the graph has no loops; on the circle, a thicker line stands for
more rows. What is too large for either is told, and the table has it.
"""

from __future__ import annotations

import math

from dateline.export.grid import wrapped
from dateline.export.views.graph import Edge, Graph, graph
from dateline.export.views.layers import layers
from dateline.export.views.seen import Seen
from dateline.export.views.svg import LETTER, Drawing, canvas, shortened, tag, text, titled
from dateline.export.views.words import joined

MOST = 120
"""More things than this are not drawn."""

_LAYERED = 40
_CROWDED = 1.5
_BOX, _LINE, _SPACE = 260.0, 17.0, 22.0
_ARROW = tag(
    "defs",
    tag(
        "marker",
        tag("path", d="M0 0 L8 4 L0 8 z", class_="head"),
        id="head", viewBox="0 0 8 8", refX=7, refY=4, markerWidth=8, markerHeight=8, orient="auto-start-reverse",
        markerUnits="userSpaceOnUse",
    ),
)  # fmt: skip


def draw_graph(found: Seen) -> Drawing:
    """Draw the things and what joins them.

    Raises:
        ViewRefused: the answer has no two columns of things.
    """
    whole = graph(found)
    joined_up = {key for edge in whole.edges for key in (edge.start, edge.end)}
    if not joined_up:
        return Drawing("", "", ("No two things are joined: see the table.",))
    if len(joined_up) > MOST:
        return Drawing("", "", (f"{len(joined_up):,} things are too many for a drawing: see the table.",))
    nodes = {key: label for key, label in whole.nodes.items() if key in joined_up}
    pairs = {frozenset((edge.start, edge.end)) for edge in whole.edges}
    if len(nodes) <= _LAYERED and len(pairs) <= _CROWDED * len(nodes) and any(e.is_directed for e in whole.edges):
        return Drawing(_layered(Graph(nodes, whole.edges, whole.facts)))
    return Drawing(_circle(Graph(nodes, whole.edges, whole.facts)), '<span class="key chord"></span> thicker for more')


def _layered(whole: Graph) -> str:
    """Return the graph in layers: boxes with their whole labels, and curves between them."""
    lines = {key: wrapped(label, int((_BOX - 20) / LETTER)) for key, label in whole.nodes.items()}
    tall = {key: len(found) * _LINE + 14 for key, found in lines.items()}
    order = layers(list(whole.nodes), [(edge.start, edge.end) for edge in whole.edges])
    height = max(sum(tall[key] + _SPACE for key in layer) for layer in order)
    labels = max((len(edge.label) for edge in whole.edges), default=0) * LETTER
    step = _BOX + max(90.0, min(200.0, labels + 40))
    places: dict[str, tuple[float, float]] = {}
    for number, layer in enumerate(order):
        y = (height - sum(tall[key] + _SPACE for key in layer)) / 2 + _SPACE / 2
        for key in layer:
            places[key] = (number * step, y)
            y += tall[key] + _SPACE
    drawn = [_curve(edge, places, tall, whole=whole) for edge in whole.edges]
    drawn += [_box(lines[key], *places[key], whole.nodes[key]) for key in whole.nodes]
    width = max(640.0, (len(order) - 1) * step + _BOX + 2)
    return canvas(_ARROW + "".join(drawn), width, height, label="Graph")


def _box(lines: list[str], x: float, y: float, words: str) -> str:
    shape = tag("rect", x=x + 1, y=y, width=_BOX, height=len(lines) * _LINE + 14, rx=8, class_="box")
    shown = (text(line, x + 11, y + 20 + number * _LINE, class_="label") for number, line in enumerate(lines))
    return titled(shape + "".join(shown), words)


def _curve(edge: Edge, places: dict[str, tuple[float, float]], tall: dict[str, float], *, whole: Graph) -> str:
    (x, y), (to_x, to_y) = places[edge.start], places[edge.end]
    y, to_y = y + tall[edge.start] / 2, to_y + tall[edge.end] / 2
    if to_x > x:
        start, end, bend = x + _BOX + 1, to_x, (to_x - x - _BOX) / 2
        path = f"M{start:.1f} {y:.1f} C{start + bend:.1f} {y:.1f} {end - bend:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}"
        middle = ((start + end) / 2, (y + to_y) / 2)
    else:  # back, or within a layer: around on the right side
        start, end = x + _BOX + 1, to_x + _BOX + 1
        out = max(start, end) + 60
        path = f"M{start:.1f} {y:.1f} C{out:.1f} {y:.1f} {out:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}"
        middle = (max(start, end) + 45, (y + to_y) / 2)
    line = tag("path", d=path, class_="edge", marker_end="url(#head)" if edge.is_directed else None)
    label = f"{edge.label} ×{edge.count}" if edge.count > 1 else edge.label
    line += text(label, middle[0], middle[1] - 5, class_="soft halo", anchor="middle")
    return titled(line, _said(edge, whole))


def _circle(whole: Graph) -> str:
    """Return the graph on a circle: names around it, and lines through it."""
    count = len(whole.nodes)
    longest = max(len(label) for label in whole.nodes.values()) * LETTER
    room = min(260.0, longest + 16)
    radius = max(150.0, count * 19 / (2 * math.pi))
    middle_x, middle_y = radius + room, radius + 40
    places, parts = {}, []
    for number, key in enumerate(whole.nodes):
        angle = 2 * math.pi * number / count - math.pi / 2
        x, y = middle_x + radius * math.cos(angle), middle_y + radius * math.sin(angle)
        places[key] = (x, y)
        parts.append(_named_dot(whole.nodes[key], x, y, angle, room=room))
    pairs: dict[tuple[str, str], list[Edge]] = {}
    for edge in whole.edges:
        pairs.setdefault((edge.start, edge.end), []).append(edge)
    most = max(sum(map(_weight, edges)) for edges in pairs.values())
    lines = (_chord(edges, places, (middle_x, middle_y), whole=whole, most=most) for edges in pairs.values())
    return canvas(_ARROW + "".join((*lines, *parts)), 2 * middle_x, 2 * middle_y, label="Graph")


def _named_dot(label: str, x: float, y: float, angle: float, *, room: float) -> str:
    is_right, is_pole = math.cos(angle) >= -1e-9, abs(math.cos(angle)) < 0.08
    anchor = "middle" if is_pole else "start" if is_right else "end"
    away_x = 0 if is_pole else 10 if is_right else -10
    away_y = (18 if math.sin(angle) > 0 else -10) if is_pole else 4.5
    dot = tag("circle", cx=x, cy=y, r=5.0, class_="dot")
    return titled(dot + text(shortened(label, room), x + away_x, y + away_y, class_="label", anchor=anchor), label)


def _chord(
    edges: list[Edge], places: dict[str, tuple[float, float]], middle: tuple[float, float], *, whole: Graph, most: float
) -> str:
    """Return one line for all that joins two things."""
    (x, y), (to_x, to_y) = places[edges[0].start], places[edges[0].end]
    via_x, via_y = (middle[0] * 0.7 + (x + to_x) * 0.15), (middle[1] * 0.7 + (y + to_y) * 0.15)
    path = f"M{x:.1f} {y:.1f} Q{via_x:.1f} {via_y:.1f} {to_x:.1f} {to_y:.1f}"
    width = 1.2 + 5 * sum(map(_weight, edges)) / most
    head = "url(#head)" if edges[0].is_directed else None
    words = "\n".join(_said(edge, whole) for edge in edges)
    return titled(tag("path", d=path, class_="chord", stroke_width=width, marker_end=head), words)


def _weight(edge: Edge) -> float:
    """Return how much a line stands for: its rows, or the number of events that its details tell."""
    for name, value in edge.details:
        if name.endswith(("eventCount", "count")) and value.isdigit():
            return max(1.0, float(value))
    return float(edge.count)


def _said(edge: Edge, whole: Graph) -> str:
    arrow = "→" if edge.is_directed else "—"
    words = f"{whole.nodes[edge.start]} {arrow} {edge.label} {arrow} {whole.nodes[edge.end]}"
    return ": ".join(filter(None, (words, joined(edge.details))))
