"""Ids that two rows of large data share: found on the disk, part by part, however many ids there are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from dateline.diagnostics import Diagnostic, Severity

_AT_ONCE = 4_000_000
"""Ids that are compared at once: about half a gigabyte."""


class Twins:
    """The ids of all events, kept in a folder until they are compared."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._height = 0
        self._number = 0

    def add(self, events: pl.DataFrame) -> None:
        """Keep the ids of the events of a batch with their places; batches come in their order."""
        if events.height:
            ids = events.select("id", "file", "line", pl.col("id").hash().alias("hash"))
            ids.with_columns(batch=pl.lit(self._number)).write_ipc(self._folder / f"{self._number:07}.arrow")
            self._height += ids.height
            self._number += 1

    def complaints(self) -> Iterator[Diagnostic]:
        """Yield a located message for each event with the id of an earlier one."""
        groups = self._height // _AT_ONCE + 1
        for group in range(groups if self._number else 0):
            kept = pl.scan_ipc(self._folder / "*.arrow").filter(pl.col("hash") % groups == group)
            twins = kept.filter(pl.col("hash").is_duplicated()).collect().filter(pl.col("id").is_duplicated())
            firsts = twins.unique("id", keep="first", maintain_order=True).select("id", at="line", of="file")
            later = twins.filter(~pl.col("id").is_first_distinct()).join(firsts, on="id", maintain_order="left")
            for row in later.iter_rows(named=True):
                yield _complaint(row["id"], (row["file"], row["line"]), (row["of"], row["at"]))


def _complaint(iri: str, place: tuple[str, int], first: tuple[str, int]) -> Diagnostic:
    of = "" if place[0] == first[0] else f" of {first[0]}"
    message = f"The event in line {first[1]}{of} has the same id, {iri}."
    hint = "Leave one of the rows out, or give one of them another id."
    return Diagnostic(Severity.ERROR, "E206", message, *place, 1, hint=hint, subject=iri)
