"""A file of a dataset as batches of raw rows, in bounded memory whatever its size or packing.

Text is cut by `cut`, typed tables are read in slices. What cannot be a row is rejected with its line and the
reason, and the rest still read. Line numbers count from 1 in the unpacked file, or in its rows where it has no lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from dateline.diagnostics import Diagnostic
from dateline.errors import InvalidData
from dateline.readers.datasets.columnar import columnar_batches, is_columnar, is_json
from dateline.readers.datasets.cut import (
    LINE_LIMIT,
    RECORD_LINES,
    Rejected,
    Shape,
    cut,
    next_record,
    nth_line,
    whole_records,
)
from dateline.readers.datasets.documents import document_rows, is_document
from dateline.readers.datasets.jsonlines import JsonLines
from dateline.readers.datasets.packed import BLOCK, Fault, blocks
from dateline.readers.datasets.profile import Profile
from dateline.readers.datasets.rejects import LINE, REJECTED, rejected
from dateline.readers.datasets.wanted import wanted
from dateline.readers.lines import MAX_SIZE, Place
from dateline.tables import TEXT

ROWS = 65_536
"""Rows of a batch."""

_MARK = b"\xef\xbb\xbf"
BYTES = 1 << 26
"""Bytes of text that a batch may have, whatever its rows."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Raw rows of one file, those that were refused, and how far reading is: `done` of `size` (packed) bytes."""

    rows: pl.DataFrame
    rejected: pl.DataFrame
    read: int
    done: int
    size: int


