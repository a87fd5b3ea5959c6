"""Numbers for distinct texts, in the order of their first occurrence.

Built on the categories of Polars, which hash and hold each text once. One thread at a time may ask for numbers:
several would wait for each other longer than the work takes.
"""

from __future__ import annotations

import polars as pl

CODE = pl.UInt32()


class Dictionary:
    """Numbers for distinct texts, counted from 0."""

    def __init__(self) -> None:
        self._type = pl.Categorical(pl.Categories.random())
        self._held = pl.Series([], dtype=self._type)  # Polars forgets categories that nothing uses
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def codes(self, texts: pl.Series) -> pl.Series:
        """Return the numbers of texts, new ones for those not seen before."""
        found = texts.cast(self._type).to_physical()
        if len(found):
            self._size = max(self._size, int(str(found.max())) + 1)
        return found

    def since(self, number: int) -> pl.DataFrame:
        """Return `code` and `text` of those that have this number or a higher one."""
        codes = pl.int_range(number, self._size, dtype=CODE, eager=True).alias("code")
        return pl.DataFrame([codes, self.texts(codes)])

    def texts(self, codes: pl.Series) -> pl.Series:
        """Return the texts of some numbers, in their order."""
        return codes.to_frame("code").select(text=pl.col("code").cat.to(self._type).cast(pl.String)).to_series()
