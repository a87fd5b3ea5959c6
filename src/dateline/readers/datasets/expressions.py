"""The words of a profile that say how a value is made of a row: a small tree, read from YAML and checked.

A scalar is a text with columns in braces, a list is several values, a map has one word that says what it does
(`codes`, `number`, `slug`, `match`, `iri`, `split`, `first`, `when`). Knows no tables and no Polars; what each word
means is told in ontology/profiles/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

from dateline.diagnostics import Diagnostic
from dateline.errors import did_you_mean
from dateline.readers.lines import Place
from dateline.readers.located import Entry, Node

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the input, or a value that the profile named."""

    name: str
    at: Place


@dataclass(frozen=True, slots=True)
class Text:
    """Fixed text and cells; nothing where one of the cells is empty."""

    pieces: tuple[str | Cell, ...]

    @property
    def constant(self) -> str | None:
        """The text, where no cell is in it."""
        texts = [piece for piece in self.pieces if isinstance(piece, str)]
        return "".join(texts) if len(texts) == len(self.pieces) else None


@dataclass(frozen=True, slots=True)
class Members:
    """Several values; those that are empty fall out."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """What a code list has for a code: its column `take`; `table` is the name of a list, or the list itself."""

    table: str | tuple[tuple[str, str], ...]
    of: Expression
    take: str | None
    other: Expression | None
    quiet: bool
    at: Place


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number."""

    of: Expression
    at: Place


@dataclass(frozen=True, slots=True)
class Slug:
    """A step of an IRI made of a name, below `under`; a hash of name and `along` makes it unmistakable."""

    of: Expression
    along: tuple[Expression, ...]
    under: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The first group of a regular expression, nothing where it does not match."""

    of: Expression
    pattern: str


@dataclass(frozen=True, slots=True)
class Iri:
    """A web address in which characters that no IRI may have are written as percent codes."""

    of: Expression


@dataclass(frozen=True, slots=True)
class Split:
    """The values that a cell holds, parted by a text."""

    of: Expression
    by: str


@dataclass(frozen=True, slots=True)
class First:
    """The first value that is not empty."""

    options: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One value where a test holds, else another."""

    test: Condition
    then: Expression
    other: Expression | None


@dataclass(frozen=True, slots=True)
class Condition:
    """Whether a value is one of some texts (any text at all where there are none); `holds` turns it round."""

    of: Expression
    texts: tuple[str, ...]
    holds: bool


Expression = Text | Members | Codes | Number | Slug | Match | Iri | Split | First | Case


def parts_of(expression: object) -> tuple[object, ...]:
    """Return what an expression, a test or a tuple is made of."""
    if isinstance(expression, tuple):
        return expression
    if isinstance(expression, Expression | Condition):
        return tuple(getattr(expression, field.name) for field in fields(expression))
    return ()


def cells(expression: object) -> Iterator[Cell]:
    """Yield every cell of an expression or test, in the order in which they are written."""
    if isinstance(expression, Cell):
        yield expression
    for part in parts_of(expression):
        yield from cells(part)


def read_cells(expression: object) -> Iterator[Cell]:
    """Yield the cells that a value is made of, those of tests only after all others."""
    yield from _without_tests(expression)
    yield from cells(expression)


def _without_tests(expression: object) -> Iterator[Cell]:
    if isinstance(expression, Cell):
        yield expression
    for part in parts_of(expression):
        if not isinstance(part, Condition):
            yield from _without_tests(part)


