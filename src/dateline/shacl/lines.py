"""Lines of N-Triples and N-Quads into fields: those with one blank or tab between terms by columns, others alone.

A line of an unusual spelling goes to Oxigraph's parser, which accepts or refuses it. So the columns and the parser
never differ, and the columns are only faster. Knows neither files nor codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
import pyoxigraph as ox

from dateline.diagnostics import Diagnostic, Severity
from dateline.shacl import tokens

_MOST_PROBLEMS = 20
_SPELLINGS = ((" ", " ."), ("\t", "\t."), ("\t", " ."), (" ", "."))
"""Between the terms, and after them."""
FIELDS = pl.Schema({"line": pl.UInt32(), "s": pl.String(), "p": pl.String(), "o": pl.String()})
"""Of lines that are read."""
_HINT = "Correct the line, or name the file's syntax."


@dataclass(frozen=True, slots=True)
class Scan:
    """How lines are read: the file's name for messages, whether they are N-Quads, and which graph counts.

    `graph` is None for the triples of all graphs together, "" for the default graph alone, else an IRI. With
    `rename` blank nodes with random labels get new ones in the order of the document.
    """

    file: str
    quads: bool = False
    graph: str | None = None
    keep_lines: bool = False
    rename: bool = False


def read(lines: pl.DataFrame, how: Scan) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Return the fields `s`, `p` and `o` of lines (`line`, `text`), and what is wrong with those that are not right."""
    done, rest = [], lines
    for between, end in _SPELLINGS:
        if rest.height:
            good, rest = _split(rest, between, end, how)
            done.append(good)
    slow, problems = _read_each(rest, how)
    return pl.concat([*(_fields(one) for one in done), slow]), problems


def _read_each(lines: pl.DataFrame, how: Scan) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Do the same with each line by itself: comments, blank lines, unusual spellings and faults."""
    rows, problems = [], []
    for line, text in lines.select("line", "text").iter_rows():
        try:
            rows += [(line, *spelled) for quad in _parse(text, how) if (spelled := _spelled(quad, how))]
        except (SyntaxError, ValueError) as error:
            problems.append(_problem(error, line, how))
            if len(problems) == _MOST_PROBLEMS:
                break
    return _fields(pl.DataFrame(rows, schema=FIELDS, orient="row")), problems


def _fields(found: pl.DataFrame) -> pl.DataFrame:
    """Tokens as the fields of a line that is cut at every `>`."""
    return found.select("line", pl.col("s").str.strip_suffix(">"), tokens.field("p"), tokens.field("o"))


def _split(lines: pl.DataFrame, between: str, end: str, how: Scan) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split lines of one spelling into tokens; give those that are right, and the lines that remain."""
    parts = pl.col("text").str.splitn(between, 3).struct
    split = lines.select("line", s=parts.field("field_0"), p=parts.field("field_1"), o=parts.field("field_2"))
    ended = split["o"].str.ends_with(end)
    split = split.with_columns(pl.col("o").str.strip_suffix(end))
    if how.quads:
        split = _without_graph(split)
    right = (ended & _right(split)).fill_null(False)
    if right.all():
        return _chosen(split, how), lines.clear()
    return _chosen(split.filter(right), how), lines.filter(~right)


def _without_graph(split: pl.DataFrame) -> pl.DataFrame:
    """Take the graph's name from the end of the object."""
    split = split.with_columns(g=pl.col("o").str.extract(tokens.GRAPH, 1))
    rest = pl.col("o").str.strip_suffix(pl.col("g")).str.strip_chars_end(" \t")
    return split.with_columns(o=pl.when(pl.col("g").is_null()).then("o").otherwise(rest))


def _right(split: pl.DataFrame) -> pl.Series:
    s, p, o = split["s"], split["p"], split["o"]
    right = o.str.contains(tokens.OBJECT) & ~o.str.ends_with(tokens.UNTYPED)
    for column, some, pattern in (
        (s, s.filter(s.ne_missing(s.shift())), tokens.SUBJECT),
        (p, p.unique(), tokens.PREDICATE),
    ):
        wrong = some.filter(~some.str.contains(pattern))
        if wrong.len():
            right &= ~column.is_in(wrong.unique().implode())
    return right


def _chosen(split: pl.DataFrame, how: Scan) -> pl.DataFrame:
    if how.quads and how.graph is not None:
        split = split.filter(pl.col("g") == f"<{how.graph}>" if how.graph else pl.col("g").is_null())
    return split.select(FIELDS.names())


def _parse(text: str, how: Scan) -> Iterator[ox.Quad]:
    return ox.parse(text, format=ox.RdfFormat.N_QUADS if how.quads else ox.RdfFormat.N_TRIPLES)


def _spelled(quad: ox.Quad, how: Scan) -> tuple[str, str, str] | None:
    term = quad.object
    if isinstance(term, ox.Triple) or (isinstance(term, ox.Literal) and term.direction is not None):
        raise ValueError(f"{term} is of RDF 1.2, which SHACL Core does not know")
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    if how.graph is not None and graph != (how.graph and f"<{how.graph}>"):
        return None
    return str(quad.subject), str(quad.predicate), str(term)


def _problem(error: Exception, line: int, how: Scan) -> Diagnostic:
    column = getattr(error, "offset", None) or 1
    reason = str(getattr(error, "msg", None) or error).rpartition(": ")[2].rstrip(".")
    return Diagnostic(Severity.ERROR, "E102", f"The RDF cannot be read: {reason}.", how.file, line, column, _HINT)
