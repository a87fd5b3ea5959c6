"""The records of a draft: an event that a text reports, with its date, its participants and its evidence.

Everything a reviewer needs stands in the event itself: the exact words, how the date was found, whom the words can
also mean. Confidence is one of three words, given by rule; there are no numbers. Knows no grammar and no formats.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.extract.actors import Actor

CERTAIN, LIKELY, WEAK = "certain", "likely", "weak"
CONFIDENCES = (CERTAIN, LIKELY, WEAK)
"""How sure a draft is, best first."""

RULES = "the rules"
"""The reader that is always asked."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of the cleaned text: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Dating:
    """The date of an event as EDTF, the words that give it, and how it was reached from them.

    `confidence` is certain (the words stand in the event's own clause), likely (in its sentence), weak (carried over
    from an earlier sentence).
    """

    edtf: str
    words: str
    method: str
    confidence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in a role; `others` are whom the words can also mean."""

    actor: Actor
    role: str
    capacity: str = ""
    others: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftEvent:
    """One event that a text reports. `type` is None where the scheme has none; `mode` is the word behind the slash.

    `quantity` is written as a timeline writes it, such as `at least 1000 drones`. `readers` are those who found it,
    where more than the rules were asked; `remarks` are sentences for the person who reviews it.
    """

    type: str | None
    mode: str | None
    label: str
    participants: tuple[Participant, ...]
    places: tuple[Actor, ...]
    evidence: Evidence
    dating: Dating | None = None
    factuality: str = "occurred"
    confidence: str = CERTAIN
    quantity: str | None = None
    contexts: tuple[str, ...] = ()
    series: bool = False
    trigger: tuple[int, int] = (0, 0)
    readers: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def kind(self) -> str | None:
        """Type and mode as a timeline writes them, such as `consult/visit`."""
        return f"{self.type}/{self.mode}" if self.type and self.mode else self.type


def worst(*confidences: str) -> str:
    """Return the least sure of some confidences."""
    return max(confidences, key=CONFIDENCES.index)
