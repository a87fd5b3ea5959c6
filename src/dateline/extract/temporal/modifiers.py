"""The TIMEX3 mod of an expression: what "early", "the end of", "about" or "more than" do to its value.

Only words are looked at. The names of the mods are those of TimeML 1.2.1.
"""

from __future__ import annotations

from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.state import State


def edge(candidate: Candidate, state: State) -> str | None:
    """Return the TIMEX3 mod that the words before a date give it."""
    words = candidate.words
    for word in words:
        if word == "mid":
            return "MID"
        portion = state.words.value("PORTION", word)
        if portion:
            return portion
        if word in {"early", "earlier"}:
            return "START"
        if word in {"late", "later"}:
            return "END"
        if state.words.value("APPROXMOD", word) == "APPROX":
            return "APPROX"
        if word in state.words.classes["MONTH"] or word in state.words.classes["SEASON"]:
            return None
    return None


def amount_mod(words: tuple[str, ...], state: State) -> str | None:
    """Return the TIMEX3 mod of "more than", "nearly", "at least" and their like."""
    joined = " ".join(words[:4])
    for spoken, mod in state.words.classes["AMOUNTMOD"].items():
        if spoken in joined:
            return mod
    if words[-2:] == ("or", "so"):
        return "APPROX"
    return next((found for word in words[:2] if (found := state.words.value("APPROXMOD", word))), None)


def step_of(words: tuple[str, ...], state: State) -> int:
    """Return 1 for "next" and its like, -1 for "last" and its like, else 0."""
    if any(word in state.words.classes["NEXT"] for word in words):
        return 1
    return -1 if any(word in state.words.classes["LAST"] for word in words) else 0
