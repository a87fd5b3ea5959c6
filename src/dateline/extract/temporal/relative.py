"""Expressions that are counted from a reference: "today", "last week", "Monday", "two years ago", "days later".

"Ago", "last" and "next" are counted from the reference of the mode; "later", "the following day" and "that year" from
the date mentioned before. The grain of the answer is that of the unit: "two years ago" is a year, not a day.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.extract.temporal.calendar import edge, month_and_day, near_year, year_of
from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.moments import Length, Moment, day_moment, grain_of, season_of, shift, valid_day
from dateline.extract.temporal.numbers import count, ordinal
from dateline.extract.temporal.state import Meaning, State
from dateline.when.days import to_day, weekday

GRAINS = {"D": "day", "W": "week", "E": "weekend", "M": "month", "Q": "quarter", "Y": "year", "X": "decade",
          "C": "century", "K": "millennium", "S": "season", "N": "day"}  # fmt: skip
_DAYWORDS = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
_NEXT = frozenset({"next", "coming", "upcoming", "following"})
_LAST = frozenset({"last", "past", "previous", "preceding", "prior"})
_LOOK_BACK = frozenset({"that", "same", "following", "previous", "preceding"})
_WEEKDAY_AGAINST = 3.0
_TOO_MANY = 100_000


def read_dayword(candidate: Candidate, state: State) -> Meaning | None:
    """Read today, yesterday and tomorrow, with a part of the day."""
    words = candidate.words
    reference = state.reference()
    if words[-1] == "yesterday" and "before" in words:
        step = -2
    elif words[-1] == "tomorrow" and "after" in words:
        step = 2
    else:
        step = next(_DAYWORDS[word] for word in words if word in _DAYWORDS)
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
    if reference is None or reference.first is None:
        return Meaning("TIME" if part else "DATE", f"XXXX-WXX-{number + 1}{clock}", confidence="weak")
    here = shift(reference, "day", 0).first
    assert here is not None
    day = _weekday_near(candidate, state, here=here, number=number)
    if candidate.rule == "weekday-before":
        day += -1 if "before" in words else 1
    return Meaning(
        "TIME" if part else "DATE", day_moment(day, clock), edge(candidate, state), state.shown(reference), "likely"
    )


def _weekday_near(candidate: Candidate, state: State, *, here: int, number: int) -> int:
    words = set(candidate.words)
    back = (weekday(here) - number) % 7
    ahead = (number - weekday(here)) % 7
    if candidate.rule == "weekday-week":
        monday = here - weekday(here) + (7 if words & _NEXT else -7 if words & _LAST else 0)
        return monday + number
    if words & {"that", "same"}:
        return here - back
    if words & _LAST:
        return here - (back or 7)
    if words & _NEXT or "this" in words:
        return here + (ahead or 7)
    if back == 0:
        return here
    if state.narrative:
        return here + ahead
    way = state.direction.at(candidate.first, candidate.last)
    if way > 0:
        return here + ahead if ahead < back * _WEEKDAY_AGAINST else here - back
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
    reference = None if year is not None else state.reference()
    if year is None:
        year = near_year(candidate, state, month=month, day=day)
    if not valid_day(year, month, day):
        return None
    moment = Moment("day", year, month, day, clock=clock)
    return Meaning("TIME", moment, None, state.shown(reference), "likely" if reference else "certain")


def read_unit(candidate: Candidate, state: State) -> Meaning | None:
    """Read "last week", "this year", "the following day", "earlier this month", "the end of the year"."""
    words = candidate.words
    unit = state.words.value("UNIT", candidate.tokens[-1].word)
    if unit is None or unit not in GRAINS:
        return None
    grain = GRAINS[unit]
    bare = not set(words) & (_NEXT | _LAST | {"this", "that", "same", "current", "latest"})
    if grain == "weekend" and bare:
        return _weekend(candidate, state)
    if grain == "season" or (bare and grain in {"day", "century", "decade"} and "end" not in words):
        return (
            Meaning("DATE", "PRESENT_REF")
            if grain == "day" and bare and state.reference() is None
            else _bare(candidate, state, grain)
        )
    step = 1 if set(words) & _NEXT else -1 if set(words) & _LAST else 0
    look_back = (
        bool(set(words) & _LOOK_BACK) or bare or (step and "the" in words and state.narrative and "past" not in words)
    )
    reference = _unit_reference(state, grain, look_back=look_back)
    if reference is None or reference.year is None:
        return Meaning("DATE", _unknown(grain), edge(candidate, state), confidence="weak")
    mod = edge(candidate, state)
    if grain == "quarter" and bare and state.quarter is not None:
        return Meaning("DATE", state.quarter, mod, state.shown(state.quarter), "likely")
    if set(words) >= {"the", "past"} or ("last" in words and "the" in words and not state.narrative):
        return _past_unit(candidate, state, grain=grain, reference=reference)
    moment = shift(reference, grain, step)
    if unit == "N":
        moment = moment.at("TNI")
    return Meaning("TIME" if unit == "N" else "DATE", moment, mod, state.shown(reference), "likely")


def _weekend(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the weekend" as the one before or after the reference, by the direction of the sentence."""
    reference = state.before() if state.narrative else state.reference()
    if reference is None or reference.first is None:
        return None
    here = shift(reference, "day", 0).first
    assert here is not None
    back = weekday(here) < 5 and state.direction.at(candidate.first, candidate.last) <= 0
    return Meaning(
        "DATE", shift(reference, "weekend", -1 if back else 0), edge(candidate, state), state.shown(reference), "likely"
    )


