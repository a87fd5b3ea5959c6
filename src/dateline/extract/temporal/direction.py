"""Which way a bare weekday, month or day lies: what the verbs of its sentence say.

The nearest verb cue decides: "will", "is due to", "plans" point ahead, past tense back. A participle that follows "will
be" or "to be" belongs to them. Only words and their places are looked at; the calendar is elsewhere.
"""

from __future__ import annotations

from dateline.extract.temporal.tokens import Tokens
from dateline.extract.temporal.vocabulary import Vocabulary

_REACH = 4
_GOVERNED = 9
_TO_NOT_AHEAD = frozenset({"according", "due", "up", "close", "back", "from", "went", "came", "compared"})
_BASE_ENDINGS = ("ed", "ing", "s", "ly", "er", "ion")
_BE = frozenset({"be", "been", "get", "have", "being", "is", "are"})
_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "still", "previously", "of"})
_NO_PAST = frozenset(
    [
        "need",
        "feed",
        "seed",
        "deed",
        "speed",
        "bleed",
        "breed",
        "indeed",
        "hundred",
        "sacred",
        "united",
        "naked",
        "exceed",
        "proceed",
        "succeed",
        "red",
        "bed",
        "greed",
        "aged",
        "weed",
        "reed",
        "shed",
        "sled",
        "fed",
        "ed",
        "biased",
        "wicked",
        "kindred",
    ]
)
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
        self._cues: dict[int, dict[int, int]] = {}

    def at(self, first: int, last: int) -> int:
        """Return what the nearest cue of the sentence says of the tokens from `first`: ahead, back or 0.

        "Until" and "through" without a past verb before them are `SURELY_AHEAD`; what follows a past verb at once, as in
        "died on May 2", is `SURELY_BACK`.
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
        before = [place for place in cues if place < first]
        if before and first - before[-1] <= _GOVERNED:
            return cues[before[-1]]
        # What stands before an expression governs it more often than what follows.
        after = [place for place in cues if place >= last]
        if after and (not before or after[0] - last < first - before[-1]):
            return cues[after[0]]
        return cues[before[-1]] if before else 0

    def _read(self, begin: int, end: int) -> dict[int, int]:
        cues: dict[int, int] = {}
        ahead_until = -1
        tokens = self._source.tokens
        for place in range(begin, end):
            token = tokens[place]
            word = token.word
            if token.kind not in {"word", "tail"}:
                continue
            following = tokens[place + 1].word if place + 1 < end else ""
            if (
                (word in self._future and not (word == "may" and token.capital))
                or (
                    word == "to"
                    and following.isalpha()
                    and not following.endswith(_BASE_ENDINGS)
                    and self._is_infinitive(place, following)
                )
                or (word in _PRESENT_BE and following in _PLANNED)
            ):
                cues[place] = 1
                ahead_until = place + _REACH
            elif word in self._past or (word.endswith("ed") and word not in _NO_PAST):
                before = tokens[place - 1].word if place > begin else ""
                if before in _ARTICLES:
                    continue
                if place > ahead_until or before not in _BE:
                    cues[place] = -1
        return cues

    def _is_infinitive(self, place: int, following: str) -> bool:
        before = self._source.tokens[place - 1].word if place else ""
        capital = self._source.tokens[place + 1].capital
        return (
            before not in _TO_NOT_AHEAD
            and not capital
            and following not in {"the", "a", "an", "its", "his", "her", "their", "this", "that"}
        )
