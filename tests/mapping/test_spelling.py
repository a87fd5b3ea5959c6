"""What is asked once for each distinct value is the same as what is asked for every row."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.mapping.spelling import once_each

COLUMNS = st.one_of(
    st.lists(st.none() | st.sampled_from(["a", "", "Ä b"]), max_size=40).map(lambda v: pl.Series(v, dtype=pl.String)),
    st.lists(st.none() | st.text(max_size=3), max_size=40).map(lambda v: pl.Series(v, dtype=pl.String)),
    st.lists(st.none() | st.integers(-5, 5), max_size=40).map(lambda v: pl.Series(v, dtype=pl.Int64)),
    st.lists(st.none() | st.integers(-(10**15), 10**15), max_size=9).map(lambda v: pl.Series(v, dtype=pl.Int64)),
    st.lists(st.none() | st.dates(date(2023, 1, 1), date(2023, 2, 1)), max_size=40).map(
        lambda v: pl.Series(v, dtype=pl.Date)
    ),
)


@settings(deadline=None)
@given(COLUMNS)
def test_values_asked_once_each_give_what_all_of_them_give(values: pl.Series) -> None:
    def make(some: pl.Series) -> pl.Series:
        return some.cast(pl.String) + "!"

    assert once_each(values, make).to_list() == make(values).to_list()
