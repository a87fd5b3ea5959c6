"""What a compiled section is: the rows that it is about, and the tables that they fill.

The rows of an `each` are taken apart first. Knows Polars expressions, no profiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from dateline.readers.datasets.compile import EACH, Lookup
from dateline.readers.datasets.rejects import LINE
from dateline.readers.datasets.twofold import variants

EVENT = "event."
"""How the names of the event's columns begin while a row is worked on."""

Step = Callable[[pl.DataFrame], pl.DataFrame]
"""Something that adds columns to the rows."""


def added(columns: Mapping[str, pl.Expr]) -> Step:
    """Return the step that adds columns."""
    named = [value.alias(name) for name, value in columns.items()]
    return lambda data: data.with_columns(named)


def last_step(iri: pl.Expr) -> pl.Expr:
    """Return the expression of what follows the last `/` or `#` of an IRI, a closing one left aside."""
    return iri.str.extract(r"([^/#]+)[/#]?$", 1)


def _named(entities: pl.DataFrame) -> pl.DataFrame:
    """Let what has no name go by the end of its id."""
    if not entities["label"].null_count():
        return entities
    return entities.with_columns(pl.coalesce("label", last_step(pl.col("id"))).alias("label"))


@dataclass(frozen=True, slots=True)
class Output:
    """A table that a part fills: its columns; with `once` only the first row of each key counts.

    Outputs of one table with different marks never have an id in common.
    """

    table: str
    columns: Mapping[str, pl.Expr]
    once: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section compiled: the rows that it is about, columns to add to them, and the tables they fill.

    `key` is the column without which a row does not count. Look-ups are counted over the rows that the part is about.
    """

    key: str
    outputs: tuple[Output, ...] = ()
    prepared: Mapping[str, pl.Expr] = field(default_factory=dict)
    only: pl.Expr | None = None
    each: pl.Expr | None = None
    lookups: tuple[Lookup, ...] = ()

    def frames(self, data: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame, pl.DataFrame | None]]:
        """Yield each table's name and rows with their lines, and later rows of entities that may differ."""
        if not self.outputs:
            return
        rows = self._rows(data).with_columns(value.alias(name) for name, value in self.prepared.items())
        if rows[self.key].null_count():
            rows = rows.filter(pl.col(self.key).is_not_null())
        for output in self.outputs:
            made = [value.alias(name) for name, value in output.columns.items()]
            if output.once:
                chosen, others = variants(rows, self.key, output.columns.values())
                yield output.table, _named(chosen.select(LINE, *made)), others.select(LINE, *made)
            else:
                yield output.table, rows.select(LINE, *made), None

    def unknown(self, data: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Yield how often which code was not known, and where first."""
        if not self.lookups:
            return
        rows = self._rows(data)
        for lookup in self.lookups:
            found = rows.select(LINE, lookup.value.alias("code"))
            found = found.explode("code") if lookup.listed else found
            strange = found.filter(pl.col("code").is_not_null() & ~pl.col("code").is_in(list(lookup.codes)))
            if strange.height:
                counted = strange.group_by("code").agg(pl.len().cast(pl.Int64).alias("count"), pl.col(LINE).min())
                yield counted.select(pl.lit(lookup.scheme).alias("scheme"), "code", "count", LINE)

    def _rows(self, data: pl.DataFrame) -> pl.DataFrame:
        rows = data if self.only is None else data.filter(self.only)
        return rows if self.each is None else rows.with_columns(self.each.alias(EACH)).explode(EACH).drop_nulls(EACH)
