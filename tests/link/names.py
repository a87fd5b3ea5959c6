"""The list of names in `tests/cases/link/names.yaml`: read, looked up offline, counted.

Shared by the test that holds the counts and the benchmark that prints them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dateline.authority import entry
from dateline.link.candidates import Candidate
from dateline.link.offline import Offline
from dateline.link.wanted import Wanted
from dateline.vocab import expand

CASES = Path(__file__).parent.parent / "cases/link/names.yaml"


@dataclass(frozen=True, slots=True)
class Case:
    """One name: what is wanted, the IRIs that it means (none where nothing does), and what was found."""

    wanted: Wanted
    meant: frozenset[str]
    is_auto: bool
    found: tuple[Candidate, ...]

    @property
    def is_first(self) -> bool:
        """Whether the first candidate is what is meant."""
        return bool(self.found) and self.found[0].entry in self.meant

    @property
    def accepted(self) -> list[Candidate]:
        """What was accepted by itself."""
        return [one for one in self.found if one.is_certain]


def cases() -> Iterator[Case]:
    """Look every name of the list up."""
    for number, row in enumerate(yaml.safe_load(CASES.read_text(encoding="utf-8"))):
        wanted = Wanted(
            iri=f"https://example.org/{number}",
            name=row["name"],
            kind=row["kind"],
            belongs_to=(row["of"],) if "of" in row else (),
            at=tuple(row["at"]) if "at" in row else None,
            years=tuple(row["years"]) if "years" in row else None,
        )
        found = Offline().find([wanted])[wanted.iri]
        yield Case(wanted, frozenset(_meant(row)), row.get("auto", False), tuple(found))


def _meant(row: dict[str, Any]) -> tuple[str, ...]:
    if "entry" not in row:
        return ()
    known = entry(row["entry"])
    iri = expand(row["entry"])
    assert known or iri, row
    return known.same_as if known else (iri or "",)
