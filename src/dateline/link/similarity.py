"""How alike two names are, from 0 to 1: the same to the letter, the same in Latin letters, or nearly the same.

Comparison is that of `dateline.authority`; likeness of misspelled names is measured by the library rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from dateline.authority import fold, letters

EXACT, OTHER_NAME, OTHER_SCRIPT = 1.0, 0.98, 0.93
NEAREST_MISS = 0.9
"""No name that is merely alike reaches this."""


def likeness(name: str, names: Iterable[str]) -> float:
    """Return how well a name fits the best of an entry's names, the first of which counts a little more."""
    return max((_one(name, other) * (1.0 if rank == 0 else OTHER_NAME) for rank, other in enumerate(names)), default=0)


def _one(name: str, other: str) -> float:
    if fold(name) == fold(other):
        return EXACT if fold(name) else 0.0
    if letters(name) == letters(other):
        return OTHER_SCRIPT if letters(name) else 0.0
    return nearness(letters(name), letters(other))


def nearness(one: str, other: str) -> float:
    """Return how alike two folded names are, whatever the order of their words, below `NEAREST_MISS`."""
    alike: float = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    return alike / 100 * NEAREST_MISS
