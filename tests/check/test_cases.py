"""Timelines and RDF files with what is wrong with them, to the line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.check import check, check_graph, examine, rdf_file, rdf_files
from dateline.readers.files import read

CASES = Path(__file__).parents[1] / "cases" / "check"


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_a_case_has_exactly_its_problems(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / case)
    name = next(path.name for path in Path().iterdir() if path.stem == "input")
    result = read([name], drafts=True)
    examined = examine(result.tables, result.texts, reader_diagnostics=result.diagnostics, rdf=rdf_files(result.files))
    shown = "".join(f"{one}\n" for one in examined.diagnostics)
    assert shown == Path("expected.txt").read_text(encoding="utf-8")


def test_a_checked_graph_has_the_problems_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "rdf-faults")
    shown = "".join(f"{one}\n" for one in check_graph(rdf_file("input.ttl")))
    assert shown == Path("expected.txt").read_text(encoding="utf-8")


def test_checked_tables_have_the_problems_of_their_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "warnings")
    result = read(["input.yaml"])
    found = check(result.tables, result.texts, reader_diagnostics=result.diagnostics)
    assert [one.code for one in found] == ["W530", "W530"]
