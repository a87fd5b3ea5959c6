"""The three kinds of answer that a SPARQL query gives: rows, a truth value, statements.

Rows and statements are read from the engine while they are iterated, once; `list()` keeps them. Their terms are
those of pyoxigraph. A failure of the engine on the way is an `OutsideError`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import pyoxigraph as ox

from dateline.errors import OutsideError
from dateline.vocab import XSD

if TYPE_CHECKING:
    import polars as pl
    import rdflib

_VALUES: dict[str, Callable[[str], Any]] = {
    XSD + "integer": int,
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "boolean": lambda text: text in {"true", "1"},
    XSD + "date": dt.date.fromisoformat,
}
"""Datatypes that have a Python value; all others are given as their text."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@contextmanager
def engine_failures(location: str) -> Iterator[None]:
    """Turn what the engine raises about its storage into an `OutsideError` that names the location.

    An error with a number comes from the stream that an answer is written to, and passes.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise OutsideError(location, str(error)) from error


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to SELECT: one tuple a solution, in the order of `variables`; None where a variable is unbound."""

    variables: tuple[str, ...]
    solutions: ox.QuerySolutions
    location: str

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        with engine_failures(self.location):
            for solution in self.solutions:
                yield tuple(solution[name] for name in self.variables)

    def frame(self) -> pl.DataFrame:
        """Return the rows as a Polars frame: numbers, dates and truth values typed, all else as text.

        A column that mixes types is text.
        """
        import polars as pl

        rows = list(self)
        columns = {name: [row[place] for row in rows] for place, name in enumerate(self.variables)}
        return pl.DataFrame({name: _column(terms) for name, terms in columns.items()})

    def bindings(self) -> list[dict[str, rdflib.term.Identifier]]:
        """Return the rows as rdflib has them: one map a solution, from variable to rdflib term, without the unbound."""
        return [
            {name: _rdflib_term(term) for name, term in zip(self.variables, row, strict=True) if term is not None}
            for row in self
        ]

    def serialize(self, out: BinaryIO, results_format: ox.QueryResultsFormat) -> None:
        """Write all rows in one of the W3C formats for query results."""
        with engine_failures(self.location):
            self.solutions.serialize(out, results_format)


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to ASK."""

    value: bool

    def __bool__(self) -> bool:
        return self.value


@dataclass(frozen=True, slots=True)
class Statements:
    """The answer to CONSTRUCT and DESCRIBE: triples, each once."""

    triples: Iterable[ox.Triple]
    location: str

    def __iter__(self) -> Iterator[ox.Triple]:
        seen: set[ox.Triple] = set()
        with engine_failures(self.location):
            for triple in self.triples:
                if triple not in seen:
                    seen.add(triple)
                    yield triple


Answer = Rows | Truth | Statements


class Askable(Protocol):
    """What can be asked: a store in memory or on disk, or an endpoint."""

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query."""


def _column(terms: list[Term | None]) -> list[Any]:
    """The values of a column if all have the same datatype, else their texts."""
    datatypes = {term.datatype.value if isinstance(term, ox.Literal) else "" for term in terms if term is not None}
    kind = datatypes.pop() if len(datatypes) == 1 else ""
    value = _VALUES.get(kind, str)
    try:
        return [None if term is None else value(_text(term)) for term in terms]
    except (ValueError, ArithmeticError):
        return [None if term is None else _text(term) for term in terms]


def _text(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _rdflib_term(term: Term) -> rdflib.term.Identifier:
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        plain = term.language is not None or term.datatype.value == XSD + "string"
        return rdflib.Literal(term.value, lang=term.language, datatype=None if plain else term.datatype.value)
    return rdflib.BNode(str(term).removeprefix("_:"))
