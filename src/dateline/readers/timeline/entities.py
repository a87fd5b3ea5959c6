"""Reads the sources, actors and places of a timeline, the members that have ids of their own.

First all ids become known (`announce`), then all members are read, so that they can refer to each other in any
order. A state actor is a place too: it gets a row in both tables under one IRI.
"""

from __future__ import annotations

from typing import Any

from dateline.readers.located import Entry, Node
from dateline.readers.timeline import dates, evidence, mint, values
from dateline.readers.timeline.desk import Desk, Form, members_of
from dateline.readers.timeline.directory import Directory
from dateline.readers.timeline.fields import SECTIONS

_KINDS = {"sources": "source", "actors": "actor", "places": "place"}
Member = tuple[str, str, Entry]
"""Kind, IRI and entry of a member."""


def announce(desk: Desk, directory: Directory, sections: dict[str, Node | None]) -> list[Member]:
    """Make the ids and names of all sources, actors and places known; return the members in their order."""
    members: list[Member] = []
    for section, kind in _KINDS.items():
        for raw, entry in members_of(desk, sections.get(section), section).items():
            name = mint.normal(raw.strip())
            iri = desk.names.of(kind, name)
            if check_id(desk, name, entry.key, iri):
                iri = _unique(desk, directory, kind, iri=iri, name=name, at=entry.key)
            _enter(directory, (kind, iri, entry), name)
            members.append((kind, iri, entry))
    return members


def check_id(desk: Desk, name: str, at: Node, iri: str) -> bool:
    """Report an id that cannot be one."""
    if mint.is_id(name):
        return True
    hint = f"Use letters, digits, hyphens and dots, such as {mint.slug_or_hash(name)}."
    reason = f", since it is longer than {mint.MAX_ID} characters" if len(name) > mint.MAX_ID else ""
    desk.complain("E208", f"{_shortened(name)!r} cannot be an id{reason}.", at, hint=hint, subject=iri)
    return False


def _shortened(name: str) -> str:
    return name if len(name) <= mint.MAX_SLUG else f"{name[: mint.MAX_SLUG]}…"


def _unique(desk: Desk, directory: Directory, kind: str, *, iri: str, name: str, at: Node) -> str:
    holder = "actor" if kind == "place" and name in directory.ids["actor"] else kind
    if name not in directory.ids[holder]:
        return iri
    hint = "Give one of them another id."
    if kind != holder:
        hint = "Give the place another id, or use the actor, if it is a state, as the place."
    taken = iri if kind != holder else f"{iri}-{mint.digest(str(at.line), str(at.column))}"
    desk.complain("E206", f"The {holder} {name!r} has this id already.", at, hint=hint, subject=taken)
    return taken


def _enter(directory: Directory, member: Member, name: str) -> None:
    kind, iri, entry = member
    directory.enter(kind, name, iri)
    fields = entry.value.entries
    for field in ("name", "title", "aliases"):
        for node in fields[field].value.items if field in fields else ():
            if node.text:
                directory.call(kind, node.text, iri)
    if kind == "actor" and "kind" in fields and fields["kind"].value.text == "state":
        directory.states.setdefault(name, iri)
        directory.call("place", name, iri)
        for node in fields["name"].value.items if "name" in fields else ():
            directory.call("place", node.text or name, iri)


def read_member(desk: Desk, directory: Directory, member: Member) -> None:
    """Read one source, actor or place into its rows."""
    kind, iri, entry = member
    mark = desk.mark()
    section = f"{kind}s"
    form = Form(desk, entry.value, fields=SECTIONS[section], at=entry.key, what=kind)
    reader = {"source": _source, "actor": _actor, "place": _place}[kind]
    for table, row in reader(form, directory, iri).items():
        desk.add(table, {"id": iri, **row}, entry.key)
    desk.settle(mark, iri)


def _source(form: Form, directory: Directory, iri: str) -> dict[str, dict[str, Any]]:
    date = form.date("date")
    if date:
        form.desk.published[iri] = date.when
    row = {
        **_label(form, "title"),
        "publisher": form.text("publisher"),
        "authors": form.texts("authors"),
        **dates.source_columns(date.when if date else None),
        "url": form.read("url", values.iri),
        "kind": form.text("kind"),
        **_text(form, iri),
        "cites": _refs(form, directory, "cites", kind="source"),
        "note": form.text("note"),
    }
    return {"sources": row}


def _text(form: Form, iri: str) -> dict[str, Any]:
    path = form.text("text")
    text = form.read("text", lambda given: evidence.read_text(form.desk.folder, given))
    if text is None:
        return {"text_file": path}
    form.desk.texts[iri] = text
    return {"text_file": path, "text_hash": evidence.text_hash(text)}


def _actor(form: Form, directory: Directory, iri: str) -> dict[str, dict[str, Any]]:
    born, died = form.date("born"), form.date("died")
    shared = _shared(form)
    row = {
        **shared,
        "kind": form.word("kind"),
        "affiliations": _refs(form, directory, "of", kind="actor"),
        "born": born.when.edtf if born else None,
        "died": died.when.edtf if died else None,
    }
    if row["kind"] == "state":
        return {"actors": row, "places": {**shared, **_spot(form, directory, iri)}}
    for field in ("in", "at", "precision") if row["kind"] or "kind" not in form else ():
        node = form.node(field)
        if node:
            hint = "Give it `kind: state`, or list a place of its own."
            form.desk.complain("E201", f"An actor has `{field}` only if it is a state.", node, hint=hint)
    return {"actors": row}


def _place(form: Form, directory: Directory, iri: str) -> dict[str, dict[str, Any]]:
    return {"places": {**_shared(form), **_spot(form, directory, iri)}}


def _shared(form: Form) -> dict[str, Any]:
    return {
        **_label(form, "name"),
        "aliases": form.texts("aliases"),
        "same_as": form.iris("same_as"),
        "exact_match": form.iris("exact_match"),
        "close_match": form.iris("close_match"),
        "note": form.text("note"),
    }


def _spot(form: Form, directory: Directory, iri: str) -> dict[str, Any]:
    lat, long = form.point("at") or (None, None)
    node = form.node("in")
    within = directory.find("place", node, "in")
    if node and within == iri:
        hint = "Name the place or state around it, or leave it out."
        form.desk.complain("E203", "`in` names the place itself.", node, hint=hint)
    return {"within": within, "lat": lat, "long": long, "place_precision": form.word("precision")}


def _label(form: Form, field: str) -> dict[str, Any]:
    label = form.text(field)
    return {"label": label, "label_lang": form.desk.language if label else None}


def _refs(form: Form, directory: Directory, field: str, *, kind: str) -> list[str]:
    found = (directory.find(kind, node, field) for node in form.nodes(field))
    return [iri for iri in found if iri is not None]
