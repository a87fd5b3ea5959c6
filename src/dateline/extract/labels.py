"""The last step of coding: the exact words of an event, a label in the text's own words, and quantities.

The evidence is a slice of the cleaned text. The label says the same with the names in place of pronouns and without
the date, which stands in a field of its own.
"""

from __future__ import annotations

import re
from typing import Protocol

from dateline.extract.actions import NO_TYPE
from dateline.extract.clauses import CONJUNCT, INFINITIVE, PARTICIPIAL, REDUCED, RELATIVE, THAT, Clause, NounPhrase
from dateline.extract.events import Dating, DraftEvent, Evidence
from dateline.extract.reading import Read
from dateline.extract.roles import Company, is_passive
from dateline.extract.tokens import Token

_LONGEST_LABEL = 160
_TRIM = " ,;:.–—-\"“”‘’'("
_MANY = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 100,
    "thousands": 1000,
    "tens": 20,
    "millions": 1_000_000,
    "billions": 10**9,
}
_NUMBER = re.compile(r"^\d{1,3}(?:,\d{3})*(?:\.\d+)?$|^\d+(?:\.\d+)?$")
_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "dozen": 12,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
_SERIES = re.compile(r"\b(?:several|a series of|a number of|repeated|various|multiple|numerous|many|rounds of)\b")


class Coded(Protocol):
    """What a draft is made of."""

    type: str
    found: Company
    dating: Dating | None
    factuality: str
    confidence: str
    contexts: tuple[str, ...]


def draft(clause: Clause, read: Read, text: str, coded: Coded) -> DraftEvent:
    """Return the event of a coded clause."""
    tokens = read.sentence.tokens
    first, last = _stretch(clause, read)
    evidence = _evidence(tokens, first, last, text)
    kind, _, mode = coded.type.partition("/")
    verb = clause.verb
    assert verb is not None
    phrase = _counted(clause)
    return DraftEvent(
        type=None if kind == NO_TYPE else kind,
        mode=mode or None,
        label=_label(clause, read, text, coded),
        participants=tuple(coded.found.parts.values()),
        places=tuple(coded.found.places.values()),
        evidence=evidence,
        dating=coded.dating,
        factuality=coded.factuality,
        confidence=coded.confidence,
        quantity=_quantity(phrase, tokens)
        if phrase is not None and kind in ("aid", "sanction", "assault", "coerce", "retreat", "mobilize")
        else None,
        contexts=coded.contexts,
        series=any(_SERIES.search(" ".join(one.words)) for one in clause.objects)
        and coded.dating is not None
        and coded.dating.edtf[:1] == "{",
        trigger=(tokens[verb.first].start, tokens[verb.last - 1].end),
    )


def made(quote: str) -> str:
    """Return a label from the words of a quote: one line, a capital letter first."""
    words = " ".join(quote.split()).strip(_TRIM)
    if len(words) > _LONGEST_LABEL:
        words = words[:_LONGEST_LABEL].rsplit(" ", 1)[0] + " …"
    return words[:1].upper() + words[1:]


def _stretch(clause: Clause, read: Read) -> tuple[int, int]:
    """Return the tokens of a clause together with those of the clauses that complete it."""
    first, last = clause.first, clause.last
    for child in read.clauses:
        if child.parent is clause and child.link in (INFINITIVE, THAT):
            last = max(last, _stretch(child, read)[1])
        elif child.parent is clause and child.link == PARTICIPIAL and child.word not in (",", ""):
            last = max(last, child.last)
    if clause.link in (REDUCED, RELATIVE) and clause.subject:
        first = min(first, *(phrase.first for phrase in clause.subject))
    return first, last


def _evidence(tokens: tuple[Token, ...], first: int, last: int, text: str) -> Evidence:
    while first < last - 1 and not tokens[first].text[:1].isalnum() and tokens[first].text[:1] not in "$€£":
        first += 1
    while last - 1 > first and not tokens[last - 1].text[-1:].isalnum() and tokens[last - 1].text not in "%)":
        last -= 1
    start, end = tokens[first].start, tokens[last - 1].end
    return Evidence(start, end, text[start:end])


