"""An answer as one page of HTML that needs nothing else: its view as a drawing, and all its rows as a table.

The page has no scripts, loads nothing, and says so in its security policy; its only style sheet is allowed by hash.
Every text is escaped, and only addresses of the web become links.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from dateline import resources
from dateline.export.look import is_number
from dateline.export.views.draw_bars import draw_bars
from dateline.export.views.draw_graph import draw_graph
from dateline.export.views.draw_map import draw_map
from dateline.export.views.draw_timeline import draw_timeline
from dateline.export.views.seen import Row, Seen
from dateline.export.views.svg import Drawing
from dateline.export.views.words import counted

_DRAWINGS: dict[str, Callable[[Seen], Drawing]] = {
    "timeline": draw_timeline,
    "bars": draw_bars,
    "graph": draw_graph,
    "map": draw_map,
}
_WEB = re.compile(r"https?://[^\s\"'<>]+")


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of its question: a title, a description and the query; empty where there is none."""

    title: str
    description: str = ""
    query: str = ""


def page(found: Seen, about: About) -> str:
    """Return the page.

    Raises:
        ViewRefused: the answer lacks the columns of its view.
    """
    draw = _DRAWINGS.get(found.wish.view)
    drawing = draw(found) if draw else Drawing("")
    rows = _records(found) if found.wish.view == "records" else _table(found)
    return _whole(about, _figure(drawing) + rows)


def truth_page(about: About, word: str) -> str:
    """Return the page of a question that is answered by true or false."""
    return _whole(about, f'<p class="truth">{html.escape(word)}</p>')


def _whole(about: About, content: str) -> str:
    style = resources.text("views/colors.css") + resources.text("views/page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = html.escape(about.title)
    description = f'<p class="lead">{html.escape(about.description)}</p>' if about.description else ""
    query = (
        f"<details><summary>The question in SPARQL</summary><pre>{html.escape(about.query)}</pre></details>"
        if about.query
        else ""
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{description}{content}{query}</main>\n</body>\n</html>\n"
    )


def _figure(drawing: Drawing) -> str:
    notes = "".join(f'<p class="note">{html.escape(note)}</p>' for note in drawing.notes)
    if not drawing.svg:
        return notes
    legend = f"<figcaption>{drawing.legend}</figcaption>" if drawing.legend else ""
    return f'<figure><div class="drawing" tabindex="0">{drawing.svg}</div>{legend}</figure>{notes}\n'


def _table(found: Seen) -> str:
    heads = found.others()
    right = {head for head in heads if found.column(head) and all(map(is_number, found.column(head)))}
    names = "".join(f'<th scope="col"{_aligned(head in right)}>{html.escape(head)}</th>' for head in heads)
    rows = "".join(
        f'<tr id="row-{number}">'
        + "".join(f"<td{_aligned(head in right)}>{_cell(found, row, head)}</td>" for head in heads)
        + "</tr>\n"
        for number, row in enumerate(found.rows, 1)
    )
    told = counted(len(found.rows), "statement" if found.is_statements else "row")
    return (
        f'<div class="rows" tabindex="0"><table>\n<caption>{told}</caption>\n<thead><tr>{names}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _records(found: Seen) -> str:
    blocks = []
    for number, row in enumerate(found.rows, 1):
        fields = "".join(
            f"<div><dt>{html.escape(head)}</dt><dd>{_cell(found, row, head)}</dd></div>"
            for head, _ in found.details(row, found.others())
        )
        blocks.append(f'<li id="row-{number}"><dl>{fields}</dl></li>\n')
    return f'<p class="soft">{counted(len(found.rows), "row")}</p>\n<ol class="records">\n{"".join(blocks)}</ol>\n'


def _aligned(is_right: bool) -> str:
    return ' class="number"' if is_right else ""


def _cell(found: Seen, row: Row, head: str) -> str:
    term = found.of(row, head)
    words = html.escape(found.text(row, head))
    if isinstance(term, ox.NamedNode) and _WEB.fullmatch(term.value):
        return f'<a href="{html.escape(term.value, quote=True)}" rel="noreferrer">{words}</a>'
    if isinstance(term, ox.Literal) and term.language:
        return f'<span lang="{html.escape(term.language, quote=True)}" dir="auto">{words}</span>'
    return f'<span dir="auto">{words}</span>' if not words.isascii() else words
