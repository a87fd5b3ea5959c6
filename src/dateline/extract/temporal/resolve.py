"""The resolve stage: what each candidate means, in the order of the text.

Every rule of the grammar has one reader here; a reader that cannot make sense of its words returns None, and the
candidate is no time expression after all. Each resolved date becomes the reference of what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.extract.temporal import calendar, clocks, days, lengths, periods, relative
from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.moments import Moment
from dateline.extract.temporal.series import with_bare_days
from dateline.extract.temporal.state import Meaning, State

Reader = Callable[[Candidate, State], Meaning | None]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A candidate with its meaning."""

    candidate: Candidate
    meaning: Meaning


def resolve_all(candidates: Sequence[Candidate], *, date: Moment | None, mode: str) -> list[Resolved]:
    """Return the candidates that mean something, each with its meaning."""
    if not candidates:
        return []
    state = State(candidates[0].source, load_grammar().vocabulary, date=date, mode=mode)
    resolved = []
    candidates = with_bare_days(candidates)
    state.expect(candidates)
    for candidate in candidates:
        meaning = READERS[candidate.rule](candidate, state)
        if meaning is None:
            continue
        resolved.append(Resolved(candidate, meaning))
        state.note(candidate, meaning)
    return resolved


def _vague(value: str) -> Reader:
    def read(candidate: Candidate, state: State) -> Meaning | None:
        return Meaning("DATE", value, confidence="weak")

    return read


def _read_past(candidate: Candidate, state: State) -> Meaning | None:
    """Read "recently"; "former" tells a time in narrative, and is a title in news."""
    if candidate.words[0] in {"former", "formerly", "previously"} and not state.narrative:
        return None
    return Meaning("DATE", "PAST_REF", confidence="weak")


def _read_future(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the future"; the adjective alone ("future") tells a time in narrative only."""
    if candidate.words == ("future",) and not state.narrative:
        return None
    return Meaning("DATE", "FUTURE_REF", confidence="weak")


READERS: dict[str, Reader] = {
    "iso": calendar.read_iso,
    "figures": calendar.read_figures,
    "date": calendar.read_date,
    "day": calendar.read_day,
    "month-year": calendar.read_month,
    "month-relyear": calendar.read_month,
    "month-rel": calendar.read_month,
    "month": calendar.read_month,
    "day-more": calendar.read_bare_day,
    "day-before": calendar.read_bare_day,
    "day-alone": days.read_day_of,
    "week-of": calendar.read_week,
    "season-year": periods.read_season,
    "season-relyear": periods.read_season,
    "season-rel": periods.read_season,
    "season": periods.read_season,
    "year": periods.read_year,
    "year-and-on": periods.read_year,
    "year-part": periods.read_year,
    "year-more": periods.read_year_more,
    "year-open": periods.read_year_open,
    "decade": periods.read_decade,
    "century": periods.read_century,
    "quarter": periods.read_quarter,
    "quarter-rel": periods.read_quarter_rel,
    "holiday": periods.read_holiday,
    "dayword": days.read_dayword,
    "overnight": days.read_overnight,
    "weekday": days.read_weekday,
    "weekday-before": days.read_weekday,
    "weekday-week": days.read_weekday,
    "part-rel": days.read_part,
    "part": days.read_part,
    "part-of": days.read_part_of,
    "unit-rel": relative.read_unit,
    "unit-end": relative.read_end,
    "edge-unit": relative.read_edge_unit,
    "year-back": periods.read_quarter_rel,
    "ago": relative.read_shift,
    "shift": relative.read_shift,
    "dates": lengths.read_span,
    "span-rel": lengths.read_span,
    "duration": lengths.read_duration,
    "duration-vague": lengths.read_duration,
    "set": lengths.read_set,
    "half-span": periods.read_decade,
    "quarters-of": lengths.read_half_span,
    "units-of": lengths.read_units_of,
    "time": clocks.read_time,
    "now": _vague("PRESENT_REF"),
    "current": _vague("PRESENT_REF"),
    "past": _read_past,
    "future": _read_future,
}
