"""Which profile a file is for: by the columns of its header, by their number, or by the file's name.

A profile of the user's own beside the file (`NAME.profile.yaml`) comes first. Of several profiles that fit, the one
that asks for the most columns wins, so that a table that has all columns of a dataset is never taken for another.
"""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import polars as pl

from dateline.errors import InputError, InvalidData
from dateline.readers.datasets.batches import header_names
from dateline.readers.datasets.columnar import is_columnar, is_json, scan
from dateline.readers.datasets.documents import is_document
from dateline.readers.datasets.packed import blocks
from dateline.readers.datasets.profile import Profile
from dateline.readers.datasets.profile_file import PROFILE_SUFFIX, load_profile, profile_names

_HEAD = 1 << 18


def recognize(path: Path) -> Profile | None:
    """Return the profile that a file is for, None where none fits.

    Raises:
        InputError: the file cannot be read.
        InvalidData: the profile beside the file has errors.
    """
    beside = path.with_name(path.name.split(".")[0] + PROFILE_SUFFIX)
    if beside.is_file():
        return load_profile(beside)
    head = _head(path)
    known = [load_profile(name) for name in profile_names()]
    fitting = [profile for profile in known if _fits(profile, path, head)]
    return max(fitting, key=lambda one: (len(one.signs.header), one.signs.count or 0), default=None)


def _head(path: Path) -> bytes | tuple[str, ...]:
    """The beginning of a text, or the columns of a typed table."""
    if is_columnar(path):
        try:
            return tuple(scan(path).collect_schema().names())
        except pl.exceptions.PolarsError as problem:
            raise InputError(path.as_posix(), str(problem).partition("\n")[0]) from problem
    head = b""
    for block in blocks(path):
        head += block.data
        if block.fault or len(head) >= _HEAD:
            break
    return head


def _fits(profile: Profile, path: Path, head: bytes | tuple[str, ...]) -> bool:
    signs = profile.signs
    if signs.names and not any(fnmatch(path.name, pattern) for pattern in signs.names):
        return False
    if not signs.header and signs.count is None:
        return False
    if isinstance(head, tuple):
        return bool(signs.header or profile.input.columns) and {*signs.header, *profile.input.columns} <= set(head)
    if is_document(path) or is_json(path):
        return bool(signs.header) and all(f'"{name.partition(".")[0]}"'.encode() in head for name in signs.header)
    line = head.split(b"\n", 1)[0]
    if not profile.input.header:
        return line.count(profile.input.separator.encode()) + 1 == signs.count
    try:
        names = header_names(line, profile.input.separator, path.as_posix())
    except InvalidData:
        return False
    return set(signs.header) <= set(names) and signs.count in (None, len(names))
