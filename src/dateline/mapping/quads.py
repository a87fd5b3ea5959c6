"""Tables to N-Triples and N-Quads, by Polars expressions made from the rules: no row is looped over in Python.

Each row becomes one text of several lines; a column without a value drops its line. Literals are escaped as
canonical N-Triples has it (https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples); IRIs and the words that go
into IRIs are checked, so that no text from outside can end a term early.
"""

from __future__ import annotations

from functools import lru_cache, reduce

import polars as pl

from dateline.mapping.rules import (
    RULES,
    STRING,
    Constant,
    Iri,
    Literal,
    Node,
    Rule,
    Template,
    Term,
    columns_of,
    needs_of,
)
from dateline.tables import SCHEMAS, TEXT, Tables

IRI_PATTERN = r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f]*$"
WORD_PATTERN = r"^[\w.~\-]+$"
LANGUAGE_PATTERN = r"^[a-z]{1,8}(-[a-z0-9]{1,8})*$"

_CONTROLS = [chr(code) for code in (*range(0x20), 0x7F)]
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_ESCAPES = {"\\": "\\\\", '"': '\\"'} | {c: _SHORT.get(c, f"\\u{ord(c):04X}") for c in _CONTROLS}


def lines(tables: Tables, *, graphs: bool = False) -> list[str]:
    """Return the graph of the tables as sorted, distinct N-Quads lines without their line ends.

    With `graphs` the triples of named graphs come along; else all lines are N-Triples of the default graph.

    Raises:
        ValueError: a column that makes IRIs holds something else; the message names table, column and value.
    """
    base = min(tables.timelines["base"].to_list(), default="urn:dateline:")
    found = []
    for name, data in tables.frames().items():
        if data.height:
            _check(name, data)
            texts = data.lazy().select(row_text(name, graphs=graphs, base=base)).collect().to_series()
            found.append(texts.drop_nulls().str.split("\n").explode())
    if not found:
        return []
    everything: list[str] = pl.concat(found).unique().sort().to_list()
    return everything


def nquads(tables: Tables, *, graphs: bool = False) -> bytes:
    """Return the graph of the tables as an N-Quads document in UTF-8, sorted, without duplicates."""
    return "".join(f"{line}\n" for line in lines(tables, graphs=graphs)).encode()


@lru_cache(maxsize=64)
def row_text(table: str, *, graphs: bool, base: str) -> pl.Expr:
    """Return the expression that turns a row of one table into its lines, joined by line ends."""
    rules = [rule for rule in RULES if rule.table == table and (graphs or rule.graph is None)]
    texts = [_rule_text(rule, base) for rule in rules]
    return pl.concat_str(texts, separator="\n", ignore_nulls=True).replace("", None).alias("lines")


def lexical(column: str, value: pl.Expr | None = None) -> pl.Expr:
    """Return the expression for the lexical form of a column of any table, unescaped.

    `value` stands in for the column where members of a list are meant.
    """
    dtype = _dtype(column)
    item = pl.col(column) if value is None else value
    if dtype == pl.Date:
        return item.dt.to_string("%Y-%m-%d")
    if isinstance(dtype, pl.Decimal):
        return item.cast(TEXT).str.strip_chars_end("0").str.strip_chars_end(".")
    return item.cast(TEXT)


def _dtype(column: str) -> pl.DataType:
    dtype = next(schema[column].dtype for schema in SCHEMAS.values() if column in schema)
    return dtype.inner if isinstance(dtype, pl.List) else dtype  # type: ignore[return-value]


def _rule_text(rule: Rule, base: str) -> pl.Expr:
    """One line for a row, or one a member of the list that the rule takes apart, joined by line ends."""
    start = pl.concat_str(_node(rule.subject), pl.lit(" "), _node(rule.predicate), pl.lit(" "))
    end = pl.lit(" .") if rule.graph is None else pl.concat_str(pl.lit(" "), _graph(rule.graph, base), pl.lit(" ."))
    if rule.each:
        members = pl.col(rule.each).list.eval(_term(rule.object, pl.element()))
        joined = members.list.join(pl.concat_str(end, pl.lit("\n"), start))
        whole = pl.when(pl.col(rule.each).list.len() > 0).then(pl.concat_str(start, joined, end))
    else:
        whole = pl.when(_present(rule)).then(pl.concat_str(start, _term(rule.object), end))
    return whole


def _present(rule: Rule) -> pl.Expr:
    """Whether a row has all that the terms of the rule need, and the value that the rule asks for."""
    needed = {column for term in (rule.subject, rule.object) for column in needs_of(term)}
    tests = [pl.col(column).is_not_null() for column in sorted(needed)]
    if rule.where:
        column, wanted = rule.where
        tests.append(pl.col(column).cast(TEXT) == wanted)
    return reduce(lambda left, right: left & right, tests, pl.lit(True))


def _graph(graph: Node, base: str) -> pl.Expr:
    return pl.lit(f"<{base}{graph.iri}>") if isinstance(graph, Constant) else _node(graph)


def _term(term: Term, value: pl.Expr | None = None) -> pl.Expr:
    if not isinstance(term, Literal):
        return _node(term, value)
    text = lexical(term.column, value)
    if _dtype(term.column) == TEXT:
        text = text.str.replace_many(_ESCAPES)
    parts = [pl.lit('"'), text, pl.lit('"')]
    if term.language:
        parts += [pl.lit("@"), pl.col(term.language)]
    elif term.datatype != STRING:
        parts.append(pl.lit(f"^^<{term.datatype}>"))
    return pl.concat_str(parts)


def _node(node: Node, value: pl.Expr | None = None) -> pl.Expr:
    if isinstance(node, Constant):
        return pl.lit(f"<{node.iri}>")
    if isinstance(node, Iri):
        return pl.concat_str(pl.lit("<"), pl.col(node.column) if value is None else value, pl.lit(">"))
    columns = [pl.col(column) if value is None else value for column in node.columns]
    pattern = node.text
    for column in node.columns:
        pattern = pattern.replace(f"{{{column}}}", "{}")
    return pl.format(f"<{pattern}>", *columns)


def _check(table: str, data: pl.DataFrame) -> None:
    """Raise for the first value that may not stand in an IRI or a language tag."""
    for column, pattern in _patterns(table).items():
        values = data[column].explode() if isinstance(data.schema[column], pl.List) else data[column]
        bad = values.drop_nulls().filter(~values.drop_nulls().str.contains(pattern))
        if bad.len():
            raise ValueError(f"table {table}, column {column}: {bad[0]!r} cannot stand in an IRI or language tag")
    for text, tag in (("label", "label_lang"),):
        if text in data.columns and (data[text].is_not_null() & data[tag].is_null()).any():
            raise ValueError(f"table {table}: a {text} has no {tag}; write 'und' where the language is not known")


def _patterns(table: str) -> dict[str, str]:
    """The columns of a table that go into IRIs or language tags, each with what it must match."""
    found: dict[str, str] = {}
    for rule in (rule for rule in RULES if rule.table == table):
        for term in (rule.subject, rule.predicate, rule.object, rule.graph):
            if isinstance(term, Literal) and term.language:
                found[term.language] = LANGUAGE_PATTERN
            if isinstance(term, Iri):
                found[term.column] = IRI_PATTERN
            if isinstance(term, Template):
                word_columns = [c for c in columns_of(term) if not term.text.startswith(f"{{{c}}}")]
                found |= dict.fromkeys(word_columns, WORD_PATTERN)
    return found
