"""Columns of texts as they lie in memory: views into data buffers, which can be read without a copy.

Layout: https://arrow.apache.org/docs/format/Columnar.html#variable-size-binary-view-layout. Short texts stand in their
views; the others in data buffers, which may hold more than the texts of the column, in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from nanoarrow import c_array_from_buffers, c_array_stream, int32, uint8

SHORT = 12
"""The most bytes of a text that stands in its view."""

_LENGTH, _, _BUFFER, _BEGIN = (pl.col("").gather_every(4, at).cast(pl.Int64()) for at in range(4))
_IS_IN_ORDER = ((_BUFFER * (1 << 32) + _BEGIN).filter(_LENGTH > 0).diff() > 0).all()


@dataclass(frozen=True, slots=True)
class Chunk:
    """The buffers of a chunk of a column of texts, as the buffer protocol of Python gives them."""

    views: Any
    data: tuple[Any, ...]

    @property
    def size(self) -> int:
        """How many bytes the data has."""
        return int(sum(one.size_bytes for one in self.data))

    def is_in_order(self) -> bool:
        """Tell whether the views lead through the data from begin to end.

        A view is four numbers: the length of a text, its first bytes, its buffer, and where it begins.
        """
        numbers = pl.Series("", c_array_from_buffers(int32(), self.views.size_bytes // 4, [None, self.views]))
        return bool(numbers.to_frame().select(_IS_IN_ORDER).item())

    def any(self, condition: pl.Expr) -> bool:
        """Tell whether any byte of the data, as a number in the column "", meets a condition."""
        parts = (pl.DataFrame({"": c_array_from_buffers(uint8(), one.size_bytes, [None, one])}) for one in self.data)
        return any(part.select(condition.any()).item() for part in parts)


def chunks_of(texts: pl.Series) -> list[Chunk]:
    """Return the buffers of a column of texts."""
    with c_array_stream(texts) as chunks:
        parts = [list(chunk.view().buffers) for chunk in chunks]
    return [Chunk(views, tuple(data)) for _, views, *data, _ in parts]
