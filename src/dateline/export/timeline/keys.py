"""The ids that the things of a timeline have in its file: taken back from their IRIs, or made where those are foreign.

A thing whose IRI lies under the timeline's base keeps its id and so its IRI; any other gets an id made of the end of
its IRI, and is named in `renamed`. Knows IRIs, not what the things are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dateline.readers.timeline import values
from dateline.readers.timeline.mint import MAX_SLUG, Names, is_id, last_step, normal, slug_or_hash
from dateline.readers.timeline.records import FALLBACK_BASE

KINDS = ("source", "actor", "place", "event", "claim")
_APART = {"source": "source", "actor": "thing", "place": "thing", "event": "event", "claim": "claim"}
"""What may not share an id: an actor can be a place."""


@dataclass(slots=True)
class Keys:
    """Ids by kind and IRI.

    `renamed` has the new IRI of each thing that could not keep its own, `lent` the actors that are places too.
    """

    names: Names
    ids: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    renamed: dict[str, str] = field(default_factory=dict)
    lent: set[str] = field(default_factory=set)
    _taken: dict[str, set[str]] = field(default_factory=dict)

    def enter(self, kind: str, iris: Iterable[str]) -> None:
        """Give ids to things of one kind; those that can keep theirs come first."""
        found = sorted(set(iris) - self.ids[kind].keys())
        own = {iri: key for iri in found if (key := self._own(kind, iri)) is not None}
        for iri, key in own.items():
            self._take(kind, iri, key)
        for iri in found:
            if iri not in own or iri not in self.ids[kind]:
                self._take(kind, iri, self._free(kind, iri))
                self.renamed.setdefault(iri, self.names.of(kind, self.ids[kind][iri]))

    def lend(self, iri: str) -> None:
        """Let an actor be a place, under its id."""
        self.lent.add(iri)
        self.ids["place"][iri] = self.ids["actor"][iri]

    def of(self, kind: str, iri: str | None) -> str | None:
        """Return the id of a thing, or None where it has none."""
        return None if iri is None else self.ids[kind].get(iri)

    def any_of(self, iri: str) -> str | None:
        """Return the id under which an actor, a place or an event is found, in this order."""
        kind = next((kind for kind in ("actor", "place", "event") if iri in self.ids[kind]), None)
        key = self.ids[kind][iri] if kind else None
        is_hidden = kind == "event" and key in {*self.ids["actor"].values(), *self.ids["place"].values()}
        return None if is_hidden else key

    def _own(self, kind: str, iri: str) -> str | None:
        start = f"{self.names.base}{kind}/"
        key = iri.removeprefix(start)
        good = iri.startswith(start) and is_id(key) and normal(key) == key
        return key if good and key not in self._others(kind) else None

    def _others(self, kind: str) -> set[str]:
        return self._taken.setdefault(_APART[kind], set())

    def _take(self, kind: str, iri: str, key: str) -> None:
        self.ids[kind][iri] = key
        self._others(kind).add(key)

    def _free(self, kind: str, iri: str) -> str:
        step = normal(last_step(iri))
        name = step if is_id(step) else slug_or_hash(step)[:MAX_SLUG]
        taken = self._others(kind)
        numbers = (f"{name}-{number}" for number in range(2, len(taken) + 3))
        return name if name not in taken else next(one for one in numbers if one not in taken)


def base_of(given: Iterable[str], events: Iterable[str]) -> str:
    """Return the base under which most events lie: one that is given, else one that their IRIs show."""
    iris = list(events)
    good = [base for base in given if base and not isinstance(values.base(base), values.Fault)]
    if good:
        return max(good, key=lambda base: sum(iri.startswith(f"{base}event/") for iri in iris))
    shown = Counter(iri.partition("event/")[0] for iri in iris if "/event/" in iri or "#event/" in iri)
    found = max(sorted(shown), key=shown.__getitem__, default=FALLBACK_BASE)
    return FALLBACK_BASE if isinstance(values.base(found), values.Fault) else found
