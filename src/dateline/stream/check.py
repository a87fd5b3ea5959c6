"""Checks of datasets of any size: batch by batch, each with the entities that it names, found at file and line.

A batch is judged on frames made from its tables by the rules of the mapping (`mapping.frames`), by the same steps as
any timeline (`dateline.check`). What batches share is looked at once: entities where they are first named, ids of
events on the disk. Memory holds a few batches and the first problems.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from dateline.check import RdfFile, examine, shapes_of
from dateline.diagnostics import Diagnostic, Severity, summed
from dateline.errors import InputError, UsageError
from dateline.readers.datasets.records import remark
from dateline.readers.datasets.rejects import complaints
from dateline.shacl.reach import reach_of
from dateline.stream.account import Account, differing_in
from dateline.stream.job import Input
from dateline.stream.ordered import ordered
from dateline.stream.rows import Rows, mapped_rows, workers
from dateline.stream.seen import SHARED, Entities
from dateline.stream.twins import Twins
from dateline.tables import Tables

_ROWS = 98_304
"""Rows of a batch: the graph of so many and what is judged of it need about 400 MB."""

KEPT = 10_000
"""How many diagnostics are kept where no other limit is given; all are counted."""

_NOTHING = "E591"
"""Said of a batch without anything to check, and meant only where all batches are so."""

Watch = Callable[[int, int, int], None]
"""Told of rows read, and of bytes done of all bytes."""


@dataclass(slots=True)
class Checked:
    """What was found: the first diagnostics, and the counts of all."""

    limit: int
    found: list[Diagnostic] = field(default_factory=list)
    counts: Counter[Severity] = field(default_factory=Counter)
    files: set[str] = field(default_factory=set)
    rows: int = 0

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The first diagnostics, in reading order."""
        return tuple(sorted(self.found, key=Diagnostic.sort_key))

    @property
    def total(self) -> int:
        """How many diagnostics there are, kept or not."""
        return self.counts.total()

    def at_least(self, level: Severity) -> bool:
        """Tell whether any diagnostic is as bad as `level` or worse."""
        order = list(Severity)
        return any(count and order.index(one) <= order.index(level) for one, count in self.counts.items())

    def summary(self) -> str:
        """Return how many diagnostics of each severity there are, and in how many rows they were looked for."""
        return f"{summed(self.counts, len(self.files))}; {self.rows:,} rows were read"

    def plan(self) -> str:
        """Say that there is no one plan.

        Raises:
            UsageError: always; each batch is judged by itself.
        """
        raise UsageError("--explain-plan is for data that is judged as a whole; a dataset is judged batch by batch.")

    def report_turtle(self) -> str:
        """Say that there is no one report.

        Raises:
            UsageError: always; each batch is judged by itself.
        """
        raise UsageError("--format ttl is for data that is judged as a whole; a dataset is judged batch by batch.")

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Count diagnostics, and keep them as long as there is room."""
        for one in found:
            self.counts[one.severity] += 1
            self.files.add(one.file)
            if len(self.found) < self.limit:
                self.found.append(one)


def check(
    inputs: Sequence[Input],
    *,
    shapes: Sequence[RdfFile] = (),
    limit: int | None = None,
    rows: int = _ROWS,
    threads: int | None = None,
    watch: Watch | None = None,
) -> Checked:
    """Check datasets by our shapes, a person's own ones, and what shapes cannot say.

    Raises:
        InputError: an input cannot be read, or a shape is not valid SHACL or cannot be judged batch by batch.
        InvalidData: an input lacks a column that its profile needs.
    """
    _refuse_far_shapes(shapes)
    found, account, entities = Checked(limit or KEPT), Account(), Entities()
    found.add(remark(one.profile, one.path.as_posix()) for one in inputs)
    nothing: list[list[Diagnostic]] = []
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder, workers(threads) as (pool, ahead):
        twins = Twins(Path(folder))
        mapped = mapped_rows(pool, inputs, rows=rows, ahead=ahead)
        for one, examined in ordered(pool, lambda one: (one, _examined(one, shapes)), mapped, ahead=ahead):
            told, differing = _told_before(one.mapped.tables, entities)
            found.add(each for each in examined if each.code != _NOTHING and each.subject not in told)
            nothing.append([each for each in examined if each.code == _NOTHING])
            twins.add(one.mapped.tables.events)
            account.merge(one.account())
            account.twofold(differing_in(differing, one.input.path.as_posix()))
            if watch:
                watch(account.read, one.done, one.total)
        found.add(twins.complaints())
    found.add(account.remarks())
    found.add(nothing[0] if nothing and all(nothing) else ())
    found.rows = account.read
    return found


def _examined(one: Rows, shapes: Sequence[RdfFile]) -> tuple[Diagnostic, ...]:
    """Examine a batch; of rows that share an id the first is looked at, for together they would be one wrong event."""
    tables = one.mapped.tables
    first = {
        name: data.unique("id", keep="first", maintain_order=True)
        for name, data in tables.frames().items()
        if name in ("events", "participations", "claims") and data["id"].hash().n_unique() < data.height
    }
    rejected = list(complaints(one.rejected()))
    return examine(replace(tables, **first), {}, reader_diagnostics=rejected, shapes=shapes).diagnostics


def _told_before(tables: Tables, entities: Entities) -> tuple[frozenset[str], pl.DataFrame]:
    """The entities of a batch that an earlier one has named, and that were judged there; those described otherwise."""
    kept, differing = entities.fresh(tables)
    fresh = kept.frames()
    frames = tables.frames()
    known = [frames[name]["id"].filter(~frames[name]["id"].is_in(fresh[name]["id"].implode())) for name in SHARED]
    return frozenset(pl.concat(known).to_list()), differing


def _refuse_far_shapes(shapes: Sequence[RdfFile]) -> None:
    for one in shapes:
        plan = shapes_of(one.triples(), one.file).plan
        reach = reach_of(plan)
        if plan.left:
            raise InputError(one.file, "asks for more than SHACL Core, which is too slow for datasets. Check a sample.")
        if isinstance(reach, str):
            reason = f"cannot be judged batch by batch: {reach}. Convert the data, and check the lines."
            raise InputError(one.file, reason)
