"""Which actors, places and sources were written already, so that each is written once.

Kept are two 64-bit hashes of each IRI, 16 bytes; memory grows with the number of distinct entities and with nothing
else. An entity would be lost only where both hashes of two IRIs are the same, and the hashes are seeded anew in each
run, so that nobody can make such IRIs. The row that comes first is the one that is written.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

import polars as pl

from dateline.tables import Tables

SHARED = ("timelines", "actors", "places", "sources")
"""The tables whose rows many events name."""


class Seen:
    """The IRIs met so far, as sorted runs of hashes; a run is at least twice as long as the one behind it."""

    def __init__(self) -> None:
        self._seeds = (secrets.randbits(64), secrets.randbits(64))
        self._runs: list[pl.DataFrame] = []

    def __len__(self) -> int:
        return sum(run.height for run in self._runs)

    def fresh(self, iris: pl.Series) -> pl.Series:
        """Tell of each IRI whether it is met for the first time, and remember it."""
        keys = pl.DataFrame(
            [iris.hash(seed).alias(name) for name, seed in zip(("one", "two"), self._seeds, strict=True)]
        )
        new = iris.is_first_distinct()
        for run in self._runs:
            at = run["one"].search_sorted(keys["one"]).clip(upper_bound=run.height - 1)
            new &= ~((run["one"].gather(at) == keys["one"]) & (run["two"].gather(at) == keys["two"]))
        self._remember(keys.filter(new))
        return new

    def _remember(self, keys: pl.DataFrame) -> None:
        if not keys.height:
            return
        self._runs.append(keys.sort("one"))
        while len(self._runs) > 1 and self._runs[-2].height < 2 * self._runs[-1].height:
            last = self._runs.pop()
            self._runs[-1] = pl.concat([self._runs[-1], last]).sort("one")


class Entities:
    """What was met of each shared table."""

    def __init__(self) -> None:
        self._seen = {table: Seen() for table in SHARED}

    def fresh(self, tables: Tables) -> Tables:
        """Return the tables with those rows of the shared ones alone that were not met before."""
        kept = {}
        for table, seen in self._seen.items():
            data = tables.frames()[table]
            kept[table] = data.filter(seen.fresh(data["id"])) if data.height else data
        return replace(tables, **kept)

    def remember(self, iris: pl.DataFrame) -> None:
        """Count IRIs (columns `table` and `id`) as met, those of an earlier run."""
        for table, seen in self._seen.items():
            seen.fresh(iris.filter(pl.col("table") == table)["id"])


def named(tables: Tables) -> pl.DataFrame:
    """Return the IRIs of the rows of the shared tables, as `Entities.remember` takes them."""
    frames = tables.frames()
    return pl.concat([frames[table].select(pl.lit(table).alias("table"), "id") for table in SHARED])
