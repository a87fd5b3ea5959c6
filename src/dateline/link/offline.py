"""The provider that needs no network: the authority of `dateline.authority` and its gazetteer.

A candidate is certain only where its name is met to the letter, nothing else of a fitting kind bears the name, and
nothing that the timeline says speaks against it. People and places need something that speaks for them besides: the
country, the coordinates, the years in office.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from dateline.authority import Entry, all_entries, cities_named, entry, fold, has_cities, is_acronym, letters, named
from dateline.link.candidates import Candidate, Found
from dateline.link.similarity import NEAREST_MISS, OTHER_SCRIPT, likeness
from dateline.link.wanted import PLACE, Wanted

THRESHOLD = 0.95
"""Below this score nothing is certain."""

MOST = 5
NEAR_KM = 50.0
LARGE = 100_000
"""People from which a city of the gazetteer is taken for the one of its name in its country."""
SHORTEST_ACRONYM = 4
LINK, COUNTRY, COORDINATES, OFFICE = "the timeline's own link", "country", "coordinates", "years in office"
"""What can speak for an entry besides its name."""
_LEAST_ALIKE = 80.0
_AGAINST = 0.25
_FITTING = {
    "state": {"state"},
    "person": {"person"},
    "organization": {"organization", "group"},
    "group": {"group", "organization"},
    PLACE: {"place", "state"},
}


@dataclass(frozen=True, slots=True)
class _Judged:
    """An entry, how well its name fits, and what else speaks for or against it."""

    entry: Entry
    likeness: float
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]

    @property
    def score(self) -> float:
        bonus = 0.02 if self.speaks_for else 0.0
        return max(0.0, min(1.0, self.likeness + bonus) - _AGAINST * len(self.speaks_against))

    @property
    def is_exact(self) -> bool:
        return self.likeness >= OTHER_SCRIPT * 0.98


class Offline:
    """Looks names up in the authority and, for places, in the gazetteer of cities."""

    name = "offline"

    def __init__(self) -> None:
        self.notices: list[str] = []

    def find(self, wanted: Sequence[Wanted]) -> Found:
        """Return the entries with identifiers that fit, at most five for each thing."""
        if not has_cities() and any(one.kind == PLACE for one in wanted):
            self.notices.append(_NO_CITIES)
        return {one.iri: self._candidates(one) for one in wanted}

    def _candidates(self, one: Wanted) -> list[Candidate]:
        judged = sorted(
            (_judged(one, found) for found in _entries(one)),
            key=lambda item: (-item.score, item.entry.population > 0, -item.entry.population, item.entry.key),
        )
        certain = _certain(one, judged)
        if certain or any(not item.speaks_against for item in judged):
            judged = [item for item in judged if not item.speaks_against]
        return [
            Candidate(iri, item.entry.name, item.score, _method(item), is_certain=item is certain, thing=item.entry.key)
            for item in judged[:MOST]
            for iri in item.entry.same_as
        ]


def _entries(one: Wanted) -> Iterable[Entry]:
    """The entries of fitting kinds that bear one of the names, else those whose names are alike."""
    kinds = _FITTING.get(one.kind or "")
    found = {entry.key: entry for name in one.names for entry in named(name)}
    if one.kind in (PLACE, None):
        found |= {city.key: city for name in one.names for city in cities_named(name)}
    fitting = [entry for entry in found.values() if kinds is None or entry.kind in kinds]
    return fitting or [entry for entry in _alike(one) if kinds is None or entry.kind in kinds]


def _alike(one: Wanted) -> list[Entry]:
    forms = _forms()
    found: dict[str, Entry] = {}
    for name in one.names:
        hits = process.extract(letters(name), list(forms), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=MOST * 4)
        found |= {entry.key: entry for form, _, _ in hits for entry in forms[form]}
    return list(found.values())


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[Entry]]:
    """Entries by their names in Latin letters."""
    found: dict[str, list[Entry]] = {}
    for one in all_entries():
        for form in {letters(name) for name in one.names} - {""}:
            found.setdefault(form, []).append(one)
    return found


def _judged(one: Wanted, found: Entry) -> _Judged:
    fits = max(likeness(name, found.names) * (1.0 if rank == 0 else 0.99) for rank, name in enumerate(one.names))
    told = [_by_links(one, found), _by_country(one, found), _by_distance(one, found), _by_years(one, found)]
    good = tuple(reason for reason, is_good in filter(None, told) if is_good)
    bad = tuple(reason for reason, is_good in filter(None, told) if not is_good)
    return _Judged(found, fits, good, bad)


_NO_CITIES = (
    "Only well-known cities were looked up. 33,000 more, with their GeoNames numbers, come with: "
    "pip install 'dateline[gazetteer]'"
)

_Reason = tuple[str, bool] | None
"""A reason in a word, and whether it speaks for the entry; None where nothing can be said."""


def _by_links(one: Wanted, found: Entry) -> _Reason:
    """The timeline names an entry itself: the same, or another of the same graph."""
    if set(one.linked) & set(found.same_as):
        return LINK, True
    graphs = {iri.rsplit("/", 2 if iri.endswith("/") else 1)[0] for iri in found.same_as}
    differs = any(iri.rsplit("/", 2 if iri.endswith("/") else 1)[0] in graphs for iri in one.linked)
    return (LINK, False) if differs else None


def _by_country(one: Wanted, found: Entry) -> _Reason:
    around = {match.key for name in one.belongs_to for match in named(name) if match.kind != "person"}
    above = set(_above(found))
    if not around or not above:
        return None
    related = {*around, *(key for one_key in around for key in _above_key(one_key))}
    return COUNTRY, bool(related & above)


def _above(found: Entry) -> list[str]:
    """The keys of what an entry belongs to, of its offices too, step by step to the top."""
    direct = [found.of, *(office.of for office in found.offices)]
    return [key for first in direct if first for key in (first, *_above_key(first))]


def _above_key(key: str) -> list[str]:
    up = entry(key)
    return [up.of, *_above_key(up.of)] if up and up.of else []


def _by_distance(one: Wanted, found: Entry) -> _Reason:
    if one.at is None or found.at is None:
        return None
    return COORDINATES, kilometers(one.at, found.at) <= NEAR_KM


def kilometers(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points on the globe, by the haversine formula."""
    lat, lat2 = math.radians(one[0]), math.radians(other[0])
    across = math.sin((lat2 - lat) / 2) ** 2
    along = math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(across + math.cos(lat) * math.cos(lat2) * along))


