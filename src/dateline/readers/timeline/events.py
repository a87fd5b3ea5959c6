"""Reads the events of a timeline: date, type, what, who, where, what sources say, and relations.

A value that the event itself lacks is chosen among those that its sources claim (`policy`). An event
whose date ends in `..` is reported as still going on on the newest day on which a source of it was published, unless
it says `as_of` itself. Events without an id are named after their content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline import vocab
from dateline.readers.located import Entry, Node
from dateline.readers.timeline import dates, mint, values
from dateline.readers.timeline.consolidate import Consolidation
from dateline.readers.timeline.desk import Dated, Desk, Form
from dateline.readers.timeline.directory import Directory
from dateline.readers.timeline.entities import check_id
from dateline.readers.timeline.fields import EVENT, PARTICIPANT, RELATIONS
from dateline.readers.timeline.says import add_claims, quantity_of, read_says

DEFAULT_SCORES = "plover-0.8"
DRAFT, REJECTED = "draft", "rejected"
Announced = tuple[Node, str | None]
"""An event's node, and its IRI where the author gave it an id."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One actor's part in an event."""

    role: str
    actor: str
    capacity: str | None
    at: Node


def announce(desk: Desk, directory: Directory, nodes: tuple[Node, ...]) -> list[Announced]:
    """Make the ids of all events known, so that events can refer to later ones."""
    announced: list[Announced] = []
    seen: dict[str, Node] = {}
    for node in nodes:
        at = node.entries["id"].value if "id" in node.entries else None
        text = at.text.strip() if at and at.text else ""
        if not at or not text:
            announced.append((node, None))
            continue
        name = mint.normal(text)
        iri = desk.names.of("event", name)
        check_id(desk, name, at, iri)
        iri = _unique(desk, iri, at, seen)
        directory.ids["event"].setdefault(name, iri)
        announced.append((node, iri))
    return announced


def _unique(desk: Desk, iri: str, at: Node, seen: dict[str, Node]) -> str:
    if iri not in seen:
        seen[iri] = at
        return iri
    own = f"{iri}-{mint.digest(str(at.line), str(at.column))}"
    message = f"The event in line {seen[iri].line} has the same id, {mint.last_step(iri)!r}."
    desk.complain("E206", message, at, hint="Give one of them another id.", subject=own)
    return own


def read_events(desk: Desk, directory: Directory, announced: list[Announced]) -> None:
    """Read all events into their rows."""
    minted: dict[str, Node] = {}
    for node, given in announced:
        if _rejected(node):
            continue
        mark = desk.mark()
        form = Form(desk, node, fields=EVENT, at=node, what="event")
        if isinstance(node.value, dict):
            desk.settle(mark, _Reader(form, directory).read(given, minted))


def _rejected(node: Node) -> bool:
    """Tell whether a reviewer has rejected a draft, which stays in the file so that it is not drafted again."""
    status = node.entries["status"].value.text if "status" in node.entries else None
    return (status or "").strip().lower() == REJECTED


class _Reader:
    """Reads one event, piece by piece, and adds its rows when its IRI is known."""

    __slots__ = ("claimed", "desk", "directory", "form", "said")

    def __init__(self, form: Form, directory: Directory) -> None:
        self.form = form
        self.desk = form.desk
        self.directory = directory
        self.said = read_says(self.desk, directory, form.node("says"))
        self.claimed = Consolidation(self.desk, self.said)

    def read(self, given: str | None, minted: dict[str, Node]) -> str:
        """Add the rows of the event; return its IRI."""
        parts = list(self._parts())
        row = {**self._date(), **self._kind(), **self._what(), **self._quantity(), **self._rest()}
        iri = given or self._minted(row, parts, minted)
        self.desk.add("events", {"id": iri, **row}, self.form.at)
        self._add_parts(iri, parts)
        self._add_relations(iri)
        add_claims(self.desk, iri, self.said)
        return iri

    def _minted(self, row: dict[str, Any], parts: list[_Part], minted: dict[str, Node]) -> str:
        self.form.text("id")
        name = mint.event_id(
            kind="/".join(word for word in (row["type"], row["mode"]) if word) or None,
            edtf=row.get("edtf"),
            label=row["label"],
            who=[part.actor for part in parts],
            places=row["places"],
        )
        return _unique(self.desk, self.desk.names.of("event", name), self.form.at, minted)

    def _date(self) -> dict[str, Any]:
        form = self.form
        date = form.date("date")
        when = date.when if date else None if "date" in form else self.claimed.date()
        as_of = self._as_of(form.date("as_of"), open_end=when is not None and when.open_end)
        words = form.text("date_words") or (date.words if date else None)
        shown = {"original_date": words, "date_method": form.text("date_method")}
        if when is None:
            return {**shown, "ongoing_as_of": dates.calendar_day(as_of)}
        return {**dates.event_columns(when, as_of), **shown}

    def _as_of(self, given: Dated | None, *, open_end: bool) -> int | None:
        if given:
            day = dates.exact_day(given.when)
            # Beyond these years the graph has no place for the day, so it could not be told again.
            if dates.calendar_day(day) is None:
                message = "`as_of` is not a day of the years 1 to 9999."
                self.desk.complain("E301", message, given.node, hint="Write a day, such as 2024-07-25.")
                return None
            return day
        if "as_of" in self.form or not open_end:
            return None
        published = (dates.exact_day(self.desk.published.get(one.source)) for one in self.said)
        return max((day for day in published if day is not None), default=None)

    def _kind(self) -> dict[str, Any]:
        form = self.form
        word = form.word("type", code="E209") if "type" in form else self.claimed.type()
        concept = vocab.concepts()["type"][word] if word else None
        kind, _, mode = (word or "").partition("/")
        score, scheme = form.read("score", values.decimal), form.word("score_scheme")
        if score is not None and "score_scheme" not in form:
            hint = f"Add `score_scheme`, such as {DEFAULT_SCORES}."
            self.desk.complain("E207", "This score has no `score_scheme`.", form.node("score") or form.at, hint=hint)
        if "score" not in form and concept and concept.score and scheme in (None, DEFAULT_SCORES):
            given = values.decimal(concept.score)
            score, scheme = (None if isinstance(given, values.Fault) else given), DEFAULT_SCORES
        return {
            "type": kind or None,
            "mode": mode or None,
            "quad": concept.quad if concept else None,
            "score": score,
            "score_scheme": scheme if score is not None else None,
        }

    def _what(self) -> dict[str, Any]:
        form = self.form
        label = form.text("what") if "what" in form else self.claimed.what()
        language = form.read("language", values.language) or self.desk.language
        found = [self.directory.find("place", node, "where") for node in form.nodes("where")]
        places = [iri for iri in found if iri] if "where" in form else self.claimed.where()
        return {"label": label, "label_lang": language if label else None, "places": sorted(set(places))}

    def _quantity(self) -> dict[str, Any]:
        node = self.form.node("quantity")
        quantity = quantity_of(self.desk, node) if node else self.claimed.quantity()
        if quantity is None:
            return {}
        limits = {"quantity_min": quantity.least, "quantity_max": quantity.most}
        return {"quantity": quantity.value, **limits, "unit": quantity.unit}

    def _rest(self) -> dict[str, Any]:
        form = self.form
        return {
            "kind": "series" if form.read("series", values.flag) else "event",
            "contexts": form.words("contexts"),
            "recurrence": form.read("recurs", values.recurrence),
            "factuality": form.word("factuality") or "occurred",
            "status": DRAFT if form.word("status") == DRAFT else None,
            "note": form.text("note"),
        }

    def _parts(self) -> Iterator[_Part]:
        node = self.form.node("who")
        if node is None:
            return
        if not isinstance(node.value, dict):
            hint = "Give each a role, such as `who: {initiator: russia}`."
            self.desk.complain("E106", f"`who` is {node.kind}, but a map by role is expected.", node, hint=hint)
            return
        for entry in node.entries.values():
            yield from self._role(entry)

    def _role(self, entry: Entry) -> Iterator[_Part]:
        role = self.desk.word(entry.key, vocab.concepts()["role"], code="E210", what="role")
        if not entry.value.items:
            hint = "Write the id of an actor behind it, or leave the role out."
            self.desk.complain("E207", f"The role `{entry.key.text}` has no actor.", entry.key, hint=hint)
        for item in entry.value.items:
            form = None
            actor_node: Node | None = item
            if item.text is None and item.value is not None:
                form = Form(self.desk, item, fields=PARTICIPANT, at=item, what="participant")
                actor_node = form.node("actor")
            actor = self.directory.find("actor", actor_node, "actor")
            capacity = form.text("as") if form else None
            if role and actor:
                yield _Part(role, actor, capacity, item)

    def _add_parts(self, event: str, parts: list[_Part]) -> None:
        seen: set[str] = set()
        for part in parts:
            iri = self.desk.names.participation(event, part.role, part.actor)
            if iri in seen:
                message = f"This actor is named twice as {part.role}."
                self.desk.complain("E206", message, part.at, hint="Leave one out.", subject=iri)
                continue
            seen.add(iri)
            row = {
                "id": iri,
                "event": event,
                "actor": part.actor,
                "role": part.role,
                "capacity": part.capacity,
            }
            self.desk.add("participations", row, part.at)

    def _add_relations(self, event: str) -> None:
        for name, relation in RELATIONS.items():
            found = set()
            for node in self.form.nodes(name):
                other = self.directory.find("event", node, name)
                if other == event:
                    hint = "Name the other event, or leave it out."
                    self.desk.complain("E205", f"`{name}` names the event itself.", node, hint=hint)
                elif other and other not in found:
                    found.add(other)
                    self.desk.add("relations", {"event": event, "relation": relation, "target": other}, node)
