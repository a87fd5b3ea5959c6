"""Data of any kind described for catalogs and programs: opened, counted, hashed, and checked by our own shapes.

What a description says is known to `dateline.describe`; this is the order of the steps, between `dateline.build` and
those who ask for it: the command line and the server.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dateline.build import OpenData, fill, open_data
from dateline.describe import Imprint, complaints, description, files_of, inputs_of
from dateline.diagnostics import Diagnostic, Severity
from dateline.readers.formats import DESCRIPTION
from dateline.store import is_rdf, open_store
from dateline.store.syntaxes import PACKED
from dateline.stream import with_parts

LARGE = 256 << 20
"""Bytes of files from which they are counted on the disk, in a store for the time being, and not in memory."""
_PACKING = 15
"""How many times smaller packed RDF is, about."""


@dataclass(frozen=True, slots=True)
class Described:
    """The description of some data as Turtle, what reading the data found, and what the description lacks.

    `text` is empty where the data or the description has errors.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...]
    lacks: tuple[Diagnostic, ...]


def describe(
    paths: Sequence[str | Path],
    imprint: Imprint | None = None,
    *,
    files: Sequence[Path] = (),
    format: str | None = None,  # noqa: A002
    name: str = DESCRIPTION,
) -> Described:
    """Describe data: a store, timelines, tables, RDF files, or a folder of the parts that `dateline convert` wrote.

    RDF files are files to download; `files` are more of them. `name` is what messages call the description.

    Raises:
        InputError: a path is missing or unreadable, or two files have one name.
        UsageError: the imprint has no IRI, language or day where one is needed, or nobody names a base.
        OutsideError: a store cannot be opened.
    """
    with _opened(with_parts(paths), format) as data:
        if any(one.severity is Severity.ERROR for one in data.diagnostics):
            return Described("", data.diagnostics, ())
        dumps = files_of([*(path for path in data.files if is_rdf(path)), *files])
        text = description(data.store, imprint, files=dumps, inputs=inputs_of(data.files))
    lacks = complaints(text, name)
    is_good = all(one.severity is not Severity.ERROR for one in lacks)
    return Described(text if is_good else "", data.diagnostics, lacks)


@contextmanager
def _opened(paths: Sequence[str | Path], format: str | None) -> Iterator[OpenData]:  # noqa: A002
    """Open data in memory, or what is too large for that on the disk."""
    if sum(map(_weight, map(Path, paths))) < LARGE:
        with open_data(paths, format=format) as data:
            yield data
        return
    with (
        tempfile.TemporaryDirectory(prefix="dateline-describe-", ignore_cleanup_errors=True) as folder,
        open_store(Path(folder) / "store") as store,
    ):
        yield fill(store, paths, format=format)


def _weight(path: Path) -> int:
    """About how many bytes of RDF a file holds; a folder is a store or small timelines."""
    if not path.is_file():
        return 0
    return path.stat().st_size * (_PACKING if path.suffix.lower() in PACKED else 1)
