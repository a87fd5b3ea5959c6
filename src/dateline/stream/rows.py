"""The batches of datasets, mapped to tables in several threads, in the order of the input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import polars as pl

from dateline.readers.datasets import Batch, Mapped, Mapping, batches
from dateline.stream.account import Account, differing_in, unknown_in
from dateline.stream.job import Input
from dateline.stream.ordered import ordered, processors
from dateline.tables import Tables


@dataclass(frozen=True, slots=True)
class Numbered:
    """A batch of an input, and the part that it belongs to.

    `number` counts batches from 0; with this one, `done` of `total` bytes of all inputs have been read.
    """

    number: int
    part: int
    done: int
    total: int
    input: Input
    batch: Batch


@dataclass(frozen=True, slots=True)
class Rows(Numbered):
    """A batch, and what mapping made of it."""

    mapped: Mapped

    def rejected(self) -> pl.DataFrame:
        """Return the rejected rows by their lines, whoever rejected them."""
        return pl.concat([self.batch.rejected, self.mapped.rejected]).sort("line", maintain_order=True)

    def account(self) -> Account:
        """Return the counts of the batch.

        Raises:
            AssertionError: they do not add up; a fault of dateline.
        """
        account = Account()
        account.add(read=self.batch.read, written=_rows_written(self.mapped.tables), rejected=self.rejected())
        account.codes(unknown_in(self.mapped.unknown, self.input.path.as_posix()))
        account.twofold(differing_in(self.mapped.differing, self.input.path.as_posix()))
        return account


@contextmanager
def workers(threads: int | None = None) -> Iterator[tuple[Executor, int]]:
    """Lend a pool of threads, as many as there are processors, and how far work may run ahead in it."""
    count = threads or processors()
    with ThreadPoolExecutor(count, thread_name_prefix="dateline") as pool:
        yield pool, count - 1


def mapped_rows(
    pool: Executor, inputs: Sequence[Input], *, rows: int, ahead: int, parts: int = 1, skip: int = 0
) -> Iterator[Rows]:
    """Yield the batches of inputs with their tables, without the first `skip`; each belongs to one of `parts` parts.

    Raises:
        InputError: an input cannot be read.
        InvalidData: an input lacks a column that its profile needs.
    """
    mapper = _Mapper()
    numbered = _numbered(inputs, rows, parts)
    return ordered(pool, mapper.mapped, (one for one in numbered if one.number >= skip), ahead=ahead)


class _Mapper:
    """The profiles, each compiled when the first batch shows the columns."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[object, ...], Mapping] = {}

    def mapped(self, one: Numbered) -> Rows:
        profile, schema = one.input.profile, one.batch.rows.schema
        key = (profile.file, *((name, str(dtype)) for name, dtype in schema.items()))
        if key not in self._compiled:
            self._compiled[key] = Mapping.of(profile, schema)
        made = self._compiled[key].tables(one.batch.rows, file=one.input.path.as_posix())
        return Rows(one.number, one.part, one.done, one.total, one.input, one.batch, made)


def _numbered(inputs: Sequence[Input], rows: int, parts: int) -> Iterator[Numbered]:
    """Number the batches; a batch belongs to the part in which the bytes of the input lie that it begins with."""
    sizes = [one.path.stat().st_size for one in inputs]
    total = max(1, sum(sizes))
    number, before, begin = 0, 0, 0
    for one, size in zip(inputs, sizes, strict=True):
        for batch in batches(one.path, one.profile, rows=rows):
            part = min(parts - 1, begin * parts // total)
            begin = before + size * batch.done // max(1, batch.size)
            yield Numbered(number, part, begin, total, one, batch)
            number += 1
        before += size
        begin = before


def _rows_written(tables: Tables) -> int:
    """How many rows of the input have left something in the tables."""
    return pl.concat([tables.events["line"], tables.claims["line"]]).n_unique()
