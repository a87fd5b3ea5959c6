"""The review of drafts: which event of a draft file quotes which words of which text, and decisions written back.

A decision changes the one line of the file that holds the event's status; comments, order and corrections stay as they
are. The file is read by the same reader as every timeline. Shows nothing itself (`review_page`, `cli.review`).
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.atomic import atomic_file
from dateline.errors import InputError, UnknownName, UsageError
from dateline.readers import yaml
from dateline.readers.located import Node
from dateline.readers.timeline.evidence import locate, read_text

DRAFT, ACCEPTED, REJECTED = "draft", "accepted", "rejected"
STATUSES = (DRAFT, ACCEPTED, REJECTED)
_READ_BY = re.compile(r"^\s*# line \d+, characters \d+ to \d+; \w+(?:; read by (?P<readers>.+))?$")
_STATUS_LINE = re.compile(r"^(\s*(?:- )?status:\s*)([\"']?)\w*\2(\s*(?:#.*)?)$")


@dataclass(frozen=True, slots=True)
class Marked:
    """One event of a draft file with the place of its words: characters of its source's text, -1 for none.

    `fields` are date, type, what, who and where as the file writes them, and who read it, where two readers were asked.
    """

    id: str
    status: str
    source: str
    quote: str
    start: int
    end: int
    fields: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Review:
    """A draft file with its events and the texts of its sources, by the ids of the sources."""

    path: Path
    text: str
    title: str
    events: tuple[Marked, ...]
    texts: Mapping[str, str]
    titles: Mapping[str, str]


def open_review(path: Path) -> Review:
    """Read a draft file and the texts beside it.

    Raises:
        InputError: the file is missing or no timeline in YAML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(path.as_posix(), "it is not UTF-8 text.") from problem
    except OSError as problem:
        raise InputError(path.as_posix(), problem.strerror or str(problem)) from problem
    node, problems = yaml.parse(text, path.as_posix())
    if node is None or problems:
        raise InputError(
            path.as_posix(), f"it cannot be reviewed before it can be read. {problems[0] if problems else ''}"
        )
    sources = _member(node, "sources")
    texts = {name: found for name, one in _entries(sources).items() if (found := _text(path, _word(one, "text")))}
    titles = {name: _word(one, "title") or name for name, one in _entries(sources).items()}
    lines = text.split("\n")
    events = tuple(_marked(one, texts, lines) for one in _items(_member(node, "events")))
    return Review(path, text, _word(node, "timeline") or path.name, events, texts, titles)


def decide(review: Review, decisions: Mapping[str, str]) -> int:
    """Write decisions (event id to status) into the draft file; return how many events they changed.

    Raises:
        UnknownName: an id that the file does not have.
        UsageError: a status that is none.
        OutsideError: the disk refuses.
    """
    known = {one.id: one for one in review.events}
    for name, status in decisions.items():
        if name not in known:
            raise UnknownName("event", name, known)
        if status not in STATUSES:
            raise UsageError(f"The decision {status!r} of {name} is none. Write {', '.join(STATUSES)}.")
    changed = {name: status for name, status in decisions.items() if known[name].status != status}
    lines = review.text.split("\n")
    for one in sorted((known[name] for name in changed), key=lambda one: -one.line):
        _set_status(lines, one, changed[one.id])
    if changed:
        with atomic_file(review.path) as stream:
            stream.write("\n".join(lines).encode("utf-8"))
    return len(changed)


def decisions_in(path: Path) -> dict[str, str]:
    """Read the decisions that the page saved: a JSON object of event ids and statuses.

    Raises:
        InputError: the file is missing or holds something else.
    """
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as problem:
        raise InputError(path.as_posix(), f"it holds no decisions: {problem}") from problem
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise InputError(path.as_posix(), "it holds no decisions; save them on the page of dateline review --html.")
    return content


def _set_status(lines: list[str], event: Marked, status: str) -> None:
    """Change the status line of an event, or add one behind its first line."""
    first = event.line - 1
    indent = _indent(lines[first])
    for index in range(first, len(lines)):
        if index > first and _ends_event(lines[index], indent):
            break
        found = _STATUS_LINE.match(lines[index])
        if found and _indent(lines[index]) == indent:
            lines[index] = f"{found[1]}{status}{found[3]}"
            return
    lines.insert(first + 1, f"{' ' * indent}status: {status}")


def _ends_event(line: str, indent: int) -> bool:
    """Tell whether a line belongs to the next event or section."""
    body = line.lstrip()
    if not body or body.startswith("#"):
        return False
    return _indent(line) < indent or (body.startswith("- ") and _indent(line) == indent)


def _indent(line: str) -> int:
    """Return the column of the first key of a line; the dash of a list counts as a blank."""
    body = line.lstrip()
    column = len(line) - len(body)
    return column + len(body) - len(body[2:].lstrip()) if body.startswith("- ") else column


def _marked(node: Node, texts: Mapping[str, str], lines: Sequence[str]) -> Marked:
    source, quote = _said(node)
    passage = locate(texts[source], quote) if quote and source in texts else None
    start, end = (passage.start, passage.end) if passage is not None else (None, None)
    fields = {
        name: _shown(entry.value)
        for name, entry in node.entries.items()
        if name in ("date", "type", "what", "who", "where", "factuality", "quantity")
    }
    identifier = node.entries["id"].value.text if "id" in node.entries else None
    status = _word(node, "status") or ACCEPTED
    first = min((entry.key.line for entry in node.entries.values()), default=node.line)
    if readers := _readers(lines, first):
        fields["read by"] = readers
    return Marked(
        identifier or f"line {node.line}",
        status,
        source,
        quote,
        -1 if start is None else start,
        -1 if end is None else end,
        fields,
        first,
    )


def _readers(lines: Sequence[str], first: int) -> str:
    """Return who read an event, as the comments above its first line tell."""
    for line in itertools.takewhile(lambda one: one.lstrip().startswith("#"), reversed(lines[: first - 1])):
        if found := _READ_BY.match(line):
            return found["readers"] or ""
    return ""


def _said(node: Node) -> tuple[str, str]:
    says = node.entries.get("says")
    for name, said in (says.value.entries if says is not None else {}).items():
        for one in said.value.items:
            quote = _word(one, "quote") if one.entries else one.text
            return name, quote or ""
    return "", ""


def _shown(node: Node) -> str:
    """Write a value as one line: `visitor: assad, host: putin`."""
    if isinstance(node.value, tuple):
        return ", ".join(_shown(one) for one in node.value)
    if isinstance(node.value, dict):
        if "actor" in node.value:
            return " as ".join(_shown(entry.value) for entry in node.value.values())
        return "; ".join(f"{name}: {_shown(entry.value)}" for name, entry in node.value.items())
    return node.text or ""


def _text(path: Path, name: str) -> str | None:
    found = read_text(path.parent, name) if name else None
    return found if isinstance(found, str) else None


def _member(node: Node, name: str) -> Node | None:
    return node.entries[name].value if name in node.entries else None


def _entries(node: Node | None) -> dict[str, Node]:
    return {name: entry.value for name, entry in node.entries.items()} if node is not None else {}


def _items(node: Node | None) -> Iterable[Node]:
    return [one for one in node.items if one.entries] if node is not None else []


def _word(node: Node, name: str) -> str:
    return (node.entries[name].value.text or "") if name in node.entries else ""
