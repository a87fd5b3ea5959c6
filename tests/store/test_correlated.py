"""OPTIONAL row by row: only where a query says so, and whatever braces its texts hold."""

from __future__ import annotations

import pytest

from dateline.errors import QuerySyntaxError
from dateline.queries import load_query, query_names
from dateline.store import Rows, Store, open_store
from dateline.store.correlated import MARK, correlated, is_marked

DATA = b"""
    @prefix : <http://e.org/> .
    :a :knows :b ; :name "A {" . :b :name "B }" . :c :knows :a ; :age 7 .
"""


@pytest.fixture
def store() -> Store:
    made = open_store()
    made.load(DATA, "turtle")
    return made


def rows(store: Store, query: str) -> list[str]:
    answer = store.query(query)
    assert isinstance(answer, Rows)
    return sorted(str([None if value is None else str(value) for value in row]) for row in answer)


@pytest.mark.parametrize(
    ("query", "rewritten"),
    [
        ("{ OPTIONAL { ?s ?p ?o } }", "{ LATERAL { OPTIONAL { ?s ?p ?o } } }"),
        ("{ optional{ ?s ?p '}' } }", "{ LATERAL { optional{ ?s ?p '}' } } }"),
        ("{ OPTIONAL { { ?s <x#{> ?o } } }", "{ LATERAL { OPTIONAL { { ?s <x#{> ?o } } } }"),
        ("{ OPTIONAL { ?a ?b ?c OPTIONAL { ?c ?d ?e } } }",
         "{ LATERAL { OPTIONAL { ?a ?b ?c LATERAL { OPTIONAL { ?c ?d ?e } } } } }"),
        ("{ ?s ?p ?o } # OPTIONAL {", "{ ?s ?p ?o } # OPTIONAL {"),
        ('{ ?s ?p "OPTIONAL { \\" }" }', '{ ?s ?p "OPTIONAL { \\" }" }'),
        ("{ ?s ?p '''\nOPTIONAL { ' ''' }", "{ ?s ?p '''\nOPTIONAL { ' ''' }"),
        ("{ ?s <http://e.org/#OPTIONAL> ?o FILTER(?a<?b) }", "{ ?s <http://e.org/#OPTIONAL> ?o FILTER(?a<?b) }"),
    ],
)  # fmt: skip
def test_every_optional_and_nothing_else_is_rewritten(query: str, rewritten: str) -> None:
    assert correlated(query.replace("<x#{>", "<x#>")) == rewritten.replace("<x#{>", "<x#>")


def test_a_marked_query_has_the_rows_of_an_unmarked_one(store: Store) -> None:
    query = """
        PREFIX : <http://e.org/>
        SELECT * { ?s ?p ?o OPTIONAL { ?s :knows ?t OPTIONAL { ?t :name ?n } } OPTIONAL { ?s :age ?y FILTER(?y > 6) } }
    """

    assert rows(store, f"{MARK}\n{query}") == rows(store, query)


def test_a_query_that_does_not_say_so_is_evaluated_as_it_stands(store: Store) -> None:
    badly_designed = """
        PREFIX : <http://e.org/>
        SELECT * { ?s :knows ?t { ?t :name ?n OPTIONAL { ?s :age ?y } } }
    """

    assert not is_marked(badly_designed)
    assert len(rows(store, badly_designed)) == 1


def test_a_broken_query_is_told_about_where_it_is_broken(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="line 3"):
        store.query(f"{MARK}\nSELECT * {{ OPTIONAL {{ ?s ?p ?o }}\n }} }}")


@pytest.mark.parametrize("name", query_names())
def test_the_named_queries_say_so(name: str) -> None:
    assert is_marked(load_query(name).text)
