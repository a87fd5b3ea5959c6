"""Values that know where they stand: what every reader of small files makes, whatever the format.

A node is a text, a list, a map or nothing; numbers and truth values stay the text that a person wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """One value with the place where it begins; line and column count from 1."""

    value: str | tuple[Node, ...] | dict[str, Entry] | None
    file: str
    line: int
    column: int

    @property
    def text(self) -> str | None:
        """The text of a scalar, else None."""
        return self.value if isinstance(self.value, str) else None

    @property
    def items(self) -> tuple[Node, ...]:
        """The members of a list; a scalar or a map counts as a list of itself, nothing as an empty one."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self,)

    @property
    def entries(self) -> dict[str, Entry]:
        """The entries of a map in the order of the file, else an empty map."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def kind(self) -> str:
        """What a person would call it: `a text`, `a list`, `a map` or `nothing`."""
        if self.value is None:
            return "nothing"
        return "a text" if isinstance(self.value, str) else "a list" if isinstance(self.value, tuple) else "a map"

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of the file."""
        yield self
        if isinstance(self.value, tuple):
            for item in self.value:
                yield from item.walk()
        for entry in self.entries.values():
            yield from entry.value.walk()


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a map, located, and its value."""

    key: Node
    value: Node
