"""Tables as flat texts: what is published as CSV, and what the RML document reads.

A view of a table has its single-valued columns in their lexical forms, and further columns for what only a program
can compute (an IRI made from another, a value where another column has a certain word). Each list column is a view of
its own, one row a member. An absent value is an empty text. Origins are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from dateline.mapping.rules import RULES, Constant, Iri, Literal, Rule, Template, Term, needs_of
from dateline.mapping.spelling import lexical
from dateline.tables import ORIGIN, SCHEMAS, TEXT, Tables


def views(tables: Tables) -> dict[str, pl.DataFrame]:
    """Return the views by name (`events`, `events.years`, ...), all columns texts, rows sorted and distinct."""
    found = {}
    for table, data in tables.frames().items():
        single = [lexical(column).fill_null("").alias(column) for column in _single(table)]
        computed = [value.fill_null("").alias(name) for name, value in _computed(table).items()]
        found[table] = data.select(single + computed)
        for column in _lists(table):
            members = data.select("id", column).explode(column).drop_nulls()
            found[f"{table}.{column}"] = members.select("id", lexical(column, pl.col(column)).alias(column))
    return {name: data.unique().sort(data.columns) for name, data in found.items()}


def csv_files(tables: Tables) -> dict[str, bytes]:
    """Return the views as CSV documents by file name: UTF-8, every cell quoted, lines ended by a line feed."""
    return {f"{name}.csv": data.write_csv(None, quote_style="always").encode() for name, data in views(tables).items()}


def place(term: Term) -> tuple[str, str]:
    """Return how a view offers a term: as a column or a template of columns (`reference` or `template`, its text)."""
    assert not isinstance(term, Constant), "a constant needs no column"
    if isinstance(term, Template) and not term.text.startswith("{"):
        return "template", term.text
    name = _computed_name(term) if isinstance(term, Template) else term.column
    return "reference", name


def conditional(rule: Rule) -> str | None:
    """Return the name of the computed column that holds a rule's object only where its condition holds."""
    return "_".join(rule.where) if rule.where else None


def _single(table: str) -> Iterator[str]:
    return (name for name, c in SCHEMAS[table].items() if name not in ORIGIN and not isinstance(c.dtype, pl.List))


def _lists(table: str) -> Iterator[str]:
    return (name for name, column in SCHEMAS[table].items() if isinstance(column.dtype, pl.List))


def _computed_name(template: Template) -> str:
    return template.text.replace("{", "").replace("}", "").replace("/", "_")


def _computed(table: str) -> dict[str, pl.Expr]:
    found: dict[str, pl.Expr] = {}
    for rule in (rule for rule in RULES if rule.table == table and rule.graph is None):
        for term in (rule.subject, rule.object):
            if isinstance(term, Template) and term.text.startswith("{"):
                found[_computed_name(term)] = _made(term)
        name = conditional(rule)
        if name and rule.where:
            column, word = rule.where
            found[name] = pl.when(pl.col(column).cast(TEXT) == word).then(_plain(rule.object))
    return found


def _made(template: Template) -> pl.Expr:
    (column,) = template.columns
    whole = pl.concat_str(pl.col(column), pl.lit(template.text.removeprefix(f"{{{column}}}")))
    return pl.when(*(pl.col(need).is_not_null() for need in needs_of(template))).then(whole)


def _plain(term: Term) -> pl.Expr:
    if isinstance(term, Constant):
        return pl.lit(term.iri)
    assert isinstance(term, Iri | Literal)
    return lexical(term.column)
