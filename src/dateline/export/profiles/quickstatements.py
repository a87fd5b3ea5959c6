"""QuickStatements: events as commands that a person can look through and run on Wikidata.

A new item is made for each event that has no entry there; who took part and where is said where those have entries.
All else goes into the account. Syntax: https://www.wikidata.org/wiki/Help:QuickStatements; the properties and items
are in `ontology/exports/wikidata.yaml`, each with the page that confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import yaml

from dateline import resources
from dateline.export.profiles.asking import Facts, events, iris, leave_rest, name_of
from dateline.export.profiles.profile import Account, Wishes
from dateline.export.profiles.times import Dated, dated
from dateline.mapping.rules import TYPE
from dateline.store import Store
from dateline.vocab import DCTERMS, DL, OWL, RDFS, SCHEMA, SEM, SKOS, WIKIDATA
from dateline.when import When, from_day, parse_edtf

_ENTRY = re.compile(rf"{re.escape(WIKIDATA)}(Q[1-9][0-9]*)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
_PRECISIONS = {"year": 9, "month": 10, "day": 11}
_LONGEST = 250
_UNREAL = "events that are not said to have occurred"
_NO_ENTRY = "without an accepted entry in Wikidata, which dateline link finds"
# Columns end at a tab, commands at a line end, and the tool also takes | for a tab and all double quotes for its own.
_SAFE = str.maketrans({'"': "'", "“": "'", "”": "'", "|": "/"})

Qualified = tuple[str, ...]
"""A statement: property, value, and pairs of qualifiers."""


def quickstatements(store: Store, wishes: Wishes, account: Account) -> Iterator[str]:
    """Yield the commands, an item a block."""
    for event, said in events(store, account):
        if any(not iri.endswith("/occurred") for iri in iris(said[event], DL + "factuality")):
            account.leave(_UNREAL, name_of(event, said))
            continue
        account.wrote("events")
        yield from _commands(event, said, account)
        leave_rest(event, said, (), account)


def plain(text: str) -> str:
    """Return a text as it can stand between quotes: on one line, without the marks that the tool acts on."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).translate(_SAFE).split())


def time_of(year: int, month: int = 1, day: int = 1, *, unit: str) -> str:
    """Return a point in time to the day, month or year, for years as astronomers count them (0 is 1 BCE).

    Wikidata has no year 0 (https://www.wikidata.org/wiki/Help:Dates).
    """
    signed = f"+{year:04}" if year > 0 else f"-{1 - year:04}"
    return f"{signed}-{month:02}-{day:02}T00:00:00Z/{_PRECISIONS[unit]}"


@lru_cache(maxsize=1)
def _ids() -> dict[str, str]:
    read = yaml.load(resources.text("exports/wikidata.yaml"), Loader=yaml.BaseLoader)
    return {name: entry["id"] for group in read.values() for name, entry in group.items()}


def _commands(event: str, said: Facts, account: Account) -> Iterator[str]:
    """Yield the commands of one event."""
    own = _entries(event, said)
    item = own[0] if own else "LAST"
    if not own:
        yield "CREATE\n"
        yield from _labels(event, said, account)
    reference = _reference(event, said, account)
    for statement in _statements(event, said, account):
        yield "\t".join((item, *statement, *reference)) + "\n"


def _labels(event: str, said: Facts, account: Account) -> Iterator[str]:
    for label in said[event].get(RDFS + "label", ()):
        language = getattr(label, "language", None) or ""
        text = plain(label.value)
        if not _LANGUAGE.fullmatch(language) or language == "und":
            account.leave("labels whose language is not known", text)
        elif len(text) > _LONGEST:
            account.leave(f"labels of more than {_LONGEST} characters", text)
        else:
            yield f'LAST\tL{language}\t"{text}"\n'
            if text != label.value:
                account.leave("quotes, bars and line ends in labels, which QuickStatements acts on", text)


