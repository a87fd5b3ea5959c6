"""The three kinds of answer that a SPARQL query gives: rows, a truth value, statements.

Rows and statements are read from the engine while they are iterated, once; `list()` keeps them. Their terms are
those of pyoxigraph. A failure of the engine on the way is an `OutsideError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import pyoxigraph as ox

from dateline.errors import OutsideError

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@contextmanager
def engine_failures(location: str) -> Iterator[None]:
    """Turn what the engine raises about its storage into an `OutsideError` that names the location."""
    try:
        yield
    except (OSError, RuntimeError) as error:
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

    triples: ox.QueryTriples
    location: str

    def __iter__(self) -> Iterator[ox.Triple]:
        seen: set[ox.Triple] = set()
        with engine_failures(self.location):
            for triple in self.triples:
                if triple not in seen:
                    seen.add(triple)
                    yield triple


Answer = Rows | Truth | Statements
