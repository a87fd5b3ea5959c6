"""Whom a text can name: actors from the timeline, the authority and our own word lists, indexed by their names.

A name leads to all actors that go by it, in the order in which they are likely meant: those of the timeline first.
Capitals lead to the state they speak for and to the city itself. Knows no sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.authority import Entry, all_entries, entry, fold, named
from dateline.extract import lexicon
from dateline.extract.tokens import Token, tokenize

NAME, DEMONYM, CAPITAL, METONYM = "name", "demonym", "capital", "metonym"
_KINDS = {"state": 0, "organization": 1, "group": 1, "person": 2, "place": 3}
_TOO_COMMON = frozenset(("us", "who", "it", "is", "as", "at", "so", "no", "in", "or", "an", "be", "to", "me", "my"))
_ASIAN = frozenset(("china", "north-korea", "south-korea", "vietnam", "taiwan", "cambodia"))


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that a text names. `known` actors come from the timeline or the authority.

    `key` is the id in the timeline or the authority, else a slug of the name; `of` names states and organizations
    that the actor belongs to; `kind` is state, organization, person, group or place.
    """

    key: str
    name: str
    kind: str
    of: tuple[str, ...] = ()
    known: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sense:
    """One way in which words name an actor: its name, its demonym, its capital, or what speaks for it."""

    actor: Actor
    form: str
    city: Actor | None = None
    rank: int = 0


class Names:
    """The index of names; `own` actors, those of a timeline, take the place of the authority's."""

    def __init__(self, own: Iterable[Actor] = ()) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], str, Sense]]] = {}
        self.actors: dict[str, Actor] = {}
        own = list(own)
        self._replaced = _replacements(own)
        for actor in own:
            for name in (actor.name, *actor.aliases):
                self._add(name, Sense(actor, NAME, rank=-1))
            self._add_actor(actor)
        for one in all_entries():
            self._add_entry(one)
        self._add_own_words()

    def find(self, tokens: tuple[Token, ...], at: int) -> tuple[int, list[Sense]]:
        """Return the length in tokens of the longest name that begins at a token, and whom it names, likeliest first.

        Nothing found is length 0.
        """
        best: tuple[int, list[Sense]] = (0, [])
        for words, spelling, sense in self._first.get(_normal(tokens[at].text), ()):
            size = len(words)
            if size < best[0] or not _fits(tokens[at : at + size], words, spelling):
                continue
            best = (size, [sense]) if size > best[0] else (size, [*best[1], sense])
        return best[0], sorted(_unique(best[1]), key=lambda sense: sense.rank)

    def named(self, name: str) -> Actor | None:
        """Return the likeliest actor of a name, or None."""
        tokens = tuple(tokenize(name))
        size, senses = self.find(tokens, 0) if tokens else (0, [])
        return senses[0].actor if senses and size == len(tokens) else None

    def named_briefly(self, word: str) -> Actor | None:
        """Return the state or organization that one word names or describes, or None."""
        found = self.named(word) if word[:1].isupper() else None
        return found if found is not None and found.kind in ("state", "organization") else None

    def _add_actor(self, actor: Actor) -> None:
        self.actors.setdefault(actor.key, actor)

    def _add(self, name: str, sense: Sense) -> None:
        words = tuple(_normal(token.text) for token in tokenize(name))
        if words:
            article = words[0] == "the" and len(words) > 1
            self._first.setdefault(words[article], []).append((words[article:], name[4 * article :], sense))

    def _add_entry(self, one: Entry) -> None:
        actor = self._replaced.get(one.key) or _actor(one)
        self._add_actor(actor)
        rank = _KINDS.get(one.kind, 4)
        state = entry(one.of) if one.kind == "place" and one.of else None
        for name in one.names:
            if state is not None and state.capital == one.key:
                whole = self._replaced.get(state.key) or _actor(state)
                self._add(name, Sense(whole, CAPITAL, city=actor, rank=rank))
            else:
                self._add(name, Sense(actor, NAME, rank=rank))
        for name in one.demonyms:
            self._add(name, Sense(actor, DEMONYM, rank=rank))

    def _add_own_words(self) -> None:
        data = lexicon.data("names")
        for kind, table in (("state", data["former_states"]), ("organization", data["organizations"])):
            for name, more in table.items():
                words = more if isinstance(more, dict) else {"aliases": more}
                actor = self.named(name) or Actor(_slug(name), name, kind)
                self._add_actor(actor)
                for other in (name, *words.get("aliases", ())):
                    self._add(other, Sense(actor, NAME, rank=_KINDS[kind] + 5))
                for other in words.get("demonyms", ()):
                    self._add(other, Sense(actor, DEMONYM, rank=6))
        for name, whom in data["metonyms"].items():
            spoken_for = self.named(whom)
            if spoken_for:
                city = next((_actor(one) for one in named(name) if one.kind == "place"), None)
                self._add(name, Sense(spoken_for, METONYM, city=city, rank=-1))


