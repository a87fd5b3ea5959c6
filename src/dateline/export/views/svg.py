"""Pieces of SVG: every text is escaped here, and nothing else makes markup of drawings.

Looks come from classes of the page's style sheet alone, so that a page needs no inline styles.
"""

from __future__ import annotations

import html
from dataclasses import dataclass

from dateline.export.grid import columns

LETTER = 7.2
"""About how wide a letter of the drawings' text is."""

_WIDE = 800


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing for a page: its SVG, one line of markup that explains its signs, and sentences about its limits."""

    svg: str
    legend: str = ""
    notes: tuple[str, ...] = ()


def tag(name: str, content: str = "", **attributes: object) -> str:
    """Return an element; `content` is markup already, attributes are escaped (`class_` is class, `_` is a hyphen)."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(_number(value), quote=True)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, x: float, y: float, *, class_: str = "", anchor: str | None = None) -> str:
    """Return a line of text."""
    return tag("text", html.escape(words), x=x, y=y, class_=class_ or None, text_anchor=anchor)


def titled(markup: str, words: str, *, row: int | None = None) -> str:
    """Return a part of a drawing with words for who points at it or cannot see it; with `row`, a link to that row."""
    inside = tag("title", html.escape(words)) + markup
    return tag("g", inside) if row is None else tag("a", inside, href=f"#row-{row + 1}")


def canvas(content: str, width: float, height: float, *, label: str) -> str:
    """Return the whole drawing."""
    size = f"0 0 {_number(width)} {_number(height)}"
    wide = "wide" if width >= _WIDE else None
    return tag("svg", content, viewBox=size, width=width, height=height, class_=wide, role="group", aria_label=label)


def shortened(words: str, room: float) -> str:
    """Return words that fit into a room of so many units; what was cut stands in the title and in the table."""
    most = max(4, int(room / LETTER))
    if columns(words) <= most:
        return words
    kept = ""
    for character in words:
        if columns(kept + character) > most - 1:
            break
        kept += character
    return f"{kept.rstrip()}…"


def _number(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
