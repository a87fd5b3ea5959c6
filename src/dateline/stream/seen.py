"""Which actors, places and sources were written already, so that each is written once.

Kept are two 64-bit hashes of each IRI, 16 bytes, and a byte of each column that describes any of them; memory grows
with the number of distinct entities and with nothing else. An entity would be lost only where both hashes of two IRIs
are the same, and the hashes are seeded anew in each run, so that nobody can make such IRIs. The row that comes first is
the one that is written; later ones that say something else are counted, of 255 such values all but one.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

import polars as pl

from dateline.readers.datasets.twofold import DIFFERING, counted, described, says
from dateline.tables import TEXTS, Tables

SHARED = ("timelines", "actors", "places", "sources")
"""The tables whose rows many events name."""


class Seen:
    """The IRIs met so far, as sorted runs of hashes; a run is at least twice as long as the one behind it."""

    def __init__(self) -> None:
        self._seeds = (secrets.randbits(64), secrets.randbits(64))
        self._runs: list[pl.DataFrame] = []

    def __len__(self) -> int:
        return sum(run.height for run in self._runs)

    def fresh(self, rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
        """Tell of each row whether its `id` is met for the first time, and whether it says what the first did not.

        No two rows share an id. A row has, beside it, what `_said` makes of its columns, or nothing: then it is never
        said to differ.
        """
        said = rows.columns[1:]
        hashes = [rows["id"].hash(seed).alias(name) for name, seed in zip(("one", "two"), self._seeds, strict=True)]
        keys = rows.select(*hashes, *said)
        new, other = (pl.repeat(value, rows.height, dtype=pl.Boolean(), eager=True) for value in (True, False))
        for run in self._runs:
            at = run["one"].search_sorted(keys["one"]).clip(upper_bound=run.height - 1)
            met = (run["one"].gather(at) == keys["one"]) & (run["two"].gather(at) == keys["two"])
            new &= ~met
            for name in said if met.any() else ():
                adds = keys[name] != 0
                other |= met & (adds & (run[name].gather(at) != keys[name]) if name in run.columns else adds)
        self._remember(keys.filter(new))
        return new, other

    def _remember(self, keys: pl.DataFrame) -> None:
        if not keys.height:
            return
        self._runs.append(keys.sort("one"))
        while len(self._runs) > 1 and self._runs[-2].height < 2 * self._runs[-1].height:
            last = self._runs.pop()
            self._runs[-1] = _together([self._runs[-1], last]).sort("one")


class Entities:
    """What was met of each shared table."""

    def __init__(self) -> None:
        self._seen = {table: Seen() for table in SHARED}

    def fresh(self, tables: Tables) -> tuple[Tables, pl.DataFrame]:
        """Return the tables with those rows of the shared ones alone that were not met before.

        Beside them, the count of rows that say something else than the first one did (`twofold.DIFFERING`).
        """
        kept, told = {}, [pl.DataFrame(schema=DIFFERING)]
        for table, seen in self._seen.items():
            data = tables.frames()[table]
            if data.height:
                new, other = seen.fresh(_said(data))
                kept[table] = data.filter(new)
                told.append(counted(table, data.filter(other)))
        return replace(tables, **kept), pl.concat(told)

    def remember(self, rows: pl.DataFrame) -> None:
        """Count the rows of an earlier run as met, as `named` gives them."""
        for table, seen in self._seen.items():
            own = rows.filter(pl.col("table") == table).drop("table")
            seen.fresh(own.select("id", *(name for name in own.columns if name != "id" and own[name].max())))


def _said(data: pl.DataFrame) -> pl.DataFrame:
    """The id of each row, and a byte of each column that says something of any: 0 where it says nothing of the row."""
    return data.select(
        "id",
        *(
            pl.when(says(name, data.schema)).then(pl.col(name).hash() % 255 + 1).otherwise(0).cast(pl.UInt8).alias(name)
            for name in described(data)
            if _speaks(data[name])
        ),
    )


def _speaks(values: pl.Series) -> bool:
    if values.dtype == TEXTS:
        return bool(values.list.len().sum())
    return values.null_count() < values.len()


def _together(said: list[pl.DataFrame]) -> pl.DataFrame:
    """Rows that say something in different columns, one under the other."""
    return pl.concat(said, how="diagonal").with_columns(pl.col(pl.UInt8).fill_null(0))


def named(tables: Tables) -> pl.DataFrame:
    """Return the rows of the shared tables, as `Entities.remember` takes them: table, IRI and what is said."""
    frames = tables.frames()
    return _together([_said(frames[table]).with_columns(table=pl.lit(table)) for table in SHARED])
