"""Drafts as the YAML of a timeline, which a person edits and dateline reads like any other.

Each event has `status: draft`, its exact words, and comments that say how sure it is, how its date was found and what
else the words can mean. Ids are made of date and label, so that the same text gives the same ids. Every text is written
between quotes, so that none can be taken for markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dateline.authority import entry
from dateline.extract.actors import Actor, Names
from dateline.extract.documents import Document
from dateline.extract.events import DraftEvent, Participant
from dateline.readers.timeline.mint import MAX_ID, is_id, slug, slug_or_hash

BASE = "https://example.org/draft/"
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that YAML takes in escaped form alone."""
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
        f"timeline: {quoted(draft.title)}\nbase: {quoted(draft.base)}\nlanguage: en\n",
    ]
    for name in ("sources", "actors", "places"):
        blocks: dict[str, str] = getattr(draft, name)
        if blocks:
            parts.append(f"\n{name}:\n" + "".join(blocks.values()))
    events = "".join(draft.events.values())
    parts.append(f"\nevents:\n{events}" if events else "\nevents: []\n")
    return "".join(parts)


def quoted(text: str) -> str:
    """Return a text as a YAML scalar between double quotes, on one line."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def unique_quote(text: str, start: int, end: int) -> str:
    """Return the words of a stretch, widened by whole words until they stand in the text only once."""
    while text.count(text[start:end]) > 1 and (start > 0 or end < len(text)):
        start = max(text.rfind(" ", 0, max(start - 1, 0)) + 1, 0) if start > 0 else 0
        following = text.find(" ", end + 1)
        end = len(text) if following < 0 else following
    return text[start:end]


def _source(name: str, piece: Piece) -> str:
    document = piece.document
    fields = [f"title: {quoted(document.title)}"]
    if document.published_edtf:
        fields.append(f"date: {quoted(document.published_edtf)}")
    if piece.text_file:
        fields.append(f"text: {quoted(piece.text_file)}")
    lines = [f"  {name}:", *(f"    {one}" for one in fields), f"    # {document.hash}"]
    return "\n".join(lines) + "\n"


def _add_event(draft: Draft, event: DraftEvent, *, source: str, piece: Piece, names: Names) -> None:
    date = event.dating.edtf if event.dating else ""
    name = _free(f"{slug(date) or 'undated'}-{slug(event.label, 40)}".strip("-")[:MAX_ID], draft.events)
    for one in event.participants:
        _add_actor(draft, one.actor, names)
    for place in event.places:
        _add_place(draft, place, names)
    quote = unique_quote(piece.document.text, event.evidence.start, event.evidence.end)
    lines = ["", *_comments(event, piece.document), f"  - id: {name}", "    status: draft", *_fields(event)]
    lines.append(f"    says: {{{source}: {quoted(quote)}}}")
    draft.events[name] = "\n".join(lines) + "\n"
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


def _fields(event: DraftEvent) -> Iterator[str]:
    if event.dating is not None:
        yield f"    date: {quoted(event.dating.edtf)}"
        if event.dating.words:
            yield f"    date_words: {quoted(_one_line(event.dating.words))}"
        yield f"    date_method: {quoted(_one_line(event.dating.method))}"
    if event.kind:
        yield f"    type: {event.kind}"
    if event.series:
        yield "    series: true"
    if event.contexts:
        yield f"    contexts: [{', '.join(event.contexts)}]"
    yield f"    what: {quoted(event.label)}"
    if event.participants:
        yield f"    who: {_who(event.participants)}"
    if event.places:
        yield f"    where: [{', '.join(_id(one) for one in event.places)}]"
    if event.factuality != "occurred":
        yield f"    factuality: {event.factuality}"
    if event.quantity:
        yield f"    quantity: {quoted(event.quantity)}"


def _who(participants: Iterable[Participant]) -> str:
    roles: dict[str, list[str]] = {}
    for one in participants:
        name = _id(one.actor)
        shown = f"{{actor: {name}, as: {quoted(one.capacity)}}}" if one.capacity else name
        roles.setdefault(one.role, []).append(shown)
    written = (
        f"{role}: {names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'}" for role, names in roles.items()
    )
    return "{" + ", ".join(written) + "}"


def _add_actor(draft: Draft, actor: Actor, names: Names) -> None:
    name = _id(actor)
    if name in draft.actors:
        return
    draft.actors[name] = ""
    of = [other for key in actor.of if (other := names.actors.get(key)) is not None and other.kind in _KINDS]
    for other in of:
        _add_actor(draft, other, names)
    fields = [f"name: {quoted(actor.name)}"]
    if actor.kind in _KINDS:
        fields.append(f"kind: {actor.kind}")
    if of:
        fields.append(f"of: [{', '.join(_id(one) for one in of)}]")
    fields += _same_as(actor)
    draft.actors[name] = f"  {name}: {{{', '.join(fields)}}}\n"


def _add_place(draft: Draft, place: Actor, names: Names) -> None:
    if place.kind == "state":
        _add_actor(draft, place, names)
        return
    name = _id(place)
    if name in draft.places:
        return
    fields = [f"name: {quoted(place.name)}"]
    whole = next((names.actors[key] for key in place.of if key in names.actors), None)
    if whole is not None and whole.kind == "state":
        _add_actor(draft, whole, names)
        fields.append(f"in: {_id(whole)}")
    listed = entry(place.key) if place.known else None
    if listed is not None and listed.at is not None:
        fields.append(f"at: [{listed.at[0]}, {listed.at[1]}]")
    draft.places[name] = f"  {name}: {{{', '.join([*fields, *_same_as(place)])}}}\n"


def _same_as(actor: Actor) -> list[str]:
    listed = entry(actor.key) if actor.known else None
    if listed is None or not listed.same_as:
        return []
    return [f"same_as: [{', '.join(quoted(iri) for iri in listed.same_as)}]"]


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
