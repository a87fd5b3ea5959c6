"""Who plays which role in an action: from the parts of a clause to participants and places.

The slots of the pattern that fits say what subject, object and prepositions are; passives turn subject and object
around. A phrase that only says where it happened gives a place and nobody who takes part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from dateline.extract.actions import Fit
from dateline.extract.actors import CAPITAL, DEMONYM, Actor
from dateline.extract.clauses import REDUCED, THAT, Clause, NounPhrase
from dateline.extract.events import Participant
from dateline.extract.participants import Part, parts_of, place_of
from dateline.extract.reference import Memory

_ONLY_PLACES = frozenset(
    ("in", "at", "near", "outside", "inside", "across", "around", "over", "throughout", "on", "from", "into")
)
_LOOSE = frozenset(("object", "of", "about", "over", "on", "into", "against", "for"))


@dataclass(slots=True)
class Company:
    """The participants of one event while they are found; the first role of an actor counts."""

    parts: dict[str, Participant] = field(default_factory=dict)
    places: dict[str, Actor] = field(default_factory=dict)

    def add(self, part: Part, role: str) -> None:
        """Add an actor in a role, unless it has one already."""
        self.parts.setdefault(part.actor.key, Participant(part.actor, role, part.capacity, part.others))

    def locate(self, place: Actor | None) -> None:
        """Add a place."""
        if place is not None:
            self.places.setdefault(place.key, place)

    def recast(self, roles: Mapping[str, str]) -> None:
        """Give actors other roles."""
        self.parts |= {key: replace(self.parts[key], role=role) for key, role in roles.items()}

    def settle(self) -> None:
        """Drop the states of people who take part themselves, where they only repeat them."""
        people = [one for one in self.parts.values() if one.actor.kind == "person"]
        for person in people:
            for key in person.actor.of:
                state = self.parts.get(key)
                if state is None or len(self.parts) < 3 or state.actor.kind != "state":
                    continue
                if state.role == person.role or (
                    person.role == "initiator" and state.role in ("participant", "recipient")
                ):
                    del self.parts[key]

    def actors(self) -> list[Actor]:
        """Return the actors found so far."""
        return [one.actor for one in self.parts.values()]


def is_passive(clause: Clause) -> bool:
    """Tell whether the subject of a clause is what the action is done to."""
    verb = clause.verb
    return verb is not None and (verb.passive or clause.link == REDUCED)


def fill(fit: Fit, clause: Clause, memory: Memory) -> Company:
    """Return the participants and places of an action."""
    found = Company()
    slots = fit.pattern.slots
    for slot, phrase in _slotted(fit, clause):
        if (
            slot == "subject"
            and fit.pattern.subject
            and phrase in fit.nouns
            and not any(part.nouns for part in fit.pattern.parts)
        ):
            _fill_named(found, phrase, memory, slots=slots, fit=fit)
        else:
            _fill_slot(found, slot, phrase, slots, memory, thing=phrase in fit.nouns)
    found.settle()
    return found


def _fill_named(found: Company, phrase: NounPhrase, memory: Memory, *, slots: Mapping[str, str], fit: Fit) -> None:
    """Add whose war, talks or attack the subject is: the Syrian civil war, Russian air strikes."""
    mutual = fit.pattern.type.split("/")[0] in ("consult", "cooperate") or phrase.head in _MUTUAL
    role = "participant" if mutual else slots.get("subject", "participant")
    if not phrase.mentions:
        for part in parts_of(phrase, memory, others=[], strict=True):
            found.add(part, role)
    for mention in phrase.mentions:
        if mention.actor is not None and mention.form not in ("place", "thing"):
            found.add(Part(mention.actor, "", mention.others), role)
            if mention.partner is not None:
                found.add(Part(mention.partner), role)


def _add_described(found: Company, phrase: NounPhrase, role: str) -> None:
    """Add the countries that describe a thing that was done: Saudi-Iranian talks, an Israeli proposal."""
    for mention in phrase.mentions:
        if mention.form == DEMONYM and mention.actor is not None:
            found.add(Part(mention.actor), role)
            if mention.partner is not None:
                found.add(Part(mention.partner), role)


_MUTUAL = frozenset(
    ("war", "wars", "fighting", "conflict", "clashes", "battle", "hostilities", "violence", "unrest", "revolution")
)


def _slotted(fit: Fit, clause: Clause) -> Iterator[tuple[str, NounPhrase]]:
    """Yield the phrases of a clause, each with its slot."""
    passive = is_passive(clause)
    named = bool(fit.pattern.subject)
    for phrase in clause.subject:
        yield "object" if passive and not named else "subject", phrase
        for word, inner in phrase.post:
            found_place = word in _ONLY_PLACES and place_of(word, inner) is not None
            if found_place or named or (passive and phrase in fit.nouns):
                yield word, inner
    for phrase in clause.objects:
        yield "object", phrase
    for word, phrase in clause.pps:
        if word == "of" and _held_by_actor(clause, phrase):
            continue
        yield "subject" if word == "by" and passive else word, phrase


def _held_by_actor(clause: Clause, phrase: NounPhrase) -> bool:
    """Tell whether "of ..." belongs to a phrase that names an actor itself: X, the president of Y."""
    for holder in (*clause.objects, *(inner for _, inner in clause.pps), *clause.subject):
        for one in (holder, holder.apposition):
            if one is not None and any(inner is phrase for _, inner in one.post):
                return one is holder.apposition or any(mention.actor is not None for mention in holder.mentions)
    return False


def _fill_slot(
    found: Company, slot: str, phrase: NounPhrase, slots: Mapping[str, str], memory: Memory, *, thing: bool
) -> None:
    """Add the actors of a phrase in the role of its slot; of a `thing` (talks, prisoners) only those named with it."""
    place = place_of(slot, phrase)
    if slot in _ONLY_PLACES and place is not None and not (slot in ("from", "on") and slot in slots):
        found.locate(place)
        if not (slot in slots and place.kind == "state"):
            return
    role = slots.get(slot)
    if role is None:
        return
    if thing:
        _add_described(found, phrase, role)
    for part in parts_of(phrase, memory, others=found.actors(), strict=slot not in _LOOSE):
        if not (thing and part.actor.kind == "group" and not part.actor.known):
            found.add(part, role)
    _locate_named(found, slot, phrase, host=role == "host")


def _locate_named(found: Company, slot: str, phrase: NounPhrase, *, host: bool) -> None:
    """Add the city that was visited, attacked or taken as the place."""
    for mention in phrase.mentions:
        if host and slot in ("object", "to") and mention.form == CAPITAL:
            found.locate(mention.city)
        elif mention.form == "place" and (mention.last == phrase.last if slot == "object" else host and slot == "to"):
            found.locate(mention.actor)


def fill_from_complement(found: Company, clause: Clause, memory: Memory, role: str) -> None:
    """Add whom the complement of "agreed to ..." or "threatened to ..." names, but not the actor's own state."""
    own = {state for actor in found.actors() for state in (actor.key, *actor.of)}
    phrases = [
        *(clause.subject if clause.link == THAT else ()),
        *clause.objects,
        *(phrase for word, phrase in clause.pps if word not in _ONLY_PLACES or word == "on"),
    ]
    for phrase in phrases:
        if phrase.pronoun:
            continue
        for part in parts_of(phrase, memory, others=found.actors(), strict=False):
            if part.actor.key not in own and not part.referred and part.actor.kind != "group":
                found.add(part, role)
    for word, phrase in clause.pps:
        found.locate(place_of(word, phrase))


__all__ = ["Company", "fill", "fill_from_complement", "is_passive"]
