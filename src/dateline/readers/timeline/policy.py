"""Chooses one value for an event among those that its sources claim.

The policy, stated once: values marked `deprecated` count only when there are no others; among the rest the one that
contradicts the fewest others wins, then the most precise, then the better rank, then the newest source, then the
first in the order of text, so that the choice never depends on the order of the file. Knows no dates and no places:
callers say what contradicts and how wide a value is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")
_RANKS = {"preferred": 0, "normal": 1, "deprecated": 2}


@dataclass(frozen=True, slots=True)
class Candidate(Generic[V]):
    """One claimed value: its rank, and the last possible day of its source as Julian Day Number."""

    value: V
    text: str
    rank: str = "normal"
    day: int | None = None


def choose(
    candidates: Sequence[Candidate[V]], *, contradict: Callable[[V, V], bool], width: Callable[[V], float]
) -> Candidate[V] | None:
    """Return the candidate that the policy prefers, or None when there is none."""
    trusted = [one for one in candidates if one.rank != "deprecated"] or list(candidates)

    def order(one: Candidate[V]) -> tuple[int, float, int, float, str]:
        conflicts = sum(contradict(one.value, other.value) for other in trusted)
        newest = -float("inf") if one.day is None else float(one.day)
        return conflicts, width(one.value), _RANKS[one.rank], -newest, one.text

    return min(trusted, key=order, default=None)
