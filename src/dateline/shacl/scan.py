"""N-Triples and N-Quads by columns: pieces of a document into codes, without a loop over its lines.

Usual lines are cut into fields (`dateline.shacl.fields`), others are read by themselves (`dateline.shacl.lines`).
Fields get numbers, first in a piece, then in all pieces together (`dateline.shacl.coding`), and distinct ones are
made into terms (`dateline.shacl.tokens`). Several pieces are worked on at the same time.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InvalidData
from dateline.shacl import lines, tokens
from dateline.shacl.coding import CODE, Part, together
from dateline.shacl.fields import cut, numbered_lines, part_of
from dateline.shacl.graph import TERMS, TRIPLES, Graph, Kind
from dateline.shacl.lines import Scan

_SMALLEST, _LARGEST, _FEWEST = 1 << 20, 16 << 20, 6
"""Bytes of a file that are worked on at once, and in how many pieces it is cut; a longer line makes a longer one."""
_WORKERS = min(2 * (os.cpu_count() or 1), 8)
"""How many pieces are worked on at the same time: more than cores, for some always wait for Python or for memory."""
_TERMS_AT_ONCE = 32_768
_RANDOM_LABEL = "^[0-9a-f]{20,32}$"
"""What Oxigraph calls blank nodes that a document gives no label."""


@dataclass(frozen=True, slots=True)
class _Piece:
    parts: tuple[Part, ...]
    height: int
    problems: list[Diagnostic]


def scan(pieces: Iterable[bytes | pl.Series], how: Scan) -> Graph:
    """Return the graph of pieces of a document, each of whole lines.

    Raises:
        InvalidData: lines that are not of the syntax; it names the first of them.
    """
    with ThreadPoolExecutor(_WORKERS) as pool:
        parts, height = [_placed(part_of(pl.DataFrame(schema=lines.FIELDS)), 0, how)], 0
        for piece in _in_parallel(pool, partial(_read, how=how), pieces):
            if piece.problems:
                raise InvalidData([_moved(one, height) for one in piece.problems])
            parts += [_placed(part, height, how) for part in piece.parts]
            height += piece.height
        return _graph(together(parts), how, pool)


def pieces_of(stream: BinaryIO, size: int | None = None) -> Iterator[bytes]:
    """Cut a stream into pieces of whole lines of about `size` bytes; without it, so that all cores have some."""
    size = size or _fitting(stream)
    while piece := stream.read(_to_line_end(stream, size)):
        yield piece if piece.endswith(b"\n") else piece + stream.readline()


def _fitting(stream: BinaryIO) -> int:
    """Return the size of pieces for what remains of a stream."""
    if not stream.seekable():
        return _LARGEST
    start = stream.tell()
    rest = stream.seek(0, os.SEEK_END) - start
    stream.seek(start)
    return min(max(rest // _FEWEST, _SMALLEST), _LARGEST)


def _to_line_end(stream: BinaryIO, size: int) -> int:
    """Return how much to read for whole lines, if the stream lets one look ahead; joining bytes costs more."""
    if not stream.seekable():
        return size
    start = stream.tell()
    stream.seek(size, os.SEEK_CUR)
    stream.readline()
    end = stream.tell()
    stream.seek(start)
    return end - start


def _in_parallel(
    pool: Executor, work: Callable[[bytes | pl.Series], _Piece], pieces: Iterable[bytes | pl.Series]
) -> Iterator[_Piece]:
    """Work on pieces in threads, never holding more than a few, and give them in order."""
    waiting: deque[Future[_Piece]] = deque()
    for piece in pieces:
        waiting.append(pool.submit(work, piece))
        if len(waiting) > _WORKERS:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _read(piece: bytes | pl.Series, how: Scan) -> _Piece:
    if isinstance(piece, pl.Series):
        return _piece(None, piece.to_frame("text").with_row_index("line", offset=1), how)
    try:
        return _piece(None, numbered_lines(_unix(piece)), how) if how.quads else _cut(piece, how)
    except pl.exceptions.ComputeError:
        problem = _not_utf8(_unix(piece), how)
        if problem is None:
            raise
        return _Piece((), 0, [problem])


def _cut(piece: bytes, how: Scan) -> _Piece:
    usual, rest = cut(piece)
    if rest.height and b"\r" in piece:
        usual, rest = cut(_unix(piece))
    return _piece(usual, rest, how)


def _piece(usual: Part | None, rest: pl.DataFrame, how: Scan) -> _Piece:
    parts = () if usual is None else (usual,)
    if not rest.height:
        return _Piece(parts, usual.rows.height if usual else 0, [])
    found, problems = lines.read(rest, how)
    height = rest.height + sum(part.rows.height for part in parts)
    return _Piece((*parts, part_of(found)), height, problems)


def _graph(found: Part, how: Scan, pool: Executor) -> Graph:
    texts, rows = found.texts, found.rows
    slices = (texts.slice(at, _TERMS_AT_ONCE) for at in range(0, len(texts) or 1, _TERMS_AT_ONCE))
    terms = pl.concat(pool.map(tokens.terms_of, slices))
    places = tokens.same(terms)
    if places is not None:
        terms = terms.filter(places.is_first_distinct())
        places = places.rank("dense").cast(CODE) - 1
        rows = rows.with_columns(places[rows[name]].alias(name) for name in "spo")
    terms = terms.select(TERMS.names())
    if how.rename:
        terms = renamed(terms, rows)
    if how.keep_lines:
        first = rows.group_by("s", "p", "o").agg(pl.col("line").min())
        return Graph(first.select(TRIPLES.names()), terms, lines=first, file=how.file)
    return Graph(rows, terms, file=how.file)


def renamed(terms: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Number the blank nodes that the parser labeled at random, so that a document always gives the same graph.

    `terms` and `codes` are as in `Graph`, the codes in the order of the document.
    """
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


def _unix(piece: bytes) -> bytes:
    return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in piece else piece


def _not_utf8(piece: bytes, how: Scan) -> Diagnostic | None:
    """Say where bytes are that are not UTF-8, if there are any."""
    try:
        piece.decode()
        return None
    except UnicodeDecodeError as error:
        start = error.start
    line, column = piece.count(b"\n", 0, start) + 1, start - piece.rfind(b"\n", 0, start)
    reason = "The RDF cannot be read: these bytes are not UTF-8."
    return Diagnostic(Severity.ERROR, "E102", reason, how.file, line, column, "Save the file in UTF-8.")


def _placed(part: Part, lines: int, how: Scan) -> Part:
    rows = part.rows
    return replace(part, rows=rows.with_columns(pl.col("line") + lines) if how.keep_lines else rows.drop("line"))


def _moved(problem: Diagnostic, lines: int) -> Diagnostic:
    return replace(problem, line=problem.line + lines)
