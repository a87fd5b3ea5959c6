"""What `dateline convert` prints, writes and exits with, for datasets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli, run

PROFILE = """\
profile: harbor
title: Harbor log
base: https://example.org/harbor/
language: en
source: {id: log, title: The harbor log}
event:
  id: "event/{id}"
  date: {of: "{date}", formats: ["%Y-%m-%d"]}
  type: {codes: {L: aid}, of: "{kind}"}
  label: "{what}"
claims:
  - {says: type, original: "{kind}"}
"""


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a log of three good rows and one bad one, and a profile beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "log.profile.yaml").write_text(PROFILE, encoding="utf-8")
    path = tmp_path / "log.csv"
    rows = ["1,2023-05-01,L,a", "2,2023-05-32,L,b", "3,2023-05-03,Q,c", "4,2023-05-04,Q,d"]
    path.write_text("\n".join(["id,date,kind,what", *rows, ""]), encoding="utf-8")
    return path


def convert(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["convert", *arguments])


def test_a_dataset_is_recognized_converted_and_told_about() -> None:
    result = convert("log.csv", "-o", "log.nt")

    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[0].startswith("log.csv:3:1: error E303: ")
    assert "'2023-05-32'" in lines[0]
    assert lines[1].startswith("log.csv:4:1: warning W606: The code 'Q'")
    assert "2 times" in lines[1]
    assert lines[2:] == [
        "Read 4 rows: 3 written to log.nt, 1 rejected.",
        "The rejected rows and the reasons are in log.rejects.csv.",
    ]
    assert Path("log.nt").read_text(encoding="utf-8").count("#type> <https://w3id.org/dateline/ns#Event> .\n") == 3


def test_lines_can_go_to_the_standard_output_and_nothing_else_does() -> None:
    result = convert("log.csv", "--to", "nt")

    assert result.stdout.count(" .\n") == len(result.stdout.splitlines())
    assert "Read 4 rows: 3 written, 1 rejected." in result.stderr


def test_strict_writes_nothing_and_says_so() -> None:
    result = convert("log.csv", "-o", "log.nt", "--strict")

    assert result.exit_code == 1
    assert "Read 4 rows: none written, because of --strict, 1 rejected." in result.stderr
    assert not Path("log.nt").exists()


def test_parts_and_resume_are_told_about() -> None:
    convert("log.csv", "-o", "out", "--parts", "2")

    result = convert("log.csv", "-o", "out", "--parts", "2", "--resume")

    assert result.exit_code == 1
    assert "Read 4 rows: 3 written to 1 file in out, 1 rejected." in result.stderr
    assert "The rejected rows and the reasons are in out/rejects.csv." in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("log.csv", "-o", "out", "--parts", "2", "--to", "turtle"), "cannot be written in parts"),
        (("log.csv", "-o", "log.nt", "--resume"), "--resume goes on by part"),
        (("log.csv", "-o", "log.ttl", "--strict"), "--strict is for event datasets that become nt or nq"),
        (("none.csv", "-o", "x.nt", "--profile", "log.profile.yaml"), "none.csv: there is no such file"),
        (("log.csv", "-o", "x.nt", "--profile", "nosuch"), "There is no profile named 'nosuch'"),
    ],
)
def test_wrong_use_is_explained(arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", *arguments]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("request_", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_told_to_end_leaves_no_half_file(log: Path, request_: signal.Signals) -> None:
    head, *rows = log.read_text(encoding="utf-8").splitlines()
    log.write_text("\n".join([head, *[rows[0]] * 400_000, ""]), encoding="utf-8")
    command = [sys.executable, "-m", "dateline", "convert", "log.csv", "-o", "out.nq.gz"]
    before = set(os.listdir())
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    for _ in range(600):
        if any(name.startswith(".out.nq.gz.") for name in os.listdir()):
            break
        time.sleep(0.05)

    process.send_signal(request_)
    _, told = process.communicate(timeout=60)

    assert process.returncode == 130
    assert told.decode().strip() == "dateline: interrupted; nothing half-written is left."
    assert set(os.listdir()) == before
