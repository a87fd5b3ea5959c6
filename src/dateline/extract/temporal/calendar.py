"""Explicit dates to moments: days, months, seasons, quarters, years, decades and centuries named as such.

What lacks a year takes it from the reference: for news the nearest candidate, the side that the verb speaks against
counted threefold; for narrative the one that follows the last date mentioned most closely.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.extract.temporal.direction import SURELY_AHEAD, SURELY_BACK
from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.holidays import holiday
from dateline.extract.temporal.moments import Moment, grain_of, shift, valid_day, week_of
from dateline.extract.temporal.numbers import ordinal, year_in_words
from dateline.extract.temporal.state import Meaning, State
from dateline.extract.temporal.tokens import Token
from dateline.when.days import parse_day, to_day

_POINTERS = frozenset("this that the same last past previous preceding next coming upcoming following current".split())
_AGAINST, _NEVER = 3.0, 8.0
_BACKWARD = 1.5
_ERA_BEFORE = re.compile(r"b\.?\s?c")
_NEXT, _LAST = (
    frozenset({"next", "coming", "upcoming", "following"}),
    frozenset({"last", "past", "previous", "preceding"}),
)


def year_of(tokens: tuple[Token, ...], state: State) -> int | None:
    """Return the year that tokens name in figures or words, before the common era too, or None."""
    era = next((token.word for token in tokens if token.kind == "era"), "")
    before = bool(_ERA_BEFORE.match(era))
    for token in tokens:
        if token.kind == "short":
            short = int(token.word[1:])
            near = state.reference()
            century = (near.year if near and near.year is not None else 2000) // 100 * 100
            return century + short - (100 if short > (near.year if near and near.year else 2000) % 100 + 10 else 0)
        if token.kind == "number" and (len(token.word) == 4 or (era and token.word.isascii())):
            year = int(token.word)
            return 1 - year if before else year
    return year_in_words(tokens, state.words)


def relative_year(tokens: tuple[Token, ...], state: State) -> tuple[int | None, Moment | None]:
    """Return the year of "last year", "that year" and the like, with the reference it was counted from."""
    place = next((index for index, token in enumerate(tokens) if token.word == "year"), None)
    if place is None:
        return None, None
    words = {token.word for token in tokens[max(0, place - 3) : place] if token.word in _POINTERS}
    # "The first quarter of this year": what stands nearest to the year points to it.
    if words & {"this", "that"}:
        words.discard("the")
    back = bool(words & {"that", "same", "the"}) and not words & (_NEXT | _LAST | {"current"})
    reference = state.before() if back or "following" in words or "previous" in words else state.reference()
    if reference is None or reference.year is None:
        return None, None
    step = 1 if words & _NEXT else -1 if words & _LAST else 0
    return reference.year + step, reference


def read_iso(candidate: Candidate, state: State) -> Meaning | None:
    """Read 2024-07-25, with or without a time."""
    shown = candidate.tokens[0].word.upper()
    year, month, day = (int(part) for part in shown[:10].split("-"))
    if not valid_day(year, month, day):
        return None
    clock = shown[10:]
    return Meaning(
        "TIME" if clock else "DATE", Moment("day", year, month, day, clock=clock[:9] if len(clock) > 6 else clock)
    )


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
        reference = state.reference()
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


def _year_ahead(candidate: Candidate, state: State, month: int) -> int | None:
    """Return the year that stands at the end of the list or range of a date, or None."""
    following = state.following(candidate)
    while following is not None:
        year = year_of(following.tokens, state)
        if year is not None:
            later = int(state.value("MONTH", following.tokens) or 12)
            return year - 1 if month > later else year
        following = state.following(following)
    return None


def near_year(
    candidate: Candidate, state: State, *, month: int, day: int = 0, weekday: int | None = None
) -> int | None:
    """Return the year of a month or day that names none: that of its list, or one near the reference."""
    ahead = _year_ahead(candidate, state, month)
    if ahead is not None:
        return ahead
    reference = state.reference()
    if reference is None or reference.year is None:
        return None
    years = (reference.year - 1, reference.year, reference.year + 1)
    days = {year: to_day(year, month, day or 15) for year in years if valid_day(year, month, day or 15)}
    if not days:
        return None
    if weekday is not None and day:
        fitting = [year for year in days if days[year] % 7 == weekday]
        if len(fitting) == 1:
            return fitting[0]
    if state.narrative:
        return _following_year(state.point or reference, days)
    here = reference.first
    assert here is not None
    if not day:
        here = to_day(reference.year, reference.number, 15) if reference.grain == "day" else here
    way = state.direction.at(candidate.first, candidate.last)
    return min(days, key=lambda year: _cost(days[year] - here, way))


def _cost(distance: int, way: int) -> float:
    if way == 0:
        # Without a verb, news speaks of what was.
        return distance * 1.5 if distance > 0 else -distance
    against = (distance > 0) != (way > 0) and distance != 0
    return abs(distance) * (1.0 if not against else _NEVER if way in {SURELY_AHEAD, SURELY_BACK} else _AGAINST)


def _following_year(reference: Moment, days: dict[int, int]) -> int:
    """Return the year that puts a day near the reference, rather behind it than before it."""
    first, last = reference.first, reference.last
    assert reference.year is not None
    if (
        first is None
        or last is None
        or reference.grain in {"year", "season", "half", "quarter", "decade", "century", "millennium"}
    ):
        return reference.year
    return min(days, key=lambda year: (days[year] - first) if days[year] >= first else (first - days[year]) * _BACKWARD)


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
    reference = state.reference()
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
    if words & {"that", "same"} or (words & {"this"} and not words & (_LAST | _NEXT)):
        return reference.year
    if words & _NEXT:
        return reference.year + (1 if month <= here else 0)
    return reference.year - (1 if month >= here else 0)


def read_week(candidate: Candidate, state: State) -> Meaning | None:
    """Read "the week of March 6"."""
    month, day = month_and_day(candidate.tokens, state)
    year = year_of(candidate.tokens, state) or near_year(candidate, state, month=month, day=day)
    if year is None or not valid_day(year, month, day):
        return None
    return Meaning("DATE", week_of(to_day(year, month, day)), None, state.shown(state.reference()), "likely")


def read_season(candidate: Candidate, state: State) -> Meaning | None:
    """Read a season, with or without its year."""
    tokens = candidate.tokens
    season = state.value("SEASON", tokens) or (state.value("SEASONS", tokens) or "")[:2]
    year = year_of(tokens, state)
    reference = None
    if year is None:
        year = _year_ahead(candidate, state, 0)
    if year is None and candidate.rule == "season-relyear":
        year, reference = relative_year(tokens, state)
    if year is None:
        reference = state.reference()
        year = _near_season(candidate, state, season=season) if reference else None
    confidence = "certain" if reference is None else "likely"
    return Meaning(
        "DATE", Moment("season", year, season=season), edge(candidate, state), state.shown(reference), confidence
    )


def _near_season(candidate: Candidate, state: State, *, season: str) -> int | None:
    reference = state.reference()
    if reference is None or reference.year is None or reference.first is None:
        return None
    words = set(candidate.words)
    here = reference if reference.season else grain_of(reference.first, "season")
    assert here.year is not None
    order = ("SP", "SU", "FA", "WI")
    behind = order.index(season) - order.index(here.season)
    if state.narrative and not words & (_LAST | _NEXT):
        return reference.year
    if words & _NEXT:
        return here.year + (0 if behind > 0 else 1)
    if words & _LAST and "this" not in words:
        return here.year - (0 if behind < 0 else 1)
    if "this" in words:
        return reference.year
    way = state.direction.at(candidate.first, candidate.last)
    return min((here.year - 1, here.year, here.year + 1), key=lambda year: _cost((year - here.year) * 4 + behind, way))


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
    return Meaning("DATE", Moment("year", 1 - year if _ERA_BEFORE.match(era.word) else year))


def read_decade(candidate: Candidate, state: State) -> Meaning | None:
    """Read a decade; one without its century is of the reference's century, or of the one before."""
    tokens = candidate.tokens
    before = any(token.kind == "era" and _ERA_BEFORE.match(token.word) for token in tokens)
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
        near = state.reference()
        now = near.year if near and near.year is not None else 2000
        century = head * 100 if head else now // 100 * 100
        year = century + tens - (100 if head is None and tens > now % 100 else 0)
    return Meaning("DATE", Moment("decade", 1 - year - 9 if before else year), edge(candidate, state))


