"""From what people call a thing to its IRI, by asking the data themselves.

A person may write an id (`russia`), a CURIE or IRI of the thing or of an entry it links to (`wd:Q159`), or a label or
alias in any case (`Vladimir Putin`). Nothing is guessed: a name that fits two things is refused with both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from dateline import vocab
from dateline.errors import did_you_mean
from dateline.queries.terms import Resolver
from dateline.store import Askable, Rows, Truth

_CLASSES = {"actor": "dl:Actor", "place": "dl:Place", "event": "dl:Event", "source": "dl:Source"}
_NAMES = """
SELECT ?node ?name WHERE {{
  ?node a {kind} .
  OPTIONAL {{ ?node rdfs:label|skos:altLabel|dcterms:title ?name }}
}}
"""


def names_in(store: Askable) -> Resolver:
    """Return a resolver that looks names up in this data; it raises ValueError with the nearest known names."""
    return _Names(store).resolve


@dataclass
class _Names:
    store: Askable
    tables: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    shown: dict[str, set[str]] = field(default_factory=dict)

    def resolve(self, kind: str, text: str) -> str:
        for iri in self._candidates(kind, text):
            found = self._known(kind, iri)
            if found:
                return found
        table = self.tables.setdefault(kind, {}) or self._filled(kind)
        matches = sorted(table.get(text.casefold(), ()))
        if len(matches) == 1:
            return matches[0]
        if matches:
            ids = " and ".join(_last_step(iri) for iri in matches)
            raise ValueError(f"{text!r} is the name of several: {ids}. Use one of these.")
        offer = did_you_mean(text, self.shown.get(kind, ()))
        raise ValueError(f"the data have no {kind} {text!r}. {offer}".strip())

    def _candidates(self, kind: str, text: str) -> list[str]:
        """Return the IRIs that a text can stand for without knowing any label."""
        written = text.removeprefix("<").removesuffix(">")
        found = [f"{base}{kind}/{written}" for base in self._bases()]
        expanded = vocab.expand(written)
        return [*([expanded] if expanded else []), *([written] if ":" in written else []), *found]

    def _bases(self) -> list[str]:
        return [value for (value,) in self._rows("SELECT DISTINCT ?base WHERE { ?t void:uriSpace ?base }")]

    def _known(self, kind: str, iri: str) -> str | None:
        """Return the thing of this kind that has the IRI, or that alone is the same as what has it."""
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return None
        if self._ask(f"ASK {{ {node} a {_CLASSES[kind]} }}"):
            return iri
        same = self._rows(f"SELECT ?node WHERE {{ ?node a {_CLASSES[kind]} ; owl:sameAs {node} }}")
        return same[0][0] if len(same) == 1 else None

    def _filled(self, kind: str) -> dict[str, set[str]]:
        table = self.tables[kind]
        for iri, name in self._rows(_NAMES.format(kind=_CLASSES[kind])):
            for key in filter(None, (name, _last_step(iri))):
                table.setdefault(key.casefold(), set()).add(iri)
                self.shown.setdefault(kind, set()).add(key)
        return table

    def _rows(self, query: str) -> list[tuple[str, ...]]:
        answer = self.store.query(query)
        return [tuple(_texts(row)) for row in answer] if isinstance(answer, Rows) else []

    def _ask(self, query: str) -> bool:
        answer = self.store.query(query)
        return isinstance(answer, Truth) and answer.value


def _texts(row: Iterable[object]) -> Iterable[str]:
    for term in row:
        yield term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _last_step(iri: str) -> str:
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
