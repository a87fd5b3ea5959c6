"""From the rows of a table to the nodes that a timeline in YAML would have.

A plan says which columns fill which field; every value keeps the place of its cell. Knows how fields with
parts are put together (dates of two columns, roles, sources with quotes), not whether a value is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.diagnostics import Diagnostic
from dateline.readers.lines import Place
from dateline.readers.located import Entry, Node
from dateline.readers.spreadsheet.cells import Row
from dateline.readers.spreadsheet.columns import SOURCES, Columns
from dateline.readers.timeline.mint import digest, slug, slug_or_hash
from dateline.when import read_date

_RELATIONS = {"part_of", "causes", "precedes", "follows_up", "reverses"}
_LISTS = _RELATIONS | {
    "where",
    "contexts",
    "aliases",
    "same_as",
    "exact_match",
    "close_match",
    "of",
    "authors",
    "cites",
}
_TOGETHER = ("date", "who", "source", "quote", "at")
_URL_SLUG = 50
_OPEN = ("..", "ongoing", "present")

Entries = dict[str, Entry]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read the rows of one table: columns and keys by field path, defaults, and the dates' order.

    `alone` holds the paths of fields that one column has to itself, `roles` those of participants.
    """

    columns: Mapping[str, tuple[int, ...]]
    keys: Mapping[str, Node]
    defaults: Mapping[str, Node]
    separator: str
    day_first: bool | None
    alone: tuple[str, ...]
    roles: tuple[str, ...]

    def cells(self, row: Row, path: str) -> list[Node]:
        """Return the cells with text that a row has for a path, else the default."""
        found = [row[at] for at in self.columns.get(path, ()) if row[at].value]
        if not found and path in self.defaults:
            return [self.defaults[path]]
        return found

    def cell(self, row: Row, path: str) -> Node | None:
        """Return the first of `cells`."""
        return next(iter(self.cells(row, path)), None)

    def values(self, row: Row, path: str) -> list[Node]:
        """Return the values of `cells`, parted at the separator."""
        return [part for cell in self.cells(row, path) for part in self._parts(cell)]

    def _parts(self, cell: Node) -> Iterator[Node]:
        if self.separator not in (cell.text or ""):
            yield cell
            return
        for text in (cell.text or "").split(self.separator):
            if text.strip():
                yield Node(text.strip(), cell.file, cell.line, cell.column)


def plan(columns: Columns, defaults: Mapping[str, Entry], *, separator: str, day_first: bool | None) -> Plan:
    """Make the plan of a table; a default stands in for cells without text."""
    by_path: dict[str, tuple[int, ...]] = {}
    keys: dict[str, Node] = {}
    for at, column in enumerate(columns.mapped):
        if column.path:
            by_path[column.path] = (*by_path.get(column.path, ()), at)
            keys.setdefault(column.path, column.origin)
    given = {path: entry for path, entry in defaults.items() if entry.value.text}
    for path, entry in given.items():
        keys.setdefault(path, entry.key)
    values = {path: entry.value for path, entry in given.items()}
    alone = tuple(path for path in keys if path.partition(".")[0] not in _TOGETHER)
    roles = tuple(path for path in keys if path.startswith("who."))
    return Plan(by_path, keys, values, separator, day_first, alone, roles)


