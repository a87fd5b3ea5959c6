"""What becomes of a links file when candidates are looked for again: a person's word stands, the rest is kept current.

Pure: takes the file as read and what was found, returns the links as they are to be written. The same candidates
give the same links, with the day on which they were first found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.link.candidates import Candidate, Found
from dateline.link.wanted import Wanted
from dateline.readers.links_file import ACCEPTED, AUTO, OPEN, REJECTED, Link

_NONE = Link("", "", "", 0, "", OPEN, "")


def reviewed(old: Sequence[Link], wanted: Sequence[Wanted], found: Found, *, provider: str, today: str) -> list[Link]:
    """Return the links after a search by one provider on one day, by entity, the best first.

    Kept are a person's decisions, whatever was found, what other providers found before, and everything of entities
    that this one could not be asked for; dropped is what it does not find again. Nothing is accepted by itself
    against a person's decision.
    """
    links: list[Link] = []
    for one in wanted:
        before = [link for link in old if link.entity == one.iri]
        candidates = found.get(one.iri)
        links += before if candidates is None else _of_entity(before, one.iri, candidates, (provider, today))
    known = {one.iri for one in wanted}
    return links + [link for link in old if link.entity not in known and link.is_by_person]


def _of_entity(old: Sequence[Link], entity: str, found: Sequence[Candidate], run: tuple[str, str]) -> list[Link]:
    provider, today = run
    links = {one.entry: one for one in old if one.is_by_person or not one.method.startswith(f"{provider}:")}
    before = {one.entry: one for one in old}
    chosen = [one for one in links.values() if one.decision == ACCEPTED]
    refused = {one.thing for one in found if one.thing and before.get(one.entry, _NONE).decision == REJECTED}
    for candidate in found:
        if candidate.entry in links and links[candidate.entry].is_by_person:
            continue
        fresh = _link(entity, candidate, today, decided=_contradicts(candidate, chosen) or candidate.thing in refused)
        links[candidate.entry] = _kept(before.get(candidate.entry), fresh)
    return sorted(links.values(), key=lambda one: (not one.counts, -one.score, one.entry))


def _link(entity: str, candidate: Candidate, today: str, *, decided: bool) -> Link:
    decision = AUTO if candidate.is_certain and not decided else OPEN
    score = round(candidate.score, 2)
    return Link(entity, candidate.entry, candidate.label, score, candidate.method, decision, today)


def _contradicts(candidate: Candidate, chosen: Iterable[Link]) -> bool:
    """Whether a person has accepted another entry of the same graph."""
    return any(_graph(one.entry) == _graph(candidate.entry) and one.entry != candidate.entry for one in chosen)


def _graph(iri: str) -> str:
    return iri.rstrip("/#").rsplit("/", 1)[0]


def _kept(before: Link | None, fresh: Link) -> Link:
    """The link as it was, where nothing but the day would change."""
    if before is None:
        return fresh
    same = replace(fresh, date=before.date, note=before.note, line=before.line)
    return same if same == before else replace(fresh, note=before.note)
