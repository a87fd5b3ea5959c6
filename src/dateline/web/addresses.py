"""Where things stand on this server: from an IRI to its address, and from an address to the IRIs that it can mean.

The things of a timeline stand under what follows its base (`/event/first`), the terms of the ontology under `/term/`,
and anything else under `/thing?iri=...`. Each has a page (`/page/...`) and data (`/rdf/....ttl`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from dateline import vocab

TERM = "term/"
_TERMS = "ns/"
_SAFE = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/\-\u00a0-\uffff]+")
_UNRESERVED = "/~!$&()*+,;=:@%"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of the things under the bases of the timelines."""

    bases: tuple[str, ...] = ()

    def page(self, iri: str) -> str:
        """Return the address of the page about a thing."""
        local = self._local(iri)
        return f"/page/{local}" if local else f"/page?iri={quote(iri, safe='')}"

    def data(self, iri: str, suffix: str) -> str:
        """Return the address of what is said about a thing, in the syntax of a suffix such as `.ttl`."""
        local = self._local(iri)
        return f"/rdf/{local}{suffix}" if local else f"/rdf?iri={quote(iri, safe='')}&format={suffix[1:]}"

    def candidates(self, path: str) -> list[str]:
        """Return the IRIs that a path, still percent-encoded, can mean; the likeliest first."""
        path = path.lstrip("/")
        spellings = list(dict.fromkeys([path, unquote(path)]))
        found = [base + spelling for base in self.bases for spelling in spellings]
        if path.startswith(TERM):
            found += [_term(spelling.removeprefix(TERM)) for spelling in spellings]
        return found

    def _local(self, iri: str) -> str:
        """Return the path of a thing, empty where only its whole IRI says which one is meant."""
        if len(self.bases) == 1 and (local := _below(iri, self.bases[0])):
            return local
        if local := _below(iri, vocab.DL):
            return f"{TERM}{_TERMS}{local}"
        if iri.startswith(vocab.CONCEPT) and not iri.startswith(self.bases):
            local = _below(iri, vocab.CONCEPT)
            return f"{TERM}{local}" if local else ""
        return ""


def _below(iri: str, base: str) -> str:
    local = iri.removeprefix(base)
    if local == iri or not _SAFE.fullmatch(local) or ".." in local or local[0] == "/" or "//" in local:
        return ""
    return quote(local, safe=_UNRESERVED)


def _term(local: str) -> str:
    if local == _TERMS.rstrip("/"):
        return vocab.DL
    return vocab.DL + local.removeprefix(_TERMS) if local.startswith(_TERMS) else vocab.CONCEPT + local


def is_web_address(iri: str) -> bool:
    """Say whether an IRI can be followed in a browser without harm."""
    return iri.startswith(("https://", "http://"))


def suffix_of(path: str, suffixes: Sequence[str]) -> tuple[str, str]:
    """Split a path into what stands before its suffix and the suffix; it is empty where none of these ends it."""
    for suffix in suffixes:
        if path.endswith(suffix) and path != suffix:
            return path.removesuffix(suffix), suffix
    return path, ""
