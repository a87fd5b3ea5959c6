"""The rows of a table as lines of N-Triples or N-Quads: one text a row, by one Polars expression for all rows.

The expression is fitted to the rows at hand: a rule whose columns are empty is left out, a column that is the same in
all rows becomes part of the fixed text, a list of at most one member is read as a single value, and a rule that every
row obeys is laid out flat among its neighbors. What is written is the same for any division of the rows into batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import polars as pl

from dateline.mapping.rules import RULES, STRING, Constant, Iri, Literal, Node, Rule, Template, Term, needs_of
from dateline.mapping.spelling import check, dtype_of, escaped, lexical, once_each
from dateline.tables import TEXT

Piece: TypeAlias = "str | pl.Expr"


@dataclass(frozen=True, slots=True)
class _Cell:
    """What one column puts into the lines of some rows: a text that all rows share, or an expression.

    `is_full` tells whether every row has a value; `is_list` whether a row may have several.
    """

    piece: Piece
    is_full: bool = True
    is_list: bool = False


_Cells: TypeAlias = "Mapping[tuple[str, bool], _Cell]"
"""The cells by column and by whether they are literals; a column without any value has none."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of some rows, made when they are asked for, so that not all need to stand in memory."""

    height: int
    _columns: pl.DataFrame
    _text: pl.Expr | str

    def of(self, start: int, stop: int) -> pl.Series:
        """Return the lines of the rows from `start` to before `stop`, one text a row."""
        if isinstance(self._text, str):
            return pl.repeat(self._text, stop - start, dtype=TEXT, eager=True).alias("lines")
        return self._columns[start:stop].select(self._text.alias("lines")).to_series()


def lines_of(table: str, data: pl.DataFrame, *, graphs: bool, base: str) -> Lines:
    """Return the lines of a table's rows, which somebody has checked, as the mapping of a dataset does.

    With `graphs` the lines of named graphs come along; `base` is the IRI that constant graphs are named under.
    """
    rules = [rule for rule in RULES if rule.table == table and (graphs or rule.graph is None)] if data.height else []
    columns, cells = _cells(rules, data)
    pieces = [piece for rule in rules for piece in _of_rule(rule, cells, base)]
    if all(isinstance(piece, str) for piece in pieces):
        return Lines(data.height, columns, "".join(map(str, pieces)))
    return Lines(data.height, columns, _joined(pieces, ignore_nulls=True))


def row_lines(table: str, data: pl.DataFrame, *, graphs: bool, base: str) -> pl.Series:
    """Return the lines of each row as one text, every line with its line end, in the order of the rules.

    Raises:
        ValueError: a column that makes IRIs holds something else; the message names table, column and value.
    """
    check(table, data)
    return lines_of(table, data, graphs=graphs, base=base).of(0, data.height)


def _cells(rules: list[Rule], data: pl.DataFrame) -> tuple[pl.DataFrame, _Cells]:
    """Spell the columns that the rules name: a frame of texts, and what each puts into the lines."""
    uses = dict.fromkeys(use for rule in rules for use in _uses(rule))
    flat = _flat(data, sorted({column for column, _ in uses}))
    texts: list[pl.Series] = []
    cells: dict[tuple[str, bool], _Cell] = {}
    for column, literal in uses:
        if column in flat.columns:
            name = f'"{column}' if literal else column
            values = _spelled(flat[column], literal=literal).alias(name)
            texts.append(values)
            cells[column, literal] = _cell(values, name)
    return pl.DataFrame(texts), cells


