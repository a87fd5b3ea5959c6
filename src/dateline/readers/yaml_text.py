"""Values as the text of a YAML file, as a person would lay it out: the reader's counterpart, for all who write YAML.

A text is left without quotes only where every version of YAML takes it for the same text; dates and numbers, which
our reader takes as texts, are marked `Plain`. What fits into a line stands in one line; long texts are folded, texts
of several lines keep their lines. Knows no field of a timeline.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import yaml

WIDTH = 120
"""Characters that a line should have at most; a text without blanks can be longer."""

Tree: TypeAlias = "str | Sequence[Tree] | Mapping[str, Tree] | None"
"""A text, nothing, a list or a map; maps keep their order."""

_UNPRINTABLE = re.compile("[\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML takes in escaped form alone, and the blank that nobody sees."""
_SAFE = re.compile(r"[^\W_](?:[\w '’“”.()/&+;%!?–—-]|:(?=[\w/])|(?<=\S)#)*(?<![ :])\Z")
_SAFE_PLAIN = re.compile(r"[\w.+-][\w.+~?%/-]*\Z")
_FIGURES = re.compile(r"\d[\d_.:+\-a-foxA-FOX]*\Z")
"""What some version of YAML takes for a number or a date."""

_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"))
_TEXT_TAG = "tag:yaml.org,2002:str"
_RESOLVER = yaml.resolver.Resolver()


class Plain(str):
    """A date or a number: written without quotes where the signs allow it."""

    __slots__ = ()


def quoted(text: str) -> str:
    """Return a text as a YAML scalar between double quotes, on one line, whatever is in it."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def scalar(text: str, *, beside: bool = True) -> str:
    """Return a text as a YAML scalar on one line, without quotes where nothing can take it for anything else.

    `beside` says that other values stand on the line, between commas.
    """
    if beside and "?" in text:  # some readers end a text there where others stand beside it
        return quoted(text)
    if isinstance(text, Plain):
        return str(text) if _SAFE_PLAIN.match(text) else quoted(text)
    shown = text if beside else text.replace(", ", " ")
    if not _SAFE.match(shown) or _UNPRINTABLE.search(text) or _FIGURES.match(text) or text.lower() in _WORDS:
        return quoted(text)
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return text if tag == _TEXT_TAG else quoted(text)


def flow(tree: Tree) -> str:
    """Return a value on one line: `{visitor: assad, host: putin}`."""
    if tree is None:
        return "null"
    if isinstance(tree, str):
        return scalar(tree)
    if isinstance(tree, Mapping):
        return "{" + ", ".join(f"{scalar(name)}: {flow(value)}" for name, value in tree.items()) + "}"
    return "[" + ", ".join(flow(value) for value in tree) + "]"


def block(fields: Mapping[str, Tree], indent: int = 0) -> Iterator[str]:
    """Yield the lines of a map, a field below the other; what a field holds stands beside its name where it fits."""
    for name, value in fields.items():
        yield from _field(name, value, indent)


def item(fields: Mapping[str, Tree], indent: int = 2) -> Iterator[str]:
    """Yield the lines of a map that is a member of a list: a hyphen before its first field."""
    for number, line in enumerate(block(fields, indent + 2)):
        yield f"{' ' * indent}- {line[indent + 2 :]}" if number == 0 else line


def member(name: str, fields: Mapping[str, Tree], indent: int = 2) -> Iterator[str]:
    """Yield the lines of a map under its name: one where they fit, else a field below the other."""
    yield from _field(name, fields, indent)


def _field(name: str, value: Tree, indent: int) -> Iterator[str]:
    head = f"{' ' * indent}{scalar(name)}:"
    line = f"{head} {scalar(value, beside=False) if isinstance(value, str) else flow(value)}"
    if not value or (len(line) <= WIDTH and not _has_lines(value)):
        yield line
    elif isinstance(value, str):
        yield from _text(head, value, indent)
    elif isinstance(value, Mapping):
        yield head
        yield from block(value, indent + 2)
    else:
        yield head
        for one in value:
            yield from _listed(one, indent + 2)


def _listed(value: Tree, indent: int) -> Iterator[str]:
    line = f"{' ' * indent}- {flow(value)}"
    if isinstance(value, Mapping) and value and len(line) > WIDTH:
        yield from item(value, indent)
    else:
        yield line


def _has_lines(tree: Tree) -> bool:
    if isinstance(tree, str):
        return _keeps_lines(tree)
    if isinstance(tree, Mapping):
        return any(_has_lines(value) for value in tree.values())
    return any(_has_lines(value) for value in tree or ())


def _keeps_lines(text: str) -> bool:
    """Tell whether a text has several lines that a literal block gives back as they are."""
    lines = text.split("\n")
    # The first line gives the indentation, so it must have none of its own.
    whole = lines[0][:1].strip() and lines[-1].strip() and all(line.rstrip() == line for line in lines)
    return len(lines) > 1 and bool(whole) and all(_is_printable(line) for line in lines)


def _text(head: str, text: str, indent: int) -> Iterator[str]:
    pad = " " * (indent + 2)
    if _keeps_lines(text):
        yield f"{head} |-"
        yield from (f"{pad}{line}" if line else "" for line in text.split("\n"))
    elif " " in text and _is_printable(text) and all(text.split(" ")):
        yield f"{head} >-"
        parts = textwrap.wrap(text, WIDTH - len(pad), break_long_words=False, break_on_hyphens=False, expand_tabs=False)
        yield from (f"{pad}{part}" for part in parts)
    else:
        yield f"{head} {scalar(text, beside=False)}"


def _is_printable(text: str) -> bool:
    return not _UNPRINTABLE.search(text) and all(char >= " " for char in text)
