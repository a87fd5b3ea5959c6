"""Lines of N-Triples cut at every `>` by Polars' reader of tables, the fastest way to subject, predicate and object.

A line of the usual spelling, one blank between the terms, has a field for each of them, so that no line is looked at
by itself. That nothing was left out is seen from the lengths: those of the fields must add up to that of the line.
Lines of another spelling, or with fields that are no terms at a glance, are given back, for `dateline.shacl.lines`
to read.
"""

from __future__ import annotations

import polars as pl

from dateline.shacl import tokens
from dateline.shacl.coding import CODE, Part, numbered

_FIELDS = pl.Schema(dict.fromkeys(("s", "p", "o", "end"), pl.String()))
_END = " ."
"""What stands after an object that ends in `>`; other objects have it in their own field."""
_IRI, _BLANK = " <", " _"


def cut(piece: bytes) -> tuple[Part, pl.DataFrame]:
    """Return what the usual lines of a piece say, and `line` (from 1) and `text` of the others.

    Raises:
        pl.exceptions.ComputeError: the bytes are not UTF-8.
    """
    fields = _fields(piece)
    found = part_of(fields)
    right, length = _right(fields, found), _lengths(fields)
    if right.all() and fields.height - (not piece.endswith(b"\n")) + int(length.sum()) == len(piece):
        return found, numbered_lines(b"")
    texts = numbered_lines(piece)
    if texts.height != fields.height:  # a byte order mark alone is a line to one reader and nothing to the other
        return part_of(fields.clear()), texts
    right &= texts["text"].str.len_bytes() == length
    return part_of(fields.filter(right)), texts.filter(~right)


def part_of(fields: pl.DataFrame) -> Part:
    """Return the columns `line`, `s`, `p` and `o` in numbers; subjects have nothing before them and nothing after.

    Statements about a subject mostly follow each other, so of each run of them only the first one is looked at.
    """
    s = fields["s"]
    new = s.ne_missing(s.shift())
    subjects = " " + s.filter(new)
    blank = subjects.str.starts_with(_BLANK)
    if blank.any():
        subjects = (subjects + _END).zip_with(blank, subjects)
    numbers, texts = numbered(pl.concat([subjects, fields["p"], fields["o"]]))
    run = new.cum_sum() - 1
    places = [numbers.head(len(subjects))[run], numbers.slice(len(subjects), len(s)), numbers.tail(len(s))]
    return Part(
        texts, pl.DataFrame([*(one.alias(name) for one, name in zip(places, "spo", strict=True)), fields["line"]])
    )


def numbered_lines(piece: bytes) -> pl.DataFrame:
    """Return `line` (from 1) and `text` of all lines.

    Raises:
        pl.exceptions.ComputeError: the bytes are not UTF-8.
    """
    return pl.read_lines(piece, name="text", row_index_name="line", row_index_offset=1)


def _fields(piece: bytes) -> pl.DataFrame:
    fields = pl.read_csv(
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
    ).rechunk()
    blank = fields["s"].str.starts_with("_")
    return _moved(fields, blank) if blank.any() else fields


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


def _right(fields: pl.DataFrame, found: Part) -> pl.Series:
    """Tell which lines have terms, each where it may stand."""
    texts, rows = found.texts, found.rows
    term, iri = tokens.right(texts), texts.str.starts_with(_IRI)
    closed = texts.str.ends_with(_END)
    right = closed[rows["o"]] != (fields["end"] == _END)
    for name, good in (("s", term & (iri | texts.str.starts_with(_BLANK))), ("p", term & iri), ("o", term)):
        if not good.all():
            right &= good[rows[name]]
    return right


def _lengths(fields: pl.DataFrame) -> pl.Series:
    """How long lines are that have no more than their terms; one of which something was left out is longer."""
    length = 2 + 3 * (fields["end"] == _END).cast(CODE)
    for name in "spo":
        length += fields[name].str.len_bytes()
    blank = fields["s"].str.starts_with("_")
    return length - blank.cast(CODE) if blank.any() else length
