"""The dictionary of actions, read from `ontology/extract/actions.yaml`, and which of its patterns fits a clause.

A pattern is a verb with the words and the class of object that belong to it; the one that says most wins. What the
parts of a clause play which role is told by the pattern's group. Knows no actors and no dates. The types are those
of PLOVER, as `ontology/types.ttl` defines them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from dateline.extract import inflect, lexicon
from dateline.extract.clauses import Clause, NounPhrase
from dateline.extract.tokens import Token

NO_TYPE = "none"
_NEAR = 2
_FAR = 7


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern behind the verb: some words, or a class of nouns that its object belongs to."""

    words: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say an action. `subject` are the nouns that its subject must be one of, empty for any.

    `slots` maps subject, object and prepositions to roles.
    """

    type: str
    lemma: str
    parts: tuple[Part, ...]
    subject: frozenset[str]
    slots: Mapping[str, str]
    contexts: tuple[str, ...]
    order: int

    @property
    def weight(self) -> int:
        """How much the pattern says: the more parts, the better it fits."""
        return 3 * len(self.parts) + 2 * bool(self.subject) + sum(bool(part.nouns) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that names an event by itself, such as invasion."""

    type: str
    words: tuple[str, ...]
    slots: Mapping[str, str]
    contexts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A pattern that fits a clause; `nouns` are the phrases that its classes of nouns were found in."""

    pattern: Pattern
    nouns: tuple[NounPhrase, ...]


class Actions:
    """All patterns, by the base form of their verb, and all heads."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._classes = {name: frozenset(words) for name, words in {**data["nouns"], **data["more"]}.items()}
        self._light = {name: [verb.split() for verb in verbs] for name, verbs in data["verbs"].items()}
        self.planned: Mapping[str, str] = data["planned"]
        self.refused: Mapping[str, str] = data["refused"]
        self._patterns: dict[str, list[Pattern]] = {}
        self.heads: dict[str, list[Head]] = {}
        for order, group in enumerate(data["groups"]):
            self._add_group(group, order, data["roles"])
        lists = (lexicon.verbs(name) for name in ("reporting", "aspect", "intent", "refusal", "common"))
        irregular = {line.split()[0] for line in lexicon.data("verbs")["irregular"].splitlines()}
        single = {
            word
            for word in (*self._patterns, *irregular, *(one for words in lists for one in words))
            if " " not in word
        }
        self.verbs = frozenset(single - {"be", "have", "do"})
        named = (word for words in self._classes.values() for word in words)
        others = (*lexicon.around_names("bodies"), *lexicon.around_names("groups"), *lexicon.words("rather_nouns"))
        self.nouns = frozenset(inflect.singular(word) for word in (*named, *self.heads, *others))

    def fit(self, clause: Clause, tokens: tuple[Token, ...]) -> Fit | None:
        """Return the pattern that says most about a clause, or None where none fits."""
        verb = clause.verb
        if verb is None:
            return None
        candidates = [pattern for lemma in verb.lemmas for pattern in self._patterns.get(lemma, ())]
        fits = [fit for pattern in candidates if (fit := _fit(pattern, clause, tokens)) is not None]
        return max(fits, key=lambda fit: (fit.pattern.weight, -fit.pattern.order), default=None)

    def head(self, phrase: NounPhrase) -> Head | None:
        """Return the event that a noun phrase names by its last noun, or None."""
        words = [inflect.singular(word) for word in phrase.words if word[:1].isalnum()]
        if not words:
            return None
        options = self.heads.get(words[-1], ())
        fitting = [one for one in options if tuple(words[-len(one.words) :]) == one.words]
        return max(fitting, key=lambda one: len(one.words), default=None)

    def is_a(self, phrase: NounPhrase, name: str) -> bool:
        """Tell whether a phrase belongs to a class of nouns."""
        return _belongs(phrase, self._classes[name])

    def _add_group(self, group: Mapping[str, Any], order: int, roles: Mapping[str, Any]) -> None:
        kind = group["type"]
        slots = {key: role for key, role in (group.get("slots") or roles[kind.split("/")[0]]).items() if role != "none"}
        contexts = tuple(group.get("contexts", ()))
        for text in group.get("verbs", ()):
            for lemma, parts, subject in self._read(text):
                pattern = Pattern(kind, lemma, parts, subject, slots, contexts, order)
                self._patterns.setdefault(lemma, []).append(pattern)
        for text in group.get("heads", ()):
            words = tuple(inflect.singular(word) for word in text.lower().split())
            self.heads.setdefault(words[-1], []).append(Head(kind, words, slots, contexts))

    def _read(self, text: str) -> Iterator[tuple[str, tuple[Part, ...], frozenset[str]]]:
        """Read one line: verbs between bars and light verbs give a pattern each; `_` joins a verb and its particle."""
        items = text.split()
        subject: frozenset[str] = frozenset()
        if items[0].startswith("{") and items[0][1:-1] in self._classes:
            subject = self._classes[items.pop(0)[1:-1]]
        verbs = self._verbs(items.pop(0))
        rest = [self._part(item) for item in items]
        for verb, part in product(verbs, [tuple(rest)]):
            particles = tuple(Part(words=frozenset((word,))) for word in verb[1:])
            yield verb[0], (*particles, *part), subject

    def _verbs(self, item: str) -> list[list[str]]:
        if item.startswith("{"):
            return self._light[item[1:-1]]
        return [verb.split("_") for verb in item.split("|")]

    def _part(self, item: str) -> Part:
        if item.startswith("{"):
            return Part(nouns=self._classes[item[1:-1]])
        return Part(words=frozenset(item.split("|")))


