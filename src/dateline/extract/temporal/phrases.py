"""Expressions within their sentence: the word before them, their lists and ranges, and what is derived from events.

TIMEX3 annotates "2022" and "2023" alone; a reader takes "in 2022 and 2023" or "since May 2023" as one date. Such
phrases are read here over resolved expressions, and written as EDTF by the rules that `dateline.when` has for fields.
"Russia's 2022 invasion" dates the named event; "since the invasion" later in the text is counted from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.extract.temporal.find import Candidate
from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.model import Phrase
from dateline.extract.temporal.moments import Moment
from dateline.extract.temporal.resolve import Resolved
from dateline.extract.temporal.series import RANGE_LINKS, link_between
from dateline.extract.temporal.state import Meaning
from dateline.extract.temporal.tokens import Tokens
from dateline.extract.temporal.write import edtf_of
from dateline.when import read_date

_SKIPPED = frozenset({"late", "early", "just", "only", "the", "about", "sometime", "shortly", "than", "even"})
_OPEN = {"since": "since", "until": "until", "till": "until", "before": "before", "after": "after", "by": "by"}
_ONWARD = frozenset({"onward", "onwards", "on"})
_NAMED_REACH = 6
_EVENT_REACH = 3


@dataclass(frozen=True, slots=True)
class Tie:
    """How one expression is tied to its sentence."""

    relation: str
    phrase: Phrase | None


def ties(resolved: Sequence[Resolved]) -> list[Tie]:
    """Return the tie of each expression, in the same order."""
    relations = [relation_of(one.candidate) for one in resolved]
    phrases: list[Phrase | None] = [None] * len(resolved)
    place = 0
    while place < len(resolved):
        last, links = _chain(resolved, place)
        if last > place:
            phrase = _joined(resolved[place : last + 1], links, relations[place])
            for member in range(place, last + 1):
                phrases[member] = phrase
                relations[member] = relations[member] or relations[place]
        else:
            phrases[place] = _single(resolved[place], relations[place])
        place = last + 1
    return [Tie(relation, phrase) for relation, phrase in zip(relations, phrases, strict=True)]


def relation_of(candidate: Candidate) -> str:
    """Return the word that ties a candidate to its sentence, "dateline" at the head of a report, or an empty text."""
    tokens, place = candidate.source.tokens, candidate.first - 1
    if _is_head(candidate):
        return "dateline"
    while place >= 0 and tokens[place].word in _SKIPPED:
        place -= 1
    if place >= 0 and tokens[place].word in load_grammar().vocabulary.classes["RELATION"]:
        return tokens[place].word
    return _relation_of_event(candidate) if is_named_year(candidate) else ""


def is_named_year(candidate: Candidate) -> bool:
    """Tell whether a year names an event: "Russia's 2022 invasion", "the 2015 agreement"."""
    if candidate.rule != "year" or len(candidate.tokens) > 2 or candidate.first == 0:
        return False
    source = candidate.source
    before = source.tokens[candidate.first - 1]
    owned = before.kind == "tail" or before.word in {"the", "its", "his", "her", "their", "this", "a"}
    following = source.tokens[candidate.last : candidate.last + _EVENT_REACH]
    return owned and any(token.word in load_grammar().vocabulary.classes["EVENTNOUN"] for token in following)


def event_noun(candidate: Candidate) -> str:
    """Return the noun of the event that a year names."""
    nouns = load_grammar().vocabulary.classes["EVENTNOUN"]
    following = candidate.source.tokens[candidate.last : candidate.last + _EVENT_REACH]
    return next(token.word for token in following if token.word in nouns)


def _relation_of_event(candidate: Candidate) -> str:
    """Return the preposition before the event that a year names, over its owner's name."""
    tokens = candidate.source.tokens
    begin = max(candidate.source.sentence(candidate.first)[0], candidate.first - _NAMED_REACH)
    for place in range(candidate.first - 1, begin - 1, -1):
        if tokens[place].word in _OPEN or tokens[place].word in {"during", "in", "of"}:
            return tokens[place].word
        if tokens[place].kind not in {"tail", "word"}:
            break
    return ""


def _is_head(candidate: Candidate) -> bool:
    """Tell whether a date stands in the head of a report: "WASHINGTON, July 25 (Reuters)"."""
    source, first = candidate.source, candidate.first
    if (
        first < 2
        or source.signs[first - 1] != ","
        or source.signs[candidate.last : candidate.last + 1] not in {"(", "–"}
    ):
        return False
    begin = source.sentence(first)[0]
    town = source.tokens[begin]
    return first - begin <= 8 and source.text[town.start : town.end].isupper()


