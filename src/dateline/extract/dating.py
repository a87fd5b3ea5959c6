"""Which date belongs to which event: the nearest governing expression, its sentence, the sentence before.

A date in the event's own clause is certain, one of the same sentence likely, one carried over weak; nothing is ever
made up, so that an event without a governing date has none. "Since", "until", "by", "from ... to" and pairs of years
become intervals and sets of EDTF. Knows clauses and expressions, no actors.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import replace

from dateline.errors import DateSyntaxError
from dateline.extract.clauses import (
    ADVERBIAL,
    CONJUNCT,
    INFINITIVE,
    PARTICIPIAL,
    REDUCED,
    THAT,
    Clause,
    Dated,
    NounPhrase,
)
from dateline.extract.events import CERTAIN, LIKELY, WEAK, Dating, worst
from dateline.extract.temporal import Expression
from dateline.when import When, parse_edtf

_ANCHORS = frozenset(("since", "until", "after", "before", "during", "from", "by", "following", "till"))
_OPEN = ("..", "/..")
_CARRIED = {CONJUNCT: LIKELY, INFINITIVE: LIKELY, PARTICIPIAL: LIKELY, THAT: LIKELY, REDUCED: WEAK, ADVERBIAL: LIKELY}
"""How sure the date of the clause is, by how another clause hangs on it. Relative clauses share no date."""


def own_date(clause: Clause) -> Dating | None:
    """Return the date that stands in the clause itself."""
    found = _combined(clause.times)
    if found is not None:
        return found
    return _anchored(clause)


def date_of(clause: Clause, *, past: bool = True) -> Dating | None:
    """Return the date of a clause: its own, or that of the clause it hangs on."""
    own = own_date(clause)
    if own is not None:
        return own
    parent = clause.parent
    confidence = _CARRIED.get(clause.link)
    if parent is None or confidence is None:
        return None
    if clause.link == ADVERBIAL and clause.offset is not None:
        return _shifted(date_of(parent), clause.offset, later=clause.word == "before")
    if clause.link == ADVERBIAL and clause.word not in ("when", "while", "where", "whereby"):
        return None
    above = date_of(parent, past=past)
    if above is None:
        return None
    if clause.link == CONJUNCT and clause.subject != parent.subject and not any(one.leading for one in parent.times):
        if above.edtf.endswith(_OPEN):
            return None
        confidence = WEAK
    if clause.link == ADVERBIAL and clause.word == "when":
        above = _plainly(parent) or above
    told_later = clause.link == THAT and past
    return replace(above, confidence=worst(above.confidence, WEAK if told_later else confidence))


def _shifted(dating: Dating | None, offset: NounPhrase, *, later: bool) -> Dating | None:
    """Return the day that lies a number of days or weeks before or after another one."""
    numbers = [int(word) if word.isdigit() else _COUNTS.get(word) for word in offset.words]
    number = next((one for one in numbers if one is not None), None)
    unit = {"day": 1, "week": 7}.get(offset.head.rstrip("s"))
    if dating is None or number is None or unit is None:
        return None
    try:
        day = datetime.date.fromisoformat(dating.edtf) + datetime.timedelta(days=(number if later else -number) * unit)
    except (ValueError, OverflowError):
        return None
    words = f"{' '.join(offset.words)} {'after' if later else 'before'} {dating.words}"
    return replace(dating, edtf=day.isoformat(), words=dating.words, method=words, confidence=LIKELY)


_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS = {"a": 1, **{word: number for number, word in enumerate(_NUMBERS)}}


def _plainly(clause: Clause) -> Dating | None:
    """Return the last date of a clause without "until" or "since": until May 1915, when ..."""
    dated = [one.time for one in clause.times if one.time.edtf]
    return replace(found, confidence=LIKELY) if dated and (found := _of(dated[-1], "")) is not None else None


def carried(previous: Dating, *, continuing: bool) -> Dating | None:
    """Return the date of an earlier sentence for an event without one, or None where it cannot go on.

    An open interval goes on for what is `continuing`; a date goes on for what happened.
    """
    open_interval = previous.edtf.endswith(_OPEN)
    if open_interval != continuing:
        return None
    method = f"carried over from {previous.words!r}" if not previous.method.startswith("carried") else previous.method
    return replace(previous, confidence=WEAK, method=method)


def ongoing() -> Dating:
    """Return the date of what goes on when the text is written, without a begin or an end that it tells."""
    return Dating("../..", "", "going on when the text was written", LIKELY, -1, -1)


def continued(dating: Dating) -> Dating:
    """Return a date as the begin of something that has gone on since."""
    when = _parsed(dating.edtf)
    if when is None or when.precision in ("interval", "set", "time"):
        return dating
    return replace(dating, edtf=f"{dating.edtf}/..", method="begin of something that has gone on since")


def _combined(times: Sequence[Dated]) -> Dating | None:
    """Join the dates of one clause: a list, a range, or the most exact one."""
    dated = [one for one in times if one.time.edtf and _parsed(one.time.edtf) is not None]
    if not dated:
        return None
    whole = next((one for one in dated if one.time.phrase is not None and one.time.phrase.edtf), None)
    if whole is not None and _parsed(whole.time.phrase.edtf or "") is not None:  # type: ignore[union-attr]
        phrase = whole.time.phrase
        assert phrase is not None
        return Dating(
            phrase.edtf or "", phrase.text, whole.time.trace.rule, _sure(whole.time), phrase.start, phrase.end
        )
    ranged = _range(dated) or _between(dated) or _pair(dated)
    if ranged is not None:
        return ranged
    best = min(dated, key=lambda one: (_rank(one), one.leading))
    return _of(best.time, best.preposition)


def _rank(one: Dated) -> int:
    """Days before months before years; whole dates before open ones."""
    when = _parsed(one.time.edtf or "")
    order = ("time", "day", "week", "month", "season", "quarter", "semester", "year", "set", "interval")
    return order.index(when.precision) if when is not None and when.precision in order else len(order)


def _range(dated: Sequence[Dated]) -> Dating | None:
    words = {one.preposition: one.time for one in dated}
    begin = words.get("from") or words.get("between")
    end = words.get("to") or words.get("until") or words.get("till") or words.get("through")
    if begin is None or end is None:
        return None
    edtf = f"{_plain(begin)}/{_plain(end)}"
    if _parsed(edtf) is None:
        return None
    return Dating(edtf, f"from {begin.text} to {end.text}", "range", CERTAIN, begin.start, end.end)


def _between(dated: Sequence[Dated]) -> Dating | None:
    """Read "between 2015 and 2021" as an interval."""
    if len(dated) != 2 or dated[0].preposition != "between":
        return None
    begin, end = dated[0].time, dated[1].time
    edtf = f"{_plain(begin)}/{_plain(end)}"
    return (
        Dating(edtf, f"between {begin.text} and {end.text}", "range", CERTAIN, begin.start, end.end)
        if _parsed(edtf)
        else None
    )


def _pair(dated: Sequence[Dated]) -> Dating | None:
    """Join "in 2022 and 2023" into a set: dates of one precision that stand next to each other."""
    if len(dated) < 2 or any(one.preposition not in ("", dated[0].preposition) for one in dated[1:]):
        return None
    first, last = dated[0].time, dated[-1].time
    kinds = {when.precision for one in dated if (when := _parsed(one.time.edtf or "")) is not None}
    near = all(
        later.time.start - earlier.time.end <= len(", and during ") for earlier, later in itertools.pairwise(dated)
    )
    if dated[0].preposition == "between":
        return None
    edtf = "{" + ",".join(_plain(one.time) for one in dated) + "}"
    if (len(kinds) > 1 and "day" in kinds) or not near or _parsed(edtf) is None:
        return None
    words = " and ".join(one.time.text for one in dated)
    return Dating(edtf, words, "every date of the list", CERTAIN, first.start, last.end)


def _anchored(clause: Clause) -> Dating | None:
    """Read a date inside of a phrase that dates the clause: since Russia's 2022 invasion of Ukraine."""
    decided = clause.verb is not None and bool(_DATED_BY_OBJECT & set(clause.verb.lemmas))
    phrases = [(word, phrase) for word, phrase in clause.pps if word in _ANCHORS or (decided and word in ("in", "at"))]
    phrases += [("", phrase) for phrase in clause.objects if decided]
    for word, phrase in phrases:
        time = next((one for one in phrase.times if one.edtf), None)
        dating = _of(time, word) if time is not None else None
        if time is not None and dating is not None:
            words = f"{word} {time.text}".strip()
            return replace(dating, words=words, method="dated by the event that is named with it", confidence=LIKELY)
    return None


