"""The command `dateline columns`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dateline.cli import run


def test_columns_are_shown_as_a_file_that_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "events.csv"
    table.write_text("Date,Headline,Country\n2023-05,Talks,Syria\n", encoding="utf-8")
    assert run(["columns", str(table)]) == 0
    shown = capsys.readouterr()
    first = tmp_path / "first.nt"
    assert run(["convert", str(table), "-o", str(first)]) == 0

    (tmp_path / "events.columns.yaml").write_text(shown.out, encoding="utf-8")
    second = tmp_path / "second.nt"
    assert run(["convert", str(table), "-o", str(second)]) == 0

    columns = yaml.load(shown.out, yaml.BaseLoader)["columns"]
    assert columns == {"Date": "date", "Headline": "what", "Country": "where"}
    assert "events.columns.yaml" in shown.err
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(("content", "code"), [(b"", 1), (None, 2)])
def test_no_table_is_a_located_complaint(
    content: bytes | None, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "none.csv"
    if content is not None:
        table.write_bytes(content)

    assert run(["columns", str(table)]) == code

    shown = capsys.readouterr()
    assert "none.csv" in shown.err
    assert shown.out == ""
