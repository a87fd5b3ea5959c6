"""YAML with positions: every scalar stays the text that a person wrote, every node knows line and column.

PyYAML's event stream is composed here without recursion, within the limits of `lines`. What makes YAML
dangerous or surprising in data by hand is refused where it stands: typed scalars do not exist, and duplicate
keys, anchors, aliases, tags and merge keys are errors. Knows no field of a timeline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

from dateline.diagnostics import Diagnostic
from dateline.readers.lines import MAX_DEPTH, MAX_NODES, Lines, Place, duplicate, too_deep, too_large, too_many
from dateline.readers.located import Entry, Node
from dateline.readers.yaml_errors import explain

_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_QUOTE_IT = "If it is part of a text, put the whole text between quotes."

Parsed = tuple[Node | None, list[Diagnostic]]


def parse(text: str, file: str) -> Parsed:
    """Read one YAML document; None with diagnostics when it has no readable tree.

    An empty file is a node with nothing in it. Plain `~`, `null` and empty values are nothing; quoted ones
    are texts. A refused anchor or tag leaves its value in the tree, a refused alias leaves nothing in its
    place.
    """
    text = text.removeprefix("\ufeff")
    problems = too_large(len(text), file)
    if problems:
        return None, problems
    composer = _Composer(file, Lines(text))
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        return None, [_unprintable(forbidden.group(), composer.at(forbidden.start()))]
    try:
        for event in _events(text):
            if not composer.take(event):
                return None, composer.problems
    except yaml.MarkedYAMLError as error:
        return None, [*composer.problems, explain(error, text, composer.at)]
    return composer.root or Node(None, file, 1, 1), composer.problems


def _events(text: str) -> Iterator[yaml.Event]:
    yield from yaml.parse(text, Loader=yaml.CSafeLoader)


def _unprintable(character: str, place: Place) -> Diagnostic:
    message = f"The character U+{ord(character):04X} cannot be printed and is not allowed in YAML."
    return place.error("E102", message, "Delete it.")


@dataclass(slots=True)
class _Open:
    """A list or map being filled; `key` waits for its value, `skipped` says that the value is not kept.

    `joined` says that two members of a list became one map, because the second has no hyphen.
    """

    place: Place
    items: list[Node] | None
    entries: dict[str, Entry] = field(default_factory=dict)
    key: Node | None = None
    skipped: bool = False
    joined: bool = False

    @property
    def wants_key(self) -> bool:
        return self.items is None and self.key is None and not self.skipped


class _Composer:
    """Makes nodes of events; `problems` gathers what is refused on the way."""

    def __init__(self, file: str, lines: Lines) -> None:
        self.problems: list[Diagnostic] = []
        self.root: Node | None = None
        self._file = file
        self._lines = lines
        self._stack: list[_Open] = []
        self._count = 0
        self._documents = 0

    def at(self, offset: int) -> Place:
        """Return the place of a character."""
        return Place(self._file, *self._lines.place(offset))

    def _place(self, event: yaml.Event) -> Place:
        return self.at(event.start_mark.index if event.start_mark else 0)

    def take(self, event: yaml.Event) -> bool:
        """Take in one event; False when the rest of the file must not be read."""
        if isinstance(event, yaml.ScalarEvent):
            return self._begin(event) and self._scalar(event)
        if isinstance(event, yaml.CollectionEndEvent):
            return self._close()
        if isinstance(event, yaml.CollectionStartEvent):
            return self._begin(event) and self._open(event)
        if isinstance(event, yaml.AliasEvent):
            return self._begin(event) and self._alias(event)
        if isinstance(event, yaml.DocumentStartEvent):
            return self._document(event)
        return True

    def _begin(self, event: yaml.NodeEvent) -> bool:
        self._count += 1
        if self._count <= MAX_NODES:
            return True
        self.problems.append(too_many(self._place(event)))
        return False

    def _document(self, event: yaml.DocumentStartEvent) -> bool:
        self._documents += 1
        place = self._place(event)
        if event.tags:
            self.problems.append(place.error("E104", "A %TAG line is not allowed.", "Delete the line."))
        if self._documents == 1:
            return True
        hint = "Delete the line `---`, or put what follows it into a file of its own."
        self.problems.append(place.error("E102", "A second document begins here; a file has one.", hint))
        return False

    def _refuse(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place) -> None:
        if event.anchor is not None:
            message = f"The anchor `&{event.anchor}` is not allowed."
            self.problems.append(place.error("E104", message, _QUOTE_IT))
        if event.tag is not None:
            message = f"The tag `{_tag(event.tag)}` is not allowed; every value is read as the text it is."
            self.problems.append(place.error("E104", message, _QUOTE_IT))

    def _alias(self, event: yaml.AliasEvent) -> bool:
        place = self._place(event)
        hint = "Write the value out. " + _QUOTE_IT
        self.problems.append(place.error("E104", f"The alias `*{event.anchor}` is not allowed.", hint))
        if self._stack and self._stack[-1].wants_key:
            self._stack[-1].skipped = True
        else:
            self._add(self._node(None, place))
        return True

    def _scalar(self, event: yaml.ScalarEvent) -> bool:
        place = self._place(event)
        if event.anchor is not None or event.tag is not None:
            self._refuse(event, place)
        plain = not event.style
        if self._stack and self._stack[-1].wants_key:
            self._key(event.value, place, plain=plain)
        else:
            self._add(self._node(None if plain and event.value in _NULLS else event.value, place))
        return True

    def _key(self, text: str, place: Place, *, plain: bool) -> None:
        parent = self._stack[-1]
        if plain and text in ("<<", ""):
            merge = "Merge keys (`<<`) are not allowed.", "Write the fields out."
            empty = "A name is missing before the colon.", "Write the name of a field before the colon."
            self.problems.append(place.error("E104" if text else "E106", *(merge if text else empty)))
            parent.skipped = True
        elif text in parent.entries:
            self._twice(text, parent, place)
            parent.skipped = True
        else:
            parent.key = self._node(text, place)

    def _twice(self, text: str, parent: _Open, place: Place) -> None:
        """Report a name that stands twice, but only once for a member of a list that begins without its hyphen."""
        is_member = len(self._stack) > 1 and self._stack[-2].items is not None
        if is_member and text == next(iter(parent.entries)):
            problem = duplicate(text, parent.entries[text].key, place)
            hint = "If something new begins here, put `- ` before it; else keep one of the two."
            self.problems.append(replace(problem, hint=hint))
            parent.joined = True
        elif not parent.joined:
            self.problems.append(duplicate(text, parent.entries[text].key, place))

    def _open(self, event: yaml.CollectionStartEvent) -> bool:
        place = self._place(event)
        if len(self._stack) >= MAX_DEPTH:
            self.problems.append(too_deep(place))
            return False
        self._refuse(event, place)
        self._stack.append(_Open(place, [] if isinstance(event, yaml.SequenceStartEvent) else None))
        return True

    def _close(self) -> bool:
        done = self._stack.pop()
        if self._stack and self._stack[-1].wants_key:
            what = "map" if done.items is None else "list"
            message = f"A {what} stands where the name of a field should be."
            self.problems.append(done.place.error("E106", message, "If it is a text, put it between quotes."))
            self._stack[-1].skipped = True
        else:
            self._add(self._node(done.entries if done.items is None else tuple(done.items), done.place))
        return True

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if parent.items is not None:
            parent.items.append(node)
        elif parent.key is not None and parent.key.text is not None:
            parent.entries[parent.key.text] = Entry(parent.key, node)
        parent.key, parent.skipped = None, False

    def _node(self, value: str | tuple[Node, ...] | dict[str, Entry] | None, place: Place) -> Node:
        return Node(value, place.file, place.line, place.column)


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
