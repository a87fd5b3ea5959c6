"""Which way a bare weekday, month or day lies: what the verbs of its sentence say.

The nearest verb cue decides: "will", "is due to", "plans" point ahead, past tense back. A participle that follows "will
be" or "to be" belongs to them. Only words and their places are looked at; the calendar is elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left

from dateline.extract.temporal.tokens import Tokens
from dateline.extract.temporal.vocabulary import Vocabulary

_REACH = 4
_GOVERNED, _FAR = 9, 1_000_000_000
_TO_NOT_AHEAD = frozenset({"according", "due", "up", "close", "back", "from", "went", "came", "compared"})
_BASE_ENDINGS = ("ed", "ing", "s", "ly", "er", "ion")
_BE = frozenset({"be", "been", "get", "have", "being", "is", "are"})
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "still", "previously", "of", "this", "that"})
_BOUNDS = frozenset({"until", "till", "through"})
SURELY_AHEAD, SURELY_BACK = 2, -2
_PRESENT_BE = frozenset({"is", "are", "'s", "'re", "am"})
_PLANNED = frozenset(
    {"scheduled", "due", "expected", "set", "slated", "planned", "likely", "to", "going", "poised", "bound"}
)


class Direction:
    """The verb cues of a text, found once: +1 for ahead, -1 for back."""

    def __init__(self, source: Tokens, words: Vocabulary) -> None:
        self._source = source
        self._future = words.classes["FUTUREVERB"]
        self._past = words.classes["PASTVERB"]
        self._not_past = words.classes["NOTPAST"]
        self._cues: dict[int, dict[int, int]] = {}
        self._places: dict[int, list[int]] = {}

    def at(self, first: int, last: int) -> int:
        """Return what the nearest cue of the sentence says of the tokens from `first`: 1 for ahead, -1 for back, or 0.

        "Until" and "through" without a past verb before them are `SURELY_AHEAD`; what follows a past verb at once, as
        in "died on May 2", is `SURELY_BACK`.
        """
        bound = first > 0 and self._source.tokens[first - 1].word in _BOUNDS
        way = self._nearest(first, last)
        if bound and way >= 0:
            return SURELY_AHEAD
        return SURELY_BACK if way < 0 and self._right_before(first) else way

    def _right_before(self, first: int) -> bool:
        """Tell whether a past verb stands right before, as in "died on May 2"."""
        place = first - 2 if self._source.tokens[max(0, first - 1)].word in {"on", "in"} else first - 1
        return self._cues[self._source.sentence(first)[0]].get(place) == -1

    def _nearest(self, first: int, last: int) -> int:
        begin, end = self._source.sentence(first)
        cues = self._cues.get(begin)
        if cues is None:
            cues = self._cues[begin] = self._read(begin, end)
            self._places[begin] = list(cues)
        places = self._places[begin]
        before, after = bisect_left(places, first) - 1, bisect_left(places, last)
        distance = first - places[before] if before >= 0 else _FAR
        # What stands before an expression governs it more often than what follows.
        if distance > _GOVERNED and after < len(places) and places[after] - last < distance:
            return cues[places[after]]
        return cues[places[before]] if before >= 0 else 0

    def _read(self, begin: int, end: int) -> dict[int, int]:
        cues: dict[int, int] = {}
        ahead_until = -1
        for place in range(begin, end):
            if self._source.tokens[place].kind not in {"word", "tail"}:
                continue
            if self._points_ahead(place):
                cues[place] = 1
                ahead_until = place + _REACH
            elif self._is_past(place, governed=place <= ahead_until):
                cues[place] = -1
        return cues

    def _points_ahead(self, place: int) -> bool:
        token = self._source.tokens[place]
        following = self._source.tokens[place + 1].word if place + 1 < len(self._source.tokens) else ""
        if token.word in self._future:
            return token.word != "may" or not token.capital
        if token.word in _PRESENT_BE:
            return following in _PLANNED
        return token.word == "to" and self._is_infinitive(place, following)

    def _is_past(self, place: int, *, governed: bool) -> bool:
        """Tell whether a word is a past verb; in "will be held" it is governed by "will"."""
        word = self._source.tokens[place].word
        if word not in self._past and (not word.endswith("ed") or word in self._not_past):
            return False
        before = self._source.tokens[place - 1].word if place else ""
        if before in _ARTICLES or before == "to" or before in self._future:
            return False
        return not (governed and before in _BE)

    def _is_infinitive(self, place: int, following: str) -> bool:
        if not following.isalpha() or following.endswith(_BASE_ENDINGS) or following in _ARTICLES:
            return False
        before = self._source.tokens[place - 1].word if place else ""
        return before not in _TO_NOT_AHEAD and not self._source.tokens[place + 1].capital
