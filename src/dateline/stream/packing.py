"""Lines as the bytes of a file: plain, gzip or Zstandard, packed a block at a time.

A block is a gzip member or a Zstandard frame of its own; files of several are what RFC 1952 (section 2.2) and RFC 8878
(section 3) define, and every unpacker reads them as one text. So blocks are packed in several threads, and the bytes do
not depend on when. Nothing in them tells the time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, TypeAlias

import polars as pl
from nanoarrow import c_array_from_buffers, c_array_stream, int32

Block: TypeAlias = "list[pl.Series] | bytes"
"""Texts to be written as they are, or packed bytes."""

PACKINGS = ("gz", "zst")
_GZIP_LEVEL = 3
"""Lines repeat so much that higher levels take twice the time for a tenth less."""
_GZIP = 31
"""What zlib calls a gzip member with a window of 32 KiB."""
_ZSTD_LEVEL = 3


_LENGTH, _, _BUFFER, _BEGIN = (pl.col("").gather_every(4, at).cast(pl.Int64()) for at in range(4))
_IS_IN_ORDER = ((_BUFFER * (1 << 32) + _BEGIN).filter(_LENGTH > 0).diff() > 0).all()


def packed(texts: Iterable[pl.Series], packing: str) -> Block:
    """Return texts, each with its line ends, as a block; `packing` is empty or one of PACKINGS."""
    if not packing:
        return list(texts)
    packer = _packer(packing)
    found = [packer.compress(part) for text in texts for part in _bytes_of(text)]
    return b"".join([*found, packer.flush()])


def write(block: Block, out: BinaryIO) -> None:
    """Write a block behind what a stream already has."""
    if isinstance(block, bytes):
        out.write(block)
        return
    for text in block:
        for part in _bytes_of(text):
            out.write(part)


def _packer(packing: str) -> Any:
    if packing == "gz":
        return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)
    import zstandard

    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).compressobj()


def _bytes_of(text: pl.Series) -> Iterator[Any]:
    """Yield the bytes of texts one behind the other, without a copy where they lie so in memory.

    A column of texts is a list of views into data buffers; texts that were put together by one expression fill these
    buffers in their order, and nothing else stands there. Other texts are joined.
    """
    with c_array_stream(text) as chunks:
        parts = [list(chunk.view().buffers) for chunk in chunks]
    data = [buffer for _, _, *buffers, _ in parts for buffer in buffers]
    if sum(buffer.size_bytes for buffer in data) == text.str.len_bytes().sum() and all(map(_is_in_order, parts)):
        yield from data
    else:
        yield "".join(text.drop_nulls()).encode()


def _is_in_order(parts: list[Any]) -> bool:
    """Tell whether the views of a string view array lead through its data buffers from begin to end.

    `parts` are validity, views, data buffers and their sizes; a view is four numbers: the length of a text, its first
    bytes, its buffer, and where it begins (https://arrow.apache.org/docs/format/Columnar.html#variable-size-binary-view-layout).
    """
    numbers = pl.Series("", c_array_from_buffers(int32(), parts[1].size_bytes // 4, [None, parts[1]]))
    return bool(numbers.to_frame().select(_IS_IN_ORDER).item())
