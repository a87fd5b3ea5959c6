"""From the batches of a dataset to lines that can be written: mapped, told apart, spelled and packed, in order.

Rows are mapped and lines are made in several threads. What follows from the order of the input (which batch named an
actor first, which part a batch belongs to) is settled between these steps, one batch after the other, so that the same
input gives the same bytes whatever the number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import polars as pl

from dateline.mapping.lines import lines_of
from dateline.readers.datasets import Batch, Mapped, Mapping, batches
from dateline.stream.account import Account, unknown_in
from dateline.stream.job import Input, Job
from dateline.stream.ordered import ordered, processors
from dateline.stream.packing import Block, packed
from dateline.stream.seen import Entities, named
from dateline.stream.targets import Target
from dateline.tables import Tables

_SLICE = 16_384
"""Rows whose lines are made at once: about 50 MB of text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of a batch: its lines, the entities that it is the first to name, its rejected rows and its counts.

    `number` counts batches from 0, `part` is the part of the output that it belongs to; with it, `done` of `total`
    bytes of all files have been read.
    """

    number: int
    part: int
    block: Block
    entities: pl.DataFrame
    rejected: pl.DataFrame
    account: Account
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Rows:
    """A batch of an input, the part it belongs to, and what mapping made of it; `done` and `total` are bytes."""

    number: int
    part: int
    done: int
    total: int
    input: Input
    batch: Batch
    mapped: Mapped | None = None


def pieces(job: Job, entities: Entities, *, skip: int = 0) -> Iterator[Piece]:
    """Yield what comes of each batch of a dataset, without the first `skip`; `entities` are those written before.

    Raises:
        InputError: the dataset cannot be read.
        InvalidData: it lacks a column that the profile needs.
    """
    threads = job.threads or processors()
    mapper = _Mapper()
    with ThreadPoolExecutor(threads, thread_name_prefix="dateline") as pool:
        mapped = ordered(pool, mapper.mapped, _numbered(job, skip), ahead=threads - 1)
        fresh = (_with_fresh(one, entities) for one in mapped)
        yield from ordered(pool, lambda one: _piece(one, job.target), fresh, ahead=threads - 1)


class _Mapper:
    """The profiles, each compiled when the first batch shows the columns."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[object, ...], Mapping] = {}

    def mapped(self, one: _Rows) -> _Rows:
        profile, schema = one.input.profile, one.batch.rows.schema
        key = (profile.file, *((name, str(dtype)) for name, dtype in schema.items()))
        if key not in self._compiled:
            self._compiled[key] = Mapping.of(profile, schema)
        return replace(one, mapped=self._compiled[key].tables(one.batch.rows, file=one.input.path.as_posix()))


def _numbered(job: Job, skip: int) -> Iterator[_Rows]:
    """Number the batches; a batch belongs to the part in which the bytes of the input lie that it begins with."""
    parts = job.target.parts or 1
    sizes = [one.path.stat().st_size for one in job.inputs]
    total = max(1, sum(sizes))
    number, before, begin = 0, 0, 0
    for one, size in zip(job.inputs, sizes, strict=True):
        for batch in batches(one.path, one.profile, rows=job.rows):
            part = min(parts - 1, begin * parts // total)
            begin = before + size * batch.done // max(1, batch.size)
            if number >= skip:
                yield _Rows(number, part, begin, total, one, batch)
            number += 1
        before += size
        begin = before


def _with_fresh(one: _Rows, entities: Entities) -> _Rows:
    assert one.mapped is not None
    return replace(one, mapped=replace(one.mapped, tables=entities.fresh(one.mapped.tables)))


def _piece(one: _Rows, target: Target) -> Piece:
    mapped, batch = one.mapped, one.batch
    assert mapped is not None
    rejected = pl.concat([batch.rejected, mapped.rejected]).sort("line", maintain_order=True)
    account = Account()
    account.add(read=batch.read, written=_rows_written(mapped.tables), rejected=rejected)
    account.codes(unknown_in(mapped.unknown, one.input.path.as_posix()))
    block = packed(_lines(mapped.tables, target, one.input.profile.base), target.packing)
    return Piece(one.number, one.part, block, named(mapped.tables), rejected, account, one.done, one.total)


def _rows_written(tables: Tables) -> int:
    """How many rows of the input have left something in the tables."""
    return pl.concat([tables.events["line"], tables.claims["line"]]).n_unique()


def _lines(tables: Tables, target: Target, base: str) -> Iterator[pl.Series]:
    for name, data in tables.frames().items():
        if data.height:
            yield from lines_of(name, data, graphs=target.graphs, base=base, at_once=_SLICE)
