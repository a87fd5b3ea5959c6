"""A graph may hold a triple several times; whoever asks for triples or pairs gets each once."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.shacl.graph import TERMS, TRIPLES, Graph, Kind

CODES = st.integers(0, 4)


def graph(rows: list[tuple[int, int, int]]) -> Graph:
    terms = [(int(Kind.IRI), f"a:{code}", None, None) for code in range(5)]
    return Graph(pl.DataFrame(rows, schema=TRIPLES, orient="row"), pl.DataFrame(terms, schema=TERMS, orient="row"))


@given(st.lists(st.tuples(CODES, CODES, CODES), max_size=40))
@settings(max_examples=40, deadline=None)
def test_a_triple_that_repeats_counts_once(rows: list[tuple[int, int, int]]) -> None:
    one = graph(rows)
    assert sorted(one.triples.iter_rows()) == sorted(set(rows))
    assert set(one.predicates()) == {f"a:{p}" for _, p, _ in rows}
    for code in range(5):
        assert sorted(one.pairs(f"a:{code}").iter_rows()) == sorted({(s, o) for s, p, o in rows if p == code})
        assert one.code(f"a:{code}") == code
