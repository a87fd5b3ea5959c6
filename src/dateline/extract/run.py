"""Extraction from files: read documents, code their events, write the draft with the cleaned texts beside it.

A draft file that exists is never rewritten: events that are new are put behind those that are there, so that whatever
a person decided or corrected stays as it is (`merge`).
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from dateline.atomic import atomic_file
from dateline.diagnostics import Diagnostic
from dateline.errors import InputError, UsageError
from dateline.extract.actors import Actor, Names
from dateline.extract.coder import code
from dateline.extract.documents import Document, read_document
from dateline.extract.drafts import BASE, Draft, Piece, draft_of, yaml_of
from dateline.extract.events import DraftEvent
from dateline.extract.lines import json_lines
from dateline.extract.merge import merged
from dateline.extract.model import LanguageModel
from dateline.extract.reading import read
from dateline.readers.files import read as read_timelines
from dateline.readers.timeline import values
from dateline.readers.timeline.mint import last_step

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in some documents; documents that cannot be read are in the diagnostics alone."""

    found: tuple[tuple[Document, tuple[DraftEvent, ...]], ...]
    diagnostics: tuple[Diagnostic, ...]
    names: Names
    base: str = BASE


def extract_files(
    paths: Sequence[str | Path],
    *,
    date: datetime.date | None = None,
    mode: str | None = None,
    actors: Sequence[str | Path] = (),
    base: str | None = None,
    model: LanguageModel | None = None,
) -> Extraction:
    """Read prose files and return their events.

    `date` is the day of publication of all of them, `actors` are timelines whose actors are looked for first; `model`
    is a second reader.

    Raises:
        InputError: a file is missing or unreadable.
        UsageError: the base is no address.
    """
    names = Names(own_actors(actors)) if actors else Names()
    found: list[tuple[Document, tuple[DraftEvent, ...]]] = []
    problems: list[Diagnostic] = []
    for path in paths:
        document, messages = read_document(_bytes(path), _name(path), date=date)
        problems += messages
        if document is not None:
            reading = read(document, names, mode=mode)
            events = tuple(code(reading))
            if model is not None:
                events, told = model.second(reading, events)
                problems += told
            found.append((document, events))
    return Extraction(tuple(found), tuple(problems), names, _base(base))


def own_actors(paths: Sequence[str | Path]) -> list[Actor]:
    """Return the actors of some timelines, by their ids there."""
    tables = read_timelines(list(paths)).tables
    found = []
    for row in tables.actors.iter_rows(named=True):
        if row["label"]:
            of = tuple(last_step(iri) for iri in row["affiliations"])
            kind = row["kind"] or "organization"
            found.append(Actor(last_step(row["id"]), row["label"], kind, of, True, tuple(row["aliases"])))
    return found


def jsonl_of(extraction: Extraction) -> str:
    """Return all events, one a line."""
    return "".join(json_lines(events, document) for document, events in extraction.found)


def yaml_text(extraction: Extraction) -> str:
    """Return the draft as YAML for the standard output: texts that were cleaned are not beside it."""
    pieces = [Piece(document, events, None) for document, events in extraction.found]
    return yaml_of(draft_of(pieces, extraction.names, base=extraction.base))


def write_draft(path: Path, text: str | None, extraction: Extraction, *, merge: bool) -> tuple[int, int]:
    """Write a draft (or `text`) with the cleaned texts beside it; return how many events were kept and how many added.

    Raises:
        OutsideError: the disk refuses.
    """
    pieces = []
    for document, events in extraction.found:
        beside = _text_path(path, document, len(extraction.found) > 1)
        _write(beside, document.text)
        pieces.append(Piece(document, events, beside.name))
    kept = added = 0
    if text is None:
        draft: Draft = draft_of(pieces, extraction.names, base=extraction.base)
        if merge and path.exists():
            text, kept, added = merged(path, draft)
        else:
            text, added = yaml_of(draft), len(draft.events)
    _write(path, text)
    return kept, added


def _text_path(path: Path, document: Document, several: bool) -> Path:
    stem = PurePath(document.name).stem if several and document.name != STDIN else path.stem
    return path.with_name(f"{stem}.cleaned.txt")


def _write(path: Path, text: str) -> None:
    with atomic_file(path) as stream:
        stream.write(text.encode("utf-8"))


def _bytes(path: str | Path) -> bytes:
    if str(path) == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise InputError(str(path), problem.strerror or str(problem)) from problem


def _name(path: str | Path) -> str:
    return STDIN if str(path) == STDIN else Path(path).as_posix()


def _base(given: str | None) -> str:
    if given is None:
        return BASE
    checked = values.base(given)
    if isinstance(checked, values.Fault):
        raise UsageError(f"{checked.message} {checked.hint}")
    return checked
