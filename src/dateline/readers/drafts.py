"""Leaves drafts out: events that a program read from prose and that nobody has reviewed yet.

With an event go its participations, its claims and its relations. Works on tables alone; who wants drafts says so
when reading.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.tables import Tables

_HINT = "Review them with dateline review, or include them with --drafts."


def without_drafts(tables: Tables) -> tuple[Tables, list[Diagnostic]]:
    """Return the tables without drafts, and an I410 for each file that has some."""
    drafts = tables.events.filter(pl.col("status") == "draft")
    if not drafts.height:
        return tables, []
    ids = drafts["id"].implode()
    kept = replace(
        tables,
        events=tables.events.filter(pl.col("status").is_null() | (pl.col("status") != "draft")),
        participations=tables.participations.filter(~pl.col("event").is_in(ids)),
        claims=tables.claims.filter(pl.col("event").is_null() | ~pl.col("event").is_in(ids)),
        relations=tables.relations.filter(~pl.col("event").is_in(ids) & ~pl.col("target").is_in(ids)),
    )
    counts = drafts.group_by("file", maintain_order=True).len()
    return kept, [_told(file, count) for file, count in counts.iter_rows()]


def _told(file: str, count: int) -> Diagnostic:
    message = "1 draft is left out." if count == 1 else f"{count} drafts are left out."
    return Diagnostic(Severity.INFO, "I410", message, file, 0, 0, _HINT)
