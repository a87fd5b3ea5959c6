"""The desk at which one timeline is read: rows, origins and diagnostics pile up here; `Form` opens one map on it.

`Form` is the typed access to the fields of a map: each method returns a good value or None, and says at the right
place what is wrong, once. It knows shapes of values, not what the fields mean; fields are declared in
`fields`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import did_you_mean
from dateline.readers.located import Entry, Node
from dateline.readers.timeline import values
from dateline.readers.timeline.dates import refusal_code
from dateline.readers.timeline.fields import Field
from dateline.readers.timeline.hints import TORN, field_hint, field_meant, section_meant, torn, type_hint
from dateline.readers.timeline.mint import Names
from dateline.readers.timeline.values import Fault
from dateline.when import When, read_date

T = TypeVar("T")
_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}


@dataclass(slots=True)
class Desk:
    """What is known while one timeline is read, and what has come out so far."""

    names: Names
    folder: Path | None
    day_first: bool | None
    language: str = "en"
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    published: dict[str, When] = field(default_factory=dict)

    def complain(self, code: str, message: str, at: Node, *, hint: str = "", subject: str = "") -> None:
        """Note a diagnostic at a node; the first letter of the code is its severity."""
        severity = _SEVERITIES[code[0]]
        place = (at.file, at.line, at.column)
        self.diagnostics.append(Diagnostic(severity, code, message, *place, hint=hint, subject=subject))

    def good(self, value: T | Fault, at: Node) -> T | None:
        """Return a value that is no fault; of a fault, make a diagnostic."""
        if isinstance(value, Fault):
            self.complain(value.code, value.message, at, hint=value.hint)
            return None
        return value

    def add(self, table: str, row: Mapping[str, Any], at: Node) -> None:
        """Add a row with its origin to a table."""
        origin = {"file": at.file, "line": at.line, "column": at.column}
        self.rows.setdefault(table, []).append({**row, **origin})

    def origin(self, subject: str, column: str, at: Node) -> None:
        """Note where the value of one column of a row was written."""
        self.add("origins", {"id": subject, "field": column}, at)

    def mark(self) -> tuple[int, int]:
        """Return a mark from which `settle` will fill in an IRI that is not known yet."""
        return len(self.diagnostics), len(self.rows.setdefault("origins", []))

    def settle(self, mark: tuple[int, int], subject: str) -> None:
        """Name the subject of all diagnostics and origins since a mark that have none."""
        first, first_origin = mark
        for index in range(first, len(self.diagnostics)):
            found = self.diagnostics[index]
            self.diagnostics[index] = replace(found, subject=found.subject or subject)
        for row in self.rows.get("origins", [])[first_origin:]:
            row["id"] = row["id"] or subject

    def word(self, node: Node | None, known: Iterable[str], *, code: str = "E213", what: str = "word") -> str | None:
        """Return the text of a node if it is one of the known words."""
        text = self.text(node, what)
        if node is None or text is None:
            return None
        words = tuple(known)
        if text not in words:
            hint = type_hint(text, words) if code == "E209" else did_you_mean(text, words)
            self.complain(code, f"There is no {what} {text!r}.", node, hint=hint)
            return None
        return text

    def text(self, node: Node | None, what: str) -> str | None:
        """Return the stripped text of a scalar; an empty one is nothing."""
        if node is None or node.value is None:
            return None
        if node.text is None:
            self.complain("E106", f"`{what}` is {node.kind}, but a text is expected here.", node)
            return None
        return node.text.strip() or None

    def date(self, node: Node | None, what: str = "date") -> Dated | None:
        """Return the date that a node holds, in EDTF or in words."""
        if node is not None and isinstance(node.value, tuple):
            hint = 'Put a date with brackets between quotes, such as "[2022,2023]".'
            self.complain("E106", f"`{what}` is a list, but a date is expected here.", node, hint=hint)
            return None
        text = self.text(_unbraced(node), what)
        if node is None or text is None:
            return None
        reading = read_date(text, day_first=self.day_first)
        if reading.when is None:
            self.complain(refusal_code(reading), reading.error or f"{text!r} is not a date.", node)
            return None
        return Dated(reading.when, None if reading.rule == "edtf" else text, node)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, the words in which it was written where these are not EDTF, and its node."""

    when: When
    words: str | None
    node: Node


def _unbraced(node: Node | None) -> Node | None:
    """Give a set such as `{2022,2023}` its text back, which YAML takes for a map without values."""
    if node is None or not node.entries or any(entry.value.value is not None for entry in node.entries.values()):
        return node
    keys = ",".join(entry.key.text or "" for entry in node.entries.values())
    return Node(f"{{{keys}}}", node.file, node.line, node.column)


