"""RDF bytes made safe to parse: compression, document type definitions, remote contexts, located errors.

Reading RDF must not open the network, must not expand entities, and must say where a file is wrong. Every door by
which RDF text enters (a file, standard input, bytes) leads through `open_rdf` or `read_quads`.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import pyoxigraph as ox
import zstandard

from dateline.errors import InputError
from dateline.store.syntaxes import PACKED, Syntax

MAX_RATIO = 200
"""How many times larger than its file compressed RDF may become, beyond the first 16 MiB."""

_BUFFER = 1 << 20
_PACKED = 1 << 15
_FREE = 16 * 1024 * 1024
_POSITION = re.compile(
    r"^(?:Parser )?error(?: at line \d+(?: between columns? \d+ and(?: column)? \d+)?)?[:,]?\s*(?:column \d+: )?",
    re.IGNORECASE,
)


def located(name: str, error: SyntaxError) -> InputError:
    """Return the input error that says `name:line:column: reason` for a parser's complaint."""
    reason = _POSITION.sub("", error.msg or str(error)) or "not readable"
    if "LoadDocumentCallback" in reason or "remote context" in reason:
        reason = (
            "the document names a remote @context, and reading opens no network. "
            "Put the context itself into the document."
        )
    return input_error(name, reason, line=error.lineno, column=error.offset)


def input_error(name: str, reason: str, *, line: int | None = None, column: int | None = None) -> InputError:
    """Return an input error whose text starts with the place, and whose `.path` is the name alone."""
    place = f"{name}:{line}:{column or 1}" if line else name
    error = InputError(place, reason)
    error.path = name
    return error


@contextmanager
def open_rdf(path: Path, syntax: Syntax) -> Iterator[BinaryIO]:
    """Open an RDF file for a parser, decompressed when it ends in `.gz` or `.zst`, and checked.

    Raises:
        InputError: the file cannot be read, or its syntax is RDF/XML and it has a document type definition.
    """
    with open_bytes(path) as stream:
        yield checked(stream, syntax, name=str(path))


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """Open a file, decompressed when it ends in `.gz` or `.zst`, without a look at what is in it.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with path.open("rb") as raw:
            if path.suffix.lower() in PACKED:
                inner = gzip.GzipFile(fileobj=raw, mode="rb") if path.suffix.lower() == ".gz" else _Frames(raw)
                yield io.BufferedReader(_Unzipped(inner, size=path.stat().st_size), _BUFFER)
            else:
                yield raw
    except (EOFError, zlib.error, zstandard.ZstdError) as error:
        raise input_error(str(path), f"the compressed data is damaged: {error}") from error
    except OSError as error:
        raise input_error(str(path), error.strerror or str(error)) from error


def checked(stream: BinaryIO, syntax: Syntax, *, name: str) -> BinaryIO:
    """Return the stream when it is safe to parse; RDF/XML is read whole to look for a document type definition.

    Raises:
        InputError: the RDF/XML is not well-formed or has a document type definition.
    """
    if syntax.format != ox.RdfFormat.RDF_XML:
        return stream
    data = stream.read()
    _refuse_definitions(data, name)
    return io.BytesIO(data)


def read_quads(stream: BinaryIO, syntax: Syntax, *, name: str, base: str | None = None) -> Iterator[ox.Quad]:
    """Yield the quads of an RDF document; relative IRIs need `base`.

    Raises:
        InputError: the document is not of that syntax; the text starts with `name:line:column`.
    """
    try:
        for quad in ox.parse(checked(stream, syntax, name=name), format=syntax.format, base_iri=base):
            if isinstance(quad, ox.Quad):
                yield quad
    except SyntaxError as error:
        raise located(name, error) from error
    except ValueError as error:
        raise input_error(name, str(error)) from error


def _refuse_definitions(data: bytes, name: str) -> None:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise input_error(
            name,
            "RDF/XML with a document type definition (<!DOCTYPE ...>) is refused, because its entities can expand "
            "without end. Remove the definition and write the entities out.",
            line=parser.CurrentLineNumber,
            column=parser.CurrentColumnNumber + 1,
        )

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise input_error(name, f"not well-formed XML: {reason}", line=error.lineno, column=error.offset + 1) from error


class _Unzipped(io.RawIOBase):
    """Decompressed bytes that stop growing where only a hostile file would go on."""

    def __init__(self, inner: gzip.GzipFile | _Frames, *, size: int) -> None:
        self._inner = inner
        self._left = _FREE + size * MAX_RATIO

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._inner.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise OSError(f"expands to more than {MAX_RATIO} times its size; decompress it first if it is meant so")
        view[: len(data)] = data
        return len(data)


class _Frames:
    """The bytes of Zstandard frames, one behind the other; a frame that is cut off is damage, not an end."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._ready = b""
        self._begun = False

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end.

        Raises:
            EOFError: the last frame is not all there.
        """
        while not self._ready:
            if self._frame.eof:
                rest = self._frame.unused_data
                self._frame, self._begun = zstandard.ZstdDecompressor().decompressobj(), False
            else:
                rest = b""
            data = rest or self._raw.read(_PACKED)
            if not data:
                if self._begun:
                    raise EOFError("it ends in the middle of a frame")
                return b""
            self._begun = True
            self._ready = self._frame.decompress(data)
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken
