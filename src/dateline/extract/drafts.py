"""Drafts as the YAML of a timeline, which a person edits and dateline reads like any other.

Each event has `status: draft`, its exact words, and comments that say how sure it is, how its date was found and what
else the words can mean. Ids are made of date and label, so that the same text gives the same ids. The fields are laid
out as in every timeline that dateline writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dateline.authority import entry
from dateline.export.timeline.events import who_field
from dateline.export.timeline.values import iris, one_or_list, told
from dateline.extract.actors import Actor, Names
from dateline.extract.documents import Document
from dateline.extract.events import DraftEvent
from dateline.readers.timeline.fields import ACTOR, EVENT, PLACE, SOURCE
from dateline.readers.timeline.mint import MAX_ID, is_id, slug, slug_or_hash
from dateline.readers.yaml_text import Plain, Tree, block, item, member

BASE = "https://example.org/draft/"
_KINDS = ("person", "organization", "state", "group")


@dataclass(frozen=True, slots=True)
class Piece:
    """One document with its events; `text_file` is the path of its cleaned text beside the draft, if there is one."""

    document: Document
    events: tuple[DraftEvent, ...]
    text_file: str | None


@dataclass(slots=True)
class Draft:
    """The blocks of a draft by id: sources, actors, places and events, each a piece of YAML.

    `quotes` has the source and the words of each event, `starts` the character at which they stand.
    """

    title: str
    base: str
    sources: dict[str, str] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    quotes: dict[str, tuple[str, str]] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)


def draft_of(pieces: Sequence[Piece], names: Names, *, base: str = BASE, title: str | None = None) -> Draft:
    """Return the blocks of a draft timeline of some documents."""
    first = pieces[0].document.title if pieces else "nothing"
    draft = Draft(title or f"Draft: {first}", base)
    for piece in pieces:
        source = _free(slug_or_hash(piece.document.title)[:60].strip("-"), draft.sources)
        draft.sources[source] = _source(source, piece)
        for event in piece.events:
            _add_event(draft, event, source=source, piece=piece, names=names)
    return draft


def yaml_of(draft: Draft) -> str:
    """Return a draft as the text of a YAML file."""
    parts = [
        "# A draft that dateline read from prose: nobody has reviewed it yet.\n"
        "# Correct each event, then set its status to `accepted`, or to `rejected` to leave it out; dateline review\n"
        "# shows the text with its events. Reading the text again never changes what is decided here.\n\n",
        _text(block({"timeline": draft.title, "base": draft.base, "language": "en"})),
    ]
    for name in ("sources", "actors", "places"):
        blocks: dict[str, str] = getattr(draft, name)
        if blocks:
            parts.append(f"\n{name}:\n" + "".join(blocks.values()))
    events = "".join(draft.events.values())
    parts.append(f"\nevents:\n{events}" if events else "\nevents: []\n")
    return "".join(parts)


def unique_quote(text: str, start: int, end: int) -> str:
    """Return the words of a stretch, widened by whole words until they stand in the text only once."""
    while text.count(text[start:end]) > 1 and (start > 0 or end < len(text)):
        start = max(text.rfind(" ", 0, max(start - 1, 0)) + 1, 0) if start > 0 else 0
        following = text.find(" ", end + 1)
        end = len(text) if following < 0 else following
    return text[start:end]


def _source(name: str, piece: Piece) -> str:
    document = piece.document
    fields = {"title": document.title, "date": _date(document.published_edtf), "text": piece.text_file}
    hashed = f"  # The text that was read: {document.hash}"
    return _text([hashed, *member(name, told(fields, SOURCE))])


def _add_event(draft: Draft, event: DraftEvent, *, source: str, piece: Piece, names: Names) -> None:
    date = event.dating.edtf if event.dating else ""
    name = _free(f"{slug(date) or 'undated'}-{slug(event.label, 40)}".strip("-")[:MAX_ID], draft.events)
    for one in event.participants:
        _add_actor(draft, one.actor, names)
    for place in event.places:
        _add_place(draft, place, names)
    quote = unique_quote(piece.document.text, event.evidence.start, event.evidence.end)
    fields = {**_fields(event), "says": {source: quote}}
    # The status comes first, since it is what a reviewer looks for.
    written = item({"id": name, "status": Plain("draft"), **told(fields, EVENT)})
    draft.events[name] = _text(["", *_comments(event, piece.document), *written])
    draft.quotes[name] = (source, quote)
    draft.starts[name] = event.evidence.start


def _comments(event: DraftEvent, document: Document) -> Iterator[str]:
    line = document.text.count("\n", 0, event.evidence.start) + 1
    yield f"  # {_one_line(event.evidence.quote)}"
    sure = "; ".join((event.confidence, *_read_by(event.readers)))
    yield f"  # line {line}, characters {event.evidence.start} to {event.evidence.end}; {sure}"
    if event.dating is not None and event.dating.words:
        yield f"  # date: {_one_line(event.dating.words)!r}, {event.dating.method} ({event.dating.confidence})"
    for one in event.participants:
        if one.others:
            yield f"  # {one.actor.name} can also be: {', '.join(other.name for other in one.others)}"
        if not one.actor.known:
            yield f"  # {one.actor.name} is in no list: check the name"
    yield from (f"  # {_one_line(one)}" for one in event.remarks)


def _read_by(readers: Sequence[str]) -> Iterator[str]:
    """Yield who read an event, where more than one reader was asked."""
    if readers:
        yield f"read by {' and '.join(_one_line(one) for one in readers)}{' alone' if len(readers) == 1 else ''}"


def _fields(event: DraftEvent) -> dict[str, Tree]:
    dating = event.dating
    parts = ((one.role, _id(one.actor), one.capacity or None) for one in event.participants)
    return {
        "date": _date(dating.edtf) if dating else None,
        "date_words": _one_line(dating.words) if dating and dating.words else None,
        "date_method": _one_line(dating.method) if dating else None,
        "type": event.kind,
        "series": Plain("true") if event.series else None,
        "contexts": list(event.contexts),
        "what": event.label,
        "who": who_field(parts),
        "where": one_or_list([_id(one) for one in event.places]),
        "factuality": event.factuality if event.factuality != "occurred" else None,
        "quantity": event.quantity,
    }


def _date(edtf: str | None) -> str | None:
    return Plain(edtf) if edtf else None


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _add_actor(draft: Draft, actor: Actor, names: Names) -> None:
    name = _id(actor)
    if name in draft.actors:
        return
    draft.actors[name] = ""
    of = [other for key in actor.of if (other := names.actors.get(key)) is not None and other.kind in _KINDS]
    for other in of:
        _add_actor(draft, other, names)
    fields: dict[str, Tree] = {
        "name": actor.name,
        "kind": actor.kind if actor.kind in _KINDS else None,
        "of": one_or_list([_id(one) for one in of]),
        "same_as": _same_as(actor),
    }
    draft.actors[name] = _text(member(name, told(fields, ACTOR)))


def _add_place(draft: Draft, place: Actor, names: Names) -> None:
    if place.kind == "state":
        _add_actor(draft, place, names)
        return
    name = _id(place)
    if name in draft.places:
        return
    whole = next((names.actors[key] for key in place.of if key in names.actors), None)
    within = whole if whole is not None and whole.kind == "state" else None
    if within is not None:
        _add_actor(draft, within, names)
    listed = entry(place.key) if place.known else None
    fields: dict[str, Tree] = {
        "name": place.name,
        "in": _id(within) if within is not None else None,
        "at": [Plain(one) for one in listed.at] if listed is not None and listed.at is not None else None,
        "same_as": _same_as(place),
    }
    draft.places[name] = _text(member(name, told(fields, PLACE)))


def _same_as(actor: Actor) -> Tree:
    listed = entry(actor.key) if actor.known else None
    return iris(listed.same_as) if listed is not None else None


def _id(actor: Actor) -> str:
    """Return the id of an actor or place: its key where that can be an id."""
    return actor.key if is_id(actor.key) else slug_or_hash(actor.name)


def _free(name: str, taken: Iterable[str]) -> str:
    """Return a name, with a number behind it where it is taken."""
    known = set(taken)
    if name not in known:
        return name
    return next(f"{name}-{number}" for number in range(2, len(known) + 3) if f"{name}-{number}" not in known)


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
