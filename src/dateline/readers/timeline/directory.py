"""Finds the things that ids and names in a timeline refer to, and makes them where the timeline asks for it.

Tables of events often name actors, places and sources in words. With `names: match` the name of a listed member
stands for it; with `names: create`, or with the kinds to create, a name that no listed member has becomes a member of
its own. Two spellings with one slug are one member. Knows ids and labels, nothing else of a member.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.errors import did_you_mean
from dateline.readers.located import Node
from dateline.readers.timeline import mint
from dateline.readers.timeline.desk import Desk

_CODES = {"actor": "E202", "place": "E203", "source": "E204", "event": "E205"}


@dataclass(slots=True)
class Directory:
    """The members of a timeline by kind (`actor`, `place`, `source`, `event`): ids, names and IRIs."""

    desk: Desk
    create: frozenset[str] = frozenset()
    match: bool = False
    ids: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in _CODES})
    labels: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in _CODES})
    states: dict[str, str] = field(default_factory=dict)
    created: dict[str, list[str]] = field(default_factory=dict)

    def enter(self, kind: str, name: str, iri: str) -> None:
        """Make a member known by its id."""
        self.ids[kind][name] = iri

    def call(self, kind: str, label: str, iri: str) -> None:
        """Make a member known by a name too; the first one with a name keeps it."""
        self.labels[kind].setdefault(_folded(label), iri)

    def find(self, kind: str, node: Node | None, what: str) -> str | None:
        """Return the IRI of the member that a node refers to; an unknown one is reported or, where asked, made."""
        text = self.desk.text(node, what)
        if node is None or text is None:
            return None
        name = mint.normal(text)
        found = self._known(kind, name)
        if found is None and kind in self.create:
            found = self._make(kind, name, node)
        if found is None:
            hint = self._called(kind, name) or did_you_mean(name, self._names(kind)) or f"List it under `{kind}s`."
            if kind == "place" and name in self.ids["actor"]:
                hint = "It is an actor, and of actors only a state can be a place: give it `kind: state` if it is one."
            self.desk.complain(_CODES[kind], f"There is no {kind} {name!r} in this timeline.", node, hint=hint)
        return found

    def find_any(self, node: Node | None, what: str) -> str | None:
        """Return the IRI of an actor, a place or an event; what is none of them is reported."""
        text = self.desk.text(node, what)
        if node is None or text is None:
            return None
        name = mint.normal(text)
        kinds = ("actor", "place", "event")
        for kind in kinds:
            found = self._known(kind, name)
            if found:
                return found
        named = next(filter(None, (self._called(kind, name) for kind in kinds)), "")
        hint = named or did_you_mean(name, [known for kind in kinds for known in self.ids[kind]])
        self.desk.complain("E202", f"There is no actor, place or event {name!r} in this timeline.", node, hint=hint)
        return None

    def report_created(self, at: Node) -> None:
        """Say once for each kind which members were made of names."""
        for kind, names in self.created.items():
            shown = ", ".join(map(repr, names[:20])) + (", …" if len(names) > 20 else "")
            message = f"{len(names)} {kind}{'s' if len(names) > 1 else ''} made from names: {shown}."
            hint = f"To say more about them, list them under `{kind}s`."
            self.desk.complain("I602", message, at, hint=hint)

    def _known(self, kind: str, name: str) -> str | None:
        found = self.ids[kind].get(name)
        if found is None and kind == "place":
            found = self.states.get(name)
        if found is None and self.match:
            found = self.labels[kind].get(_folded(name))
        return found

    def _called(self, kind: str, name: str) -> str:
        """Return what to do about a name where an id belongs; nothing when nobody has the name."""
        iri = self.labels[kind].get(_folded(name))
        ids = {**self.ids[kind], **(self.states if kind == "place" else {})}
        found = next((one for one, other in ids.items() if other == iri), None)
        return f"That is the name of {found!r}; write this id." if found else ""

    def _names(self, kind: str) -> list[str]:
        return [*self.ids[kind], *(self.states if kind == "place" else ())]

    def _make(self, kind: str, name: str, node: Node) -> str:
        key = mint.slug_or_hash(name)
        iri = self.ids[kind].get(key)
        if iri is None:
            iri = self.desk.names.of(kind, key)
            self.desk.add(f"{kind}s", {"id": iri, "label": name, "label_lang": self.desk.language}, node)
            self.created.setdefault(kind, []).append(name)
            self.enter(kind, key, iri)
        self.call(kind, name, iri)
        return iri


def _folded(text: str) -> str:
    return " ".join(mint.normal(text).casefold().split())
