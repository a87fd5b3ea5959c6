"""Finds who is named in a sentence: names of the index, persons by title, organizations by their words.

A title before a name gives the capacity, an adjective of a country before the title the affiliation, so that
"Russian Foreign Minister Sergey Lavrov" is one person. Names that no list has become actors of their own, marked as
unknown. What a text has introduced is kept in its `Cast`, so that a surname or an acronym leads back to it. What words
are offices, organizations or things is in `ontology/extract/names.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from dateline.authority import cities_named, entry, fold
from dateline.extract import inflect, lexicon
from dateline.extract.actors import (
    CAPITAL,
    DEMONYM,
    METONYM,
    NAME,
    Actor,
    Names,
    Sense,
    surname_keys,
    unknown,
    with_state,
)
from dateline.extract.tokens import Token

PLACE, THING, OFFICE = "place", "thing", "office"
_LONGEST_OFFICE = 6
_INNER = frozenset(("of", "for", "the", "and", "de", "&"))


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `first` to `last` (exclusive) of a sentence that name an actor, or a thing that is none.

    `form` is name, demonym, capital, metonym, place, office or thing; `capacity` the office named with a person;
    `city` the capital itself; `others` whom the words can also mean; `partner` the second country of words such as
    `Russian-Syrian`.
    """

    first: int
    last: int
    actor: Actor | None
    form: str
    capacity: str = ""
    city: Actor | None = None
    others: tuple[Actor, ...] = ()
    partner: Actor | None = None


@dataclass(slots=True)
class Cast:
    """Who has been introduced in one document: by key, surname, acronym and office."""

    names: Names
    ordinary: frozenset[str]
    actors: dict[str, Actor] = field(default_factory=dict)
    surnames: dict[str, list[Actor]] = field(default_factory=dict)
    offices: dict[tuple[str, str], Actor] = field(default_factory=dict)

    def introduce(self, actor: Actor, capacity: str = "") -> Actor:
        """Note an actor; return the one that was noted before under the same name."""
        known = self.actors.get(actor.key)
        if known is not None:
            actor = replace(known, of=tuple(dict.fromkeys((*known.of, *actor.of))))
        self.actors[actor.key] = actor
        if actor.kind == "person":
            for key in surname_keys(actor):
                named = self.surnames.setdefault(key.lower(), [])
                if all(one.key != actor.key for one in named):
                    named.append(actor)
            for state in actor.of:
                if capacity:
                    self.offices.setdefault((office_core(capacity), state), actor)
        return actor

    def of_surname(self, word: str) -> list[Actor]:
        """Return the persons introduced with a surname, in their order."""
        return [self.actors[one.key] for one in self.surnames.get(word.lower(), ())]


def office_core(capacity: str) -> str:
    """Return an office without the words around it: `outgoing foreign minister` is `foreign minister`."""
    words = [word for word in capacity.lower().split() if word not in lexicon.around_names("office_modifiers")]
    return " ".join(words)


def find_mentions(tokens: tuple[Token, ...], cast: Cast, dated: frozenset[int] = frozenset()) -> list[Mention]:
    """Return who is named in a sentence, from left to right, without overlaps; tokens that are `dated` name nobody."""
    return _Finder(tokens, cast, dated).run()


