"""One document, read: its sentences with names, dates and clauses, and who was introduced in it.

First all sentences are read, so that offices and states that are told later are known everywhere; what the clauses
mean is then up to the coder. Pure functions of the document and the names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.extract.actions import actions
from dateline.extract.actors import Actor, Names
from dateline.extract.clauses import Clause, NounPhrase
from dateline.extract.documents import Document
from dateline.extract.mentions import Cast, Mention, find_mentions
from dateline.extract.parse import parse
from dateline.extract.participants import introduce_appositions
from dateline.extract.reference import Memory, main_state
from dateline.extract.temporal import Expression, tag
from dateline.extract.tokens import Sentence, sentences
from dateline.extract.units import units_of

NEWS, NARRATIVE = "news", "narrative"


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence with the names and clauses found in it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its sentences, and the memory that the coder fills while it goes through them."""

    document: Document
    sentences: tuple[Read, ...]
    memory: Memory


def read(document: Document, names: Names, *, mode: str | None = None) -> Reading:
    """Read a document; without a mode, one that has a date of publication is news, another a narrative."""
    chosen = mode or (NEWS if document.published_edtf else NARRATIVE)
    split = sentences(document.text, list(document.paragraphs))
    times = [one for one in tag(document.text, date=document.published, mode=chosen) if one.type in ("DATE", "TIME")]
    cast = Cast(names, _ordinary(split))
    memory = Memory(cast)
    parsed = [_read(sentence, _within(times, sentence), cast) for sentence in split]
    named: list[Actor] = []
    for one in parsed:
        named += [mention.actor for mention in one.mentions if mention.actor is not None]
        for clause in one.clauses:
            for phrase in phrases_of(clause):
                introduce_appositions(phrase, memory)
    memory.main_state = main_state(named)
    memory.weights.update(actor.key for actor in named if actor.kind == "state")
    return Reading(document, tuple(parsed), memory)


def phrases_of(clause: Clause) -> list[NounPhrase]:
    """Return all noun phrases of a clause."""
    return [*clause.subject, *clause.objects, *(phrase for _, phrase in clause.pps)]


def _read(sentence: Sentence, times: Sequence[Expression], cast: Cast) -> Read:
    words = actions()
    dated = [one for one in times if one.edtf and one.trace.rule != "anniversary"]
    covered = frozenset(
        index
        for index, token in enumerate(sentence.tokens)
        if any(one.start <= token.start < one.end for one in dated)
    )
    mentions = find_mentions(sentence.tokens, cast, covered)
    units = units_of(sentence.tokens, mentions, dated, verbs=words.verbs, nouns=words.nouns)
    return Read(sentence, tuple(mentions), tuple(parse(units)))


def _within(times: Sequence[Expression], sentence: Sentence) -> list[Expression]:
    first = bisect_left(times, sentence.start, key=lambda one: one.start)
    found = []
    for one in times[first:]:
        if one.start >= sentence.end:
            break
        found.append(one)
    return found


def _ordinary(split: Sequence[Sentence]) -> frozenset[str]:
    """Return the words that the text also writes in small letters: capitals at a sentence's begin say nothing of them."""
    return frozenset(token.lower for sentence in split for token in sentence.tokens if token.text[:1].islower())
