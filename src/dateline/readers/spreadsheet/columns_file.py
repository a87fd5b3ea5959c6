"""The small YAML file beside a table that says what its columns mean: reading, applying and writing it.

It wins over what the names of the columns suggest; columns that it does not name are still inferred. Every
complaint about it stands in it, not in the table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from dateline.diagnostics import Diagnostic
from dateline.errors import did_you_mean
from dateline.readers import yaml
from dateline.readers.lines import Place
from dateline.readers.located import Entry, Node
from dateline.readers.spreadsheet.columns import ACTORS, EVENTS, PLACES, SOURCES, Columns, Mapped, paths
from dateline.readers.timeline.mint import slug

SETTINGS = ("timeline", "base", "language", "license", "description", "day_first", "separator", "table")
"""Keys of a columns file that hold one text each."""

_MAPS = ("columns", "defaults")
_WORDS = {"day_first": ("true", "false"), "table": (EVENTS, ACTORS, PLACES, SOURCES)}
_DATA = "https://w3id.org/dateline/data/"
_UNSAFE = re.compile("[\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class ColumnsFile:
    """A columns file as read: `settings` by key, `columns` by header name, `defaults` by field path."""

    file: str
    settings: dict[str, Node]
    columns: dict[str, Entry]
    defaults: dict[str, Entry]

    def setting(self, name: str) -> str | None:
        """Return the text of a setting, None where the file has none."""
        return self.settings[name].text if name in self.settings else None


def columns_name(file: str) -> str:
    """Return the path of the columns file that belongs to a table: `events.columns.yaml` for `events.csv`."""
    return str(PurePosixPath(file).with_suffix(".columns.yaml")) if file != "-" else "table.columns.yaml"


def default_base(file: str) -> str:
    """Return the IRI under which the nodes of a table are named when nobody says."""
    return f"{_DATA}{slug(PurePosixPath(file).stem) or 'table'}/"


def read_columns(text: str, file: str) -> tuple[ColumnsFile, list[Diagnostic]]:
    """Read a columns file; what is wrong in it is reported and left out."""
    node, problems = yaml.parse(text, file)
    result = ColumnsFile(file, {}, {}, {})
    if node is None:
        return result, problems
    if not isinstance(node.value, dict):
        problems.append(_at(node).error("E106", f"A columns file is a map, but here is {node.kind}.", _hint()))
    for name, entry in node.entries.items():
        if name in _MAPS:
            problems += _read_map(entry, result.columns if name == "columns" else result.defaults)
        elif name in SETTINGS:
            problems += _read_setting(name, entry.value, result.settings)
        else:
            hint = did_you_mean(name, (*SETTINGS, *_MAPS))
            problems.append(_at(entry.key).error("E201", f"A columns file has no field {name!r}.", hint))
    return result, problems


def _hint() -> str:
    return f"Its fields are {', '.join((*SETTINGS, *_MAPS))}."


def _at(node: Node) -> Place:
    return Place(node.file, node.line, node.column)


def _read_setting(name: str, value: Node, settings: dict[str, Node]) -> list[Diagnostic]:
    if not value.text:
        return [_at(value).error("E106", f"{name!r} needs a text, but here is {_shown(value)}.", "Write one.")]
    known = _WORDS.get(name)
    if known and value.text not in known:
        message = f"{name!r} cannot be {value.text!r}."
        return [_at(value).error("E213", message, f"Write {' or '.join(known)}.")]
    settings[name] = value
    return []


def _shown(value: Node) -> str:
    return "nothing" if value.text == "" else value.kind


def _read_map(entry: Entry, into: dict[str, Entry]) -> list[Diagnostic]:
    name = entry.key.text
    if not isinstance(entry.value.value, dict | None):
        return [_at(entry.value).error("E106", f"{name!r} is a map, but here is {entry.value.kind}.", "Write `a: b`.")]
    problems = []
    for key, inner in entry.value.entries.items():
        if isinstance(inner.value.value, str | None):
            into[key] = inner
        else:
            message = f"{key!r} in {name!r} needs a text, but here is {inner.value.kind}."
            problems.append(_at(inner.value).error("E106", message, "Write one text, or nothing."))
    return problems


def apply(given: ColumnsFile, inferred: Columns) -> tuple[Columns, list[Diagnostic]]:
    """Let a columns file overrule what was inferred; unknown headers and field paths are E201 in the file.

    A column that the file leaves to inference gives way where the file fills the same field by another
    column.
    """
    known = paths(inferred.table)
    problems = _unknown_headers(given, inferred)
    claimed = {entry.value.text for entry in given.columns.values() if entry.value.text}
    for name, entry in (*_by_path(given), *given.defaults.items()):
        if name not in known:
            node = entry.value if name == entry.value.text else entry.key
            message = f"The {inferred.table} of a timeline have no field {name!r}."
            problems.append(_at(node).error("E201", message, did_you_mean(name, known)))
    mapped = []
    for column in inferred.mapped:
        entry_or_none = given.columns.get(column.name)
        if entry_or_none:
            path = entry_or_none.value.text or None
            mapped.append(Mapped(column.header, path if path in known else None, entry_or_none.value))
        else:
            mapped.append(replace(column, path=None) if column.path in claimed else column)
    return replace(inferred, mapped=tuple(mapped)), problems


def _by_path(given: ColumnsFile) -> Iterable[tuple[str, Entry]]:
    return ((entry.value.text, entry) for entry in given.columns.values() if entry.value.text)


def _unknown_headers(given: ColumnsFile, inferred: Columns) -> list[Diagnostic]:
    header = [column.name for column in inferred.mapped if column.name]
    return [
        _at(entry.key).error("E201", f"{inferred.file} has no column {name!r}.", did_you_mean(name, header))
        for name, entry in given.columns.items()
        if name not in header
    ]


def columns_yaml(columns: Columns) -> str:
    """Write a mapping as a columns file with comments, ready to be edited."""
    lines = [
        f"# What the columns of {_one_line(PurePosixPath(columns.file).name)} mean.",
        "# Edit it, then read the table again.",
        f"base: {_quoted(default_base(columns.file))}  # the IRI under which everything here is named",
        f"table: {columns.table}  # {', '.join(_WORDS['table'])}",
        "# day_first: true  # true for 31/12/2024, false for 12/31/2024",
        'separator: ";"  # parts several values in one cell',
        "columns:  # name of the column: field; nothing after the colon leaves the column out",
    ]
    names = {column.name: column.path for column in reversed(columns.mapped) if column.name}
    lines += [f"  {_quoted(name)}: {path or ''}".rstrip() for name, path in reversed(names.items())]
    lines.append("defaults: {}  # field: value where a row has none, for example {factuality: planned}")
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(_UNSAFE.sub(" ", text).split())


def _quoted(text: str) -> str:
    """Write a text as YAML between double quotes, one line, whatever is in it."""
    plain = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", plain)
