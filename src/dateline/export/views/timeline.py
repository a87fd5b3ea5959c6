"""A timeline for terminals: what happened under its year or month, with a bar that tells certain from possible.

The bar has a scale of its own for the whole answer. What is certain is solid, what is possible is light, and an arrow
says that no bound is known on that side. Nothing is cut: long words wrap.
"""

from __future__ import annotations

from itertools import groupby

from dateline.export.grid import GAP, columns, padded, wrapped
from dateline.export.views.moments import Moment, heading, is_close, moments, month_and_year, year_in_words
from dateline.export.views.seen import Seen
from dateline.export.views.words import bold, counted, detail_lines, dim
from dateline.when.said import MONTHS

WIDTH = 100
"""Columns where nobody knows the width of the place."""

_WITH_BAR = 72
_SURE, _POSSIBLE, _EMPTY = "█", "░", "·"
_LEGEND = f"{_SURE} certain   {_POSSIBLE} possible   ◂ ▸ no bound is known"


def timeline_text(found: Seen) -> str:
    """Return the rows as a timeline.

    Raises:
        ViewRefused: the answer has no dates.
    """
    known = moments(found)
    width = found.look.width or WIDTH
    scale = _Scale.of(known, width)
    by_month = is_close(known)
    lines: list[str] = []
    dates = min(max((columns(one.words) for one in known), default=0), max(12, width // 4))
    if scale:
        lines.append(dim(f"{'':{dates}}{GAP}{scale.ends()}", found.look.color))
    for title, group in groupby(known, key=lambda one: heading(one, by_month=by_month)):
        lines.append(bold(title, found.look.color))
        for one in group:
            lines.extend(_lines(one, dates, width, scale=scale, color=found.look.color))
    if scale:
        lines.append(dim(_LEGEND, found.look.color))
    return "\n".join([*lines, f"({counted(len(known), 'row')})"]) + "\n"


def _lines(one: Moment, dates: int, width: int, *, scale: _Scale | None, color: bool) -> list[str]:
    """Return one moment as the lines it takes: date, bar and words beside each other."""
    taken = dates + len(GAP) + (scale.size + len(GAP) if scale else 0)
    room = max(16, width - taken)
    left = wrapped(one.words, dates) if dates else [""]
    right = [(line, False) for line in wrapped(one.label, room)] if one.label else []
    right += [(line, True) for line in detail_lines(one.details, room)]
    lines = []
    for place in range(max(len(left), len(right))):
        date = padded(left[place] if place < len(left) else "", dates)
        bar = f"{(scale.bar(one) if place == 0 else ' ' * scale.size)}{GAP}" if scale else ""
        text, is_detail = right[place] if place < len(right) else ("", False)
        lines.append(f"{date}{GAP}{bar}{dim(text, color) if is_detail else text}".rstrip())
    return lines


class _Scale:
    """Days on a bar of so many characters."""

    def __init__(self, first: int, last: int, size: int) -> None:
        self._first, self._last, self.size = first, max(last, first + 1), size

    @classmethod
    def of(cls, known: list[Moment], width: int) -> _Scale | None:
        """Return the scale on which all moments stand; None where there is no room, or no stretch of time."""
        days = [day for one in known for day in (one.first, one.last) if day is not None]
        if width < _WITH_BAR or not days or min(days) == max(days):
            return None
        return cls(min(days), max(days), min(32, width // 4))

    def ends(self) -> str:
        """Return the years at both ends, or the months of a single year, as wide as a bar."""
        (year, month), (last_year, last_month) = month_and_year(self._first), month_and_year(self._last)
        first, last = year_in_words(year), year_in_words(last_year)
        if year == last_year:
            first, last = f"{MONTHS[month - 1][:3]} {first}", f"{MONTHS[last_month - 1][:3]} {last}"
        return first + last.rjust(self.size - len(first))

    def bar(self, one: Moment) -> str:
        """Return the bar of a moment; blanks where it has no date."""
        if not one.is_dated:
            return " " * self.size
        sure = (-1, -1)
        if one.sure_from is not None and one.sure_to is not None:
            sure = (self._cell(one.sure_from), self._cell(one.sure_to))
        stretches = [
            (0 if first is None else self._cell(first), self.size - 1 if last is None else self._cell(last))
            for first, last in one.stretches
        ]
        cells = [
            _SURE
            if sure[0] <= cell <= sure[1]
            else _POSSIBLE
            if any(first <= cell <= last for first, last in stretches)
            else _EMPTY
            for cell in range(self.size)
        ]
        if one.first is None:
            cells[0] = "◂"
        if one.last is None:
            cells[-1] = "▸"
        return "".join(cells)

    def _cell(self, day: int) -> int:
        share = (day - self._first) / (self._last - self._first)
        return min(self.size - 1, max(0, round(share * (self.size - 1))))
