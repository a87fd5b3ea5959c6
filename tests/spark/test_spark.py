"""Spark in local mode with several partitions gives what one machine gives."""

from __future__ import annotations

import csv
import gzip
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pytest

from dateline.errors import InputError, InvalidData
from dateline.readers.datasets import Mapping, batches, load_profile
from dateline.stream import Job, convert, inputs_of, target_of

pyspark = pytest.importorskip("pyspark", reason="dateline[spark] is not installed")

from pyspark.sql import DataFrame, SparkSession  # noqa: E402

from dateline import spark as on_spark  # noqa: E402
from dateline.spark import job  # noqa: E402

pytestmark = [
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SAMPLES = Path(__file__).parents[2] / "seeds" / "samples"
GDELT = SAMPLES / "gdelt-2.export.CSV"
FILES = (("gdelt-2", "gdelt-2.export.CSV"), ("acled", "acled.csv"), ("ucdp-ged", "ucdp-ged-hxl.csv"))


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # workers need dateline, which another Python may not have
        yield from started()


def started() -> Iterator[SparkSession]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "1g",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    yield made
    made.stop()


def lines_of(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.glob("part-*"):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found.update(data.decode().split("\n")[:-1])
    return found


def on_one_machine(paths: Sequence[Path], profile: str, target: Path) -> set[str]:
    inputs = inputs_of(paths, profile)
    assert inputs is not None
    convert(Job(inputs, target_of(target, None)))
    return set(target.read_text(encoding="utf-8").split("\n")[:-1])


def raw_rows(path: Path, profile: str) -> pl.DataFrame:
    return pl.concat([batch.rows for batch in batches(path, load_profile(profile))]).drop("line")


def frame(session: SparkSession, rows: pl.DataFrame) -> DataFrame:
    return session.createDataFrame(rows.to_arrow(compat_level=pl.CompatLevel.oldest()))


@pytest.mark.parametrize(("profile", "name"), FILES)
def test_files_become_the_same_quads_as_on_one_machine(
    session: SparkSession, profile: str, name: str, tmp_path: Path
) -> None:
    copies = [tmp_path / f"{number}-{name}" for number in range(2)]
    for copy in copies:
        shutil.copy(SAMPLES / name, copy)
    mapped = on_spark.map_files(session, copies, profile)
    done = on_spark.convert(mapped, str(tmp_path / "parts"))
    mapped.release()
    assert lines_of(tmp_path / "parts") == on_one_machine(copies, profile, tmp_path / "alone.nq")
    assert done.read == done.written + done.rejected
    assert all(part.endswith(".nq.gz") for part in done.parts)


def test_a_frame_of_several_partitions_becomes_the_same_quads_each_entity_once(
    session: SparkSession, tmp_path: Path
) -> None:
    rows = raw_rows(GDELT, "gdelt-2")
    data = frame(session, rows).repartition(3)
    mapped = on_spark.map_frame(data, "gdelt-2", graphs=False)
    done = on_spark.convert(mapped, str(tmp_path / "parts"), packing="none")
    mapped.release()
    assert lines_of(tmp_path / "parts") == on_one_machine([GDELT], "gdelt-2", tmp_path / "alone.nt")
    assert done.read == rows.height
    texts = [path.read_text(encoding="utf-8") for path in (tmp_path / "parts").glob("part-*.nt")]
    actors = [line for text in texts for line in text.split("\n") if line.endswith("ns#Actor> .")]
    assert len(actors) == len(set(actors)) > 3


def test_rejected_rows_are_written_with_place_and_reason(session: SparkSession, tmp_path: Path) -> None:
    mapped = on_spark.map_files(session, [GDELT], "gdelt-2")
    done = on_spark.convert(mapped, str(tmp_path / "parts"))
    unknown = {(row["scheme"], row["code"]): row["count"] for row in mapped.unknown().collect()}
    mapped.release()
    (written,) = (tmp_path / "parts" / "rejected").glob("part-*.csv")
    with written.open(encoding="utf-8", newline="") as stream:
        found = {(row["line"], row["code"]) for row in csv.DictReader(stream)}
    profile = load_profile("gdelt-2")
    alone = set()
    for batch in batches(GDELT, profile):
        mapping = Mapping.of(profile, batch.rows.schema)
        for part in (batch.rejected, mapping.tables(batch.rows, file="f").rejected):
            alone |= {(str(line), code) for line, code in part.select("line", "code").rows()}
    assert found == alone
    assert done.rejected == len(alone) > 0
    assert unknown["cameo-country", "XQZ"] == 3


def test_ids_that_stand_twice_and_actors_that_nobody_describes_are_told(session: SparkSession) -> None:
    rows = raw_rows(GDELT, "gdelt-2").head(6)
    mapped = on_spark.map_frame(frame(session, pl.concat([rows, rows.head(1)])).repartition(2), "gdelt-2", checks=True)
    (twice,) = on_spark.global_problems(mapped).collect()
    assert (twice["code"], twice["severity"]) == ("E206", "error")
    assert str(rows["GLOBALEVENTID"][0]) in twice["message"]
    assert mapped.problems().count() == 0
    one = mapped.records.filter("kind = 'actor'").first()
    less = on_spark.Mapped(mapped.records.filter(f"not (kind = 'entity' and key = '{one['key']}')"), graphs=True)
    found = {row["code"]: row["message"] for row in on_spark.global_problems(less).collect()}
    assert one["key"] in found["E202"]
    mapped.release()


def test_what_shapes_find_in_a_batch_is_told_with_its_place(session: SparkSession) -> None:
    rows = raw_rows(GDELT, "gdelt-2").head(3)
    wide = rows.with_columns(pl.lit("95.5").alias("ActionGeo_Lat"))
    mapped = on_spark.map_frame(frame(session, wide), "gdelt-2", name="wide", checks=True)
    told = mapped.problems().collect()
    mapped.release()
    assert {row["severity"] for row in told} == {"error"}
    assert all(row["file"].startswith("wide, partition ") and row["line"] >= 1 for row in told)
    assert any("latitude" in row["message"] for row in told)


def test_wrong_use_is_refused_before_anything_runs(session: SparkSession, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name the files"):
        on_spark.map_files(session, [], "gdelt-2")
    with pytest.raises(InvalidData):
        on_spark.map_frame(session.createDataFrame([("x",)], "other string"), "gdelt-2")
    mapped = on_spark.map_files(session, [SAMPLES / "ucdp-ged.csv"], "ucdp-ged")
    with pytest.raises(InputError, match="is no packing"):
        on_spark.convert(mapped, str(tmp_path / "x"), packing="rar")
    with pytest.raises(InputError, match="exists already"):
        on_spark.convert(mapped, str(tmp_path))
    assert not list(tmp_path.glob("*_draft"))
    mapped.release()


def test_the_job_converts_checks_and_tells(
    session: SparkSession, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SparkSession, "stop", lambda self: None)  # the session is shared with other tests
    raw_rows(SAMPLES / "ucdp-ged.csv", "ucdp-ged").write_parquet(tmp_path / "ged.parquet")
    arguments = ["--profile", "ucdp-ged", "--source", "parquet", "--output", str(tmp_path / "out"), "--check"]
    code = job.main([*arguments, str(tmp_path / "ged.parquet")])
    told = capsys.readouterr().err
    assert "rows, wrote" in told
    assert "0 problems" in told
    assert code == (0 if "rejected 0" in told else 1)
    assert job.main([*arguments, str(tmp_path / "ged.parquet")]) == 2
    assert "exists already" in capsys.readouterr().err
    assert job.main(["--profile", "nobodys", "--output", str(tmp_path / "y"), "x.csv"]) == 2
    assert "nobodys" in capsys.readouterr().err
