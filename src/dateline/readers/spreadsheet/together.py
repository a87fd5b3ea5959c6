"""Reads a table of events together with the tables of actors, places and sources that lie beside it.

`events.csv` with `actors.csv`, `places.csv` or `sources.csv` in the same folder is one timeline: names in the events
are then looked up in those tables, and only kinds without a table are made of names.
"""

from __future__ import annotations

from pathlib import Path

from dateline.diagnostics import Diagnostic
from dateline.readers.formats import COLUMNS_SUFFIX, format_of
from dateline.readers.located import Entry, Node
from dateline.readers.sniff import decode
from dateline.readers.spreadsheet import csv
from dateline.readers.spreadsheet.columns_file import ColumnsFile, read_columns
from dateline.readers.timeline.fields import NAMED


def is_companion(path: Path) -> bool:
    """Tell whether a table is one of actors, places or sources, by its name."""
    kind = format_of(path)
    return kind is not None and kind.is_table and path.stem.lower() in NAMED


def companions(path: Path) -> list[Path]:
    """Return the tables of actors, places and sources beside a table of events, sorted."""
    return sorted(other for other in path.parent.iterdir() if is_companion(other) and other.is_file())


def columns_for(path: Path | None, explicit: Path | None) -> tuple[ColumnsFile | None, list[Diagnostic]]:
    """Read the columns file that was named, else the one beside the table, if there is one.

    Raises:
        OSError: the file that was named cannot be read.
    """
    beside = path.with_name(path.stem + COLUMNS_SUFFIX) if path else None
    chosen = explicit or (beside if beside and beside.is_file() else None)
    if chosen is None:
        return None, []
    text, problems = decode(chosen.read_bytes(), chosen.as_posix())
    if text is None:
        return None, problems
    columns, faults = read_columns(text, chosen.as_posix())
    return columns, [*problems, *faults]


def joined(events: Node, others: list[Node]) -> Node:
    """Return the tree of the events with the sections of the tables beside them."""
    entries = dict(events.entries)
    given = set()
    for other in others:
        for section in (name for name in NAMED if name in other.entries):
            given.add(section)
            found = other.entries[section]
            own = entries[section].value.entries if section in entries else {}
            place = (found.value.file, found.value.line, found.value.column)
            entries[section] = Entry(found.key, Node({**own, **found.value.entries}, *place))
    if given and "names" in entries:
        key = entries["names"].key
        words = [name for name in NAMED if name not in given] or ["match"]
        nodes = tuple(Node(word, key.file, key.line, key.column) for word in words)
        entries["names"] = Entry(key, Node(nodes, key.file, key.line, key.column))
    return Node(entries, events.file, events.line, events.column)


def read_table(
    path: Path, *, columns: Path | None, base: str | None, day_first: bool | None
) -> tuple[Node | None, list[Diagnostic]]:
    """Read a table, with those beside it where it is one of events.

    Raises:
        OSError: a file cannot be read.
    """
    meaning, problems = columns_for(path, columns)
    alone = not any(other.stem.lower() == "sources" for other in companions(path))
    data, file = path.read_bytes(), path.as_posix()
    node, faults = csv.parse(data, file, columns=meaning, base=base, day_first=day_first, own_source=alone)
    problems += faults
    if node is None or "events" not in node.entries or is_companion(path):
        return node, problems
    others = []
    for other in companions(path):
        meaning, faults = columns_for(other, None)
        tree, more = csv.parse(other.read_bytes(), other.as_posix(), columns=meaning, base=base, day_first=day_first)
        problems += [*faults, *more]
        others += [tree] if tree else []
    return joined(node, others), problems
