"""`dateline query` as people type it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli.query import query_command
from dateline.errors import ParameterError, QueryRefused, UnknownName
from dateline.queries import query_names
from dateline.store import open_store

DATA = str(Path(__file__).parents[1] / "cases" / "queries" / "data.ttl")


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(query_command, list(arguments), input=text)


def test_the_list_names_every_query_with_its_parameters() -> None:
    result = run("--list")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines() if line[0] != " "] == query_names()
    assert "-p actor=russia" in result.stdout


def test_the_text_of_a_query_is_shown_as_it_is() -> None:
    assert "SELECT ?date" in run("--show", "timeline").stdout
    assert isinstance(run("--show", "timelime").exception, UnknownName)


@pytest.mark.parametrize("arguments", [(), ("timeline",), ("-e", "ASK {}"), ("links", DATA, "-p", "actor")])
def test_a_call_without_sense_exits_with_2_and_says_what_to_do(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


def test_rows_come_as_csv_where_there_is_no_terminal() -> None:
    result = run("reversals", DATA)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "undoneDate,undone,date,reversal,years,undoneEvent,event"


def test_a_limit_gives_the_first_rows_and_says_so() -> None:
    rows = run("timeline", DATA).stdout.splitlines()
    limited = run("timeline", DATA, "--limit", "2")

    assert limited.stdout.splitlines() == rows[:3]
    assert limited.stderr == "dateline: asked for the first 2 only (--limit).\n"


def test_a_parameter_narrows_the_answer() -> None:
    result = run("possibly", DATA, "-p", "from=2023-06", "--param", "to=2023-06", "--format", "table")
    assert result.stdout.endswith("(4 rows)\n")
    assert "event/call" in result.stdout
    assert "https://" not in result.stdout


@pytest.mark.parametrize("suffix", ["rq", "sparql"])
def test_a_query_comes_from_a_file_or_from_the_line_or_from_the_input(tmp_path: Path, suffix: str) -> None:
    text = "SELECT (COUNT(*) AS ?events) { ?event a dl:Event }"
    (tmp_path / f"count.{suffix}").write_text(text)
    for result in (run(str(tmp_path / f"count.{suffix}"), DATA), run("-e", text, DATA), run("-", DATA, text=text)):
        assert result.stdout.split() == ["events", "11"]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_bytes(b"\xff")
    for name in ("bad.rq", "none.rq"):
        result = run(str(tmp_path / name), DATA)
        assert name in str(result.exception)


def test_data_come_from_the_input_when_their_format_is_named() -> None:
    text = "timeline: T\nbase: https://example.org/\nevents:\n  - {id: good, date: 2020, what: Fine}\n"
    result = run("timeline", "-", "--from", "yaml", text=text)
    assert result.exit_code == 0
    assert "2020,Fine" in result.stdout


def test_a_store_folder_is_data(tmp_path: Path) -> None:
    with open_store(tmp_path / "store") as store:
        store.load_file(Path(DATA))
    assert "2011" in run("reversals", str(tmp_path / "store")).stdout


def test_the_answer_goes_to_a_file_whose_suffix_is_its_format(tmp_path: Path) -> None:
    out = tmp_path / "ties.nt"
    result = run("ties", DATA, "-o", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "dateline/ns#Tie" in out.read_text("utf-8")


def test_a_refused_answer_leaves_no_file(tmp_path: Path) -> None:
    result = run("links", DATA, "-o", str(tmp_path / "links.ttl"))
    assert "cannot hold" in str(result.exception)
    assert list(tmp_path.iterdir()) == []


def test_asking_is_answered_in_words_and_in_the_exit_code_only_on_demand() -> None:
    assert (run("-e", "ASK { ?s a dl:Nothing }", DATA).stdout, run("-e", "ASK {}", DATA).stdout) == (
        "false\n",
        "true\n",
    )
    assert run("-e", "ASK { ?s a dl:Nothing }", DATA).exit_code == 0
    assert run("-e", "ASK { ?s a dl:Nothing }", DATA, "--exit-code").exit_code == 1
    assert run("-e", "ASK {}", DATA, "--exit-code").exit_code == 0


def test_a_call_of_another_machine_is_refused() -> None:
    assert isinstance(run("-e", "SELECT * { SERVICE <http://127.0.0.1/> {} }", DATA).exception, QueryRefused)


def test_an_unknown_parameter_is_refused() -> None:
    assert isinstance(run("reversals", DATA, "-p", "acter=russia").exception, ParameterError)


def test_faulty_data_are_reported_answered_and_in_the_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text(
        "timeline: Faulty\nbase: https://example.org/\nevents:\n"
        "  - {id: good, date: 2020, what: Fine}\n  - {id: bad, date: someday, what: Not fine}\n"
    )
    result = run("timeline", str(path))
    assert result.exit_code == 1
    assert "faulty.yaml:5:" in result.stderr
    assert "Fine" in result.stdout
