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
        ("{ OPTIONAL #whole\n{ ?s ?p ?o } }", "{ OPTIONAL #whole\n{ ?s ?p ?o } }"),
        ("{ ?s ?p ?o\n#then\n?o ?q ?r }", "{ ?s ?p ?o\nLATERAL {\n?o ?q ?r } }"),
        ("{ ?s ?p ?o\n#then\n{ ?o ?q ?r }\n#then\n?r ?t ?u } LIMIT 1",
         "{ ?s ?p ?o\nLATERAL {\n{ ?o ?q ?r }\nLATERAL {\n?r ?t ?u } } } LIMIT 1"),
        ("{ OPTIONAL { ?s ?p ?o\n#then\n?o ?q ?r } }", "{ LATERAL { OPTIONAL { ?s ?p ?o\nLATERAL {\n?o ?q ?r } } } }"),
        ("{ ?s ?p '#then' } #then", "{ ?s ?p '#then' } #then"),
        ("{ ?s ?p ?o }\n#sorted\nORDER BY ?s\nLIMIT 1", "{ ?s ?p ?o }\n\n\nLIMIT 1"),
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


def test_what_comes_after_then_is_found_in_the_order_of_what_came_before(store: Store) -> None:
    query = """
        PREFIX : <http://e.org/>
        SELECT ?s ?t {
          { SELECT ?s ?t { ?s :knows ?t } ORDER BY DESC(?s) }
          #then
          ?s :age|:name ?any FILTER(BOUND(?t))
        }
        #sorted
        ORDER BY DESC(?s)
    """
    answers = [store.query(marked.replace("        #", "#").replace("        ORDER", "ORDER")) for marked in
               (query, f"{MARK}\n{query}")]  # fmt: skip

    plain, marked = (list(answer) for answer in answers if isinstance(answer, Rows))
    assert [str(row[0]) for row in plain] == ["<http://e.org/c>", "<http://e.org/a>"]
    assert marked == plain


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
