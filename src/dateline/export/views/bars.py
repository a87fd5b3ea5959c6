"""Numbers as bars: each row has a label and one bar or several, all on one scale that has a zero."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pyoxigraph as ox

from dateline.errors import ViewRefused
from dateline.export.grid import GAP, columns, padded, wrapped
from dateline.export.look import is_number
from dateline.export.views.seen import Seen, is_text, label_of, part, parts
from dateline.export.views.timeline import WIDTH
from dateline.export.views.words import counted, detail_lines, dim
from dateline.store import Term

_LABELS = ("label", "name", "title", "what", "year", "date")
_FULL, _HALF = "█", "▌"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its label, the text and number of each value (None where there is none), and what else it says."""

    label: str
    values: tuple[tuple[str, float | None], ...]
    details: tuple[tuple[str, str], ...]
    row: int


@dataclass(frozen=True, slots=True)
class Bars:
    """All rows, the names of their values, and the smallest and largest number; zero is always between them."""

    names: tuple[str, ...]
    rows: tuple[Bar, ...]
    low: float
    high: float


def bars(found: Seen) -> Bars:
    """Return labels and numbers in the order of the rows.

    Raises:
        ViewRefused: the answer has no label, or no numbers beside it.
    """
    label = part(found, "label", usual=_LABELS) or _first_label(found)
    values = parts(found, "values") or tuple(
        head for head in found.others(label) if found.column(head) and all(map(is_number, found.column(head)))
    )
    if label is None or not values:
        raise ViewRefused("bars", "a column of labels, such as ?label or ?year, and one of numbers", found.heads)
    others = found.others(label, *values)
    rows = tuple(
        Bar(
            found.text(row, label),
            tuple((found.text(row, head), _number(found.of(row, head))) for head in values),
            tuple(found.details(row, others)),
            number,
        )
        for number, row in enumerate(found.rows)
    )
    numbers = [number for one in rows for _, number in one.values if number is not None]
    return Bars(values, rows, min([0.0, *numbers]), max([0.0, *numbers]))


def bars_text(found: Seen) -> str:
    """Return the rows as bars of characters.

    Raises:
        ViewRefused: the answer has no label, or no numbers beside it.
    """
    drawn = bars(found)
    width = found.look.width or WIDTH
    labels = min(max((columns(one.label) for one in drawn.rows), default=0), max(12, width // 3))
    names = max(map(columns, drawn.names)) if len(drawn.names) > 1 else 0
    texts = max((columns(text) for one in drawn.rows for text, _ in one.values), default=0)
    taken = labels + len(GAP) + (names + len(GAP) if names else 0) + texts + len(GAP)
    size = max(8, min(60, width - taken))
    lines: list[str] = [] if names else [dim(f"{'':{labels}}{GAP}{drawn.names[0]}", found.look.color)]
    for one in drawn.rows:
        left = wrapped(one.label, labels) if labels else [""]
        right = [
            (f"{padded(name, names)}{GAP}" if names else "") + f"{padded(text, texts, right=True)}{GAP}{line}"
            for name, (text, line) in zip(drawn.names, _drawn(one, drawn, size=size), strict=True)
        ]
        right += [dim(line, found.look.color) for line in detail_lines(one.details, max(16, width - labels - 2))]
        for place in range(max(len(left), len(right))):
            start = padded(left[place] if place < len(left) else "", labels)
            lines.append(f"{start}{GAP}{right[place] if place < len(right) else ''}".rstrip())
    return "\n".join([*lines, f"({counted(len(drawn.rows), 'row')})"]) + "\n"


def _drawn(one: Bar, whole: Bars, *, size: int) -> list[tuple[str, str]]:
    """Return text and bar of each value; bars begin at zero, to the left for what is below it."""
    unit = size / ((whole.high - whole.low) or 1)
    zero = round(-whole.low * unit)
    found = []
    for text, number in one.values:
        if number is None:
            found.append(("", ""))
            continue
        cells = abs(number) * unit
        line = _FULL * int(cells) + (_HALF if cells - int(cells) >= 0.5 or (number and cells < 1) else "")
        found.append((text, " " * zero + line if number >= 0 else " " * (zero - int(cells)) + _FULL * int(cells)))
    return found


def _first_label(found: Seen) -> str | None:
    """Return the column that names rows: a label column, words, things, or else the first."""
    free = found.others()
    labels = [named for head in free if (named := label_of(found, head))]
    texts = [head for head in free if is_text(found, head)]
    things = [head for head in free if not all(map(is_number, found.column(head)))]
    return next(iter((*labels, *texts, *things, *free)), None)


def _number(term: Term | None) -> float | None:
    if not isinstance(term, ox.Literal):
        return None
    try:
        number = float(term.value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
