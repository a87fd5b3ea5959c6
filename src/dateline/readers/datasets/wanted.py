"""Which columns of the input a profile reads."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.readers.datasets.compile import EACH
from dateline.readers.datasets.expressions import Cell, cells
from dateline.readers.datasets.profile import Item, Profile


def wanted(profile: Profile) -> tuple[str, ...]:
    """Return the names of the columns that a profile reads, in the order in which it first names them."""
    own = {*profile.values, EACH}
    return tuple(dict.fromkeys(cell.name for cell in used_cells(profile) if cell.name not in own))


def used_cells(profile: Profile) -> Iterator[Cell]:
    """Yield every cell that a profile reads, wherever it does."""
    yield from cells(tuple(profile.values.values()))
    for item in (profile.event, *profile.actors, *profile.places, *profile.sources, *profile.claims):
        if item is not None:
            yield from _cells_of(item)


def _cells_of(item: Item) -> Iterator[Cell]:
    yield from cells((*item.fields.values(), item.each, item.only))
    if item.date:
        yield from cells((item.date.of, item.date.until, item.date.precision))
