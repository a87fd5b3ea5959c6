"""Turns the located tree of a timeline into tables: the one place, with its family, that knows field names.

The family: `fields` declares the fields, `desk` gives typed access to them, `values`, `quantity` and `dates` read
single values, `directory` finds what ids refer to, `entities`, `events`, `says` and `judgements` read the sections,
`evidence` finds quotes, `policy` and `consolidate` choose among claims, `mint` makes IRIs. None of them knows the
format that the tree came from. Bad data never stops the reading: a row is kept as far as it can be, and every fault
is one diagnostic at its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.diagnostics import Diagnostic
from dateline.readers.located import Node
from dateline.readers.timeline import entities, events, values
from dateline.readers.timeline.desk import Desk, Form, rows_of
from dateline.readers.timeline.directory import Directory
from dateline.readers.timeline.fields import NAMED, SECTIONS, TIMELINE
from dateline.readers.timeline.judgements import read_judgement
from dateline.readers.timeline.mint import Names
from dateline.tables import Tables

FALLBACK_BASE = "https://w3id.org/dateline/data/"


@dataclass(frozen=True, slots=True)
class Records:
    """What came out of one timeline; `texts` holds the texts of its sources by IRI."""

    tables: Tables
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]


def records(node: Node, *, folder: Path | None, day_first: bool | None = None) -> Records:
    """Read one timeline; texts of sources are looked up in `folder`.

    `day_first` says how 12/03/2019 is read and goes before the timeline's own `day_first`. A timeline without a good
    base is read under a fallback base, after its diagnostic.
    """
    desk = Desk(Names(FALLBACK_BASE), folder, day_first)
    form = Form(desk, node, fields=TIMELINE, at=node, what="timeline")
    if isinstance(node.value, dict):
        _read(desk, form)
    found = sorted(desk.diagnostics, key=Diagnostic.sort_key)
    return Records(Tables.from_rows(desk.rows), tuple(found), desk.texts)


def _read(desk: Desk, form: Form) -> None:
    _header(desk, form)
    words = form.words("names")
    made = {section.rstrip("s") for section in NAMED if section in words or "create" in words}
    directory = Directory(desk, create=frozenset(made), match=bool(words))
    sections = {name: form.node(name) for name in SECTIONS}
    members = entities.announce(desk, directory, sections)
    announced = events.announce(desk, directory, rows_of(desk, sections["events"], "events"))
    for member in members:
        entities.read_member(desk, directory, member)
    events.read_events(desk, directory, announced)
    seen: dict[str, Node] = {}
    for item in rows_of(desk, sections["claims"], "claims"):
        read_judgement(desk, directory, item, seen)
    directory.report_created(form.at)


def _header(desk: Desk, form: Form) -> None:
    base = form.read("base", values.base)
    desk.names = Names(base or FALLBACK_BASE)
    desk.language = form.read("language", values.language) or desk.language
    own_order = form.read("day_first", values.flag)
    desk.day_first = own_order if desk.day_first is None else desk.day_first
    label = form.text("timeline")
    row: dict[str, Any] = {
        "id": desk.names.timeline,
        "label": label,
        "label_lang": desk.language if label else None,
        "base": desk.names.base,
        "license": form.read("license", values.license_iri),
        "description": form.text("description"),
    }
    desk.add("timelines", row, form.at)
    desk.settle((0, 0), desk.names.timeline)
