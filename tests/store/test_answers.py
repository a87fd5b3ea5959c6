"""Answers in the shapes that other libraries want."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl
import rdflib

from dateline.store import Rows, Store, open_store

DATA = b"""
<https://e.org/a> <https://e.org/when> "2023-05-01"^^<http://www.w3.org/2001/XMLSchema#date> .
<https://e.org/a> <https://e.org/many> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<https://e.org/a> <https://e.org/score> "2.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<https://e.org/a> <https://e.org/sure> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .
<https://e.org/a> <https://e.org/name> "Ann"@en .
<https://e.org/a> <https://e.org/knows> _:somebody .
"""


def ask(store: Store, text: str) -> Rows:
    answer = store.query(text)
    assert isinstance(answer, Rows)
    return answer


def filled() -> Store:
    store = open_store()
    store.load_nquads(DATA)
    return store


def test_a_frame_has_typed_columns() -> None:
    frame = ask(
        filled(),
        "SELECT * { ?s <https://e.org/when> ?when ; <https://e.org/many> ?many ; <https://e.org/score> ?score ;"
        " <https://e.org/sure> ?sure ; <https://e.org/name> ?name OPTIONAL { ?s <https://e.org/none> ?none } }",
    ).frame()

    assert frame.row(0, named=True) == {
        "s": "https://e.org/a",
        "when": dt.date(2023, 5, 1),
        "many": 7,
        "score": Decimal("2.5"),
        "sure": True,
        "name": "Ann",
        "none": None,
    }
    assert isinstance(frame.schema["score"], pl.Decimal)


def test_a_column_of_mixed_types_is_text() -> None:
    frame = ask(filled(), "SELECT ?o { ?s ?p ?o FILTER(!isBlank(?o)) } ORDER BY STR(?o)").frame()

    assert frame["o"].to_list() == ["2.5", "2023-05-01", "7", "Ann", "true"]


def test_a_value_that_is_not_of_its_type_stays_text() -> None:
    frame = ask(filled(), 'SELECT (STRDT("many", xsd:integer) AS ?n) {}').frame()

    assert frame["n"].to_list() == ["many"]


def test_no_rows_give_an_empty_frame_with_all_columns() -> None:
    frame = ask(filled(), "SELECT ?a ?b { ?a <https://e.org/none> ?b }").frame()

    assert (frame.columns, frame.height) == (["a", "b"], 0)


def test_bindings_are_rdflib_terms() -> None:
    rows = ask(filled(), "SELECT ?p ?o ?none { <https://e.org/a> ?p ?o } ORDER BY ?p").bindings()

    found = {str(row["p"]).rpartition("/")[2]: row["o"] for row in rows}
    assert found["when"] == rdflib.Literal("2023-05-01", datatype=rdflib.XSD.date)
    assert found["name"] == rdflib.Literal("Ann", lang="en")
    assert isinstance(found["knows"], rdflib.BNode)
    assert rows[0]["p"] == rdflib.URIRef("https://e.org/knows")
    assert all("none" not in row for row in rows)
