"""From a noun phrase to the actors it names: "Russian forces" is Russia, "leaders of Egypt and Jordan" both states.

What the people of a phrase are called becomes the capacity of their state; groups without a name (protesters, rebels)
become actors of their own. A phrase that names nobody gives nobody. Which nouns stand for a state is in
`ontology/extract/names.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.extract import inflect, lexicon
from dateline.extract.actors import CAPITAL, DEMONYM, METONYM, NAME, Actor, unknown, with_state
from dateline.extract.clauses import NounPhrase
from dateline.extract.mentions import PLACE, THING, Mention, office_core
from dateline.extract.reference import Memory

_OF = frozenset(("of", "from", "for"))
_LOCATIVE = frozenset(
    (
        "in",
        "at",
        "near",
        "outside",
        "from",
        "inside",
        "across",
        "around",
        "over",
        "into",
        "to",
        "on",
        "through",
        "throughout",
        "within",
        "off",
    )
)


@dataclass(frozen=True, slots=True)
class Part:
    """One actor of a phrase, in which capacity, whom else the words can mean, and whether it was only referred to."""

    actor: Actor
    capacity: str = ""
    others: tuple[Actor, ...] = ()
    referred: bool = False


def parts_of(phrase: NounPhrase, memory: Memory, *, others: list[Actor], strict: bool = False) -> list[Part]:
    """Return the actors that a noun phrase names or refers to.

    `others` act in the same clause already. With `strict`, a country counts only where the phrase is the country or
    its people, not in "Israel's concern".
    """
    titled = _titled(phrase)
    if titled is not None:
        return [titled]
    named = _named(phrase, memory, others, strict=strict)
    if named:
        return named
    owned = _owned(phrase, memory, others)
    if owned:
        return owned
    inner = _behind_of(phrase, memory, others)
    if inner:
        return inner
    meant = memory.meant(phrase, others=others)
    if meant:
        return [Part(actor, referred=True) for actor in meant]
    if phrase.apposition is not None:
        return parts_of(phrase.apposition, memory, others=others, strict=True)
    group = _group(phrase)
    return [Part(memory.cast.introduce(group))] if group is not None else []


def _titled(phrase: NounPhrase) -> Part | None:
    """Return the person of an apposition: Venezuela's vice president, Delcy Rodríguez."""
    told = phrase.apposition
    if told is None or (
        phrase.head not in lexicon.around_names("offices")
        and phrase.head not in ("deputy", "rival", "ally", "counterpart")
    ):
        return None
    people = [
        mention.actor for mention in told.mentions if mention.actor is not None and mention.actor.kind == "person"
    ]
    if (
        not people
        and len(told.units) == 1
        and told.mentions
        and told.mentions[0].actor is not None
        and not told.mentions[0].actor.known
    ):
        people = [unknown(told.mentions[0].actor.name, "person")]
    if not people or any(mention.actor is not None and mention.actor.kind == "person" for mention in phrase.mentions):
        return None
    words = " ".join(word for word in phrase.words if word not in ("the", "a", "an", "'s", "'", "his", "her", "its"))
    return Part(people[0], "" if words.endswith("counterpart") else words)


def _owned(phrase: NounPhrase, memory: Memory, others: list[Actor]) -> list[Part]:
    """Return the state or organization that "its ships" or "their troops" belong to."""
    owner = {"its": "it", "their": "they"}.get(phrase.units[0].lower)
    words = " ".join(word for word in phrase.words[1:])
    if owner is None or not _stands_for(words):
        return []
    return [Part(actor, words, referred=True) for actor in memory.by_pronoun(owner, [])]


def _named(phrase: NounPhrase, memory: Memory, others: list[Actor], *, strict: bool) -> list[Part]:
    parts: list[Part] = []
    people = [mention for mention in phrase.mentions if mention.actor is not None and mention.actor.kind == "person"]
    for mention in phrase.mentions:
        if mention.actor is None or mention.form in (PLACE, THING):
            continue
        if people and mention.actor.kind != "person":
            continue
        part = _part(phrase, mention, memory, others, strict=strict)
        if part is not None:
            parts.append(part)
            if mention.partner is not None:
                parts.append(Part(mention.partner, part.capacity))
    return parts


def _part(phrase: NounPhrase, mention: Mention, memory: Memory, others: list[Actor], *, strict: bool) -> Part | None:
    actor = mention.actor
    assert actor is not None
    last = phrase.units[-1].mention
    whole = last is mention or (actor.kind == "person" and not _possessed(phrase, mention))
    if whole:
        return Part(actor, mention.capacity, mention.others)
    own = _after(phrase, mention)
    if _is_counterpart(own):
        holder = [one for other in others for one in memory.counterpart(other, actor)]
        return Part(holder[0], referred=True) if holder else Part(actor, own)
    if actor.kind != "person" and own:
        group = _own_group(own, actor)
        if group is not None:
            return Part(memory.cast.introduce(group))
        held = memory.cast.offices.get((office_core(own), actor.key)) or memory.leader(own, actor)
        if held is not None and (own in lexicon.around_names("offices")):
            return Part(held, own, referred=True)
    if _stands_for(own) or (actor.kind in ("organization", "group") and _longest_group(own) is not None):
        plain = own in lexicon.words("no_capacity") or (
            own.split()[-1:] and own.split()[-1] in lexicon.words("belongings")
        )
        return Part(actor, "" if plain else own, mention.others)
    if mention.form == CAPITAL or (own and own.split()[-1] in lexicon.words("no_deeds_of_states")):
        return None
    if not strict or (mention.form == DEMONYM and own.endswith("s") and not _possessed(phrase, mention)):
        return Part(actor, "", mention.others)
    return None


