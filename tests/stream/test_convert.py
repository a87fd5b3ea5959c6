"""Conversions of datasets: complete, whole or not there, and the same bytes in every run."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
import zstandard

from dateline.errors import InputError, InvalidData, UsageError
from dateline.readers.datasets import Mapping, batches
from dateline.stream import Job, Target, convert, inputs_of
from dateline.stream.account import Account
from dateline.stream.convert import Watch
from dateline.stream.pieces import Piece

from .conftest import Make, rows


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    return data


def after(batches: int) -> Watch:
    """Interrupt a conversion as a person at the keyboard does, after so many batches."""

    def watch(piece: Piece, _: Account) -> None:
        if piece.number + 1 == batches:
            raise KeyboardInterrupt

    return watch


@pytest.mark.parametrize("name", ["out.nt", "out.nt.gz", "out.nt.zst"])
def test_every_packing_holds_the_same_lines(make: Make, name: str) -> None:
    plain = convert(make(rows(35), "plain.nt")).files[0].read_bytes()

    result = convert(make(rows(35), name))

    assert unpacked(result.files[0]) == plain
    assert (result.account.read, result.account.written, result.account.rejected) == (35, 35, 0)


def test_the_lines_are_those_of_the_tables(make: Make) -> None:
    from dateline.mapping.quads import lines

    job = make(rows(35), "out.nq")
    (batch,) = batches(job.inputs[0].path, job.inputs[0].profile)
    tables = Mapping.of(job.inputs[0].profile, batch.rows.schema).tables(batch.rows, file="harbor.csv").tables

    written = convert(job).files[0].read_text(encoding="utf-8").splitlines()

    assert sorted(set(written)) == lines(tables, graphs=True)
    assert len(list(ox.parse("\n".join(written), format=ox.RdfFormat.N_QUADS))) == len(written)


def test_an_actor_of_many_batches_is_described_once(make: Make) -> None:
    written = convert(make(rows(100), "out.nt")).files[0].read_text(encoding="utf-8").splitlines()

    described = [line for line in written if line.endswith("#Actor> .") and "dateline" in line]

    assert len(described) == len(set(described)) == 7


@pytest.mark.parametrize("parts", [None, 4])
def test_the_bytes_do_not_depend_on_the_number_of_threads(make: Make, parts: int | None) -> None:
    made = []
    for threads in (1, 3):
        job = make(rows(95), f"out-{threads}" if parts else f"out-{threads}.nq.gz", parts=parts, threads=threads)
        made.append([path.read_bytes() for path in convert(job).files])

    assert made[0] == made[1]
    assert len(made[0]) == (parts or 1)


def test_parts_together_hold_what_one_file_holds(make: Make) -> None:
    whole = convert(make(rows(95), "out.nt")).files[0].read_bytes()

    parts = convert(make(rows(95), "parts", to="nt.gz", parts=3)).files

    assert [path.name for path in parts] == ["part-00000.nt.gz", "part-00001.nt.gz", "part-00002.nt.gz"]
    assert b"".join(unpacked(path) for path in parts) == whole


def test_rejected_rows_go_to_a_file_with_their_reasons_and_the_counts_add_up(make: Make, tmp_path: Path) -> None:
    result = convert(make(rows(50, bad=(3, 27)), "out.nq.gz"))

    assert (result.account.read, result.account.written, result.account.rejected) == (50, 48, 2)
    assert result.rejects == tmp_path / "out.rejects.csv"
    kept = pl.read_csv(result.rejects)
    assert kept["line"].to_list() == [5, 29]
    assert kept["column"].to_list() == ["date", "date"]
    assert all("2023-02-30" in row for row in kept["row"])
    assert b"/event/e3>" not in unpacked(result.files[0])
    assert [(one.line, one.severity) for one in result.complaints()] == [(5, "error"), (29, "error")]


def test_the_reject_file_of_an_earlier_run_does_not_outlive_it(make: Make, tmp_path: Path) -> None:
    convert(make(rows(20, bad=(3,)), "out.nt"))
    assert (tmp_path / "out.rejects.csv").exists()

    result = convert(make(rows(20), "out.nt"))

    assert result.rejects is None
    assert not (tmp_path / "out.rejects.csv").exists()


@pytest.mark.parametrize(("out", "parts"), [("out.nt", None), ("folder", 3)])
def test_strict_leaves_what_was_there_when_a_row_is_rejected(
    make: Make, tmp_path: Path, out: str, parts: int | None
) -> None:
    before = convert(make(rows(40), out, parts=parts, strict=True))
    kept = {path: path.read_bytes() for path in before.files}

    result = convert(make(rows(40, bad=(35,)), out, parts=parts, strict=True, rejects=tmp_path / "bad.csv"))

    assert result.files == ()
    assert result.account.rejected == 1
    assert pl.read_csv(tmp_path / "bad.csv").height == 1
    if not parts:
        assert {path: path.read_bytes() for path in before.files} == kept


def test_strict_gives_a_stream_all_or_nothing(make: Make) -> None:
    for bad, length in (((), True), ((35,), False)):
        stream = io.BytesIO()
        job = make(rows(40, bad=bad), "unused.nt", strict=True)
        object.__setattr__(job, "target", Target(stream, "nt", ""))
        convert(job)
        assert bool(stream.getvalue()) is length


def test_an_interrupted_file_leaves_nothing_and_keeps_the_old_one(make: Make, tmp_path: Path) -> None:
    (tmp_path / "out.nt").write_text("old", encoding="utf-8")
    before = set(tmp_path.iterdir())

    with pytest.raises(KeyboardInterrupt):
        convert(make(rows(95), "out.nt"), after(3))

    assert (tmp_path / "out.nt").read_text(encoding="utf-8") == "old"
    assert set(tmp_path.iterdir()) - before == {tmp_path / "harbor.csv"}


@pytest.mark.parametrize("batches", [1, 4, 7])
def test_a_resumed_run_ends_with_the_bytes_of_an_uninterrupted_one(make: Make, batches: int) -> None:
    text = rows(95, bad=(2, 90))
    whole = convert(make(text, "whole", parts=4))
    with pytest.raises(KeyboardInterrupt):
        convert(make(text, "again", parts=4), after(batches))

    result = convert(make(text, "again", parts=4, resume=True))

    assert [path.name for path in result.files] == [path.name for path in whole.files]
    assert [path.read_bytes() for path in result.files] == [path.read_bytes() for path in whole.files]
    assert result.account == whole.account
    assert result.rejects is not None
    assert whole.rejects is not None
    assert result.rejects.read_bytes() == whole.rejects.read_bytes()


def test_finished_parts_are_not_made_again(make: Make) -> None:
    with pytest.raises(KeyboardInterrupt):
        convert(make(rows(95), "out", parts=4), after(7))
    folder = make(rows(95), "out", parts=4).target.place
    assert isinstance(folder, Path)
    held = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    first = folder / held["done"][0]["name"]
    written = first.stat().st_mtime_ns
    seen: list[int] = []

    convert(make(rows(95), "out", parts=4, resume=True), lambda piece, _: seen.append(piece.number))

    assert first.stat().st_mtime_ns == written
    assert seen[0] == held["done"][-1]["batches"]
    again = convert(make(rows(95), "out", parts=4, resume=True), lambda piece, _: seen.append(-1))
    assert -1 not in seen
    assert again.account.read == 95


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": rows(96)}, "another input"),
        ({"parts": 5}, "another number of parts"),
        ({"to": "nt.gz"}, "another form"),
        ({"rows": 11}, "another batch size"),
    ],
)
def test_another_job_is_not_resumed(make: Make, change: dict[str, object], words: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        convert(make(rows(95), "out", parts=4), after(7))

    asked = {"text": rows(95), "parts": 4, **change}
    with pytest.raises(InputError, match=words):
        convert(make(asked.pop("text"), "out", resume=True, **asked))


def test_a_part_that_was_changed_is_not_trusted(make: Make, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        convert(make(rows(95), "out", parts=4), after(7))
    with (tmp_path / "out" / "part-00000.nq.gz").open("ab") as stream:
        stream.write(b"x")

    with pytest.raises(InputError, match=r"part-00000\.nq\.gz is not as it was written"):
        convert(make(rows(95), "out", parts=4, resume=True))


def test_a_new_run_takes_the_place_of_the_old_parts_and_of_half_written_ones(make: Make, tmp_path: Path) -> None:
    convert(make(rows(95), "out", parts=4))
    half = tmp_path / "out" / ".part-00002.nq.gz.0123456789ab"
    half.write_bytes(b"half")

    convert(make(rows(10), "out", parts=2))

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["manifest.json", "part-00000.nq.gz"]


def test_parts_of_somebody_else_are_not_touched(make: Make, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "part-r-00000.gz").write_bytes(b"theirs")

    with pytest.raises(InputError, match="which no manifest names"):
        convert(make(rows(10), "out", parts=2))


@pytest.mark.parametrize("wishes", [{"resume": True}, {"resume": True, "strict": True, "parts": 2}])
def test_wishes_that_do_not_go_together_are_refused(make: Make, wishes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        make(rows(1), "out.nt", to="nt", **wishes)


def test_a_row_that_is_lost_is_a_fault_that_is_told() -> None:
    empty = pl.DataFrame(schema={"line": pl.Int64})

    with pytest.raises(AssertionError, match="3 rows were read, but 2 written and 0 rejected"):
        Account().add(read=3, written=2, rejected=empty)


def test_the_folder_of_a_conversion_is_loaded_by_its_manifest(make: Make, tmp_path: Path) -> None:
    from dateline.build import load

    single, _ = load(tmp_path / "one", convert(make(rows(95), "out.nq.gz")).files)
    with pytest.raises(KeyboardInterrupt):
        convert(make(rows(95), "out", parts=4), after(7))
    with pytest.raises(InputError, match="not finished"):
        load(tmp_path / "store", [tmp_path / "out"])
    convert(make(rows(95), "out", parts=4, resume=True))

    assert load(tmp_path / "store", [tmp_path / "out"]) == (single, ())


LINKED = """\
links:
  actor/a3:
    candidates: [{entry: wd:Q3, label: A three, method: by hand, decision: accepted, date: 2024-01-01}]
  actor/a4:
    candidates: [{entry: wd:Q4, label: A four, method: by hand, decision: rejected, date: 2024-01-01}]
  actor/nobody:
    candidates: [{entry: wd:Q5, label: Nobody, method: by hand, decision: close, date: 2024-01-01}]
