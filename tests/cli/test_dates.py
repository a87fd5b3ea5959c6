"""The command `dateline dates`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from dateline.cli.dates import dates_command
from dateline.errors import InputError


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(dates_command, list(arguments), input=given)


def test_a_table_shows_where_expressions_stand_and_what_they_mean() -> None:
    result = run("-", "--date", "2024-07-25", given="They met last week and on July 4.")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "START  END  TYPE  VALUE       EDTF                   TEXT",
        "9      18   DATE  2024-W29    2024-07-15/2024-07-21  last week",
        "26     32   DATE  2024-07-04  2024-07-04             July 4",
    ]


def test_jsonl_has_one_object_for_each_expression() -> None:
    text = "In 2022 and 2023\r\nit met; it left yesterday."
    rows = [json.loads(line) for line in run("-", "--format", "jsonl", given=text.encode()).output.splitlines()]
    assert [(row["text"], row["type"], row["value"], row["edtf"]) for row in rows] == [
        ("2022", "DATE", "2022", "2022"),
        ("2023", "DATE", "2023", "2023"),
        ("yesterday", "DATE", "XXXX-XX-XX", None),
    ]
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert rows[0]["phrase"] == {
        "start": 3,
        "end": 16,
        "text": "2022 and 2023",
        "kind": "all-of",
        "edtf": "{2022,2023}",
    }


def test_timeml_is_a_document_that_others_read(tmp_path: Path) -> None:
    brief = tmp_path / "brief.txt"
    brief.write_bytes(b"It began <today>.\r\n")
    root = ElementTree.fromstring(run(str(brief), "--date", "2024-07-25", "--format", "timeml").stdout_bytes)
    assert root.findtext("DOCID") == "brief"
    assert "".join(root.find("TEXT").itertext()) == "It began <today>.\r\n"  # type: ignore[union-attr]
    assert [one.get("value") for one in root.findall("TEXT/TIMEX3")] == ["2024-07-25"]


def test_narrative_counts_from_the_date_mentioned_last() -> None:
    text = "It began on May 3, 1916. On June 9 it ended."
    assert "1916-06-09" in run("-", "--mode", "narrative", "--date", "2024-07-25", given=text).output
    assert "2024-06-09" in run("-", "--date", "2024-07-25", given=text).output


def test_a_text_without_dates_gives_the_header_alone() -> None:
    assert run("-", given="").output == "START  END  TYPE  VALUE  EDTF  TEXT\n"
    assert run("-", "--format", "jsonl", given="").output == ""


def test_bytes_that_are_no_text_are_located(tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes("Erste Zeile\nZürich ".encode() + b"\xff today")
    result = run(str(broken))
    assert result.exit_code == 1
    assert f"{broken}:2:8: error E101: The byte 0xff is not UTF-8. Save the file as UTF-8." in result.output


@pytest.mark.parametrize("name", ["missing.txt", ""])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    result = run(str(tmp_path / name))
    assert isinstance(result.exception, InputError)
    assert str(tmp_path) in str(result.exception)


@pytest.mark.parametrize(
    "arguments", [(), ("-", "--date", "2023-02-29"), ("-", "--mode", "poem"), ("-", "--format", "xml"), ("a", "b")]
)
def test_wrong_use_has_the_exit_code_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments, given="").exit_code == 2


def test_the_command_needs_no_heavy_library() -> None:
    program = (
        "import sys; import dateline.cli.dates; import dateline.extract.temporal as t; t.tag('May 2020'); "
        "sys.exit(any(name in sys.modules for name in ('polars', 'rdflib', 'pyoxigraph', 'pyshacl')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
