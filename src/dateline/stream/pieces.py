"""From the batches of a dataset to lines that can be written: mapped, told apart, spelled and packed, in order.

Rows are mapped and lines are made in several threads. What follows from the order of the input (which batch named an
actor first, which part a batch belongs to) is settled between these steps, one batch after the other, so that the same
input gives the same bytes whatever the number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from dateline.mapping.lines import lines_of
from dateline.readers.links_file import apply_links
from dateline.stream.account import Account
from dateline.stream.job import Job
from dateline.stream.ordered import ordered
from dateline.stream.packing import Block, packed
from dateline.stream.rows import Rows, mapped_rows, workers
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


def pieces(job: Job, entities: Entities, *, skip: int = 0) -> Iterator[Piece]:
    """Yield what comes of each batch of a dataset, without the first `skip`; `entities` are those written before.

    Raises:
        InputError: the dataset cannot be read.
        InvalidData: it lacks a column that the profile needs.
    """
    parts = job.target.parts or 1
    with workers(job.threads) as (pool, ahead):
        mapped = mapped_rows(pool, job.inputs, rows=job.rows, ahead=ahead, parts=parts, skip=skip)
        fresh = (_with_fresh(one, entities) for one in mapped)
        yield from ordered(pool, lambda one: _piece(one, job.target), fresh, ahead=ahead)


def _with_fresh(one: Rows, entities: Entities) -> Rows:
    """Leave out the entities that earlier batches have written, and count those that are described otherwise."""
    tables, differing = entities.fresh(one.mapped.tables)
    return replace(
        one, mapped=replace(one.mapped, tables=tables, differing=pl.concat([one.mapped.differing, differing]))
    )


def _piece(one: Rows, target: Target) -> Piece:
    tables, rejected, account = one.mapped.tables, one.rejected(), one.account()
    if one.input.links:
        tables, _ = apply_links(tables, one.input.links, "")
    block = packed(_lines(tables, target, one.input.profile.base), target.packing)
    return Piece(one.number, one.part, block, named(tables), rejected, account, one.done, one.total)


def _lines(tables: Tables, target: Target, base: str) -> Iterator[pl.Series]:
    for name, data in tables.frames().items():
        if data.height:
            yield from lines_of(name, data, graphs=target.graphs, base=base, at_once=_SLICE, checked=True)
