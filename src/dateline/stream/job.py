"""What a conversion is asked to do, and what makes two conversions the same."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dateline.errors import InputError, InvalidData, UsageError
from dateline.readers.datasets import Profile, load_profile, recognize
from dateline.readers.datasets.packed import DATA_SUFFIXES
from dateline.readers.links_file import Link, links_path, read_links
from dateline.stream.manifest import fingerprint
from dateline.stream.targets import Target
from dateline.version import VERSION

ROWS = 131_072
"""Rows of a batch: about 100 MB of tables, of which a few are under way at a time."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file of a dataset, the profile that it is read by, and what was decided in the links file beside it."""

    path: Path
    profile: Profile
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Files of datasets, read one after the other, and where their lines and their rejected rows go.

    `rows` is the size of a batch, `threads` how many work at the same time (as many as there are processors, where it
    is None). With `strict` nothing is written when a row is rejected; with `resume` finished parts are not made again.

    Raises:
        UsageError: the wishes do not go together.
    """

    inputs: tuple[Input, ...]
    target: Target
    rejects: Path | None = None
    strict: bool = False
    resume: bool = False
    rows: int = ROWS
    threads: int | None = None

    def __post_init__(self) -> None:
        if self.resume and not self.target.parts:
            raise UsageError("--resume goes on by part; give --parts N, too.")
        if self.resume and self.strict:
            raise UsageError("--strict writes nothing until all rows are good, so that there is nothing to --resume.")

    def identity(self) -> dict[str, Any]:
        """Return what must be the same for a run to go on where another was interrupted."""
        return {
            "version": VERSION,
            "input": [fingerprint(one.path) for one in self.inputs],
            "profile": [hashlib.sha256(one.profile.text.encode()).hexdigest() for one in self.inputs],
            "base": [one.profile.base for one in self.inputs],
            "links": [[[one.entity, one.entry, one.decision] for one in given.links] for given in self.inputs],
            "form": self.target.ending,
            "number of parts": self.target.parts,
            "batch size": self.rows,
        }

    def reject_file(self) -> Path | None:
        """Return where rejected rows go: the file that was named, else one beside the output."""
        place = self.target.place
        if self.rejects is not None or self.strict or not isinstance(place, Path):
            return self.rejects
        if self.target.parts:
            return place / "rejects.csv"
        return place.with_name(f"{place.name.removesuffix(f'.{self.target.ending}')}.rejects.csv")


def inputs_of(
    paths: Sequence[str | Path], profile: str | Path | None = None, *, base: str | None = None
) -> tuple[Input, ...] | None:
    """Return files with their profiles, the named one or those that they are recognized by.

    None is returned where one of them is no file of a dataset: such data is read as a whole. `base` is the IRI that
    the data's own nodes are named under, in place of the profile's.

    Raises:
        InputError: a file is missing or cannot be read.
        UnknownName: there is no such profile.
        InvalidData: a profile or a links file has errors.
    """
    named = load_profile(profile) if profile is not None else None
    found: list[Input] = []
    for path in map(Path, paths):
        if named is not None and not path.is_file():
            reason = "is a folder; name its files." if path.is_dir() else "there is no such file."
            raise InputError(str(path), reason)
        own = named or (recognize(path) if path.is_file() and path.name.lower().endswith(DATA_SUFFIXES) else None)
        if own is None:
            return None
        profiled = own if base is None else replace(own, base=base)
        found.append(Input(path, profiled, _links_beside(path, profiled.base)))
    return tuple(found)


def _links_beside(path: Path, base: str) -> tuple[Link, ...]:
    """Return the links that count of the links file beside a dataset, none where there is no such file."""
    try:
        file, problems = read_links(links_path(path), base)
    except OSError as error:
        raise InputError(str(links_path(path)), error.strerror or str(error)) from error
    if problems:
        raise InvalidData(problems)
    return tuple(one for one in file.links if one.counts)
