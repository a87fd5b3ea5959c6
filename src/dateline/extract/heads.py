"""Events that a noun names with a date of its own: "Russia's 2022 invasion of Ukraine", "the 80th anniversary of ...".

Such a date belongs to the event named, not to the sentence around it. Nouns and roles are those of the dictionary of
actions.
"""

from __future__ import annotations

import re

from dateline.extract.actions import NO_TYPE, Head, actions
from dateline.extract.clauses import Clause, NounPhrase
from dateline.extract.dating import dated_by, noun_date
from dateline.extract.events import LIKELY, Dating, DraftEvent, Evidence
from dateline.extract.labels import made
from dateline.extract.participants import parts_of, place_of
from dateline.extract.reading import Read, Reading, phrases_of
from dateline.extract.roles import Company

_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")


def named_events(clause: Clause, read: Read, reading: Reading) -> list[DraftEvent]:
    """Return the events that noun phrases of a clause name with a date."""
    found: list[DraftEvent] = []
    for phrase in phrases_of(clause):
        event = _anniversary(phrase, clause, read, reading) or _named(phrase, clause, read, reading)
        if event is not None and all(event.evidence != other.evidence for other in found):
            found.append(event)
    return found


def _named(phrase: NounPhrase, clause: Clause, read: Read, reading: Reading) -> DraftEvent | None:
    head = actions().head(phrase)
    dating = noun_date(phrase) or next((dated_by(one.time) for one in clause.times if one.anchor is phrase), None)
    if head is None or dating is None:
        return None
    behind = _behind(phrase, clause)
    cast = _filled(head, phrase, behind, reading)
    if not cast.parts:
        return None
    last = max([phrase.last, *(inner.last for word, inner in behind if word in ("of", "on", "between", "against"))])
    return _event(head, cast, dating, _quote(phrase.first, last, read, reading), reading)


def _behind(phrase: NounPhrase, clause: Clause) -> list[tuple[str, NounPhrase]]:
    """Return the prepositional phrases that follow a noun phrase without a gap."""
    found: list[tuple[str, NounPhrase]] = []
    end = phrase.last
    for word, inner in [*phrase.post, *clause.pps]:
        if 0 < inner.first - end <= 2 and all(inner is not one for _, one in found):
            found.append((word, inner))
            end = inner.last
    return found


def _filled(head: Head, phrase: NounPhrase, behind: list[tuple[str, NounPhrase]], reading: Reading) -> Company:
    cast = Company()
    slots = head.slots
    own = NounPhrase([unit for unit in phrase.units if unit.time is None])
    if phrase.mentions:
        for part in parts_of(own, reading.memory, others=[]):
            cast.add(part, slots.get("subject", "participant"))
    for word, inner in behind:
        role = slots.get(word)
        if role:
            for part in parts_of(inner, reading.memory, others=cast.actors()):
                cast.add(part, role)
        cast.locate(place_of(word, inner))
    return cast


def _anniversary(phrase: NounPhrase, clause: Clause, read: Read, reading: Reading) -> DraftEvent | None:
    """Read "the 80th anniversary of ...": what began so many years before the year that the sentence is about."""
    if phrase.head != "anniversary":
        return None
    years = next((int(found[1]) for word in phrase.words if (found := _ORDINAL.match(word))), None)
    year = _year(clause, read, reading)
    of = next((inner for word, inner in _behind(phrase, clause) if word == "of"), None)
    if years is None or year is None or of is None:
        return None
    cast = Company()
    for inner in (of, *(one for word, one in clause.pps if word in ("between", "with", "and"))):
        for part in parts_of(inner, reading.memory, others=[], strict=False):
            cast.add(part, "participant")
    kind = "support" if actions().is_a(of, "relations") else actions().head(of)
    last = max(of.last, *(one.last for word, one in clause.pps if word in ("between", "with")), 0)
    evidence = _quote(phrase.first, last, read, reading)
    words = read.sentence.tokens
    dating = Dating(
        f"{year - years:04d}",
        f"{years}th anniversary",
        f"{years} years before {year}",
        LIKELY,
        words[phrase.first].start,
        words[phrase.last - 1].end,
    )
    head = kind if isinstance(kind, Head) else Head(kind or NO_TYPE, (), {}, ())
    return _event(head, cast, dating, evidence, reading) if cast.parts else None


def _year(clause: Clause, read: Read, reading: Reading) -> int | None:
    """Return the year in which an anniversary is: that of the sentence, else that of the document."""
    written = next((one.time.edtf for one in clause.times if one.time.edtf), None)
    if written is None:
        inner = [time.edtf for phrase in phrases_of(clause) for time in phrase.times if time.edtf]
        written = inner[0] if inner else reading.document.published_edtf
    return int(written[:4]) if written and written[:4].isdigit() else None


def _quote(first: int, last: int, read: Read, reading: Reading) -> Evidence:
    tokens = read.sentence.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    return Evidence(start, end, reading.document.text[start:end])


def _event(head: Head, cast: Company, dating: Dating, evidence: Evidence, reading: Reading) -> DraftEvent:
    kind, _, mode = head.type.partition("/")
    return DraftEvent(
        type=None if kind == NO_TYPE else kind,
        mode=mode or None,
        label=made(evidence.quote),
        participants=tuple(cast.parts.values()),
        places=tuple(cast.places.values()),
        evidence=evidence,
        dating=dating,
        confidence=dating.confidence,
        contexts=head.contexts,
        trigger=(evidence.start, evidence.end),
    )
