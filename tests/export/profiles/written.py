"""What profiles write of the cases and of other tables, and the terms that their vocabularies have."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from dateline.build import open_data
from dateline.export.profiles import PROFILES, Account, Profile, Wishes, profile_named
from dateline.mapping.quads import nquads
from dateline.store import open_store
from dateline.tables import Tables

CASES = Path(__file__).parents[2] / "cases/export/profiles"
INPUTS = ("dates", "visits")
WISHES = Wishes(creator="https://orcid.org/0000-0002-1825-0097")
RDF = tuple(profile for profile in PROFILES if profile.suffix in (".ttl", ".nt", ".trig"))


def of_files(name: str, *paths: Path, wishes: Wishes = WISHES) -> tuple[str, Account]:
    """Return what a profile writes of files, and its account."""
    with open_data(paths) as opened:
        account = Account()
        return "".join(profile_named(name).text(opened.store, wishes, account)), account


def of_case(name: str, case: str) -> str:
    return of_files(name, CASES / f"{case}.yaml")[0]


def of_tables(name: str, tables: Tables) -> tuple[str, Account]:
    """Return what a profile writes of tables, and its account."""
    with open_store() as store:
        store.load_nquads(nquads(tables, graphs=True))
        account = Account()
        return "".join(profile_named(name).text(store, WISHES, account)), account


def quads(text: str, profile: Profile) -> list[ox.Quad]:
    known = ox.RdfFormat.from_media_type(profile.media_type)
    assert known
    return list(ox.parse(text, format=known))


@lru_cache
def terms(vocabulary: str) -> dict[str, tuple[str, ...]]:
    """Return the terms of a published vocabulary that the cases may use: by name the other columns of its table."""
    with (CASES / f"{vocabulary}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(line for line in stream if not line.startswith("#")))
    return {name: tuple(rest) for name, *rest in rows[1:]}
