"""Views: an answer drawn as a timeline, bars, a graph, a map or records, for terminals and as one page of HTML.

The same rows give the same view, wherever they come from. A view shows what the answer says and nothing more: no day
is made up where a date is coarse, and what a view has no place for is told or stands in its details.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dateline.errors import UsageError, ViewRefused
from dateline.export.look import Look, tabled
from dateline.export.views.bars import bars_text
from dateline.export.views.choice import AUTO, TABLE, VIEWS, Declared, declared, suggested
from dateline.export.views.graph import graph_text
from dateline.export.views.page import About, page, truth_page
from dateline.export.views.places import places_text
from dateline.export.views.records import records_text
from dateline.export.views.seen import Seen, Wish, seen
from dateline.export.views.timeline import timeline_text
from dateline.store import Answer, Truth

__all__ = ["AUTO", "TABLE", "VIEWS", "About", "Declared", "View", "declared", "is_page", "view_of"]

_PAGES = ("html", ".html", ".htm", "text/html")
_Draw = Callable[[Seen], str]


@dataclass(frozen=True, slots=True)
class View:
    """An answer as a person sees it, and what is to be told about that."""

    text: str
    notes: tuple[str, ...]


def is_page(format: str) -> bool:  # noqa: A002
    """Say whether the name, suffix or media type of a format means a page of HTML."""
    return format.strip().lower() in _PAGES


def view_of(answer: Answer, view: str, said: Declared, *, look: Look, about: About | None = None) -> View:
    """Return an answer in a view; with `about`, as a page of HTML.

    `auto` takes what the query declares (`said`), else what the shape of the answer suggests, and falls back to the
    table, with a note, where the answer lacks the columns. No rows are a table without rows.

    Raises:
        UsageError: a truth value has no view but the table.
        ViewRefused: the answer lacks the columns of the view that is asked for.
    """
    if isinstance(answer, Truth):
        if view not in (AUTO, TABLE):
            raise UsageError(f"The view {view!r} shows rows, and an ASK query is answered by true or false.")
        word = "true" if answer else "false"
        return View(truth_page(about, word) if about else f"{word}\n", ())
    found = seen(answer, look, Wish(view))
    if not found.rows:
        return View(_drawn(found.wishing(Wish(TABLE)), about), said.notes if view == AUTO else ())
    chosen = (said.view or suggested(answer, found, look)) if view == AUTO else view
    wish = said.wish if chosen == said.view else Wish(chosen)
    found = found.wishing(wish)
    try:
        return View(_drawn(found, about), said.notes if view == AUTO else ())
    except ViewRefused as error:
        if view != AUTO:
            raise
        return View(_drawn(found.wishing(Wish(TABLE)), about), (*said.notes, f"{error} It is shown as a table."))


def _drawn(found: Seen, about: About | None) -> str:
    return page(found, about) if about else _TEXTS[found.wish.view](found)


def _table_text(found: Seen) -> str:
    heads = found.others()
    return tabled(heads, [[found.of(row, head) for head in heads] for row in found.rows], found.look)


_TEXTS: dict[str, _Draw] = {
    TABLE: _table_text,
    "timeline": timeline_text,
    "records": records_text,
    "bars": bars_text,
    "graph": graph_text,
    "map": places_text,
}
