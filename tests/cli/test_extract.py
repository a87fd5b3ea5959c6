"""The commands `dateline extract` and `dateline review`, and prose given to `dateline build`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from dateline.cli import cli

TEXT = "Two days in April\n1 May 2020\n\nFrance visited Spain on 2 April. Italy attacked Malta on 3 April.\n"


def run(*arguments: str | Path, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], input=given)


def test_the_draft_goes_to_the_standard_output(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text(TEXT, encoding="utf-8")
    result = run("extract", tmp_path / "brief.txt")
    assert result.exit_code == 0
    assert result.stdout.startswith("# A draft that dateline read from prose")
    assert result.stdout.count("    status: draft\n") == 2


def test_standard_input_and_a_given_day() -> None:
    result = run("extract", "-", "--date", "25 July 2024", "--format", "jsonl", given="France visited Spain on Monday.")
    assert result.exit_code == 0
    assert [json.loads(line)["date"] for line in result.stdout.splitlines()] == ["2024-07-22"]


def test_a_draft_file_is_added_to(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text(TEXT, encoding="utf-8")
    first = run("extract", tmp_path / "brief.txt", "-o", tmp_path / "draft.yaml")
    second = run("extract", tmp_path / "brief.txt", "-o", tmp_path / "draft.yaml")
    assert "2 drafts added, 0 events kept as they were." in first.stderr
    assert "0 drafts added, 2 events kept as they were." in second.stderr
    assert (tmp_path / "draft.cleaned.txt").read_text(encoding="utf-8") == TEXT


def test_several_files_have_their_texts_beside_the_draft(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(TEXT.replace("Two days", name), encoding="utf-8")
    result = run("extract", tmp_path / "one.txt", tmp_path / "two.txt", "-o", tmp_path / "draft.jsonl", "-f", "jsonl")
    assert result.exit_code == 0
    assert len((tmp_path / "draft.jsonl").read_text(encoding="utf-8").splitlines()) == 4
    assert (tmp_path / "one.cleaned.txt").exists()
    assert (tmp_path / "two.cleaned.txt").exists()


def test_bytes_that_are_no_text_are_a_located_message() -> None:
    result = run("extract", "-", given=b"\xff\xfe\x00")
    assert result.exit_code == 1
    assert "-:1:1: error E101" in result.stderr


def test_a_missing_file_and_a_wrong_day_are_wrong_use(tmp_path: Path) -> None:
    from dateline.cli import run as whole

    assert whole(["extract", str(tmp_path / "none.txt")]) == 2
    assert whole(["extract", "-", "--date", "some day"]) == 2
    assert whole(["extract", str(tmp_path), "--base", "nowhere"]) == 2


def test_review_shows_decides_and_writes_a_page(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text(TEXT, encoding="utf-8")
    draft = tmp_path / "draft.yaml"
    run("extract", tmp_path / "brief.txt", "-o", draft)
    assert "[France visited Spain on 2 April]1" in run("review", draft).stdout
    decided = run("review", draft, "--accept", "all", "--reject", "2020-04-03-italy-attacked-malta")
    assert "2 decisions written, 0 drafts left." in decided.stderr
    assert run("review", draft, "--html", tmp_path / "page.html").exit_code == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert run("check", draft).exit_code == 0


def test_prose_is_built_with_drafts_alone(tmp_path: Path) -> None:
    from dateline.cli import run as whole

    (tmp_path / "brief.txt").write_text(TEXT, encoding="utf-8")
    assert whole(["build", str(tmp_path / "brief.txt"), "-o", str(tmp_path / "out")]) == 2
    result = run("build", tmp_path / "brief.txt", "--drafts", "-o", tmp_path / "out")
    assert result.exit_code == 0
    graph = (tmp_path / "out" / "brief.ttl").read_text(encoding="utf-8")
    assert graph.count("dl:status status:draft") == 2
    assert "prov:wasAttributedTo <https://w3id.org/dateline/extractor>" in graph


def test_help_needs_no_heavy_library() -> None:
    assert run("extract", "--help").exit_code == 0
    assert run("review", "--help").exit_code == 0