def _past_unit(candidate: Candidate, state: State, *, grain: str, reference: Moment) -> Meaning:
    """Read "the past year": as long as the unit, up to the reference."""
    designator = next(key for key, name in GRAINS.items() if name == grain)
    span = (shift(reference, grain, -1), reference)
    return Meaning("DURATION", Length(((designator, 1.0),)), None, state.shown(reference), "likely", span)


def _bare(candidate: Candidate, state: State, grain: str) -> Meaning | None:
    reference = state.before()
    if reference is None or reference.first is None:
        return None
    if grain == "season":
        return Meaning("DATE", season_of(reference.first), None, state.shown(reference), "weak")
    return Meaning("DATE", shift(reference, grain, 0), edge(candidate, state), state.shown(reference), "weak")


def _unit_reference(state: State, grain: str, *, look_back: bool) -> Moment | None:
    if not look_back:
        return state.reference()
    return state.before() if state.narrative else (_finer(state, grain) or state.date)


def _finer(state: State, grain: str) -> Moment | None:
    """Return the date mentioned before when it is exact enough to say in which unit of a grain it lies."""
    last = state.last
    if last is None or last.first is None or last.last is None:
        return None
    return last if grain_of(last.first, grain) == grain_of(last.last, grain) or last.grain == grain else state.date


def _unknown(grain: str) -> str:
    return {
        "day": "XXXX-XX-XX",
        "week": "XXXX-WXX",
        "month": "XXXX-XX",
        "weekend": "XXXX-WXX-WE",
        "quarter": "XXXX-QX",
    }.get(grain, "XXXX")


def read_end(candidate: Candidate, state: State) -> Meaning | None:
    """Read "year-end" and "month's end"."""
    unit = next((word for word in candidate.words if word in {"year", "month", "week", "day"}), "year")
    reference = state.before() if state.narrative else state.reference()
    if reference is None:
        return Meaning("DATE", _unknown(unit), "END", confidence="weak")
    return Meaning("DATE", shift(reference, unit, 0), "END", state.shown(reference), "likely")


def read_edge_unit(candidate: Candidate, state: State) -> Meaning | None:
    """Read "later in the year" and "early in the summer"."""
    reference = state.before() if state.narrative else state.reference()
    season = state.value("SEASON", candidate.tokens)
    unit = state.words.value("UNIT", candidate.tokens[-1].word)
    if reference is None or reference.year is None:
        return None
    if season:
        return Meaning(
            "DATE",
            Moment("season", reference.year, season=season),
            edge(candidate, state),
            state.shown(reference),
            "likely",
        )
    if unit is None or unit not in GRAINS:
        return None
    return Meaning("DATE", shift(reference, GRAINS[unit], 0), edge(candidate, state), state.shown(reference), "likely")