def read_century(candidate: Candidate, state: State) -> Meaning | None:
    """Read a century."""
    number = ordinal(candidate.tokens, state.words)
    if number is None or not 1 <= number <= 30:
        return None
    before = any(token.kind == "era" and _ERA_BEFORE.match(token.word) for token in candidate.tokens)
    return Meaning(
        "DATE", Moment("century", 2 - 100 * number if before else 100 * (number - 1)), edge(candidate, state)
    )


def read_holiday(candidate: Candidate, state: State) -> Meaning | None:
    """Read a day that has a name."""
    words = candidate.words
    reference = state.reference()
    year = year_of(candidate.tokens, state)
    if year is None:
        if reference is None or reference.year is None:
            return None
        days = {
            one: found
            for one in (reference.year - 1, reference.year, reference.year + 1)
            if (found := holiday(words, one, state.words))
        }
        here = reference.first
        if not days or here is None:
            return None
        if state.narrative:
            year = _following_year(state.point or reference, days)
        elif set(words) & _LAST:
            year = max((one for one in days if days[one] < here), default=None)
        elif set(words) & _NEXT:
            year = min((one for one in days if days[one] > here), default=None)
        else:
            way = state.direction.at(candidate.first, candidate.last)
            year = min(days, key=lambda one: _cost(days[one] - here, way))
    day = holiday(words, year, state.words) if year is not None else None
    if day is None:
        return None
    moment = grain_of(day, "weekend" if "weekend" in words else "week" if "week" in words else "day")
    clock = next((f"T{part}" for token in candidate.tokens if (part := state.words.value("DAYPART", token.word))), "")
    return Meaning(
        "DATE",
        replace(moment, clock=clock),
        None,
        state.shown(reference) if year_of(candidate.tokens, state) is None else "",
        "likely",
    )


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
        reference = state.reference()
        year = _near_part(candidate, state, unit, number)
    confidence = "certain" if reference is None else "weak" if year is None else "likely"
    return Meaning("DATE", Moment(unit, year, number), edge(candidate, state), state.shown(reference), confidence)


def _near_part(candidate: Candidate, state: State, unit: str, number: int) -> int | None:
    reference = state.reference()
    if reference is None or reference.year is None or reference.first is None:
        return None
    if state.narrative:
        return reference.year
    here = grain_of(reference.first, unit)
    parts = 4 if unit == "quarter" else 2
    way = state.direction.at(candidate.first, candidate.last)
    years = (reference.year - 1, reference.year, reference.year + 1)
    # A quarter is reported when it is over, and the present one is spoken of as ahead.
    return min(years, key=lambda year: _cost((year - reference.year) * parts + number - here.number, way))


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


def document_date(text: str) -> Moment:
    """Return the moment of an ISO day."""
    return grain_of(parse_day(text), "day")