def batches(path: Path, profile: Profile, *, rows: int = ROWS) -> Iterator[Batch]:
    """Yield the rows of a file, `rows` lines at a time; `read` counts the rows kept and those rejected.

    Raises:
        InputError: the file cannot be read.
        InvalidData: the header of the file is missing or broken.
    """
    if is_columnar(path):
        for data, done, size in columnar_batches(path, rows):
            yield Batch(data, pl.DataFrame(schema=REJECTED), data.height, done, size)
        return
    size = path.stat().st_size
    if is_document(path):
        whole = b"".join(block.data for block in islice(blocks(path), MAX_SIZE // BLOCK + 1))
        found = document_rows(whole, path, wanted(profile))
        for part in found.iter_slices(rows):
            yield Batch(part, pl.DataFrame(schema=REJECTED), part.height, size, size)
        return
    yield from _Text(path, profile, rows=rows, size=size).batches()


class _Text:
    """Cuts one text file into batches: buffers blocks until there are enough lines."""

    def __init__(self, path: Path, profile: Profile, *, rows: int, size: int) -> None:
        self.file = path.as_posix()
        self.path = path
        self.profile = profile
        self.rows = rows
        self.size = size
        self.json = JsonLines(profile) if is_json(path) else None
        self.buffer = bytearray()
        self.ends = 0
        self.line = 1
        self.shape: Shape | None = None
        self.member: str | None = None
        self.done = 0
        self.fed = 0

    def batches(self) -> Iterator[Batch]:
        """Yield all batches of the file."""
        for block in blocks(self.path):
            if block.member != self.member:
                yield from self._end() if self.member is not None else ()
                self.member, self.line, self.shape = block.member, 1, None
            self.done = block.done
            self.buffer += block.data
            self.ends += block.data.count(b"\n")
            self.fed += len(block.data)
            if block.fault:
                if self.shape is None and not self.ends:
                    raise InvalidData([Place(self.file).error(block.fault.code, block.fault.reason)])
                left = self._taken_off(self.buffer.rfind(b"\n") + 1)
                yield from self._ready(final=True)
                yield self._cut_off(block.fault, left)
                return
            if len(self.buffer) >= BYTES or self.ends >= self.rows:
                yield from self._ready(final=False)
            if not self.ends and len(self.buffer) > 2 * LINE_LIMIT:
                # A line without an end is not held: what is kept of it is enough to be rejected as too long.
                del self.buffer[2 * LINE_LIMIT :]
        yield from self._end()

    def _end(self) -> Iterator[Batch]:
        if self.buffer and not self.buffer.endswith(b"\n"):
            self.buffer += b"\n"
            self.ends += 1
        yield from self._ready(final=True)

    def _taken_off(self, start: int) -> bytes:
        """Cut the end off the buffer."""
        left = bytes(self.buffer[start:])
        del self.buffer[start:]
        return left

    def _ready(self, *, final: bool) -> Iterator[Batch]:
        """Yield batches out of the buffer as long as there are enough lines, or all there is at the end."""
        if self.shape is None:
            self._read_header(final=final)
        while self.shape and self.buffer and (part := self._take(self.shape, final=final)):
            del self.buffer[: len(part)]
            self.ends -= part.count(b"\n")
            batch = self._batch(part, self.shape)
            if batch.read:
                yield batch

    def _take(self, shape: Shape, *, final: bool) -> bytes:
        """Return whole records for one batch; nothing where there are not enough yet."""
        if not final and self.ends < self.rows and len(self.buffer) < BYTES:
            return b""
        limit = min(len(self.buffer), BYTES)
        end = nth_line(self.buffer, self.rows, limit)
        whole = whole_records(self.buffer, shape, end)
        if whole:
            return bytes(self.buffer[:whole])
        longer = nth_line(self.buffer, self.rows + RECORD_LINES, limit)
        first = next_record(self.buffer, end, longer)
        if not first and not final and self.ends < self.rows + RECORD_LINES and limit < BYTES:
            return b""
        return bytes(self.buffer[: first or self.buffer.find(b"\n") + 1])

    def _batch(self, part: bytes, shape: Shape) -> Batch:
        first = self.line
        self.line += part.count(b"\n")
        found = self.json.cut(part, first=first) if self.json else cut(part, shape, first=first)
        cells, refused = found.cells, found.rejected
        skip = self.profile.input.skip
        if skip and first <= 3 and skip[0] in cells.columns:
            cells = cells.filter(
                ~((pl.col(LINE) <= 3) & pl.col(skip[0]).str.starts_with(skip[1]).fill_null(value=False))
            )
        return self._made(cells, refused)

    def _made(self, cells: pl.DataFrame, refused: list[Rejected]) -> Batch:
        frame = rejected(refused, self.file)
        return Batch(cells, frame, cells.height + frame.height, self._taken(), self.size)

    def _taken(self) -> int:
        """How many packed bytes the batches so far are of: those read, without what still waits in the buffer."""
        return self.done * (self.fed - len(self.buffer)) // max(1, self.fed)

    def _cut_off(self, fault: Fault, left: bytes) -> Batch:
        """The end of a file that is cut off or damaged: a rejected row with what is left of it."""
        names = self.shape.names if self.shape else ()
        empty = pl.DataFrame(schema={**dict.fromkeys(names, TEXT), LINE: pl.Int64()})
        row = left[:LINE_LIMIT].decode("utf-8", "replace")
        return self._made(empty, [{LINE: self.line, "code": fault.code, "reason": fault.reason, "row": row}])

    def _read_header(self, *, final: bool) -> None:
        """Read the names of the columns off the first line, once it is there."""
        given = self.profile.input
        if self.json or not given.header:
            if self.buffer.startswith(_MARK):
                del self.buffer[: len(_MARK)]
            own = Shape(given.columns, given.separator, given.quotes, given.nothing)
            self.shape = Shape(("text",), "\n", quotes=False) if self.json else own
            return
        end = self.buffer.find(b"\n") + 1
        if not end and not final:
            return
        names = header_names(bytes(self.buffer[:end]), given.separator, self.file)
        del self.buffer[:end]
        self.ends -= 1
        self.line = 2
        self.shape = Shape(names, given.separator, given.quotes, given.nothing)


def header_names(line: bytes, separator: str, file: str) -> tuple[str, ...]:
    """Return the names in the first line of a table; a column without a name is called by its number.

    Raises:
        InvalidData: there is no header, it is no text, or it names a column twice.
    """
    problems: list[Diagnostic] = []
    text = line.removeprefix(_MARK).decode("utf-8", "replace").strip("\r\n")
    if not text.strip() or "\ufffd" in text or "\0" in text:
        hint = "The first line names the columns."
        raise InvalidData([Place(file).error("E108", "The table has no header that can be read.", hint)])
    frame = pl.read_csv(f"{text}\n".encode(), has_header=False, separator=separator, infer_schema=False)
    names = [(cell or "").strip() or f"column {at + 1}" for at, cell in enumerate(frame.row(0))]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.append(Place(file).error("E103", f"The column {name!r} stands twice.", "Rename one of them."))
    if problems:
        raise InvalidData(problems)
    return tuple(f"{name}_" if name == LINE else name for name in names)
