"""Looks entries up by key, name or code.

Everything is read once, at the first question. A name that several things go by gives all of them: who may choose
has more to go by than a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from dateline.authority.entries import Entry, read_entries
from dateline.authority.spelling import fold, is_acronym


@lru_cache(maxsize=1)
def all_entries() -> Sequence[Entry]:
    """Return every entry of the data files, in their order."""
    return tuple(read_entries())


@lru_cache(maxsize=1)
def _keys() -> Mapping[str, Entry]:
    return {one.key: one for one in all_entries()}


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, dict[str, Entry]] = {}
    for one in all_entries():
        for name in one.names:
            found.setdefault(_form(name), {})[one.key] = one
    return {form: tuple(entries.values()) for form, entries in found.items()}


@lru_cache(maxsize=1)
def _codes() -> Mapping[tuple[str, str], Entry]:
    found: dict[tuple[str, str], Entry] = {}
    for one in all_entries():
        for scheme, code in one.codes.items():
            found.setdefault((scheme, code), one)
    return found


def _form(name: str) -> str:
    """The folded name; an acronym stays in capitals, so that WHO is not who and US is not us."""
    return name.replace(".", "") if is_acronym(name) else fold(name)


def entry(key: str) -> Entry | None:
    """Return the entry of a key, or None."""
    return _keys().get(key)


def named(name: str) -> tuple[Entry, ...]:
    """Return every entry that goes by exactly this name, apart from case, accents, punctuation and articles.

    Acronyms count in capital letters only. Demonyms are not names. Cities that only the gazetteer has are found by
    `cities_named`.
    """
    found = _names().get(_form(name), ())
    return found or _names().get(fold(name), ())


def by_code(scheme: str, code: str) -> Entry | None:
    """Return the entry that has a code in a scheme: iso2, iso3, fips, cameo, cow or gwno."""
    return _codes().get((scheme, code.upper()))


def speaks_for(capital: str) -> Entry | None:
    """Return the state that a capital, given by its key, stands for in phrases such as "Moscow said", or None."""
    place = entry(capital)
    state = entry(place.of) if place and place.of else None
    return state if state and state.capital == capital else None
