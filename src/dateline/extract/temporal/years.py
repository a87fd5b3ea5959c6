"""The year of a date: the one that is named, the one that "last year" means, or the one that a bare day or month needs.

For news a bare date lies in the year that puts it nearest to the document date, the side that the verb speaks against
counted threefold; for narrative in the one that puts it near the point that the text has come to, rather behind it. In
a list or range, the year that stands at its end holds for all.
"""

from __future__ import annotations

import re

from dateline.extract.temporal.direction import SURELY_AHEAD, SURELY_BACK
from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.modifiers import step_of
from dateline.extract.temporal.moments import Moment, valid_day
from dateline.extract.temporal.numbers import year_in_words
from dateline.extract.temporal.state import State
from dateline.extract.temporal.tokens import Token
from dateline.when.days import to_day

_AGAINST, _NEVER = 3.0, 8.0
_BACKWARD = 1.5
_LIST = 12
_ERA_BEFORE = re.compile(r"b\.?\s?c")
_POINTERS = frozenset(
    ("this", "that", "the", "same", "last", "past", "previous", "preceding", "next", "coming", "upcoming", "following",
     "current")
)  # fmt: skip
_WHOLE = frozenset({"year", "season", "half", "quarter", "decade", "century", "millennium"})


def year_of(tokens: tuple[Token, ...], state: State) -> int | None:
    """Return the year that tokens name in figures or words, before the common era too, or None."""
    era = next((token.word for token in tokens if token.kind == "era"), "")
    before = is_before_era(era)
    for token in tokens:
        if token.kind == "short":
            return _full_year(int(token.word[1:]), state)
        if token.kind == "number" and (len(token.word) == 4 or (era and token.word.isascii())):
            year = int(token.word)
            return 1 - year if before else year
    return year_in_words(tokens, state.words)


def _full_year(short: int, state: State) -> int:
    """Return the year of '99: of the reference's century, or of the one before when it would lie far ahead."""
    near = state.anchor()
    now = near.year if near and near.year is not None else 2000
    year = now // 100 * 100 + short
    return year - 100 if year > now + 10 else year


def is_before_era(word: str) -> bool:
    """Tell whether a word is BC or BCE."""
    return bool(_ERA_BEFORE.match(word))


def relative_year(tokens: tuple[Token, ...], state: State) -> tuple[int | None, Moment | None]:
    """Return the year of "last year", "that year" and the like, with the reference it was counted from."""
    place = next((index for index, token in enumerate(tokens) if token.word == "year"), None)
    if place is None:
        return None, None
    words = {token.word for token in tokens[max(0, place - 3) : place] if token.word in _POINTERS}
    # "The first quarter of this year": what stands nearest to the year points to it.
    if words & {"this", "that"}:
        words.discard("the")
    step = step_of(tuple(words), state)
    back = bool(words & {"that", "same", "the"}) and not step and "current" not in words
    reference = state.before() if back or "following" in words or "previous" in words else state.reference()
    if reference is None or reference.year is None:
        return None, None
    return reference.year + step, reference


def near_year(
    candidate: Candidate, state: State, *, month: int, day: int = 0, weekday: int | None = None
) -> int | None:
    """Return the year of a month or day that names none: that of its list, or one near the reference."""
    ahead = year_ahead(candidate, state, month)
    if ahead is not None:
        return ahead
    reference = state.anchor()
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
        return following_year(state.point or reference, days)
    here = reference.first
    assert here is not None
    if not day:
        here = to_day(reference.year, reference.number, 15) if reference.grain == "day" else here
    way = state.direction.at(candidate.first, candidate.last)
    return min(days, key=lambda year: cost(days[year] - here, way))


def year_ahead(candidate: Candidate, state: State, month: int) -> int | None:
    """Return the year that stands at the end of the list or range of a date, or None."""
    following = state.following(candidate)
    for _ in range(_LIST):
        if following is None:
            break
        year = year_of(following.tokens, state)
        if year is not None:
            later = int(state.value("MONTH", following.tokens) or 12)
            return year - 1 if month > later else year
        following = state.following(following)
    return None


def cost(distance: int, way: int) -> float:
    """Return how little a distance from the reference speaks for a date, given the direction of its sentence."""
    if way == 0:
        # Without a verb, news speaks of what was.
        return distance * 1.5 if distance > 0 else -distance
    against = (distance > 0) != (way > 0) and distance != 0
    return abs(distance) * (1.0 if not against else _NEVER if way in {SURELY_AHEAD, SURELY_BACK} else _AGAINST)


def following_year(reference: Moment, days: dict[int, int]) -> int:
    """Return the year that puts a day near the reference, rather behind it than before it."""
    first = reference.first
    assert reference.year is not None
    if first is None or reference.grain in _WHOLE:
        return reference.year
    return min(days, key=lambda year: (days[year] - first) if days[year] >= first else (first - days[year]) * _BACKWARD)
