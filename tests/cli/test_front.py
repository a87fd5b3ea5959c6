"""The front of the command line: exit codes, streams, and the commands that write data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dateline.cli import cli, run

ROOT = Path(__file__).parents[2]
SEEDS = str(ROOT / "seeds")
BROKEN = "timeline: T\nbase: https://e.org/\nevents:\n  - {id: e, date: 2023, what: W, who: {host: nobody}}\n"


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return str(path)


def test_help_lists_every_command_without_importing_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "build     Read, check and write every export." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["nonsense"], 2, "No such command"),
        (["build"], 2, "Missing argument"),
        (["build", "not-there"], 2, "dateline: not-there: there is no such file or folder."),
        (["convert", "x.unknown"], 2, "there is no such file"),
        (["query", "dyadd", SEEDS], 2, "Did you mean 'dyad'"),
        (["query", "timeline", "not-there.ttl"], 2, "not-there.ttl"),
        (["load", "/dev/null/store", SEEDS], 3, "/dev/null/store"),
        (["explain", "E999"], 2, "E999"),
    ],
)
def test_a_failure_is_one_sentence_and_its_exit_code(
    arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == code

    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_build_writes_files_and_says_what_it_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", SEEDS, "-o", str(tmp_path / "out")]) == 0

    shown = capsys.readouterr()
    assert shown.err.startswith("Read 21 events, ")
    assert all(Path(line).is_file() for line in shown.out.splitlines())


def test_build_refuses_faulty_data(broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", broken, "-o", str(tmp_path / "out")]) == 1

    shown = capsys.readouterr()
    assert "broken.yaml:4:46: error E202" in shown.err
    assert "Nothing was written" in shown.err
    assert not (tmp_path / "out").exists()


def test_convert_writes_to_a_file_by_its_suffix(tmp_path: Path) -> None:
    assert run(["convert", SEEDS, "-o", str(tmp_path / "x.nq")]) == 0
    assert (tmp_path / "x.nq").read_bytes() == (ROOT / "exports/russia-syria-iran.nq").read_bytes()


def test_convert_writes_to_the_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["convert", SEEDS, "--to", "nt"]) == 0
    assert capfdbinary.readouterr().out == (ROOT / "exports/russia-syria-iran.nt").read_bytes()


@pytest.mark.parametrize("lenient", [True, False])
def test_convert_writes_faulty_data_only_when_lenient(broken: str, lenient: bool, tmp_path: Path) -> None:
    out = tmp_path / "x.nt"

    assert run(["convert", broken, "-o", str(out), *(["--lenient"] if lenient else [])]) == 1
    assert out.exists() is lenient


def test_load_fills_a_store_that_queries_ask(broken: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "store")
    assert run(["load", store, SEEDS]) == 0
    assert run(["load", store, broken]) == 1
    capfd.readouterr()

    assert run(["query", "-e", "SELECT (COUNT(?e) AS ?n) { ?e a dl:Event }", store]) == 0
    assert capfd.readouterr().out == "n\r\n21\r\n"


def test_an_interruption_is_no_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupt)

    assert run(["check", SEEDS]) == 130
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.parametrize("command", [f"convert {SEEDS} --to nt", f"query -e 'SELECT * {{ ?s ?p ?o }}' {SEEDS}"])
def test_a_reader_that_goes_away_is_no_failure(command: str) -> None:
    command = f"{sys.executable} -m dateline {command} | head -n 1"

    ran = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("redirection", "code", "words"),
    [
        (">&-", 0, ""),
        ("2>&- >&- <&-", 0, ""),
        (">/dev/full", 3, "dateline: the output cannot be written: No space left on device.\n"),
    ],
)
def test_an_output_that_takes_nothing_is_no_traceback(redirection: str, code: int, words: str) -> None:
    command = f"{sys.executable} -m dateline date 2024 {redirection}"

    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr) == (code, words)
