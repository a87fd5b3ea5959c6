"""Small words that the views for terminals share: weights, counts, details.

Weights are escape codes of terminals, and only where colors are wanted.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.export.grid import columns, wrapped

_DOT = " · "
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def bold(text: str, color: bool) -> str:
    """Return the text in bold where colors are wanted."""
    return f"{_BOLD}{text}{_RESET}" if color and text else text


def dim(text: str, color: bool) -> str:
    """Return the text in a pale color where colors are wanted."""
    return f"{_DIM}{text}{_RESET}" if color and text else text


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the right form."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def joined(details: Iterable[tuple[str, str]]) -> str:
    """Return names and values on one line."""
    return _DOT.join(f"{name} {value}" for name, value in details)


def detail_lines(details: Iterable[tuple[str, str]], room: int) -> list[str]:
    """Return names and values in lines of at most this many columns; a name stays with its value where it can."""
    lines: list[str] = []
    for name, value in details:
        item = f"{name} {value}"
        if lines and columns(lines[-1]) + len(_DOT) + columns(item) <= room:
            lines[-1] += _DOT + item
        else:
            lines.extend(wrapped(item, room))
    return lines
