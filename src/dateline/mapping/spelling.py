"""How the values of table columns are spelled in N-Triples, and what may stand in an IRI, a word or a language tag.

Literals are escaped as canonical N-Triples has it (https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples). IRIs and
the words that go into IRIs are checked, so that no text from outside can end a term early. Everything is done on whole
columns; a column of few distinct values is looked at once a value. Knows the rules, no lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, reduce

import polars as pl

from dateline.mapping.buffers import SHORT, chunks_of
from dateline.mapping.rules import RULES, Iri, Literal, Rule, Template, columns_of
from dateline.shacl.coding import CODE, numbered_few
from dateline.tables import SCHEMAS, TEXT

IRI_PATTERN = r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f]*$"
WORD_PATTERN = r"^[\w.~\-]+$"
LANGUAGE_PATTERN = r"^[a-z]{1,8}(-[a-z0-9]{1,8})*$"

_CONTROLS = [chr(code) for code in (*range(0x20), 0x7F)]
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_ESCAPES = {"\\": "\\\\", '"': '\\"'} | {c: _SHORT.get(c, f"\\u{ord(c):04X}") for c in _CONTROLS}
_USUAL = ("\\", '"')
"""The characters of common texts that need an escape, the one that escapes first."""
_IS_CONTROL = (pl.col("") < 0x20) | (pl.col("") == 0x7F)
"""Of a byte: that it is one of them."""
_SAMPLE = 1000
_WIDEST = 4_000_000
"""The most days, or numbers, between the least and the greatest of a column that are told apart by a table."""


def lexical(column: str, value: pl.Expr | None = None) -> pl.Expr:
    """Return the expression for the lexical form of a column of any table, unescaped.

    `value` stands in for the column where members of a list are meant.
    """
    dtype = dtype_of(column)
    item = pl.col(column) if value is None else value
    if dtype == pl.Date:
        return item.dt.to_string("%Y-%m-%d")
    if isinstance(dtype, pl.Decimal):
        return item.cast(TEXT).str.strip_chars_end("0").str.strip_chars_end(".")
    return item.cast(TEXT)


def once_each(values: pl.Series, make: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Return what `make` gives for a column; null stays null.

    It is asked once for each of values that are few, and of days or whole numbers that lie close together.
    """
    height = values.len()
    if values.null_count() == height:
        return pl.repeat(None, height, dtype=make(values.clear()).dtype, eager=True)
    if values.dtype == TEXT:
        if not are_few(values):
            return make(values)
        places, few = numbered_few(values)
        return make(few.alias(values.name)).gather(places)
    if isinstance(values.dtype, pl.Decimal):
        present = values.unique()
        return values.replace_strict(present, make(present)) if 2 * present.len() < height else make(values)
    if not values.null_count() and values.min() == values.max():
        return make(values.head(1)).new_from_index(0, height)
    return _by_place(values, make) if values.dtype in (pl.Date, pl.Int64) else make(values)


def _by_place(values: pl.Series, make: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Do the same with days or whole numbers, by a table from the least to the greatest, if that is not too wide."""
    numbers = values.to_physical()
    low, high = numbers.min(), numbers.max()
    if not isinstance(low, int) or not isinstance(high, int) or high - low > min(_WIDEST, 4 * values.len()):
        return make(values)
    at = (numbers - low).cast(CODE)
    there = pl.Series([False]).new_from_index(0, high - low + 1).scatter(at.drop_nulls(), True)
    present = (there.arg_true().cast(pl.Int64) + low).cast(numbers.dtype).cast(values.dtype)
    places = there.cum_sum().cast(CODE) - 1
    return make(present.alias(values.name)).rechunk().gather(places.gather(at))


@lru_cache(maxsize=128)
def dtype_of(column: str) -> pl.DataType:
    """Return the type of a column of any table, that of its members where it holds lists."""
    dtype = next(schema[column].dtype for schema in SCHEMAS.values() if column in schema)
    return dtype.inner if isinstance(dtype, pl.List) else dtype  # type: ignore[return-value]


def escaped(texts: pl.Series) -> pl.Series:
    """Return texts, or lists of texts, as they stand between the quotes of a literal."""
    is_list = isinstance(texts.dtype, pl.List)
    needed = _escapes_of(distinct(texts.explode() if is_list else texts))
    if not needed:
        return texts
    if is_list:
        return texts.list.eval(_replaced(pl.element(), needed))
    return texts.to_frame().select(_replaced(pl.col(texts.name), needed)).to_series()


def _escapes_of(texts: pl.Series) -> Mapping[str, str]:
    """Return the escapes that texts may need; the bytes of long ones are looked at all at once."""
    sizes, chunks = texts.str.len_bytes(), chunks_of(texts)
    short = texts.filter(sizes <= SHORT)
    if sum(chunk.size for chunk in chunks) > 2 * sizes.sum():  # the buffers are those of a larger column
        short, chunks = texts, []
    if short.str.contains_any(_CONTROLS).any() or any(chunk.any(_IS_CONTROL) for chunk in chunks):
        return _ESCAPES
    return {
        one: _ESCAPES[one]
        for one in _USUAL
        if short.str.contains(one, literal=True).any() or any(chunk.any(pl.col("") == ord(one)) for chunk in chunks)
    }


def _replaced(text: pl.Expr, needed: Mapping[str, str]) -> pl.Expr:
    """Replace characters by their escapes; a few, one after the other, take a third of the time of many at once."""
    if len(needed) > len(_USUAL):
        return text.str.replace_many(dict(needed))
    return reduce(lambda one, pair: one.str.replace_all(*pair, literal=True), needed.items(), text)


def distinct(values: pl.Series) -> pl.Series:
    """Return the values, or the distinct ones where a look at the first rows says that they are few."""
    return values.unique() if are_few(values) else values


def are_few(values: pl.Series) -> bool:
    """Tell whether the distinct values are few, by a look at the first rows."""
    first = values.head(_SAMPLE)
    return 2 * first.n_unique() < first.len()


def check(table: str, data: pl.DataFrame) -> None:
    """Check every column of a table that goes into IRIs or language tags.

    Raises:
        ValueError: a value that may not stand there; the message names table, column and value.
    """
    for column, pattern in patterns(table).items():
        values = data[column]
        if isinstance(values.dtype, pl.List):
            values = values.filter(values.list.len() > 0).explode()
        if values.null_count() == values.len():
            continue
        known = distinct(values.drop_nulls())
        if not known.str.contains(pattern).all():
            bad = known.filter(~known.str.contains(pattern))
            raise ValueError(f"table {table}, column {column}: {bad[0]!r} cannot stand in an IRI or language tag")
    if "label" in data.columns and (data["label"].is_not_null() & data["label_lang"].is_null()).any():
        raise ValueError(f"table {table}: a label has no label_lang; write 'und' where the language is not known")


@lru_cache(maxsize=16)
def patterns(table: str) -> dict[str, str]:
    """Return the columns of a table that go into IRIs or language tags, each with what it must match."""
    found: dict[str, str] = {}
    for rule in (rule for rule in RULES if rule.table == table):
        for term in _terms(rule):
            if isinstance(term, Literal) and term.language:
                found[term.language] = LANGUAGE_PATTERN
            if isinstance(term, Iri):
                found[term.column] = IRI_PATTERN
            if isinstance(term, Template):
                words = [column for column in columns_of(term) if not term.text.startswith(f"{{{column}}}")]
                found |= dict.fromkeys(words, WORD_PATTERN)
    return found


def _terms(rule: Rule) -> tuple[object, ...]:
    return (rule.subject, rule.predicate, rule.object, rule.graph)