def read_shift(candidate: Candidate, state: State) -> Meaning | None:
    """Read "two years ago", "a year earlier", "days later", "the day before", "a week from now"."""
    way = candidate.words[-1]
    ago = candidate.rule == "ago" or "now" in candidate.words or way == "hence"
    reference = state.reference() if ago else state.before()
    sign = -1 if way in {"ago", "earlier", "before", "previously", "prior", "beforehand", "previous"} else 1
    units = [
        (token, found)
        for token in candidate.tokens
        if (found := state.words.value("UNIT", token.word) or state.words.value("UNITS", token.word))
    ]
    unit = units[0][1] if units else None
    if way == "ago" and unit is None:
        return Meaning("DATE", "PAST_REF", confidence="weak")
    number = count(candidate.tokens, state.words)
    plural = bool(units) and units[0][0].word in state.words.classes["UNITS"]
    if unit is None or (plural and len(candidate.words) == 2) or number is None or number > _TOO_MANY:
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", confidence="weak")
    mod = _amount_mod(candidate, state)
    if unit.startswith("T"):
        return _hours(candidate, state, sign=sign, number=number, reference=reference)
    if reference is None or reference.year is None:
        return Meaning("DATE", _unknown(GRAINS[unit]), mod, confidence="weak")
    if unit == "Y" and sign < 0 and number == 1 and state.quarter is not None and not state.narrative:
        # In a report on a quarter, "a year earlier" and "a year ago" are the same quarter of the year before.
        reference = state.quarter
        moment = shift(reference, "quarter", -4)
    else:
        moment = _moved(reference, unit, sign * number, exact=candidate.rule == "shift")
    return Meaning("DATE", moment, mod, state.shown(reference), "likely")


def _moved(reference: Moment, unit: str, number: float, *, exact: bool) -> Moment:
    if unit == "F":
        unit, number = "W", number * 2
    if unit == "X":
        unit, number = "Y", number * 10
    if unit == "C":
        unit, number = "Y", number * 100
    if unit == "K":
        unit, number = "Y", number * 1000
    whole = int(number)
    if number != whole and unit == "Y":
        return shift(reference, "month", int(number * 12))
    if unit == "E":
        unit = "W"
    return shift(reference, GRAINS[unit], whole)


def _hours(candidate: Candidate, state: State, *, sign: int, number: float, reference: Moment | None) -> Meaning:
    if reference is None or reference.grain != "day" or reference.first is None:
        return Meaning("TIME", "PAST_REF" if sign < 0 else "FUTURE_REF", confidence="weak")
    return Meaning("TIME", reference.at("TXX"), None, state.shown(reference), "weak")


def _amount_mod(candidate: Candidate, state: State) -> str | None:
    return amount_mod(candidate.words, state)


def amount_mod(words: tuple[str, ...], state: State) -> str | None:
    """Return the TIMEX3 mod of "more than", "nearly", "at least" and their like."""
    joined = " ".join(words[:4])
    for spoken, mod in (
        ("no more than", "EQUAL_OR_LESS"), ("not more than", "EQUAL_OR_LESS"), ("no less than", "EQUAL_OR_MORE"),
        ("no fewer than", "EQUAL_OR_MORE"), ("more than", "MORE_THAN"), ("less than", "LESS_THAN"), ("fewer than", "LESS_THAN"),
        ("at least", "EQUAL_OR_MORE"), ("at most", "EQUAL_OR_LESS"), ("up to", "EQUAL_OR_LESS"), ("as much as", "EQUAL_OR_LESS"),
        ("as many as", "EQUAL_OR_LESS"), ("close to", "APPROX"),
    ):  # fmt: skip
        if spoken in joined:
            return mod
    if len(words) > 1 and words[-2:] == ("or", "so"):
        return "APPROX"
    return next((mod for word in words[:2] if (mod := state.words.value("APPROXMOD", word))), None)


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


def read_that_time(candidate: Candidate, state: State) -> Meaning | None:
    """Read "that moment" and "that date" as the date mentioned before."""
    words = candidate.words
    if "this" in words:
        return Meaning("DATE", "PRESENT_REF", confidence="weak")
    reference = state.before()
    if reference is None:
        return Meaning("DATE", "PAST_REF", confidence="weak")
    return Meaning("DATE", reference, None, state.shown(reference), "weak")


def day_of(year: int, month: int, day: int) -> Moment:
    """Return a day as a moment."""
    return day_moment(to_day(year, month, day))
