"""Writers: tables out of dateline, one table of formats for all who need their names, suffixes and media types.

Every writer is deterministic: the same tables give the same bytes, in whatever order their rows came. Writers
know the tables and the mapping; what may be exported (checks) is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dateline.atomic import atomic_file, atomic_folder
from dateline.errors import UnknownName, UsageError
from dateline.export.jsonld import jsonld
from dateline.export.summary import summary
from dateline.export.turtle import trig, turtle
from dateline.mapping.quads import lines
from dateline.mapping.views import csv_files
from dateline.tables import Tables

TABLES_FOLDER = "tables"
"""Folder of the CSV files in a full export."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its names (the first is its own), suffixes, media types and what makes its text.

    A format without `text` is a folder of CSV files.
    """

    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    text: Callable[[Tables], Iterator[str]] | None

    @property
    def name(self) -> str:
        """The format's own name."""
        return self.names[0]


def _ntriples(tables: Tables) -> Iterator[str]:
    return (f"{line}\n" for line in lines(tables))


def _nquads(tables: Tables) -> Iterator[str]:
    return (f"{line}\n" for line in lines(tables, graphs=True))


FORMATS: tuple[Format, ...] = (
    Format(("turtle", "ttl"), (".ttl",), ("text/turtle",), turtle),
    Format(("ntriples", "nt"), (".nt",), ("application/n-triples",), _ntriples),
    Format(("nquads", "nq"), (".nq",), ("application/n-quads",), _nquads),
    Format(("trig",), (".trig",), ("application/trig",), trig),
    Format(("jsonld", "json-ld"), (".jsonld",), ("application/ld+json",), jsonld),
    Format(("summary", "markdown", "md"), (".md",), ("text/markdown",), summary),
    Format(("csv",), (".csv",), ("text/csv",), None),
)
"""Every format that dateline writes; named graphs are in N-Quads and TriG, the others hold the default graph."""


def format_of(text: str) -> Format:
    """Return the format with a name, suffix (`.ttl`) or media type, however it is capitalized.

    Raises:
        UnknownName: there is no such format.
    """
    wanted = text.strip().lower()
    for known in FORMATS:
        if wanted in known.names or wanted in known.suffixes or wanted in known.media_types:
            return known
    raise UnknownName("export format", text, [known.name for known in FORMATS])


def export(tables: Tables, format: str, out: BinaryIO | Path) -> None:  # noqa: A002
    """Write the tables in one format to a stream, or to a file that takes its place only when it is whole.

    `csv` is a folder of files, so for it `out` is the folder's path.

    Raises:
        UnknownName: there is no such format.
        UsageError: a folder of CSV files cannot go into a stream.
        OutsideError: the disk refuses.
    """
    text = format_of(format).text
    if text is None:
        _export_csv(tables, out)
    elif isinstance(out, Path):
        with atomic_file(out) as stream:
            _write(stream, text(tables))
    else:
        _write(out, text(tables))


def export_all(
    tables: Tables, folder: Path, *, stem: str = "timeline", beside: Callable[[Path], None] | None = None
) -> list[Path]:
    """Write every RDF format, the summary and the CSV tables into a folder and return the paths, sorted.

    Nothing is put into the folder before all is written; each file is then replaced whole. `beside` is called with the
    folder of the written files and may write more files there.

    Raises:
        OutsideError: the disk refuses.
    """
    moved: list[Path] = []
    with atomic_folder(folder, moved) as draft:
        for known in FORMATS:
            if known.text is not None:
                name = "summary" if known.name == "summary" else stem
                with (draft / f"{name}{known.suffixes[0]}").open("wb") as stream:
                    _write(stream, known.text(tables))
        _write_csv(tables, draft / TABLES_FOLDER)
        if beside:
            beside(draft)
    return sorted(moved)


def _export_csv(tables: Tables, out: BinaryIO | Path) -> None:
    if not isinstance(out, Path):
        raise UsageError("csv is a folder of files, one for each table; name a folder to write it to.")
    with atomic_folder(out, []) as draft:
        _write_csv(tables, draft)


def _write_csv(tables: Tables, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in csv_files(tables).items():
        (folder / name).write_bytes(content)


def _write(stream: BinaryIO, text: Iterator[str]) -> None:
    for part in text:
        stream.write(part.encode("utf-8"))
