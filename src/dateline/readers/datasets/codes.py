"""Code lists: what a coder's code means here, one CSV file a list (`ontology/codes/NAME.csv`).

The first column, `code`, is a text: `010` is not `10`. Other columns say what the code becomes (`type`, `label`,
...); an empty cell means that there is nothing to say. States go by the codes of several schemes (`fips`,
`cameo-country`, `gwno`, ...) or by their names (`country`): these lists come from `dateline.authority`. The closed
vocabularies (`type`, `role`, ...) are lists too: their codes are their words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline import resources, vocab
from dateline.authority import Entry, all_entries

FOLDER = "codes"
STATES = {"fips": "fips", "cameo-country": "cameo", "gwno": "gwno", "cow": "cow", "iso2": "iso2", "iso3": "iso3"}
"""Lists of states by the name of their scheme in the authority."""

NAMES = "country"
_NAME = re.compile(r"[a-z0-9-]+\Z")


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list: `columns` has for each column what each code becomes; codes without a value are not in it."""

    name: str
    codes: frozenset[str]
    columns: Mapping[str, Mapping[str, str]]

    @property
    def first(self) -> str:
        """The column that is taken where none is named."""
        return next(iter(self.columns))


def code_list(name: str, *, beside: str = "") -> CodeList | None:
    """Return a list by its name, or a CSV file beside the file `beside`; None where there is no such list.

    Raises:
        ValueError: a file that is not a list of codes; the message says why.
    """
    if name.endswith(".csv"):
        path = Path(beside).parent / name
        return _parse(path.read_text(encoding="utf-8"), name) if path.is_file() else None
    return _known(name)


def list_names() -> list[str]:
    """Return the names of all lists that come with dateline."""
    return sorted(
        [*vocab.concepts(), *STATES, NAMES, *(name.removesuffix(".csv") for name in resources.names(FOLDER, ".csv"))]
    )


def inline(pairs: tuple[tuple[str, str], ...]) -> CodeList:
    """Return the list that a profile writes out."""
    return CodeList("", frozenset(code for code, _ in pairs), {"value": {code: text for code, text in pairs if text}})


@lru_cache(maxsize=64)
def _known(name: str) -> CodeList | None:
    if _NAME.match(name) and f"{name}.csv" in resources.names(FOLDER, ".csv"):
        return _parse(resources.text(f"{FOLDER}/{name}.csv"), name)
    if name in (*STATES, NAMES):
        return _states(name)
    return _words(name)


def _words(name: str) -> CodeList | None:
    """A closed vocabulary as a list of its words."""
    concepts = vocab.concepts().get(name)
    if concepts is None:
        return None
    words = {word: word for word in concepts}
    columns = {"word": words, "label": {word: one.label for word, one in concepts.items()}}
    for column in ("score", "quad"):
        values = {word: getattr(one, column) for word, one in concepts.items()}
        columns[column] = {word: value for word, value in values.items() if value}
    return CodeList(name, frozenset(words), columns)


def _states(name: str) -> CodeList:
    """States by a code or by their names; `actor` and `place` are the steps of IRIs that profiles give them."""
    found: dict[str, Entry] = {}
    for entry in all_entries():
        if entry.kind == "state":
            own = (entry.name, *entry.aliases) if name == NAMES else (entry.codes.get(STATES[name], ""),)
            found |= {code: entry for code in own if code and code not in found}
    columns: dict[str, dict[str, str]] = {
        "key": {code: entry.key for code, entry in found.items()},
        "name": {code: entry.name for code, entry in found.items()},
        "actor": {code: f"actor/{entry.key}" for code, entry in found.items()},
        "place": {code: f"place/{entry.key}" for code, entry in found.items()},
    }
    for column, start in (("wikidata", vocab.WIKIDATA), ("geonames", vocab.GEONAMES)):
        links = {code: next((iri for iri in one.same_as if iri.startswith(start)), "") for code, one in found.items()}
        columns[column] = {code: iri for code, iri in links.items() if iri}
    return CodeList(name, frozenset(found), columns)


def _parse(text: str, name: str) -> CodeList:
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True))
    names = list(rows[0]) if rows else []
    if not names or names[0] != "code" or len(names) < 2:
        raise ValueError(f"the code list {name} needs a header that begins with `code`, and codes below it")
    codes = [row["code"] for row in rows]
    twice = next((code for code in codes if codes.count(code) > 1), None) if len(set(codes)) < len(codes) else None
    if twice is not None:
        raise ValueError(f"the code list {name} has the code {twice} twice")
    columns = {column: {row["code"]: row[column] for row in rows if row[column]} for column in names[1:]}
    return CodeList(name, frozenset(codes), columns)
