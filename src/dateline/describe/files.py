"""Files as a catalog speaks of them: name, media type, packing, size and SHA-256.

Files are read as streams, so that their size does not matter. Only names are kept, never where a file stands on this
machine. Media types are those of https://www.iana.org/assignments/media-types/.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dateline.errors import InputError
from dateline.export import FORMATS
from dateline.store import SYNTAXES

GRAPH_TYPES = {syntax.media_type: syntax.name for syntax in SYNTAXES}
"""The media types of RDF, each with the name of its syntax."""

_PACKED = {".gz": "application/gzip", ".zst": "application/zstd", ".zip": "application/zip"}
_OTHERS = {
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".html": "text/html",
    ".txt": "text/plain",
    ".parquet": "application/vnd.apache.parquet",
    ".arrow": "application/vnd.apache.arrow.file",
}
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """One file: its name relative to the others, with `/` between the steps, and what it holds.

    `media_type` is that of the unpacked content, None where the suffix tells none; `packing` is the media type of the
    packing, None where there is none. `sha256` is of the bytes as they are, in hexadecimal digits.
    """

    name: str
    size: int
    sha256: str
    media_type: str | None
    packing: str | None

    @property
    def is_graph(self) -> bool:
        """Whether the file holds RDF."""
        return self.media_type in GRAPH_TYPES


def files_of(paths: Iterable[Path], *, folder: Path | None = None) -> tuple[File, ...]:
    """Return files sorted by name, under names relative to a folder that holds them all, else under their own.

    Raises:
        InputError: a file cannot be read, or two have one name.
    """
    found: dict[str, File] = {}
    for path in dict.fromkeys(paths):
        name = path.relative_to(folder).as_posix() if folder else path.name
        if name in found:
            raise InputError(str(path), f"a catalog cannot tell two files called {name} apart. Rename one of them.")
        found[name] = _file(path, name)
    return tuple(found[name] for name in sorted(found))


def inputs_of(paths: Iterable[Path]) -> tuple[File, ...]:
    """Return what a run has read, sorted by name; of several files with one name the others get a number behind it.

    Raises:
        InputError: a file cannot be read.
    """
    found: dict[str, File] = {}
    for one in sorted({_file(path, path.name) for path in paths}, key=lambda one: (one.name, one.sha256)):
        taken = sum(other == one.name or other.startswith(f"{one.name} (") for other in found)
        name = f"{one.name} ({taken + 1})" if taken else one.name
        found[name] = replace(one, name=name)
    return tuple(found.values())


def _file(path: Path, name: str) -> File:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from error
    return File(name, size, digest.hexdigest(), _media_type(path), _PACKED.get(path.suffix.lower()))


def _media_type(path: Path) -> str | None:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() not in _PACKED]
    if not suffixes:
        return None
    known = {suffix: one.media_types[0] for one in FORMATS for suffix in one.suffixes}
    known |= {suffix: one.media_type for one in SYNTAXES for suffix in one.suffixes}
    return (known | _OTHERS).get(suffixes[-1])
