"""The records of the temporal tagger: what is handed out, and what passes between its stages.

`Expression`, `Phrase` and `Trace` are for callers; the stages pass `Candidate` (find -> resolve) and `Meaning`
(resolve -> write). Terms follow TimeML 1.2.1: type, value and mod are those of its TIMEX3 element.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trace:
    """How a value was found: the words that were read, the rule, and the reference it was counted from.

    `reference` is empty for words that need none.
    """

    words: str
    rule: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """The larger phrase that an expression belongs to: a list, a range, or the words before and behind it.

    `kind` is all-of, one-of, range, between, since, until, before, after, by, named-event ("Russia's 2022 invasion":
    the year is that of the invasion, not of what the sentence reports) or derived. `edtf` is the date of the whole
    phrase, where it has one. Members of one list or range share one phrase.
    """

    start: int
    end: int
    text: str
    kind: str
    edtf: str | None


@dataclass(frozen=True, slots=True)
class Expression:
    """One time expression of a text: `text[start:end]` of the input is `text`.

    `type` is DATE, TIME, DURATION or SET. `value` is the TIMEX3 value, empty where there is none; `edtf` is the same as
    EDTF of levels 0 to 2, and None where no day, month, year or stretch of them is named. `relation` is the word that
    ties the expression to its sentence ("on", "since", "by" ...), or "dateline" in the head of a report. `confidence`
    is certain (complete in itself), likely (resolved by tense, document date or the date before it) or weak (a vague
    reference, or no reference was given).
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    edtf: str | None
    trace: Trace
    mod: str | None = None
    relation: str = ""
    confidence: str = "certain"
    phrase: Phrase | None = None