def _by_years(one: Wanted, found: Entry) -> _Reason:
    """States and organizations must have existed; of people the years in office are known, which only speak for."""
    if one.years is None:
        return None
    first, last = one.years
    if found.offices:
        held = any((office.since or first) <= last and first <= (office.until or last) for office in found.offices)
        return (OFFICE, True) if held else None
    if found.since is None and found.until is None:
        return None
    lived = (found.since or first) <= last and first <= (found.until or last)
    return None if lived else ("years of existence", False)


def _certain(one: Wanted, judged: Sequence[_Judged]) -> _Judged | None:
    """The one entry that everything speaks for, or None."""
    if not judged or judged[0].speaks_against or judged[0].score < THRESHOLD:
        return None
    best = judged[0]
    if LINK in best.speaks_for:
        return best
    told = set(best.speaks_for)
    rivals = [item for item in judged[1:] if item.is_exact and not item.speaks_against]
    if any(told <= set(item.speaks_for) for item in rivals):
        return None
    return best if _TESTS[one.kind or ""](one, best.entry, told) else None


def _is_certain_place(one: Wanted, found: Entry, told: set[str]) -> bool:
    """Of small cities there may be more in a country than the gazetteer has; without it nobody knows of namesakes."""
    is_country = found.kind == "state" and has_cities()
    is_small = 0 < found.population < LARGE
    return is_country or COORDINATES in told or (COUNTRY in told and not is_small)


def _is_certain_person(one: Wanted, found: Entry, told: set[str]) -> bool:
    """A surname is that of a whole family."""
    return bool({COUNTRY, OFFICE} & told) and " " in letters(one.name) and not _is_vague(one, found)


def _is_certain_organization(one: Wanted, found: Entry, told: set[str]) -> bool:
    """Short acronyms and vague names, such as Congress, are the names of many."""
    is_short = is_acronym(one.name) and len(fold(one.name)) < SHORTEST_ACRONYM
    is_own = fold(one.name) == fold(found.name)
    return is_own or COUNTRY in told or not (is_short or _is_vague(one, found))


def _is_vague(one: Wanted, found: Entry) -> bool:
    return fold(one.name) in map(fold, found.vague)


_TESTS: Mapping[str, Callable[[Wanted, Entry, set[str]], bool]] = {
    "state": lambda one, found, told: True,
    "person": _is_certain_person,
    "organization": _is_certain_organization,
    "group": _is_certain_organization,
    PLACE: _is_certain_place,
    "": lambda one, found, told: False,
}
"""What an entry without rivals must have besides its name, by the kind of what is wanted."""


def _method(item: _Judged) -> str:
    how = (
        "same name" if item.is_exact else "name alike" if item.likeness < NEAREST_MISS else "same name in Latin letters"
    )
    return "; ".join(
        ["offline: " + how, *item.speaks_for, *(f"against it: {reason}" for reason in item.speaks_against)]
    )
