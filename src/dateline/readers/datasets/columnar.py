"""Typed tables (Parquet, Arrow) in slices of rows, so that a file of one row group needs no more memory than others.

The columns keep their types. `line` is the number of the row, from 1, since such files have no lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import polars as pl

from dateline.errors import InputError
from dateline.readers.datasets.rejects import LINE

_PARQUET, _ARROW = b"PAR1", b"ARROW1"
_JSON = (".jsonl", ".ndjson")
_AT_ONCE = 1 << 19
"""Rows that are read at a time: finding the place of a slice in a large row group takes as long as reading it."""


def is_columnar(path: Path) -> bool:
    """Tell whether a file is Parquet or Arrow, by its first bytes."""
    return _kind(path) is not None


def is_json(path: Path) -> bool:
    """Tell whether a file holds JSON Lines, by its suffix, below any packing."""
    return any(suffix.lower() in _JSON for suffix in path.suffixes[-2:])


def _kind(path: Path) -> bytes | None:
    try:
        with path.open("rb") as stream:
            head = stream.read(6)
    except OSError as problem:
        raise InputError(path.as_posix(), problem.strerror or str(problem)) from problem
    return next((mark for mark in (_PARQUET, _ARROW) if head.startswith(mark)), None)


def columnar_batches(path: Path, rows: int) -> Iterator[tuple[pl.DataFrame, int, int]]:
    """Yield slices with their `line`, and how many bytes of how many are about done.

    Raises:
        InputError: the file is damaged.
    """
    lazy = scan(path)
    try:
        total = lazy.select(pl.len()).collect().item()
        size = path.stat().st_size
        step = max(1, _AT_ONCE // rows) * rows
        # The first batch is read alone, so that work on it begins while the others are read.
        for first, last in pairwise([0, *range(rows, total, step), total]):
            for at, data in enumerate(lazy.slice(first, last - first).collect().iter_slices(rows)):
                start = first + at * rows
                line = pl.int_range(start + 1, start + 1 + data.height, dtype=pl.Int64).alias(LINE)
                yield data.with_columns(line), size * (start + data.height) // total, size
    except (pl.exceptions.PolarsError, OSError) as problem:
        reason = str(problem).partition("\n")[0]
        raise InputError(path.as_posix(), f"the file cannot be read: {reason}") from problem


def scan(path: Path) -> pl.LazyFrame:
    """Return the lazy frame of a Parquet or Arrow file; a column called `line` is renamed `line_`."""
    lazy = pl.scan_parquet(path) if _kind(path) == _PARQUET else pl.scan_ipc(path)
    return lazy.rename({LINE: f"{LINE}_"}) if LINE in lazy.collect_schema().names() else lazy
