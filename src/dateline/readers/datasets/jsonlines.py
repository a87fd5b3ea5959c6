"""JSON Lines as raw rows: each line an object, each column of a profile a path into it.

A column `name` is a key, `place.name` a key in the object under another one. Texts stay texts; numbers and truth
values become the text that JSON has for them, lists stay JSON.
"""

from __future__ import annotations

import polars as pl

from dateline.readers.datasets.cut import LINE_LIMIT, Rejected, Rows, Shape, cut
from dateline.readers.datasets.profile import Profile
from dateline.readers.datasets.rejects import LINE
from dateline.readers.datasets.wanted import wanted
from dateline.tables import TEXT

_TEXT = "\x1e"


class JsonLines:
    """Reads the columns of one profile out of lines of JSON."""

    def __init__(self, profile: Profile) -> None:
        self.names = wanted(profile)

    def cut(self, data: bytes, *, first: int) -> Rows:
        """Return the rows of some whole lines, and those that hold no object."""
        lines = cut(data, Shape(("text",), _TEXT, quotes=False), first=first)
        whole = pl.col("text").str.json_path_match("$")
        cells = lines.cells.with_columns(whole.alias("whole"))
        sound = cells.filter(pl.col("whole").str.starts_with("{"))
        broken = cells.filter(pl.col("whole").str.starts_with("{").fill_null(value=False).not_())
        bad: list[Rejected] = [
            {LINE: line, "code": "E102", "reason": "This line is no JSON object.", "row": text[:LINE_LIMIT]}
            for line, text in broken.select(LINE, "text").iter_rows()
        ]
        found = [pl.col("text").str.json_path_match(_path(name)).cast(TEXT).alias(name) for name in self.names]
        refused = sorted([*lines.rejected, *bad], key=lambda row: row[LINE])
        return Rows(sound.select(*found, LINE), refused)


def _path(name: str) -> str:
    return "$" + "".join(f"['{step}']" for step in name.replace("'", "").split("."))
