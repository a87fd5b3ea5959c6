"""The text of a draft with its events marked: for a terminal, and as one HTML page that needs nothing else.

On the page each event can be accepted or rejected; the decisions are saved as a small JSON file, which
`dateline review --decisions` writes back. Every text from outside is escaped; the page has no links and loads nothing.
"""

from __future__ import annotations

import html
import itertools
import json
from collections.abc import Iterator, Sequence

from dateline import resources
from dateline.extract.review import ACCEPTED, DRAFT, REJECTED, Marked, Review

_COLORS = {DRAFT: "\x1b[33m", ACCEPTED: "\x1b[32m", REJECTED: "\x1b[31m"}
_RESET = "\x1b[0m"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_BUTTONS = ((ACCEPTED, "Accept"), (REJECTED, "Reject"), (DRAFT, "Undecided"))


def terminal_text(review: Review, *, color: bool = False) -> str:
    """Return the texts with a number behind the words of each event, and the events by number."""
    numbers = {one.id: number for number, one in enumerate(review.events, 1)}
    parts = []
    for source, title in review.titles.items():
        if source in review.texts:
            parts.append(
                f"=== {title}\n\n{_numbered(review.texts[source], _of(review, source), numbers, color=color)}\n"
            )
    parts += [_listed(one, numbers[one.id], color=color) for one in review.events]
    counts = {status: sum(one.status == status for one in review.events) for status in (DRAFT, ACCEPTED, REJECTED)}
    parts.append(", ".join(f"{count} {status}" for status, count in counts.items()) + "\n")
    return "\n".join(_printable(part) for part in parts) if not color else "\n".join(parts)


def page(review: Review) -> str:
    """Return one HTML page with the texts, the marked words and the events with their buttons."""
    title = html.escape(review.title)
    texts = "".join(_section(review, source) for source in review.texts)
    events = "".join(_card(one) for one in review.events)
    command = html.escape(f"dateline review {json.dumps(review.path.name)} --decisions decisions.json")
    return (
        '<!doctype html>\n<html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">\n'
        f'<meta http-equiv=Content-Security-Policy content="{_POLICY}">\n<title>{title}</title>\n'
        f"<style>{resources.text('extract/review.css')}</style>\n<div class=bar><h1>{title}</h1>"
        "<span id=count>0</span> decisions <button id=save>Save decisions.json</button> "
        f"then: <code>{command}</code></div>\n<main><div>{texts}</div><div>{events}</div></main>\n"
        f"<script>{resources.text('extract/review.js')}</script></html>\n"
    )


def _section(review: Review, source: str) -> str:
    words = _highlighted(review.texts[source], _of(review, source))
    return f"<section><h2>{html.escape(review.titles[source])}</h2><div class=text>{words}</div></section>"


def _of(review: Review, source: str) -> list[Marked]:
    return [one for one in review.events if one.source == source and one.start >= 0]


def _card(one: Marked) -> str:
    name, status = html.escape(one.id, quote=True), html.escape(one.status, quote=True)
    shown = ((field, value) for field, value in one.fields.items() if field != "what" and value)
    fields = "".join(f"<dt>{html.escape(field)}<dd>{html.escape(value)}" for field, value in shown)
    buttons = "".join(_button(name, value, word, pressed=one.status == value) for value, word in _BUTTONS)
    what = html.escape(one.fields.get("what", one.id))
    return (
        f'<article class="{status}" data-event="{name}"><h3><a href="#{name}">{what}</a></h3>'
        f"<dl>{fields}</dl><blockquote>{html.escape(one.quote)}</blockquote>{buttons}</article>"
    )


def _button(name: str, value: str, word: str, *, pressed: bool) -> str:
    state = "true" if pressed else "false"
    return f'<button type=button data-for="{name}" value={value} aria-pressed={state}>{word}</button>'


def _highlighted(text: str, events: Sequence[Marked]) -> str:
    parts: list[str] = []
    for piece, inside, opening in _pieces(text, events):
        words = html.escape(piece)
        anchors = "".join(f'<a id="{html.escape(one.id, quote=True)}"></a>' for one in opening)
        if inside:
            name, status = html.escape(inside[-1].id, quote=True), html.escape(inside[-1].status, quote=True)
            words = f'<mark class="{status}" data-event="{name}">{words}</mark>'
        parts.append(anchors + words)
    return "".join(parts)


def _pieces(text: str, events: Sequence[Marked]) -> Iterator[tuple[str, list[Marked], list[Marked]]]:
    """Yield the text in pieces, each with the events whose words it belongs to and those that begin with it."""
    cuts = sorted({0, len(text), *(place for one in events for place in (one.start, one.end))})
    for start, end in itertools.pairwise(cuts):
        inside = sorted((one for one in events if one.start <= start and end <= one.end), key=lambda one: one.start)
        yield text[start:end], inside, [one for one in events if one.start == start]


def _numbered(text: str, events: Sequence[Marked], numbers: dict[str, int], *, color: bool) -> str:
    places = [(event.start, True, event) for event in events] + [(event.end, False, event) for event in events]
    parts: list[str] = []
    at = 0
    for place, opens, event in sorted(places, key=lambda item: item[:2]):
        mark = "[" if opens else f"]{numbers[event.id]}"
        shown = f"{_COLORS.get(event.status, '')}{mark}{_RESET}" if color else mark
        parts += [_printable(text[at:place]), shown]
        at = place
    return "".join([*parts, _printable(text[at:])])


def _listed(one: Marked, number: int, *, color: bool) -> str:
    status = f"{_COLORS.get(one.status, '')}{one.status}{_RESET}" if color else one.status
    lines = [f"{number}. {status}  {one.id}"]
    lines += [f"     {name}: {_printable(value)}" for name, value in one.fields.items() if value]
    lines.append(f"     “{_printable(' '.join(one.quote.split()))}”")
    return "\n".join(lines) + "\n"


def _printable(text: str) -> str:
    """Return a text without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
