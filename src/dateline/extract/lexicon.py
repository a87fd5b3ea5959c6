"""The word data of extraction, read once from `ontology/extract/`.

Function words, verbs and the words around names are data that a person can read and extend; this module turns
the files into sets and maps. It knows no text and no grammar.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from dateline import resources


@lru_cache
def data(name: str) -> dict[str, Any]:
    """Return the content of one file of `ontology/extract/`, such as `words`."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # every word is a text: YAML takes a bare `on` for true
    content = yaml.load(resources.text(f"extract/{name}.yaml"), Loader=loader)
    assert isinstance(content, dict)
    return content


@lru_cache
def words(name: str) -> frozenset[str]:
    """Return one list of `words.yaml` as a set of lower-case words."""
    return frozenset(str(one).lower() for one in data("words")[name])


@lru_cache
def verbs(name: str) -> frozenset[str]:
    """Return one list of `verbs.yaml` as a set."""
    return frozenset(data("verbs")[name])


@lru_cache
def around_names(name: str) -> frozenset[str]:
    """Return one list of `names.yaml` as a set of lower-case phrases."""
    return frozenset(str(one).lower() for one in data("names")[name])


@lru_cache
def first_words(name: str) -> frozenset[str]:
    """Return the words with which the phrases of one list of `names.yaml` begin, as the text is cut into words."""
    return frozenset(
        word for phrase in around_names(name) for word in (phrase.split()[0], phrase.split()[0].split("'")[0])
    )


@lru_cache(maxsize=1)
def multiword_prepositions() -> dict[tuple[str, ...], str]:
    """Return the prepositions of several words, each with the plain one whose role it plays."""
    same = data("words")["as_prepositions"]
    return {tuple(phrase.split()): same.get(phrase, phrase) for phrase in data("words")["multiword"]}


def plain_preposition(word: str) -> str:
    """Return the preposition that a word counts as: `towards` is `toward`."""
    plain: str = data("words")["as_prepositions"].get(word, word)
    return plain


@lru_cache(maxsize=1)
def pronouns() -> dict[str, str]:
    """Return the third-person pronouns with what they can stand for."""
    kinds: dict[str, str] = data("words")["pronouns"]
    return kinds


@lru_cache(maxsize=1)
def single_nouns() -> dict[str, str]:
    """Return the nouns that stand for one actor named before, each with the kind of actor."""
    return {noun: kind for kind, nouns in data("words")["one_named"].items() for noun in nouns}
