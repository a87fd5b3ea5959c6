"""Lists and ranges within the find stage: "April 24 and 25", "6-7 January 1916", "August and September 1914".

The grammar finds single dates. Here the bare days beside a date become candidates of their own, and each date learns
the year that stands only at the end of its list or range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.tokens import Tokens

LINKS = frozenset({"and", "or", "to", "through", "until", "till", "-", "–", "&", "thru"})
RANGE_LINKS = frozenset({"to", "through", "until", "till", "-", "–", "thru"})
_DATED = frozenset({"date", "day", "day-more", "month-year", "month", "season-year", "season", "day-before"})
_DAYS = frozenset({"day", "date", "day-more"})
_NO_DAY_BEFORE = frozenset("%°")


def with_bare_days(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with the bare days that continue or open a date ("24 and 25", "6-7 January")."""
    result: list[Candidate] = []
    for place, candidate in enumerate(candidates):
        limit = candidates[place + 1].first if place + 1 < len(candidates) else len(candidate.source.tokens)
        if candidate.rule in _DAYS:
            opened = _opening(candidate, after=result[-1].last if result else 0)
            result += [*([opened] if opened else []), candidate, *_continued(candidate, limit)]
        else:
            result.append(candidate)
    return result


def _continued(candidate: Candidate, limit: int) -> list[Candidate]:
    """Return the days behind "April 24": each after a link, the last perhaps with its year."""
    source = candidate.source
    words = load_grammar().vocabulary
    if source.tokens[candidate.last - 1].word in words.classes["MONTH"]:
        return []
    found: list[Candidate] = []
    place = candidate.last
    while place + 1 < limit and _is_link(source, place) and source.signs[place + 1] in "do":
        end = place + 2
        if not _free_day(source, end):
            break
        if source.signs[end : end + 2] == ",y":
            end += 2
        found.append(replace(candidate, rule="day-more", first=place + 1, last=end, named={}))
        place = end
    return found


def _is_link(source: Tokens, place: int) -> bool:
    return source.tokens[place].word in LINKS


def _free_day(source: Tokens, end: int) -> bool:
    """Tell whether a number ends a list of days, and does not count or name what follows it."""
    if end >= len(source.tokens):
        return True
    following = source.tokens[end]
    words = load_grammar().vocabulary
    if following.kind == "word" and following.word not in words.classes["AFTERDAYS"]:
        return False
    return following.word not in words.classes["MONTH"] and source.signs[end] not in _NO_DAY_BEFORE


def _opening(candidate: Candidate, *, after: int) -> Candidate | None:
    """Return the day before "7 January 1916" in "6-7 January 1916"."""
    source, first = candidate.source, candidate.first
    if source.signs[first] not in "do" or first - 2 < after or source.signs[first - 2] not in "do":
        return None
    if source.tokens[first - 1].word not in LINKS or (first >= 3 and source.signs[first - 3] in "$£€"):
        return None
    begin = first - 2
    return replace(candidate, rule="day-before", first=begin, last=begin + 1, named={})


def years_ahead(candidates: Sequence[Candidate]) -> dict[int, int]:
    """Return, by candidate, the number of the next one in its list or range, for those that lack a year."""
    linked: dict[int, int] = {}
    for place in range(len(candidates) - 1):
        one, other = candidates[place], candidates[place + 1]
        if one.rule in _DATED and other.rule in _DATED and link_between(one, other):
            linked[place] = place + 1
    return linked


def link_between(one: Candidate, other: Candidate) -> str:
    """Return the word that joins two neighbors to a list or range, or an empty text."""
    between = one.source.tokens[one.last : other.first]
    words = [token.word for token in between if token.word not in {",", "in", "on", "the", "from", "by"}]
    if len(between) > 3 or len(words) != 1 or words[0] not in LINKS:
        return ""
    return words[0]
