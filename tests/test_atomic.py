"""Files are whole or not there."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.atomic import atomic_file, atomic_folder
from dateline.errors import OutsideError

KILLED = """
import os, pathlib, sys
from dateline.atomic import atomic_file
with atomic_file(pathlib.Path(sys.argv[1])) as stream:
    stream.write(b"half")
    stream.flush()
    os._exit(9)
"""


def write(path: Path, content: bytes) -> None:
    with atomic_file(path) as stream:
        stream.write(content)


def fail_after(write_some: Callable[[bytes], object], content: bytes) -> None:
    write_some(content)
    raise RuntimeError


def test_a_finished_file_replaces_the_old_one_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.ttl"
    target.write_bytes(b"old, and longer")
    write(target, b"new")
    assert target.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.ttl"]


def test_a_failure_keeps_the_old_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.ttl"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), atomic_file(target) as stream:
        fail_after(stream.write, b"half")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.ttl"]


def test_a_killed_run_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.ttl"
    target.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(target)], check=False, timeout=60)
    assert done.returncode == 9
    assert target.read_bytes() == b"old"


def test_a_new_file_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write(tmp_path / "a.ttl", b"new")
    assert stat.S_IMODE((tmp_path / "a.ttl").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_device_is_written_to_as_it_comes() -> None:
    write(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("place", ["missing/a.ttl", "."])
def test_a_place_that_cannot_be_written_is_named(place: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"a directory|Make it first"):
        write(tmp_path / place, b"new")


def test_files_of_a_folder_are_moved_together_and_others_stay(tmp_path: Path) -> None:
    target = tmp_path / "out"
    (target / "sub").mkdir(parents=True)
    (target / "sub/a").write_bytes(b"old")
    (target / "other").write_bytes(b"mine")
    moved: list[Path] = []
    with atomic_folder(target, moved) as draft:
        (draft / "sub").mkdir()
        (draft / "sub/a").write_bytes(b"new")
        (draft / "b").write_bytes(b"new")
        assert (target / "sub/a").read_bytes() == b"old"
    assert moved == [target / "b", target / "sub/a"]
    assert (target / "sub/a").read_bytes() == b"new"
    assert (target / "other").read_bytes() == b"mine"
    assert sorted(os.listdir(target)) == ["b", "other", "sub"]


def test_a_failure_leaves_a_folder_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(RuntimeError), atomic_folder(tmp_path, []) as draft:
        fail_after((draft / "a").write_bytes, b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutsideError, match="out: "), atomic_folder(tmp_path / "out", []):
        pytest.fail("there is no folder to lend")
