"""Periods that name themselves, to moments: seasons, years, decades, centuries, quarters, halves and holidays.

In a report on a quarter, "the period" and "a year earlier" are quarters too: they refer to the quarter named last.
"""

from __future__ import annotations

import re

from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.holidays import holiday
from dateline.extract.temporal.modifiers import edge, step_of
from dateline.extract.temporal.moments import SEASONS, Moment, grain_of, shift
from dateline.extract.temporal.numbers import ordinal
from dateline.extract.temporal.state import Meaning, State
from dateline.extract.temporal.years import cost, following_year, is_before_era, relative_year, year_ahead, year_of


def read_season(candidate: Candidate, state: State) -> Meaning | None:
    """Read a season, with or without its year."""
    tokens = candidate.tokens
    season = state.value("SEASON", tokens) or (state.value("SEASONS", tokens) or "")[:2]
    year = year_of(tokens, state)
    reference = None
    if year is None:
        year = year_ahead(candidate, state, 0)
    if year is None and candidate.rule == "season-relyear":
        year, reference = relative_year(tokens, state)
    if year is None:
        reference = state.anchor()
        year = _near_season(candidate, state, season=season) if reference else None
    confidence = "certain" if reference is None else "likely"
    return Meaning(
        "DATE", Moment("season", year, season=season), edge(candidate, state), state.shown(reference), confidence
    )


def _near_season(candidate: Candidate, state: State, *, season: str) -> int | None:
    reference = state.anchor()
    if reference is None or reference.year is None or reference.first is None:
        return None
    words = set(candidate.words)
    here = reference if reference.season else grain_of(reference.first, "season")
    assert here.year is not None
    behind = SEASONS.index(season) - SEASONS.index(here.season)
    step = step_of(candidate.words, state)
    if state.narrative and not step:
        return reference.year
    if step > 0:
        return here.year + (0 if behind > 0 else 1)
    if step < 0 and "this" not in words:
        return here.year - (0 if behind < 0 else 1)
    if "this" in words:
        return reference.year
    way = state.direction.at(candidate.first, candidate.last)
    step = min((-1, 0, 1), key=lambda years: cost(years * 4 + behind, way))
    return here.year + step


def read_year(candidate: Candidate, state: State) -> Meaning | None:
    """Read a year."""
    year = year_of(candidate.tokens, state)
    if year is None:
        return None
    mod = edge(candidate, state)
    words = candidate.words
    if "post" in words:
        mod = "AFTER"
    if words[0] == "pre":
        mod = "BEFORE"
    if candidate.rule == "year-and-on":
        mod = "ON_OR_BEFORE" if "earlier" in words else "ON_OR_AFTER"
    return Meaning("DATE", Moment("year", year), mod)


def read_year_more(candidate: Candidate, state: State) -> Meaning | None:
    """Read the 17 of "1915-17"."""
    shown = candidate.words[0]
    first = int(candidate.source.tokens[candidate.first - 2].word)
    year = first // 100 * 100 + int(shown)
    return Meaning("DATE", Moment("year", year)) if len(shown) == 2 and first < year <= first + 50 else None


def read_year_open(candidate: Candidate, state: State) -> Meaning | None:
    """Read the first year of "499-493 BC", whose era stands behind the second."""
    tokens = candidate.source.tokens
    era = next((token for token in tokens[candidate.last : candidate.last + 3] if token.kind == "era"), None)
    if era is None or not candidate.words[0].isascii():
        return None
    year = int(candidate.words[0])
    return Meaning("DATE", Moment("year", 1 - year if is_before_era(era.word) else year))


def read_decade(candidate: Candidate, state: State) -> Meaning | None:
    """Read a decade; one without its century is of the reference's century, or of the one before."""
    tokens = candidate.tokens
    before = any(token.kind == "era" and is_before_era(token.word) for token in tokens)
    figure = next((re.sub(r"\D", "", token.word) for token in tokens if token.kind == "decade"), None)
    if figure and len(figure) == 4:
        year = int(figure)
    else:
        tens = int(figure) if figure else 10 * int(state.value("TENSOF", tokens) or 0)
        head = next(
            (
                int(state.words.classes["CARDINAL"][token.word])
                for token in tokens
                if token.word in state.words.classes["YEARHEAD"]
            ),
            None,
        )
        near = state.anchor()
        now = near.year if near and near.year is not None else 2000
        century = head * 100 if head else now // 100 * 100
        year = century + tens - (100 if head is None and tens > now % 100 else 0)
    return Meaning("DATE", Moment("decade", 1 - year - 9 if before else year), edge(candidate, state))


