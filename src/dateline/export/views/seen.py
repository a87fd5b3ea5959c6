"""An answer as views see it, what a query or a person wishes of its view, and which columns play which part.

A view asks for parts (a date, a label, where an edge begins). A part is played by the columns that the wish names,
else by columns of a usual name, else by the first of a fitting kind. Knows terms and names, not drawings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from dateline.errors import ViewRefused
from dateline.export.look import Look, shown
from dateline.store import Rows, Statements, Term

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished of a view: its name, columns for its parts, and columns that are left out of it."""

    view: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """All rows of an answer in memory, with the names of their columns and how terms look."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    look: Look
    wish: Wish
    is_statements: bool = False

    def wishing(self, wish: Wish) -> Seen:
        """Return the same rows under another wish."""
        return replace(self, wish=wish)

    def of(self, row: Row, head: str) -> Term | None:
        """Return the term of a row in a column."""
        return row[self.heads.index(head)]

    def text(self, row: Row, head: str) -> str:
        """Return what a person reads of a row in a column."""
        return shown(self.of(row, head), self.look.bases)

    def column(self, head: str) -> list[Term]:
        """Return the terms of a column that are there."""
        place = self.heads.index(head)
        return [term for row in self.rows if (term := row[place]) is not None]

    def others(self, *used: str | None) -> tuple[str, ...]:
        """Return the columns that no part uses and nobody hides."""
        return tuple(head for head in self.heads if head not in used and head not in self.wish.hidden)

    def details(self, row: Row, heads: Sequence[str]) -> list[tuple[str, str]]:
        """Return names and texts of the columns that have a value in this row."""
        found = ((head, self.text(row, head)) for head in heads)
        return [(head, text) for head, text in found if text]


def seen(answer: Rows | Statements, look: Look, wish: Wish) -> Seen:
    """Read an answer to its end."""
    if isinstance(answer, Rows):
        return Seen(answer.variables, tuple(answer), look, wish)
    triples = sorted(answer, key=str)
    rows = tuple((triple.subject, triple.predicate, triple.object) for triple in triples)
    return Seen(("subject", "predicate", "object"), rows, look, wish, is_statements=True)


def part(found: Seen, name: str, *, usual: Sequence[str] = (), fits: Callable[[str], bool] | None = None) -> str | None:
    """Return the column that plays a part: the wished one, one of the usual names, or the first that fits.

    Raises:
        ViewRefused: the wish names a column that the answer does not have.
    """
    wished = parts(found, name)
    if wished:
        return wished[0]
    known = {head.casefold(): head for head in reversed(found.others())}
    for candidate in usual:
        head = known.get(candidate.casefold())
        if head and (fits is None or fits(head)):
            return head
    return next((head for head in found.others() if fits is not None and fits(head)), None)


def parts(found: Seen, name: str) -> tuple[str, ...]:
    """Return the columns that the wish names for a part.

    Raises:
        ViewRefused: the answer does not have one of them.
    """
    wished = found.wish.columns.get(name, ())
    for head in wished:
        if head not in found.heads:
            raise ViewRefused(found.wish.view, f"a column ?{head}, which its #defaultView names", found.heads)
    return wished


def is_iri(found: Seen, head: str) -> bool:
    """Say whether a column has things alone: IRIs or blank nodes."""
    column = found.column(head)
    return bool(column) and all(isinstance(term, ox.NamedNode | ox.BlankNode) for term in column)


def is_text(found: Seen, head: str) -> bool:
    """Say whether a column has words alone."""
    column = found.column(head)
    words = ("http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
    return bool(column) and all(isinstance(term, ox.Literal) and term.datatype.value in words for term in column)


def label_of(found: Seen, head: str) -> str | None:
    """Return the column that names the things of another: `?xLabel` for `?x`."""
    return next((name for name in (f"{head}Label", f"{head}_label", f"{head}Name") if name in found.heads), None)
