"""Bulk loading into a folder: all or nothing, from packed files too."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import zstandard

from dateline.build import load
from dateline.errors import InputError, OutsideError
from dateline.store import filling, is_store, open_store

LINES = [f'<http://e.org/{n}> <http://e.org/p> "{n}" .\n' for n in range(500)]


def size(location: Path) -> int:
    with open_store(location, read_only=True) as store:
        return len(store)


@pytest.mark.parametrize("ending", ["nt", "nt.gz", "nt.zst"])
def test_members_and_frames_one_behind_the_other_are_one_document(tmp_path: Path, ending: str) -> None:
    pack = {"nt": bytes, "nt.gz": gzip.compress, "nt.zst": zstandard.ZstdCompressor().compress}[ending]
    data = tmp_path / f"data.{ending}"
    data.write_bytes(b"".join(pack("".join(LINES[at : at + 100]).encode()) for at in range(0, 500, 100)))

    assert load(tmp_path / "store", [data]) == (500, ())


@pytest.mark.parametrize("ending", ["nt.gz", "nt.zst"])
def test_a_packed_file_that_is_cut_off_loads_nothing(tmp_path: Path, ending: str) -> None:
    pack = {"nt.gz": gzip.compress, "nt.zst": zstandard.ZstdCompressor().compress}[ending]
    load(tmp_path / "store", [_written(tmp_path / "first.nt", LINES[:10])])
    data = tmp_path / f"data.{ending}"
    data.write_bytes(pack("".join(LINES).encode())[:-20])

    with pytest.raises(InputError, match="damaged"):
        load(tmp_path / "store", [data])

    assert size(tmp_path / "store") == 10


def test_a_fault_at_the_end_of_the_data_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    load(tmp_path / "store", [_written(tmp_path / "first.nt", LINES[:10])])
    before = set(tmp_path.iterdir())

    with pytest.raises(InputError, match=r"second\.nt:501"):
        load(tmp_path / "store", [_written(tmp_path / "second.nt", [*LINES, "no statement\n"])])

    assert size(tmp_path / "store") == 10
    assert set(tmp_path.iterdir()) == {*before, tmp_path / "second.nt"}


def test_what_is_loaded_later_is_added(tmp_path: Path) -> None:
    load(tmp_path / "store", [_written(tmp_path / "first.nt", LINES[:10])])

    assert load(tmp_path / "store", [_written(tmp_path / "second.nt", LINES[5:20])]) == (20, ())


def test_nobody_else_writes_to_a_store_that_is_being_filled_and_readers_go_on(tmp_path: Path) -> None:
    load(tmp_path / "store", [_written(tmp_path / "first.nt", LINES[:10])])

    with filling(tmp_path / "store") as copy:
        copy.load("".join(LINES).encode(), "nt")
        assert size(tmp_path / "store") == 10
        with pytest.raises(OutsideError, match="in use by another process"):
            open_store(tmp_path / "store")

    assert is_store(tmp_path / "store")
    assert size(tmp_path / "store") == 500


def _written(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(lines), encoding="utf-8")
    return path
