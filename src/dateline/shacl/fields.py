"""Lines of N-Triples cut at every `>` by Polars' reader of tables, the fastest way to subject, predicate and object.

A line of the usual spelling, one blank between the terms, has a field for each of them, so that no line is looked at
by itself. That nothing was left out is seen from the lengths: those of the fields must add up to that of the line.
Lines of another spelling, or with fields that are no terms at a glance, are given back, for `dateline.shacl.lines`
to read.
"""

from __future__ import annotations

import polars as pl

from dateline.shacl import tokens
from dateline.shacl.coding import CODE, Part, numbered, numbered_few

_FIELDS = pl.Schema(dict.fromkeys(("s", "p", "o", "end"), pl.String()))
_END = " ."
"""What stands after an object that ends in `>`; other objects have it in their own field."""
_IRI, _BLANK = " <", " _"


def cut(piece: bytes) -> tuple[Part, pl.DataFrame]:
    """Return what the usual lines of a piece say, and `line` (from 1) and `text` of the others.

    Raises:
        pl.exceptions.ComputeError: the bytes are not UTF-8.
    """
    fields = _read(piece)
    blank = fields["s"].str.starts_with("_")
    if blank.any():
        fields = _moved(fields, blank)
    closed = fields["end"] == _END
    found = part_of(fields)
    right = _right(found, closed)
    if right.all() and _total(fields, blank, closed) - (not piece.endswith(b"\n")) == len(piece):
        return found, numbered_lines(b"")
    texts = numbered_lines(piece)
    if texts.height != fields.height:  # a byte order mark alone is a line to one reader and nothing to the other
        return part_of(fields.clear()), texts
    right &= texts["text"].str.len_bytes() == _lengths(fields, blank, closed)
    return part_of(fields.filter(right)), texts.filter(~right)


def part_of(fields: pl.DataFrame) -> Part:
    """Return the columns `line`, `s`, `p` and `o` in numbers; subjects have nothing before them and nothing after.

    Statements about a subject mostly follow each other, so of each run of them only the first one is looked at.
    """
    s, height = fields["s"], fields.height
    new = s.ne_missing(s.shift())
    subjects = " " + s.filter(new)
    blank = subjects.str.starts_with(_BLANK)
    if blank.any():
        subjects = (subjects + _END).zip_with(blank, subjects)
    predicates, names = numbered_few(fields["p"])
    numbers, texts = numbered(pl.concat([subjects, names, fields["o"]]))
    subject, predicate = numbers.head(len(subjects)), numbers.slice(len(subjects), len(names))
    places = {"s": subject[new.cum_sum() - 1], "p": predicate[predicates], "o": numbers.tail(height)}
    return Part(texts, pl.DataFrame([*(one.alias(name) for name, one in places.items()), fields["line"]]))


def numbered_lines(piece: bytes) -> pl.DataFrame:
    """Return `line` (from 1) and `text` of all lines.

    Raises:
        pl.exceptions.ComputeError: the bytes are not UTF-8.
    """
    return pl.read_lines(piece, name="text", row_index_name="line", row_index_offset=1)


def _read(piece: bytes) -> pl.DataFrame:
    return pl.read_csv(
        piece,
        separator=">",
        quote_char=None,
        has_header=False,
        schema=_FIELDS,
        extra_columns="ignore",
        missing_columns="insert",
        empty_string_is_null=False,
        raise_if_empty=False,
        row_index_name="line",
        row_index_offset=1,
    )


def _moved(fields: pl.DataFrame, blank: pl.Series) -> pl.DataFrame:
    """Give a field for each term to the lines about blank nodes too, which have no `>` after them."""
    ends = pl.col("s").str.split_exact(" ", 1).struct
    moved = {
        "s": ends.field("field_0"),
        "p": pl.lit(" ") + ends.field("field_1").fill_null(""),
        "o": pl.col("p"),
        "end": pl.col("o"),
    }
    return fields.with_columns(pl.when(blank).then(one).otherwise(name).alias(name) for name, one in moved.items())


def _right(found: Part, closed: pl.Series) -> pl.Series:
    """Tell which lines have terms, each where it may stand; objects that are `closed` have ` .` in another field."""
    texts, rows = found.texts, found.rows
    term, iri = tokens.right(texts), texts.str.starts_with(_IRI)
    right = texts.str.ends_with(_END)[rows["o"]] != closed
    for name, good in (("s", term & (iri | texts.str.starts_with(_BLANK))), ("p", term & iri), ("o", term)):
        if not good.all():
            right &= good[rows[name]]
    return right


def _lengths(fields: pl.DataFrame, blank: pl.Series, closed: pl.Series) -> pl.Series:
    """How long lines are that have no more than their terms; one of which something was left out is longer."""
    length = 2 + 3 * closed.cast(CODE) - blank.cast(CODE)
    for name in "spo":
        length += fields[name].str.len_bytes()
    return length


def _total(fields: pl.DataFrame, blank: pl.Series, closed: pl.Series) -> int:
    """How long they are all together, with a line feed after each."""
    sizes = fields.select(pl.col("s", "p", "o").str.len_bytes().sum()).row(0)
    return int(sum(sizes)) + 3 * fields.height + 3 * int(closed.sum()) - int(blank.sum())
