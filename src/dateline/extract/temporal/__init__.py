"""Time expressions in prose: found, resolved and written as TIMEX3 values and EDTF.

Three stages in modules of their own: `find` (tokens, grammar), `resolve` (reference date, tense, previous expressions)
and `write` (TIMEX3, EDTF). Pure functions of the text, the document date and the mode; no clock, no model, no network.
"""

from __future__ import annotations

import datetime

from dateline.extract.temporal.calendar import document_date
from dateline.extract.temporal.derived import derive
from dateline.extract.temporal.find import find_all
from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.model import Expression, Phrase, Trace
from dateline.extract.temporal.phrases import Tie, ties
from dateline.extract.temporal.resolve import Resolved, resolve_all
from dateline.extract.temporal.timeml import to_timeml
from dateline.extract.temporal.tokens import tokenize
from dateline.extract.temporal.write import edtf_of, timex_value

__all__ = ["MODES", "Expression", "Phrase", "Trace", "tag", "to_timeml"]

MODES = ("news", "narrative")


def tag(text: str, *, date: datetime.date | None = None, mode: str = "news") -> list[Expression]:
    """Return the time expressions of a text, in its order; offsets count characters of the text as given.

    `date` is the day on which the text was written. `mode` is "news" (counted from that day) or "narrative" (counted
    from the date mentioned last). Derived dates ("the 80th anniversary") have an EDTF and no TIMEX3 value. No text is
    refused.
    """
    moment = document_date(date.isoformat()) if date else None
    source = tokenize(text, load_grammar().vocabulary)
    resolved = resolve_all(find_all(source), date=moment, mode=mode)
    stated = [_expression(text, one, tie) for one, tie in zip(resolved, ties(resolved), strict=True)]
    taken = {place for one in stated for place in (one.start, one.end - 1)}
    added = [one for one in derive(source, resolved, date=moment) if not taken & set(range(one.start, one.end))]
    return sorted([*stated, *added], key=lambda one: one.start) if added else stated


def _expression(text: str, one: Resolved, tie: Tie) -> Expression:
    candidate, meaning = one.candidate, one.meaning
    words = text[candidate.start : candidate.end]
    return Expression(
        candidate.start,
        candidate.end,
        words,
        meaning.type,
        timex_value(meaning),
        edtf_of(meaning),
        Trace(words, candidate.rule, meaning.reference),
        meaning.mod,
        tie.relation,
        meaning.confidence,
        tie.phrase,
    )