def _label(clause: Clause, read: Read, text: str, coded: Coded) -> str:
    """Write subject and predicate, names in place of pronouns, dates left out."""
    verb = clause.verb
    assert verb is not None
    tokens = read.sentence.tokens
    _, last = _stretch(clause, read)
    taken = {index for one in clause.times for index in _covered(tokens, one.time.start, one.time.end)}
    taken |= (
        {min(taken) - 1}
        if taken
        and min(taken) > verb.last
        and tokens[min(taken) - 1].lower in ("on", "in", "since", "at", "from", "by")
        else set()
    )
    rest = [tokens[index] for index in range(verb.first, last) if index not in taken]
    subject = _subject(clause, coded, tokens, text)
    return made(f"{subject} {_joined(rest)}") if rest else made(subject)


def _subject(clause: Clause, coded: Coded, tokens: tuple[Token, ...], text: str) -> str:
    phrases = [phrase for phrase in clause.subject if not phrase.pronoun]
    doers = [one.actor.name for one in coded.found.parts.values()]
    if not phrases or len(phrases) < len(clause.subject):
        roles = (
            ("recipient", "target", "beneficiary")
            if is_passive(clause)
            else ("initiator", "host", "visitor", "supplier", "participant")
        )
        named = [one.actor.name for one in coded.found.parts.values() if one.role in roles]
        return " and ".join(named or doers[:1])
    if (
        clause.link in (CONJUNCT, INFINITIVE, PARTICIPIAL)
        and clause.verb is not None
        and phrases[0].first > clause.verb.first
    ):
        return " and ".join(doers[:1])
    return " and ".join(_joined(list(tokens[phrase.first : phrase.last])) for phrase in phrases)


def _covered(tokens: tuple[Token, ...], start: int, end: int) -> list[int]:
    return [index for index, token in enumerate(tokens) if start <= token.start < end]


def _joined(tokens: list[Token]) -> str:
    parts: list[str] = []
    for index, token in enumerate(tokens):
        near = index > 0 and token.start == tokens[index - 1].end
        parts.append(token.text if near or not index else f" {token.text}")
    return "".join(parts)


def _counted(clause: Clause) -> NounPhrase | None:
    phrases = clause.subject if is_passive(clause) else clause.objects
    options = [*phrases, *(phrase for word, phrase in clause.pps if word == "with")]
    return next((phrase for phrase in options if _amount(phrase) is not None), None)


def _amount(phrase: NounPhrase) -> tuple[float, str] | None:
    """Return the number in a noun phrase and its bound: `at least` for thousands of something."""
    for word in phrase.words:
        if word in _MANY:
            return _MANY[word], "at least"
        if _NUMBER.match(word):
            return float(word.replace(",", "")), ""
        if word in _WORDS:
            return _WORDS[word], ""
    return None


def _quantity(phrase: NounPhrase, tokens: tuple[Token, ...]) -> str | None:
    """Write a quantity as a timeline has it: at least 1000 drones."""
    amount = _amount(phrase)
    if amount is None:
        return None
    number, bound = amount
    of = next((inner for word, inner in phrase.post if word == "of"), None)
    unit = of.head if of is not None and (bound or phrase.head in ("tons", "tonnes")) else phrase.head
    unit = f"{phrase.head} of {unit}" if of is not None and phrase.head in ("tons", "tonnes") else unit
    before = tokens[max(0, phrase.first - 2) : phrase.first + 3]
    words = " ".join(token.lower for token in before)
    if "more than" in words or "at least" in words or "over" in words.split():
        bound = "at least"
    elif "up to" in words or "at most" in words:
        bound = "up to"
    shown = f"{number:.0f}" if number == int(number) else f"{number}"
    return (
        f"{bound} {shown} {unit}".strip() if unit.replace(" ", "").isalpha() and unit not in (*_WORDS, *_MANY) else None
    )
