"""Texts have the same number when they are the same text, whatever their hashes, in a piece and in all together."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.shacl.coding import Part, numbered, numbered_few, together

TEXTS = st.lists(st.text(max_size=20), max_size=30)


def column(texts: list[str]) -> pl.Series:
    return pl.Series("text", texts, dtype=pl.String())


def in_order(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_numbers_are_places_among_the_distinct_texts(texts: list[str]) -> None:
    for count in (numbered, numbered_few):
        numbers, distinct = count(column(texts))
        assert distinct.to_list() == in_order(texts)
        assert distinct[numbers].to_list() == texts


@pytest.mark.parametrize("hashed", [lambda texts: texts.str.len_bytes(), lambda texts: texts.str.len_bytes() * 0])
def test_texts_with_one_key_are_told_apart(hashed: object) -> None:
    texts = ["a", "b", "a", "cc", "b", "dd"]
    numbers, distinct = numbered(column(texts), hashed=hashed)  # type: ignore[arg-type]
    assert numbers.to_list() == [0, 1, 0, 2, 1, 3]
    assert distinct.to_list() == ["a", "b", "cc", "dd"]


@given(st.lists(st.lists(st.tuples(*[st.sampled_from("abcdef")] * 3), max_size=6), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_parts_together_say_what_they_said_alone(statements: list[list[tuple[str, str, str]]]) -> None:
    parts = []
    for rows in statements:
        numbers, texts = numbered(column([text for row in rows for text in row]))
        codes = [numbers.gather_every(3, start).alias(name) for start, name in enumerate("spo")]
        parts.append(Part(texts, pl.DataFrame(codes)))
    whole = together(parts)
    assert whole.texts.n_unique() == len(whole.texts)
    found = [tuple(whole.texts[code] for code in row) for row in whole.rows.iter_rows()]
    assert found == [row for rows in statements for row in rows]
