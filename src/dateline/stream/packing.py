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

from dateline.mapping.buffers import chunks_of

Block: TypeAlias = "list[pl.Series] | bytes"
"""Texts to be written as they are, or packed bytes."""

PACKINGS = ("gz", "zst")
_GZIP_LEVEL = 3
"""Lines repeat so much that higher levels take twice the time for a tenth less."""
_GZIP = 31
"""What zlib calls a gzip member with a window of 32 KiB."""
_ZSTD_LEVEL = 3


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

    Texts that were put together by one expression fill data buffers in their order, and nothing else stands there;
    others are joined.
    """
    chunks = chunks_of(text)
    if sum(chunk.size for chunk in chunks) == text.str.len_bytes().sum() and all(one.is_in_order() for one in chunks):
        yield from (buffer for chunk in chunks for buffer in chunk.data)
    else:
        yield "".join(text.drop_nulls()).encode()
