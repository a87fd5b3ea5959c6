"""What a conversion is asked to do, and what makes two conversions the same."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline import __version__
from dateline.errors import UsageError
from dateline.readers.datasets import Profile
from dateline.stream.manifest import fingerprint
from dateline.stream.targets import Target

ROWS = 32_768
"""Rows of a batch: about 150 MB of lines, of which a few are under way at a time."""


@dataclass(frozen=True, slots=True)
class Job:
    """A dataset, the profile it is read by, and where its lines and its rejected rows go.

    `rows` is the size of a batch, `threads` how many work at the same time (as many as there are processors, where it
    is None). With `strict` nothing is written when a row is rejected; with `resume` finished parts are not made again.

    Raises:
        UsageError: the wishes do not go together.
    """

    path: Path
    profile: Profile
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
            "version": __version__,
            "input": fingerprint(self.path),
            "profile": f"{self.profile.name}, sha256 {hashlib.sha256(self.profile.text.encode()).hexdigest()}",
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
