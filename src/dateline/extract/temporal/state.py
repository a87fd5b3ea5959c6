"""What the resolve stage knows when it comes to an expression, and what it hands on.

The reference is the document date for news, and the last date mentioned for narrative; words such as "later" or "that
year" look back in both. No clock is read: without a document date, and before any date was mentioned, a reference is
missing, and what hangs on it stays unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.extract.temporal.direction import Direction
from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.moments import Length, Moment
from dateline.extract.temporal.series import years_ahead
from dateline.extract.temporal.tokens import Token, Tokens
from dateline.extract.temporal.vocabulary import Vocabulary
from dateline.when.days import iso_day

NARRATIVE = "narrative"
_ALMOST_OVER, _YEAR = 14, 330
_DAY_NAMES = ("MONTH", "WEEKDAY", "DAYWORD")
_LOOKING_BACK = frozenset({"ago", "earlier", "before", "previously"})
_EDGE_MONTHS = {"START": 2, "MID": 6, "END": 12}
_SHOWN_GRAINS = frozenset({"day", "week", "weekend"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means.

    `value` is a moment, a length, or the TIMEX3 value itself of what is neither ("PRESENT_REF", a set). `span` is the
    stretch of moments that a length covers, where it is anchored. `reference` tells a person what it was counted from.
    """

    type: str
    value: Moment | Length | str
    mod: str | None = None
    reference: str = ""
    confidence: str = "certain"
    span: tuple[Moment, Moment] | None = None


class State:
    """The references of one text, updated expression by expression."""

    def __init__(self, source: Tokens, words: Vocabulary, *, date: Moment | None, mode: str) -> None:
        self.source = source
        self.words = words
        self.date = date
        self.mode = mode
        self.direction = Direction(source, words)
        self.last: Moment | None = None
        self.point: Moment | None = None
        self.last_day: Moment | None = None
        self.quarter: Moment | None = None
        self._ahead: dict[int, Candidate] = {}
        self._next: dict[int, Candidate] = {}

    def expect(self, candidates: Sequence[Candidate]) -> None:
        """Learn which dates are followed in their list or range by one that may name the year."""
        linked = years_ahead(candidates)
        self._next = {one.first: other for one, other in pairwise(candidates)}
        self._ahead = {candidates[one].first: candidates[other] for one, other in linked.items()}

    def next_of(self, candidate: Candidate) -> Candidate | None:
        """Return the expression that comes next in the text."""
        return self._next.get(candidate.first)

    def following(self, candidate: Candidate) -> Candidate | None:
        """Return the next date of the list or range that a date is in."""
        return self._ahead.get(candidate.first)

    @property
    def narrative(self) -> bool:
        """Whether dates are counted from the date mentioned last: in narrative, and where no document date is known."""
        return self.mode == NARRATIVE or self.date is None

    def reference(self) -> Moment | None:
        """Return what "last year", "yesterday" or "ago" are counted from: nothing, for news of an unknown day."""
        return (self.last or self.date) if self.mode == NARRATIVE else self.date

    def anchor(self) -> Moment | None:
        """Return what a bare month or day lies near: the document date, or else the last date mentioned."""
        return (self.last or self.date) if self.narrative else self.date

    def before(self) -> Moment | None:
        """Return what "later", "the following day" and "that year" are counted from: the last date mentioned."""
        return self.last or self.date

    def shown(self, moment: Moment | None) -> str:
        """Return the words for a reference in a trace."""
        if moment is None:
            return ""
        name = "the document date" if moment is self.date else "the date mentioned before"
        first = moment.first
        if first is None:
            return name
        day = iso_day(first)
        cut = {"month": -3, "quarter": -3}.get(moment.grain, None if moment.grain in _SHOWN_GRAINS else -6)
        return f"{name}, {day[:cut]}"

    def note(self, candidate: Candidate, meaning: Meaning) -> None:
        """Remember a resolved date as the reference of what follows."""
        value = meaning.value
        borrowed = candidate.rule == "time" and not any(self.has(name, candidate.tokens) for name in _DAY_NAMES)
        if not isinstance(value, Moment) or value.first is None or borrowed:
            return
        self.last = value
        if candidate.words[-1] not in _LOOKING_BACK:
            self._move_point(value, meaning.mod)
        if value.grain == "day":
            self.last_day = value
        if value.grain == "quarter" and candidate.rule == "quarter" and self._is_over(value):
            self.quarter = value

    def _move_point(self, value: Moment, mod: str | None) -> None:
        """Move the point that a narrative has come to; a year alone does not move it back to January."""
        if value.grain == "year" and value.year is not None:
            if mod in _EDGE_MONTHS:
                value = Moment("month", value.year, _EDGE_MONTHS[mod])
            elif self.point is not None and self.point.year == value.year:
                return
        self.point = value

    def _is_over(self, quarter: Moment) -> bool:
        """Whether a quarter can be the one that a report is about: it ended before the reference, within a year."""
        here, last = (self.date.first if self.date else None), quarter.last
        return here is None or last is None or 0 <= here - last + _ALMOST_OVER <= _YEAR

    def value(self, name: str, tokens: tuple[Token, ...]) -> str | None:
        """Return what the first token of a class stands for."""
        members = self.words.classes[name]
        return next((members[token.word] for token in tokens if token.word in members), None)

    def has(self, name: str, tokens: tuple[Token, ...]) -> bool:
        """Tell whether a token is in a class."""
        members = self.words.classes[name]
        return any(token.word in members for token in tokens)
