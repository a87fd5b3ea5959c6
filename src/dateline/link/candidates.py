"""What providers give back: entries that may be what is wanted, each with a score and how it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dateline.link.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of another graph: `score` runs from 0 to 1, `method` says in a few words how it was found.

    `is_certain` is set only where nothing else fits and more than the name speaks for it. Entries of several graphs
    that are known to be one and the same have the same `thing`.
    """

    entry: str
    label: str
    score: float
    method: str
    is_certain: bool = False
    thing: str = ""


Found = Mapping[str, Sequence[Candidate]]
"""Candidates by the IRI of what is wanted, the best first."""


class Provider(Protocol):
    """Whoever can be asked for entries. Its `name` begins the method of all its candidates."""

    @property
    def name(self) -> str:
        """The name by which its candidates are known in the links file."""

    def find(self, wanted: Sequence[Wanted]) -> Found:
        """Return candidates for what is wanted.

        Raises:
            OutsideError: it could not be asked.
        """
