"""Hypothesis strategies for tables: any rows that a reader could make, hostile texts included."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import strategies as st

from dateline.mapping.rules import RULES, Iri, Template
from dateline.tables import ORIGIN, SCHEMAS, TEXT, Column, Tables
from dateline.vocab import RELATIONS

BASE = "https://data.example/t/"
KINDS = {"events": ["event", "series"], "actors": [None, "person", "organization", "state", "group"]}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        '"',
        "\\",
        "\n",
        "\r\n",
        "\t",
        "a\\nb",
        "<b>",
        "x\u2028y",
        "Асад",
        "بشار",
        "e\u0301",
        "{id}",
        "'''",
        "NULL",
        "\x7f",
    ]
)
words = st.from_regex(r"[a-z]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)
locals_ = st.from_regex(r"[\w.-]{1,8}", fullmatch=True)
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=6).map(lambda n: Decimal(n).normalize())


def iris(kind: str) -> st.SearchStrategy[str]:
    """IRIs of one kind of node, so few that rows meet."""
    return st.integers(0, 4).map(lambda number: f"{BASE}{kind}/{kind[0]}{number}")


def _iri_columns(table: str) -> set[str]:
    terms = [term for rule in RULES if rule.table == table for term in (rule.subject, rule.predicate, rule.object)]
    return {term.column for term in terms if isinstance(term, Iri)}


def _word_columns(table: str) -> set[str]:
    terms = [term for rule in RULES if rule.table == table for term in (rule.predicate, rule.object)]
    return {c for term in terms if isinstance(term, Template) and not term.text.startswith("{") for c in term.columns}


def _cell(table: str, name: str, column: Column) -> st.SearchStrategy[Any]:
    if name == "relation":
        return st.sampled_from(RELATIONS)
    if name == "kind" and table in KINDS:
        return st.sampled_from(KINDS[table])
    if name == "base":
        return st.just(BASE)
    if name == "label_lang":
        return st.sampled_from(["en", "ar", "zh-hant", "und"])
    if name in {"event", "target", "actor", "source"}:
        return iris("event" if name == "target" else name)
    dtype = column.dtype.inner if isinstance(column.dtype, pl.List) else column.dtype
    value: st.SearchStrategy[Any]
    if name in _iri_columns(table):
        value = locals_.map(lambda text: f"https://other.example/{text}")
    elif name in _word_columns(table):
        value = words
    elif dtype == pl.Date:
        value = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
    elif dtype == TEXT:
        value = texts
    elif dtype == pl.Boolean:
        value = st.booleans()
    else:
        value = numbers if isinstance(dtype, pl.Decimal) else st.integers(-(2**62), 2**62)
    if isinstance(column.dtype, pl.List):
        return st.lists(value, max_size=3)
    return value if column.required else st.none() | value


def _row(table: str) -> st.SearchStrategy[dict[str, Any]]:
    columns = {name: c for name, c in SCHEMAS[table].items() if name not in ORIGIN and name != "id"}
    cells = {name: _cell(table, name, column) for name, column in columns.items()}
    return st.fixed_dictionaries(cells).map(lambda row: _possible(table, row))


def _possible(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """What belongs together comes together, as every reader has it."""
    if "label" in row and (row["label"] is None or row["label_lang"] is None):
        row |= {"label": None, "label_lang": None}
    if table == "events" and row["type"] is None:
        row["mode"] = None
    if table == "claims":
        if row["quote_start"] is None or row["quote_end"] is None:
            row |= {"quote_start": None, "quote_end": None}
        if row["quote"] is None:
            row |= dict.fromkeys(("quote_start", "quote_end", "quote_prefix", "quote_suffix"))
    return row | {"file": "t.yaml", "line": 1, "column": 1}


def _rows(table: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    rows = st.lists(_row(table), max_size=2)
    if table == "relations":
        return rows
    kind = table.removesuffix("s")
    return rows.map(lambda made: [row | {"id": f"{BASE}{kind}/{kind[0]}{n}"} for n, row in enumerate(made)])


def tables() -> st.SearchStrategy[Tables]:
    """Tables whose rows hold anything that their schemas allow."""
    return st.fixed_dictionaries({name: _rows(name) for name in SCHEMAS}).map(Tables.from_rows)
