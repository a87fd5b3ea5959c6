"""A JSON document as raw rows: a list of objects, a list within one object, or the result of a SPARQL query.

The document is held as a whole, within the limits that all small files have; larger data belong into JSON Lines.
Each row has the line in which its object begins.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dateline.errors import InvalidData
from dateline.readers import json
from dateline.readers.datasets.rejects import LINE
from dateline.readers.lines import Place
from dateline.readers.located import Node
from dateline.readers.sniff import decode
from dateline.tables import TEXT


def is_document(path: Path) -> bool:
    """Tell whether a file holds one JSON document, by its suffix, below any packing."""
    return ".json" in (suffix.lower() for suffix in path.suffixes[-2:])


def document_rows(data: bytes, path: Path, names: tuple[str, ...]) -> pl.DataFrame:
    """Return the rows of a document with the columns `names`; a path with dots leads into objects.

    Raises:
        InvalidData: it is no JSON, too large, or has no list of objects.
    """
    file = path.as_posix()
    text, problems = decode(data, file)
    node, faults = json.parse(text, file) if text is not None else (None, [])
    if node is None:
        raise InvalidData([*problems, *faults])
    rows = _rows(node)
    if rows is None:
        hint = "A list of objects is expected, or a result of a SPARQL query in JSON."
        raise InvalidData([Place(file).error("E108", "The document has no rows that can be read.", hint)])
    found = [{name: _value(row, name) for name in names} | {LINE: row.line} for row in rows]
    return pl.DataFrame(found, schema={**dict.fromkeys(names, TEXT), LINE: pl.Int64()}, orient="row")


def _rows(node: Node) -> tuple[Node, ...] | None:
    """The list of objects in a document: the document itself, or the first list within it."""
    if "results" in node.entries and "bindings" in node.entries["results"].value.entries:
        return node.entries["results"].value.entries["bindings"].value.items
    if isinstance(node.value, tuple):
        return node.items
    lists = [entry.value.items for entry in node.entries.values() if isinstance(entry.value.value, tuple)]
    return next((items for items in lists if all(isinstance(item.value, dict) for item in items)), None)


def _value(row: Node, name: str) -> str | None:
    """The text at a path; a term of a SPARQL result is its `value`, a list its texts parted by semicolons."""
    head, listed, tail = name.partition("[]")
    found = _at(row, head)
    if found is None:
        return None
    if listed and tail:
        members = [_at(item, tail.removeprefix(".")) for item in found.items]
        return ";".join(one.text for one in members if one and one.text) or None
    if "value" in found.entries and "type" in found.entries:
        return found.entries["value"].value.text
    if isinstance(found.value, tuple):
        return ";".join(item.text for item in found.items if item.text) or None
    return found.text


def _at(row: Node, path: str) -> Node | None:
    """The value under a key, or under several in one another that are parted by dots."""
    found = row
    for step in [path] if path in row.entries else path.split("."):
        if step not in found.entries:
            return None
        found = found.entries[step].value
    return found
