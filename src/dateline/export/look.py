"""How answers look to people: which terms are shortened, how wide a line is, whether there are colors.

Literals are shown plain and IRIs short, on one line and without anything that a terminal would obey. Knows terms, not
answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from dateline import vocab
from dateline.export.grid import plain, table
from dateline.store import Term

_NUMBERS = frozenset(vocab.XSD + kind for kind in ("integer", "decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Look:
    """How answers look to people: the timelines' own base IRIs are left out; `width` is in columns, None for any."""

    bases: tuple[str, ...] = ()
    width: int | None = None
    color: bool = False


def is_number(term: Term | None) -> bool:
    """Say whether a term is a number, or absent."""
    return term is None or (isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS)


def shown(term: Term | None, bases: Sequence[str] = ()) -> str:
    """Return a term as people read it: literals plain, IRIs without their timeline's base or as CURIE."""
    if term is None:
        return ""
    if isinstance(term, ox.Literal):
        return plain(term.value)
    if not isinstance(term, ox.NamedNode):
        return plain(str(term))
    for base in bases:
        if base and term.value.startswith(base) and term.value != base:
            return plain(term.value.removeprefix(base))
    return plain(vocab.shorten(term.value))


def tabled(heads: Sequence[str], rows: Sequence[Sequence[Term | None]], look: Look) -> str:
    """Return rows as an aligned table; columns of numbers stand right."""
    cells = [[shown(term, look.bases) for term in row] for row in rows]
    numbers = [name for place, name in enumerate(heads) if all(is_number(row[place]) for row in rows)]
    return table(heads, cells, width=look.width, numbers=numbers)