_DATED_BY_OBJECT = frozenset(("win", "lose", "hold", "attend", "contest", "host", "address", "boycott", "join"))
"""Verbs whose act takes place when their object does: won Sunday's election."""


def not_after(dating: Dating, published: datetime.date | None) -> Dating:
    """Return the date of what has happened, read as the one before where it would lie after the day of publication.

    Weekdays go back by a week, days and months without a year by a year; other dates stay.
    """
    if published is None or dating.start < 0 or dating.method not in ("weekday", "day", "month"):
        return dating
    written = dating.edtf if len(dating.edtf) > len("2024-07") else f"{dating.edtf}-01"
    try:
        day = datetime.date.fromisoformat(written)
        if day <= published:
            return dating
        earlier = day - datetime.timedelta(days=7) if dating.method == "weekday" else day.replace(year=day.year - 1)
    except ValueError:
        return dating
    method = f"{dating.method}, the last one before the text"
    return replace(dating, edtf=earlier.isoformat()[: len(dating.edtf)], method=method, confidence=LIKELY)


def dated_by(time: Expression) -> Dating | None:
    """Return the date of an expression as it stands."""
    return _of(time, "")


def readings_of(time: Expression) -> list[Dating]:
    """Return every date that an expression gives by itself: with its phrase, with its preposition, as it stands."""
    phrase = time.phrase
    found = [_of(time, time.relation), _of(time, "")]
    if phrase is not None and phrase.edtf and _parsed(phrase.edtf) is not None:
        whole = Dating(phrase.edtf, phrase.text, time.trace.rule, _sure(time), phrase.start, phrase.end)
        found.insert(0, whole)
    return list(dict.fromkeys(one for one in found if one is not None))


