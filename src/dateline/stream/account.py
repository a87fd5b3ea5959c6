"""What came of the rows of a dataset: counts that must add up, and the codes that nobody knew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from dateline.diagnostics import Diagnostic
from dateline.readers.datasets import UNKNOWN
from dateline.readers.datasets.records import unknown_codes
from dateline.readers.datasets.twofold import told_differing


class Unknown(NamedTuple):
    """A code that no list knows: of which scheme, how often, and where first."""

    scheme: str
    code: str
    times: int
    file: str
    line: int


class Differing(NamedTuple):
    """Entities of a table that later rows describe in another way: which first, how often, and where first."""

    table: str
    iri: str
    times: int
    file: str
    line: int


@dataclass(slots=True)
class Account:
    """A running account. Each row that was read is either written or rejected."""

    read: int = 0
    written: int = 0
    rejected: int = 0
    unknown: dict[tuple[str, str], Unknown] = field(default_factory=dict)
    differing: dict[tuple[str, str], Differing] = field(default_factory=dict)

    def add(self, *, read: int, written: int, rejected: pl.DataFrame) -> None:
        """Count the rows of a batch: one rejected for two reasons is one row.

        Raises:
            AssertionError: a row was lost, or counted twice; a fault of dateline.
        """
        lines = rejected["line"].n_unique()
        if read != written + lines:
            raise AssertionError(f"{read} rows were read, but {written} written and {lines} rejected")
        self.count(read, written, lines)

    def count(self, read: int, written: int, rejected: int) -> None:
        """Add to the counts."""
        self.read += read
        self.written += written
        self.rejected += rejected

    def codes(self, found: Iterable[Unknown]) -> None:
        """Add codes that no list knows, those of earlier rows first."""
        for one in found:
            known = self.unknown.get((one.scheme, one.code), one._replace(times=0))
            self.unknown[one.scheme, one.code] = known._replace(times=known.times + one.times)

    def twofold(self, found: Iterable[Differing]) -> None:
        """Add entities that are described in different ways, those of earlier rows first."""
        for one in found:
            known = self.differing.get((one.table, one.file), one._replace(times=0))
            self.differing[one.table, one.file] = known._replace(times=known.times + one.times)

    def remarks(self) -> Iterator[Diagnostic]:
        """Yield a located message for each code that no list knows, and for entities described in different ways."""
        yield from self.unknown_codes()
        yield from told_differing(self.differing.values())

    def unknown_codes(self) -> Iterator[Diagnostic]:
        """Yield a located message for each code that no list knows."""
        files = dict.fromkeys(one.file for one in self.unknown.values())
        for file in files:
            rows = [(one.scheme, one.code, one.times, one.line) for one in self.unknown.values() if one.file == file]
            yield from unknown_codes([pl.DataFrame(rows, schema=UNKNOWN, orient="row")], file)

    def merge(self, other: Account) -> None:
        """Add the account of later rows."""
        self.count(other.read, other.written, other.rejected)
        self.codes(other.unknown.values())
        self.twofold(other.differing.values())


def differing_in(found: pl.DataFrame, file: str) -> Iterator[Differing]:
    """Yield the rows of `Mapped.differing`, which are of one file."""
    for table, iri, count, line in found.iter_rows():
        yield Differing(table, iri, count, file, line)


def unknown_in(found: pl.DataFrame, file: str) -> Iterator[Unknown]:
    """Yield the rows of `Mapped.unknown`, which are of one file."""
    for row in found.iter_rows(named=True):
        yield Unknown(row["scheme"], row["code"], row["count"], file, row["line"])
