"""schema.org: events as JSON-LD, as search engines read it on the pages of events.

A start is written where the day is known, because that is what search engines take; a date that is known less well
stands in `temporalCoverage`, where ISO 8601 can say it. Nothing is said of how people attend, for nobody knows.
Types and properties: https://schema.org/Event; what is wanted of pages:
https://developers.google.com/search/docs/appearance/structured-data/event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from dateline.export.profiles.asking import Facts, events, iris, leave_rest, name_of, text_of
from dateline.export.profiles.profile import Account, Wishes
from dateline.export.profiles.times import dated, day_of
from dateline.mapping.rules import TYPE
from dateline.store import Store
from dateline.vocab import CONCEPT, DC, DCTERMS, DL, OWL, SCHEMA, SEM, SKOS, WGS84

_ROLES = {"host": "organizer"} | dict.fromkeys(("visitor", "participant", "signatory", "mediator"), "attendee")
_KINDS = {"Person": "Person", "Organization": "Organization", "Group": "Organization", "State": "Country"}
_COVERAGE = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?|\.\.)(/(\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?|\.\.))?")
_FACTS = {"occurred": "", "planned": SCHEMA + "EventScheduled"}
_UNREAL = "events that are neither planned nor said to have occurred"


def schema_org(store: Store, wishes: Wishes, account: Account) -> Iterator[str]:
    """Yield the events as one JSON-LD document with a `@graph`."""
    yield '{\n  "@context": "https://schema.org",\n  "@graph": ['
    separator = "\n"
    for event, said in events(store, account):
        written = _event(event, said, account)
        if written:
            # The text may stand inside of a script element, which `</` would end.
            text = json.dumps(written, ensure_ascii=False, indent=2).replace("</", "<\\/")
            yield separator + "    " + text.replace("\n", "\n    ")
            separator = ",\n"
    yield "\n  ]\n}\n"


def _event(event: str, said: Facts, account: Account) -> dict[str, Any]:
    of_event, name = said[event], name_of(event, said)
    factuality = (iris(of_event, DL + "factuality") or [CONCEPT + "factuality/occurred"])[0].rpartition("/")[2]
    if factuality not in _FACTS:
        account.leave(_UNREAL, name)
        return {}
    account.wrote("events")
    kind = "EventSeries" if DL + "EventSeries" in iris(of_event, TYPE) else "Event"
    whole: dict[str, Any] = {"@type": kind, "@id": event, "name": name}
    whole |= _dates(event, said, account)
    leave_rest(event, said, (SKOS + "note",), account)
    places = [_place(place, said) for place in iris(of_event, SEM + "hasPlace")]
    if not places:
        account.leave("where events without a place took place, which search engines want to know", name)
    rest = {
        "eventStatus": _FACTS[factuality],
        "location": _one_or_all(places),
        **_people(event, said),
        "superEvent": _one_or_all([{"@id": iri} for iri in iris(of_event, DL + "partOf")]),
        "description": text_of(of_event, SKOS + "note"),
        "subjectOf": _one_or_all([_source(source, said) for source in iris(of_event, DCTERMS + "source")]),
    }
    return whole | {key: value for key, value in rest.items() if value}


def _dates(event: str, said: Facts, account: Account) -> dict[str, str]:
    """The start and the end where their days are known, else the date as ISO 8601 has it."""
    found, name = dated(said[event]), name_of(event, said)
    if found is None:
        account.leave("when events without an EDTF date took place", name)
        return {}
    bounds, text = found.bounds, found.when.edtf
    start = "" if found.vague or text[0] in "[{" else day_of(bounds.earliest_begin, bounds.latest_begin)
    end = "" if found.vague or text[0] in "[{" else day_of(bounds.earliest_end, bounds.latest_end)
    if start:
        return {"startDate": start} | ({"endDate": end} if end else {})
    account.leave("start dates that are not known to the day", name)
    if _COVERAGE.fullmatch(text):
        return {"temporalCoverage": text}
    account.leave("dates that ISO 8601 cannot say", f"{name} ({text})")
    return {}


def _people(event: str, said: Facts) -> dict[str, Any]:
    """Who took part: the host as organizer, who came as attendee, all others as what the event is about."""
    found: dict[str, list[dict[str, Any]]] = {"organizer": [], "attendee": [], "about": []}
    placed: set[str] = set()
    for part in iris(said[event], DL + "participation"):
        for actor in iris(said[part], DL + "actor"):
            role = (iris(said[part], SEM + "roleType") or [""])[0].rpartition("/")[2]
            written = _actor(actor, said)
            able = written["@type"] in ("Person", "Organization")
            where = _ROLES.get(role, "about") if able else "about"
            if written not in found[where]:
                found[where].append(written)
            placed.add(actor)
    found["about"] += [_actor(actor, said) for actor in iris(said[event], SEM + "hasActor") if actor not in placed]
    return {key: _one_or_all(values) for key, values in found.items()}


def _actor(actor: str, said: Facts) -> dict[str, Any]:
    kinds = [kind.removeprefix(DL) for kind in iris(said[actor], TYPE)]
    known = next((_KINDS[kind] for kind in _KINDS if kind in kinds), "Thing")
    return {"@type": known, "@id": actor, "name": name_of(actor, said)} | _same(actor, said)


def _place(place: str, said: Facts) -> dict[str, Any]:
    """A place with its coordinates, and as its address the places that it lies in."""
    kind = "Country" if DL + "State" in iris(said[place], TYPE) else "Place"
    written: dict[str, Any] = {"@type": kind, "@id": place, "name": name_of(place, said)}
    written["address"] = ", ".join(name_of(one, said) for one in (place, *_around(place, said)))
    written |= _same(place, said)
    lat, long = text_of(said[place], WGS84 + "lat"), text_of(said[place], WGS84 + "long")
    if lat and long:
        written["geo"] = {"@type": "GeoCoordinates", "latitude": lat, "longitude": long}
    return written


def _around(place: str, said: Facts) -> Iterator[str]:
    """Yield the places that a place lies in, from the nearest; a place that lies in itself ends it."""
    seen = {place}
    here = place
    while larger := [one for one in iris(said.get(here, {}), DL + "within") if one not in seen]:
        here = larger[0]
        seen.add(here)
        yield here


def _source(source: str, said: Facts) -> dict[str, Any]:
    of_source = said[source]
    publisher = text_of(of_source, DC + "publisher")
    rest = {
        "url": (iris(of_source, SCHEMA + "url") or [""])[0],
        "datePublished": text_of(of_source, DCTERMS + "issued"),
        "publisher": {"@type": "Organization", "name": publisher} if publisher else "",
    }
    whole = {"@type": "CreativeWork", "@id": source, "name": name_of(source, said)}
    return whole | {key: value for key, value in rest.items() if value}


def _same(node: str, said: Facts) -> dict[str, Any]:
    entries = iris(said[node], OWL + "sameAs")
    return {"sameAs": _one_or_all(entries)} if entries else {}


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
