"""One document, read: its sentences with names, dates and clauses, and who was introduced in it.

Sentences are read a window at a time, so that offices and states that are told later are known before; what the clauses
mean is then up to the coder. Pure functions of the document and the names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from dateline.extract.actions import actions
from dateline.extract.actors import Names
from dateline.extract.clauses import Clause, NounPhrase
from dateline.extract.documents import Document
from dateline.extract.mentions import Cast, Mention, find_mentions
from dateline.extract.parse import parse
from dateline.extract.participants import introduce_appositions
from dateline.extract.reference import Memory
from dateline.extract.temporal import Expression, tag
from dateline.extract.tokens import Sentence, sentences
from dateline.extract.units import units_of

NEWS, NARRATIVE = "news", "narrative"
WINDOW = 600
"""Sentences that are held in memory at once; a brief has some dozens."""
_SMALL = re.compile(r"\b[a-z][\w-]*")


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence with the names and clauses found in it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its dates, its sentences, read as they are asked for, and the memory that the coder fills."""

    document: Document
    sentences: Iterator[Read]
    memory: Memory
    times: Sequence[Expression] = ()


def read(document: Document, names: Names, *, mode: str | None = None) -> Reading:
    """Read a document; without a mode, one that has a date of publication is news, another a narrative."""
    chosen = mode or (NEWS if document.published_edtf else NARRATIVE)
    times = [one for one in tag(document.text, date=document.published, mode=chosen) if one.type in ("DATE", "TIME")]
    memory = Memory(Cast(names, _ordinary(document.text)))
    return Reading(document, _windows(document, times, memory), memory, times)


def _windows(document: Document, times: Sequence[Expression], memory: Memory) -> Iterator[Read]:
    """Yield the sentences, read in windows: what is told later in a window is known from its first sentence on."""
    split = sentences(document.text, document.paragraphs)
    weights: Counter[str] = Counter()
    while window := list(islice(split, WINDOW)):
        parsed = [_read(sentence, _within(times, sentence), memory.cast) for sentence in window]
        for one in parsed:
            weights.update(
                mention.actor.key
                for mention in one.mentions
                if mention.actor is not None and mention.actor.kind == "state"
            )
            for clause in one.clauses:
                for phrase in phrases_of(clause):
                    introduce_appositions(phrase, memory)
        memory.weights = weights
        memory.main_state = memory.cast.actors.get(weights.most_common(1)[0][0]) if weights else None
        yield from parsed


def phrases_of(clause: Clause) -> list[NounPhrase]:
    """Return all noun phrases of a clause."""
    return [*clause.subject, *clause.objects, *(phrase for _, phrase in clause.pps)]


def _read(sentence: Sentence, times: Sequence[Expression], cast: Cast) -> Read:
    words = actions()
    dated = [one for one in times if one.edtf and one.trace.rule != "anniversary"]
    covered = frozenset(
        index for index, token in enumerate(sentence.tokens) if any(one.start <= token.start < one.end for one in dated)
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


def _ordinary(text: str) -> frozenset[str]:
    """Return the words that the text also writes in small letters: their capitals say nothing."""
    return frozenset(match.group() for match in _SMALL.finditer(text))
