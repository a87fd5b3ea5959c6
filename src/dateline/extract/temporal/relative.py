"""Units counted from a reference, to moments: "last week", "the end of the year", "two years ago", "days later".

"Ago", "last" and "next" are counted from the reference of the mode; "later", "the following day" and "that year" from
the date mentioned before. The grain of the answer is that of the unit: "two years ago" is a year, not a day.
"""

from __future__ import annotations

from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.modifiers import amount_mod, edge, step_of
from dateline.extract.temporal.moments import Length, Moment, grain_of, season_of, shift
from dateline.extract.temporal.numbers import count
from dateline.extract.temporal.state import Meaning, State
from dateline.when.days import weekday

GRAINS = {"D": "day", "W": "week", "E": "weekend", "M": "month", "Q": "quarter", "Y": "year", "X": "decade",
          "C": "century", "K": "millennium", "S": "season", "N": "day"}  # fmt: skip
_POINTING = frozenset({"this", "that", "same", "current", "latest"})
_LOOK_BACK = frozenset({"that", "same", "following", "previous", "preceding"})
_BACK = frozenset({"ago", "earlier", "before", "previously", "prior", "beforehand", "previous"})
_MANY = {"F": ("W", 2), "X": ("Y", 10), "C": ("Y", 100), "K": ("Y", 1000), "E": ("W", 1)}
_YEARS_IN = {"Y": 1, "X": 10, "C": 100, "K": 1000}
_GEOLOGICAL = 10_000
_TOO_MANY = 100_000


def read_unit(candidate: Candidate, state: State) -> Meaning | None:
    """Read "last week", "this year", "the following day", "earlier this month", "the end of the year"."""
    words = set(candidate.words)
    unit = state.words.value("UNIT", candidate.words[-1])
    if unit is None or unit not in GRAINS:
        return None
    grain = GRAINS[unit]
    step = step_of(candidate.words, state)
    if not step and not words & _POINTING:
        return _bare(candidate, state, grain)
    past = {"the", "past"} <= words or ({"the", "last"} <= words and not state.narrative)
    back = bool(words & _LOOK_BACK) or (step != 0 and "the" in words and state.narrative and "past" not in words)
    reference = _unit_reference(state, grain, look_back=back)
    if reference is None or reference.year is None:
        return Meaning("DATE", _unknown(grain), edge(candidate, state), confidence="weak")
    if past:
        return _past_unit(state, grain=grain, reference=reference)
    moment = shift(reference, grain, step)
    if unit == "N":
        return Meaning("TIME", moment.at("TNI"), edge(candidate, state), state.shown(reference), "likely")
    return Meaning("DATE", moment, edge(candidate, state), state.shown(reference), "likely")


def _weekend(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the weekend" as the one before or after the reference, by the direction of the sentence."""
    reference = state.before() if state.narrative else state.reference()
    here = shift(reference, "day", 0).first if reference else None
    if here is None or reference is None:
        return Meaning("DATE", _unknown("weekend"), confidence="weak")
    back = weekday(here) < 5 and state.direction.at(candidate.first, candidate.last) <= 0
    return Meaning(
        "DATE", shift(reference, "weekend", -1 if back else 0), edge(candidate, state), state.shown(reference), "likely"
    )


def _past_unit(state: State, *, grain: str, reference: Moment) -> Meaning:
    """Read "the past year": as long as the unit, up to the reference."""
    designator = next(key for key, name in GRAINS.items() if name == grain)
    span = (shift(reference, grain, -1), reference)
    return Meaning("DURATION", Length(((designator, 1.0),)), None, state.shown(reference), "likely", span)


def _bare(candidate: Candidate, state: State, grain: str) -> Meaning | None:
    """Read "the year" and "the weekend", which point to nothing but what the text is about."""
    if grain == "weekend":
        return _weekend(candidate, state)
    if grain == "quarter" and state.quarter is not None:
        return Meaning("DATE", state.quarter, edge(candidate, state), state.shown(state.quarter), "likely")
    look_back = grain in {"day", "century", "decade", "season"} and "end" not in candidate.words
    reference = state.before() if look_back else _unit_reference(state, grain, look_back=True)
    if reference is None or reference.year is None:
        return Meaning("DATE", "PRESENT_REF" if grain == "day" else _unknown(grain), confidence="weak")
    if reference.first is None:
        return None
    if grain == "season":
        return Meaning("DATE", season_of(reference.first), None, state.shown(reference), "weak")
    sure = "weak" if look_back else "likely"
    return Meaning("DATE", shift(reference, grain, 0), edge(candidate, state), state.shown(reference), sure)


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
    words, way = candidate.words, candidate.words[-1]
    sign = -1 if way in _BACK else 1
    ago = candidate.rule == "ago" or "now" in words or way == "hence"
    reference = state.reference() if ago else state.before()
    word, unit = _unit_in(candidate, state)
    number = count(candidate.tokens, state.words)
    vague = word in state.words.classes["UNITS"] and len(words) == 2
    if not unit or vague or number is None or (number > _TOO_MANY and unit not in _YEARS_IN):
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", confidence="weak")
    if unit.startswith("T"):
        return _hours(state, sign=sign, reference=reference)
    mod = amount_mod(words, state)
    years = number * _YEARS_IN.get(unit, 0)
    if ago and years >= _GEOLOGICAL:
        return Meaning("DATE", f"MA{years / 1e6:g}" if years >= 1e6 else f"KA{years / 1e3:g}", mod)
    if reference is None or reference.year is None:
        return Meaning("DATE", _unknown(GRAINS.get(unit, "week")), mod, confidence="weak")
    if unit == "Y" and sign < 0 and number == 1 and state.quarter is not None and not state.narrative:
        # In a report on a quarter, "a year earlier" and "a year ago" are the same quarter of the year before.
        reference = state.quarter
        return Meaning("DATE", shift(reference, "quarter", -4), mod, state.shown(reference), "likely")
    return Meaning("DATE", _moved(reference, unit, sign * number), mod, state.shown(reference), "likely")


def _unit_in(candidate: Candidate, state: State) -> tuple[str, str]:
    """Return the first unit among the words of a candidate, as written and as designator; empty where there is none."""
    for word in candidate.words:
        unit = state.words.value("UNIT", word) or state.words.value("UNITS", word)
        if unit:
            return word, unit
    return "", ""


def _moved(reference: Moment, unit: str, number: float) -> Moment:
    name, times = _MANY.get(unit, (unit, 1))
    amount = number * times
    if amount != int(amount) and name == "Y":
        return shift(reference, "month", int(amount * 12))
    return shift(reference, GRAINS[name], int(amount))


def _hours(state: State, *, sign: int, reference: Moment | None) -> Meaning:
    if reference is None or reference.grain != "day" or reference.first is None:
        return Meaning("TIME", "PAST_REF" if sign < 0 else "FUTURE_REF", confidence="weak")
    return Meaning("TIME", reference.at("TXX"), None, state.shown(reference), "weak")
