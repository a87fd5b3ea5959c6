"""The graph made of tables by columns is the one that their lines say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dateline.mapping.frames import graph_of
from dateline.mapping.quads import lines
from dateline.shacl.graph import Graph
from dateline.shacl.read import from_rdf
from dateline.tables import Tables
from generators import BASE, tables

SLOW = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def triples(graph: Graph) -> list[tuple[object, ...]]:
    """The triples of a graph with their terms spelled out, sorted."""
    rows = graph.terms.rows()
    return sorted((tuple(rows[code] for code in triple) for triple in graph.triples.iter_rows()), key=repr)


def through_text(given_tables: Tables) -> Graph:
    from pyoxigraph import RdfFormat

    return from_rdf("".join(f"{line}\n" for line in lines(given_tables)).encode(), RdfFormat.N_TRIPLES)


@SLOW
@given(tables())
def test_the_columns_give_the_triples_of_the_lines_each_once(given_tables: Tables) -> None:
    graph = graph_of(given_tables)
    assert triples(graph) == triples(through_text(given_tables))
    for predicate in graph.predicates():
        assert not graph.pairs(predicate).is_duplicated().any(), predicate


@pytest.mark.parametrize("named", [range(1000), [*range(1000), *range(1000)], [*range(999), 5], [*range(1000), 0]])
def test_events_that_other_tables_name_in_their_order_or_another_are_the_same_nodes(named: Sequence[int]) -> None:
    origin = {"file": "t", "line": 1, "column": 1}
    events = [{"id": f"{BASE}event/{n}", "kind": "event", "factuality": "occurred", **origin} for n in range(1000)]
    parts = [
        {"id": f"{BASE}part/{at}", "event": f"{BASE}event/{n}", "actor": f"{BASE}actor/a", "role": "host", **origin}
        for at, n in enumerate(named)
    ]
    made = Tables.from_rows({"events": events, "participations": parts})

    assert triples(graph_of(made)) == triples(through_text(made))


def test_days_numbers_and_repeated_terms_keep_their_spelling() -> None:
    import datetime as dt

    event = {"kind": "event", "factuality": "occurred", "file": "t", "line": 1, "column": 1}
    days = [dt.date(1, 1, 1), dt.date(9999, 12, 31), dt.date(2024, 2, 29)]
    events = [
        {**event, "id": f"{BASE}event/{n}", "earliest_begin": days[n % 3], "years": [n - 50, 10**12], "earliest_day": n}
        for n in range(100)
    ]
    parts = [
        {"id": f"{BASE}event/{n // 2}/p{n}", "event": f"{BASE}event/{n // 2}", "actor": f"{BASE}actor/a",
         "role": "host", "file": "t", "line": 1, "column": 1}
        for n in range(200)
    ]  # fmt: skip
    made = Tables.from_rows({"events": events, "participations": parts})

    assert triples(graph_of(made)) == triples(through_text(made))
