"""The timeline to start from, and the command that writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from dateline.cli.init import init_command
from dateline.errors import InputError, OutsideError, UsageError
from dateline.readers.files import read
from dateline.readers.timeline.starter import BRIEF_FILE, TIMELINE_FILE, starter


def run(*arguments: str) -> BaseException | None:
    result = CliRunner().invoke(init_command, arguments)
    return None if result.exit_code == 0 else result.exception


def test_the_starter_reads_without_complaint(tmp_path: Path) -> None:
    assert run(str(tmp_path / "new")) is None
    result = read([tmp_path / "new"])
    assert result.diagnostics == ()
    assert result.tables.events.height == 4
    assert len(result.texts) == 1
    assert all(start is not None for start in result.tables.claims["quote_start"])


@pytest.mark.parametrize("title", ['A "title": with # signs', "Время", "\\1 back", "yes", "a\nb"])
def test_title_and_base_are_put_in(title: str) -> None:
    files = starter(title, "https://data.example/x#")
    head = yaml.safe_load(files[TIMELINE_FILE])
    assert (head["timeline"], head["base"]) == (title, "https://data.example/x#")
    assert set(files) == {TIMELINE_FILE, BRIEF_FILE}


def test_the_first_line_tells_editors_the_schema() -> None:
    first = starter()[TIMELINE_FILE].splitlines()[0]
    assert first == "# yaml-language-server: $schema=https://w3id.org/dateline/timeline.schema.json"


def test_the_title_is_the_name_of_the_folder_when_none_is_given(tmp_path: Path) -> None:
    assert run(str(tmp_path / "black-sea"), "--base", "https://data.example/") is None
    tables = read([tmp_path / "black-sea"]).tables
    assert tables.timelines["label"].to_list() == ["black sea"]
    assert tables.timelines["base"].to_list() == ["https://data.example/"]


def test_files_that_are_there_are_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "timeline.yaml").write_text("mine")
    problem = run(str(tmp_path))
    assert isinstance(problem, InputError)
    assert problem.exit_code == 2
    assert (tmp_path / "timeline.yaml").read_text() == "mine"
    assert not (tmp_path / "briefs").exists()


def test_a_bad_base_is_refused(tmp_path: Path) -> None:
    problem = run(str(tmp_path / "new"), "--base", "example.org")
    assert isinstance(problem, UsageError)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_made_is_an_outside_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert isinstance(run(str(tmp_path / "file" / "new")), OutsideError)