@dataclass(slots=True)
class Events:
    """The events of a table, the sources that its rows name by a URL, and what is wrong with the rows."""

    plan: Plan
    events: list[Node] = field(default_factory=list)
    sources: Entries = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Read one row as an event."""
        entries: Entries = {}
        _simple(self.plan, row, entries)
        self._dates(row, entries)
        self._who(row, entries)
        self._says(row, entries)
        self.events.append(standing(row[0], entries))

    def _dates(self, row: Row, entries: Entries) -> None:
        begin = self.plan.cell(row, "date") or self.plan.cell(row, "date.start")
        end = self.plan.cell(row, "date.end")
        first = begin or end
        if first is None:
            return
        key = self._key("date", "date.start", "date.end")
        if end is None or (begin and begin.text == end.text):
            entries["date"] = Entry(key, first)
            return
        parts = [self._edtf(begin), self._edtf(end)]
        unread = [cell for cell, part in zip((begin, end), parts, strict=True) if cell and part is None]
        if unread:
            entries["date"] = Entry(key, unread[0])
            return
        entries["date"] = Entry(key, standing(first, "/".join(part or "" for part in parts)))
        words = [cell.text if cell else "" for cell in (begin, end)]
        if words != parts and "date_words" not in entries:
            shown = " – ".join(word or "" for word in words) if begin else f"until {words[1]}"
            entries["date_words"] = Entry(standing(key, "date_words"), standing(first, shown))

    def _edtf(self, cell: Node | None) -> str | None:
        """Return a date of one column as it can stand in an interval, None where it is not one date.

        Such a cell becomes the date as a whole, so that what is wrong with it is said where it stands.
        """
        text = cell.text if cell else None
        if not text:
            return ""
        if text.casefold() in _OPEN:
            return ".."
        when = read_date(text, day_first=self.plan.day_first).when
        return when.edtf if when else None

    def _who(self, row: Row, entries: Entries) -> None:
        roles: Entries = {}
        for path in self.plan.roles:
            actors = self.plan.values(row, path)
            if actors:
                roles[path.removeprefix("who.")] = Entry(self._role(path), _one_or_list(actors))
        if roles:
            key = next(iter(roles.values())).key
            entries["who"] = Entry(standing(key, "who"), standing(next(iter(roles.values())).value, roles))

    def _role(self, path: str) -> Node:
        return standing(self.plan.keys[path], path.removeprefix("who."))

    def _says(self, row: Row, entries: Entries) -> None:
        quote = self.plan.cell(row, "quote")
        names = self._sources(row)
        if names:
            key = self._key("source", "source.url")
            says: Entries = {}
            for at, name in enumerate(names):
                said = quote if quote and at == 0 else standing(name, None)
                says.setdefault(name.text or "", Entry(name, said))
            entries["says"] = Entry(standing(key, "says"), standing(names[0], says))
        elif quote:
            message = "This row has a quote but no source."
            hint = "Name the source of the quote in a column `source`."
            self.problems.append(Place(quote.file, quote.line, quote.column).error("E207", message, hint))

    def _sources(self, row: Row) -> list[Node]:
        """Return the sources of a row; a URL is a source of its own, published by the one named."""
        url = self.plan.cell(row, "source.url")
        if url is None:
            return self.plan.values(row, "source")
        address = url.text or ""
        name = f"{slug(address.partition('//')[2] or address, _URL_SLUG)}-{digest(address)}"
        named = self.plan.cell(row, "source")
        title = named or url
        fields = {"title": standing(title, title.text), "url": url, **({"publisher": named} if named else {})}
        entries = {key: Entry(standing(value, key), value) for key, value in fields.items()}
        self.sources.setdefault(name, Entry(standing(url, name), standing(url, entries)))
        return [standing(url, name)]

    def _key(self, *of: str) -> Node:
        found = next(path for path in of if path in self.plan.keys)
        return standing(self.plan.keys[found], of[0])


def entities(rows: Sequence[Row], how: Plan, *, table: str) -> tuple[Entries, list[Diagnostic]]:
    """Read rows as actors, places or sources, by `id`, else by the slug of the name; a second one is E206."""
    result: Entries = {}
    problems = []
    naming = "title" if table == SOURCES else "name"
    for row in rows:
        named = how.cell(row, "id") or how.cell(row, naming)
        place = Place(row[0].file, row[0].line, row[0].column)
        if named is None:
            hint = f"Fill in the column `{naming}`."
            problems.append(place.error("E207", f"This row has neither `id` nor `{naming}`.", hint))
            continue
        key = named if how.cell(row, "id") else standing(named, slug_or_hash(named.text or ""))
        name = key.text or ""
        if name in result:
            first = result[name].key.line
            message = f"The id {name!r} is that of line {first} already."
            problems.append(place.error("E206", message, "Give one of the two rows another `id`, or delete it."))
            continue
        result[name] = Entry(key, standing(row[0], _entity(how, row)))
    return result, problems


def _entity(how: Plan, row: Row) -> Entries:
    entries: Entries = {}
    _simple(how, row, entries)
    entries.pop("id", None)
    if "date" in how.keys and (date := how.cell(row, "date")):
        entries["date"] = Entry(standing(how.keys["date"], "date"), date)
    point = [cell for path in ("at.lat", "at.long") if (cell := how.cell(row, path))]
    whole = how.cell(row, "at")
    if whole and not point:
        texts = (whole.text or "").replace(",", " ").replace(how.separator, " ").split()
        point = [standing(whole, text) for text in texts]
    if point:
        key = next(how.keys[path] for path in ("at", "at.lat", "at.long") if path in how.keys)
        entries["at"] = Entry(standing(key, "at"), standing(point[0], tuple(point)))
    return entries


def _simple(how: Plan, row: Row, entries: Entries) -> None:
    """Fill in the fields that one column has to itself."""
    for path in how.alone:
        key = how.keys[path]
        values = how.values(row, path) if path in _LISTS else how.cells(row, path)
        if not values:
            continue
        if path in _LISTS:
            value = _one_or_list(values)
        elif path == "note":
            value = standing(values[0], "\n".join(cell.text or "" for cell in values))
        else:
            value = values[0]
        entries[path] = Entry(standing(key, path), value)


def _one_or_list(values: Sequence[Node]) -> Node:
    return values[0] if len(values) == 1 else standing(values[0], tuple(values))


def standing(node: Node, value: str | tuple[Node, ...] | Entries | None) -> Node:
    """Make a node that stands where another one stands."""
    return Node(value, node.file, node.line, node.column)
