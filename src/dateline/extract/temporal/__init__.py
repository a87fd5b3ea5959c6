"""Time expressions in prose: found, resolved and written as TIMEX3 values and EDTF.

Three stages in modules of their own: `find` (tokens, grammar), `resolve` (reference date, tense, previous expressions)
and `write` (TIMEX3, EDTF). Pure functions of the text, the document date and the mode; no clock, no model, no network.
"""

from __future__ import annotations

import datetime

from dateline.extract.temporal.calendar import document_date
from dateline.extract.temporal.find import find
from dateline.extract.temporal.model import Expression, Phrase, Trace
from dateline.extract.temporal.resolve import Resolved, resolve
from dateline.extract.temporal.write import edtf_of, timex_value

__all__ = ["Expression", "Phrase", "Trace", "tag"]


def tag(text: str, *, date: datetime.date | None = None, mode: str = "news") -> list[Expression]:
    """Return the time expressions of a text, in its order; offsets count characters of the text as given.

    `date` is the day on which the text was written. `mode` is "news" (counted from that day) or "narrative" (counted
    from the date mentioned last). Never raises, whatever the text.
    """
    moment = document_date(date.isoformat()) if date else None
    return [_expression(text, one) for one in resolve(find(text), date=moment, mode=mode)]


def _expression(text: str, one: Resolved) -> Expression:
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
        confidence=meaning.confidence,
    )