def read_century(candidate: Candidate, state: State) -> Meaning | None:
    """Read a century."""
    number = ordinal(candidate.tokens, state.words)
    if number is None or not 1 <= number <= 30:
        return None
    before = any(token.kind == "era" and is_before_era(token.word) for token in candidate.tokens)
    return Meaning(
        "DATE", Moment("century", 2 - 100 * number if before else 100 * (number - 1)), edge(candidate, state)
    )


def read_holiday(candidate: Candidate, state: State) -> Meaning | None:
    """Read a day that has a name."""
    words = candidate.words
    named = year_of(candidate.tokens, state)
    year = _near_holiday(candidate, state) if named is None else named
    day = holiday(words, year, state.words) if year is not None else None
    if day is None:
        return None
    moment = grain_of(day, "weekend" if "weekend" in words else "week" if "week" in words else "day")
    part = state.value("DAYPART", candidate.tokens)
    reference = state.shown(state.anchor()) if named is None else ""
    return Meaning("DATE", moment.at(f"T{part}" if part else ""), None, reference, "likely")


def _near_holiday(candidate: Candidate, state: State) -> int | None:
    reference = state.anchor()
    if reference is None or reference.year is None or reference.first is None:
        return None
    here = reference.first
    years = (reference.year - 1, reference.year, reference.year + 1)
    days = {year: day for year in years if (day := holiday(candidate.words, year, state.words)) is not None}
    step = step_of(candidate.words, state)
    if step:
        days = {year: day for year, day in days.items() if (day > here) == (step > 0) and day != here}
    if not days:
        return None
    if state.narrative:
        return following_year(state.point or reference, days)
    way = state.direction.at(candidate.first, candidate.last)
    return min(days, key=lambda year: cost(days[year] - here, step or way))


def read_quarter(candidate: Candidate, state: State) -> Meaning | None:
    """Read a quarter or a half of a year, by its number."""
    part = candidate.part("n")
    spoken = part[0].word
    unit = candidate.part("u")[0].word if candidate.part("u") else "quarter"
    parts = 4 if unit == "quarter" else 2
    number = (
        parts if spoken in {"last", "final"} else int(spoken) if spoken.isdigit() else ordinal(part, state.words) or 0
    )
    if not 1 <= number <= parts:
        return None
    year, reference = year_of(candidate.tokens, state), None
    if year is None:
        year, reference = relative_year(candidate.tokens, state)
    if year is None:
        reference = state.anchor()
        year = _near_part(candidate, state, unit=unit, number=number)
    confidence = "certain" if reference is None else "weak" if year is None else "likely"
    return Meaning("DATE", Moment(unit, year, number), edge(candidate, state), state.shown(reference), confidence)


def _near_part(candidate: Candidate, state: State, *, unit: str, number: int) -> int | None:
    reference = state.anchor()
    if reference is None or reference.year is None or reference.first is None:
        return None
    if state.narrative:
        return reference.year
    here = grain_of(reference.first, unit)
    parts = 4 if unit == "quarter" else 2
    way = state.direction.at(candidate.first, candidate.last)
    # A quarter is reported when it is over, and the present one is spoken of as ahead.
    step = min((-1, 0, 1), key=lambda years: cost(years * parts + number - here.number, way))
    return reference.year + step


def read_quarter_rel(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the quarter", "the latest period", "the year-earlier quarter": they refer to the quarter named last."""
    words = set(candidate.words)
    base = state.quarter
    if base is None:
        reference = state.date or state.last
        if reference is None or reference.first is None:
            return None
        # Until its last weeks have come, the talk is of the quarter that is over.
        if "quarter" not in words and candidate.rule != "year-back":
            return _period(candidate, state)
        base = shift(reference, "quarter", -1)
    if words & {"this", "current"}:
        reference = state.reference()
        base = grain_of(reference.first, "quarter") if reference and reference.first is not None else base
        return Meaning("DATE", base, None, state.shown(reference), "likely")
    year = year_of(candidate.tokens, state)
    number = ordinal(candidate.part("n"), state.words)
    if year is None and candidate.part("y"):
        year, _ = relative_year(candidate.part("y"), state)
        if {"ago", "earlier"} & words and base.year is not None:
            year = base.year - 1
    if year is None and (candidate.part("back") or {"ago", "earlier"} & words) and base.year is not None:
        year = base.year - 1
    if year is None:
        year, _ = relative_year(candidate.tokens, state)
    moment = Moment("quarter", base.year if year is None else year, number or base.number)
    return Meaning("DATE", moment, None, state.shown(base), "likely")


def _period(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the same period last year" where no quarter was named: the year, if there is one."""
    year, reference = year_of(candidate.tokens, state), None
    if year is None:
        year, reference = relative_year(candidate.tokens, state)
    if year is None and {"ago", "earlier"} & set(candidate.words) and state.date and state.date.year is not None:
        year, reference = state.date.year - 1, state.date
    return Meaning("DATE", Moment("year", year), None, state.shown(reference), "likely") if year is not None else None