def _statements(event: str, said: Facts, account: Account) -> Iterator[Qualified]:
    ids, of_event, name = _ids(), said[event], name_of(event, said)
    yield ids["instance_of"], ids["occurrence"]
    found = dated(of_event)
    if found is None:
        account.leave("when events without an EDTF date took place", name)
    else:
        yield from _times(found, name, account)
    for actor in iris(of_event, SEM + "hasActor"):
        yield from _linked(ids["participant"], actor, said, account, "participants")
    for place in iris(of_event, SEM + "hasPlace"):
        is_state = DL + "State" in iris(said[place], TYPE)
        yield from _linked(ids["country" if is_state else "location"], place, said, account, "places")
    for whole in iris(of_event, DL + "partOf"):
        yield from _linked(ids["part_of"], whole, said, account, "larger events")
    if DL + "participation" in of_event:
        account.leave("roles in which actors took part", name)


def _linked(property_: str, node: str, said: Facts, account: Account, kind: str) -> Iterator[Qualified]:
    entries = _entries(node, said)
    if entries:
        yield property_, entries[0]
    else:
        account.leave(f"{kind} {_NO_ENTRY}", name_of(node, said))


def _entries(node: str, said: Facts) -> list[str]:
    """The entries of Wikidata that a node is, or was found to fit in everything."""
    of_node = said.get(node, {})
    matches = [_ENTRY.fullmatch(iri) for name in (OWL + "sameAs", SKOS + "exactMatch") for iri in iris(of_node, name)]
    return [match[1] for match in matches if match]


def _reference(event: str, said: Facts, account: Account) -> Qualified:
    """The page of the first source that has one."""
    pages: list[str] = []
    for source in iris(said[event], DCTERMS + "source"):
        found = [page for page in iris(said[source], SCHEMA + "url") if page.startswith(("http://", "https://"))]
        if not found:
            account.leave("sources without a web address", name_of(source, said))
        elif pages:
            account.leave("sources beyond the first of an event", name_of(source, said))
        pages += found
    return (_ids()["reference_url"].replace("P", "S"), f'"{pages[0]}"') if pages else ()


def _times(found: Dated, name: str, account: Account) -> Iterator[Qualified]:
    """Yield the statements of a date: one, or two of an interval, or one for each member of a `{...}`."""
    ids, text = _ids(), found.when.edtf
    if text[0] == "{":
        for member in text[1:-1].split(","):
            if ".." in member:
                account.leave("stretches in sets of dates", f"{name} ({member})")
            else:
                yield (ids["point_in_time"], *_point(parse_edtf(member), name, account))
        return
    begin, slash, end = text.partition("/")
    if not slash:
        yield (ids["point_in_time"], *_point(found.when, name, account))
        return
    for property_, one in ((ids["start_time"], begin), (ids["end_time"], end)):
        if one == "":
            yield property_, "somevalue"
        elif one != "..":
            yield (property_, *_point(parse_edtf(one), name, account))
    if {begin, end} == {".."}:
        account.leave("dates that give neither begin nor end", name)
    if found.as_of is not None:
        account.leave("days on which events were still going on", name)


def _point(when: When, name: str, account: Account) -> Qualified:
    """A date as a value with its qualifiers: unknown within bounds where it is no day, month or year."""
    ids, bounds = _ids(), when.bounds()
    doubts: Qualified = (ids["sourcing_circumstances"], ids["circa"]) if when.approximate else ()
    doubts += (ids["sourcing_circumstances"], ids["presumably"]) if when.uncertain else ()
    first, last = bounds.earliest_begin, bounds.latest_end
    unit = "day" if when.precision == "time" else when.precision
    if first is not None and unit in _PRECISIONS and "X" not in when.edtf:
        return (time_of(*from_day(first), unit=unit), *doubts)
    if doubts:
        account.leave("bounds of dates that are approximate or doubtful", f"{name} ({when})")
        return "somevalue", *doubts
    limits: Qualified = ()
    if first is not None:
        limits += (ids["earliest_date"], time_of(*from_day(first), unit="day"))
    if last is not None:
        limits += (ids["latest_date"], time_of(*from_day(last), unit="day"))
    return "somevalue", *limits