def _flat(data: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The named columns that have values; lists of at most one member as that member, empty ones as null."""
    lists = [name for name in names if isinstance(data.schema[name], pl.List)]
    longest = data.select(pl.col(lists).list.len().max()).row(0, named=True) if lists else {}
    kept = [
        pl.col(name).list.first() if longest.get(name) == 1 else pl.col(name)
        for name in names
        if (longest[name] if name in longest else data[name].null_count() < data.height)
    ]
    return data.select(kept)


def _uses(rule: Rule) -> Iterator[tuple[str, bool]]:
    """Yield the columns that a rule needs, each with whether it is a literal."""
    for term in (rule.subject, rule.predicate, rule.object, rule.graph):
        if isinstance(term, Literal):
            yield term.column, True
            if term.language:
                yield term.language, False
        elif term is not None:
            yield from ((column, False) for column in needs_of(term))
    if rule.where:
        yield rule.where[0], False


def _spelled(values: pl.Series, *, literal: bool) -> pl.Series:
    """Return a column as texts or lists of texts, as they stand in a line."""
    column = values.name
    if dtype_of(column) == TEXT:
        return escaped(values) if literal else values
    if isinstance(values.dtype, pl.List):
        return values.list.eval(lexical(column, pl.element()))
    return once_each(values, lambda some: some.to_frame().select(lexical(column)).to_series())


def _cell(values: pl.Series, name: str) -> _Cell:
    is_full = not values.null_count()
    if isinstance(values.dtype, pl.List):
        return _Cell(pl.col(name), is_full=False, is_list=True)
    first = values[0]
    if is_full and first == values[-1] and (values == first).all():
        return _Cell(str(first))
    return _Cell(pl.col(name), is_full=is_full)


def _of_rule(rule: Rule, cells: _Cells, base: str) -> list[Piece]:
    """The pieces that a rule adds to the text of a row: none, flat ones, or one that is null where it does not hold."""
    uses = list(_uses(rule))
    if any(use not in cells for use in uses):
        return []
    conditions = []
    if rule.where:
        column, wanted = rule.where
        found = cells[column, False].piece
        if isinstance(found, str) and found != wanted:
            return []
        conditions = [] if isinstance(found, str) else [found == wanted]
    start: list[Piece] = [*_node(rule.subject, cells), " ", *_node(rule.predicate, cells), " "]
    end: list[Piece] = [" .\n"] if rule.graph is None else [" ", *_graph(rule.graph, cells, base), " .\n"]
    each = cells.get((rule.each, isinstance(rule.object, Literal))) if rule.each else None
    if each is not None and each.is_list:
        return [_for_each(rule, each, start, end)]
    pieces = [*start, *_term(rule.object, cells), *end]
    conditions += [_text(cells[use].piece).is_not_null() for use in _only_needed(rule) if not cells[use].is_full]
    if all(cells[use].is_full for use in uses) and not conditions:
        return pieces
    return [_where(conditions, _joined(pieces))]


def _only_needed(rule: Rule) -> list[tuple[str, bool]]:
    """The columns without which a rule says nothing although they are no part of its line."""
    terms = (rule.subject, rule.object)
    return [(column, False) for term in terms if isinstance(term, Template) for column in term.needs]


def _for_each(rule: Rule, each: _Cell, start: list[Piece], end: list[Piece]) -> pl.Expr:
    """One line for each member of a list column, in one text."""
    members = _text(each.piece).list.eval(_joined(_member(rule.object)))
    between = _joined([*end, *start])
    return pl.when(_text(each.piece).list.len() > 0).then(
        pl.concat_str(_joined(start), members.list.join(between), _joined(end))
    )


def _member(term: Term) -> list[Piece]:
    if isinstance(term, Literal):
        return ['"', pl.element(), _literal_end(term)]
    if isinstance(term, Template):
        before, _, after = term.text.partition(f"{{{term.columns[0]}}}")
        return [f"<{before}", pl.element(), f"{after}>"]
    return ["<", pl.element(), ">"]


def _term(term: Term, cells: _Cells) -> list[Piece]:
    if not isinstance(term, Literal):
        return _node(term, cells)
    value = cells[term.column, True].piece
    if term.language:
        return ['"', value, '"@', cells[term.language, False].piece]
    return ['"', value, _literal_end(term)]


def _literal_end(term: Literal) -> str:
    return '"' if term.datatype == STRING else f'"^^<{term.datatype}>'


def _node(node: Node, cells: _Cells) -> list[Piece]:
    if isinstance(node, Constant):
        return [f"<{node.iri}>"]
    if isinstance(node, Iri):
        return ["<", cells[node.column, False].piece, ">"]
    pieces: list[Piece] = ["<"]
    rest = node.text
    for column in node.columns:
        before, _, rest = rest.partition(f"{{{column}}}")
        pieces += [before, cells[column, False].piece]
    return [*pieces, f"{rest}>"]


def _graph(graph: Node, cells: _Cells, base: str) -> list[Piece]:
    return [f"<{base}{graph.iri}>"] if isinstance(graph, Constant) else _node(graph, cells)


def _joined(pieces: list[Piece], *, ignore_nulls: bool = False) -> pl.Expr:
    """Concatenate pieces, neighboring texts as one."""
    merged: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return pl.concat_str([_text(piece) for piece in merged], ignore_nulls=ignore_nulls)


def _text(piece: Piece) -> pl.Expr:
    return pl.lit(piece) if isinstance(piece, str) else piece


def _where(conditions: list[pl.Expr], text: pl.Expr) -> pl.Expr:
    """The text where all conditions hold; elsewhere, and where a part of it has no value, null."""
    return pl.when(reduce(lambda one, other: one & other, conditions)).then(text) if conditions else text
