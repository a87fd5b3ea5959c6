"""Times of the day: "10 p.m.", "9 a.m. Tuesday", "noon", "5 p.m. EST Nov. 9".

A time without a day is of the day mentioned last in the sentence's surroundings, else of the reference. Zones are kept
only where they are known offsets that do not depend on the season.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.extract.temporal.calendar import month_and_day, read_date, read_day
from dateline.extract.temporal.days import read_dayword, read_part, read_weekday
from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.moments import Moment, shift, valid_day
from dateline.extract.temporal.state import Meaning, State
from dateline.extract.temporal.tokens import Token
from dateline.extract.temporal.years import near_year, year_of

_LATER = frozenset({"afternoon", "evening", "night", "afternoons"})
_BESIDE = 8


def read_time(candidate: Candidate, state: State) -> Meaning | None:
    """Read a time of the day, on the day that stands beside it or was mentioned before."""
    clock = _clock(candidate, state)
    if clock is None:
        return None
    day, reference, sure = _day(candidate, state)
    mod = "APPROX" if candidate.words[0] in {"about", "around", "approximately", "roughly"} else None
    return Meaning("TIME", day.at(f"T{clock}"), mod, reference, sure)


def _day(candidate: Candidate, state: State) -> tuple[Moment, str, str]:
    words = set(candidate.words)
    month, day = month_and_day(_without_clock(candidate), state)
    year = year_of(candidate.tokens, state)
    if month and day:
        found = year if year is not None else near_year(candidate, state, month=month, day=day)
        if valid_day(found, month, day):
            return (
                Moment("day", found, month, day),
                "" if year is not None else state.shown(state.anchor()),
                "likely",
            )
    for names, read in (
        ({"today", "yesterday", "tomorrow", "tonight"}, read_dayword),
        (set(state.words.classes["WEEKDAY"]), read_weekday),
    ):
        if words & names:
            meaning = read(candidate, state)
            if meaning and isinstance(meaning.value, Moment):
                return replace(meaning.value, clock=""), meaning.reference, "likely"
    beside = _day_beside(candidate, state)
    if beside is not None:
        return beside
    reference = state.last_day or state.reference()
    if reference is None or reference.first is None or reference.grain != "day":
        return Moment("day", None), "", "weak"
    return shift(reference, "day", 0), state.shown(reference), "likely"


def _day_beside(candidate: Candidate, state: State) -> tuple[Moment, str, str] | None:
    """Return the day that follows closely in the sentence: "at 8:02 a.m. (0002 GMT) on Saturday"."""
    following = state.next_of(candidate)
    if following is not None and following.rule == "time":
        following = state.next_of(following)
    if following is None or following.first - candidate.last > _BESIDE:
        return None
    if candidate.source.sentence(candidate.first) != candidate.source.sentence(following.first):
        return None
    read = {
        "weekday": read_weekday,
        "day": read_day,
        "date": read_date,
        "dayword": read_dayword,
        "part-rel": read_part,
    }.get(following.rule)
    meaning = read(following, state) if read else None
    if meaning is None or not isinstance(meaning.value, Moment):
        return None
    return replace(meaning.value, clock=""), meaning.reference, "likely"


def _without_clock(candidate: Candidate) -> tuple[Token, ...]:
    """Return the tokens without the figure of the time, so that it is not taken for a day of the month."""
    tokens = candidate.tokens
    place = next((index for index, token in enumerate(tokens) if token.kind == "half" or token.word == "o'clock"), None)
    if place and tokens[place - 1].kind == "number":
        return (*tokens[: place - 1], *tokens[place:])
    return tokens


def _clock(candidate: Candidate, state: State) -> str | None:
    tokens = candidate.tokens
    noon = state.value("NOON", tokens)
    if noon:
        return noon
    half = next((token.word[0] for token in tokens if token.kind == "half"), "")
    figure = next((token for token in tokens if token.kind == "clock"), None)
    place = next((index for index, token in enumerate(tokens) if token.kind == "half" or token.word == "o'clock"), None)
    if figure is None and place:
        figure = tokens[place - 1]
    if figure is None:
        figure = next((token for token in tokens if token.kind == "number"), None)
    if figure is None:
        return None
    spoken = state.words.value("CARDINAL", figure.word)
    parts = [int(spoken)] if spoken else [int(part) for part in re.findall(r"\d+", figure.word)]
    if len(figure.word) == 4 and figure.kind == "number":
        parts = list(divmod(parts[0], 100))
    words = set(candidate.words)
    if not half and words & _LATER and "night" not in words:
        half = "p"
    elif not half and "night" in words:
        half = "p" if parts[0] > 5 else "a"
    return _written(parts, half)


def _written(parts: list[int], half: str) -> str | None:
    hour = parts[0]
    if half and not 1 <= hour <= 12:
        half = ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    rest = parts[1:]
    if hour > 24 or any(part > 59 for part in rest):
        return None
    return ":".join(f"{part:02}" for part in (hour, *(rest or [0])))
