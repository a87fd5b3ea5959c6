"""Bulk loading into a folder, all or nothing: what goes wrong leaves the store as it was.

Oxigraph's bulk loader writes its files past all transactions, so a copy is filled and then put in the place of the
store. The copy shares the files of the store by hard links (`Store.backup`), so it costs neither time nor room. At the
end the texts of the whole store are written beside it, for searching.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from dateline.errors import OutsideError
from dateline.store.answers import engine_failures
from dateline.store.oxigraph import Store, open_store
from dateline.store.texts import seal_texts, write_texts


@contextmanager
def filling(location: Path) -> Iterator[Store]:
    """Lend a copy of the store in a folder, or a new one, that takes its place when the block ends well.

    While the block runs, nobody else can write to the store; who reads it goes on reading what it was.

    Raises:
        InputError: the folder holds other things than a store.
        OutsideError: the store is locked by another process or damaged, or the disk refuses.
    """
    location = location.resolve()
    draft = location.with_name(f".{location.name}.{secrets.token_hex(6)}")
    try:
        location.parent.mkdir(parents=True, exist_ok=True)
        with open_store(location) as held, _copied(held, draft) as copy:
            yield copy
            with engine_failures(str(location)):
                copy.engine.optimize()
                write_texts(copy.engine, draft)
        seal_texts(draft)
        _swap(location, draft)
    except OSError as error:
        raise OutsideError(str(location), error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(draft, ignore_errors=True)


def _copied(held: Store, draft: Path) -> Store:
    with engine_failures(held.location):
        held.engine.flush()
        held.engine.backup(str(draft))
        return Store(ox.Store(str(draft)), held.location, writes_disk=True)


def _swap(location: Path, draft: Path) -> None:
    """Put a folder in the place of another, which is put back where that fails."""
    old = draft.with_name(f"{draft.name}.old")
    location.rename(old)
    try:
        draft.rename(location)
    except OSError:
        old.rename(location)
        raise
    shutil.rmtree(old, ignore_errors=True)