def surname_keys(actor: Actor) -> tuple[str, ...]:
    """Return the words by which a person is named again: the last one, for some countries the first one."""
    words = [word for word in actor.name.split() if word]
    if len(words) < 2:
        return tuple(words)
    keys = [" ".join(words[-2:]) if _is_numeral(words[-1]) else words[-1]]
    if _is_numeral(words[-1]):
        keys.append(words[0])
    if set(actor.of) & _ASIAN:
        keys.insert(0, words[0])
    if keys[0].lower().startswith(("al-", "el-")):
        keys.append(keys[0][3:])
    return tuple(keys)


def unknown(name: str, kind: str, of: tuple[str, ...] = ()) -> Actor:
    """Make an actor that is in no list."""
    return Actor(_slug(name), name, kind, of, known=False)


@lru_cache(maxsize=65536)
def _normal(word: str) -> str:
    return fold(word) or word.lower()


def _fits(tokens: tuple[Token, ...], words: tuple[str, ...], spelling: str) -> bool:
    """Tell whether tokens spell a name: capital letters where the name has them, an acronym exactly."""
    if len(tokens) < len(words) or any(_normal(token.text) != word for token, word in zip(tokens, words, strict=False)):
        return False
    if len(words) > 1:
        return any(token.capital for token in tokens) or not spelling[:1].isupper()
    text = tokens[0].text
    short = spelling.replace(".", "")
    if short.isupper() and len(short) <= 5:
        return text.replace(".", "") == short or (
            text[:1].isupper() and len(short) > 3 and fold(text) not in _TOO_COMMON
        )
    return text[:1].isupper() or not spelling[:1].isupper() or "-" in text


def _unique(senses: list[Sense]) -> list[Sense]:
    seen: dict[str, Sense] = {}
    for sense in senses:
        seen.setdefault(sense.actor.key, sense)
    return list(seen.values())


def _replacements(own: list[Actor]) -> dict[str, Actor]:
    """Return which entry of the authority each actor of the timeline is, by name."""
    by_name = {fold(name): actor for actor in own for name in (actor.name, *actor.aliases)}
    return {
        one.key: by_name[fold(name)]
        for one in all_entries()
        for name in one.names
        if fold(name) in by_name and _same_kind(by_name[fold(name)].kind, one.kind)
    }


def _same_kind(one: str, other: str) -> bool:
    bodies = ("organization", "group")
    return one == other or (one in bodies and other in bodies)


def _actor(one: Entry) -> Actor:
    return Actor(one.key, one.name, one.kind, (one.of,) if one.of else (), True, one.aliases)


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-") or "name"


def _is_numeral(word: str) -> bool:
    return bool(word) and set(word) <= set("IVXLC")


def with_state(actor: Actor, state: Actor) -> Actor:
    """Return a person or organization with a state that it belongs to."""
    return actor if state.key in actor.of else replace(actor, of=(*actor.of, state.key))
