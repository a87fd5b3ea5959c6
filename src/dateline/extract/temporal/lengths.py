"""Durations and sets: "two and a half years", "the past decade", "30-day", "every Thursday", "twice a week".

An anchored duration ("the past two years", "the next three months") also knows the stretch that it covers. A quantity
that a text leaves open is X in TIMEX3 ("several years" is PXY).
"""

from __future__ import annotations

from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.modifiers import amount_mod
from dateline.extract.temporal.moments import Length, Moment, shift
from dateline.extract.temporal.numbers import count
from dateline.extract.temporal.relative import GRAINS
from dateline.extract.temporal.state import Meaning, State
from dateline.extract.temporal.tokens import Token

_BACKWARD = frozenset({"last", "past", "previous", "preceding", "recent", "prior"})
_FORWARD = frozenset({"next", "coming", "following", "upcoming", "ahead", "subsequent"})
_ADVERBS = {"yearlong": "Y", "monthlong": "M", "weeklong": "W", "daylong": "D", "hourlong": "TH", "decadelong": "X"}
_VAGUE_LENGTH = "PXX"


def length_of(tokens: tuple[Token, ...], state: State) -> Length | None:
    """Return the length that tokens name, with its parts ("two years and six months")."""
    parts: list[tuple[str, float | None]] = []
    begin = 0
    for place, token in enumerate(tokens):
        unit = state.words.value("UNIT", token.word) or state.words.value("UNITS", token.word)
        if unit is None or (token.word == "second" and place + 1 < len(tokens) and tokens[place + 1].word != "-"):
            continue
        run = tokens[begin:place]
        number = count(run, state.words)
        plural = token.word in state.words.classes["UNITS"]
        if plural and not _counts(run, state):
            number = None
        behind = " ".join(one.word for one in tokens[place + 1 :])
        if number is not None and behind.startswith(("and a half", "and one half")):
            number += 0.5
        parts.append((unit, number))
        begin = place + 1
        if behind.startswith("or"):
            break
    return Length(tuple(parts)) if parts else None


def _counts(tokens: tuple[Token, ...], state: State) -> bool:
    return any(
        token.kind in {"number", "float", "fraction"}
        or token.word in state.words.classes["CARDINAL"]
        or token.word in {"couple", "half"}
        for token in tokens
    )


def read_duration(candidate: Candidate, state: State) -> Meaning | None:
    """Read a plain duration."""
    word = candidate.words[0]
    if candidate.rule == "duration-vague":
        return Meaning("DURATION", _VAGUE_LENGTH)
    if word in _ADVERBS:
        return Meaning("DURATION", Length(((_ADVERBS[word], 1.0),)))
    length = length_of(candidate.tokens, state)
    if length is None:
        return None
    return Meaning("DURATION", length, amount_mod(candidate.words, state))


def read_span(candidate: Candidate, state: State) -> Meaning | None:
    """Read a duration that is anchored: "the past two years", "the first nine months", "recent weeks"."""
    length = length_of(candidate.tokens, state)
    if length is None:
        return None
    words = set(candidate.words)
    way = -1 if words & _BACKWARD else 1 if words & _FORWARD else 0
    reference = state.reference()
    span = _covered(length, reference, way) if way and reference else None
    shown = state.shown(reference) if span else ""
    return Meaning("DURATION", length, amount_mod(candidate.words, state), shown, "likely", span)


def _covered(length: Length, reference: Moment, way: int) -> tuple[Moment, Moment] | None:
    unit, number = length.parts[0]
    if (
        len(length.parts) > 1
        or number is None
        or unit not in GRAINS
        or number != int(number)
        or reference.first is None
    ):
        return None
    grain = {
        "week": "day",
        "weekend": "day",
        "decade": "year",
        "century": "year",
        "millennium": "year",
        "quarter": "month",
        "season": "month",
    }.get(GRAINS[unit], GRAINS[unit])
    times = {"W": 7, "E": 7, "X": 10, "C": 100, "K": 1000, "Q": 3, "S": 3}.get(unit, 1)
    here, there = shift(reference, grain, 0), shift(reference, grain, way * times * int(number))
    return (there, here) if way < 0 else (here, there)


def read_set(candidate: Candidate, state: State) -> Meaning | None:
    """Read what comes again and again."""
    tokens, words = candidate.tokens, candidate.words
    frequency = state.words.value("FREQUENCY", words[0])
    if frequency:
        return Meaning("SET", frequency)
    if "time" in words:
        return Meaning("DATE", "FUTURE_REF", confidence="weak")
    weekday = state.value("WEEKDAY", tokens) or state.value("WEEKDAYS", tokens)
    part = state.value("DAYPART", tokens)
    clock = f"T{part}" if part else ""
    if weekday is not None:
        return Meaning("SET", f"XXXX-WXX-{int(weekday) + 1}{clock}")
    if part:
        return Meaning("SET", f"XXXX-XX-XX{clock}")
    month, season = state.value("MONTH", tokens), state.value("SEASON", tokens)
    if month:
        return Meaning("SET", f"XXXX-{int(month):02}")
    if season:
        return Meaning("SET", f"XXXX-{season}")
    length = length_of(
        tuple(token for token in tokens if token.word not in {"each", "every", "per", "once", "twice", "times"})[-3:],
        state,
    )
    return Meaning("SET", length) if length else None


def read_units_of(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the last week of August" and "the first ten months of 1915"."""
    place = next(index for index, token in enumerate(candidate.tokens) if token.word == "of")
    length = length_of(candidate.tokens[1 if candidate.words[0] == "the" else 0 : place][1:], state)
    return Meaning("DURATION", length, None, "", "likely") if length else None


def read_half_span(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the first two quarters of 1990" as a half of that year."""
    year = next(
        (int(token.word) for token in candidate.tokens if token.kind == "number" and len(token.word) == 4), None
    )
    if year is None:
        return None
    return Meaning("DATE", Moment("half", year, 1 if "first" in candidate.words else 2))
