"""The text of a draft with its events marked: for a terminal, and as one HTML page that needs nothing else.

On the page each event can be accepted or rejected; the decisions are saved as a small JSON file, which
`dateline review --decisions` writes back. Every text from outside is escaped; the page has no links and loads nothing.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence

from dateline.extract.review import ACCEPTED, DRAFT, REJECTED, Marked, Review

_COLORS = {DRAFT: "\x1b[33m", ACCEPTED: "\x1b[32m", REJECTED: "\x1b[31m"}
_RESET = "\x1b[0m"
_STYLE = """
body{font:16px/1.6 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:2rem;max-width:80rem;margin:auto;padding:1rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere}
mark{background:#ffe9a8;border-radius:3px;scroll-margin-top:5rem}
mark.accepted{background:#c9efcf}mark.rejected{background:#f3d3d3;text-decoration:line-through}
mark:target,mark.here{outline:2px solid #333}
article{border:1px solid #ccc;border-radius:6px;padding:.6rem .8rem;margin:0 0 .8rem}
article.accepted{border-color:#2e7d32}article.rejected{opacity:.6}
h1{font-size:1.3rem}h2{font-size:1.1rem}h3{font-size:1rem;margin:0}dl{display:grid;grid-template-columns:auto 1fr;gap:0 .8rem;margin:.3rem 0}
dt{color:#555}dd{margin:0;overflow-wrap:anywhere}blockquote{margin:.3rem 0;color:#333;border-left:3px solid #ddd;padding-left:.6rem}
button{font:inherit;padding:.1rem .7rem;margin-right:.4rem}button[aria-pressed=true]{background:#1b1b1b;color:#fff}
.bar{position:sticky;top:0;background:#fff;border-bottom:1px solid #ccc;padding:.5rem 1rem;z-index:1}
@media(max-width:50rem){main{grid-template-columns:minmax(0,1fr)}}
"""
_SCRIPT = """
const decisions={};
function set(id,status){decisions[id]=status;
 for(const part of document.querySelectorAll('[data-event="'+CSS.escape(id)+'"]')){part.classList.remove('draft','accepted','rejected');part.classList.add(status);}
 for(const button of document.querySelectorAll('button[data-for="'+CSS.escape(id)+'"]'))button.setAttribute('aria-pressed',String(button.value===status));
 document.getElementById('count').textContent=Object.keys(decisions).length;}
document.addEventListener('click',event=>{const button=event.target.closest('button');if(!button)return;
 if(button.dataset.for)set(button.dataset.for,button.value);
 else if(button.id==='save'){const link=document.createElement('a');
  link.href=URL.createObjectURL(new Blob([JSON.stringify(decisions,null,1)],{type:'application/json'}));
  link.download='decisions.json';link.click();URL.revokeObjectURL(link.href);}});
"""


def terminal_text(review: Review, *, color: bool = False) -> str:
    """Return the texts with a number behind the words of each event, and the events by number."""
    numbers = {one.id: number for number, one in enumerate(review.events, 1)}
    parts = []
    for source, title in review.titles.items():
        if source in review.texts:
            parts.append(f"=== {title}\n\n{_numbered(review.texts[source], _of(review, source), numbers, color=color)}\n")
    parts += [_listed(one, numbers[one.id], color=color) for one in review.events]
    counts = {status: sum(one.status == status for one in review.events) for status in (DRAFT, ACCEPTED, REJECTED)}
    parts.append(", ".join(f"{count} {status}" for status, count in counts.items()) + "\n")
    return "\n".join(_printable(part) for part in parts) if not color else "\n".join(parts)


def page(review: Review) -> str:
    """Return one HTML page with the texts, the marked words and the events with their buttons."""
    title = html.escape(review.title)
    texts = "".join(
        f"<section><h2>{html.escape(review.titles[source])}</h2><div class=text>{_highlighted(text, _of(review, source))}</div></section>"
        for source, text in review.texts.items()
    )
    events = "".join(_card(one) for one in review.events)
    command = html.escape(f"dateline review {json.dumps(review.path.name)} --decisions decisions.json")
    return (
        f'<!doctype html>\n<html lang=en><meta charset=utf-8><meta name=viewport content="width=device-width">\n'
        f'<meta http-equiv=Content-Security-Policy content="default-src \'none\'; style-src \'unsafe-inline\'; script-src \'unsafe-inline\'">\n'
        f"<title>{title}</title><style>{_STYLE}</style>\n<div class=bar><h1>{title}</h1>"
        f"<span id=count>0</span> decisions <button id=save>Save decisions.json</button> then: <code>{command}</code></div>\n"
        f"<main><div>{texts}</div><div>{events}</div></main>\n<script>{_SCRIPT}</script></html>\n"
    )


def _of(review: Review, source: str) -> list[Marked]:
    return [one for one in review.events if one.source == source and one.start >= 0]


def _card(one: Marked) -> str:
    name = html.escape(one.id, quote=True)
    fields = "".join(f"<dt>{html.escape(field)}<dd>{html.escape(value)}" for field, value in one.fields.items() if field != "what" and value)
    buttons = "".join(
        f'<button type=button data-for="{name}" value={status} aria-pressed={"true" if one.status == status else "false"}>{word}</button>'
        for status, word in ((ACCEPTED, "Accept"), (REJECTED, "Reject"), (DRAFT, "Undecided"))
    )
    what = html.escape(one.fields.get("what", one.id))
    return (
        f'<article class="{html.escape(one.status, quote=True)}" data-event="{name}"><h3><a href="#{name}">{what}</a></h3>'
        f"<dl>{fields}</dl><blockquote>{html.escape(one.quote)}</blockquote>{buttons}</article>"
    )


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
    for start, end in zip(cuts, cuts[1:], strict=False):
        inside = sorted((one for one in events if one.start <= start and end <= one.end), key=lambda one: one.start)
        yield text[start:end], inside, [one for one in events if one.start == start]


def _numbered(text: str, events: Sequence[Marked], numbers: dict[str, int], *, color: bool) -> str:
    parts: list[str] = []
    at = 0
    for place, one, opens in sorted(((p, one, o) for one in events for p, o in ((one.start, True), (one.end, False))), key=lambda item: (item[0], item[2])):
        parts.append(_printable(text[at:place]))
        mark = "[" if opens else f"]{numbers[one.id]}"
        parts.append(f"{_COLORS.get(one.status, '')}{mark}{_RESET}" if color else mark)
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
