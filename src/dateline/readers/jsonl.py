"""JSON lines: one object a line, gathered into the tree that a timeline in YAML would have.

A line with `timeline` or `base` is the head of the timeline, every other one is an event. A broken line is
reported and the others still come through. Knows these two names and `events`, no other field.
"""

from __future__ import annotations

from dateline.diagnostics import Diagnostic
from dateline.readers import json
from dateline.readers.lines import Place, duplicate, split_lines, too_large
from dateline.readers.located import Entry, Node

_HEAD = ("timeline", "base")
_EVENTS = "events"


def parse(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """Read all lines into one map: the entries of its head lines, and `events`; blank lines mean nothing.

    A head may hold `events` of its own, which come first.
    """
    text = text.removeprefix("\ufeff")
    problems = too_large(len(text), file)
    if problems:
        return None, problems
    head: dict[str, Entry] = {}
    events: list[Node] = []
    for number, line in enumerate(split_lines(text), start=1):
        if not line.strip(" \t"):
            continue
        node, faults = json.parse(line, file, first_line=number)
        problems += faults
        if node is None:
            continue
        if not isinstance(node.value, dict):
            problems.append(_not_an_object(node))
        elif any(name in node.entries for name in _HEAD):
            problems += _merge(head, node)
        else:
            events.append(node)
    return _tree(head, events, file), problems


def _not_an_object(node: Node) -> Diagnostic:
    place = Place(node.file, node.line, node.column)
    return place.error("E106", f"A line holds one map, but here is {node.kind}.", "Write {…} in one line.")


def _merge(head: dict[str, Entry], node: Node) -> list[Diagnostic]:
    problems = []
    for name, entry in node.entries.items():
        if name in head:
            key = entry.key
            problems.append(duplicate(name, head[name].key, Place(key.file, key.line, key.column)))
        else:
            head[name] = entry
    return problems


def _tree(head: dict[str, Entry], events: list[Node], file: str) -> Node:
    given = head.get(_EVENTS)
    if given is not None:
        members = Node((*given.value.items, *events), file, given.value.line, given.value.column)
        return Node({**head, _EVENTS: Entry(given.key, members)}, file, 1, 1)
    first = events[0] if events else Node(None, file, 1, 1)
    key = Node(_EVENTS, file, first.line, first.column)
    members = Node(tuple(events), file, first.line, first.column)
    return Node({**head, _EVENTS: Entry(key, members)}, file, 1, 1)
