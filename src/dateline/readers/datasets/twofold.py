"""Actors, places and sources that rows of a dataset describe in different ways: the first description is kept.

A later row is told where it says something of an entity that the first one says otherwise or not at all; one that says
less is no loss. What is found is counted by table, and the first of it has its place: one line for people, however many
rows there are. Knows tables, no profiles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.readers.datasets.rejects import LINE
from dateline.tables import ORIGIN, TEXT, TEXTS

DIFFERING = pl.Schema({"table": TEXT, "id": TEXT, "count": pl.Int64(), "line": pl.Int64()})
"""How many later descriptions of a table's entities are different, and of the first such one its IRI and line."""

_NO_DESCRIPTION = frozenset((*ORIGIN, "id", "label_lang", "issued", "earliest_day", "latest_day"))


def variants(rows: pl.DataFrame, key: str, columns: Iterable[pl.Expr]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the first row of each key, and the later rows that have other raw values for columns made of them.

    Rows have their line, their key and what the columns are made of. They are told apart by a hash: of two that share
    it, the later one is no entity's first, so nothing is lost.
    """
    roots = sorted({name for column in columns for name in column.meta.root_names()} - {key, LINE})
    rows = rows.select(LINE, key, *roots)
    first = rows[key].is_first_distinct()
    if not roots or first.all():
        return rows.filter(first), rows.clear()
    spelled = [pl.col(name).hash(seed) for seed, name in enumerate([key, *roots])]
    other = rows.select(pl.sum_horizontal(spelled).is_first_distinct()).to_series() & ~first
    return rows.filter(first), rows.filter(other)


def differing(table: str, kept: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Count the rows among `others` that say something else of their entity than its row in `kept` says."""
    if not others.height:
        return pl.DataFrame(schema=DIFFERING)
    names = described(others)
    both = others.join(kept.select("id", *names), on="id", how="inner", suffix=" kept", maintain_order="left")
    adds = (says(name, others.schema) & pl.col(name).ne_missing(pl.col(f"{name} kept")) for name in names)
    return counted(table, both.filter(pl.any_horizontal(adds)))


def described(data: pl.DataFrame) -> list[str]:
    """Return the columns that describe the entities of a table, without those computed from others."""
    return [name for name in data.columns if name not in _NO_DESCRIPTION]


def says(name: str, schema: pl.Schema) -> pl.Expr:
    """Return the expression that a row says something in a column."""
    return pl.col(name).list.len() > 0 if schema[name] == TEXTS else pl.col(name).is_not_null()


def counted(table: str, told: pl.DataFrame) -> pl.DataFrame:
    """Return the count of rows that differ, with the first one's IRI and line; nothing where there are none."""
    first = told.sort("line").head(1).select("id", "line")
    return first.select(
        pl.lit(table).alias("table"), "id", pl.lit(told.height, pl.Int64).alias("count"), pl.col("line").cast(pl.Int64)
    )


def told_differing(found: Iterable[tuple[str, str, int, str, int]]) -> Iterator[Diagnostic]:
    """Yield one warning for each table and file: of table, IRI, count, file and line."""
    for table, iri, count, file, line in found:
        message = f"This description of {iri} differs from the first one, which is kept."
        if count > 1:
            message = f"{count:,} later descriptions of {table} differ from the first, which are kept; one is of {iri}."
        hint = "Make the rows say the same of it, or give what is not the same another id."
        yield Diagnostic(Severity.WARNING, "W607", message, file, line, 1, hint, subject=iri)
