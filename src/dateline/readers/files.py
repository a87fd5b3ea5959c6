"""From files to tables: finds the files, chooses the format of each, reads them and joins what came out.

Formats are rows of a table (`FORMATS`). Bad data comes back as diagnostics; only a path that is not there, a format
that does not exist or a folder with nothing to read stops the call.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.diagnostics import Diagnostic
from dateline.errors import InputError, InvalidData
from dateline.readers import json, jsonl, yaml
from dateline.readers.datasets import Profile, load_profile, recognize
from dateline.readers.datasets.packed import DATA_SUFFIXES
from dateline.readers.datasets.profile_file import is_profile_file
from dateline.readers.datasets.records import read_dataset
from dateline.readers.drafts import without_drafts
from dateline.readers.formats import (
    FORMATS,
    Format,
    format_named,
    format_of,
    is_columns_file,
    is_description,
    is_links_file,
)
from dateline.readers.links_file import apply_links, links_path, read_links
from dateline.readers.located import Entry, Node
from dateline.readers.merge import merge
from dateline.readers.rdf import read_rdf, texts_beside
from dateline.readers.sniff import decode
from dateline.readers.spreadsheet import csv
from dateline.readers.spreadsheet.together import columns_for, companions, is_companion, read_table
from dateline.readers.timeline.records import Records, records
from dateline.store.syntaxes import Syntax
from dateline.tables import Tables

__all__ = ["FORMATS", "Format", "ReadResult", "Records", "format_named", "format_of", "is_dataset", "read", "records"]

STDIN = "-"
_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What came out of all files: `texts` are the texts of sources by IRI, `files` the files that were read."""

    tables: Tables
    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Options:
    day_first: bool | None
    base: str | None
    columns: Path | None
    links: bool
    profile: Profile | None


@dataclass(frozen=True, slots=True)
class _Input:
    """One file, or standard input where there is no path; a dataset has a profile in place of a format.

    A dataset whose profile has `faults` is not read.
    """

    path: Path | None
    format: Format | None
    profile: Profile | None = None
    faults: tuple[Diagnostic, ...] = ()

    @property
    def name(self) -> str:
        return self.path.as_posix() if self.path else STDIN

    @property
    def folder(self) -> Path:
        return self.path.parent if self.path else Path()


def read(
    paths: Sequence[str | Path],
    *,
    format: str | None = None,  # noqa: A002 - the word of the command line
    day_first: bool | None = None,
    base: str | None = None,
    columns: str | Path | None = None,
    links: bool = True,
    profile: str | Path | None = None,
    drafts: bool = False,
) -> ReadResult:
    """Read files, folders and standard input (`-`) into one set of tables.

    Of a folder the files directly in it are read whose suffix is known. `format` is for files and standard input that
    are named themselves. `base` wins over the one of a table and stands in for a missing one elsewhere. `columns` is
    a columns file for all tables, `profile` the name or the file of a profile by which all files are read; without
    one, the files of a known dataset are recognized. With `links`, what was accepted in the links file beside a
    timeline counts. Events that nobody has reviewed yet are left out unless `drafts` is true.

    Raises:
        InputError: a path is missing, unreadable or has a suffix of no format, a folder has no timeline, standard
            input has no format.
        UnknownName: the format or the profile does not exist.
    """
    try:
        given = load_profile(profile) if profile is not None else None
    except InvalidData as wrong:
        return ReadResult(Tables.from_rows({}), wrong.diagnostics, {}, ())
    options = _Options(day_first, base, Path(columns) if columns is not None else None, links, given)
    inputs = _without_companions([one for path in paths for one in _inputs(path, format, given)])
    found = [_read_one(one, options) for one in inputs]
    tables, problems = merge([one.tables for one in found])
    problems += [diagnostic for one in found for diagnostic in one.diagnostics]
    if not drafts:
        tables, told = without_drafts(tables)
        problems += told
    texts = {iri: text for one in found for iri, text in one.texts.items()}
    ordered = sorted(dict.fromkeys(problems), key=Diagnostic.sort_key)
    return ReadResult(tables, tuple(ordered), texts, tuple(one.name for one in inputs))


def joined(results: Sequence[ReadResult]) -> ReadResult:
    """Return several results as one; the same thing said twice is one row, two things under one IRI are an error."""
    if len(results) == 1:
        return results[0]
    tables, problems = merge([one.tables for one in results])
    told = [*problems, *(message for one in results for message in one.diagnostics)]
    texts = {iri: text for one in results for iri, text in one.texts.items()}
    files = tuple(file for one in results for file in one.files)
    return ReadResult(tables, tuple(sorted(dict.fromkeys(told), key=Diagnostic.sort_key)), texts, files)


def _inputs(path: str | Path, format_name: str | None, profile: Profile | None) -> Iterator[_Input]:
    given = format_named(format_name) if format_name else None
    if str(path) == STDIN:
        if given is None:
            raise InputError(STDIN, "standard input has no suffix that tells its format. Name it with --from.")
        yield _Input(None, given)
        return
    place = Path(path)
    if place.is_dir():
        yield from _in_folder(place, profile)
        return
    if not place.exists():
        raise InputError(place.as_posix(), "there is no such file or folder.")
    dataset = _Input(place, None, profile) if profile else (_dataset(place) if given is None else None)
    if dataset:
        yield dataset
        return
    chosen = given or format_of(place)
    if chosen is None:
        raise InputError(place.as_posix(), _unreadable(place))
    yield _Input(place, chosen)


