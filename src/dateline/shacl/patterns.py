"""Regular expressions of SPARQL, rewritten for the engine of Rust, which answers in linear time whatever the pattern.

SPARQL takes the expressions of XPath (https://www.w3.org/TR/xpath-functions/#regex-syntax); people also write those
of Python and Java. What the three have in common keeps its meaning here; look-around and back-references, which no
linear engine has, are refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import polars as pl
from polars.exceptions import ComputeError

_NAME_START = r"\:A-Z_a-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}"
_NAME_START += (
    r"\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}"
)
_NAME = _NAME_START + r"\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}-\u{2040}"
_ESCAPES = {
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME}]",
    "C": f"[^{_NAME}]",
    "Z": r"\z",
    "<": "<",
    ">": ">",
}
FLAGS = frozenset("smixq")


class UnsupportedPattern(Exception):
    """Happens when an expression cannot be run in linear time, or not at all; the message says why."""


@lru_cache(maxsize=256)
def translate(pattern: str, flags: str) -> str:
    """Return the expression for Polars that finds what `REGEX(text, pattern, flags)` finds in SPARQL.

    Raises:
        UnsupportedPattern: the pattern needs look-around or back-references, or is no expression.
    """
    if "q" in flags:
        body = "".join(_literal(character) for character in pattern)
    else:
        body = "".join(_parts(_without_space(pattern) if "x" in flags else pattern))
    used = "".join(flag for flag in "smi" if flag in flags)
    result = f"(?{used})(?:{body})" if used else body
    try:
        pl.Series([""]).str.contains(result, strict=True)
    except ComputeError as error:
        raise UnsupportedPattern(_reason(str(error))) from None
    return result


def _reason(message: str) -> str:
    told = [line.strip() for line in message.splitlines() if line.strip().startswith("error:") or "size limit" in line]
    return told[0].removeprefix("error: ") if told else message.splitlines()[0]


def _parts(pattern: str) -> Iterator[str]:
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            yield _escape(pattern[at + 1 : at + 2])
            at += 2
        elif character == "[":
            text, at = _class(pattern, at)
            yield text
        elif pattern.startswith(("(?=", "(?!", "(?<=", "(?<!", "(?(", "(?>", "(?P="), at):
            raise UnsupportedPattern(f"it uses {pattern[at : at + 3]}…), which looks around or back")
        elif character == "{" and pattern[at + 1 : at + 2] == "," and _counts(pattern, at):
            yield "{0"
            at += 1
        elif character == "{" and not _counts(pattern, at):
            yield r"\{"
            at += 1
        else:
            yield character
            at += 1


def _escape(character: str) -> str:
    if character.isdigit() and character != "0":
        raise UnsupportedPattern(f"it refers back to a group by \\{character}")
    return _ESCAPES.get(character, "\\" + character)


def _class(pattern: str, start: int) -> tuple[str, int]:
    """Return a character class and where it ends; in Rust, more characters have a meaning inside than in XPath."""
    at = start + 1
    text = "["
    if pattern[at : at + 1] == "^":
        text, at = "[^", at + 1
    if pattern[at : at + 1] == "]":
        text, at = text + r"\]", at + 1
    while at < len(pattern):
        character = pattern[at]
        if character == "]":
            return text + "]", at + 1
        if character == "\\":
            text, at = text + _escape(pattern[at + 1 : at + 2]), at + 2
        elif pattern.startswith("-[", at):
            inner, at = _class(pattern, at + 1)
            text += "--" + inner
        else:
            special = character in "[&~" or pattern.startswith("--", at)
            text, at = text + ("\\" + character if special else character), at + 1
    raise UnsupportedPattern("a character class is not closed")


def _counts(pattern: str, at: int) -> bool:
    """Tell whether a brace opens a repeat, as `{2}`, `{2,}` or `{2,3}` do, or belongs to an escape of a category."""
    inner = pattern[at + 1 : pattern.find("}", at)] if "}" in pattern[at:] else ""
    numbers = inner.split(",")
    if at >= 2 and pattern[at - 2] == "\\" and pattern[at - 1] in "pPxu":
        return True
    return inner.strip(",") != "" and len(numbers) <= 2 and all(one.isdigit() or not one for one in numbers)


def _without_space(pattern: str) -> str:
    """Return the pattern without white space outside of character classes, as the flag x asks for."""
    kept, inside, at = "", 0, 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            kept, at = kept + pattern[at : at + 2], at + 2
            continue
        inside += {"[": 1, "]": -1}.get(character, 0)
        if inside > 0 or not character.isspace():
            kept += character
        at += 1
    return kept


def _literal(character: str) -> str:
    return character if character.isalnum() or not character.isascii() or character.isspace() else "\\" + character
