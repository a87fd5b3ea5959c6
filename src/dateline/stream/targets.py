"""Where lines go and in which form: one file, a folder of parts, or a stream that others read.

The form is said by a name's ends (`out.nq.gz`) or by an option (`nt.zst`). Knows no events.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dateline.errors import DatelineError, UsageError
from dateline.export import format_of
from dateline.stream.packing import PACKINGS

_LINES = {"ntriples": "nt", "nquads": "nq"}
_DEFAULT = "nq.gz"


@dataclass(frozen=True, slots=True)
class Target:
    """A file, a folder of up to `parts` files, or an open stream; `syntax` is `nt` or `nq`."""

    place: Path | BinaryIO
    syntax: str
    packing: str
    parts: int | None = None

    @property
    def ending(self) -> str:
        """How the names of the files end: `nq.gz`."""
        return ".".join(filter(None, (self.syntax, self.packing)))

    @property
    def graphs(self) -> bool:
        """Whether the lines of named graphs are written."""
        return self.syntax == "nq"

    def part(self, number: int) -> str:
        """Return the name of a part, counted from 0."""
        return f"part-{number:05}.{self.ending}"


def target_of(place: Path | BinaryIO, to: str | None, *, parts: int | None = None) -> Target | None:
    """Return the target that a path, an option and a number of parts mean; None where it is no file of lines.

    Raises:
        UsageError: parts are asked for in a format that cannot be cut.
    """
    said = to or (place.name if isinstance(place, Path) else "")
    if parts and not to:
        said = _DEFAULT
    form = _form(said)
    if form is None and parts:
        raise UsageError(f"{said!r} cannot be written in parts; --to takes nt or nq, with .gz or .zst behind it.")
    if form is None:
        return None
    syntax, packing = form
    if to and not packing and isinstance(place, Path) and not parts:
        packing = _packing(place.name)
    return Target(place, syntax, packing, parts)


def _form(name: str) -> tuple[str, str] | None:
    packing = _packing(name)
    rest = name.lower().removesuffix(f".{packing}") if packing else name.lower()
    known = {*_LINES, *_LINES.values()}
    word = rest if rest in known else Path(rest).suffix
    try:
        syntax = _LINES.get(format_of(word).name)
    except DatelineError:
        return None
    return (syntax, packing) if syntax else None


def _packing(name: str) -> str:
    ending = Path(name.lower()).suffix.removeprefix(".")
    return ending if ending in PACKINGS else ""