def _possessed(phrase: NounPhrase, mention: Mention) -> bool:
    return any(unit.first == mention.last and unit.lower in ("'s", "'") for unit in phrase.units)


def _after(phrase: NounPhrase, mention: Mention) -> str:
    """Return the words of a phrase behind a name, other names left out."""
    words = [
        unit.lower
        for unit in phrase.units
        if unit.first >= mention.last
        and unit.mention is None
        and unit.time is None
        and unit.lower[:1].isalnum()
        and unit.lower not in ("and", "or")
    ]
    return " ".join(words)


def _is_counterpart(words: str) -> bool:
    return words.split()[-1:] == ["counterpart"] or words.endswith("opposite number")


def _stands_for(words: str) -> bool:
    """Tell whether the people or things of a state act for it: forces, government, warplanes."""
    bodies = lexicon.around_names("bodies") | lexicon.around_names("offices")
    last = words.split()[-1:] or [""]
    return any(word in bodies for word in (words, last[0], inflect.singular(last[0]), " ".join(words.split()[-2:])))


def _own_group(words: str, state: Actor) -> Actor | None:
    """Return a group of a state that does not act for it: Syrian rebels, Russian state media."""
    group = _longest_group(words)
    if group is None or _stands_for(group) or state.kind != "state":
        return None
    adjective = _adjective(state)
    return unknown(f"{adjective} {group}", "group", (state.key,))


def _adjective(actor: Actor) -> str:
    from dateline.authority import entry

    listed = entry(actor.key)
    former = lexicon.data("names")["former_states"].get(actor.name, {})
    demonyms = listed.demonyms if listed is not None else tuple(former.get("demonyms", ()))
    return demonyms[0] if demonyms else actor.name


def _longest_group(words: str) -> str | None:
    """Return the longest end of some words that is a group."""
    parts = words.split()
    groups = lexicon.around_names("groups")
    return next((" ".join(parts[at:]) for at in range(len(parts)) if " ".join(parts[at:]) in groups), None)


def _group(phrase: NounPhrase) -> Actor | None:
    words = [word for word in phrase.words if word[:1].isalpha()]
    group = _longest_group(" ".join(words))
    if group is None:
        of = [inner for word, inner in phrase.post if word == "of"]
        return _group(of[0]) if of and phrase.head in lexicon.words("amounts") else None
    named = _with_modifier(words, group)
    behind = (one.actor for word, inner in phrase.post if word == "of" for one in inner.mentions)
    whom = next((actor.name for actor in behind if actor is not None), "")
    named = f"{named} of {whom}" if whom and group in ("supporters", "opponents", "followers", "members") else named
    return unknown(named[:1].upper() + named[1:], "group")


def _with_modifier(words: list[str], group: str) -> str:
    """Return a group with the word before it that says which one: separatist government."""
    size = len(group.split())
    before = words[-size - 1] if len(words) > size else ""
    return f"{before} {group}" if before in lexicon.words("kinds_of_groups") else group


def _behind_of(phrase: NounPhrase, memory: Memory, others: list[Actor]) -> list[Part]:
    """Return the states or persons behind "of": the government of X, the leaders of Egypt and Jordan."""
    head = phrase.head
    words = " ".join(word for word in phrase.words if word not in ("the", "a", "an", "both"))
    group = _longest_group(words)
    stands = _stands_for(words) or head in lexicon.around_names("offices")
    if (
        not stands
        and head not in lexicon.words("amounts")
        and (group or not head.endswith("s") or head in lexicon.words("no_deeds_of_states"))
    ):
        return []
    found: list[Part] = []
    for word, inner in phrase.post:
        if word in _OF or (word == "in" and stands and not group):
            for part in parts_of(inner, memory, others=others, strict=True):
                held = memory.cast.offices.get((office_core(words), part.actor.key))
                found.append(
                    Part(held, words, referred=True) if held else Part(part.actor, part.capacity or words, part.others)
                )
    return found


def place_of(preposition: str, phrase: NounPhrase) -> Actor | None:
    """Return the place or state that a prepositional phrase locates an event in, or None."""
    if preposition not in _LOCATIVE:
        return None
    for mention in reversed(phrase.mentions):
        if mention.form == PLACE:
            return mention.actor
        if mention.form in (CAPITAL, METONYM) and mention.last == phrase.last:
            return mention.city
        if mention.form in (NAME, DEMONYM) and mention.actor is not None and mention.actor.kind == "state":
            if (
                mention.form == NAME
                and mention.last == phrase.last
                and preposition in ("in", "inside", "across", "throughout", "over")
            ):
                return mention.actor
            if mention.form == DEMONYM and phrase.head in ("soil", "territory", "waters", "airspace"):
                return mention.actor
    return None


def introduce_appositions(phrase: NounPhrase, memory: Memory) -> None:
    """Note the office and the state that an apposition gives: X, the foreign minister of Y."""
    people = [
        mention.actor for mention in phrase.mentions if mention.actor is not None and mention.actor.kind == "person"
    ]
    told = phrase.apposition
    if told is not None and not people:
        people = [
            mention.actor for mention in told.mentions if mention.actor is not None and mention.actor.kind == "person"
        ]
        told = phrase
    if not people or told is None:
        return
    words = " ".join(word for word in told.words if word not in ("the", "a", "an", "'s", "'"))
    states = [mention.actor for mention in told.mentions if mention.actor is not None]
    states += [mention.actor for _, inner in told.post for mention in inner.mentions if mention.actor is not None]
    person = people[-1]
    for state in states:
        if state.kind in ("state", "organization"):
            person = with_state(person, state)
    memory.cast.introduce(person, words)


__all__ = ["Part", "introduce_appositions", "parts_of", "place_of"]
