"""The words of a sentence, each with what it can be in a clause: noun, verb, preposition, name, date.

A shallow tagger by rule: closed classes come from `ontology/extract/words.yaml`, verbs from the dictionary of
actions and from `verbs.yaml`; whether "attacks" or "visit" is a verb is told from its neighbors. The rules are written
for news and histories in English. Knows names and dates only as stretches that were found before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dateline.extract import inflect, lexicon
from dateline.extract.actors import DEMONYM
from dateline.extract.inflect import BASE, GERUND, PARTICIPLE, PAST, THIRD, Form
from dateline.extract.mentions import THING, Mention
from dateline.extract.temporal import Expression
from dateline.extract.tokens import Token

NOUN, DET, POSS, PRON, PREP, CONJ, COMMA, BREAK, SUB, REL, VERB, BE, HAVE, DO, MODAL, TO, NEG, ADV, TIME, MARK = (
    "noun",
    "det",
    "poss",
    "pron",
    "prep",
    "conj",
    "comma",
    "break",
    "sub",
    "rel",
    "verb",
    "be",
    "have",
    "do",
    "modal",
    "to",
    "neg",
    "adv",
    "time",
    "mark",
)
NOMINAL = frozenset((NOUN, DET, POSS, PRON))
_AUX = frozenset((BE, HAVE, DO, MODAL, TO, NEG, ADV))


@dataclass(slots=True)
class Unit:
    """A word, a name of several words, or a date: tokens `first` to `last` (exclusive) with a label.

    `forms` are its readings as a verb; a unit labeled as a verb has them narrowed down.
    """

    first: int
    last: int
    lower: str
    label: str
    capital: bool = False
    mention: Mention | None = None
    time: Expression | None = None
    forms: list[Form] = field(default_factory=list)
    preposition: str = ""


def units_of(
    tokens: tuple[Token, ...],
    mentions: Sequence[Mention],
    times: Sequence[Expression],
    *,
    verbs: frozenset[str],
    nouns: frozenset[str],
) -> list[Unit]:
    """Return the labeled units of a sentence; `verbs` are all base forms, `nouns` singulars that are rather nouns."""
    units = _cut(tokens, mentions, times)
    for unit in units:
        if not unit.label:
            unit.forms = inflect.readings(unit.lower, verbs) or _guessed(unit)
            unit.label = _closed(unit) or NOUN
    for index, unit in enumerate(units):
        if unit.lower == "since" and index and units[index - 1].label == HAVE:
            unit.label = ADV
        if unit.lower in ("up", "off", "down", "out", "away") and index and units[index - 1].forms:
            unit.label = ADV
    for index, unit in enumerate(units):
        if unit.label == NOUN and unit.forms and unit.mention is None:
            narrowed = _verb_reading(units, index, nouns)
            if narrowed:
                unit.forms, unit.label = narrowed, VERB
            else:
                unit.forms = []
    return units


def _cut(tokens: tuple[Token, ...], mentions: Sequence[Mention], times: Sequence[Expression]) -> list[Unit]:
    """Join the tokens of dates, names and prepositions of several words."""
    units: list[Unit] = []
    named = {mention.first: mention for mention in mentions}
    at = 0
    depth = 0
    while at < len(tokens):
        token = tokens[at]
        depth += (token.text in "([") - (token.text in ")]" and depth > 0)
        time = next((one for one in times if one.start <= token.start < one.end), None)
        if depth or token.text in ")]":
            units.append(Unit(at, at + 1, token.lower, MARK))
            at += 1
            continue
        mention = named.get(at)
        if time is not None and not (mention and mention.last > at and tokens[mention.last - 1].end > time.end):
            last = at + 1
            while last < len(tokens) and tokens[last].start < time.end:
                last += 1
            units.append(Unit(at, last, "", TIME, time=time))
        elif mention:
            last = mention.last
            words = " ".join(one.lower for one in tokens[at:last])
            units.append(Unit(at, last, words, NOUN, True, mention))
        elif size := _bound(tokens, at):
            last = at + size
            units.append(Unit(at, last, " ".join(one.lower for one in tokens[at:last]), DET))
        else:
            size, plain = _multiword(tokens, at) if not (units and units[-1].lower in lexicon.words("be")) else (1, "")
            last = at + size
            lower = tokens[at].lower if size == 1 else " ".join(one.lower for one in tokens[at:last])
            units.append(Unit(at, last, lower, PREP if size > 1 else "", token.capital and at > 0, preposition=plain))
        at = last
    return units


_BOUNDS = (
    "at least",
    "at most",
    "up to",
    "more than",
    "less than",
    "fewer than",
    "as many as",
    "no more than",
    "about",
    "around",
    "over",
    "nearly",
    "some",
    "roughly",
    "almost",
    "approximately",
    "close to",
)


_FIRST_OF_BOUNDS = frozenset(phrase.split()[0] for phrase in _BOUNDS)
_FIRST_OF_SEVERAL = frozenset(
    (
        "on",
        "in",
        "because",
        "according",
        "as",
        "along",
        "together",
        "ahead",
        "due",
        "instead",
        "out",
        "such",
        "at",
        "prior",
        "thanks",
        "apart",
        "next",
        "close",
        "with",
        "by",
    )
)


def _bound(tokens: tuple[Token, ...], at: int) -> int:
    """Return the length of words such as `at least` before a number; they belong to its noun phrase."""
    if tokens[at].lower not in _FIRST_OF_BOUNDS:
        return 0
    for size in (3, 2, 1):
        words = " ".join(token.lower for token in tokens[at : at + size])
        number = tokens[at + size].lower if at + size < len(tokens) else ""
        if words in _BOUNDS and (
            number[:1].isdigit() or (number[:1] in "$€£" and number) or number in lexicon.words("numbers")
        ):
            return size
    return 0


def _multiword(tokens: tuple[Token, ...], at: int) -> tuple[int, str]:
    if tokens[at].lower not in _FIRST_OF_SEVERAL:
        return 1, ""
    for size in (4, 3, 2):
        words = tuple(token.lower for token in tokens[at : at + size])
        plain = lexicon.multiword_prepositions().get(words)
        if plain:
            return size, plain
    return 1, ""


@lru_cache(maxsize=8192)
def _closed_label(word: str) -> str:
    for label, name in (
        (MODAL, "modals"),
        (BE, "be"),
        (HAVE, "have"),
        (DO, "do"),
        (CONJ, "conjunctions"),
        (POSS, "possessives"),
        (REL, "relatives"),
        (NEG, "negatives"),
        (PREP, "prepositions"),
        (SUB, "subordinators"),
        (DET, "determiners"),
        (ADV, "adverbs"),
    ):
        if word in lexicon.words(name):
            return label
    if word in lexicon.pronouns():
        return PRON
    if word.endswith("ly") and len(word) > 4 and word not in lexicon.words("not_adverbs"):
        return ADV
    return ""


def _closed(unit: Unit) -> str:
    """Return the label of a word of a closed class, or of a mark."""
    word = unit.lower
    if word == "to":
        return TO
    if word in ("'s", "'"):
        return POSS
    if word == ",":
        return COMMA
    if word in (";", ":", "–", "—", "--", "-"):
        return BREAK
    if not word[:1].isalnum() and word[:1] not in "$€£¥'":
        return MARK
    if word in ("both",):
        return DET
    if word in ("no", "neither", "nor"):
        return DET if word == "no" else CONJ
    return _closed_label(word)


def _guessed(unit: Unit) -> list[Form]:
    """Read a word in -ed that no list has as a verb, so that its clause is seen."""
    word = unit.lower
    if (
        unit.capital
        or not word.endswith("ed")
        or len(word) < len("aided")
        or not word.isalpha()
        or word.endswith(("eed", "red"))
    ):
        return []
    return [Form(word[:-2], PAST), Form(word[:-2], PARTICIPLE)]


def before(units: list[Unit], index: int, *, skip: frozenset[str] = frozenset((ADV, NEG, MARK))) -> Unit | None:
    """Return the unit before one, adverbs and marks left aside."""
    for unit in reversed(units[:index]):
        if unit.label not in skip:
            return unit
    return None


def behind(units: list[Unit], index: int, *, skip: frozenset[str] = frozenset((MARK,))) -> Unit | None:
    """Return the unit behind one, marks left aside."""
    for unit in units[index + 1 :]:
        if unit.label not in skip:
            return unit
    return None


def _verb_reading(units: list[Unit], index: int, nouns: frozenset[str]) -> list[Form]:
    """Return the readings that are left where a word is a verb here, none where it is a noun or adjective."""
    unit = units[index]
    last, following = before(units, index), behind(units, index)
    kinds = {form.form for form in unit.forms}
    if last is not None and last.label in (MODAL, DO, TO):
        kept = [form for form in unit.forms if form.form == BASE]
        infinitive = kept and (last.label != TO or not _noun_after_to(unit, following, nouns))
        return kept if infinitive else []
    if (last is not None and last.label in (BE, HAVE)) or (last is not None and last.lower in ("been", "being", "got")):
        return [form for form in unit.forms if form.form in (PARTICIPLE, GERUND if last.label == BE else PARTICIPLE)]
    if kinds & {PAST, PARTICIPLE}:
        kept = [form for form in unit.forms if form.form in (PAST, PARTICIPLE)]
        same_as_base = BASE in kinds
        if same_as_base and not _predicate(units, index, last, following, nouns):
            return []
        return [] if _adjectival(last, following) else kept
    if GERUND in kinds:
        kept = [form for form in unit.forms if form.form == GERUND]
        return kept if _gerund(index, last, following, noun=unit.lower in nouns) else []
    if THIRD in kinds:
        kept = [form for form in unit.forms if form.form == THIRD]
        return kept if _third(unit, last, following, nouns) else []
    return unit.forms if _present(units, index, last, following) else []


def _noun_after_to(unit: Unit, following: Unit | None, nouns: frozenset[str]) -> bool:
    """Tell whether a word behind "to" is a noun: to power, to war, to support for ..."""
    ends = following is None or following.label in (COMMA, CONJ, BREAK, MARK, TIME)
    return unit.lower in nouns and (ends and unit.lower in ("power", "war", "court", "force", "trial", "work", "vote"))


def _adjectival(last: Unit | None, following: Unit | None) -> bool:
    """Tell whether a participle stands before a noun like an adjective: the disputed border."""
    leads = last is not None and (
        last.label in (DET, POSS, PREP)
        or (last.mention is not None and last.mention.form == DEMONYM)
        or last.lower in lexicon.words("adjectives")
        or last.lower[:1].isdigit()
    )
    if last is None or last.label == VERB:
        return following is not None and following.label == NOUN and following.mention is None
    if not leads:
        return False
    if following is None or following.label != NOUN:
        return last.label in (DET, POSS) and (following is None or following.label not in (DET, PRON))
    return following.mention is None or last.label != NOUN


def _predicate(units: list[Unit], index: int, last: Unit | None, following: Unit | None, nouns: frozenset[str]) -> bool:
    """Tell whether a past form that looks like the base form (cut, hit, quit) is a verb."""
    if last is None or last.label in (DET, POSS, PREP) or last.lower in lexicon.words("adjectives"):
        return False
    if last.mention is not None and last.mention.form == DEMONYM and units[index].lower in nouns:
        return following is not None and following.label in (DET, POSS, PRON)
    return following is None or following.label in (DET, POSS, PRON, PREP, NOUN, ADV, TO, TIME, CONJ)


def _gerund(index: int, last: Unit | None, following: Unit | None, *, noun: bool) -> bool:
    """Tell whether a word in -ing is a verb: ..., killing two; a `noun` such as meeting needs an object to be one."""
    if last is not None and last.label in (DET, POSS):
        return False
    object_follows = following is not None and (following.label in (DET, POSS, PRON) or following.mention is not None)
    if noun and not object_follows:
        return False
    if last is not None and (
        last.lower in lexicon.words("adjectives") or (last.mention and last.mention.form == DEMONYM)
    ):
        return False
    takes = following is not None and following.label in (DET, POSS, PRON, NOUN, PREP, TO, SUB, ADV, TIME)
    if (
        last is not None
        and last.label == VERB
        and any(form.lemma in lexicon.words("before_gerund") for form in last.forms)
    ):
        return True
    if index == 0:
        return takes and following is not None and following.label in (DET, POSS, NOUN) and bool(following.mention)
    if last is None or last.label in (COMMA, PREP, SUB, CONJ, BREAK):
        return takes and (following is None or following.label != PREP or last is None or last.label in (COMMA, SUB))
    return (last.label in (NOUN, VERB, TIME, PRON) and takes and following is not None and following.label != NOUN) or (
        last.label == NOUN and last.mention is not None and takes
    )


def _third(unit: Unit, last: Unit | None, following: Unit | None, nouns: frozenset[str]) -> bool:
    """Tell whether a word in -s is a verb: Russia condemns the attack."""
    if last is None or following is None:
        return False
    takes = (
        following.label in (DET, POSS, PRON, TO) or following.mention is not None or following.lower in ("that", "for")
    )
    if inflect.singular(unit.lower) in nouns or unit.lower in nouns:
        return (
            takes and following.label in (DET, POSS, PRON) and (last.label in (PRON, REL, TIME) or _subject_like(last))
        )
    if last.label in (PRON, REL, TIME) or _subject_like(last):
        return takes or following.label in (PREP, NOUN, SUB, ADV)
    return last.label == NOUN and last.mention is None and (takes or following.label in (PREP, ADV, SUB))


def _subject_like(unit: Unit) -> bool:
    return unit.mention is not None and unit.mention.form not in (DEMONYM, THING)


def _present(units: list[Unit], index: int, last: Unit | None, following: Unit | None) -> bool:
    """Tell whether a base form is a verb in the present: they share intelligence."""
    if last is None or following is None:
        return False
    takes = following.label in (DET, POSS, PRON, NOUN, TO, PREP, SUB)
    if last.label in (PRON, REL) and last.lower not in (
        "it",
        "he",
        "she",
        "him",
        "her",
        "them",
        "whom",
        "whose",
        "himself",
    ):
        return takes
    if last.label == CONJ:
        verb = next((one for one in reversed(units[:index]) if one.label == VERB), None)
        return verb is not None and any(form.form == BASE for form in verb.forms) and takes
    if _subject_like(last):
        joined = any(one.label == CONJ for one in units[max(0, index - 4) : index])
        wished = index > 1 and units[index - 2].lower == "that"
        return (joined or wished) and takes
    plural = last.label == NOUN and last.lower.endswith("s") and last.mention is None
    return (plural and following.label in (DET, POSS, PRON, SUB)) or (plural and following.mention is not None)
