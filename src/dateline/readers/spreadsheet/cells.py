"""Tables as text: which character parts the cells, and where each cell stands.

Reads RFC 4180 with what spreadsheets add: other delimiters, any line end, a first line `sep=;`, spaces before
an opening quote. A quote opens a cell only at its beginning. Knows rows and cells, not what a column means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.diagnostics import Diagnostic
from dateline.readers.lines import Place
from dateline.readers.located import Node

DELIMITERS = ",;\t|"
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}

_SAMPLE_CHARACTERS = 65_536
_SAMPLE_LINES = 20
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_BREAK = re.compile(r"\r\n|\n|\r")
_DECLARED = re.compile(r"sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)

Row = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a table that have at least one cell with text, and what is wrong with the text as such."""

    delimiter: str
    rows: tuple[Row, ...]
    problems: tuple[Diagnostic, ...]


def scan(text: str, file: str) -> Grid:
    """Cut a table into located cells.

    Cells lose white space at both ends, and line ends inside of them become line feeds; an unclosed quote (E102)
    ends the table before its row.
    """
    text = text.removeprefix("\ufeff")
    declared = _DECLARED.match(text)
    delimiter = declared.group(1) if declared else sniff_delimiter(text)
    scanner = _Scanner(text, file, delimiter)
    if declared:
        scanner.offset, scanner.line = declared.end(), 2
    return Grid(delimiter, tuple(scanner.rows()), tuple(scanner.problems))


def sniff_delimiter(text: str) -> str:
    """Return the delimiter that parts the first lines most evenly, a comma when none does.

    Quoted cells are left out of the count. A delimiter must stand in the first line; then the number of lines
    that have as many of it as the first one decides, then how many it has.
    """
    sample = _QUOTED.sub("", text[:_SAMPLE_CHARACTERS])
    lines = [line for line in _BREAK.split(sample) if line.strip()][:_SAMPLE_LINES]
    best = ",", (0, 0)
    for delimiter in DELIMITERS:
        counts = [line.count(delimiter) for line in lines]
        if counts and counts[0]:
            score = counts.count(counts[0]), counts[0]
            best = max(best, (delimiter, score), key=lambda pair: pair[1])
    return best[0]


@lru_cache(maxsize=len(DELIMITERS))
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    spaces = "[ ]*" if delimiter == "\t" else r"[ \t]*"
    quoted = re.compile(spaces + r'"([^"]*+(?:""[^"]*+)*+)("?)')
    return quoted, re.compile(rf"[^{re.escape(delimiter)}\r\n]*")


class _Scanner:
    """Walks through one text, row by row; `offset` and `line` are where it stands."""

    def __init__(self, text: str, file: str, delimiter: str) -> None:
        self.problems: list[Diagnostic] = []
        self.offset = 0
        self.line = 1
        self._text = text
        self._file = file
        self._delimiter = delimiter
        self._quoted, self._bare = _patterns(delimiter)
        self._line_start = 0

    def rows(self) -> list[Row]:
        """Read to the end, or to a quote that is never closed."""
        rows = []
        self._line_start = self.offset
        while self.offset < len(self._text):
            row = self._row()
            if row is None:
                break
            if any(cell.value for cell in row):
                rows.append(row)
        return rows

    def _row(self) -> Row | None:
        ending = _BREAK.search(self._text, self.offset)
        end, following = ending.span() if ending else (len(self._text), len(self._text))
        line = self._text[self.offset : end]
        if '"' not in line:
            row = self._bare_row(line)
            self._next_line(following)
            return row
        return self._mixed_row()

    def _next_line(self, offset: int) -> None:
        self.offset = self._line_start = offset
        self.line += 1

    def _bare_row(self, line: str) -> Row:
        cells = []
        column = 1
        for text in line.split(self._delimiter):
            cells.append(Node(text.strip(), self._file, self.line, column))
            column += len(text) + 1
        return tuple(cells)

    def _mixed_row(self) -> Row | None:
        cells: list[Node] = []
        while True:
            cell = self._cell()
            if cell is None:
                return None
            cells.append(cell)
            if self._text[self.offset : self.offset + 1] == self._delimiter:
                self.offset += 1
                continue
            ending = _BREAK.match(self._text, self.offset)
            self._next_line(ending.end() if ending else len(self._text))
            return tuple(cells)

    def _cell(self) -> Node | None:
        line, column = self.line, self.offset - self._line_start + 1
        quoted = self._quoted.match(self._text, self.offset)
        if quoted is None:
            text = self._take_bare()
        elif not quoted.group(2):
            hint = 'Close it with a double quote; inside of a cell in quotes write "" for one.'
            message = "A quote is opened in this cell and never closed."
            self.problems.append(Place(self._file, line, column).error("E102", message, hint))
            return None
        else:
            self._pass(quoted.end())
            text = _BREAK.sub("\n", quoted.group(1).replace('""', '"'))
            self._check_rest(line, column)
        return Node(text.strip(), self._file, line, column)

    def _take_bare(self) -> str:
        bare = self._bare.match(self._text, self.offset)
        start, self.offset = self.offset, bare.end() if bare else self.offset
        return self._text[start : self.offset]

    def _check_rest(self, line: int, column: int) -> None:
        rest = self._take_bare().strip()
        if rest:
            shown = rest if len(rest) <= 40 else rest[:40] + "…"
            hint = 'Inside of a cell in quotes write "" for a double quote.'
            message = f"After the closing quote of this cell stands {shown!r}, which is left out."
            self.problems.append(Place(self._file, line, column).error("E102", message, hint))

    def _pass(self, end: int) -> None:
        """Go on to `end`, counting the lines that a cell in quotes has."""
        for ending in _BREAK.finditer(self._text, self.offset, end):
            self.line += 1
            self._line_start = ending.end()
        self.offset = end
