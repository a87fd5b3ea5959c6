"""Dates that name their day or month, to moments: "July 25, 2024", "25 July", "late November", "the week of March 6".

What lacks a year gets it from `years`. A day that the calendar does not have is no date.
"""

from __future__ import annotations

import re

from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.modifiers import edge, step_of
from dateline.extract.temporal.moments import Moment, grain_of, valid_day, week_of
from dateline.extract.temporal.numbers import ordinal
from dateline.extract.temporal.state import Meaning, State
from dateline.extract.temporal.tokens import Token
from dateline.extract.temporal.years import near_year, relative_year, year_of
from dateline.when.days import parse_day, to_day

_CLOCK = re.compile(r"T(?:[01]\d|2[0-3]):[0-5]\d")


def read_iso(candidate: Candidate, state: State) -> Meaning | None:
    """Read 2024-07-25, with or without a time."""
    shown = candidate.tokens[0].word.upper()
    year, month, day = (int(part) for part in shown[:10].split("-"))
    if not valid_day(year, month, day):
        return None
    clock = shown[10:16] if _CLOCK.match(shown, 10) else ""
    return Meaning("TIME" if clock else "DATE", Moment("day", year, month, day, clock=clock))


def read_figures(candidate: Candidate, state: State) -> Meaning | None:
    """Read 02/13/1998 and its like: month first, unless only day first is a date; with dots day first."""
    shown = candidate.tokens[0].word
    one, two, three = (int(part) for part in re.split(r"[/.]", shown))
    if len(shown.split("/")[0]) == 4:
        year, month, day = one, two, three
    else:
        year, month, day = three, one, two
        if (month > 12 or "." in shown) and valid_day(None, day, month):
            month, day = day, month
        if year < 100:
            year += 1900 if year > 60 else 2000
    return (
        Meaning("DATE", Moment("day", year, month, day), confidence="likely") if valid_day(year, month, day) else None
    )


def month_and_day(tokens: tuple[Token, ...], state: State) -> tuple[int, int]:
    """Return the month and the day of the month that tokens name; 0 for what they do not."""
    month = int(state.value("MONTH", tokens) or 0)
    place = next((index for index, token in enumerate(tokens) if token.word in state.words.classes["MONTH"]), 0)
    # A day stands beside its month: before it, with "of" or a blank between, or behind it.
    for token in (*tokens[place + 1 : place + 3], *reversed(tokens[:place])):
        if token.kind == "number" and len(token.word) <= 2:
            return month, int(token.word)
        if token.kind == "nth":
            return month, int(token.word[:-2])
        if token.word in state.words.classes["ORDINAL"]:
            return month, ordinal((token,), state.words) or 0
    return month, 0


def read_date(candidate: Candidate, state: State) -> Meaning | None:
    """Read a day with its year."""
    year = year_of(candidate.tokens, state)
    month, day = month_and_day(candidate.tokens, state)
    if year is None or not valid_day(year, month, day):
        return None
    return Meaning("DATE", Moment("day", year, month, day))


def read_day(candidate: Candidate, state: State) -> Meaning | None:
    """Read a day without a year."""
    month, day = month_and_day(candidate.tokens, state)
    if not valid_day(None, month, day):
        return None
    year, reference = relative_year(candidate.tokens, state)
    if year is None:
        reference = state.anchor()
        weekday = state.value("WEEKDAY", candidate.tokens)
        year = near_year(candidate, state, month=month, day=day, weekday=None if weekday is None else int(weekday))
    if year is not None and not valid_day(year, month, day):
        return None
    return Meaning("DATE", Moment("day", year, month, day), None, state.shown(reference), "likely" if year else "weak")


def read_bare_day(candidate: Candidate, state: State) -> Meaning | None:
    """Read the 25 of "April 24 and 25" by the date before it, the 6 of "6-7 January" by the one after it."""
    day = ordinal(candidate.tokens, state.words) or int(candidate.words[0])
    if candidate.rule == "day-more":
        base = state.last_day
        year = year_of(candidate.tokens, state) or (base.year if base else None)
        month = base.number if base else 0
    else:
        following = state.following(candidate)
        month = month_and_day(following.tokens, state)[0] if following else 0
        year = near_year(candidate, state, month=month, day=day) if month else None
    if not month or not valid_day(year, month, day):
        return None
    return Meaning("DATE", Moment("day", year, month, day), None, "", "likely")


def read_month(candidate: Candidate, state: State) -> Meaning | None:
    """Read a month, with or without its year."""
    tokens = candidate.tokens
    month = int(state.value("MONTH", tokens) or 0)
    year = year_of(tokens, state)
    if year is not None:
        return Meaning("DATE", Moment("month", year, month), edge(candidate, state))
    if candidate.rule == "month-relyear":
        year, reference = relative_year(tokens, state)
        return Meaning("DATE", Moment("month", year, month), edge(candidate, state), state.shown(reference), "likely")
    reference = state.reference() if candidate.rule == "month-rel" else state.anchor()
    if candidate.rule == "month-rel" and reference is not None and reference.year is not None:
        year = _relative_month(candidate, state, month=month)
    else:
        year = near_year(candidate, state, month=month)
    confidence = "weak" if year is None else "likely"
    return Meaning("DATE", Moment("month", year, month), edge(candidate, state), state.shown(reference), confidence)


def _relative_month(candidate: Candidate, state: State, *, month: int) -> int | None:
    words = set(candidate.words)
    reference = state.before() if words & {"that", "same", "previous", "following"} else state.reference()
    assert reference is not None
    assert reference.year is not None
    here = reference.number if reference.grain in {"month", "day"} else 1
    step = step_of(candidate.words, state)
    if words & {"that", "same"} or ("this" in words and not step):
        return reference.year
    if step > 0:
        return reference.year + (1 if month <= here else 0)
    return reference.year - (1 if month >= here else 0)


def read_week(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the week of March 6"."""
    month, day = month_and_day(candidate.tokens, state)
    year = year_of(candidate.tokens, state) or near_year(candidate, state, month=month, day=day)
    if year is None or not valid_day(year, month, day):
        return None
    return Meaning("DATE", week_of(to_day(year, month, day)), None, state.shown(state.anchor()), "likely")


def document_date(text: str) -> Moment:
    """Return the moment of an ISO day."""
    return grain_of(parse_day(text), "day")
