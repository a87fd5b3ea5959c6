"""How two uncertain dates can lie to each other: the relations of Allen's interval algebra that are still possible.

Everything is counted in whole days, and a thing takes the days from its begin to its end, both included. So a single
day is a stretch of one day, and two events on the same day are `equals`, whatever their hours; `meets` means that the
second begins on the day after the end of the first, `before` that at least one day lies between them, and two that
share a day overlap in one of the other ways.
"""

from __future__ import annotations

from enum import StrEnum

from dateline.when.bounds import Bounds
from dateline.when.edtf import When


class Relation(StrEnum):
    """One of the thirteen relations of two stretches of days, of which exactly one holds when both are known."""

    BEFORE = "before"
    AFTER = "after"
    MEETS = "meets"
    MET_BY = "met_by"
    OVERLAPS = "overlaps"
    OVERLAPPED_BY = "overlapped_by"
    STARTS = "starts"
    STARTED_BY = "started_by"
    DURING = "during"
    CONTAINS = "contains"
    FINISHES = "finishes"
    FINISHED_BY = "finished_by"
    EQUALS = "equals"

    @property
    def inverse(self) -> Relation:
        """The relation of the second to the first when this is that of the first to the second."""
        return _INVERSE[self]


# Each relation as a chain of steps: points that coincide (as offsets to their common place), and by how many days at
# least the next place comes later. The points: 0 and 1 begin and end of the first thing, 2 and 3 of the second.
_Chain = tuple[tuple[dict[int, int], int], ...]
_CHAINS: dict[Relation, _Chain] = {
    Relation.BEFORE: (({0: 0}, 0), ({1: 0}, 2), ({2: 0}, 0), ({3: 0}, 0)),
    Relation.MEETS: (({0: 0}, 0), ({1: 0, 2: 1}, 1), ({3: 0}, 0)),
    Relation.OVERLAPS: (({0: 0}, 1), ({2: 0}, 0), ({1: 0}, 1), ({3: 0}, 0)),
    Relation.STARTS: (({0: 0, 2: 0}, 0), ({1: 0}, 1), ({3: 0}, 0)),
    Relation.DURING: (({2: 0}, 1), ({0: 0}, 0), ({1: 0}, 1), ({3: 0}, 0)),
    Relation.FINISHES: (({2: 0}, 1), ({0: 0}, 0), ({1: 0, 3: 0}, 0)),
    Relation.EQUALS: (({0: 0, 2: 0}, 0), ({1: 0, 3: 0}, 0)),
}
_PAIRS = {
    Relation.BEFORE: Relation.AFTER,
    Relation.MEETS: Relation.MET_BY,
    Relation.OVERLAPS: Relation.OVERLAPPED_BY,
    Relation.STARTS: Relation.STARTED_BY,
    Relation.DURING: Relation.CONTAINS,
    Relation.FINISHES: Relation.FINISHED_BY,
    Relation.EQUALS: Relation.EQUALS,
}
_INVERSE = {**_PAIRS, **{inverse: relation for relation, inverse in _PAIRS.items()}}
_FAR = 10**18  # beyond every day that a date can name


def relate(a: When, b: When, *, as_of: int | None = None) -> frozenset[Relation]:
    """Return all relations of `a` to `b` that their dates leave possible, at the granularity of days.

    A date that is no interval is an event that may take some days of its span or one: `2023-05` to itself can be nearly
    everything, a day to itself is `equals` only. Members of a `[...]` are judged one by one; a `{...}` counts as the
    one stretch from its first member to its last; `X` digits count as everything between their first and last day.
    `as_of` is the day for intervals with the end `..` (see `When.bounds`).
    """
    possible: set[Relation] = set()
    for ours in a.cases(as_of):
        for theirs in b.cases(as_of):
            possible |= _relate_bounds(ours, theirs)
    return frozenset(possible)


def certainly(a: When, relation: Relation | str, b: When) -> bool:
    """Tell whether a relation of `a` to `b` is the only one possible."""
    return relate(a, b) == {Relation(relation)}


def possibly(a: When, relation: Relation | str, b: When) -> bool:
    """Tell whether a relation of `a` to `b` is possible."""
    return Relation(relation) in relate(a, b)


def _relate_bounds(a: Bounds, b: Bounds) -> set[Relation]:
    ours, theirs = _boxes(a), _boxes(b)
    possible = set()
    for relation, chain in _CHAINS.items():
        if _feasible(chain, ours + theirs):
            possible.add(relation)
        if _feasible(chain, theirs + ours):
            possible.add(relation.inverse)
    return possible


def _boxes(bounds: Bounds) -> list[tuple[int, int]]:
    """Return the lowest and highest day of begin and end; what is absent lies beyond every day."""
    pairs = ((bounds.earliest_begin, bounds.latest_begin), (bounds.earliest_end, bounds.latest_end))
    return [(-_FAR if low is None else low, _FAR if high is None else high) for low, high in pairs]


def _feasible(chain: _Chain, boxes: list[tuple[int, int]]) -> bool:
    """Tell whether the points can be placed in the order of a chain; the lowest place each time is the best one."""
    floor = -_FAR
    for points, gap in chain:
        place = max(floor, *(boxes[point][0] - offset for point, offset in points.items()))
        if place > min(boxes[point][1] - offset for point, offset in points.items()):
            return False
        floor = place + gap
    return True
