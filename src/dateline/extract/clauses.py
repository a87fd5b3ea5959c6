"""Clauses of a sentence by shallow rules: who or what stands before a verb, behind it, and behind which preposition.

One pass from left to right over noun phrases and verb groups. Coordination shares a subject ("visited X and met Y"),
relative clauses lend theirs ("X, who fled, urged ..."), infinitives and participles hang on the verb before
them, and a noun phrase is only given to the next verb when that verb arrives. What is meant by the verbs is not known
here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.extract import lexicon
from dateline.extract.actors import DEMONYM
from dateline.extract.inflect import BASE, GERUND, PARTICIPLE, PAST, THIRD
from dateline.extract.mentions import Mention
from dateline.extract.temporal import Expression
from dateline.extract.units import (
    ADV,
    BE,
    COMMA,
    CONJ,
    DET,
    DO,
    HAVE,
    MARK,
    MODAL,
    NEG,
    NOUN,
    POSS,
    PRON,
    TIME,
    TO,
    VERB,
    Unit,
)

ROOT, CONJUNCT, THAT, RELATIVE, INFINITIVE, PARTICIPIAL, REDUCED, ADVERBIAL = (
    "root",
    "conjunct",
    "that",
    "relative",
    "infinitive",
    "participial",
    "reduced",
    "adverbial",
)


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase: its units, the phrases behind its prepositions, and an apposition."""

    units: list[Unit]
    post: list[tuple[str, NounPhrase]] = field(default_factory=list)
    apposition: NounPhrase | None = None

    @property
    def first(self) -> int:
        """Its first token."""
        return self.units[0].first

    @property
    def last(self) -> int:
        """The token behind it."""
        return self.units[-1].last

    @property
    def mentions(self) -> list[Mention]:
        """The names in it."""
        return [unit.mention for unit in self.units if unit.mention is not None]

    @property
    def times(self) -> list[Expression]:
        """The dates in it, such as that of `Russia's 2022 invasion`."""
        return [unit.time for unit in self.units if unit.time is not None]

    @property
    def words(self) -> list[str]:
        """Its words in lower case, names and dates left out."""
        return [unit.lower for unit in self.units if unit.mention is None and unit.time is None]

    @property
    def head(self) -> str:
        """Its last noun in lower case."""
        nouns = [unit.lower for unit in self.units if unit.label in (NOUN, PRON)]
        return nouns[-1] if nouns else self.units[-1].lower

    @property
    def pronoun(self) -> str:
        """The pronoun that it is, or an empty text."""
        return self.units[0].lower if len(self.units) == 1 and self.units[0].label == PRON else ""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its auxiliaries: `lemmas` are its possible base forms.

    `form` is that of the verb; `bare` means that no auxiliary says whether "signed" is past or participle.
    """

    first: int
    last: int
    lemmas: tuple[str, ...]
    forms: frozenset[str]
    passive: bool = False
    perfect: bool = False
    progressive: bool = False
    modal: str = ""
    infinitive: bool = False
    negated: bool = False
    bare: bool = False

    @property
    def finite(self) -> bool:
        """Whether it can be the verb of a main clause."""
        return not self.infinitive and not (self.bare and self.forms == {GERUND})

    @property
    def present(self) -> bool:
        """Whether it is in the present tense, or a perfect or progressive of it."""
        return self.bare and bool(self.forms & {BASE, THIRD})


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a clause, with its preposition; `anchor` is the phrase that it dates: the invasion in 2022."""

    time: Expression
    preposition: str
    leading: bool
    anchor: NounPhrase | None = None


@dataclass(slots=True)
class Clause:
    """A verb with what belongs to it; `parent` is the clause it hangs on, `word` the word that links them.

    `offset` is the length of time between the two, of "ten days after Azerbaijan seized ...".
    """

    link: str = ROOT
    parent: Clause | None = None
    word: str = ""
    verb: VerbGroup | None = None
    subject: list[NounPhrase] = field(default_factory=list)
    objects: list[NounPhrase] = field(default_factory=list)
    pps: list[tuple[str, NounPhrase]] = field(default_factory=list)
    times: list[Dated] = field(default_factory=list)
    first: int = -1
    last: int = -1
    offset: NounPhrase | None = None

    def cover(self, first: int, last: int) -> None:
        """Widen the stretch of tokens."""
        self.first = first if self.first < 0 else min(self.first, first)
        self.last = max(self.last, last)


