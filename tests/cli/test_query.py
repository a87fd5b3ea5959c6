"""`dateline query` as people type it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli import run as command_line
from dateline.cli.query import query_command
from dateline.errors import ParameterError, QueryRefused, UnknownName, UsageError
from dateline.export.grid import columns
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


def test_a_view_is_given_to_who_asks_for_it_even_in_a_pipe() -> None:
    result = run("possibly", DATA, "-p", "from=2023-06", "-p", "to=2023-06", "--view", "timeline")
    assert result.exit_code == 0
    assert "\n2023\n" in result.stdout
    assert "█ certain" in result.stdout
    assert run("tie", DATA, "--view", "bars").stdout.endswith("rows)\n")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table", "markdown", None])
def test_what_scripts_read_takes_no_view_from_the_query(form: str | None) -> None:
    named = ("-f", form) if form else ()
    declared = run("-e", "#defaultView:Timeline\nSELECT ('2020' AS ?date) {}", DATA, *named)
    plain = run("-e", "SELECT ('2020' AS ?date) {}", DATA, *named)
    assert (declared.stdout, declared.stderr) == (plain.stdout, "")


@pytest.mark.parametrize("form", ["csv", "json", "markdown", "xml"])
def test_a_format_without_views_is_refused_with_those_that_have_them(form: str) -> None:
    error = run("timeline", DATA, "-f", form, "--view", "timeline").exception
    assert isinstance(error, UsageError)
    assert "Use --format text or --format html with --view timeline" in str(error)


def test_a_view_whose_columns_are_missing_exits_with_2_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "map.html"
    assert command_line(["query", "sources", DATA, "--view", "map", "-o", str(out)]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("dateline: The view 'map' wants coordinates: ?lat and ?long")
    assert (shown.out, out.exists()) == ("", False)


def test_a_page_has_the_view_and_the_words_of_the_query(tmp_path: Path) -> None:
    out = tmp_path / "timeline.html"
    assert run("timeline", DATA, "-o", str(out)).exit_code == 0
    page = out.read_text("utf-8")
    assert "<title>All events in order</title>" in page
    assert "Assad visits Putin in Moscow" in page
    assert "<svg" in page
    assert "<svg" not in run("timeline", DATA, "-f", "html", "--view", "table").stdout


def test_what_the_query_declares_in_vain_is_told_and_the_rows_are_given() -> None:
    result = run("-e", "#defaultView:Map\nSELECT ('a' AS ?x) {}", DATA, "-f", "html")
    assert (result.exit_code, "<td>a</td>" in result.stdout) == (0, True)
    assert "It is shown as a table." in result.stderr


def on_a_terminal(*arguments: str, **variables: str) -> str:
    """What a person sees on a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    known = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    command = [sys.executable, "-m", "dateline", "query", *arguments]
    process = subprocess.Popen(
        command, stdout=theirs, stderr=subprocess.DEVNULL, env={**known, "TERM": "xterm", **variables}
    )
    os.close(theirs)
    parts = []
    try:
        while part := os.read(ours, 4096):
            parts.append(part)
    except OSError:  # how Linux tells that the other end was closed
        pass
    finally:
        os.close(ours)
        assert process.wait(60) == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_terminal_shows_the_view_of_the_query_and_colors_unless_they_are_not_wanted() -> None:
    colored = on_a_terminal("possibly", DATA, "-p", "from=2023-06")
    assert "\x1b[1m2023\x1b[0m\n" in colored
    assert "█ certain   ░ possible" in colored
    plain = on_a_terminal("possibly", DATA, "-p", "from=2023-06", NO_COLOR="1")
    assert plain == re.sub(r"\x1b\[\d*m", "", colored)
    assert max(map(columns, plain.split("\n"))) <= 80


def test_a_terminal_shows_a_table_where_one_is_asked_for() -> None:
    seen = on_a_terminal("reversals", DATA, "--view", "table")
    assert seen == on_a_terminal("reversals", DATA, "-f", "table")
    assert "(2 rows)" in seen or "(1 row)" in seen
