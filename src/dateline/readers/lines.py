"""Where a character stands in a text, and the complaints that all readers of text make in the same words.

Offsets become line and column as an editor counts them: a line ends with a line feed, a carriage return or
both; columns count characters, not bytes. Knows no format.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from dateline.diagnostics import Diagnostic, Severity
from dateline.readers.located import Node

MAX_SIZE = 64 * 2**20
"""Bytes or characters that one file may have; a timeline beyond it belongs in tables of its own."""

MAX_DEPTH = 64
"""Lists and maps that may stand in one another; a timeline needs about eight."""

MAX_NODES = 5_000_000
"""Values that one file may have."""

_BREAK = re.compile(r"\r\n|\n|\r")


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends."""
    return _BREAK.split(text)


class Lines:
    """The beginnings of a text's lines."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the character at `offset`, which counts from 0."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def error(self, code: str, message: str, hint: str = "") -> Diagnostic:
        """Make an error that stands here."""
        return Diagnostic(Severity.ERROR, code, message, self.file, self.line, self.column, hint)

    def info(self, code: str, message: str, hint: str = "") -> Diagnostic:
        """Make a remark that stands here."""
        return Diagnostic(Severity.INFO, code, message, self.file, self.line, self.column, hint)

    def warning(self, code: str, message: str, hint: str = "") -> Diagnostic:
        """Make a warning that stands here."""
        return Diagnostic(Severity.WARNING, code, message, self.file, self.line, self.column, hint)


def too_large(size: int, file: str) -> list[Diagnostic]:
    """Return E105 when a file has more than `MAX_SIZE` bytes or characters, else nothing."""
    if size <= MAX_SIZE:
        return []
    message = f"The file is larger than {MAX_SIZE // 2**20} MB."
    return [Place(file).error("E105", message, "Split it into several files.")]


def too_deep(place: Place) -> Diagnostic:
    """Return E105 for the list or map at `place`, which is inside of `MAX_DEPTH` others."""
    message = f"Lists and maps are nested more than {MAX_DEPTH} deep here."
    return place.error("E105", message, "A timeline needs no more than ten levels; look for a bracket too many.")


def too_many(place: Place) -> Diagnostic:
    """Return E105 for the value at `place`, the first after `MAX_NODES` others."""
    message = f"The file has more than {MAX_NODES:,} values."
    return place.error("E105", message, "Split it into several files.")


def duplicate(text: str, first: Node, place: Place) -> Diagnostic:
    """Return E103 for a name at `place` that its map already has as `first`."""
    where = f"in line {first.line} and in line {place.line}" if first.line != place.line else f"in line {place.line}"
    message = f"The name {text!r} stands twice: {where}."
    return place.error("E103", message, "Keep one of them, or rename one.")