Chunk = NounPhrase | VerbGroup | Unit


def chunks_of(units: Sequence[Unit]) -> list[Chunk]:
    """Join units into noun phrases and verb groups; prepositions, conjunctions, dates and marks stay single."""
    chunks: list[Chunk] = []
    at = 0
    while at < len(units):
        size, group = _verb_group(units, at)
        if group is not None:
            chunks.append(group)
            at += size
            continue
        size = _noun_phrase(units, at)
        if size:
            chunks.append(NounPhrase([unit for unit in units[at : at + size] if unit.label != MARK]))
            at += size
            continue
        if units[at].label not in (MARK, ADV, NEG):
            chunks.append(units[at])
        at += 1
    return chunks


def _verb_group(units: Sequence[Unit], at: int) -> tuple[int, VerbGroup | None]:
    """Read auxiliaries, adverbs and a verb; a form of be, have or do can be the verb itself."""
    first = units[at]
    if first.label not in (VERB, BE, HAVE, DO, MODAL, TO, NEG) or (first.label == NEG and first.lower == "without"):
        return 0, None
    seen: list[Unit] = []
    index = at
    while index < len(units) and units[index].label in (BE, HAVE, DO, MODAL, TO, NEG, ADV):
        if units[index].label == TO and seen:
            break
        seen.append(units[index])
        index += 1
    main = units[index] if index < len(units) and units[index].label == VERB else None
    if main is None:
        helpers = [unit for unit in seen if unit.label in (BE, HAVE, DO)]
        if not helpers:
            return 0, None
        size = seen.index(helpers[-1]) + 1
        return size, _group(seen[:size], None)
    if (main is not None and seen and any(unit.label in (BE, HAVE, DO, MODAL, TO) for unit in seen)) or not seen:
        return index - at + 1, _group(seen, main)
    return 0, None


def _group(helpers: Sequence[Unit], main: Unit | None) -> VerbGroup:
    labels = [unit.label for unit in helpers]
    every = [*helpers, main] if main else list(helpers)
    forms = frozenset(form.form for form in main.forms) if main else frozenset()
    if main is None:
        own = [unit for unit in helpers if unit.label in (BE, HAVE, DO)][-1]
        lemmas: tuple[str, ...] = ({BE: "be", HAVE: "have", DO: "do"}[own.label],)
        forms = frozenset((PAST,)) if own.lower in ("was", "were", "had", "did", "been") else frozenset((THIRD,))
    else:
        lemmas = tuple(dict.fromkeys(form.lemma for form in main.forms))
    last_helper = next((unit for unit in reversed(helpers) if unit.label in (BE, HAVE, DO, MODAL, TO)), None)
    after_be = main is not None and last_helper is not None and last_helper.label == BE
    gerund = helpers[0].lower in ("being", "having") if helpers else False
    return VerbGroup(
        first=every[0].first,
        last=every[-1].last,
        lemmas=lemmas,
        forms=frozenset((GERUND,)) if gerund else forms,
        passive=after_be and PARTICIPLE in forms and GERUND not in forms,
        perfect=HAVE in labels,
        progressive=after_be and GERUND in forms,
        modal=next((unit.lower for unit in helpers if unit.label == MODAL), ""),
        infinitive=TO in labels,
        negated=NEG in labels,
        bare=gerund or not any(label in (BE, HAVE, DO, MODAL, TO) for label in labels),
    )


def _noun_phrase(units: Sequence[Unit], at: int) -> int:
    """Return the number of units of the noun phrase that begins here, 0 for none."""
    if units[at].label == PRON:
        return 1
    index = at
    seen_noun = False
    while index < len(units) and not _begins_another(units, index, seen_noun=seen_noun):
        if not _inside(units, at, index, seen_noun=seen_noun):
            break
        seen_noun = seen_noun or units[index].label == NOUN
        index += 1
    while index > at and units[index - 1].label in (MARK, CONJ, COMMA, ADV):
        index -= 1
    return index - at if any(unit.label in (NOUN, DET, POSS) for unit in units[at:index]) else 0


def _begins_another(units: Sequence[Unit], index: int, *, seen_noun: bool) -> bool:
    """Tell whether a unit begins a noun phrase of its own: gave [Syria] [the island]."""
    unit = units[index]
    if unit.label == PRON:
        return True
    own = unit.label == DET or (unit.label == POSS and unit.lower not in ("'s", "'"))
    amount = unit.lower[:1].isdigit() or unit.lower.startswith(("$", "€", "£"))
    named = amount and units[index - 1].mention is not None and unit.label == NOUN
    return seen_noun and (own or named or _names_another(units, index))


