"""The driver's side of a conversion: what is asked of the workers, and what only the whole can tell.

Lines of events are written as they come; entities are told apart by a shuffle over their lines alone. The parts are
N-Quads (or N-Triples) that any store loads; where the job fails, the target folder is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark import StorageLevel, TaskContext
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from dateline.errors import InputError
from dateline.readers.datasets import Mapping, Profile, load_profile
from dateline.spark.worker import DDL, Worker

PACKINGS = {"none": "", "gzip": ".gz"}
"""How parts are packed, with the end of their names."""

_DRAFT = "_draft"


@dataclass(frozen=True, slots=True)
class Mapped:
    """What the workers made of the data: records of several kinds, kept on the workers' disks until `release`."""

    records: DataFrame
    graphs: bool

    def lines(self) -> DataFrame:
        """The N-Quads or N-Triples lines in the column `value`, several a row; each entity's once."""
        of_rows = self._kind("lines").select(f.col("text").alias("value"))
        of_entities = self._kind("entity").dropDuplicates(["key", "text"]).select(f.col("text").alias("value"))
        return of_rows.union(of_entities)

    def rejected(self) -> DataFrame:
        """The rejected rows: file, line, column, value, code, reason, row."""
        return self._kind("rejected").select(
            "file", "line", "column", "value", "code", "reason", f.col("text").alias("row")
        )

    def unknown(self) -> DataFrame:
        """The codes that no list knows: scheme, code, count."""
        counted = self._kind("unknown").groupBy(f.col("key").alias("scheme"), f.col("value").alias("code"))
        return counted.agg(f.sum(f.col("text").cast("bigint")).alias("count")).orderBy("scheme", "code")

    def counts(self) -> dict[str, int]:
        """How many rows were read, written and rejected.

        Raises:
            AssertionError: they do not add up; a fault of dateline.
        """
        summed = self._kind("count").groupBy("key").agg(f.sum("line").alias("rows")).collect()
        found = {"read": 0, "written": 0} | {row["key"]: row["rows"] for row in summed}
        found["rejected"] = self.rejected().select("file", "line").distinct().count()
        if found["read"] != found["written"] + found["rejected"]:
            raise AssertionError(f"the counts of rows do not add up: {found}")
        return found

    def events(self) -> DataFrame:
        """The events: `id`, and the file and line of the row that each is made of."""
        return self._kind("event").select(f.col("key").alias("id"), "file", "line")

    def undescribed_actors(self) -> DataFrame:
        """The actors that events name and no row describes: `id`."""
        described = self._kind("entity").select("key")
        return (
            self._kind("actor")
            .select("key")
            .distinct()
            .join(described, "key", "left_anti")
            .withColumnRenamed("key", "id")
        )

    def problems(self) -> DataFrame:
        """What the checks of each batch found: severity, code, message, hint, file, line, column.

        Empty where the data was mapped without checks.
        """
        return self._kind("problem").select(
            f.col("key").alias("severity"), "code", f.col("text").alias("message"), f.col("value").alias("hint"),
            "file", "line", f.col("column").cast("bigint").alias("column"),
        )  # fmt: skip

    def release(self) -> None:
        """Let the workers forget the records."""
        self.records.unpersist()

    def _kind(self, name: str) -> DataFrame:
        return self.records.filter(f.col("kind") == name)


def map_frame(
    data: DataFrame, profile: Profile | str | Path, *, name: str = "data", graphs: bool = True, checks: bool = False
) -> Mapped:
    """Map a frame of any source by a profile; messages call a row `NAME, partition N` and its number there.

    With `graphs` the lines of named graphs come along, with `checks` each batch is checked on its way.

    Raises:
        InvalidData: the frame lacks a column that the profile needs.
        UnknownName: there is no such profile.
    """
    worker = Worker(_profile(profile), graphs, checks)
    _check_columns(data, worker.profile)

    def mapped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        context = TaskContext.get()
        yield from worker.frame(batches, file=f"{name}, partition {context.partitionId() if context else 0}")

    return _kept(data, mapped, graphs)


