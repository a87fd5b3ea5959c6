"""Adds new drafts to a draft file that a person may have edited, without touching a line of what stands there.

An event is new when no event of the file quotes the same words of the same source. New members of a section are put
behind its last line; a section that is missing is put at the end. What is written is the text of a file, so comments,
order and corrections stay.
"""

from __future__ import annotations

import re
from pathlib import Path

from dateline.errors import InputError
from dateline.extract.drafts import Draft
from dateline.readers import yaml
from dateline.readers.located import Node

_SECTION = re.compile(r"^(\w+):")
_EMPTY = re.compile(r"^(\w+):[ \t]*(?:\[\]|\{\})[ \t]*$")


def merged(path: Path, draft: Draft) -> tuple[str, int, int]:
    """Return the text of a file with new drafts added, how many events it had, and how many were added.

    Raises:
        InputError: the file is not a timeline in YAML that could be added to.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(path.as_posix(), "it is there already and cannot be read as text.") from problem
    node, problems = yaml.parse(text, path.as_posix())
    if node is None or problems or not isinstance(node.value, dict):
        raise InputError(path.as_posix(), "it is there already and is no timeline in YAML. Name another file.")
    known = {section: _ids(node, section) for section in ("sources", "actors", "places", "events")}
    quotes = _quotes(node)
    fresh = {
        name: block
        for name, block in draft.events.items()
        if name not in known["events"] and _folded(draft.quotes[name][1]) not in quotes
    }
    for section in ("sources", "actors", "places"):
        blocks: dict[str, str] = getattr(draft, section)
        new = [
            block
            for name, block in blocks.items()
            if name not in known[section] and _needed(section, name, fresh, blocks)
        ]
        text = _inserted(text, section, "".join(new))
    return _inserted(text, "events", "".join(fresh.values())), len(known["events"]), len(fresh)


def _needed(section: str, name: str, fresh: dict[str, str], blocks: dict[str, str]) -> bool:
    """Tell whether a new event, or a member of the same section, refers to a member."""
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    others = (block for other, block in blocks.items() if other != name)
    return any(word.search(block) for block in (*fresh.values(), *(others if fresh else ())))


def _ids(node: Node, section: str) -> set[str]:
    entry = node.entries.get(section)
    if entry is None:
        return set()
    if isinstance(entry.value.value, dict):
        return set(entry.value.entries)
    ids = (one.entries["id"].value.text for one in entry.value.items if "id" in one.entries)
    return {name for name in ids if name}


def _quotes(node: Node) -> set[str]:
    """Return the words that events quote already."""
    entry = node.entries.get("events")
    found: set[str] = set()
    for event in entry.value.items if entry is not None else ():
        says = event.entries.get("says")
        for said in says.value.entries.values() if says is not None else ():
            for one in said.value.items or (said.value,):
                quote = one.entries["quote"].value.text if "quote" in one.entries else one.text
                found.add(_folded(quote or ""))
    return found


def _folded(quote: str) -> str:
    return " ".join(quote.split())


def _inserted(text: str, section: str, blocks: str) -> str:
    """Put blocks behind the last line of a section."""
    if not blocks:
        return text
    lines = text.splitlines(keepends=True)
    start = next(
        (index for index, line in enumerate(lines) if (found := _SECTION.match(line)) and found[1] == section), None
    )
    if start is None:
        return f"{text.rstrip()}\n\n{section}:\n{blocks}"
    if _EMPTY.match(lines[start].rstrip("\n")):
        lines[start] = f"{section}:\n"
    end = start + 1
    last = end
    while end < len(lines) and not _SECTION.match(lines[end]):
        if lines[end].strip() and not lines[end].startswith("#"):
            last = end + 1
        end += 1
    if last and not lines[last - 1].endswith("\n"):
        lines[last - 1] += "\n"
    return "".join([*lines[:last], blocks, *lines[last:]])
