"""A run keeps what it found out of terms: no term is asked the same question twice."""

from __future__ import annotations

import polars as pl
import pyoxigraph as ox
import pytest

from dateline.shacl.order import keys_of
from dateline.shacl.read import from_rdf
from dateline.shacl.run import CODE, Run, distinct, set_in

DATA = b"""
@prefix : <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:a :on "2024-02-29"^^xsd:date, "2023-02-29"^^xsd:date ; :much 7, 7.5, "many" ; :near :b .
"""


@pytest.fixture
def run() -> Run:
    return Run(from_rdf(DATA, ox.RdfFormat.TURTLE), (), (), same=False)


def _codes(*codes: int) -> pl.Series:
    return pl.Series("code", codes, dtype=CODE)


def test_a_question_is_put_to_a_term_once(run: Run) -> None:
    asked: list[int] = []

    def is_even(codes: pl.Series) -> pl.Series:
        asked.extend(codes)
        return codes % 2 == 0

    assert run.asked("even", _codes(1, 2, 3), is_even).to_list() == [False, True, False]
    assert run.asked("even", _codes(4, 3, 2, 5), is_even).to_list() == [True, False, True, False]
    assert run.asked("even", _codes(5, 4, 1), is_even).to_list() == [False, True, False]
    assert asked == [1, 2, 3, 4, 5]
    assert run.asked("another", _codes(2), lambda codes: codes > 2).to_list() == [False]


def test_no_answer_means_no(run: Run) -> None:
    def unsure(codes: pl.Series) -> pl.Series:
        return pl.Series([None] * len(codes), dtype=pl.Boolean())

    assert run.asked("unsure", _codes(1), unsure).to_list() == [False]
    assert run.asked("unsure", _codes(1, 2), unsure).to_list() == [False, False]


def test_keys_are_those_of_the_terms_whatever_was_asked_before(run: Run) -> None:
    everything = pl.int_range(run.size, dtype=CODE, eager=True)
    for codes in (everything.filter(everything % 3 == 0), everything.reverse(), everything.head(0)):
        assert run.keys(codes).equals(keys_of(run.terms[codes]))


@pytest.mark.parametrize("size", [5, 1_000_000])
def test_distinct_codes_are_the_same_by_a_mask_and_by_hashes(size: int) -> None:
    assert sorted(distinct(_codes(4, 0, 4, 2, 0), size)) == [0, 2, 4]


def test_what_is_set_in_a_mask_is_counted_from_0() -> None:
    assert set_in(pl.Series([True, False, True])).to_list() == [0, 2]
