"""Tables of events, actors, places or sources (CSV, TSV) as the tree that a timeline in YAML would have.

Joins encoding, cells, columns and rows. What each column was taken for is always said (I601), and a row that
cannot be read is named and left out. Cells may hold plain names; `names: create` in the tree says so.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import PurePosixPath

from dateline.diagnostics import Diagnostic
from dateline.readers.lines import Place, duplicate
from dateline.readers.located import Entry, Node
from dateline.readers.sniff import decode_table
from dateline.readers.spreadsheet.cells import NAMES, Grid, Row, scan
from dateline.readers.spreadsheet.columns import EVENTS, Columns, infer, paths
from dateline.readers.spreadsheet.columns_file import ColumnsFile, apply, columns_name, default_base
from dateline.readers.spreadsheet.rows import Entries, Events, Plan, entities, plan, standing
from dateline.when import column_order

_SAMPLE_ROWS = 50
_HEAD = ("timeline", "base", "language", "license", "description")
_SOURCED = ("source", "says", "quote")
_DATES = ("date", "date.start", "date.end")

Parsed = tuple[Node | None, list[Diagnostic]]


def parse(
    data: bytes,
    file: str,
    *,
    columns: ColumnsFile | None,
    base: str | None = None,
    day_first: bool | None = None,
    own_source: bool = True,
) -> Parsed:
    """Read a table; None with diagnostics when nothing in it can be used.

    A table of events that names no source is the source itself, unless `own_source` says otherwise. `base` and
    `day_first` win over the columns file; without either, the base is made of the file's name and the order of day and
    month is taken from the date columns where they show one.
    """
    given = columns or ColumnsFile("", {}, {}, {})
    grid, problems = _grid(data, file)
    if not grid.rows:
        return None, problems
    header, rows = _square(grid, problems)
    meaning = _meaning(header, rows, given, problems)
    if not any(column.path for column in meaning.mapped):
        others = [problem for problem in problems if problem.code != "E107"]
        return None, [*others, _useless(header, grid.delimiter)]
    problems += _remark(meaning, given, twins=_twins(header))
    order = day_first if day_first is not None else _order(given, meaning, rows)
    known = paths(meaning.table)
    defaults = {path: entry for path, entry in given.defaults.items() if path in known}
    if own_source and _names_no_source(meaning, defaults):
        defaults["source"] = _own_source(header, problems)
    how = plan(meaning, defaults, separator=given.setting("separator") or ";", day_first=order)
    head = _head(given, file, base=base, day_first=order)
    return _tree(rows, meaning, how, head=head, problems=problems), problems


def _names_no_source(meaning: Columns, defaults: Mapping[str, Entry]) -> bool:
    named = [*(column.path for column in meaning.mapped if column.path), *defaults]
    return meaning.table == EVENTS and not any(path.partition(".")[0] in _SOURCED for path in named)


def _own_source(header: Row, problems: list[Diagnostic]) -> Entry:
    """The table as its own source, under the name of its file."""
    at = header[0]
    name = PurePosixPath(at.file).name if at.file != "-" else "this table"
    hint = "To name another one, add a column `source` or a default for it in the columns file."
    message = f"The table names no source, so it is the source itself: {name}."
    problems.append(Place(at.file).info("I604", message, hint))
    return Entry(Node("source", at.file, at.line, at.column), Node(name, at.file, at.line, at.column))


def infer_columns(data: bytes, file: str) -> tuple[Columns | None, list[Diagnostic]]:
    """Return what the columns of a table are taken for without a columns file, to be written as one."""
    grid, problems = _grid(data, file)
    if not grid.rows:
        return None, problems
    header, rows = _square(grid, problems)
    return infer(header, rows[:_SAMPLE_ROWS]), problems


def _grid(data: bytes, file: str) -> tuple[Grid, list[Diagnostic]]:
    text, problems = decode_table(data, file)
    if text is None:
        return Grid(",", (), ()), problems
    grid = scan(text, file)
    problems += grid.problems
    if not grid.rows and not grid.problems:
        hint = "The first line names the columns, for example: date,what,who,where."
        problems.append(Place(file).error("E108", "The table is empty.", hint))
    return grid, problems


def _square(grid: Grid, problems: list[Diagnostic]) -> tuple[Row, list[Row]]:
    """Part header and rows; rows of another width are E107 and left out, but for empty cells at their end."""
    header, *body = grid.rows
    header = _trimmed(header, 1)
    width = len(header)
    rows = []
    for row in body:
        cells = _trimmed(row, width)
        if len(cells) == width:
            rows.append(cells)
            continue
        count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        message = f"This row has {count}, but the header has {width}; the row is left out."
        hint = f"Cells are parted by a {NAMES[grid.delimiter]}; a text that has one goes between double quotes."
        problems.append(_at(row[0]).error("E107", message, hint))
    return header, rows


def _trimmed(row: Row, width: int) -> Row:
    """Cut the empty cells after `width`."""
    end = len(row)
    while end > width and not row[end - 1].value:
        end -= 1
    return row[:end]


def _at(node: Node) -> Place:
    return Place(node.file, node.line, node.column)


def _meaning(header: Row, rows: Sequence[Row], given: ColumnsFile, problems: list[Diagnostic]) -> Columns:
    twins = _twins(header)
    problems += [duplicate(cell.text or "", first, _at(cell)) for cell, first in twins.values()]
    unique = tuple(standing(cell, "") if at in twins else cell for at, cell in enumerate(header))
    meaning, faults = apply(given, infer(unique, rows[:_SAMPLE_ROWS], table=given.setting("table")))
    problems += faults
    return meaning


def _twins(header: Row) -> dict[int, tuple[Node, Node]]:
    """Return the columns whose name an earlier one has, with that one; they are not used."""
    seen: dict[str, Node] = {}
    twins = {}
    for at, cell in enumerate(header):
        first = seen.setdefault(cell.text or "", cell)
        if first is not cell and cell.text:
            twins[at] = cell, first
    return twins


def _remark(meaning: Columns, given: ColumnsFile, *, twins: Container[int]) -> list[Diagnostic]:
    """Say what each column became, unless each has the name of its field or is settled elsewhere."""
    free = [
        (at, column) for at, column in enumerate(meaning.mapped) if column.name not in given.columns and at not in twins
    ]
    used = [f"{column.name} -> {column.path}" for _, column in free if column.path]
    unused = [column.name or f"column {at + 1} (no name)" for at, column in free if not column.path]
    if all(column.name == column.path for _, column in free):
        return []
    parts = [f"The table was read as {meaning.table}"]
    parts += [f"columns: {', '.join(used)}"] if used else []
    parts += [f"not used: {', '.join(unused)}"] if unused else []
    hint = f"To change this, say what each column means in {columns_name(meaning.file)}."
    return [_at(meaning.mapped[0].header).info("I601", "; ".join(parts) + ".", hint)]


def _useless(header: Row, delimiter: str) -> Diagnostic:
    names = ", ".join(repr(cell.text) for cell in header[:8])
    message = f"No column of this table is known: {names} (parted by a {NAMES[delimiter]})."
    beside = columns_name(header[0].file)
    hint = (
        "Name the columns in the first line (date, what, who, where, ...), with nothing above it, or say what they "
        f"mean in {beside}: `dateline columns` writes that file for you to fill in."
    )
    return _at(header[0]).error("E108", message, hint)


def _order(given: ColumnsFile, meaning: Columns, rows: Sequence[Row]) -> bool | None:
    setting = given.setting("day_first")
    if setting is not None:
        return setting == "true"
    dates = [at for at, column in enumerate(meaning.mapped) if (column.path or "") in _DATES]
    return column_order(text for row in rows for at in dates if (text := row[at].text))


def _head(given: ColumnsFile, file: str, *, base: str | None, day_first: bool | None) -> Entries:
    """Make the entries of the timeline itself; what nobody wrote stands at the beginning of the table."""
    start = Node(None, file, 1, 1)
    texts = {"timeline": _title(file), "base": default_base(file)}
    nodes = {name: Node(text, file, 1, 1) for name, text in texts.items()}
    nodes |= {name: node for name, node in given.settings.items() if name in _HEAD}
    if base is not None:
        nodes["base"] = Node(base, file, 1, 1)
    if day_first is not None:
        word = Node("true" if day_first else "false", file, 1, 1)
        nodes["day_first"] = given.settings.get("day_first", word) if given.setting("day_first") == word.text else word
    return {name: Entry(standing(start, name), node) for name, node in nodes.items()}


def _title(file: str) -> str:
    return PurePosixPath(file).stem.replace("_", " ").strip("- ") or "table"


def _tree(rows: Sequence[Row], meaning: Columns, how: Plan, *, head: Entries, problems: list[Diagnostic]) -> Node:
    start = rows[0][0] if rows else meaning.mapped[0].header
    entries = dict(head)
    if meaning.table == EVENTS:
        events = Events(how)
        for row in rows:
            events.add(row)
        problems += events.problems
        if events.sources:
            entries["sources"] = Entry(standing(start, "sources"), standing(start, events.sources))
        entries[EVENTS] = Entry(standing(start, EVENTS), standing(start, tuple(events.events)))
        entries["names"] = Entry(standing(start, "names"), standing(start, "create"))
    else:
        rows_by_id, faults = entities(rows, how, table=meaning.table)
        problems += faults
        entries[meaning.table] = Entry(standing(start, meaning.table), standing(start, rows_by_id))
    return Node(entries, meaning.file, 1, 1)