def _inside(units: Sequence[Unit], start: int, index: int, *, seen_noun: bool) -> bool:
    """Tell whether a unit goes on with a noun phrase."""
    unit = units[index]
    if unit.label == TIME:
        return _inner_time(units, start, index)
    if unit.label in (CONJ, COMMA):
        return _joined_adjectives(units, index)
    if unit.label == ADV:
        return index > start and not seen_noun and index + 1 < len(units) and units[index + 1].label == NOUN
    if unit.label == MARK:
        return unit.lower not in "()[]" and (index > start or _goes_on(units, index))
    return unit.label in (NOUN, DET, POSS)


def _names_another(units: Sequence[Unit], index: int) -> bool:
    """Tell whether the name of a state begins a phrase of its own: in her account Syria is ..."""
    mention, last = units[index].mention, units[index - 1]
    if mention is None or mention.actor is None or last.mention is not None or last.label != NOUN or last.capital:
        return False
    if last.lower in lexicon.words("adjectives"):
        return False
    return (
        mention.form in ("name", "capital")
        and mention.actor.kind == "state"
        and index + 1 < len(units)
        and (units[index + 1].label in (VERB, BE, HAVE, DO, MODAL, ADV, COMMA))
    )


def _goes_on(units: Sequence[Unit], index: int) -> bool:
    return index + 1 < len(units) and units[index + 1].label in (NOUN, DET, POSS)


def _inner_time(units: Sequence[Unit], start: int, index: int) -> bool:
    """Tell whether a date is part of a noun phrase: Russia's 2022 invasion, Monday's attack."""
    following = units[index + 1] if index + 1 < len(units) else None
    if following is None:
        return False
    if following.label == POSS and following.lower in ("'s", "'"):
        return True
    if following.label != NOUN or index == start:
        return False
    leads = units[index - 1]
    return leads.label in (DET, POSS) or leads.lower in lexicon.words("adjectives")


def _joined_adjectives(units: Sequence[Unit], index: int) -> bool:
    """Tell whether a comma or conjunction joins adjectives of countries: Saudi and Iranian officials."""
    last = next((unit for unit in reversed(units[:index]) if unit.label not in (COMMA, CONJ)), None)
    if (
        last is None
        or last.mention is None
        or last.mention.form != DEMONYM
        or (index and units[index - 1].label == CONJ)
    ):
        return False
    at = index
    while at + 1 < len(units) and units[at].label in (CONJ, COMMA):
        if units[at].label == COMMA and units[at + 1].label == CONJ:
            at += 1
        following = units[at + 1].mention if at + 1 < len(units) else None
        if following is None or following.form != DEMONYM:
            return False
        at += 2
    return at < len(units) and units[at].label == NOUN and units[at].mention is None


def is_apposition(last: NounPhrase, phrase: NounPhrase) -> bool:
    """Tell whether a phrase behind a comma explains the one before: X, the foreign minister of Y."""
    if last.apposition is not None or last.pronoun or phrase.pronoun:
        return False
    named = [mention for mention in last.mentions if mention.actor is not None and mention.form != DEMONYM]
    if (
        named
        and phrase.units[0].label in (DET, POSS)
        and phrase.units[-1].mention is None
        and phrase.units[-1].lower.islower()
    ):
        return True
    lower = not phrase.units[0].capital or phrase.units[0].mention is None or phrase.units[0].mention.form == DEMONYM
    office = phrase.head in lexicon.around_names("offices") or phrase.head in lexicon.single_nouns()
    if named and last.units[-1].mention is not None:
        return office and lower
    person = (
        len(phrase.mentions) == 1 and phrase.mentions[0].actor is not None and phrase.mentions[0].actor.kind == "person"
    )
    if (
        person
        and not last.mentions
        and (last.units[0].label in (DET, POSS) or last.units[0].lower == "one")
        and not last.head.endswith("s")
    ):
        return True
    own = last.head in lexicon.around_names("offices") or last.head in (
        "deputy",
        "counterpart",
        "rival",
        "ally",
        "minister",
    )
    return own and bool(phrase.mentions) and phrase.units[-1].mention is not None
