"""The forms of English verbs and nouns: which verb a word can be a form of, and what a noun's singular is.

Regular forms are made by rule, irregular ones come from `ontology/extract/verbs.yaml`. The rules are those of any
school grammar; the tables are written for dateline. Knows no text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dateline.extract import lexicon

BASE, THIRD, PAST, PARTICIPLE, GERUND = "base", "third", "past", "participle", "gerund"
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word as a verb: its base form and which form it is."""

    lemma: str
    form: str


@lru_cache(maxsize=8192)
def forms_of(lemma: str) -> dict[str, set[str]]:
    """Return the spellings of a verb with the forms that each can be."""
    irregular = _irregular().get(lemma)
    found: dict[str, set[str]] = {lemma: {BASE}}
    if lemma == "be":
        for word, form in (("is", THIRD), ("are", BASE), ("am", BASE), ("being", GERUND)):
            found.setdefault(word, set()).add(form)
    else:
        found.setdefault(_third(lemma), set()).add(THIRD)
        for stem in _stems(lemma):
            found.setdefault(f"{stem}ing", set()).add(GERUND)
    past, participle = irregular or ([f"{stem}ed" for stem in _stems(lemma, past=True)],) * 2
    for word in past:
        found.setdefault(word, set()).add(PAST)
    for word in participle:
        found.setdefault(word, set()).add(PARTICIPLE)
    return found


def readings(word: str, lemmas: frozenset[str]) -> list[Form]:
    """Return the readings of a lower-case word as a form of one of some verbs."""
    return list(_index(lemmas).get(word, ()))


@lru_cache(maxsize=4)
def _index(lemmas: frozenset[str]) -> dict[str, tuple[Form, ...]]:
    index: dict[str, list[Form]] = {}
    for lemma in sorted(lemmas):
        for word, forms in forms_of(lemma).items():
            index.setdefault(word, []).extend(Form(lemma, form) for form in sorted(forms))
    return {word: tuple(forms) for word, forms in index.items()}


@lru_cache(maxsize=16384)
def singular(noun: str) -> str:
    """Return the singular of a lower-case noun."""
    known: str | None = lexicon.data("words")["singulars"].get(noun)
    if known:
        return known
    if len(noun) < 4 or not noun.endswith("s") or noun.endswith(("ss", "us", "is")):
        return noun
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return noun[:-2]
    return noun[:-1]


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[list[str], list[str]]]:
    table = {}
    for line in lexicon.data("verbs")["irregular"].splitlines():
        lemma, past, participle = line.split()
        table[lemma] = (past.split("|"), participle.split("|"))
    return table


@lru_cache(maxsize=1)
def irregular_pasts() -> frozenset[str]:
    """Return the irregular past forms: met, took."""
    return frozenset(word for past, _ in _irregular().values() for word in past)


def _third(lemma: str) -> str:
    if lemma == "have":
        return "has"
    if lemma.endswith(("s", "x", "z", "ch", "sh")) or lemma in ("go", "do", "echo", "veto", "undergo", "forgo"):
        return f"{lemma}es"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return f"{lemma[:-1]}ies"
    return f"{lemma}s"


def _stems(lemma: str, *, past: bool = False) -> list[str]:
    """What -ing and -ed are added to; some verbs have two spellings."""
    if lemma.endswith("ie") and not past:
        return [f"{lemma[:-2]}y"]
    if (lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye"))) or (past and lemma.endswith("e")):
        return [lemma[:-1]]
    if past and lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return [f"{lemma[:-1]}i"]
    if lemma.endswith("c"):
        return [f"{lemma}k"]
    if lemma in lexicon.verbs("double"):
        return [lemma, lemma + lemma[-1]] if lemma in lexicon.verbs("either") else [lemma + lemma[-1]]
    return [lemma + lemma[-1]] if _doubles(lemma) else [lemma]


def _doubles(lemma: str) -> bool:
    """Tell whether a verb of one syllable ends in one vowel and one consonant: stop, ban."""
    if len(lemma) < 3 or lemma[-1] in "aeiouwxy" or lemma[-2] not in _VOWELS or lemma[-3] in _VOWELS:
        return False
    return sum(letter in _VOWELS for letter in lemma) == 1