def noun_date(phrase: NounPhrase) -> Dating | None:
    """Return the date inside of a noun phrase: Russia's 2022 invasion."""
    for time in phrase.times:
        if time.edtf and _parsed(time.edtf) is not None:
            return Dating(time.edtf, time.text, time.trace.rule, _sure(time), time.start, time.end)
    return None


def _of(time: Expression, preposition: str) -> Dating | None:
    edtf = _bounded(_plain(time), preposition)
    if _parsed(edtf) is None:
        edtf = time.edtf or ""
    if _parsed(edtf) is None:
        return None
    return Dating(edtf, time.text, time.trace.rule, _sure(time), time.start, time.end)


def _bounded(edtf: str, preposition: str) -> str:
    """Apply since, until, before, after and by to a date."""
    if "/" in edtf or edtf[:1] in "{[":
        return edtf
    forms = {
        "since": "{}/..",
        "until": "../{}",
        "till": "../{}",
        "before": "[..{}]",
        "by": "[..{}]",
        "after": "[{}..]",
        "following": "[{}..]",
    }
    return forms.get(preposition, "{}").format(edtf)


def _plain(time: Expression) -> str:
    """Return the EDTF of an expression, the time of day left out."""
    edtf = time.edtf or ""
    if "-W" in time.value and "/" in edtf:  # some day of the week, not all of it
        return f"[{edtf.replace('/', '..')}]"
    return edtf.split("T")[0] if "T" in edtf and "/" not in edtf else edtf


def _sure(time: Expression) -> str:
    return LIKELY if time.confidence == WEAK else CERTAIN


def _parsed(edtf: str) -> When | None:
    try:
        return parse_edtf(edtf)
    except DateSyntaxError:
        return None


__all__ = ["carried", "continued", "date_of", "noun_date", "ongoing", "own_date", "readings_of"]
