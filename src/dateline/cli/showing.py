"""How `dateline query` writes an answer: which format, which view, with which width and colors, and where to.

Formats for programs never take a view by themselves, and neither does what goes into a pipe or a file: only a
terminal and a page of HTML do, or whoever asks for a view by name.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from dateline.export.look import Look
    from dateline.queries import NamedQuery
    from dateline.store import Answer, Askable

STREAM = "-"
VIEWS = ("auto", "table", "timeline", "records", "bars", "graph", "map")
"""The words of --view, so that --help needs no library; a test holds them to `dateline.export.views`."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What the options say about an answer's form."""

    form: str | None
    view: str
    output: str

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads the answer as it comes."""
        return self.output == STREAM and sys.stdout.isatty()

    @property
    def named(self) -> str | None:
        """The format as the caller names it, by name or by the suffix of the output."""
        return self.form or (Path(self.output).suffix if self.output != STREAM else "") or None


def show(answer: Answer, asked: NamedQuery, store: Askable, showing: Showing) -> None:
    """Write an answer as the options, the query and the place want it.

    Raises:
        UsageError: the format cannot hold this answer, or has no views.
    """
    from dateline.export.results import default_format, write_answer
    from dateline.export.views import is_page

    named = showing.named
    if named is not None and is_page(named):
        _view(answer, asked, store, showing=showing)
    elif showing.view != "auto":
        _refuse_machines(named, showing.view)
        _view(answer, asked, store, showing=showing)
    elif named is None and showing.is_terminal and _is_for_people(answer, asked):
        _view(answer, asked, store, showing=showing)
    else:
        chosen = named or default_format(answer, terminal=showing.is_terminal)
        with _opened(showing.output) as out:
            write_answer(answer, chosen, out, look=_look(store, showing) if _has_look(chosen) else None)


def _view(answer: Answer, asked: NamedQuery, store: Askable, *, showing: Showing) -> None:
    from dateline.export.views import About, declared, is_page, view_of

    named = showing.named
    about = None
    if named is not None and is_page(named):
        about = About(asked.title or "Answer", asked.description, asked.text)
    said = declared(asked.view, asked.view_options)
    seen = view_of(answer, showing.view, said, look=_look(store, showing), about=about)
    with _opened(showing.output) as out:
        out.write(seen.text.encode())
    for note in seen.notes:
        click.echo(f"dateline: {note}", err=True)


def _refuse_machines(named: str | None, view: str) -> None:
    """Refuse a view in a format for programs."""
    from dateline.errors import UsageError
    from dateline.export.results import answer_format

    if named is not None and answer_format(named).name != "table":
        raise UsageError(f"The format {named!r} has no views. Use --format text or --format html with --view {view}.")


def _is_for_people(answer: Answer, asked: NamedQuery) -> bool:
    """Say whether a terminal gets a view: rows do; statements stay Turtle unless the query declares a view."""
    from dateline.store import Rows, Statements

    return isinstance(answer, Rows) or (isinstance(answer, Statements) and bool(asked.view))


def _has_look(form: str) -> bool:
    from dateline.export.results import answer_format

    return answer_format(form).name in ("table", "markdown")


@contextmanager
def _opened(output: str) -> Iterator[BinaryIO]:
    from dateline.atomic import atomic_file

    if output != STREAM:
        with atomic_file(Path(output)) as out:
            yield out
        return
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _look(store: Askable, showing: Showing) -> Look:
    from dateline.export.look import Look, shown
    from dateline.store import Rows

    bases = store.query("SELECT DISTINCT ?base WHERE { ?timeline void:uriSpace ?base } ORDER BY DESC(STR(?base))")
    found = [shown(base) for (base,) in bases] if isinstance(bases, Rows) else []
    width = shutil.get_terminal_size().columns if showing.is_terminal else None
    color = showing.is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(tuple(found), width, color=color)
