"""Packed files are streams of bytes; a file that is cut off, damaged or a bomb gives what it has, then a fault."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
import zstandard

from dataset_tables import everything, profile
from dateline.errors import InputError, InvalidData
from dateline.readers.datasets import batches, recognize
from dateline.readers.datasets import packed as module
from dateline.readers.datasets.packed import BOMB, BROKEN, TRUNCATED, blocks

ROW = b"e%d,2024-07-24,what happened %d\n"
TEXT = b"id,day,what\n" + b"".join(ROW % (at, at * 7919 % 104729) for at in range(20_000))


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """A stream that cannot seek, so that a zip file is written with its sizes behind its members."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def streamed(**members: bytes) -> bytes:
    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.data


def unpacked(path: Path) -> tuple[bytes, object]:
    found = list(blocks(path))
    return b"".join(block.data for block in found), found[-1].fault if found else None


@pytest.mark.parametrize(
    "data",
    [
        TEXT,
        gzip.compress(TEXT),
        gzip.compress(TEXT[:999]) + gzip.compress(TEXT[999:]),
        zstandard.compress(TEXT),
        zipped(a__csv=TEXT),
        streamed(a__csv=TEXT),
        streamed(README__md=b"no data", a__csv=TEXT),
    ],
    ids=["plain", "gzip", "two gzip members", "zstd", "zip", "streamed zip", "zip with a page"],
)
def test_every_packing_gives_the_same_bytes(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)

    assert unpacked(tmp_path / "x") == (TEXT, None)


def test_progress_ends_at_the_size_of_the_packed_file(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(TEXT))

    found = list(batches(path, profile(), rows=5_000))

    assert [batch.read for batch in found] == [5_000, 5_000, 5_000, 5_000]
    assert found[-1].done == found[-1].size == path.stat().st_size
    assert sorted(batch.done for batch in found) == [batch.done for batch in found]


def test_each_member_of_a_zip_file_is_a_table_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "t.zip").write_bytes(zipped(a__csv=TEXT[:1_000], b__tsv=b"id,day,what\nlast,2024-01-01,x\n"))

    found, refused, read = everything(tmp_path / "t.zip", profile())

    assert found[-1].tables.events["line"].to_list() == [2]
    assert read == sum(one.tables.events.height for one in found) + refused.height


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(a__csv=data)], ids=["gzip", "zip"])
def test_a_file_that_is_cut_off_keeps_its_rows_and_says_so(pack: object, tmp_path: Path) -> None:
    data = pack(TEXT)  # type: ignore[operator]
    path = tmp_path / "t.csv.gz"
    path.write_bytes(data[: len(data) * 3 // 4])

    found, refused, read = everything(path, profile())
    kept = sum(one.tables.events.height for one in found)

    assert kept > 10_000
    assert refused.select("code", "reason", "line").rows() == [("E102", TRUNCATED.reason, kept + 2)]
    assert TEXT.split(b"\n")[kept + 1].startswith(refused["row"][0].encode())
    assert read == kept + 1


def test_damage_keeps_what_came_before(tmp_path: Path) -> None:
    first = zstandard.compress(TEXT[:400_000])
    (tmp_path / "x").write_bytes(first + b"no magic number" + zstandard.compress(TEXT[400_000:]))

    kept, fault = unpacked(tmp_path / "x")

    assert fault == BROKEN
    assert TEXT.startswith(kept)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 1 << 20)
    monkeypatch.setattr(module, "RATIO", 20)
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(TEXT + b"a" * (16 << 20)))

    found, refused, read = everything(path, profile())

    assert refused["reason"].to_list() == [BOMB.reason]
    assert read == 1 + sum(one.tables.events.height for one in found) > 10_000


def test_a_file_damaged_before_its_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(TEXT)[:15])

    with pytest.raises(InvalidData, match=r"t\.csv\.gz:1:1: error E102: The packed file ends in the middle"):
        everything(path, profile())


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped(secret__csv=TEXT))
    data[6] |= 1
    (tmp_path / "x").write_bytes(bytes(data))

    _, fault = unpacked(tmp_path / "x")

    assert "'secret.csv' in the zip file is encrypted" in str(fault)


def test_a_line_of_many_megabytes_is_rejected_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,day,what\ne1,2024-07-24,x\n" + b"y" * (20 << 20) + b"\ne3,2024-07-24,z\n")

    found, refused, read = everything(path, profile(), rows=1)

    assert [line for one in found for line in one.tables.events["line"].to_list()] == [2, 4]
    assert refused.select("line", "code").rows() == [(3, "E105")]
    assert refused["row"].str.len_chars().max() <= 10_000
    assert read == 3


def test_a_file_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        recognize(tmp_path / "nothing.csv.gz")
