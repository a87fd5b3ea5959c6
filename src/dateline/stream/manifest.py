"""What a conversion into parts has done so far: the file by which an interrupted one goes on.

`manifest.json` stands beside the parts and stays there as their account. It names the input, the profile and the
version of dateline, and lists every finished part; another run goes on only where all these are the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dateline.atomic import atomic_file
from dateline.errors import InputError

NAME = "manifest.json"
_SAMPLE = 1 << 20
_DRAFT = re.compile(r"\.part-\d{5}\.n[tq](\.\w+)?\.[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Part:
    """A finished part: its file, how many batches of the input are done with it, and what came of its rows."""

    name: str
    number: int
    batches: int
    read: int
    written: int
    rejected: int
    size: int
    unknown: list[list[Any]] = field(default_factory=list)
    differing: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was asked for (`job`), the parts that are finished, and whether all of them are."""

    job: dict[str, Any]
    done: tuple[Part, ...] = ()
    finished: bool = False

    def save(self, folder: Path) -> None:
        """Write the manifest into a folder.

        Raises:
            OutsideError: the disk refuses.
        """
        text = json.dumps({**asdict(self), "done": [asdict(part) for part in self.done]}, indent=2)
        with atomic_file(folder / NAME) as stream:
            stream.write(f"{text}\n".encode())


def load(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, None where it has none.

    Raises:
        InputError: it is not one that dateline wrote.
    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(held["job"], tuple(Part(**part) for part in held["done"]), bool(held["finished"]))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(str(path), "is not a manifest of dateline. Name another folder.") from error


def with_parts(paths: Iterable[str | Path]) -> list[str | Path]:
    """Return paths with each folder that has a manifest replaced by the parts that it lists.

    Raises:
        InputError: a conversion into one of the folders is not finished, or a part is missing.
    """
    found: list[str | Path] = []
    for path in paths:
        held = load(Path(path)) if Path(path).is_dir() else None
        if held is None:
            found.append(path)
            continue
        if not held.finished:
            raise InputError(str(path), "holds the parts of a conversion that is not finished. Run it with --resume.")
        if missing := [part.name for part in held.done if not _is_whole(Path(path), part)]:
            raise InputError(str(path), f"lacks {missing[0]}, or it is not as it was written. Convert again.")
        found += [Path(path) / part.name for part in held.done]
    return found


def fingerprint(path: Path) -> str:
    """Return what tells a file from others: its size, and a hash over its beginning, middle and end.

    Raises:
        InputError: it cannot be read.
    """
    try:
        size = path.stat().st_size
        digest = hashlib.sha256(str(size).encode())
        with path.open("rb") as stream:
            for start in (0, size // 2, max(0, size - _SAMPLE)):
                stream.seek(start)
                digest.update(stream.read(_SAMPLE))
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from error
    return f"{size} bytes, sha256 of samples {digest.hexdigest()}"


def going_on(folder: Path, job: dict[str, Any]) -> Manifest:
    """Return the manifest of an interrupted run of the same job, or a new one where there was none.

    Raises:
        InputError: what stands in the folder was made of another input, by another profile, version or form.
    """
    held = load(folder)
    if held is None:
        return Manifest(job)
    differing = sorted(name for name in job if held.job.get(name) != job[name])
    if differing:
        reason = f"cannot be resumed: it was made with another {' and '.join(differing)}. Leave --resume out."
        raise InputError(str(folder), reason)
    missing = [part.name for part in held.done if not _is_whole(folder, part)]
    if missing:
        raise InputError(str(folder), f"cannot be resumed: {missing[0]} is not as it was written. Leave --resume out.")
    return held


def cleared(folder: Path, job: dict[str, Any]) -> Manifest:
    """Take the parts of an earlier run out of a folder and return a new manifest.

    Raises:
        InputError: the folder holds parts that no manifest names, or is a file.
    """
    held = load(folder)
    for part in held.done if held else ():
        (folder / part.name).unlink(missing_ok=True)
    if folder.exists() and not folder.is_dir():
        raise InputError(str(folder), "is a file; with --parts, -o names a folder.")
    strange = sorted(path.name for path in folder.glob("part-*")) if folder.exists() else []
    if strange:
        raise InputError(str(folder), f"holds {strange[0]}, which no manifest names. Name another folder.")
    return Manifest(job)


def without_drafts(folder: Path) -> None:
    """Remove what a killed run left half-written."""
    for path in folder.glob(".part-*"):
        if _DRAFT.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _is_whole(folder: Path, part: Part) -> bool:
    path = folder / part.name
    return path.is_file() and path.stat().st_size == part.size
