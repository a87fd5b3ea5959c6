"""Cells of text as an aligned table or as Markdown, for people.

Nothing is cut: a table that is wider than its place wraps its widest columns. Control characters are made visible, so
that no cell can command a terminal. Knows text alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

GAP = "  "
_NARROWEST = 8
_STOPS = "/-_:"
_CONTROLS = frozenset(("Cc", "Cf", "Zl", "Zp"))


def plain(text: str) -> str:
    """Return the text on one line: blanks joined, control and direction characters shown by their code."""
    joined = " ".join(text.split())
    if joined.isprintable():
        return joined
    return "".join(_visible(character) for character in joined)


def _visible(character: str) -> str:
    if unicodedata.category(character) in _CONTROLS and character not in "\u200c\u200d":
        return f"\\u{ord(character):04x}"
    return character


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: int | None = None,
    numbers: Collection[str] = (),
) -> str:
    """Return an aligned table with a line of dashes under its heads, at most `width` columns wide where possible.

    The columns named in `numbers` stand right. Wrapped cells go on below.
    """
    if not heads:
        return f"({_counted(len(rows))})\n"
    widths = [max(map(columns, cells)) for cells in zip(heads, *rows, strict=True)]
    right = [head in numbers for head in heads]
    widths = _fitted(widths, width)
    lines = _line(heads, widths, right)
    lines.append(GAP.join("-" * size for size in widths))
    for row in rows:
        lines.extend(_line(row, widths, right))
    lines.append(f"({_counted(len(rows))})")
    return "\n".join(lines) + "\n"


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; bars and angle brackets in cells are escaped."""
    lines = [f"| {' | '.join(map(_escaped, heads))} |", f"|{' --- |' * len(heads)}"]
    lines.extend(f"| {' | '.join(map(_escaped, row))} |" for row in rows)
    return "\n".join(lines) + "\n"


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters take two, combining ones none."""
    return len(text) if text.isascii() else sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _counted(number: int) -> str:
    return f"{number} row{'' if number == 1 else 's'}"


def _escaped(text: str) -> str:
    for character in "\\|<>*_`[]":
        text = text.replace(character, f"\\{character}")
    return text


def _fitted(widths: list[int], limit: int | None) -> list[int]:
    """Return the widths with the widest made narrower, step by step, until the line fits or all are narrow."""
    fitted = list(widths)
    while limit is not None and sum(fitted) + len(GAP) * (len(fitted) - 1) > limit:
        widest = max(fitted)
        if widest <= _NARROWEST:
            break
        fitted[fitted.index(widest)] = widest - 1
    return fitted


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    """Return one row as the lines it takes."""
    broken = [wrapped(cell, size) for cell, size in zip(cells, widths, strict=True)]
    lines = []
    for place in range(max(map(len, broken))):
        parts = [cell[place] if place < len(cell) else "" for cell in broken]
        cut = [padded(part, size, right=at) for part, size, at in zip(parts, widths, right, strict=True)]
        lines.append(GAP.join(cut).rstrip())
    return lines


def padded(text: str, size: int, *, right: bool = False) -> str:
    """Return the text with blanks up to this many columns; behind it, or before it with `right`."""
    blanks = " " * (size - columns(text))
    return blanks + text if right else text + blanks


def wrapped(text: str, size: int) -> list[str]:
    """Return the text in lines of at most this many columns, broken between words where that is possible."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        joined = f"{current} {word}" if current else word
        if columns(joined) <= size:
            current = joined
            continue
        if current:
            lines.append(current)
        *full, current = _broken(word, size)
        lines.extend(full)
    return [*lines, current]


def _broken(word: str, size: int) -> list[str]:
    """Return a word in parts that fit, broken behind a stroke or hyphen where its line has one."""
    parts, current = [], ""
    for character in word:
        if current and columns(current + character) > size:
            stop = max(current.rfind(mark) for mark in _STOPS) + 1 or len(current)
            parts.append(current[:stop])
            current = current[stop:]
        current += character
    return [*parts, current]
