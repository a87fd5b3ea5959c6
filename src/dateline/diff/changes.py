"""What is different between two stores, by the thing that a person knows and by its properties.

The quads are compared as lines of canonical N-Quads; the things are the nodes whose description changed. A
participation or a claim belongs to its event and has no entry of its own. What is computed from a date is left out
where the date says it already. Knows the mapping's terms, not the tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from dateline.diff.descriptions import Description, describe, kind_of, name_of, owner_of
from dateline.store import Store
from dateline.store.canonical import canonical, canonical_lines, digest

KINDS = ("timeline", "event", "actor", "place", "source", "claim", "thing")
"""What an entry can be, in the order of the report."""


@dataclass(frozen=True, slots=True)
class Change:
    """One property with the values that only one side has; a property with the same values is not there."""

    property: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that is different: `status` is `added`, `removed` or `changed`, `kind` one of `KINDS`."""

    status: str
    kind: str
    iri: str
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two datasets: quads as sorted canonical N-Quads lines, things by kind and name.

    `elsewhere` counts the changed quads of named graphs, which the things do not tell of; `before` and `after` are
    the digests of the two datasets.
    """

    removed: tuple[str, ...]
    added: tuple[str, ...]
    items: tuple[Item, ...]
    elsewhere: int
    before: str
    after: str

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


def difference(before: Store, after: Store) -> Difference:
    """Compare two stores. Memory grows with the quads of both."""
    old, new = canonical(before), canonical(after)
    old_lines, new_lines = canonical_lines(old), canonical_lines(new)
    removed = sorted(set(old_lines).difference(new_lines))
    added = sorted(set(new_lines).difference(old_lines))
    changed = [
        *((old, quad) for quad in _quads(removed)),
        *((new, quad) for quad in _quads(added)),
    ]
    in_default = [(store, quad) for store, quad in changed if isinstance(quad.graph_name, ox.DefaultGraph)]
    things = {owner_of(store, quad.subject) for store, quad in in_default}
    items = sorted((_item(old, new, thing) for thing in things), key=_order)
    return Difference(
        removed=tuple(removed),
        added=tuple(added),
        items=tuple(items),
        elsewhere=len(changed) - len(in_default),
        before=digest(old_lines),
        after=digest(new_lines),
    )


def _quads(lines: list[str]) -> Iterator[ox.Quad]:
    return ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS)


def _item(old: Store, new: Store, thing: ox.NamedNode | ox.BlankNode) -> Item:
    before, after = describe(old, thing), describe(new, thing)
    status = "added" if before.is_empty else "removed" if after.is_empty else "changed"
    side = old if after.is_empty else new
    return Item(status, kind_of(side, thing), str(thing.value), name_of(side, thing), _changes(before, after))


def _changes(before: Description, after: Description) -> tuple[Change, ...]:
    stated = tuple(_differing(before.stated, after.stated))
    return stated or tuple(_differing(before.computed, after.computed))


def _differing(before: dict[str, set[str]], after: dict[str, set[str]]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, set()), after.get(name, set())
        if old != new:
            yield Change(name, tuple(sorted(old - new)), tuple(sorted(new - old)))


def _order(item: Item) -> tuple[int, str, str]:
    return KINDS.index(item.kind), item.name.casefold(), item.iri
