"""OWL-Time: when events took place, as temporal entities whose begin and end may lie anywhere in a window.

A day that is known stands in `time:inXSDDate`; a begin or end that is known less well is an instant inside of an
interval, and where that interval is a month or a year it is described as one. What nobody knows is absent, candidates
stay candidates, and a set is never filled up. Terms: https://www.w3.org/TR/owl-time/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from dateline.export.profiles.asking import Facts, Named, bases_of, batches, facts, leave_unnamed, name_of, nodes
from dateline.export.profiles.constructed import blocks
from dateline.export.profiles.profile import Account, Wishes
from dateline.export.profiles.times import FIRST_YEAR, LAST_YEAR, Dated, dated
from dateline.export.turtle import Names
from dateline.mapping.rules import DATE
from dateline.store import Store
from dateline.vocab import CONCEPT, DL, PREFIXES, RDF, RDFS
from dateline.when import When, from_day, iso_day, parse_edtf

TIME = "http://www.w3.org/2006/time#"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_KEPT = (
    RDFS + "label",
    *(DL + name for name in ("edtf", "factuality", "status", "approximate", "uncertain", "originalDate")),
)
_PARTS = ("year", "month", "day")
_PREFIXES = ("dl", "edtf", "rdf", "rdfs", "xsd")
_VAGUE = "begin and end of approximate and doubtful dates"


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which something began or ended at the earliest and the latest; `text` is the date that says so."""

    first: int | None
    last: int | None
    text: str = ""


@dataclass(slots=True)
class Sketch:
    """The triples of one event as they come together."""

    triples: list[ox.Triple] = field(default_factory=list)

    def say(self, subject: str, property_: str, value: str | Named) -> None:
        """Add a triple; a value that is a text is an IRI."""
        term = ox.NamedNode(value) if isinstance(value, str) else value
        self.triples.append(ox.Triple(ox.NamedNode(subject), ox.NamedNode(property_), term))


def owl_time(store: Store, wishes: Wishes, account: Account) -> Iterator[str]:
    """Yield the times of events as Turtle."""
    leave_unnamed(store, account)
    known = {name: PREFIXES[name] for name in _PREFIXES} | {"factuality": f"{CONCEPT}factuality/"}
    names = Names(bases_of(store), known | {"time": TIME})
    yield names.declarations()
    for batch in batches(nodes(store, "Event", account)):
        said = facts(store, batch)
        for event in batch:
            yield from blocks(_event(event, said, account), names)


def _event(event: str, said: Facts, account: Account) -> list[ox.Triple]:
    sketch, values = Sketch(), said[event]
    sketch.say(event, RDF + "type", DL + "Event")
    for property_ in _KEPT:
        for value in values.get(property_, ()):
            sketch.say(event, property_, value)
    account.wrote("events")
    if DL + "recurrence" in values:
        account.leave("rules of recurrence", name_of(event, said))
    found = dated(values)
    if found is None:
        account.leave("when events without an EDTF date took place", name_of(event, said))
        return sketch.triples
    if found.vague:
        account.leave(_VAGUE, name_of(event, said))
        sketch.say(event, TIME + "hasTime", f"{event}/time")
        sketch.say(f"{event}/time", RDF + "type", TIME + "TemporalEntity")
    else:
        _times(sketch, event, found)
    return sketch.triples


def _times(sketch: Sketch, event: str, found: Dated) -> None:
    """Say when an event took place: at one time, at each member of a `{...}`, or at one of the members of a `[...]`."""
    text, time = found.when.edtf, f"{event}/time"
    if text[0] == "{":
        for number, member in enumerate(text[1:-1].split(","), 1):
            sketch.say(event, TIME + "hasTime", f"{time}/{number}")
            _entity(sketch, f"{time}/{number}", *_spread(member))
        return
    sketch.say(event, TIME + "hasTime", time)
    if text[0] != "[":
        _entity(sketch, time, *_windows(found.when, found.as_of))
        return
    sketch.say(time, RDF + "type", TIME + "TemporalEntity")
    sketch.say(time, RDFS + "seeAlso", f"{time}/candidates")
    sketch.say(f"{time}/candidates", RDF + "type", RDF + "Alt")
    for number, member in enumerate(text[1:-1].split(","), 1):
        sketch.say(f"{time}/candidates", f"{RDF}_{number}", f"{time}/candidates/{number}")
        _entity(sketch, f"{time}/candidates/{number}", *_somewhere(member))


