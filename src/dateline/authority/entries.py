"""The entries of the authority, as its data files have them.

An entry is a name with its other names, codes and confirmed identifiers. Knows the columns of the files, nothing of
how names are compared.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dateline import resources
from dateline.vocab import DBPEDIA, GEONAMES, WIKIDATA

STATE_CODES = ("iso2", "iso3", "fips", "cameo", "cow", "gwno")
PLACE_CODES = ("fips", "cameo")
_VAGUE = "~"
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Office:
    """A public office that a person held: `of` is the key of the state or organization, years are inclusive.

    `until` is None where the end is not known to the authority, which does not mean that the office is still held.
    """

    title: str
    of: str
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that has a name.

    `key` is its slug. `of` is the key of what it belongs to: the country of a city, the state of a person, the
    parent of an organization. `codes` maps schemes (`iso2`, `iso3`, `fips`, `cameo`, `cow`, `gwno`) to codes, `at`
    is latitude and longitude, `same_as` holds confirmed IRIs, `capital` is the key of a state's capital. `since` and
    `until` are the years of existence of states and organizations, None where open or unknown. `vague` are those of
    the aliases that mean it in many contexts but are the names of others too (Security Council).
    """

    key: str
    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    of: str | None = None
    codes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    at: tuple[float, float] | None = None
    same_as: tuple[str, ...] = ()
    capital: str | None = None
    since: int | None = None
    until: int | None = None
    offices: tuple[Office, ...] = ()
    population: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the other names, without demonyms."""
        return (self.name, *self.aliases)


def read_entries() -> Iterator[Entry]:
    """Read the data files: states first, then places, organizations and people."""
    for row in _rows("states"):
        yield _entry(row, row["kind"], _codes(row))
    for row in _rows("places"):
        yield _entry(row, "place", {scheme: row[scheme] for scheme in PLACE_CODES if row[scheme]})
    for row in _rows("organizations"):
        yield _entry(row, row["kind"], {})
    offices = _offices()
    for row in _rows("people"):
        yield _entry(row, "person", {}, offices.get(row["key"], ()))


def _rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file; lines that begin with `#` say where the rows below them come from."""
    lines = resources.text(f"authority/{name}.csv").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))


def _codes(row: Mapping[str, str]) -> dict[str, str]:
    codes = {scheme: row[scheme] for scheme in STATE_CODES if row[scheme]}
    if "iso3" in codes:
        codes.setdefault("cameo", codes["iso3"])  # CAMEO writes states by ISO 3166-1 alpha-3
    return codes


def _offices() -> dict[str, tuple[Office, ...]]:
    held: dict[str, list[Office]] = {}
    for row in _rows("offices"):
        office = Office(row["title"], row["of"], _year(row["since"]), _year(row["until"]))
        held.setdefault(row["person"], []).append(office)
    return {person: tuple(offices) for person, offices in held.items()}


def _entry(row: Mapping[str, str], kind: str, codes: Mapping[str, str], offices: tuple[Office, ...] = ()) -> Entry:
    return Entry(
        key=row["key"],
        kind=kind,
        name=row["name"],
        aliases=tuple(name.removeprefix(_VAGUE) for name in _list(row.get("aliases"))),
        vague=tuple(name.removeprefix(_VAGUE) for name in _list(row.get("aliases")) if name.startswith(_VAGUE)),
        demonyms=_list(row.get("demonyms")),
        of=row.get("of") or None,
        codes=MappingProxyType(dict(codes)),
        at=(float(row["lat"]), float(row["long"])) if row.get("lat") else None,
        same_as=_same_as(row),
        capital=row.get("capital") or None,
        since=_year(row.get("since")),
        until=_year(row.get("until")),
        offices=offices,
    )


def _same_as(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        f"{namespace}{row[column]}{closing}"
        for column, namespace, closing in (
            ("wikidata", WIKIDATA, ""),
            ("geonames", GEONAMES, "/"),
            ("dbpedia", DBPEDIA, ""),
        )
        if row.get(column)
    )


def _list(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split(";") if part)


def _year(text: str | None) -> int | None:
    return int(text) if text else None
