"""Files that are whole or not there: written beside their place, flushed to the disk, then moved onto it.

A run that fails or is killed leaves the old file as it was. This module knows nothing of formats.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from dateline.errors import OutsideError


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes its place only when the block ends well.

    A link is written through; a pipe or device is written to as it comes.

    Raises:
        OutsideError: the folder or disk refuses.
    """
    try:
        place = path.resolve()
        if place.exists() and not place.is_file():
            with place.open("wb") as stream:
                yield stream
            return
        with _beside(place) as draft:
            with draft.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(place)
    except FileNotFoundError as error:
        raise OutsideError(str(path), "the folder that it should go into does not exist. Make it first.") from error
    except OSError as error:
        raise OutsideError(str(path), error.strerror or str(error)) from error


@contextmanager
def atomic_folder(folder: Path, moved: list[Path]) -> Iterator[Path]:
    """Lend an empty folder whose files are moved into `folder` when the block ends well, and list them in `moved`.

    Files of the same name are replaced one by one, each whole; other files stay.

    Raises:
        OutsideError: the folder or disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _beside(folder / "export") as draft:
            draft.mkdir()
            yield draft
            for file in sorted(path for path in draft.rglob("*") if path.is_file()):
                target = folder / file.relative_to(draft)
                target.parent.mkdir(parents=True, exist_ok=True)
                _flush(file)
                file.replace(target)
                moved.append(target)
    except OSError as error:
        raise OutsideError(str(folder), error.strerror or str(error)) from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Lend a free name beside `path` and remove whatever is left under it."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        yield draft
    finally:
        with suppress(OSError):
            if draft.is_dir():
                shutil.rmtree(draft)
            else:
                draft.unlink(missing_ok=True)


def _flush(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