def map_files(
    spark: SparkSession,
    paths: Sequence[str | Path],
    profile: Profile | str | Path,
    *,
    graphs: bool = True,
    checks: bool = False,
) -> Mapped:
    """Map files that every worker can reach under the same path, one task a file, by the reader of one machine.

    So packed files, rows that are no rows, and lines in messages are what they are without Spark.

    Raises:
        InputError: there are no files.
        UnknownName: there is no such profile.
    """
    if not paths:
        raise InputError("-", "name the files to be mapped.")
    worker = Worker(_profile(profile), graphs, checks)
    names = spark.createDataFrame([(str(path),) for path in paths], "path string")
    return _kept(names.repartitionByRange(len(paths), "path"), worker.files, graphs)


@dataclass(frozen=True, slots=True)
class Converted:
    """What a conversion wrote: the parts, and how many rows were read, written and rejected."""

    parts: tuple[str, ...]
    read: int
    written: int
    rejected: int


def convert(mapped: Mapped, folder: str, *, packing: str = "gzip", partitions: int | None = None) -> Converted:
    """Write the lines as parts of a new folder of any file system that Spark knows; rejected rows go to `rejected/`.

    Raises:
        InputError: the folder exists, or there is no such packing.
    """
    if packing not in PACKINGS:
        raise InputError(packing, f"is no packing of parts. Choose one of {', '.join(PACKINGS)}.")
    lines = mapped.lines()
    lines = lines.coalesce(partitions) if partitions else lines
    counts = mapped.counts()
    with _Folder(mapped.records.sparkSession, folder).made() as draft:
        lines.write.text(f"{draft.place}/parts", compression=packing)
        if counts["rejected"]:
            mapped.rejected().coalesce(1).write.csv(f"{draft.place}/rejected", header=True, escape='"')
        parts = draft.renamed("parts", f".{'nq' if mapped.graphs else 'nt'}{PACKINGS[packing]}")
    return Converted(tuple(f"{folder}/{part}" for part in parts), **counts)


class _Folder:
    """A folder of a file system that Spark knows: whole, or not there."""

    def __init__(self, spark: SparkSession, folder: str) -> None:
        jvm: Any = spark._jvm
        self._jvm = jvm
        self._target = self._jvm.org.apache.hadoop.fs.Path(folder)
        self._files = self._target.getFileSystem(spark._jsc.hadoopConfiguration())
        if self._files.exists(self._target):
            raise InputError(folder, "exists already. Name a new folder.")
        self._draft = self._target.suffix(_DRAFT)

    @property
    def place(self) -> str:
        """Where the parts are written until all are there."""
        return str(self._draft)

    @contextmanager
    def made(self) -> Iterator[_Folder]:
        """Put the folder in its place at the end, or remove all of it."""
        try:
            self._files.delete(self._draft, True)
            yield self
            self._files.rename(self._draft, self._target)
        finally:
            self._files.delete(self._draft, True)

    def renamed(self, inner: str, ending: str) -> list[str]:
        """Move the parts of an inner folder up, under names that tell their syntax; return these."""
        path = self._jvm.org.apache.hadoop.fs.Path
        source = path(self._draft, inner)
        found = sorted(str(status.getPath().getName()) for status in self._files.listStatus(source))
        names = []
        for number, name in enumerate(one for one in found if one.startswith("part-")):
            names.append(f"part-{number:05}{ending}")
            self._files.rename(path(source, name), path(self._draft, names[-1]))
        self._files.delete(source, True)
        return names


def _profile(profile: Profile | str | Path) -> Profile:
    return profile if isinstance(profile, Profile) else load_profile(profile)


def _check_columns(data: DataFrame, profile: Profile) -> None:
    """Complain on the driver about columns that are missing, before any worker starts."""
    import polars as pl

    empty = pl.from_arrow(data.limit(0).toArrow())
    assert isinstance(empty, pl.DataFrame), "a table has columns"
    Mapping.of(profile, empty.schema)


def _kept(data: DataFrame, function: Any, graphs: bool) -> Mapped:
    records = data.mapInArrow(function, DDL)
    return Mapped(records.persist(StorageLevel.DISK_ONLY), graphs)
