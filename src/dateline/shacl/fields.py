"""Lines of N-Triples cut at every `>` by Polars' reader of tables, the fastest way to subject, predicate and object.

A line of the usual spelling, one blank between the terms, has a field for each of them, so that no line is looked at
by itself. Lines of another spelling are given back, for `dateline.shacl.lines` to read. That nothing was lost on the
way is seen from the lengths: those of the fields must add up to that of the line. Whether a field is a term is asked
later, of distinct fields (`dateline.shacl.tokens`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dateline.shacl.dictionary import CODE, Dictionary

_FIELDS = pl.Schema(dict.fromkeys(("s", "p", "o", "end"), pl.String()))
_AFTER_IRI = " ."
"""What stands after an object that ends in `>`; other objects have it in their own field."""
_IRI, _BLANK = " <", " _"


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements in fields: `rows` has for each its `line`, in `s` and `p` places in the two series, and `o` itself.

    A subject stands in `subjects` once for each run of statements about it, a predicate in `predicates` once.
    """

    subjects: pl.Series
    predicates: pl.Series
    rows: pl.DataFrame


def statements(fields: pl.DataFrame) -> Statements:
    """Return what the columns `line`, `s`, `p` and `o` say; subjects have no blank before them and no dot after."""
    s = fields["s"]
    new = s.ne_missing(s.shift())
    subjects = " " + s.filter(new)
    blank = subjects.str.starts_with(_BLANK)
    if blank.any():
        subjects = (subjects + _AFTER_IRI).zip_with(blank, subjects)
    predicates = Dictionary()
    places = [(new.cum_sum() - 1).cast(CODE).alias("s"), predicates.codes(fields["p"]).alias("p")]
    return Statements(subjects, predicates.since(0)["text"], pl.DataFrame([fields["line"], *places, fields["o"]]))


def cut(piece: bytes) -> tuple[Statements, pl.DataFrame]:
    """Return what the usual lines of a piece say, and `line` (from 1) and `text` of the others.

    Raises:
        pl.exceptions.ComputeError: the bytes are not UTF-8.
    """
    fields = _fields(piece)
    found = statements(fields)
    right, length = _judged(fields, found)
    feeds = fields.height - (not piece.endswith(b"\n"))
    if right.all() and int(length.sum()) + feeds == len(piece):
        return found, numbered_lines(b"")
    texts = numbered_lines(piece)
    if texts.height != fields.height:  # a byte order mark alone is a line to one reader and nothing to the other
        return statements(fields.clear()), texts
    right &= texts["text"].str.len_bytes() == length
    return Statements(found.subjects, found.predicates, found.rows.filter(right)), texts.filter(~right)


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
    )
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


def _judged(fields: pl.DataFrame, found: Statements) -> tuple[pl.Series, pl.Series]:
    """Tell which lines have terms that may stand where they do; and how long a line is that has no more than these.

    A line of which something was left out is longer, never shorter.
    """
    closed = fields["end"] == _AFTER_IRI
    right = closed != fields["o"].str.ends_with(_AFTER_IRI)
    blank = found.subjects.str.starts_with(_BLANK)
    subjects, predicates = blank | found.subjects.str.starts_with(_IRI), found.predicates.str.starts_with(_IRI)
    for good, places in ((subjects, found.rows["s"]), (predicates, found.rows["p"])):
        right = right if good.all() else right & good[places]
    length = 2 + 3 * closed.cast(CODE)
    for name in "spo":
        length += fields[name].str.len_bytes()
    return right, length - blank[found.rows["s"]].cast(CODE) if blank.any() else length
