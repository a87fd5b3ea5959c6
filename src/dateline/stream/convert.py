"""A dataset of any size to N-Triples or N-Quads: in bounded memory, the same bytes in every run.

Memory holds a few batches, and two hashes of each distinct actor, place and source (`dateline.stream.seen`). Lines
stand in the order of the input, batch by batch; one can stand there twice where two rows say the same, which RDF reads
as one statement. An output is whole or not there: files take their places when they are finished.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import polars as pl

from dateline.atomic import atomic_file, atomic_folder
from dateline.diagnostics import Diagnostic
from dateline.errors import InputError, UsageError
from dateline.readers.datasets import REJECTED
from dateline.readers.datasets.rejects import complaints
from dateline.readers.links_file import links_path, lost_entities
from dateline.stream import manifest
from dateline.stream.account import Account, Differing, Unknown
from dateline.stream.job import Job
from dateline.stream.manifest import Manifest, Part
from dateline.stream.packing import write
from dateline.stream.pieces import Piece, pieces
from dateline.stream.rejects import Rejects
from dateline.stream.seen import Entities

SHOWN = 20
"""How many rejected rows are told one by one; all are in the file of rejected rows."""
_STATE = ".resume"
_ENTITIES = ".entities.parquet"

Watch = Callable[[Piece, Account], None]


@dataclass(frozen=True, slots=True)
class Converted:
    """What a conversion did. `files` are those written; `first` has the first rejected rows, `rejects` is their file.

    `account` has the counts and unknown codes of all rows, those of the parts among them that were finished before;
    `lost` tells of entities of links files that the data does not have.
    """

    account: Account
    files: tuple[Path, ...]
    first: pl.DataFrame
    rejects: Path | None
    lost: tuple[Diagnostic, ...] = ()

    def complaints(self) -> Iterator[Diagnostic]:
        """Yield a located message for each of the first rejected rows, each remark, and each link to nothing."""
        yield from complaints(self.first)
        yield from self.account.remarks()
        yield from self.lost


class _Refused(Exception):
    """Happens when a row was rejected and nothing may be written; leaves nothing behind."""


def convert(job: Job, watch: Watch | None = None) -> Converted:
    """Write a dataset as lines; `watch` is told of each batch and of the account so far.

    Raises:
        InputError: the dataset cannot be read, or a folder holds what this conversion did not make.
        InvalidData: the dataset lacks a column that the profile needs.
        OutsideError: the disk refuses.
    """
    run = _Run(job, watch)
    return run.into_parts() if job.target.parts else run.into_one()


class _Run:
    """One conversion under way."""

    def __init__(self, job: Job, watch: Watch | None) -> None:
        self._job = job
        self._watch = watch
        self._account = Account()
        self._first = pl.DataFrame(schema=REJECTED)
        self._entities = Entities()
        self._unmet = {link.entity for one in job.inputs for link in one.links}

    def into_one(self) -> Converted:
        """Write one file or stream."""
        place = self._job.target.place
        with tempfile.TemporaryDirectory(prefix="dateline-") as state:
            rejects = Rejects(Path(state))
            files: tuple[Path, ...] = ()
            with suppress(_Refused), _opened(place, spooled=self._job.strict) as stream:
                for piece in pieces(self._job, self._entities):
                    self._write(piece, stream, rejects)
                self._refuse()
                files = (place,) if isinstance(place, Path) else ()
            return self._converted(rejects, files)

    def into_parts(self) -> Converted:
        """Write a folder of parts, each entered in the manifest when it is finished."""
        folder = self._job.target.place
        if not isinstance(folder, Path):
            raise UsageError("--parts writes several files; name a folder with -o.")
        if self._job.strict:
            return self._into_parts_or_nothing(folder)
        held = self._begun(folder)
        state = folder / _STATE
        if held.finished:
            kept = self._job.reject_file()
            return Converted(self._account, _paths(folder, held), self._first, kept if self._account.rejected else None)
        state.mkdir(parents=True, exist_ok=True)
        held = self._parts(folder, held, state)
        result = self._converted(Rejects(state), _paths(folder, held))
        replace(held, finished=True).save(folder)
        shutil.rmtree(state)
        return result

    def _into_parts_or_nothing(self, folder: Path) -> Converted:
        moved: list[Path] = []
        with tempfile.TemporaryDirectory(prefix="dateline-") as state:
            manifest.cleared(folder, {})
            with suppress(_Refused), atomic_folder(folder, moved) as draft:
                held = self._parts(draft, Manifest(self._job.identity()), Path(state))
                self._refuse()
                replace(held, finished=True).save(draft)
            return self._converted(Rejects(Path(state)), tuple(path for path in moved if path.name != manifest.NAME))

    def _begun(self, folder: Path) -> Manifest:
        """What earlier runs have done, where this one goes on; else an empty manifest in a folder cleared of parts."""
        manifest.without_drafts(folder)
        if not self._job.resume:
            held = manifest.cleared(folder, self._job.identity())
            shutil.rmtree(folder / _STATE, ignore_errors=True)
            return held
        held = manifest.going_on(folder, self._job.identity())
        for part in held.done:
            self._account.count(part.read, part.written, part.rejected)
            self._account.codes(Unknown(*row) for row in part.unknown)
            self._account.twofold(Differing(*row) for row in part.differing)
            if not held.finished:
                kept = _kept(folder / _STATE / f"{part.number:05}{_ENTITIES}")
                self._entities.remember(kept)
                self._meet(kept)
        return held

    def _parts(self, folder: Path, held: Manifest, state: Path) -> Manifest:
        rejects = Rejects(state)
        made = pieces(self._job, self._entities, skip=held.done[-1].batches if held.done else 0)
        for number, group in groupby(made, key=lambda piece: piece.part):
            held = self._part(folder / self._job.target.part(number), group, held, rejects, state, number)
            held.save(folder)
        return held

    def _part(
        self, path: Path, group: Iterator[Piece], held: Manifest, rejects: Rejects, state: Path, number: int
    ) -> Manifest:
        own, entities, batches = Account(), [], 0
        rejects.begin(number)
        with atomic_file(path) as stream:
            for piece in group:
                self._write(piece, stream, rejects)
                own.merge(piece.account)
                entities += [] if piece.entities is None else [piece.entities]
                batches = piece.number + 1
        pl.concat(entities, how="diagonal").write_parquet(state / f"{number:05}{_ENTITIES}")
        codes = [list(one) for one in own.unknown.values()]
        twofold = [list(one) for one in own.differing.values()]
        size = path.stat().st_size
        part = Part(path.name, number, batches, own.read, own.written, own.rejected, size, codes, twofold)
        return replace(held, done=(*held.done, part))

    def _meet(self, entities: pl.DataFrame | None) -> None:
        """Take those that links are about and that are in the data off the list."""
        if self._unmet and entities is not None:
            self._unmet.difference_update(entities["id"].to_list())

    def _write(self, piece: Piece, stream: BinaryIO, rejects: Rejects) -> None:
        self._account.merge(piece.account)
        self._meet(piece.entities)
        rejects.add(piece.part, piece.rejected)
        if self._first.height < SHOWN:
            self._first = pl.concat([self._first, piece.rejected.head(SHOWN - self._first.height)])
        if not (self._job.strict and self._account.rejected):
            write(piece.block, stream)
        if self._watch:
            self._watch(piece, self._account)

    def _refuse(self) -> None:
        if self._job.strict and self._account.rejected:
            raise _Refused

    def _converted(self, rejects: Rejects, files: tuple[Path, ...]) -> Converted:
        path = self._job.reject_file()
        kept = path is not None and rejects.gather(path)
        return Converted(self._account, files, self._first, path if kept else None, tuple(self._lost()))

    def _lost(self) -> Iterator[Diagnostic]:
        """Tell of the entities of links files that the data does not have."""
        for one in self._job.inputs:
            about = [link for link in one.links if link.entity in self._unmet]
            yield from lost_entities(about, set(), links_path(one.path).as_posix())


@contextmanager
def _opened(place: Path | BinaryIO, *, spooled: bool) -> Iterator[BinaryIO]:
    """Open a file that takes its place at the end, or a stream; a `spooled` one gets all at the end or nothing."""
    if isinstance(place, Path):
        with atomic_file(place) as stream:
            yield stream
    elif spooled:
        with tempfile.TemporaryFile() as draft:
            yield draft
            draft.seek(0)
            shutil.copyfileobj(draft, place)
    else:
        yield place
        place.flush()


def _paths(folder: Path, held: Manifest) -> tuple[Path, ...]:
    return tuple(folder / part.name for part in held.done)


def _kept(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise InputError(str(path), "is missing, so that the run cannot go on. Leave --resume out.")
    return pl.read_parquet(path)