class Form:
    """One map with declared fields, opened: unknown and missing fields are reported at once."""

    __slots__ = ("_nodes", "at", "desk", "fields")

    def __init__(self, desk: Desk, node: Node, *, fields: Mapping[str, Field], at: Node, what: str) -> None:
        self.desk = desk
        self.fields = fields
        self.at = at
        self._nodes: dict[str, Node] = {}
        if not isinstance(node.value, dict):
            self._refuse(node, what)
            return
        rest = torn(node.entries, fields)
        for entry in rest[:1]:
            desk.complain("E201", f"{_article(what)} has no field `{entry.key.text}`.", entry.key, hint=TORN)
        for name, entry in node.entries.items():
            if entry not in rest:
                self._take(name, entry, what)
        meant = {field_meant(name, fields) for name in node.entries if name not in fields}
        for name, declared in fields.items():
            if declared.required and name not in self._nodes and name not in meant:
                desk.complain("E207", f"This {what} has no `{name}`.", at, hint=f"Add `{name}`: {declared.doc}")

    def _refuse(self, node: Node, what: str) -> None:
        hint = f"Write its fields below it, such as `{next(iter(self.fields))}: …`."
        self.desk.complain("E106", f"This {what} is {_kind(node)}, but a map of fields is expected.", node, hint=hint)

    def _take(self, name: str, entry: Entry, what: str) -> None:
        if name not in self.fields:
            hint = field_hint(name, self.fields)
            self.desk.complain("E201", f"{_article(what)} has no field `{name}`.", entry.key, hint=hint)
            section = section_meant(name, self.fields)
            if section:
                self._nodes.setdefault(section, entry.value)
        elif entry.value.value is not None and entry.value.text != "":
            self._nodes[name] = entry.value
            for column in self.fields[name].column.split():
                self.desk.origin("", column, entry.value)

    def __contains__(self, name: str) -> bool:
        return name in self._nodes

    def node(self, name: str) -> Node | None:
        """Return the node of a field that has a value."""
        return self._nodes.get(name)

    def nodes(self, name: str) -> tuple[Node, ...]:
        """Return the members of a field that takes one value or a list of them, empty ones left out."""
        node = self._nodes.get(name)
        return tuple(item for item in node.items if item.value is not None) if node else ()

    def text(self, name: str) -> str | None:
        """Return the text of a field."""
        return self.desk.text(self.node(name), name)

    def texts(self, name: str) -> list[str]:
        """Return the texts of a field that takes one or several."""
        read = (self.desk.text(node, name) for node in self.nodes(name))
        return [text for text in read if text is not None]

    def word(self, name: str, *, code: str = "E213") -> str | None:
        """Return the word of a field with a closed vocabulary."""
        what = name.replace("_", " ")
        return self.desk.word(self.node(name), self.fields[name].choices(), code=code, what=what)

    def words(self, name: str) -> list[str]:
        """Return the words of a field with a closed vocabulary that takes one or several."""
        choices = self.fields[name].choices()
        read = (self.desk.word(node, choices, what=name.rstrip("s")) for node in self.nodes(name))
        return [word for word in read if word is not None]

    def date(self, name: str) -> Dated | None:
        """Return the date of a field."""
        return self.desk.date(self.node(name), name)

    def read(self, name: str, reader: Callable[[str], T | Fault]) -> T | None:
        """Return the value of a field as a function of `values` reads it."""
        node = self.node(name)
        text = self.desk.text(node, name)
        return None if node is None or text is None else self.desk.good(reader(text), node)

    def iris(self, name: str) -> list[str]:
        """Return the IRIs of a field that takes one or several, CURIEs expanded."""
        found = []
        for node in self.nodes(name):
            text = self.desk.text(node, name)
            iri = None if text is None else self.desk.good(values.iri(text), node)
            found += [iri] if iri else []
        return found

    def point(self, name: str) -> tuple[Decimal, Decimal] | None:
        """Return the latitude and longitude of a field."""
        node = self.node(name)
        texts = self.texts(name)
        return self.desk.good(values.point(texts), node) if node and len(texts) == len(node.items) else None


def _kind(node: Node) -> str:
    return "empty" if node.value is None else node.kind


def _article(what: str) -> str:
    return f"An {what}" if what[0] in "aeio" else f"A {what}"


def rows_of(desk: Desk, node: Node | None, section: str) -> tuple[Node, ...]:
    """Return the members of a section that is a list, such as `events`."""
    if node is None:
        return ()
    if not isinstance(node.value, tuple):
        hint = "Begin each member with a hyphen."
        desk.complain("E106", f"`{section}` is {node.kind}, but a list is expected.", node, hint=hint)
        return ()
    return node.value


def members_of(desk: Desk, node: Node | None, section: str) -> dict[str, Entry]:
    """Return the members of a section that is a map by id, such as `actors`."""
    if node is not None and not isinstance(node.value, dict):
        hint = "Write an id, a colon, and its fields below."
        desk.complain("E106", f"`{section}` is {node.kind}, but a map by id is expected.", node, hint=hint)
    return node.entries if node else {}
