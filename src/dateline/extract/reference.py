"""Who is meant by "it", "they", "the two leaders", "the country", "his Iranian counterpart", "the government".

A small memory of one document: who was named last, who acted last, which group was named last, who holds which
office of which state. Only what the text itself has said counts; where nothing fits, nobody is meant. Which nouns
stand for whom is in `ontology/extract/words.yaml`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dateline.extract import lexicon
from dateline.extract.actors import Actor
from dateline.extract.clauses import NounPhrase
from dateline.extract.mentions import Cast, office_core

_BODIES = ("state", "organization", "group")
_FEMININE = frozenset(("she", "her", "herself"))
_MEMORY = 40


@dataclass(slots=True)
class Memory:
    """What was said so far; `main_state` is the state that the document names most often."""

    cast: Cast
    main_state: Actor | None = None
    named: list[Actor] = field(default_factory=list)
    acted: list[Actor] = field(default_factory=list)
    group: list[Actor] = field(default_factory=list)
    pairs: list[list[Actor]] = field(default_factory=list)
    weights: Counter[str] = field(default_factory=Counter)

    def name(self, actors: list[Actor], *, acting: bool, plural: bool = False) -> None:
        """Note actors in the order in which they were named; several at once, or `plural` ones, are a group."""
        for actor in actors:
            self.named.append(actor)
            if acting:
                self.acted.append(actor)
        if len({actor.key for actor in actors}) > 1:
            self.group = list({actor.key: actor for actor in actors}.values())
            self.pairs.append(self.group)
        elif plural and actors:
            self.group = [actors[0]]
        del self.named[:-_MEMORY], self.acted[:-_MEMORY]

    def meant(self, phrase: NounPhrase, *, others: list[Actor]) -> list[Actor]:
        """Return whom a pronoun or a phrase without a name stands for, but for `others` of the same clause."""
        pronoun = phrase.pronoun
        if pronoun:
            return self.by_pronoun(pronoun, others)
        return self._by_noun(phrase, others)

    def by_pronoun(self, pronoun: str, others: list[Actor]) -> list[Actor]:
        """Return whom a pronoun stands for."""
        kind = lexicon.pronouns().get(pronoun)
        if kind == "person":
            return self._last(("person",), others)
        if kind == "thing":
            return self._last(_BODIES, others, acted=not others)
        if kind == "plural":
            return self._plural(others)
        return []

    def _by_noun(self, phrase: NounPhrase, others: list[Actor]) -> list[Actor]:
        head = phrase.head
        definite = phrase.units[0].lower in ("the", "this", "that", "these", "those", "both")
        number = any(word in ("two", "both", "three", "four", "warring") for word in phrase.words)
        if definite and (
            (head in lexicon.words("groups_of_named") and (number or head == "sides")) or head in ("two", "both")
        ):
            return self._several(head)
        if definite and head in ("leaders", "ministers", "presidents", "diplomats") and len(phrase.words) == 2:
            return self._several(head)
        if head in lexicon.words("governments") and phrase.units[0].lower == "the" and len(phrase.words) <= 2:
            return [self.main_state] if self.main_state is not None else []
        wanted = lexicon.single_nouns().get(head)
        if not definite or wanted is None or len(phrase.words) > (2 if wanted != "person" else 3):
            return []
        if wanted == "person":
            return self._holder(" ".join(phrase.words[1:]), others)
        return self._last((wanted,) if wanted == "state" else _BODIES[1:], others, acted=False)

    def _last(self, kinds: tuple[str, ...], others: list[Actor], *, acted: bool = True) -> list[Actor]:
        taken = {actor.key for actor in others}
        for memory in (self.acted[-6:] if acted else [], self.named):
            fitting = [actor for actor in reversed(memory) if actor.kind in kinds and actor.key not in taken]
            if fitting:
                return fitting[:1]
        return []

    def _plural(self, others: list[Actor]) -> list[Actor]:
        taken = {actor.key for actor in others}
        last = next((actor for actor in reversed(self.acted) if actor.kind == "group"), None)
        if not [actor for actor in self.group if actor.key not in taken]:
            return [last] if last is not None and last.key not in taken else []
        if self.group and (last is None or self._position(self.group[-1]) >= self._position(last)):
            return [actor for actor in self.group if actor.key not in taken]
        return [last] if last is not None and last.key not in taken else []

    def _position(self, actor: Actor) -> int:
        return max((index for index, one in enumerate(self.named) if one.key == actor.key), default=-1)

    def _several(self, head: str) -> list[Actor]:
        """Return the last two of a kind: leaders are persons, countries are states."""
        if head in (
            "countries",
            "states",
            "nations",
            "governments",
            "capitals",
            "powers",
            "kingdoms",
            "neighbors",
            "neighbours",
            "republics",
        ):
            return self._states()
        if head in (
            "leaders",
            "ministers",
            "presidents",
            "men",
            "diplomats",
            "generals",
            "emperors",
            "kings",
            "monarchs",
        ):
            people = self._latest("person")
            return people if len(people) == 2 else self.group[:2]
        if head in ("sides", "two", "parties", "rivals", "belligerents", "foes"):
            return (
                self._states()
                if self.group and all(actor.kind == "state" for actor in self.group)
                else list(self.group)
            )
        return list(self.group)

    def _states(self) -> list[Actor]:
        """Return the last pair of states, one of which the document speaks of most."""
        central = {key for key, _ in self.weights.most_common(2)}
        pairs = [
            pair for pair in reversed(self.pairs) if len(pair) == 2 and all(actor.kind == "state" for actor in pair)
        ]
        for pair in pairs:
            if {actor.key for actor in pair} & central:
                return pair
        heavy = [actor for actor in self._distinct("state") if actor.key in central]
        return heavy if len(heavy) == 2 else pairs[0] if pairs else self._latest("state")

    def _distinct(self, kind: str) -> list[Actor]:
        return list({actor.key: actor for actor in self.named if actor.kind == kind}.values())

    def _latest(self, kind: str) -> list[Actor]:
        found: dict[str, Actor] = {}
        for actor in reversed(self.named):
            if actor.kind == kind:
                found.setdefault(actor.key, actor)
            if len(found) == 2:
                break
        return list(reversed(found.values())) if len(found) == 2 else []

    def _holder(self, office: str, others: list[Actor]) -> list[Actor]:
        core = office_core(office)
        holders = [
            actor for (title, _), actor in self.cast.offices.items() if title == core or title.endswith(f" {core}")
        ]
        recent = [actor for actor in reversed(self.named) if any(actor.key == one.key for one in holders)]
        if recent:
            return recent[:1]
        return self._last(("person",), others) if core in ("leader", "president", "king", "emperor", "premier") else []

    def leader(self, office: str, state: Actor) -> Actor | None:
        """Return the person of a state who was named before, for words such as "the Syrian leader"."""
        if office not in ("leader", "president", "ruler", "premier", "king", "emperor", "strongman"):
            return None
        return next((actor for actor in reversed(self.named) if actor.kind == "person" and state.key in actor.of), None)

    def counterpart(self, other: Actor, state: Actor) -> list[Actor]:
        """Return who holds in a state the office that somebody holds in another."""
        held = {title for (title, _), actor in self.cast.offices.items() if actor.key == other.key}
        return [actor for (title, of), actor in self.cast.offices.items() if of == state.key and title in held][:1]