"""
SAME = "<http://www.w3.org/2002/07/owl#sameAs>"


def with_links(make: Make, text: str, out: str, **wishes: object) -> Job:
    """Make a job whose data has a links file beside it."""
    job = make(text, out, **wishes)
    path = job.inputs[0].path
    path.with_name("harbor.links.yaml").write_text(LINKED, encoding="utf-8")
    inputs = inputs_of([path], path.with_name("harbor.profile.yaml"))
    assert inputs is not None
    return replace(job, inputs=inputs)


def test_accepted_links_are_written_and_links_to_nobody_are_told(make: Make) -> None:
    result = convert(with_links(make, rows(35), "out.nq"))

    lines = unpacked(result.files[0]).decode().splitlines()
    entry = "<https://example.org/harbor/actor/a3> " + SAME + " <http://www.wikidata.org/entity/Q3>"
    assert [line for line in lines if SAME in line] == [
        f"{entry} .",
        f"{entry} <https://example.org/harbor/graph/links> .",
    ]
    assert not [line for line in lines if "entity/Q4" in line or "entity/Q5" in line]
    (told,) = result.complaints()
    assert (told.code, told.line) == ("W218", 7)
    assert "actor/nobody" in told.message


def test_parts_that_are_resumed_have_the_links_too(make: Make) -> None:
    job = with_links(make, rows(95), "parts", to="nt", parts=3)
    with pytest.raises(KeyboardInterrupt):
        convert(job, after(6))

    result = convert(replace(job, resume=True))

    assert sum(SAME in unpacked(path).decode() for path in result.files) == 1
    assert [one.code for one in result.complaints()] == ["W218"]


def test_a_links_file_with_errors_stops_the_conversion(make: Make) -> None:
    path = make(rows(3), "out.nt").inputs[0].path
    path.with_name("harbor.links.yaml").write_text(LINKED.replace("accepted", "perhaps"), encoding="utf-8")

    with pytest.raises(InvalidData, match="perhaps"):
        inputs_of([path], path.with_name("harbor.profile.yaml"))
