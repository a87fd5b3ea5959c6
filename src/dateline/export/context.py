"""A JSON-LD context read backwards: from a property and its value to the word and the JSON that say it.

Every value goes through a word whose coercion says exactly what the value is; a value that no coercion fits is written
out in full, so nothing is lost. It knows the parts of contexts that `ontology/context.jsonld` uses: prefixes, words,
coercions, language maps, sets, reversed words and vocabularies for the values of one word
(https://www.w3.org/TR/json-ld11/#context-definitions).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

from dateline.export.outline import Term
from dateline.mapping.rules import BOOLEAN, INTEGER

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a context: the IRI it stands for, and what it says of the values of that property.

    `vocabulary` is the namespace of the values; `own` are the values that the word's own context defines.
    """

    name: str
    iri: str
    type: str | None = None
    container: str | None = None
    reverse: bool = False
    vocabulary: str | None = None
    own: frozenset[str] = frozenset()


class Context:
    """The words of one context, by the IRIs they stand for."""

    def __init__(self, context: dict[str, Json]) -> None:
        self._prefixes = {name: value for name, value in context.items() if _is_namespace(name, value)}
        self._plain = {name: value for name, value in context.items() if isinstance(value, str)}
        words = [self._word(name, value) for name, value in context.items() if name[0] != "@"]
        self._names = {word.name for word in words}
        self._by_iri: dict[str, list[Word]] = {}
        for word in words:
            self._by_iri.setdefault(word.iri, []).append(word)
        self.id = self.name_of("@id")
        self.type = self.name_of("@type")

    def name_of(self, iri: str) -> str:
        """Return the word for a class, datatype or keyword, else its shortened IRI."""
        words = [word.name for word in self._by_iri.get(iri, ()) if word.type is None and not word.reverse]
        return words[0] if words else self.shorten(iri)

    def reversed(self, iri: str) -> str | None:
        """Return the word that lists the nodes which point here by a property, if there is one."""
        return next((word.name for word in self._by_iri.get(iri, ()) if word.reverse), None)

    def best(self, iri: str, term: Term) -> Word:
        """Return the word that says a value of a property most shortly; its IRI where the context has none."""
        words = [word for word in self._by_iri.get(iri, ()) if not word.reverse]
        maps = [word for word in words if word.container == "@language" and term.language]
        others = [word for word in words if word.container in (None, "@set")]
        exact = [word for word in others if _fits(word, term)]
        return next(iter(maps + exact + others), Word(self.shorten(iri), iri))

    def value(self, word: Word, term: Term) -> Json:
        """Return the JSON for a value under a word that `best` gave for it."""
        if term.iri is not None:
            return self._reference(word, term.iri)
        text = json.loads(term.text or '""')
        if word.container == "@language" or _fits(word, term):
            return _native(text, term.datatype)
        if term.language:
            return {"@value": text, "@language": term.language}
        return {"@value": text, "@type": self.name_of(term.datatype)} if term.datatype else {"@value": text}

    def shorten(self, iri: str) -> str:
        """Return the IRI under a prefix of the context, where what is left cannot be read in another way."""
        for prefix, namespace in self._prefixes.items():
            local = iri.removeprefix(namespace)
            if local not in ("", iri) and not local.startswith("//"):
                return f"{prefix}:{local}"
        return iri

    def _reference(self, word: Word, iri: str) -> Json:
        if word.vocabulary and iri.startswith(word.vocabulary):
            local = iri[len(word.vocabulary) :]
            if local and ":" not in local and (local in word.own or local not in self._names):
                return local
        if word.type == "@id":
            return self.shorten(iri)
        return {self.id: iri}

    def _word(self, name: str, value: Json) -> Word:
        if isinstance(value, str):
            return Word(name, self._expanded(value))
        container = value.get("@container")
        inside = value.get("@context", {})
        return Word(
            name,
            self._expanded(value.get("@reverse") or value["@id"]),
            type=self._expanded(value["@type"]) if "@type" in value else None,
            container=container,
            reverse="@reverse" in value,
            vocabulary=inside.get("@vocab"),
            own=frozenset(word for word in inside if inside[word] == f"{inside.get('@vocab')}{word}"),
        )

    def _expanded(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        if colon and prefix in self._prefixes:
            return str(self._prefixes[prefix]) + local
        return self._expanded(self._plain[name]) if name in self._plain else name


def _is_namespace(name: str, value: Json) -> bool:
    return isinstance(value, str) and name[0] != "@" and value[-1] in "/#"


def _fits(word: Word, term: Term) -> bool:
    """Whether the bare value under the word is read back as this term and no other."""
    if term.iri is not None:
        return word.type in ("@id", "@vocab")
    return word.type == term.datatype and not term.language


def _native(text: str, datatype: str | None) -> Json:
    """Use JSON's own numbers and truth values where reading them back gives the same text."""
    if datatype == BOOLEAN and text in ("true", "false"):
        return text == "true"
    if datatype == INTEGER and text.lstrip("-").isdecimal() and str(int(text)) == text and abs(int(text)) < 2**53:
        return int(text)
    return text
