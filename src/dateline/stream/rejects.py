"""The rows that were not written, with the reasons: one CSV file, gathered part by part.

Its columns are those of `readers.datasets.REJECTED`; `row` holds the raw row, so that a corrected file can be made of
it. Nothing is held in memory.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from dateline.atomic import atomic_file

_ENDING = ".rejects.csv"


class Rejects:
    """Rejected rows on their way to a file, kept by part in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, part: int) -> None:
        """Forget what an interrupted run kept of a part."""
        self._file(part).unlink(missing_ok=True)

    def add(self, part: int, rows: pl.DataFrame) -> None:
        """Keep rejected rows."""
        if rows.height:
            with self._file(part).open("ab") as stream:
                rows.write_csv(stream, include_header=stream.tell() == 0, quote_style="non_numeric")

    def gather(self, path: Path) -> bool:
        """Write all rejected rows to a file; where there are none, remove the file of an earlier run.

        Returns whether there are any.

        Raises:
            OutsideError: the disk refuses.
        """
        files = sorted(self._folder.glob(f"*{_ENDING}"))
        if not files:
            path.unlink(missing_ok=True)
            return False
        with atomic_file(path) as out:
            for number, file in enumerate(files):
                with file.open("rb") as stream:
                    if number:
                        stream.readline()
                    shutil.copyfileobj(stream, out)
        return True

    def _file(self, part: int) -> Path:
        return self._folder / f"{part:05}{_ENDING}"
