"""JSON with positions: numbers and truth values stay the text that a person wrote, null is nothing.

A scanner over regular expressions, strict as RFC 8259 is, with a capped depth; the first fault ends the
reading, except duplicate keys and half characters, which are reported and passed over. Knows no field of a
timeline.
"""

from __future__ import annotations

import re
from itertools import count

from dateline.diagnostics import Diagnostic
from dateline.readers.lines import MAX_DEPTH, MAX_NODES, Lines, Place, duplicate, too_deep, too_large, too_many
from dateline.readers.located import Entry, Node

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9A-Za-z_.+-])")
_WORD = re.compile(r"[^\s,:\[\]{}\"]+")
_PLAIN = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*')
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\"\\/bfnrt]))"
)
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_SURROGATES = range(0xD800, 0xE000)
_REPLACEMENT = "\ufffd"
_WORDS = {
    "True": "Write `true`.",
    "False": "Write `false`.",
    "None": "Write `null`.",
    "NaN": "Write the number, or `null` where there is none.",
    "Infinity": "Write the number, or `null` where there is none.",
    "-Infinity": "Write the number, or `null` where there is none.",
}

Parsed = tuple[Node | None, list[Diagnostic]]


def parse(text: str, file: str, *, first_line: int = 1) -> Parsed:
    """Read one JSON value; None with diagnostics when it cannot be read.

    `first_line` is the line in which the text begins, for readers of files that hold several texts.
    """
    text = text.removeprefix("\ufeff")
    problems = too_large(len(text), file)
    if problems:
        return None, problems
    scanner = _Scanner(text, file, first_line)
    try:
        root = scanner.document()
    except _Stop as stop:
        return None, [*scanner.problems, stop.diagnostic]
    return root, scanner.problems


