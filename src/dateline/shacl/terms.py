"""One RDF term as a value: the currency in which shapes are written down.

The engine works on codes; terms appear where shapes are read, where constants are looked up, and in results.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

from dateline.shacl.graph import LANG_STRING, STRING, TERMS, Kind
from dateline.vocab import PREFIXES, SH

_SHOWN = {"sh": SH, **PREFIXES}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


class Term(NamedTuple):
    """A term: `text` is an IRI, the label of a blank node or a lexical form; literals alone have a datatype."""

    kind: Kind
    text: str
    datatype: str | None = None
    language: str | None = None

    def n3(self) -> str:
        """Return the term as N-Triples writes it."""
        if self.kind == Kind.IRI:
            return f"<{self.text}>"
        if self.kind == Kind.BLANK:
            return f"_:{self.text}"
        quoted = f'"{self.text.translate(_ESCAPES)}"'
        if self.language is not None:
            return f"{quoted}@{self.language}"
        return quoted if self.datatype in (STRING, None) else f"{quoted}^^<{self.datatype}>"

    def shown(self) -> str:
        """Return the term for people: prefixes instead of known namespaces, plain text for plain strings."""
        if self.kind == Kind.IRI:
            return shown_iri(self.text)
        if self.kind == Kind.LITERAL and self.datatype not in (STRING, LANG_STRING, None):
            return self.text
        return self.n3()


def frame_of(terms: Iterable[Term]) -> pl.DataFrame:
    """Return terms as a frame like `Graph.terms`."""
    return pl.DataFrame(list(terms), schema=TERMS, orient="row")


def iri(text: str) -> Term:
    """Return the IRI as a term."""
    return Term(Kind.IRI, text)


def shown_iri(text: str) -> str:
    """Return an IRI for people: with a prefix where its namespace is known, else in angle brackets."""
    for prefix, namespace in _SHOWN.items():
        local = text.removeprefix(namespace)
        if local != text and local and all(character.isalnum() or character in "_-" for character in local):
            return f"{prefix}:{local}"
    return f"<{text}>"