class Reader:
    """Reads expressions out of located nodes; complaints pile up in `problems`."""

    __slots__ = ("problems",)

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []

    def expression(self, node: Node) -> Expression | None:
        """Read one expression; None where it is nothing or wrong, which is then reported."""
        if node.text is not None:
            return self._text(node)
        if isinstance(node.value, tuple):
            return Members(self._all(node))
        if isinstance(node.value, dict):
            return self._word(node)
        self.complain("E106", "A value is expected here, but there is nothing.", node, "Write a text such as '{id}'.")
        return None

    def complain(self, code: str, message: str, node: Node, hint: str = "") -> None:
        """Add an error that stands at a node."""
        self.problems.append(place_of(node).error(code, message, hint))

    def condition(self, node: Node) -> Condition | None:
        """Read a test: `{given: X}`, or `{value: X, is: [texts]}`, or the same with `not`."""
        entries = self.entries(node, ("given", "missing", "value", "is", "not"))
        for word, holds in (("given", True), ("missing", False)):
            if word in entries:
                of = self.expression(entries[word].value)
                return Condition(of, (), holds) if of else None
        texts = entries.get("is") or entries.get("not")
        if "value" not in entries or texts is None:
            hint = "Write {given: '{a}'}, {value: '{a}', is: [x, y]} or {value: '{a}', not: [x]}."
            self.complain("E213", "This is no test.", node, hint)
            return None
        of = self.expression(entries["value"].value)
        known = tuple(item.text or "" for item in texts.value.items)
        return Condition(of, known, "is" in entries) if of else None

    def entries(self, node: Node, known: tuple[str, ...]) -> Mapping[str, Entry]:
        """Return the entries of a map, and report those that are not known."""
        if not isinstance(node.value, dict):
            self.complain("E106", f"A map is expected here, but there is {node.kind}.", node, "Write `name: value`.")
        for name, entry in node.entries.items():
            if name not in known:
                hint = did_you_mean(name, known)
                self.complain("E201", f"A profile has no field {name!r} here.", entry.key, hint)
        return node.entries

    def _all(self, node: Node) -> tuple[Expression, ...]:
        found = [self.expression(item) for item in node.items]
        return tuple(one for one in found if one is not None)

    def _text(self, node: Node) -> Text:
        pieces: list[str | Cell] = []
        text, end = node.text or "", 0
        for found in _PIECE.finditer(text):
            pieces.append(text[end : found.start()])
            end = found.end()
            if found[0] in ("{{", "}}"):
                pieces.append(found[0][0])
            elif found[1]:
                pieces.append(Cell(found[1].strip(), place_of(node)))
            else:
                hint = "Write {{ and }} for braces that are part of the text."
                self.complain("E213", f"The brace {found[0]!r} names no column.", node, hint)
        pieces.append(text[end:])
        return Text(tuple(piece for piece in pieces if piece))

    def _word(self, node: Node) -> Expression | None:
        readers: dict[str, Callable[[Node], Expression | None]] = {
            "codes": self._codes,
            "number": self._number,
            "slug": self._slug,
            "match": self._match,
            "iri": self._iri,
            "split": self._split,
            "first": self._first,
            "when": self._case,
        }
        found = [word for word in readers if word in node.entries]
        if len(found) != 1:
            hint = f"It has one of the words {', '.join(readers)}."
            self.complain("E213", "This map does not say what to do with a value.", node, hint)
            return None
        return readers[found[0]](node)

    def _codes(self, node: Node) -> Expression | None:
        entries = self.entries(node, ("codes", "of", "take", "else", "unknown"))
        table = self._table(entries["codes"].value)
        of = self._part(node, "of")
        other = self.expression(entries["else"].value) if "else" in entries else None
        unknown = entries["unknown"].value if "unknown" in entries else None
        if unknown and unknown.text not in ("report", "pass"):
            self.complain("E213", f"`unknown` cannot be {unknown.text!r}.", unknown, "Write report or pass.")
        take = entries["take"].value.text if "take" in entries else None
        quiet = unknown is not None and unknown.text == "pass"
        return Codes(table, of, take, other, quiet, place_of(node)) if of and table else None

    def _table(self, node: Node) -> str | tuple[tuple[str, str], ...]:
        if node.text:
            return node.text
        wrong = [entry.value for entry in node.entries.values() if entry.value.text is None]
        if wrong or not node.entries:
            hint = "Name a code list, or write the codes here: {A: agree, C: consult}."
            self.complain("E106", "This is no list of codes.", wrong[0] if wrong else node, hint)
            return ()
        return tuple((code, entry.value.text or "") for code, entry in node.entries.items())

    def _part(self, node: Node, name: str) -> Expression | None:
        if name in node.entries:
            return self.expression(node.entries[name].value)
        self.complain("E213", f"`{name}` is missing here.", node, f"Write `{name}: '{{column}}'`.")
        return None

    def _number(self, node: Node) -> Expression | None:
        of = self.expression(self.entries(node, ("number",))["number"].value)
        return Number(of, place_of(node)) if of else None

    def _slug(self, node: Node) -> Expression | None:
        entries = self.entries(node, ("slug", "with", "under"))
        of = self.expression(entries["slug"].value)
        along = self._all(entries["with"].value) if "with" in entries else ()
        under = entries["under"].value.text if "under" in entries else ""
        return Slug(of, along, under or "") if of else None

    def _match(self, node: Node) -> Expression | None:
        entries = self.entries(node, ("match", "pattern"))
        of = self.expression(entries["match"].value)
        given = entries["pattern"].value if "pattern" in entries else None
        pattern = given.text if given and given.text else ""
        if _groups(pattern) != 1:
            hint = "Write `pattern: 'abc(.*)'`; what the parentheses match is taken."
            self.complain("E213", "`match` needs a `pattern` with one pair of parentheses.", given or node, hint)
            return None
        return Match(of, pattern) if of else None

    def _iri(self, node: Node) -> Expression | None:
        of = self.expression(self.entries(node, ("iri",))["iri"].value)
        return Iri(of) if of else None

    def _split(self, node: Node) -> Expression | None:
        entries = self.entries(node, ("split", "by"))
        of = self.expression(entries["split"].value)
        by = entries["by"].value.text if "by" in entries else ";"
        return Split(of, by or ";") if of else None

    def _first(self, node: Node) -> Expression | None:
        return First(self._all(self.entries(node, ("first",))["first"].value))

    def _case(self, node: Node) -> Expression | None:
        entries = self.entries(node, ("when", "then", "else"))
        test, then = self.condition(entries["when"].value), self._part(node, "then")
        other = self.expression(entries["else"].value) if "else" in entries else None
        return Case(test, then, other) if test and then else None


def _groups(pattern: str) -> int:
    """The number of groups of a regular expression; -1 where it is none."""
    try:
        return re.compile(pattern).groups
    except re.error:
        return -1


def place_of(node: Node) -> Place:
    """Return where a node stands."""
    return Place(node.file, node.line, node.column)
