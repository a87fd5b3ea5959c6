"""What of a model's proposal stands in the text: words, date, actors and places, each looked up as the rules do.

An event is kept when its quote is in the text, letter by letter; everything else of it is kept when the text bears it
out, and told when it is left out. The label is made from the quoted words, so that no word of a model gets into a
draft. Where both readers found the same event, it becomes one draft. Asks no model.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dateline.authority import fold
from dateline.diagnostics import Diagnostic
from dateline.extract import lexicon
from dateline.extract.actors import Actor, surname_keys, unknown
from dateline.extract.dating import not_after, readings_of
from dateline.extract.events import LIKELY, RULES, WEAK, Dating, DraftEvent, Evidence, Participant, worst
from dateline.extract.labels import made
from dateline.extract.mentions import Mention, find_mentions
from dateline.extract.reading import Reading
from dateline.extract.temporal import Expression
from dateline.extract.tokens import Sentence, sentences, tokenize
from dateline.readers.lines import Lines, Place
from dateline.vocab import concepts
from dateline.when import read_date

_OCCURRED = "occurred"
_ANY_ROLE = "participant"
_LONGEST_QUOTE = 800
_LONGEST_DATE = 80
_LONGEST_NAME = 10
"""Words that a name may have."""


class Grounding:
    """The proposals for one document: `found` are the events that stand in its text, `problems` what does not."""

    def __init__(self, reading: Reading, events: Sequence[DraftEvent], reader: str) -> None:
        self.document = reading.document
        self.cast = reading.memory.cast
        self.times = reading.times
        self.events = events
        self.reader = reader
        self.found: list[DraftEvent] = []
        self.problems: list[Diagnostic] = []
        self._lines = Lines(reading.document.text)

    def place(self, offset: int) -> Place:
        """Return the place of a character of the cleaned text."""
        return Place(self.document.name, *self._lines.place(offset))

    def add(self, proposal: Mapping[str, Any], start: int, end: int) -> None:
        """Keep what a proposal for a passage of the text has to stand on; tell what is left out."""
        quote = str(proposal["quote"])
        stretches = list(_found(self.document.text[start:end], quote))
        if fault := _unfit(quote, found=bool(stretches)):
            message = f"{self.reader} quotes {fault}: {one_line(quote)!r}."
            self.problems.append(self.place(start).warning("W704", message, "The event is left out."))
            return
        passages = [_Passage(self, start + first, start + last) for first, last in stretches]
        stated = _edtf(proposal["date"])
        chosen = next((one for one in passages if stated is not None and one.confirmed(stated)), passages[0])
        event = chosen.event(proposal, stated)
        if event not in self.found:
            self.found.append(event)


class _Passage:
    """The quoted words at one place of the text, with the sentences that they stand in."""

    def __init__(self, whole: Grounding, start: int, end: int) -> None:
        self.whole = whole
        self.text = whole.document.text
        self.start, self.end = start, end
        around = self._sentences()
        self.first = min([start, *(one.start for one in around)])
        self.last = max([end, *(one.end for one in around)])
        self.mentions: list[Mention] = [one for near in around for one in find_mentions(near.tokens, whole.cast)]
        self.remarks: list[str] = []

    def event(self, proposal: Mapping[str, Any], stated: str | None) -> DraftEvent:
        """Return the event of a proposal, with nothing in it that the text does not bear out."""
        factuality = self._word("factuality", str(proposal["factuality"])) or _OCCURRED
        kind, _, mode = (self._word("type", str(proposal["type"] or "")) or "").partition("/")
        participants = tuple(self._participants(proposal["participants"]))
        places = tuple(found for one in proposal["places"] if (found := self._place(str(one))) is not None)
        dating = self._dating(proposal["date"], stated, past=factuality == _OCCURRED)
        quote = self.text[self.start : self.end]
        return DraftEvent(
            type=kind or None,
            mode=mode or None,
            label=made(quote),
            participants=tuple(dict.fromkeys(participants)),
            places=tuple(dict.fromkeys(places)),
            evidence=Evidence(self.start, self.end, quote),
            dating=dating,
            factuality=factuality,
            confidence=worst(LIKELY, dating.confidence) if dating and kind and not self.remarks else WEAK,
            trigger=(self.start, self.end),
            readers=(self.whole.reader,),
            remarks=tuple(self.remarks),
        )

    def confirmed(self, edtf: str) -> Dating | None:
        """Return the date that our own reading of the words and their sentence gives, where it is the stated one."""
        found = (one for time in self._times(self.first, self.last) for one in self._readings(time))
        rules = (one.dating for one in self.whole.events if _overlap(one.evidence, self.start, self.end) > 0)
        return next((one for one in (*found, *rules) if one is not None and one.edtf == edtf), None)

    def _dating(self, date: str | None, stated: str | None, *, past: bool) -> Dating | None:
        """Return the date as confirmed, else as the quoted words alone have it, else none."""
        if stated is not None and (dating := self.confirmed(stated)) is not None:
            return dating
        quoted = self._times(self.start, self.end)
        derived = None
        if len(quoted) == 1 and (quoted[0].phrase is None or quoted[0].phrase.kind != "named-event"):
            derived = next(iter(self._readings(quoted[0])), None)
        if derived is not None:
            own = not_after(derived, self.whole.document.published) if past else derived
            derived = replace(own, confidence=worst(own.confidence, LIKELY))
        if date is not None:
            outcome = f"The words themselves give {derived.edtf}." if derived else "The date is left out."
            message = (
                f"{self.whole.reader} gives the date {one_line(date)}, which neither the words nor their sentence say"
            )
            self._tell("W705", f"{message}.", outcome)
            self.remarks.append(message)
        return derived

    def _participants(self, proposed: Sequence[Mapping[str, Any]]) -> Iterator[Participant]:
        for one in proposed:
            name = _bare(str(one["name"]))
            people = self._actors(name)
            if not people:
                self._left_out(name)
                continue
            if not self._near(people[0], name):
                self.remarks.append(f"{people[0].name} is not named in this sentence, but elsewhere in the text")
            role = self._word("role", str(one["role"])) or _ANY_ROLE
            yield Participant(people[0], role, others=people[1:])

    def _actors(self, name: str) -> tuple[Actor, ...]:
        """Return whom a name means in this text, likeliest first; nobody where the text names none of them."""
        cast = self.whole.cast
        if not name or name.lower() in lexicon.pronouns() or len(name.split()) > _LONGEST_NAME:
            return ()
        known = [one for one in cast.actors.values() if fold(one.name) == fold(name)]
        listed = cast.names.named(name)
        people = known or ([listed] if listed is not None else []) or cast.of_surname(name)
        if people:
            actor = people[0]
            spellings = (name, actor.name, *actor.aliases, *(surname_keys(actor) if actor.kind == "person" else ()))
            return tuple(people) if actor.key in cast.actors or any(map(self._stands, spellings)) else ()
        if not self._stands(name):
            return ()
        return (unknown(" ".join(name.split()), "organization" if name[:1].isupper() else "group"),)

    def _place(self, proposed: str) -> Actor | None:
        name = _bare(proposed)
        tokens = tuple(tokenize(name))
        size, senses = self.whole.cast.names.find(tokens, 0) if tokens else (0, [])
        named = [one.city or one.actor for one in senses] if size == len(tokens) else []
        named += [one.actor for one in self.mentions if one.actor is not None and fold(one.actor.name) == fold(name)]
        found = next((one for one in named if one.kind in ("place", "state")), None)
        if not tokens or not self._stands(name) or len(name.split()) > _LONGEST_NAME or (named and found is None):
            self._left_out(name)
            return None
        return found or unknown(" ".join(name.split()), "place")

    def _near(self, actor: Actor, name: str) -> bool:
        keys = {one.key for mention in self.mentions for one in (mention.actor, mention.partner) if one is not None}
        return actor.key in keys or any(_found(self.text[self.first : self.last], name))

    def _stands(self, name: str) -> bool:
        return any(_found(self.text, name))

    def _word(self, scheme: str, word: str) -> str | None:
        """Return a word that its vocabulary has; of a type whose mode it lacks, the type alone."""
        known = concepts()[scheme]
        if not word or word in known:
            return word or None
        broader = word.partition("/")[0] if scheme == "type" else ""
        kept = broader if broader in known else None
        outcome = f"{kept!r} is kept." if kept else "It is left out."
        self._tell("W707", f"{self.whole.reader} gives the {scheme} {one_line(word)!r}, which there is not.", outcome)
        return kept

    def _left_out(self, name: str) -> None:
        pronoun = name.lower() in lexicon.pronouns()
        fault = "a word that names nobody by itself" if pronoun else "a name that the text does not have"
        self._tell("W706", f"{self.whole.reader} names {one_line(name)!r}, {fault}.", "It is left out.")

    def _tell(self, code: str, message: str, hint: str) -> None:
        self.whole.problems.append(self.whole.place(self.start).warning(code, message, hint))

    def _readings(self, time: Expression) -> Iterator[Dating]:
        for one in readings_of(time):
            yield one
            yield not_after(one, self.whole.document.published)

    def _times(self, start: int, end: int) -> Sequence[Expression]:
        times = self.whole.times
        first = bisect_left(times, start, key=lambda one: one.start)
        last = bisect_left(times, end, key=lambda one: one.start)
        return [one for one in times[first:last] if one.edtf and one.end <= end]

    def _sentences(self) -> list[Sentence]:
        paragraphs = self.whole.document.paragraphs
        first = max(bisect_right(paragraphs, self.start, key=lambda one: one[0]) - 1, 0)
        last = bisect_left(paragraphs, self.end, key=lambda one: one[0])
        near = sentences(self.text, paragraphs[first:last])
        return [one for one in near if one.start < self.end and self.start < one.end]


def joined(rules: Sequence[DraftEvent], proposed: Sequence[DraftEvent], reader: str) -> tuple[DraftEvent, ...]:
    """Return the events of both readers in the order of the text, those on which they agree as one.

    They agree where their words overlap and the date or the type is the same. The event of the rules stays as it is;
    the model fills what it lacks, and what the model reads otherwise is remarked.
    """
    both = list(rules)
    taken: set[int] = set()
    alone = []
    for event in proposed:
        scores = {
            index: score
            for index, one in enumerate(rules)
            if index not in taken and any(score := _likeness(one, event))
        }
        if not scores:
            alone.append(event)
            continue
        best = max(scores, key=lambda index: scores[index])
        taken.add(best)
        both[best] = _one_draft(rules[best], event, reader)
    return tuple(sorted([*both, *alone], key=lambda one: one.evidence.start))


def one_line(text: str, longest: int = 80) -> str:
    """Return a text from outside on one line, cut where it is long, without characters that a terminal would obey."""
    words = " ".join("".join(char if char.isprintable() else " " for char in text[: 4 * longest]).split())
    return words if len(words) <= longest else f"{words[:longest]}…"


def _likeness(rule: DraftEvent, event: DraftEvent) -> tuple[int, int, int]:
    """Return how much two events have in common: date and type, then the mode, then characters."""
    shared = _overlap(rule.evidence, event.evidence.start, event.evidence.end)
    alike = (rule.type is not None and rule.type == event.type) + _same_date(rule, event)
    return (alike, int(rule.kind == event.kind), shared) if shared > 0 and alike else (0, 0, 0)


def _same_date(one: DraftEvent, other: DraftEvent) -> bool:
    return one.dating is not None and other.dating is not None and one.dating.edtf == other.dating.edtf


def _one_draft(rule: DraftEvent, event: DraftEvent, reader: str) -> DraftEvent:
    remarks = [*rule.remarks, *event.remarks]
    if rule.type and event.type and rule.kind != event.kind:
        remarks.append(f"{reader} reads it as {event.kind}")
    if rule.dating and event.dating and not _same_date(rule, event):
        remarks.append(f"{reader} dates it {event.dating.edtf}, by {event.dating.words!r}")
    if rule.participants:
        known = {one.actor.key for one in rule.participants}
        more = (one for one in event.participants if one.actor.key not in known)
        remarks += [f"{reader} also has {one.actor.name} as {one.role}" for one in more]
    typed = rule if rule.type else event
    return replace(
        rule,
        type=typed.type,
        mode=typed.mode,
        participants=rule.participants or event.participants,
        places=rule.places or event.places,
        dating=rule.dating or event.dating,
        readers=(RULES, reader),
        remarks=tuple(remarks),
    )


def _overlap(evidence: Evidence, start: int, end: int) -> int:
    return min(evidence.end, end) - max(evidence.start, start)


def _found(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a text, letter by letter and as whole words; only white space may differ."""
    parts = r"\s+".join(re.escape(one) for one in words.split())
    if parts:
        yield from (match.span() for match in re.finditer(rf"(?<!\w){parts}(?!\w)", text))


def _unfit(quote: str, *, found: bool) -> str:
    """Say what is wrong with a quote; nothing where it can bear an event."""
    if not found:
        return "words that do not stand in the text"
    if len(quote.split()) < 2:
        return "one word alone, which reports no event"
    return "more than a sentence" if len(quote) > _LONGEST_QUOTE else ""


def _edtf(date: str | None) -> str | None:
    when = read_date(date).when if date is not None and len(date) <= _LONGEST_DATE else None
    return when.edtf if when is not None else None


def _bare(name: str) -> str:
    """Return a name without the article before it."""
    words = name.strip()
    return words[4:].lstrip() if words[:4].lower() == "the " else words
