"""From the batches of a dataset to lines that can be written: mapped, told apart, spelled and packed, in order.

Rows are mapped and lines are made in several threads: rows in large batches, since most of what a batch costs is asked
once for each distinct date or entity of it, and lines share by share, since they are long. What follows from the order
of the input (which batch named an actor first, which part a batch belongs to) is settled between these steps, one batch
after the other, so that the same input gives the same bytes whatever the number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import polars as pl

from dateline.mapping.lines import Lines, lines_of
from dateline.readers.datasets import REJECTED
from dateline.readers.links_file import apply_links
from dateline.stream.account import Account
from dateline.stream.job import Job
from dateline.stream.ordered import ordered
from dateline.stream.packing import Block, packed
from dateline.stream.rows import Rows, mapped_rows, workers
from dateline.stream.seen import Entities, named
from dateline.stream.targets import Target

_SHARE = 16_384
"""Rows whose lines are made at once: about 100 MB of text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of a share of a batch: its lines, and with the first share what came of the batch besides.

    That is its rejected rows, its counts and, where somebody will ask for them, the entities that it is the first to
    name. `number` counts batches from 0, `part` is the part of the output that the batch belongs to; with it, `done`
    of `total` bytes of all files have been read.
    """

    number: int
    part: int
    block: Block
    done: int
    total: int
    rejected: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECTED))
    account: Account = field(default_factory=Account)
    entities: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class _Share:
    """The lines of a batch by table, and which share of them is meant: number `at` of `count`."""

    batch: Rows
    lines: Sequence[Lines]
    at: int
    count: int

    def texts(self) -> Iterator[pl.Series]:
        """Yield the lines of the share, table after table."""
        for one in self.lines:
            yield one.of(one.height * self.at // self.count, one.height * (self.at + 1) // self.count)


def pieces(job: Job, entities: Entities, *, skip: int = 0) -> Iterator[Piece]:
    """Yield what comes of each batch of a dataset, without the first `skip`; `entities` are those written before.

    Raises:
        InputError: the dataset cannot be read.
        InvalidData: it lacks a column that the profile needs.
    """
    parts = job.target.parts or 1
    with workers(job.threads) as (pool, ahead):
        # Mapping runs one batch further ahead, for nothing can be written while the lines of the next are prepared.
        mapped = mapped_rows(pool, job.inputs, rows=job.rows, ahead=ahead + 1, parts=parts, skip=skip)
        fresh = (_with_fresh(one, entities) for one in mapped)
        shares = chain.from_iterable(ordered(pool, lambda one: _shares(one, job.target), fresh, ahead=0))
        yield from ordered(pool, lambda share: _piece(share, job.target), shares, ahead=ahead)


def _with_fresh(one: Rows, entities: Entities) -> Rows:
    """Leave out the entities that earlier batches have written, and count those that are described otherwise."""
    tables, differing = entities.fresh(one.mapped.tables)
    return replace(
        one, mapped=replace(one.mapped, tables=tables, differing=pl.concat([one.mapped.differing, differing]))
    )


def _shares(one: Rows, target: Target) -> list[_Share]:
    tables, base = one.mapped.tables, one.input.profile.base
    if one.input.links:
        tables, _ = apply_links(tables, one.input.links, "")
    frames = {name: data for name, data in tables.frames().items() if data.height}
    lines = [lines_of(name, data, graphs=target.graphs, base=base) for name, data in frames.items()]
    count = max([1, *(-(-each.height // _SHARE) for each in lines)])
    return [_Share(one, lines, at, count) for at in range(count)]


def _piece(share: _Share, target: Target) -> Piece:
    one = share.batch
    piece = Piece(one.number, one.part, packed(share.texts(), target.packing), one.done, one.total)
    if share.at:
        return piece
    entities = named(one.mapped.tables) if target.parts or one.input.links else None
    return replace(piece, rejected=one.rejected(), account=one.account(), entities=entities)
