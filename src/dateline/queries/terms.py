"""What a person writes for a parameter, as SPARQL terms.

Every term is built and serialized by pyoxigraph, which refuses what is not an IRI and escapes what must be escaped.
Dates go through `dateline.when`; types and roles are words of `ontology/types.ttl`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pyoxigraph as ox

from dateline import vocab
from dateline.errors import did_you_mean
from dateline.when import When, from_day, iso_day, read_date

Resolver = Callable[[str, str], str]
"""Turns a kind (`actor`, `place`, `event`, `source`) and what a person wrote into an IRI, or raises ValueError."""

ENTITY_KINDS = ("actor", "place", "event", "source")
CONCEPT_KINDS = ("type", "role")
ENDPOINT = "endpoint"
KINDS = (*ENTITY_KINDS, *CONCEPT_KINDS, "first-day", "last-day", "year", "integer", "text", ENDPOINT)
ANY = "any"
"""The value that lifts the restriction of a parameter."""

_UNDEF = "UNDEF"


def terms_of(name: str, kind: str, text: str, *, resolve: Resolver | None = None) -> dict[str, str]:
    """Return the SPARQL term of each variable that a value stands for.

    A day gives three: its Julian Day Number, and `...Date` and `...Year` as xsd:date and year.

    Raises:
        ValueError: the text does not fit the kind; the message is a sentence for a person.
    """
    if kind in ("first-day", "last-day"):
        return _day_terms(name, text, last=kind == "last-day")
    if text == ANY:
        return {name: _UNDEF}
    if kind in ENTITY_KINDS:
        return {name: str(ox.NamedNode(resolve(kind, text) if resolve else _iri(text)))}
    if kind == ENDPOINT:
        return {name: str(ox.NamedNode(_address(text)))}
    if kind in CONCEPT_KINDS:
        return {name: str(ox.NamedNode(_concept(kind, text)))}
    if kind == "text":
        return {name: str(ox.Literal(text))}
    return {name: str(ox.Literal(_integer(text)))}


def _iri(text: str) -> str:
    return text.strip("<>") if "://" in text else vocab.expand(text) or text


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError(f"{text!r} is not the address of an endpoint, such as https://query.wikidata.org/sparql.")
    return text


def _concept(kind: str, word: str) -> str:
    known = vocab.concepts()[kind]
    found = word.removeprefix(f"{vocab.CONCEPT}{kind}/").removeprefix(f"{kind}:").casefold()
    if found not in known:
        raise ValueError(f"there is no {kind} {word!r}. {did_you_mean(found, known)}")
    return known[found].iri


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError(f"{text!r} is not a whole number.")
    return int(text)


def _day_terms(name: str, text: str, *, last: bool) -> dict[str, str]:
    day = None if text == ANY else _edge(_date(text), last=last)
    terms = {name: _UNDEF, f"{name}Date": _UNDEF, f"{name}Year": _UNDEF}
    if day is None:
        return terms
    year = from_day(day)[0]
    terms[name] = str(ox.Literal(day))
    terms[f"{name}Year"] = str(ox.Literal(year))
    if 1 <= year <= 9999:
        terms[f"{name}Date"] = str(ox.Literal(iso_day(day), datatype=ox.NamedNode(vocab.XSD + "date")))
    return terms


def _date(text: str) -> When:
    reading = read_date(text)
    if reading.when is None:
        raise ValueError(reading.error or f"{text!r} is not a date.")
    return reading.when


def _edge(when: When, *, last: bool) -> int | None:
    bounds = when.bounds()
    edge = bounds.latest if last else bounds.earliest
    return edge if isinstance(edge, int) else None