class _Stop(Exception):
    """Ends the reading of one text; never leaves this module."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic
        super().__init__()


class _Scanner:
    """Reads one text from left to right; `problems` gathers what does not end the reading."""

    def __init__(self, text: str, file: str, first_line: int) -> None:
        self.problems: list[Diagnostic] = []
        self._text = text
        self._file = file
        self._lines = Lines(text)
        self._first_line = first_line
        self._at = 0
        self._counter = count(1)

    def document(self) -> Node:
        """Read the only value of the text."""
        root = self._value(0)
        if self._peek():
            raise self._error("Something follows the end of the data.", "Delete it, or check the brackets before it.")
        return root

    def _place(self, offset: int) -> Place:
        line, column = self._lines.place(offset)
        return Place(self._file, line + self._first_line - 1, column)

    def _error(self, message: str, hint: str, *, offset: int | None = None) -> _Stop:
        place = self._place(self._at if offset is None else offset)
        return _Stop(place.error("E102", message, hint))

    def _peek(self) -> str:
        """Skip white space and return the next character, or an empty text at the end."""
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._text[self._at : self._at + 1]

    def _value(self, depth: int) -> Node:
        character = self._peek()
        start = self._at
        place = self._place(start)
        if next(self._counter) > MAX_NODES:
            raise _Stop(too_many(place))
        value: str | tuple[Node, ...] | dict[str, Entry] | None
        if character == '"':
            value = self._string()
        elif character and character in "[{":
            if depth >= MAX_DEPTH:
                raise _Stop(too_deep(place))
            self._at += 1
            value = self._list(start, depth + 1) if character == "[" else self._map(start, depth + 1)
        else:
            value = self._word()
        return Node(value, place.file, place.line, place.column)

    def _word(self) -> str | None:
        number = _NUMBER.match(self._text, self._at)
        if number:
            self._at = number.end()
            return number.group()
        word = _WORD.match(self._text, self._at)
        if not word:
            raise self._missing_value()
        if word.group() not in ("true", "false", "null"):
            raise self._strange(word.group())
        self._at = word.end()
        return None if word.group() == "null" else word.group()

    def _missing_value(self) -> _Stop:
        if self._at == len(self._text):
            return self._error("The data ends here, but a value is missing.", "Check that the file is complete.")
        return self._error("A value is missing here.", "Write the value, or delete the comma or colon before it.")

    def _strange(self, word: str) -> _Stop:
        if word.startswith(("//", "/*", "#")):
            return self._error("JSON has no comments.", "Delete it, or write the timeline in YAML.")
        shown = word if len(word) <= 40 else word[:40] + "…"
        hint = _WORDS.get(word, 'Put texts between double quotes ("…"); a number has digits and one point.')
        return self._error(f"{shown!r} is not a JSON value.", hint)

    def _list(self, start: int, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        if self._peek() == "]":
            self._at += 1
            return ()
        while True:
            items.append(self._value(depth))
            if self._ends(start, "]"):
                return tuple(items)

    def _map(self, start: int, depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        if self._peek() == "}":
            self._at += 1
            return entries
        while True:
            key = self._key(start)
            value = self._value(depth)
            text = key.text or ""
            if text in entries:
                place = Place(key.file, key.line, key.column)
                self.problems.append(duplicate(text, entries[text].key, place))
            else:
                entries[text] = Entry(key, value)
            if self._ends(start, "}"):
                return entries

    def _key(self, start: int) -> Node:
        character = self._peek()
        place = self._place(self._at)
        if not character:
            raise self._error("A map opened with `{` here is never closed.", "Close it with `}`.", offset=start)
        if character != '"':
            hint = "Put names between double quotes; no comma stands before `}`."
            raise self._error("The name of a field is missing here.", hint)
        key = Node(self._string(), place.file, place.line, place.column)
        if self._peek() != ":":
            raise self._error("A colon is missing after the name of a field.", 'Write "name": value.')
        self._at += 1
        return key

    def _ends(self, start: int, closing: str) -> bool:
        character = self._peek()
        if character == closing:
            self._at += 1
            return True
        if character == ",":
            self._at += 1
            if self._peek() == closing:
                raise self._error(f"A comma stands before the closing `{closing}`.", "Delete the comma.")
            return False
        if character:
            raise self._error("A comma is missing here.", f"Write a comma, or close with `{closing}`.")
        opening = self._text[start]
        what = "list" if closing == "]" else "map"
        message = f"A {what} opened with `{opening}` here is never closed."
        raise self._error(message, f"Close it with `{closing}`.", offset=start)

    def _string(self) -> str:
        start = self._at
        parts: list[str] = []
        self._at += 1
        while True:
            match = _PLAIN.match(self._text, self._at)
            if match:
                parts.append(match.group())
                self._at = match.end()
            character = self._text[self._at : self._at + 1]
            if character == '"':
                self._at += 1
                return "".join(parts)
            parts.append(self._special(character, start))

    def _special(self, character: str, start: int) -> str:
        if character == "\\":
            return self._escape()
        if not character or character in "\n\r":
            hint = 'Close it with a double quote (") in the same line; write \\n for a line break inside of it.'
            raise self._error("A text is opened here and not closed in its line.", hint, offset=start)
        if ord(character) in _SURROGATES:
            return self._half(1)
        message = f"The character U+{ord(character):04X} may not stand in a text as it is."
        raise self._error(message, f"Write \\u{ord(character):04x}, or a space.")

    def _escape(self) -> str:
        match = _ESCAPE.match(self._text, self._at)
        if not match:
            hint = "Write \\\\ for a backslash, \\n for a line break."
            raise self._error("A backslash stands before a character that cannot follow it.", hint)
        high, low, single, letter = match.groups()
        if single and int(single, 16) in _SURROGATES:
            return self._half(6)
        self._at = match.end()
        if letter:
            return _ESCAPED[letter]
        if single:
            return chr(int(single, 16))
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)

    def _half(self, length: int) -> str:
        place = self._place(self._at)
        message = "This is half of a character (a lone surrogate), not a character."
        self.problems.append(place.error("E102", message, "Write the character itself."))
        self._at += length
        return _REPLACEMENT
