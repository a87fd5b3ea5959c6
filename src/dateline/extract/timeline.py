"""Prose as a timeline that was never written to a file: its drafts as tables, each row at its line of the text.

The drafts go through the same reader as those that a person has edited, so that they can hold nothing that a timeline
cannot. Used where prose is built directly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dateline.diagnostics import Diagnostic
from dateline.extract.documents import SUFFIXES, Document
from dateline.extract.drafts import Piece, draft_of, yaml_of
from dateline.extract.events import DraftEvent
from dateline.extract.run import Extraction, extract_files
from dateline.readers import yaml
from dateline.readers.files import ReadResult
from dateline.readers.located import Entry, Node
from dateline.readers.merge import merge
from dateline.readers.timeline.records import Records, records


def is_prose(path: str | Path) -> bool:
    """Tell by its suffix whether a file holds prose: text, Markdown or HTML."""
    return Path(path).suffix.lower() in SUFFIXES


def read_prose(paths: Sequence[str | Path], *, base: str | None = None) -> ReadResult:
    """Read prose files into tables of drafts.

    Raises:
        InputError: a file is missing or unreadable.
        UsageError: the base is no address.
    """
    extraction = extract_files(paths, base=base)
    found = [_records(document, events, extraction) for document, events in extraction.found]
    tables, problems = merge([one.tables for one in found])
    told = [*extraction.diagnostics, *problems, *(message for one in found for message in one.diagnostics)]
    texts = {iri: text for one in found for iri, text in one.texts.items()}
    ordered = sorted(dict.fromkeys(told), key=Diagnostic.sort_key)
    return ReadResult(tables, tuple(ordered), texts, tuple(str(path) for path in paths))


def _records(document: Document, events: tuple[DraftEvent, ...], extraction: Extraction) -> Records:
    """Read the drafts of one document; quotes are looked up in its file where that is the cleaned text itself."""
    path = Path(document.name)
    same = path.is_file() and path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n") == document.text
    piece = Piece(document, events, path.name if same else None)
    draft = draft_of([piece], extraction.names, base=extraction.base)
    node, _ = yaml.parse(yaml_of(draft), document.name)
    assert node is not None
    lines = {name: document.text.count("\n", 0, draft.starts[name]) + 1 for name in draft.starts}
    return records(_relocated(node, lines, document.name), folder=path.parent)


def _relocated(node: Node, lines: dict[str, int], file: str) -> Node:
    """Return the tree of a draft with every event at the line of its words, and all else at the first line."""
    entries = {}
    for name, entry in node.entries.items():
        value = entry.value
        if name == "events":
            members = tuple(_at(one, file, lines.get(one.entries["id"].value.text or "", 1)) for one in value.items)
            value = replace(_at(value, file, 1), value=members)
        else:
            value = _at(value, file, 1)
        entries[name] = Entry(_at(entry.key, file, 1), value)
    return Node(entries, file, 1, 1)


def _at(node: Node, file: str, line: int) -> Node:
    """Return a tree with all its nodes at one line."""
    if isinstance(node.value, tuple):
        return Node(tuple(_at(one, file, line) for one in node.value), file, line, 1)
    if isinstance(node.value, dict):
        entries = {
            name: Entry(_at(one.key, file, line), _at(one.value, file, line)) for name, one in node.value.items()
        }
        return Node(entries, file, line, 1)
    return Node(node.value, file, line, 1)
