"""Lines as the bytes of a file: plain, gzip or Zstandard, packed a block at a time.

A block is a gzip member or a Zstandard frame of its own; files of several are what RFC 1952 (section 2.2) and RFC 8878
(section 3) define, and every unpacker reads them as one text. So blocks are packed in several threads, and the bytes do
not depend on when. Nothing in them tells the time.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable
from typing import Any, BinaryIO, TypeAlias

import polars as pl

Block: TypeAlias = "list[pl.Series] | bytes"
"""Texts to be written as they are, or packed bytes."""

PACKINGS = ("gz", "zst")
_GZIP_LEVEL = 3
"""Lines repeat so much that higher levels take twice the time for a tenth less."""
_GZIP = 31
"""What zlib calls a gzip member with a window of 32 KiB."""
_ZSTD_LEVEL = 3
_AT_ONCE = 64
"""Rows put together for the file at a time: a few hundred kilobytes, which stay in the processor's own memory."""


def packed(texts: Iterable[pl.Series], packing: str) -> Block:
    """Return texts, each with its line ends, as a block; `packing` is empty or one of PACKINGS."""
    if not packing:
        return list(texts)
    packer = _packer(packing)
    found = []
    for text in texts:
        buffer = io.BytesIO()
        _write(text, buffer)
        found.append(packer.compress(buffer.getbuffer()))
    found.append(packer.flush())
    return b"".join(found)


def write(block: Block, out: BinaryIO) -> None:
    """Write a block behind what a stream already has."""
    if isinstance(block, bytes):
        out.write(block)
        return
    for text in block:
        _write(text, out)


def _packer(packing: str) -> Any:
    if packing == "gz":
        return zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)
    import zstandard

    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True).compressobj()


def _write(text: pl.Series, out: BinaryIO) -> None:
    text.to_frame().write_csv(
        out, include_header=False, quote_style="never", line_terminator="", null_value="", batch_size=_AT_ONCE
    )
