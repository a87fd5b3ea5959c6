"""What is done for a whole column at once is the same as what is done for each value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.mapping.spelling import escaped, once_each

COLUMNS = st.one_of(
    st.lists(st.none() | st.sampled_from(["a", "", "Ä b"]), max_size=40).map(lambda v: pl.Series(v, dtype=pl.String)),
    st.lists(st.none() | st.text(max_size=3), max_size=40).map(lambda v: pl.Series(v, dtype=pl.String)),
    st.lists(st.none() | st.integers(-5, 5), max_size=40).map(lambda v: pl.Series(v, dtype=pl.Int64)),
    st.lists(st.none() | st.integers(-(10**15), 10**15), max_size=9).map(lambda v: pl.Series(v, dtype=pl.Int64)),
    st.lists(st.none() | st.dates(date(2023, 1, 1), date(2023, 2, 1)), max_size=40).map(
        lambda v: pl.Series(v, dtype=pl.Date)
    ),
    st.lists(st.none() | st.sampled_from([Decimal("1.5"), Decimal(-2), Decimal(0)]), max_size=40).map(
        lambda v: pl.Series(v, dtype=pl.Decimal(38, 12))
    ),
    st.lists(st.none() | st.booleans(), max_size=9).map(lambda v: pl.Series(v, dtype=pl.Boolean)),
)
SOME_TEXT = st.text(max_size=20) | st.text(alphabet='ab"\\\n\x7f\x00Ä', max_size=30)


@settings(deadline=None)
@given(COLUMNS)
def test_values_asked_once_each_give_what_all_of_them_give(values: pl.Series) -> None:
    def make(some: pl.Series) -> pl.Series:
        return some.cast(pl.String) + "!"

    assert once_each(values, make).to_list() == make(values).to_list()


def spelled(text: str) -> str:
    """Escape a text as canonical N-Triples has it, character by character."""
    short = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return "".join(short.get(c) or (f"\\u{ord(c):04X}" if c < " " or c == "\x7f" else c) for c in text)


@settings(deadline=None)
@given(st.lists(st.none() | SOME_TEXT, max_size=20), st.integers(0, 3), st.integers(1, 20))
def test_texts_are_escaped_character_by_character(values: list[str | None], start: int, length: int) -> None:
    texts = pl.Series("text", values, dtype=pl.String).slice(start, length)
    wanted = [text if text is None else spelled(text) for text in texts]
    assert escaped(texts).to_list() == wanted
    lists = pl.Series("text", [[text] for text in texts if text is not None], dtype=pl.List(pl.String))
    assert escaped(lists).to_list() == [[text] for text in wanted if text is not None]
