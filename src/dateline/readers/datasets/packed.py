"""The bytes of a file as a stream of blocks, whatever it is packed in: zip, gzip, zstd, or nothing.

Nothing is unpacked as a whole. A packed file that ends too early gives all it has, then a fault; so does one that
unpacks to far more than any data does. A zip file gives its data members one after the other.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from dateline.errors import InputError

BLOCK = 1 << 20
PACKED = 1 << 14
"""Bytes that are unpacked at a time: so much is lost where a packed file is damaged."""

LARGE = 1 << 28
"""Unpacked bytes below which no file is taken for a bomb."""

RATIO = 250
"""How many times larger than its packed form a file may become; tables of codes reach about 30."""

SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".json")
"""How members of a zip file end that are data."""

DATA_SUFFIXES = (
    *(f"{suffix}{packed}" for suffix in SUFFIXES for packed in ("", ".gz", ".zst", ".zip")),
    *(".zip", ".parquet", ".arrow", ".ipc", ".feather"),
)
"""How files end that may be those of a dataset."""

_ZIP, _GZIP, _ZSTD = b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_WINDOW = 1 << 27
"""Bytes that zstd may need at once; its own default for reading."""

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _STREAMED = 1, 8


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a stream ends before its end: a code and a sentence."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Block:
    """Some unpacked bytes of one member, how much of the packed file was used so far, and a fault at their end."""

    member: str
    data: bytes
    done: int
    fault: Fault | None = None


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Packer:
    """How one packing is undone, and the error that damage raises."""

    make: Callable[[], _Decoder]
    error: type[Exception]


TRUNCATED = Fault("E102", "The packed file ends in the middle: it is not complete.")
BROKEN = Fault("E102", "The packed file is damaged here.")
BOMB = Fault("E105", f"The packed file unpacks to more than {RATIO} times its size; no table does.")


def packing(path: Path) -> str:
    """Return `zip`, `gzip`, `zstd` or nothing, by the first bytes of a file.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as problem:
        raise InputError(path.as_posix(), problem.strerror or str(problem)) from problem
    marks = {_ZIP: "zip", _ZSTD: "zstd", _GZIP + head[2:4]: "gzip"}
    return marks.get(head, "")


def blocks(path: Path) -> Iterator[Block]:
    """Yield the unpacked bytes of a file, block by block.

    Raises:
        InputError: the file cannot be read.
    """
    kind = packing(path)
    try:
        with path.open("rb") as stream:
            if kind == "zip":
                yield from _members(stream)
            elif kind:
                yield from _guarded(_inflated(stream, _packer(kind)), stream)
            else:
                while data := stream.read(BLOCK):
                    yield Block("", data, stream.tell())
    except OSError as problem:
        raise InputError(path.as_posix(), problem.strerror or str(problem)) from problem


def _packer(kind: str) -> _Packer:
    if kind == "gzip":
        return _Packer(lambda: zlib.decompressobj(31), zlib.error)
    import zstandard

    return _Packer(lambda: zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj(), zstandard.ZstdError)


def _inflated(stream: BinaryIO, packer: _Packer) -> Iterator[bytes | Fault]:
    """Yield what a stream unpacks to, member after member, and a fault where it ends too early or is damaged."""
    decoder, rest = packer.make(), b""
    while True:
        data = rest or stream.read(PACKED)
        if not data:
            yield TRUNCATED
            return
        try:
            out = decoder.decompress(data)
        except packer.error:
            yield BROKEN
            return
        if out:
            yield out
        rest = b""
        if decoder.eof:
            rest = decoder.unused_data or stream.read(PACKED)
            if not rest.strip(b"\0"):
                return
            decoder = packer.make()


def _deflated(stream: BinaryIO) -> Iterator[bytes | Fault]:
    """Yield what one member of a zip file unpacks to; the stream then stands behind it."""
    decoder = zlib.decompressobj(-zlib.MAX_WBITS)
    while not decoder.eof:
        data = stream.read(PACKED)
        if not data:
            yield TRUNCATED
            return
        try:
            out = decoder.decompress(data)
        except zlib.error:
            yield BROKEN
            return
        if out:
            yield out
    stream.seek(-len(decoder.unused_data), os.SEEK_CUR)


def _guarded(pieces: Iterator[bytes | Fault], stream: BinaryIO, member: str = "") -> Iterator[Block]:
    """Stop a stream that unpacks to far more than it should."""
    total, start = 0, stream.tell()
    for piece in pieces:
        if isinstance(piece, Fault):
            yield Block(member, b"", stream.tell(), piece)
            return
        total += len(piece)
        used = max(stream.tell() - start, 1)
        if total > LARGE and total > RATIO * used:
            yield Block(member, b"", stream.tell(), BOMB)
            return
        yield Block(member, piece, stream.tell())


def _members(stream: BinaryIO) -> Iterator[Block]:
    """Go through a zip file by the headers of its members, so that one that lost its end can be read too."""
    while (head := stream.read(_LOCAL.size))[:4] == _ZIP:
        if len(head) < _LOCAL.size:
            yield Block("", b"", stream.tell(), TRUNCATED)
            return
        _, _, flags, method, _, _, _, packed, _, name_size, extra_size = _LOCAL.unpack(head)
        name = stream.read(name_size).decode("utf-8", "replace")
        extra = stream.read(extra_size)
        if packed == 0xFFFFFFFF:
            packed = _size_of_large(extra)
        if flags & _ENCRYPTED or method not in (_STORED, _DEFLATED):
            yield Block(
                name,
                b"",
                stream.tell(),
                Fault("E102", f"{name!r} in the zip file is encrypted or packed in an unusual way."),
            )
            return
        wanted = name.lower().endswith(SUFFIXES) and not name.startswith("__MACOSX/")
        for block in _member(stream, name, method=method, packed=packed):
            if wanted or block.fault:
                yield block
            if block.fault:
                return
        if flags & _STREAMED:
            _skip_descriptor(stream)


def _member(stream: BinaryIO, name: str, *, method: int, packed: int) -> Iterator[Block]:
    if method == _DEFLATED:
        yield from _guarded(_deflated(stream), stream, name)
        return
    left = packed
    while left:
        data = stream.read(min(left, BLOCK))
        if not data:
            yield Block(name, b"", stream.tell(), TRUNCATED)
            return
        left -= len(data)
        yield Block(name, data, stream.tell())


def _size_of_large(extra: bytes) -> int:
    """The packed size in the 64-bit field of a header (APPNOTE 4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, at)
        if tag == 1 and size >= 16:
            return int(struct.unpack_from("<Q", extra, at + 12)[0])
        at += 4 + size
    return 0


def _skip_descriptor(stream: BinaryIO) -> None:
    """Skip the sizes that follow a member that was written as a stream."""
    at = stream.tell()
    tail = stream.read(28)
    for size in (12, 16, 20, 24):
        if tail[size : size + 2] == b"PK":
            stream.seek(at + size)
            return
    stream.seek(at + 16)