class _Finder:
    """Walks over the tokens of one sentence."""

    def __init__(self, tokens: tuple[Token, ...], cast: Cast, dated: frozenset[int]) -> None:
        self.tokens = tokens
        self.dated = dated
        self.cast = cast
        self.found: list[Mention] = []

    def run(self) -> list[Mention]:
        at = 0
        while at < len(self.tokens):
            free = at not in self.dated
            mention = (self._titled(at) or self._listed(at) or self._capitalized(at)) if free else None
            if mention is None:
                at += 1
                continue
            self.found.append(mention)
            at = mention.last
        return self.found

    def _titled(self, at: int) -> Mention | None:
        """Read an office and the person named behind it, with the country before it."""
        size = self._office(at)
        if not size:
            return None
        name_at = at + size
        while name_at < len(self.tokens) and self.tokens[name_at].text == "." and name_at == at + size:
            name_at += 1
        capacity = " ".join(token.text for token in self.tokens[at : at + size])
        person = self._person(name_at) if name_at < len(self.tokens) else None
        if person is None:
            return None
        last, actor, others = person
        state = self._state_before(at)
        if state is not None and actor.kind == "person":
            actor = with_state(actor, state)
        shown = "" if capacity.lower() in lexicon.around_names("addresses") else capacity
        actor = self.cast.introduce(actor, shown)
        first = at if state is None else self._drop_state(at)
        return Mention(first, last, actor, NAME, shown, others=others)

    def _office(self, at: int) -> int:
        """Return the number of tokens of the longest office at a token, words such as `former` included."""
        skipped = 0
        modifiers = lexicon.around_names("office_modifiers")
        while at + skipped < len(self.tokens) and self.tokens[at + skipped].lower in modifiers:
            if self.tokens[at + skipped].lower.endswith("ed") and not self._described(at + skipped):
                return 0
            skipped += 1
        offices = lexicon.around_names("offices")
        first = at + skipped
        if first >= len(self.tokens) or self.tokens[first].lower not in lexicon.first_words("offices"):
            return 0
        for size in range(_LONGEST_OFFICE, 0, -1):
            words = self.tokens[at + skipped : at + skipped + size]
            if len(words) == size and _spelled(words) in offices:
                return skipped + size
        return 0

    def _described(self, at: int) -> bool:
        """Tell whether a participle before an office belongs to it, as in "the ousted president", and is no verb."""
        before = self.tokens[at - 1].lower if at else ""
        leads = (
            before in lexicon.words("determiners")
            or before in lexicon.words("possessives")
            or before in ("'s", "newly")
        )
        return leads or (bool(self.found) and self.found[-1].last == at and self.found[-1].form == DEMONYM)

    def _state_before(self, at: int) -> Actor | None:
        """Return the country whose adjective or possessive stands right before an office."""
        before = self.found[-1] if self.found else None
        if before is None or before.actor is None or before.form not in (DEMONYM, NAME, CAPITAL, METONYM):
            return None
        gap = self.tokens[before.last : at]
        joined = before.form == DEMONYM and not gap
        possessive = len(gap) == 1 and gap[0].lower in ("'s", "'")
        if not (joined or possessive or (not gap and before.actor.kind in ("state", "organization"))):
            return None
        return before.actor if before.actor.kind in ("state", "organization", "group") else None

    def _drop_state(self, at: int) -> int:
        """Take the country out of what was found, since it is told with the person; return where it began."""
        before = self.found.pop()
        return before.first if before.last <= at else at

    def _person(self, at: int) -> tuple[int, Actor, tuple[Actor, ...]] | None:
        """Read the name of a person behind a title."""
        if not self.tokens[at].capital and self.tokens[at].lower not in lexicon.around_names("particles"):
            return None
        size, senses = self.cast.names.find(self.tokens, at)
        people = [sense.actor for sense in senses if sense.actor.kind == "person"]
        run = self._run(at, inner=frozenset())
        if people and size >= run:
            return at + size, people[0], tuple(people[1:])
        if senses and size >= run and senses[0].form in (DEMONYM, METONYM):
            return None
        if not run or not self.tokens[at + run - 1].capital:
            return None
        if senses and size >= run and senses[0].actor.kind != "place":
            return None
        words = [token.text for token in self.tokens[at : at + run]]
        if words[-1].lower() in lexicon.around_names("organization_words"):
            return None
        known = self.cast.of_surname(" ".join(words)) or (self.cast.of_surname(words[-1]) if len(words) == 1 else [])
        name = " ".join(words)
        return at + run, known[0] if known else unknown(name, "person"), tuple(known[1:])

    def _listed(self, at: int) -> Mention | None:
        """Read a name that the index has, or the surname of somebody introduced before."""
        size, senses = self.cast.names.find(self.tokens, at)
        if not size and "-" in self.tokens[at].text:
            return self._hyphenated(at)
        run = self._run(at, inner=frozenset())
        if size and run > size:
            longer = self._named_thing(at)
            if longer is not None and longer.last > at + size:
                return longer
        if not size:
            return None
        chosen = self._chosen(senses)
        if chosen.actor.kind == "person" and run > size and chosen.form == NAME:
            return None
        form = PLACE if chosen.actor.kind == "place" else chosen.form
        actor = chosen.actor if form == PLACE else self.cast.introduce(chosen.actor)
        others = tuple(sense.actor for sense in senses if sense.actor.key != actor.key)
        if form == NAME and actor.kind == "state":
            others += _namesakes(actor.name)
        return Mention(at, at + size, actor, form, city=chosen.city, others=others)

    def _hyphenated(self, at: int) -> Mention | None:
        """Read two countries joined by a hyphen: Russian-Syrian, Egypt-Israel."""
        parts = [self.cast.names.named_briefly(part) for part in self.tokens[at].text.split("-")]
        if len(parts) == 2 and parts[0] is not None and parts[1] is not None:
            first, second = (self.cast.introduce(part) for part in parts if part is not None)
            return Mention(at, at + 1, first, DEMONYM, partner=second)
        return Mention(at, at + 1, None, THING) if parts[0] is not None else None

    def _chosen(self, senses: list[Sense]) -> Sense:
        introduced = [sense for sense in senses if sense.actor.key in self.cast.actors]
        return introduced[0] if introduced and introduced[0].actor.kind != "place" else senses[0]

    def _named_thing(self, at: int) -> Mention | None:
        """Read a longer capitalized name around a listed one, such as the Syrian Democratic Forces."""
        run = self._run(at, inner=_INNER)
        for size in range(run, 1, -1):
            last = self.tokens[at + size - 1].lower
            if last in lexicon.around_names("organization_words") and not self._office(at + 1):
                return self._organization(at, size)
            if last in lexicon.around_names("thing_words"):
                return Mention(at, at + size, None, THING)
        return None

    def _organization(self, at: int, size: int) -> Mention:
        name = _written(self.tokens[at : at + size])
        length, senses = self.cast.names.find(self.tokens, at)
        of = (senses[0].actor.key,) if length and length < size and senses[0].actor.kind == "state" else ()
        listed = self.cast.names.named(name)
        state = self._state_before(at) if listed is None and not of and _is_of_a_state(name) else None
        if state is not None:
            whole = entry(state.key)
            adjective = whole.demonyms[0] if whole is not None and whole.demonyms else state.name
            actor = self.cast.introduce(unknown(f"{adjective} {name}", "organization", (state.key,)))
            return Mention(self._drop_state(at), at + size, actor, NAME)
        return Mention(at, at + size, self.cast.introduce(listed or unknown(name, "organization", of)), NAME)

    def _capitalized(self, at: int) -> Mention | None:
        """Read a capitalized name that no list has."""
        token = self.tokens[at]
        if (
            not token.capital
            or not token.text[0].isalpha()
            or token.lower in lexicon.words("calendar")
            or self._ordinary_start(at)
        ):
            return None
        known = self.cast.of_surname(token.text)
        run = self._run(at, inner=_INNER)
        plain_run = self._run(at, inner=frozenset())
        if known and plain_run == 1:
            return Mention(at, at + 1, known[0], NAME, others=tuple(known[1:]))
        names = [self.tokens[at + index].lower for index in range(run)]
        if any(word in lexicon.around_names("organization_words") for word in names):
            return self._organization(at, self._organization_end(at, run))
        if any(word in lexicon.around_names("thing_words") for word in names[:plain_run]):
            behind_of = names[plain_run : plain_run + 1] == ["of"]
            return Mention(at, at + (self._organization_end(at, run) if behind_of else plain_run), None, THING)
        return self._unknown(at, plain_run)

    def _organization_end(self, at: int, run: int) -> int:
        """Cut a run behind its last capitalized word."""
        while run > 1 and not self.tokens[at + run - 1].capital:
            run -= 1
        return run

    def _unknown(self, at: int, run: int) -> Mention | None:
        words = [token.text for token in self.tokens[at : at + run]]
        name = " ".join(words)
        acronym = self.cast.actors.get(f"acronym:{name}")
        if acronym is not None:
            return Mention(at, at + run, acronym, NAME)
        if self._locative(at):
            return Mention(at, at + run, unknown(name, "place"), PLACE)
        following = self.tokens[at + run].text if at + run < len(self.tokens) else ""
        if (run == 1 and name.endswith(_ADJECTIVES) and following.islower()) or any(char.isdigit() for char in name):
            return Mention(at, at + run, None, THING)
        city = _city(name)
        if city is not None and (self._locative(at) or not self._verb_follows(at)):
            return Mention(at, at + run, city, PLACE)
        if run == 1:
            kind = "person" if self._verb_follows(at) and not name.isupper() else "organization"
            return Mention(at, at + 1, self.cast.introduce(unknown(name, kind)), NAME)
        known = self.cast.of_surname(words[-1])
        same = [one for one in known if set(one.name.split()) >= set(words)]
        actor = same[0] if same else self._listed_person(words) or unknown(name, "person")
        return Mention(at, at + run, self.cast.introduce(actor), NAME)

    def _listed_person(self, words: list[str]) -> Actor | None:
        named = self.cast.names.named(" ".join(words))
        return named if named is not None and named.kind == "person" else None

    def _locative(self, at: int) -> bool:
        before = self.tokens[at - 1].lower if at else ""
        single = self._run(at, inner=frozenset()) == 1
        return before in ("in", "at", "near", "outside", "into", "across", "around") or (
            single and before in ("from", "of", "to", "through")
        )

    def _ordinary_start(self, at: int) -> bool:
        """Tell whether a capital letter is only that of a sentence's first word."""
        first = at == 0 or self.tokens[at - 1].text in "\"“‘('«:;—–"
        if not first:
            return False
        token = self.tokens[at]
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        ordinary = token.lower in self.cast.ordinary or is_common(token.lower)
        if following is not None and following.capital and following.text[:1].isalpha():
            return ordinary and token.lower not in lexicon.around_names("organization_words")
        if ordinary or self.cast.of_surname(token.text):
            return ordinary
        return (
            token.lower.endswith(("s", "ing", "ed", "ly"))
            or inflect.singular(token.lower) in _nouns()
            or not self._verb_follows(at)
        )

    def _verb_follows(self, at: int) -> bool:
        """Tell whether the next word looks like a verb: Cavour met, Garibaldi landed."""
        word = self.tokens[at + 1].lower if at + 1 < len(self.tokens) else ""
        closed = any(word in lexicon.words(name) for name in ("be", "have", "modals", "do"))
        return closed or word.endswith("ed") or word in inflect.irregular_pasts()

    def _run(self, at: int, *, inner: frozenset[str]) -> int:
        """Return the length of the run of capitalized words at a token, small words inside of it included."""
        last = at
        index = at
        particles = lexicon.around_names("particles") - {"of", "the", "e", "y", "d"}
        while index < len(self.tokens):
            token = self.tokens[index]
            if index in self.dated:
                break
            if (token.capital and token.text[0].isalpha()) or (
                token.text == "." and index == last and len(self.tokens[index - 1].text) == 1
            ):
                last = index + 1
            elif (
                not (token.lower in inner or token.lower in particles)
                or (index == at and token.lower in inner)
                or index - last > 1
            ):
                break
            index += 1
        return last - at


_ADJECTIVES = ("ian", "ish", "ese", "ean", "ic", "ist")


_CITY = 50_000
_LARGE = 300_000


@lru_cache(maxsize=4096)
def _city(name: str) -> Actor | None:
    """Return the city that the gazetteer has under a name, if it is large enough to be meant without more words."""
    found = next((one for one in cities_named(name) if fold(one.name) == fold(name)), None)
    if found is None or found.population < _CITY:
        return None
    return Actor(fold(found.name).replace(" ", "-"), found.name, "place", (found.of,) if found.of else ())


def _is_of_a_state(name: str) -> bool:
    """Tell whether many states have an organization of this name: the Foreign Ministry, the Supreme Court."""
    return name.rsplit(maxsplit=1)[-1].lower() in lexicon.words("organs")


@lru_cache(maxsize=512)
def _namesakes(name: str) -> tuple[Actor, ...]:
    """Return the large cities and the parts of the United States that a state shares its name with."""
    found = (one for one in cities_named(name) if fold(one.name) == fold(name))
    large = [one for one in found if not one.population or one.population > _LARGE]
    return tuple(Actor(one.key, one.name, "place", (one.of,) if one.of else ()) for one in large[:2])


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    """Return the nouns of the dictionary of actions: Violence erupted."""
    actions = lexicon.data("actions")
    return frozenset(
        word for table in (actions["nouns"], actions["more"]) for words in table.values() for word in words
    )


def is_common(word: str) -> bool:
    """Tell whether a lower-case word is an ordinary English word that the grammar knows."""
    sets = (
        "determiners",
        "possessives",
        "prepositions",
        "subordinators",
        "relatives",
        "conjunctions",
        "modals",
        "adverbs",
        "adjectives",
        "groups_of_named",
    )
    if any(word in lexicon.words(name) for name in sets) or word in lexicon.pronouns():
        return True
    groups = lexicon.around_names("groups") | lexicon.around_names("bodies") | lexicon.around_names("offices")
    return word in groups or inflect.singular(word) in groups or word.endswith("ing")


def _spelled(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.lower for token in tokens)


def _written(tokens: tuple[Token, ...]) -> str:
    """Write tokens as the text has them, a possessive without a blank before it."""
    parts: list[str] = []
    for index, token in enumerate(tokens):
        joined = index > 0 and token.start == tokens[index - 1].end
        parts.append(token.text if not index or joined else f" {token.text}")
    return "".join(parts)
