"""Joins the tables of several files: the same thing said twice is one row, two things under one IRI are an error.

Rows are the same when they agree in everything but their origin. Of different rows with one IRI the first is kept
and each later one reported; rows that hang on a reported event are left out silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.tables import ORIGIN, Tables

_OWNERS = {"participations": "event", "claims": "event"}


def merge(parts: Sequence[Tables]) -> tuple[Tables, list[Diagnostic]]:
    """Return the joined tables and an E206 for each IRI that stands for different things."""
    stacked = Tables.concat(parts)
    if len(parts) == 1:
        return stacked, []
    problems: dict[str, Diagnostic] = {}
    frames = {}
    for name, data in stacked.frames().items():
        if name == "relations":
            frames[name] = data.unique(["event", "relation", "target"], keep="first", maintain_order=True)
            continue
        _report(data, _OWNERS.get(name), problems)
        frames[name] = data.unique("id", keep="first", maintain_order=True)
    return replace(stacked, **frames), list(problems.values())


def _report(data: pl.DataFrame, owner: str | None, problems: dict[str, Diagnostic]) -> None:
    first: dict[str, dict[str, object]] = {}
    for row in data.filter(pl.col("id").is_duplicated()).iter_rows(named=True):
        kept = first.setdefault(row["id"], row)
        same = all(kept[name] == row[name] for name in row if name not in ORIGIN)
        known = row["id"] in problems or (owner is not None and row[owner] in problems)
        if same or known:
            continue
        message = f"{row['id']} stands for something else in {kept['file']}, line {kept['line']}."
        hint = "Give one of them another id, or make both say the same."
        place = (row["file"], row["line"], row["column"])
        found = Diagnostic(Severity.ERROR, "E206", message, *place, hint=hint, subject=row["id"])
        problems[row["id"]] = found
