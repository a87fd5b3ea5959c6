"""Days counted from a reference, to moments: "today", "Monday", "last night", "the morning of April 19", "the 20th".

A bare weekday lies within a week of the reference, before it unless the verb points ahead.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.extract.temporal.calendar import month_and_day
from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.modifiers import edge, step_of
from dateline.extract.temporal.moments import Moment, day_moment, shift, valid_day
from dateline.extract.temporal.numbers import ordinal
from dateline.extract.temporal.state import Meaning, State
from dateline.extract.temporal.years import near_year, year_of
from dateline.when.days import weekday

_AGAINST = 3.0


def read_dayword(candidate: Candidate, state: State) -> Meaning | None:
    """Read today, yesterday and tomorrow, with a part of the day."""
    words = candidate.words
    reference = state.reference()
    if words[-1] == "yesterday" and "before" in words:
        step = -2
    elif words[-1] == "tomorrow" and "after" in words:
        step = 2
    else:
        step = int(state.value("DAYWORD", candidate.tokens) or 0)
    part = "NI" if "tonight" in words else state.value("DAYPART", candidate.tokens)
    if reference is None or reference.first is None:
        if step == 0 and not part:
            return Meaning("DATE", "PRESENT_REF", confidence="weak")
        moment = Moment("day", None)
    else:
        moment = shift(reference, "day", step)
    clock = f"T{part}" if part else ""
    return Meaning(
        "TIME" if part else "DATE", moment.at(clock), edge(candidate, state), state.shown(reference), "likely"
    )


def read_overnight(candidate: Candidate, state: State) -> Meaning | None:
    """Read "overnight" as the night of the last date mentioned."""
    reference = state.last_day or state.reference()
    moment = Moment("day", None) if reference is None or reference.first is None else shift(reference, "day", 0)
    return Meaning("TIME", moment.at("TNI"), None, state.shown(reference), "likely")


def read_weekday(candidate: Candidate, state: State) -> Meaning | None:
    """Read a weekday by the words before it, or by the direction of its sentence."""
    number = int(state.value("WEEKDAY", candidate.tokens) or 0)
    part = state.value("DAYPART", candidate.tokens)
    clock = f"T{part}" if part else ""
    reference = state.reference()
    words = set(candidate.words)
    if words & {"previous", "following", "that", "same"}:
        reference = state.last_day or reference
    here = shift(reference, "day", 0).first if reference else None
    if here is None:
        return Meaning("TIME" if part else "DATE", f"XXXX-WXX-{number + 1}{clock}", confidence="weak")
    day = _weekday_near(candidate, state, here=here, number=number)
    if candidate.rule == "weekday-before":
        day += -1 if "before" in words else 1
    return Meaning(
        "TIME" if part else "DATE", day_moment(day, clock), edge(candidate, state), state.shown(reference), "likely"
    )


def _weekday_near(candidate: Candidate, state: State, *, here: int, number: int) -> int:
    words = set(candidate.words)
    step = step_of(candidate.words, state)
    back = (weekday(here) - number) % 7
    ahead = (number - weekday(here)) % 7
    if candidate.rule == "weekday-week":
        monday = here - weekday(here) + 7 * step
        return monday + number
    if words & {"that", "same"}:
        return here - back
    if step < 0:
        return here - (back or 7)
    if step > 0 or "this" in words:
        return here + (ahead or 7)
    if back == 0:
        return here
    if state.narrative:
        return here + ahead
    way = state.direction.at(candidate.first, candidate.last)
    if way > 0:
        return here + ahead if ahead < back * _AGAINST else here - back
    return here - back


def read_part(candidate: Candidate, state: State) -> Meaning | None:
    """Read "this morning", "last night", "that afternoon", "the next morning"."""
    words = set(candidate.words)
    part = state.value("DAYPART", candidate.tokens)
    back = candidate.rule == "part" or words & {"that", "same", "next", "following", "previous", "one"}
    reference = (state.last_day or state.before()) if back else state.reference()
    step = 1 if words & {"next", "following"} else -1 if words & {"last", "previous"} else 0
    if reference is None or reference.first is None or reference.grain not in {"day", "week", "weekend"}:
        moment = Moment("day", None)
    else:
        moment = shift(reference, "day", step)
    return Meaning(
        "TIME",
        moment.at(f"T{part}"),
        edge(candidate, state),
        state.shown(reference),
        "likely" if moment.year else "weak",
    )


def read_part_of(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the night of April 18, 1775" and "the morning of April 19"."""
    part = state.value("DAYPART", candidate.tokens)
    noon = state.value("NOON", candidate.tokens)
    clock = f"T{part or noon}"
    month, day = month_and_day(candidate.tokens, state)
    if not month:
        named = read_weekday(candidate, state)
        if named and isinstance(named.value, Moment):
            return replace(named, type="TIME", value=named.value.at(clock))
        return named
    year = year_of(candidate.tokens, state)
    reference = None if year is not None else state.anchor()
    if year is None:
        year = near_year(candidate, state, month=month, day=day)
    if not valid_day(year, month, day):
        return None
    moment = Moment("day", year, month, day, clock=clock)
    return Meaning("TIME", moment, None, state.shown(reference), "likely" if reference else "certain")


def read_day_of(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the 20th" as a day of the month mentioned last."""
    number = ordinal(candidate.tokens, state.words)
    reference = state.before()
    if number is None or reference is None or reference.year is None or reference.grain not in {"day", "month"}:
        return None
    if not valid_day(reference.year, reference.number, number):
        return None
    moment = Moment("day", reference.year, reference.number, number)
    return Meaning("DATE", moment, None, state.shown(reference), "likely")
