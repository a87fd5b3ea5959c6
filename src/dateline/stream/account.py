"""What came of the rows of a dataset: counts that must add up, and the codes that nobody knew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from dateline.readers.datasets import UNKNOWN


@dataclass(slots=True)
class Account:
    """A running account. Each row that was read is either written or rejected."""

    read: int = 0
    written: int = 0
    rejected: int = 0
    unknown: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, *, read: int, written: int, rejected: pl.DataFrame, unknown: pl.DataFrame) -> None:
        """Count the rows of a batch: one rejected for two reasons is one row.

        Raises:
            AssertionError: a row was lost, or counted twice; a fault of dateline.
        """
        lines = rejected["line"].n_unique()
        if read != written + lines:
            raise AssertionError(f"{read} rows were read, but {written} written and {lines} rejected")
        self.count(read, written, lines)
        self.codes(unknown.rows())

    def count(self, read: int, written: int, rejected: int) -> None:
        """Add to the counts."""
        self.read += read
        self.written += written
        self.rejected += rejected

    def codes(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add codes that no list knows: rows of scheme, code, count and first line."""
        for scheme, code, count, line in rows:
            before, first = self.unknown.get((scheme, code), (0, line))
            self.unknown[scheme, code] = (before + count, min(first, line))

    def merge(self, other: Account) -> None:
        """Add another account."""
        self.count(other.read, other.written, other.rejected)
        self.codes(other.unknown_codes().rows())

    def unknown_codes(self) -> pl.DataFrame:
        """Return the unknown codes with their counts and first lines, sorted."""
        rows = [(*key, *value) for key, value in sorted(self.unknown.items())]
        return pl.DataFrame(rows, schema=UNKNOWN, orient="row")