def _unreadable(path: Path) -> str:
    if path.suffix.lower() in _SPREADSHEETS:
        return "dateline reads no spreadsheet files. Save the sheet as CSV (UTF-8) in the spreadsheet program."
    if path.name.lower().endswith(DATA_SUFFIXES):
        return "it shows no dataset that is known. Name a profile that says what its columns mean with --profile."
    suffixes = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
    return f"its suffix tells no format that can be read: {suffixes}. Rename the file, or name its format with --from."


def is_dataset(path: str | Path) -> bool:
    """Tell whether a file is one of a known dataset, by its name, header or columns."""
    return Path(path).is_file() and _dataset(Path(path)) is not None


def _dataset(path: Path) -> _Input | None:
    """Return a file as a dataset if it is one that is known, or has a profile beside it."""
    if not path.name.lower().endswith(DATA_SUFFIXES):
        return None
    try:
        profile = recognize(path)
    except InvalidData as wrong:
        return _Input(path, None, None, wrong.diagnostics)
    return _Input(path, None, profile) if profile else None


def _in_folder(folder: Path, profile: Profile | None) -> Iterator[_Input]:
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not _is_beside(path))
    except OSError as problem:
        raise InputError(folder.as_posix(), problem.strerror or str(problem)) from problem
    known = []
    for path in (path for path in files if not path.name.startswith(".")):
        own = profile is not None and path.name.lower().endswith(DATA_SUFFIXES)
        dataset = _Input(path, None, profile) if own else _dataset(path)
        kind = format_of(path)
        if dataset or kind:
            known.append(dataset or _Input(path, kind))
    if not known:
        suffixes = ", ".join(suffix for one in FORMATS[:5] for suffix in one.suffixes)
        reason = f"the folder has no timeline. Name a file, or a folder with files that end in {suffixes}."
        raise InputError(folder.as_posix(), reason)
    yield from known


def _is_beside(path: Path) -> bool:
    """Tell whether a file belongs to data and is none itself."""
    return is_columns_file(path) or is_links_file(path) or is_profile_file(path) or is_description(path)


def _without_companions(inputs: list[_Input]) -> list[_Input]:
    """Leave out tables of actors, places and sources that are read together with a table of events."""
    unique = list(dict.fromkeys(inputs))
    events = [
        one.path for one in unique if one.path and one.format and one.format.is_table and not is_companion(one.path)
    ]
    taken = {other for path in events for other in companions(path)}
    return [one for one in unique if one.path not in taken]


def _read_one(one: _Input, options: _Options) -> Records:
    try:
        found = _read_any(one, options)
        return _with_links(found, one.path) if one.path and options.links else found
    except OSError as problem:
        name = str(problem.filename) if problem.filename else one.name
        raise InputError(name, problem.strerror or str(problem)) from problem


def _read_any(one: _Input, options: _Options) -> Records:
    if one.faults:
        return Records(Tables.from_rows({}), one.faults, {})
    if one.profile and one.path:
        return read_dataset(one.path, one.profile, base=options.base)
    syntax = one.format.syntax if one.format else None
    return _read_rdf(one, syntax, options) if syntax else _read_tree(one, options)


def _read_rdf(one: _Input, syntax: Syntax, options: _Options) -> Records:
    tables, problems = read_rdf(one.path or _stdin(), syntax, file=one.name, base=options.base)
    return Records(tables, tuple(problems), texts_beside(tables, one.folder))


def _read_tree(one: _Input, options: _Options) -> Records:
    node, problems = _tree(one, options)
    if node is None:
        return Records(Tables.from_rows({}), tuple(problems), {})
    found = records(_with_base(node, options.base), folder=one.folder, day_first=options.day_first)
    return Records(found.tables, (*problems, *found.diagnostics), found.texts)


def _with_links(found: Records, path: Path) -> Records:
    """Give the entities the links that were accepted in the file beside the timeline."""
    place = links_path(path)
    bases = found.tables.timelines["base"]
    if bases.is_empty() or not place.is_file():
        return found
    file, problems = read_links(place, bases[0])
    tables, faults = apply_links(found.tables, file.links, place.as_posix())
    return replace(found, tables=tables, diagnostics=(*found.diagnostics, *problems, *faults))


def _tree(one: _Input, options: _Options) -> tuple[Node | None, list[Diagnostic]]:
    assert one.format is not None, "only datasets have no format"
    if one.format.is_table and one.path:
        return read_table(one.path, columns=options.columns, base=options.base, day_first=options.day_first)
    data = one.path.read_bytes() if one.path else _stdin()
    if one.format.is_table:
        columns, problems = columns_for(None, options.columns)
        node, faults = csv.parse(data, STDIN, columns=columns, base=options.base, day_first=options.day_first)
        return node, problems + faults
    text, problems = decode(data, one.name)
    if text is None:
        return None, problems
    parse = {"yaml": yaml.parse, "json": json.parse, "jsonl": jsonl.parse}[one.format.name]
    node, faults = parse(text, one.name)
    return node, problems + faults


def _with_base(node: Node, base: str | None) -> Node:
    """Add the base that the caller gave to a timeline that has none."""
    if base is None or not isinstance(node.value, dict) or "base" in node.entries:
        return node
    where = (node.file, node.line, node.column)
    return Node({**node.entries, "base": Entry(Node("base", *where), Node(base, *where))}, *where)


def _stdin() -> bytes:
    return sys.stdin.buffer.read()
