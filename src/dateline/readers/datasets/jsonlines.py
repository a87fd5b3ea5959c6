"""JSON Lines as raw rows: each line an object, each column of a profile a path into it.

A column `name` is a key, `place.name` a key in the object under another one, `actors[].name` that key in each object
of a list, parted by semicolons. Texts stay texts; numbers and truth values become the text that JSON has for them.
"""

from __future__ import annotations

import json

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
        found = [_column(sound["text"], name).alias(name) for name in self.names]
        refused = sorted([*lines.rejected, *bad], key=lambda row: row[LINE])
        return Rows(pl.DataFrame([*found, sound[LINE]]), refused)


def _column(texts: pl.Series, name: str) -> pl.Series:
    head, listed, tail = name.partition("[]")
    values = texts.str.json_path_match(_path(head))
    if not listed:
        return values
    key = tail.removeprefix(".")
    try:
        lists = values.str.json_decode(pl.List(pl.Struct({key: TEXT}) if key else TEXT))
    except pl.exceptions.PolarsError:
        # A list that mixes texts and objects: only then is each one looked at.
        return pl.Series([_joined(value, key) for value in values.to_list()], dtype=TEXT)
    members = pl.element().struct.field(key) if key else pl.element()
    return lists.list.eval(members).list.drop_nulls().list.join(";").replace("", None)


def _joined(value: str | None, key: str) -> str | None:
    found = json.loads(value) if value else None
    members = found if isinstance(found, list) else [found]
    texts = [one.get(key) if key and isinstance(one, dict) else None if key else one for one in members]
    return ";".join(str(one) for one in texts if isinstance(one, str | int | float)) or None


def _path(name: str) -> str:
    return "$" + "".join(f"['{step}']" for step in name.replace("'", "").split("."))
