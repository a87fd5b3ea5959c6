"""The guard before every query: nothing in its text may reach the network or a file, or change the data.

Oxigraph follows `SERVICE` over HTTP and has no switch against it, so such a query must never get there. Its parser
needs no blanks around keywords (`trueSERVICE<...>` is a call), so the guard refuses every bare word and every prefix
that contains `service`; variables, local names, strings, comments and IRIs may contain it. `FROM` names graphs of the
given data, never addresses to fetch; `FROM <file:...>` is refused because other engines would read the file.
The guard judges text, not meaning: it may refuse an odd harmless query, it must not let a harmful one pass.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from dateline.errors import QueryRefused

_UPDATES = frozenset({"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"})
_FORMS = frozenset({"select", "ask", "construct", "describe"})
_KINDS = (
    ("comment", r"\#[^\r\n]*"),
    ("string", r'"""(?:"{0,2}(?:[^"\\]|\\.))*"""' + r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"),
    ("short", r'"(?:[^"\\\r\n]|\\.)*"' + r"|'(?:[^'\\\r\n]|\\.)*'"),
    ("iri", r"<[^<>\"{}|^`\\\x00-\x20]*>"),
    ("language", r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"),
    ("variable", r"[?$]\w+"),
    ("name", r"(?P<prefix>(?:[^\W\d][\w.-]*)?):(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)?"),
    ("word", r"[^\W\d]\w*"),
    ("escape", r"\\."),
)
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS), re.DOTALL)
_RELATIVE = re.compile(r"<[\w./#-]*>")
_SWALLOWED = re.compile(r"\).*service", re.IGNORECASE)
_DOTTED = re.compile(r"\.\w*service", re.IGNORECASE)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PROTECTED = re.compile(r"\\\\|" + _CODEPOINT.pattern)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query that is more than a sign: its kind (word, name, iri, variable, ...), text and place."""

    kind: str
    text: str
    start: int


def refuse_unsafe(query_text: str) -> None:
    """Let a query pass that stays within the given data; its syntax is not judged here.

    The text is judged as written, and with its codepoint escapes (backslash, `u`, four digits) read in both ways in
    which engines read them.

    Raises:
        QueryRefused: the text calls `SERVICE`, names a file in `FROM`, or is an update.
    """
    for reading in _readings(query_text):
        found = list(tokens(reading))
        _refuse_updates(found)
        _refuse_service(found)
        _refuse_files(found)


def refuse_unsafe_update(update_text: str) -> None:
    """Let an update pass that stays within the given data; its syntax is not judged here.

    Raises:
        QueryRefused: the text has `LOAD` or `SERVICE` in it.
    """
    for reading in _readings(update_text):
        found = list(tokens(reading))
        _refuse_service(found)
        for token in found:
            if token.kind == "word" and "load" in token.text.casefold():
                raise QueryRefused(
                    "LOAD would fetch a document from a file or another machine. Send its triples with INSERT DATA."
                )


def _readings(text: str) -> list[str]:
    return sorted({text, _decoded(text, _CODEPOINT), _decoded(text, _PROTECTED)})


def undeclared(query_text: str, known: Collection[str]) -> str | None:
    """Return the first prefix (`x:`) or relative IRI (`<x>`) that the query uses without `PREFIX` or `BASE` for it."""
    found = list(tokens(query_text))
    words = [token.text.casefold() if token.kind == "word" else "" for token in found]
    declared = {"_:", *(f"{prefix}:" for prefix in known)}
    declared |= {token.text for word, token in zip(words, found[1:], strict=False) if word == "prefix"}
    for token in found:
        if token.kind == "name" and token.text.partition(":")[0] + ":" not in declared:
            return token.text.partition(":")[0] + ":"
        if token.kind == "iri" and "base" not in words and _RELATIVE.fullmatch(token.text):
            return token.text
    return None


def undeclared_prefixes(query_text: str, known: Collection[str]) -> list[str]:
    """Return those known prefixes that the query uses and does not declare, sorted."""
    found = list(tokens(query_text))
    declared = {token.text for word, token in pairwise(found) if word.text.casefold() == "prefix"}
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    return sorted(name for name in used & set(known) if f"{name}:" not in declared)


def query_form(query_text: str) -> str:
    """Return `select`, `ask`, `construct` or `describe`; an empty text where the query has none of these words."""
    words = (token.text.casefold() for token in tokens(query_text) if token.kind == "word")
    return next((word for word in words if word in _FORMS), "")


def _decoded(text: str, pattern: re.Pattern[str]) -> str:
    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if not code or int(code, 16) > 0x10FFFF:
            return match[0]
        return chr(int(code, 16))

    return pattern.sub(character, text)


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of a query in order, without blanks and single signs."""
    position = 0
    while found := _TOKEN.search(text, position):
        kind = found.lastgroup or ""
        position = found.end()
        if kind == "iri" and _SWALLOWED.search(found[0]):
            # `?a<?b)SERVICE#>` looks like an IRI; an engine may read a comparison and then a call.
            position = found.start() + 1
            continue
        yield Token(kind, found[0], found.start())


def _refuse_updates(found: list[Token]) -> None:
    for token in found:
        word = token.text.casefold()
        if token.kind != "word" or word in ("base", "prefix"):
            continue
        if word in _UPDATES:
            raise QueryRefused(
                f"{token.text.upper()} changes data, and queries only read. Change the timeline and build it again."
            )
        if word in _FORMS:
            return


def _refuse_service(found: list[Token]) -> None:
    for token in found:
        if token.kind == "word" and "service" in token.text.casefold():
            raise QueryRefused(
                "SERVICE would send parts of the query to another machine, and queries stay within the given data. "
                "Download that data first and name its file beside the others."
            )
        if token.kind == "name" and _hides_service(token.text):
            raise QueryRefused(
                f"{token.text!r} can be misread as a call of SERVICE. Give the prefix another name, or write the "
                "whole IRI in angle brackets."
            )


def _hides_service(name: str) -> bool:
    prefix, _, local = name.partition(":")
    return "service" in prefix.casefold() or bool(_DOTTED.search(local))


def _refuse_files(found: list[Token]) -> None:
    words = {token.text.casefold() for token in found if token.kind == "word"}
    if not any("from" in word for word in words):
        return
    for token in found:
        if token.kind == "iri" and token.text[1:].lstrip().casefold().startswith("file:"):
            raise QueryRefused(
                f"FROM {token.text} names a file, and a query cannot open files. Name the file beside the other data; "
                "FROM then takes the names of graphs in it."
            )
