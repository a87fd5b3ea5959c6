"""Small profiles and tables for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from dateline.readers.datasets import Mapped, Mapping, Profile, batches
from dateline.readers.datasets.profile_file import parse_profile

HEAD = """\
profile: t
title: T
base: https://e.org/
language: en
source: {id: me, title: Me}
"""
EVENT = 'event: {id: "event/{id}", date: {of: "{day}", formats: ["%Y-%m-%d"]}, label: "{what}"}\n'


def profile(text: str = EVENT, *, head: str = HEAD, file: str = "t.yaml") -> Profile:
    return parse_profile(head + text, file)


def mapped(text: str, rows: dict[str, list[Any]]) -> Mapped:
    frame = pl.DataFrame(rows).with_row_index("line", offset=2).with_columns(pl.col("line").cast(pl.Int64))
    return Mapping.of(profile(text), frame.schema).tables(frame, file="t.csv")


def everything(path: Path, given: Profile, *, rows: int = 65_536) -> tuple[list[Mapped], pl.DataFrame, int]:
    """Return what the mapping made of all batches, the rows that reading refused, and how many rows were read."""
    found, refused, read = [], [], 0
    mapping = None
    for batch in batches(path, given, rows=rows):
        mapping = mapping or Mapping.of(given, batch.rows.schema)
        found.append(mapping.tables(batch.rows, file=path.name))
        refused.append(batch.rejected)
        read += batch.read
    return found, pl.concat(refused), read
