"""The groups of a query: which braces hold which patterns, and where its calls of SERVICE stand.

A small reader of SPARQL's group graph patterns. It knows their brackets and keywords, and leaves triples, expressions
and everything within as text. What it takes for a group decides nothing about safety: a query whose calls were
replaced passes the guard of `safety` like any other, and that one refuses whatever call is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.errors import QuerySyntaxError
from dateline.store.safety import Token, tokens

_SIGNS = frozenset("{}()[]")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_PATTERNS = frozenset({"optional", "minus", "graph", "service", "filter", "bind", "values", "union", "lateral"})
_SIGN = "sign"


@dataclass(slots=True)
class Group:
    """What stands between two braces; `start` is behind the first, `end` at the second."""

    start: int
    end: int = -1
    elements: list[Element] = field(default_factory=list)
    is_select: bool = False


@dataclass(slots=True)
class Element:
    """One pattern of a group: its kind is a keyword, or `triples`, or `group`.

    `groups` are those within it; `name` is the term behind GRAPH or SERVICE.
    """

    kind: str
    start: int
    end: int = -1
    groups: list[Group] = field(default_factory=list)
    name: Token | None = None
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A call of SERVICE, and the elements that lead to it from the outermost group, each with its group."""

    steps: tuple[tuple[Group, Element], ...]

    @property
    def call(self) -> Element:
        """The call itself."""
        return self.steps[-1][1]


def groups_of(text: str) -> list[Group]:
    """Return the outermost groups of a query.

    Raises:
        QuerySyntaxError: brackets do not match.
    """
    return _Reader(text).outermost()


def calls(groups: list[Group], above: tuple[tuple[Group, Element], ...] = ()) -> Iterator[Path]:
    """Yield the calls of SERVICE, outer ones before those within them."""
    for group in groups:
        for element in group.elements:
            steps = (*above, (group, element))
            if element.kind == "service":
                yield Path(steps)
            yield from calls(element.groups, steps)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces = list(_pieces(text))
        self._at = 0

    def outermost(self) -> list[Group]:
        found = []
        while self._at < len(self._pieces):
            if self._is_sign("{"):
                found.append(self._group())
            else:
                self._at += 1
        return found

    def _group(self) -> Group:
        group = Group(self._take().start + 1)
        group.is_select = self._word() == "select"
        while not self._is_sign("}"):
            if self._at >= len(self._pieces):
                raise QuerySyntaxError("The query is not SPARQL 1.1: a brace is opened and not closed.")
            group.elements.append(self._element())
        group.end = self._take().start
        return group

    def _element(self) -> Element:
        piece, word = self._pieces[self._at], self._word()
        element = Element(word if word in _PATTERNS else "group" if self._is_sign("{") else "triples", piece.start)
        if element.kind == "group":
            element.groups.append(self._group())
        elif element.kind == "triples":
            self._triples(element)
        else:
            self._take()
            self._pattern(element)
        element.end = self._end()
        return element

    def _triples(self, element: Element) -> None:
        while self._at < len(self._pieces) and not self._is_sign("{}") and self._word() not in _PATTERNS:
            if self._is_sign("(["):
                self._brackets(element)
            else:
                self._at += 1

    def _pattern(self, element: Element) -> None:
        if element.kind == "service" and self._word() == "silent":
            element.is_silent = True
            self._take()
        if element.kind in ("graph", "service") and self._at < len(self._pieces):
            element.name = self._take()
        if element.kind in ("filter", "bind", "values"):
            # `NOT EXISTS {`, a function's name before its brackets, or the variables of VALUES before its rows
            while self._at < len(self._pieces) and not self._is_sign("({}"):
                self._at += 1
            if self._is_sign("("):
                self._brackets(element)
        if element.kind not in ("bind", "union") and self._is_sign("{") and not self._is_whole(element):
            element.groups.append(self._group())

    def _is_whole(self, element: Element) -> bool:
        """Say whether a filter has ended with its brackets, so that the next brace opens a group of its own."""
        return element.kind == "filter" and self._pieces[self._at - 1].text == ")"

    def _brackets(self, element: Element) -> None:
        """Go behind the closing bracket; groups on the way (of EXISTS) belong to the element."""
        closing = _CLOSING[self._take().text]
        while not self._is_sign(closing):
            if self._at >= len(self._pieces) or self._is_sign("}"):
                raise QuerySyntaxError("The query is not SPARQL 1.1: a bracket is opened and not closed.")
            if self._is_sign("{"):
                element.groups.append(self._group())
            elif self._is_sign("(["):
                self._brackets(element)
            else:
                self._at += 1
        self._take()

    def _take(self) -> Token:
        self._at += 1
        return self._pieces[self._at - 1]

    def _end(self) -> int:
        last = self._pieces[self._at - 1]
        return last.start + len(last.text)

    def _word(self) -> str:
        piece = self._pieces[self._at] if self._at < len(self._pieces) else None
        return piece.text.casefold() if piece and piece.kind == "word" else ""

    def _is_sign(self, signs: str) -> bool:
        piece = self._pieces[self._at] if self._at < len(self._pieces) else None
        return piece is not None and piece.kind == _SIGN and piece.text in signs


def _pieces(text: str) -> Iterator[Token]:
    """Yield what a query is made of, brackets included and comments left out."""
    at = 0
    for token in tokens(text):
        yield from _signs(text, at, token.start)
        if token.kind != "comment":
            yield token
        at = token.start + len(token.text)
    yield from _signs(text, at, len(text))


def _signs(text: str, start: int, end: int) -> Iterator[Token]:
    for place in range(start, end):
        if text[place] in _SIGNS:
            yield Token(_SIGN, text[place], place)
