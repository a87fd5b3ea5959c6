"""The command `dateline date`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from dateline.cli.date import date_command


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(date_command, list(arguments), input=given)


def test_a_table_shows_how_values_are_read() -> None:
    result = run("May 2023", "since Feb 2022", "2019~")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "VALUE           EDTF        EARLIEST    LATEST      PRECISION",
        "May 2023        2023-05     2023-05-01  2023-05-31  month",
        "since Feb 2022  2022-02/..  2022-02-01  open        interval",
        "2019~           2019~       2019-01-01  2019-12-31  year",
    ]


def test_a_refused_value_is_explained_and_makes_the_exit_code_1() -> None:
    result = run("12/03/2019", "2019")
    assert result.exit_code == 1
    assert "12/03/2019  refused: '12/03/2019' can be 2019-03-12 (day first)" in result.output
    assert "2019        2019  " in result.output


def test_jsonl_has_one_object_for_each_value() -> None:
    result = run("../2023-05", "nonsense", "--format", "jsonl")
    assert result.exit_code == 1
    first, second = (json.loads(line) for line in result.output.splitlines())
    assert (first["text"], first["edtf"], first["earliest"], first["latest"]) == (
        "../2023-05", "../2023-05", "open", "2023-05-31",
    )  # fmt: skip
    assert first["earliest_begin"] is None
    assert first["years"] == [2023]
    assert first["error"] is None
    assert second["edtf"] is None
    assert "nonsense" in second["error"]


def test_json_is_one_array() -> None:
    assert [row["edtf"] for row in json.loads(run("2019", "2020", "--format", "json").output)] == ["2019", "2020"]
    assert json.loads(run("-", "--format", "json", given="").output) == []


def test_csv_has_a_header_and_a_row_for_each_value() -> None:
    result = run("2022 and 2023", "?", "c. 1920", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert [row["edtf"] for row in rows] == ["{2022,2023}", "", "1920~"]
    assert rows[0]["years"] == "2022 2023"
    assert rows[2]["approximate"] == "true"


def test_strict_reading_refuses_phrases() -> None:
    assert run("--edtf", "2023-05").exit_code == 0
    result = run("--edtf", "May 2023")
    assert result.exit_code == 1
    assert "is not an EDTF date" in result.output


@pytest.mark.parametrize(("option", "edtf"), [("--day-first", "2019-03-12"), ("--month-first", "2019-12-03")])
def test_the_order_of_figures_is_an_option(option: str, edtf: str) -> None:
    result = run(option, "12/03/2019", "--format", "jsonl")
    assert result.exit_code == 0
    assert json.loads(result.output)["edtf"] == edtf


def test_the_day_of_the_report_bounds_what_still_goes_on() -> None:
    row = json.loads(run("since 2022", "--as-of", "2024-07-25", "--format", "jsonl").output)
    assert (row["earliest_end"], row["latest_end"], row["years"]) == ("2024-07-25", None, [2022, 2023, 2024])


@pytest.mark.parametrize(
    "arguments",
    [(), ("2019", "--as-of", "2023-02-29"), ("2019", "--as-off", "x"), ("2019", "-z"), ("--format", "x", "1")],
)
def test_wrong_use_has_the_exit_code_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error:" in result.output


def test_a_year_before_0_is_a_value_and_no_option() -> None:
    rows = [
        json.loads(line)
        for line in run("-0043", "-1XXX-12", "-", "--format", "jsonl", given="2019\n").output.splitlines()
    ]
    assert [row["edtf"] for row in rows] == ["-0043", "-1XXX-12", "2019"]


def test_every_line_of_the_standard_input_is_a_value() -> None:
    result = run("-", "--format", "jsonl", given="2019\r\n\nMay 2020\n")
    assert [json.loads(line)["edtf"] for line in result.output.splitlines()] == ["2019", None, "2020-05"]


def test_many_lines_go_through() -> None:
    lines = "".join(f"{1000 + number % 1000}-{number % 12 + 1:02}\n" for number in range(20_000))
    result = run("-", "--format", "jsonl", given=lines)
    assert result.output.count("\n") == 20_000


def test_the_header_of_a_long_table_stands_once() -> None:
    result = run("-", given="2019\n" * 2500)
    assert result.output.count("VALUE") == 1
    assert result.output.count("\n") == 2501
    assert run("-", "--format", "csv", given="2019\n" * 2500).output.count("text,edtf") == 1


def test_the_command_needs_no_heavy_library() -> None:
    program = (
        "import sys; import dateline.cli.date; "
        "sys.exit(any(name in sys.modules for name in ('polars', 'rdflib', 'pyoxigraph', 'pyshacl', 'yaml')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