def _windows(when: When, as_of: int | None) -> tuple[Window, Window]:
    """The windows of begin and end of a date or an interval."""
    bounds = when.bounds(as_of)
    begin, slash, end = when.edtf.partition("/")
    first = Window(bounds.earliest_begin, bounds.latest_begin, begin)
    return first, Window(bounds.earliest_end, bounds.latest_end, end if slash else begin)


def _spread(member: str) -> tuple[Window, Window]:
    """The windows of a member of which all took place: `2019..2021` goes on from the first to the last."""
    begin, dots, end = member.partition("..")
    return _windows(parse_edtf(f"{begin}/{end}" if dots else member), None)


def _somewhere(member: str) -> tuple[Window, Window]:
    """The windows of a candidate: `2019..2021` is somewhere between the first and the last."""
    begin, dots, end = member.partition("..")
    first, last = _spread(member)
    whole = Window(first.first, last.last, "" if dots else begin or end)
    return whole, whole


def _entity(sketch: Sketch, node: str, begin: Window, end: Window) -> None:
    """Say what is known of begin and end of one temporal entity."""
    lasts = begin.last is not None and end.first is not None and begin.last < end.first
    sketch.say(node, RDF + "type", TIME + ("ProperInterval" if lasts else "TemporalEntity"))
    same = begin == end
    for window, property_, name in ((begin, "hasBeginning", "begin"), (end, "hasEnd", "end")):
        if window.first is not None or window.last is not None:
            sketch.say(node, TIME + property_, f"{node}/{name}")
            sketch.say(f"{node}/{name}", RDF + "type", TIME + "Instant")
            _place(sketch, f"{node}/{name}", window, f"{node}/window" if same else f"{node}/{name}/window")


def _place(sketch: Sketch, instant: str, window: Window, around: str) -> None:
    """Say where an instant lies: on a day, or inside of an interval."""
    if window.first is not None and window.first == window.last:
        _on_day(sketch, instant, window.first)
        return
    sketch.say(around, TIME + "inside", instant)
    unit = _unit(window)
    sketch.say(around, RDF + "type", TIME + ("DateTimeInterval" if unit else "ProperInterval"))
    if unit:
        sketch.say(around, TIME + "hasDateTimeDescription", f"{around}/description")
        _describe(sketch, f"{around}/description", window.text, unit)
    for day, property_, name in ((window.first, "hasBeginning", "first"), (window.last, "hasEnd", "last")):
        if day is not None:
            sketch.say(around, TIME + property_, f"{around}/{name}")
            sketch.say(f"{around}/{name}", RDF + "type", TIME + "Instant")
            _on_day(sketch, f"{around}/{name}", day)


def _on_day(sketch: Sketch, instant: str, day: int) -> None:
    if FIRST_YEAR <= from_day(day)[0] <= LAST_YEAR:
        sketch.say(instant, TIME + "inXSDDate", ox.Literal(iso_day(day), datatype=ox.NamedNode(DATE)))
    else:
        # Engines disagree on xsd:date beyond these years; the general description has no such limits.
        sketch.say(instant, TIME + "inDateTime", f"{instant}/description")
        _describe(sketch, f"{instant}/description", iso_day(day), "day")


def _unit(window: Window) -> str:
    """The word for a window that is a whole month or year, else nothing."""
    if window.first is None or not window.text or window.text == "..":
        return ""
    date = parse_edtf(window.text)
    bounds = date.bounds()
    whole = (bounds.earliest, bounds.latest) == (window.first, window.last)
    return date.precision if whole and date.precision in ("month", "year") and date.edtf[0] != "Y" else ""


def _describe(sketch: Sketch, node: str, text: str, unit: str) -> None:
    """Describe a year, month or day of the calendar in parts; `text` is its ISO form."""
    sketch.say(node, RDF + "type", TIME + "GeneralDateTimeDescription")
    sketch.say(node, TIME + "hasTRS", GREGORIAN)
    sketch.say(node, TIME + "unitType", f"{TIME}unit{unit.capitalize()}")
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text)
    parts = digits.split("-")[: _PARTS.index(unit) + 1]
    for name, part, marks in zip(_PARTS, parts, (sign, "--", "---"), strict=False):
        datatype = ox.NamedNode(f"{TIME}general{name.capitalize()}")
        sketch.say(node, TIME + name, ox.Literal(marks + part, datatype=datatype))
