"""N-Triples and N-Quads by columns: pieces of a document into codes, without a loop over its lines.

Three steps, each on another piece at the same time: lines are cut into fields (`dateline.shacl.fields`), fields get
numbers (`dateline.shacl.collection`), and those that are new are tested and made into terms (`dateline.shacl.tokens`).
Lines that do not fit are read by themselves (`dateline.shacl.lines`).
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import BinaryIO, TypeVar

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.shacl import lines
from dateline.shacl.collection import Collection, Piece, tested
from dateline.shacl.fields import cut, numbered_lines, statements
from dateline.shacl.graph import Graph
from dateline.shacl.lines import Scan

PIECE = 8 << 20
"""Bytes of a file that are worked on at once; a longer line makes a longer piece."""
_AHEAD = 2
"""Pieces that are worked on while another one is waited for, in each step."""
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def scan(pieces: Iterable[bytes | pl.Series], how: Scan) -> Graph:
    """Return the graph of pieces of a document, each of whole lines.

    Raises:
        InvalidData: lines that are not of the syntax; it names the first of them.
    """
    found = Collection(how)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, 8)) as pool:
        numbered = map(found.number, _ahead(pool, partial(_read, how=how), pieces))
        for piece in _ahead(pool, tested, numbered):
            found.add(piece)
    return found.graph()


def pieces_of(stream: BinaryIO, size: int = PIECE) -> Iterator[bytes]:
    """Cut a stream into pieces of whole lines of about `size` bytes."""
    while piece := stream.read(size):
        yield piece if piece.endswith(b"\n") else piece + stream.readline()


def _ahead(pool: Executor, work: Callable[[_Given], _Made], items: Iterable[_Given]) -> Iterator[_Made]:
    """Yield what becomes of items, in order, while a few of the next ones are worked on."""
    waiting: deque[Future[_Made]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _read(piece: bytes | pl.Series, how: Scan) -> Piece:
    if isinstance(piece, pl.Series):
        return _piece(None, piece.to_frame("text").with_row_index("line", offset=1), how)
    try:
        return _piece(None, numbered_lines(_unix(piece)), how) if how.quads else _cut(piece, how)
    except pl.exceptions.ComputeError:
        return Piece(problems=[_not_utf8(_unix(piece), how)])


def _cut(piece: bytes, how: Scan) -> Piece:
    usual, rest = cut(piece)
    if rest.height and b"\r" in piece:
        piece = _unix(piece)
        usual, rest = cut(piece)
    return replace(_piece(piece, rest, how), cut=usual, height=usual.rows.height + rest.height)


def _piece(source: bytes | None, rest: pl.DataFrame, how: Scan) -> Piece:
    parsed, problems = lines.read(rest, how)
    return Piece(source, None, statements(parsed) if parsed.height else None, rest.height, problems)


def _unix(piece: bytes) -> bytes:
    return piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in piece else piece


def _not_utf8(piece: bytes, how: Scan) -> Diagnostic:
    try:
        piece.decode()
        start = 0
    except UnicodeDecodeError as error:
        start = error.start
    line, column = piece.count(b"\n", 0, start) + 1, start - piece.rfind(b"\n", 0, start)
    reason = "The RDF cannot be read: these bytes are not UTF-8."
    return Diagnostic(Severity.ERROR, "E102", reason, how.file, line, column, "Save the file in UTF-8.")
