"""Answers that are measured while they are written: bytes against the limit at once, rows when all is there.

The engine writes whole answers and counts nothing, so rows are counted in what it wrote. Every format has at least
one byte for a row, which spares the count for all short answers.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TypeVar

from dateline.errors import RequestRefused
from dateline.web.settings import MEBIBYTE, Limits

INLINE = MEBIBYTE
"""Answers up to this many bytes go through the pipe, longer ones through a file."""

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')

T = TypeVar("T")


class Measured(io.RawIOBase):
    """A stream that refuses to grow beyond the limit and moves to a file when it is long."""

    def __init__(self, limits: Limits, spool: str) -> None:
        super().__init__()
        self._spool = spool
        self._left = limits.answer_mb * MEBIBYTE
        self._limit = limits.answer_mb
        self._out: BinaryIO = io.BytesIO()
        self.file: str | None = None

    def writable(self) -> bool:
        """Say that the stream can be written to."""
        return True

    def write(self, data: object) -> int:
        """Add bytes.

        Raises:
            RequestRefused: the answer is longer than the limit.
        """
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._left -= len(view)
        if self._left < 0:
            raise RequestRefused(
                "answer-too-large",
                f"The answer is longer than {self._limit} MB, the limit of this server. Ask for fewer rows or "
                "columns, with LIMIT and OFFSET in pieces.",
            )
        self._out.write(view)
        if self.file is None and self._out.tell() > INLINE:
            self._move_to_file()
        return len(view)

    def content(self) -> bytes:
        """Return all that was written."""
        self._out.seek(0)
        return self._out.read()

    def discard(self) -> None:
        """Remove the file, where there is one."""
        self._out.close()
        if self.file is not None:
            os.unlink(self.file)
            self.file = None

    def finish(self) -> tuple[bytes, str | None]:
        """Return the body, or nothing and the path of the file that holds it."""
        if self.file is None:
            return self.content(), None
        self._out.close()
        return b"", self.file

    def _move_to_file(self) -> None:
        kept = self.content()
        handle, self.file = tempfile.mkstemp(prefix=spool_prefix(os.getpid()), dir=self._spool)
        self._out = os.fdopen(handle, "w+b")
        self._out.write(kept)


def spool_prefix(process: int) -> str:
    """Return how the names of the files begin that a process writes answers to."""
    return f"{process}-"


def counted(items: Iterable[T], limits: Limits) -> Iterator[T]:
    """Yield the items as long as they are within the limit of rows.

    Raises:
        RequestRefused: there is one more.
    """
    for number, item in enumerate(items):
        if number >= limits.rows:
            raise _too_many(limits)
        yield item


def refuse_rows(content: bytes, format_name: str, limits: Limits) -> None:
    """Refuse an answer that was written in one of the W3C formats for query results and has too many rows.

    Raises:
        RequestRefused: it has.
    """
    if format_name == "json" and content.count(b"},{") < limits.rows:
        return  # strings can only add to what stands between rows
    if len(content) > limits.rows and rows_of(content, format_name) > limits.rows:
        raise _too_many(limits)


def rows_of(content: bytes, format_name: str) -> int:
    """Count the rows of an answer as Oxigraph writes them: `json`, `xml`, `csv` or `tsv`."""
    if format_name == "xml":
        return content.count(b"<result>") + content.count(b"<result/>")
    if format_name == "tsv":
        return content.count(b"\n") - 1
    if format_name == "csv":
        # Quotes inside quotes are doubled, so every second piece between quotes is outside of them.
        return sum(piece.count(b"\r\n") for piece in content.split(b'"')[::2]) - 1
    # Without its strings, `},{` stands between rows and nowhere else: values of a row are parted by `},:{`.
    frame = _STRING.sub(b"", content)
    return 0 if b"[]}}" in frame else frame.count(b"},{") + 1


def _too_many(limits: Limits) -> RequestRefused:
    return RequestRefused(
        "too-many-rows",
        f"The answer has more than {limits.rows:,} rows, the limit of this server, and nothing is cut off in silence. "
        "Fetch it in pieces, with ORDER BY, LIMIT and OFFSET.",
    )
