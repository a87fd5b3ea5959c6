"""Numbers for texts: which texts are the same, asked of each piece of a document and then of all pieces together.

Texts are compared by their hashes, which takes a fraction of the time, and then each with the one that it is taken
for, so that two texts with one hash are found out. A piece counts its own texts, so that pieces can be worked on at
the same time; only what is distinct in each is compared again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

CODE = pl.UInt32()


@dataclass(frozen=True, slots=True)
class Part:
    """Distinct texts, and statements (`s`, `p`, `o`) as places in them, with the `line` of each where it is kept."""

    texts: pl.Series
    rows: pl.DataFrame


def numbered(
    texts: pl.Series, *, hashed: Callable[[pl.Series], pl.Series] = pl.Series.hash
) -> tuple[pl.Series, pl.Series]:
    """Return the number of each text, counted by first occurrence, and the distinct texts by number.

    `hashed` gives equal texts equal keys; the more different the keys of others, the faster.
    """
    texts = texts.rechunk()
    first = first_places(hashed(texts))
    if not (texts[first] == texts).all():  # two texts have one key
        first = first_places(texts)
    is_first = first == pl.int_range(len(texts), dtype=CODE, eager=True)
    numbers = (is_first.cum_sum() - 1).cast(CODE)
    return numbers[first], texts.filter(is_first)


def numbered_few(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the same, faster where the distinct texts are few."""
    known = pl.Categorical(pl.Categories.random())
    coded = texts.cast(known)  # Polars forgets categories that nothing holds
    numbers = coded.to_physical()
    each = pl.int_range(int(str(numbers.max())) + 1 if len(numbers) else 0, dtype=CODE, eager=True)
    return numbers, each.to_frame("text").select(pl.col("text").cat.to(known).cast(pl.String)).to_series()


def together(parts: Sequence[Part]) -> Part:
    """Return the statements of several parts, in their order, as one."""
    numbers, texts = numbered(pl.concat([part.texts for part in parts]))
    found, start = [], 0
    for part in parts:
        own = numbers.slice(start, len(part.texts))
        start += len(part.texts)
        found.append(part.rows.with_columns(own[part.rows[name]].alias(name) for name in "spo"))
    return Part(texts, pl.concat(found))


def first_places(keys: pl.Series) -> pl.Series:
    """Return for each key where it stands first."""
    return keys.to_frame("key").with_row_index("place").select(pl.col("place").min().over("key")).to_series()