@lru_cache(maxsize=1)
def actions() -> Actions:
    """Return the dictionary, read once."""
    return Actions(lexicon.data("actions"))


def _fit(pattern: Pattern, clause: Clause, tokens: tuple[Token, ...]) -> Fit | None:
    verb = clause.verb
    assert verb is not None
    found: list[NounPhrase] = []
    passive = verb.passive or clause.link == "reduced"
    if pattern.subject:
        holder = _of_class([*clause.subject], pattern.subject)
        if holder is None or (passive and not any(part.nouns for part in pattern.parts)):
            return None
        found.append(holder)
    following = tokens[verb.last : max(clause.last, verb.last + _NEAR)]
    at = 0
    word = ""
    for part in pattern.parts:
        if part.nouns:
            holder = _object(clause, word, part.nouns, passive=passive)
            if holder is None:
                return None
            found.append(holder)
            if not passive:
                at = max(at, holder.last - verb.last)
        else:
            place = _word_at(following, at, part.words, clause, moved=bool(found))
            if place < 0:
                return None
            at, word = place + 1, following[place].lower
    return Fit(pattern, tuple(found))


def _word_at(following: tuple[Token, ...], at: int, words: frozenset[str], clause: Clause, *, moved: bool) -> int:
    """Return where a word of a pattern stands behind the verb, -1 for nowhere.

    A preposition or particle must follow the verb or its object at once; other words may be some words away.
    """
    particle = words & (lexicon.words("prepositions") | lexicon.words("particles") | {"to", "that"})
    reach = _NEAR if particle else _FAR
    assert clause.verb is not None
    starts = {at}
    if particle and not moved:
        starts |= {phrase.last - clause.verb.last for phrase in clause.objects[:1]}
    for start in sorted(starts):
        for index in range(max(start, at), min(len(following), max(start, at) + reach)):
            token = following[index].lower
            if token in words or inflect.singular(token) in words:
                return index
            if particle and token not in lexicon.words("adverbs") and not token.endswith("ly"):
                break
    return -1


def _object(clause: Clause, word: str, nouns: frozenset[str], *, passive: bool) -> NounPhrase | None:
    """Return the phrase of a class that is the verb's object, or stands behind the preposition of the pattern."""
    if word in lexicon.words("prepositions") or word == "to":
        behind = [phrase for preposition, phrase in clause.pps if preposition == lexicon.plain_preposition(word)]
        return _of_class([*behind, *clause.objects], nouns)
    phrases = clause.subject if passive else clause.objects
    return _of_class(phrases, nouns)


def _of_class(phrases: Iterable[NounPhrase], nouns: frozenset[str]) -> NounPhrase | None:
    return next((phrase for phrase in phrases if _belongs(phrase, nouns)), None)


def _belongs(phrase: NounPhrase, nouns: frozenset[str]) -> bool:
    """Tell whether a phrase has a noun of a class; "a number of drones" has that of its "of"."""
    named = [unit.lower.split()[-1] for unit in phrase.units if unit.mention is not None]
    named += [
        "city" for mention in phrase.mentions if mention.form in ("place", "capital") and mention.last == phrase.last
    ]
    words = ["money" if word[:1] in "$€£¥" else inflect.singular(word) for word in (*phrase.words, *named)]
    if any(word in nouns for word in words):
        return True
    return any(
        _belongs(inner, nouns)
        for word, inner in phrase.post
        if word == "of" and phrase.head in lexicon.words("measures")
    )