def _chain(resolved: Sequence[Resolved], place: int) -> tuple[int, list[str]]:
    """Return the last member of the list or range that begins at a place, with the links between."""
    links: list[str] = []
    last = place
    while last + 1 < len(resolved):
        link = link_between(resolved[last].candidate, resolved[last + 1].candidate) or _comma(resolved, last)
        if not link or not (_is_date(resolved[last]) and _is_date(resolved[last + 1])):
            break
        if not links and _begins_clause(resolved[last].candidate, resolved[last + 1].candidate):
            break
        links.append(link)
        last += 1
        if link in RANGE_LINKS:
            break
    while links and links[-1] == ",":
        links.pop()
        last -= 1
    return last, links


def _comma(resolved: Sequence[Resolved], place: int) -> str:
    one, other = resolved[place].candidate, resolved[place + 1].candidate
    between = one.source.tokens[one.last : other.first]
    return "," if [token.word for token in between] == [","] and one.rule == other.rule else ""


def _begins_clause(one: Candidate, other: Candidate) -> bool:
    """Tell whether ", and" between two dates joins their clauses: "met in May, and on May 20 both signed"."""
    between = [token.word for token in one.source.tokens[one.last : other.first]]
    return between[0] == "," and bool({"and", "or"} & set(between))


def _is_date(one: Resolved) -> bool:
    meaning = one.meaning
    dated = isinstance(meaning.value, Moment) and meaning.value.year is not None and meaning.span is None
    return dated and meaning.type == "DATE"


def _joined(members: Sequence[Resolved], links: Sequence[str], relation: str) -> Phrase:
    dates = [_plain(one.meaning) for one in members]
    if relation == "between" and links == ["and"]:
        kind, edtf = "between", _read(f"[{dates[0]}..{dates[-1]}]")
    elif links[0] in RANGE_LINKS:
        kind, edtf = "range", _read(f"{dates[0]}/{dates[-1]}")
    elif "or" in links:
        kind, edtf = "one-of", _read(f"[{','.join(date or '' for date in dates)}]")
    else:
        kind, edtf = "all-of", _read(f"{{{','.join(date or '' for date in dates)}}}")
    first, last = members[0].candidate, members[-1].candidate
    text = first.source.text[first.start : last.end]
    return Phrase(first.start, last.end, text, kind, edtf if all(dates) else None)


def _single(one: Resolved, relation: str) -> Phrase | None:
    candidate = one.candidate
    if not _is_date(one):
        return None
    named = is_named_year(candidate)
    kind = _OPEN.get(relation, "")
    following = candidate.source.tokens[candidate.last].word if candidate.last < len(candidate.source.tokens) else ""
    if relation == "from" and following in _ONWARD:
        kind = "since"
    if not kind and not named:
        return None
    date = _plain(one.meaning)
    edtf = _read(f"{kind} {date}" if kind else date) if date else None
    return _phrase(candidate, "named-event" if named else kind, edtf)


def _phrase(candidate: Candidate, kind: str, edtf: str | None) -> Phrase:
    """Return a phrase from the preposition, or from the owner of a named event, to the end of the words."""
    source = candidate.source
    first, last = candidate.first, candidate.last
    begin = source.sentence(first)[0]
    for place in range(first - 1, max(begin, first - _NAMED_REACH) - 1, -1):
        if source.tokens[place].word in load_grammar().vocabulary.classes["RELATION"]:
            first = place
            break
    if kind == "named-event":
        nouns = load_grammar().vocabulary.classes["EVENTNOUN"]
        last = next(place for place in range(last, len(source.tokens)) if source.tokens[place].word in nouns) + 1
    start, end = source.tokens[first].start, source.tokens[last - 1].end
    return Phrase(start, end, source.text[start:end], kind, edtf)


def _plain(meaning: Meaning) -> str | None:
    """Return the EDTF of a date without what the words around it do to it; of a week its first day."""
    edtf = edtf_of(replace(meaning, mod=None))
    return edtf.split("/", maxsplit=1)[0].split("T", maxsplit=1)[0] if edtf else None


def _read(text: str | None) -> str | None:
    when = read_date(text).when if text else None
    return when.edtf if when else None


def event_years(resolved: Sequence[Resolved]) -> dict[str, Resolved]:
    """Return the years that name events, by the noun of the event ("invasion")."""
    named: dict[str, Resolved] = {}
    for one in resolved:
        if is_named_year(one.candidate):
            named.setdefault(event_noun(one.candidate), one)
    return named


def anchors(source: Tokens, named: dict[str, Resolved]) -> list[tuple[int, str, Resolved]]:
    """Return where a named event dates another one: the place of "the" in "since the invasion", and the preposition."""
    found = []
    for place in range(1, len(source.tokens) - 1):
        before = source.tokens[place - 1].word
        if before in _OPEN and source.tokens[place].word == "the" and source.tokens[place + 1].word in named:
            event = named[source.tokens[place + 1].word]
            if place > event.candidate.last:
                found.append((place, before, event))
    return found
