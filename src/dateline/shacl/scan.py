"""N-Triples and N-Quads by columns: lines into tokens, tokens into codes, without a loop over the lines.

The usual spellings, one blank or tab between the terms, are split and tested by Polars; a line of any other spelling
goes to Oxigraph's parser alone, which accepts or refuses it. So the two never differ, and the columns are only
faster. Pieces of a file are worked on at the same time, and only codes are kept of them.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import BinaryIO

import polars as pl
import pyoxigraph as ox

from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InvalidData
from dateline.shacl import tokens
from dateline.shacl.graph import LINES, TRIPLES, Graph, Kind, distinct

PIECE = 8 << 20
"""Bytes of a file that are worked on at once; a longer line makes a longer piece."""
_MOST_PROBLEMS = 20
_SPELLINGS = ((" ", " ."), ("\t", "\t."), ("\t", " ."), (" ", "."))
"""Between the terms, and after them."""
_RANDOM_LABEL = "^[0-9a-f]{20,32}$"
"""What Oxigraph calls blank nodes that a document gives no label."""
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


@dataclass(frozen=True, slots=True)
class _Piece:
    codes: pl.DataFrame
    height: int
    problems: list[Diagnostic]


class _Dictionary:
    """Numbers for distinct tokens, counted from 0; safe to use from several threads."""

    def __init__(self) -> None:
        self._type = pl.Categorical(pl.Categories.random())
        self._keep = pl.Series([], dtype=self._type)

    def codes(self, found: pl.Series) -> pl.Series:
        """Return the numbers of tokens, new ones for those not seen before."""
        return found.cast(self._type).to_physical()

    def tokens(self, codes: pl.Series) -> pl.Series:
        """Return the tokens of some codes, in their order."""
        return codes.to_frame("code").select(pl.col("code").cat.to(self._type).cast(pl.String)).to_series()


def scan(pieces: Iterable[bytes | pl.Series], how: Scan) -> Graph:
    """Return the graph of pieces of a document, each of whole lines.

    Raises:
        InvalidData: lines that are not of the syntax; it names the first of them.
    """
    dictionary = _Dictionary()
    found, height = [], 0
    for piece in _in_parallel(pieces, dictionary, how):
        if piece.problems:
            raise InvalidData([_moved(one, height) for one in piece.problems])
        found.append(piece.codes.with_columns(pl.col("line") + height) if how.keep_lines else piece.codes)
        height += piece.height
    codes = pl.concat(found) if found else pl.DataFrame(schema=LINES if how.keep_lines else TRIPLES)
    return _graph(codes, dictionary, how)


def pieces_of(stream: BinaryIO, size: int = PIECE) -> Iterator[bytes]:
    """Cut a stream into pieces of whole lines of about `size` bytes."""
    rest: list[bytes] = []
    while block := stream.read(size):
        end = block.rfind(b"\n") + 1
        if end:
            yield b"".join((*rest, block[:end]))
            rest = []
        rest.append(block[end:])
    if last := b"".join(rest):
        yield last


def _in_parallel(pieces: Iterable[bytes | pl.Series], dictionary: _Dictionary, how: Scan) -> Iterator[_Piece]:
    """Work on pieces in as many threads as there are cores, never holding more than a few, and give them in order."""
    cores = min(os.cpu_count() or 1, 8)
    waiting: deque[Future[_Piece]] = deque()
    with ThreadPoolExecutor(cores) as pool:
        for piece in pieces:
            waiting.append(pool.submit(_read, piece, dictionary, how))
            if len(waiting) > cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _read(piece: bytes | pl.Series, dictionary: _Dictionary, how: Scan) -> _Piece:
    if isinstance(piece, bytes):
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        try:
            texts = pl.read_lines(piece).to_series()
        except pl.exceptions.ComputeError:
            return _Piece(pl.DataFrame(), 0, [_not_utf8(piece, how)])
    else:
        texts = piece
    lines = texts.alias("text").to_frame().with_row_index("line", offset=1)
    return _Piece(*_tokens(lines, dictionary, how))


def _tokens(lines: pl.DataFrame, dictionary: _Dictionary, how: Scan) -> tuple[pl.DataFrame, int, list[Diagnostic]]:
    done, rest = [], lines
    for between, end in _SPELLINGS:
        if rest.height:
            good, rest = _split(rest, between, end, how)
            done.append(good)
    slow, problems = _parse_each(rest, how)
    if slow.height:
        done.append(slow)
    found = pl.concat(done) if done else slow
    return _encode(found, dictionary, how), lines.height, problems


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
    return split.select("line", "s", "p", "o")


def _parse_each(lines: pl.DataFrame, how: Scan) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Have each line parsed by itself: comments, blank lines, unusual spellings and faults."""
    rows, problems = [], []
    for line, text in lines.select("line", "text").iter_rows():
        try:
            rows += [(line, *spelled) for quad in _parse(text, how) if (spelled := _spelled(quad, how))]
        except (SyntaxError, ValueError) as error:
            problems.append(_problem(error, line, how))
            if len(problems) == _MOST_PROBLEMS:
                break
    schema = {"line": pl.UInt32(), "s": pl.String(), "p": pl.String(), "o": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row"), problems


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


def _encode(found: pl.DataFrame, dictionary: _Dictionary, how: Scan) -> pl.DataFrame:
    s = found["s"]
    first = s.ne_missing(s.shift())
    codes = pl.DataFrame(
        {
            "s": dictionary.codes(s.filter(first)).gather(first.cast(pl.UInt32).cum_sum() - 1),
            "p": dictionary.codes(found["p"]),
            "o": dictionary.codes(found["o"]),
        }
    )
    return codes.with_columns(found["line"]) if how.keep_lines else codes


def _graph(codes: pl.DataFrame, dictionary: _Dictionary, how: Scan) -> Graph:
    height = codes.select(pl.max_horizontal(pl.col("s", "p", "o").max())).item() + 1 if codes.height else 0
    terms, place = tokens.terms_of(dictionary.tokens(pl.int_range(height, dtype=pl.UInt32, eager=True)))
    codes = codes.with_columns(place.gather(codes[name]).alias(name) for name in "spo")
    if how.rename:
        terms = _renamed(terms, codes)
    if how.keep_lines:
        lines = codes.group_by("s", "p", "o").agg(pl.col("line").min())
        return Graph(lines.select("s", "p", "o"), terms, lines=lines, file=how.file)
    return Graph(distinct(codes, terms.height), terms, file=how.file)


def _renamed(terms: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Number the blank nodes that the parser labeled at random, so that a document always gives the same graph."""
    blank = terms["kind"] == int(Kind.BLANK)
    random = blank & terms["text"].str.contains(_RANDOM_LABEL)
    if not random.any():
        return terms
    ends = pl.concat([codes.select(code=name).with_row_index("at") for name in ("s", "o")])
    first = ends.filter(random.gather(ends["code"])).group_by("code").agg(pl.col("at").min())
    known, prefix = terms["text"].filter(blank & ~random), "b"
    while known.str.starts_with(prefix).any():
        prefix += "_"
    numbered = first.sort("at", "code").with_row_index("number")
    text = terms["text"].clone()
    text[numbered["code"]] = numbered.select(pl.format("{}{}", pl.lit(prefix), "number")).to_series()
    return terms.with_columns(text)


def _problem(error: Exception, line: int, how: Scan) -> Diagnostic:
    column = getattr(error, "offset", None) or 1
    reason = str(getattr(error, "msg", None) or error).rpartition(": ")[2].rstrip(".")
    return Diagnostic(Severity.ERROR, "E102", f"The RDF cannot be read: {reason}.", how.file, line, column, _HINT)


def _not_utf8(piece: bytes, how: Scan) -> Diagnostic:
    try:
        piece.decode()
        start = 0
    except UnicodeDecodeError as error:
        start = error.start
    line, column = piece.count(b"\n", 0, start) + 1, start - piece.rfind(b"\n", 0, start)
    reason = "The RDF cannot be read: these bytes are not UTF-8."
    return Diagnostic(Severity.ERROR, "E102", reason, how.file, line, column, "Save the file in UTF-8.")


def _moved(problem: Diagnostic, lines: int) -> Diagnostic:
    return replace(problem, line=problem.line + lines)
