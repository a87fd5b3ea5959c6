"""What a timeline cannot say of somebody's RDF is told, line for line; what can be written can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.readers.files import read

CASES = Path(__file__).parents[2] / "cases/export/timeline"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


def exported(folder: Path, out: Path, *options: str) -> tuple[int, str]:
    """Export the RDF of a case as a timeline; return the exit code and the account as a table."""
    told = out.with_suffix(".csv")
    arguments = ["export", str(folder / "input.ttl"), "--profile", "timeline", "-o", str(out), "--account", str(told)]
    result = CliRunner().invoke(cli, [*arguments, *options])
    return result.exit_code, told.read_text("utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_file_and_the_account_are_those_of_the_case(folder: Path, tmp_path: Path) -> None:
    code, told = exported(folder, tmp_path / "t.yaml")

    assert (tmp_path / "t.yaml").read_text("utf-8") == (folder / "expected.yaml").read_text("utf-8")
    assert told == (folder / "expected.csv").read_text("utf-8")
    assert code == 0


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_written_file_is_a_timeline_without_a_fault(folder: Path) -> None:
    assert [str(one) for one in read([folder / "expected.yaml"]).diagnostics if one.severity == "error"] == []


def test_a_text_that_lies_elsewhere_is_named_and_its_quotes_stay(tmp_path: Path) -> None:
    (tmp_path / "in/briefs").mkdir(parents=True)
    (tmp_path / "in/briefs/b.txt").write_text("They met in Moscow.\n", encoding="utf-8")
    (tmp_path / "in/t.yaml").write_text(
        "timeline: T\nbase: https://e.org/\nsources: {b: {title: B, text: briefs/b.txt}}\n"
        "events:\n  - {id: e, date: 2024, what: They meet, says: {b: met in Moscow}}\n",
        encoding="utf-8",
    )
    rdf, out = tmp_path / "in/t.nq", tmp_path / "t.yaml"
    CliRunner().invoke(cli, ["convert", str(tmp_path / "in/t.yaml"), "-o", str(rdf)])

    result = CliRunner().invoke(cli, ["export", str(rdf), "--profile", "timeline", "-o", str(out)])

    assert "says: {b: met in Moscow}" in out.read_text("utf-8")
    assert "texts that do not lie beside the file yet; copy them there (1): briefs/b.txt" in result.output
    (tmp_path / "in/briefs").rename(tmp_path / "briefs")
    assert CliRunner().invoke(cli, ["diff", str(rdf), str(out)]).exit_code == 0


def test_the_standard_output_takes_a_timeline(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["export", str(FOLDERS[0] / "input.ttl"), "-p", "timeline-jsonl"])

    assert result.exit_code == 0
    assert result.stdout.startswith('{"timeline": ')
