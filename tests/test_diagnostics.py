"""Renderings of diagnostics, exact to the character."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dateline.diagnostics import Diagnostic, Severity, at_least, render, summary
from dateline.errors import UnknownName

CASES = Path(__file__).parent / "cases" / "diagnostics"
ERROR = Diagnostic(
    Severity.ERROR, "E202", "There is no actor “puttin”.", "my timeline.yaml", 4, 11,
    hint="Did you mean 'putin'?", subject="https://example.org/event/visit",
)  # fmt: skip
WARNING = Diagnostic(Severity.WARNING, "W408", "The actor died before the event began.", "b.yaml", 7, 0)
INFO = Diagnostic(Severity.INFO, "I601", "Columns were recognized.", "c.csv", 0, 0)
ALL = [ERROR, WARNING, INFO]


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv", "junit", "sarif"])
def test_a_rendering_is_exact(form: str) -> None:
    expected = (CASES / f"three.{form}").read_bytes().decode()
    assert render(ALL, form, tool_version="1.2.3", titles={"E202": "There is no such actor."}) == expected


def test_color_is_around_severity_and_code_alone() -> None:
    shown = render([WARNING, INFO], "text", tool_version="1", color=True).splitlines()
    assert shown == [
        "b.yaml:7:0: \x1b[33mwarning W408\x1b[0m: The actor died before the event began.",
        "c.csv: \x1b[36minfo I601\x1b[0m: Columns were recognized.",
    ]


@pytest.mark.parametrize(("form", "expected"), [("text", ""), ("json", "[]\n"), ("jsonl", "")])
def test_nothing_renders_as_nothing(form: str, expected: str) -> None:
    assert render([], form, tool_version="1") == expected


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'json'"):
        render(ALL, "jso", tool_version="1")


def test_junit_holds_any_character() -> None:
    odd = Diagnostic(Severity.ERROR, "E101", "A <bell> \x07 & more.", "a.yaml", 1, 1)
    suite = ElementTree.fromstring(render([odd], "junit", tool_version="1"))
    assert suite.find("testcase/failure").get("message") == "a.yaml:1:1: error E101: A <bell> \ufffd & more."  # type: ignore[union-attr]


def test_sarif_has_what_its_schema_requires() -> None:
    log = json.loads(render([*ALL, ERROR], "sarif", tool_version="1.2.3"))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "dateline"
    assert [rule["id"] for rule in rules] == ["E202", "I601", "W408"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert {result["level"] for result in run["results"]} == {"error", "warning", "note"}
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"].get("region", {"startLine": 1, "startColumn": 1})
        assert min(region.values()) >= 1
        assert result["message"]["text"]


@pytest.mark.parametrize(
    ("diagnostics", "expected"),
    [
        ([], "no problems"),
        ([ERROR], "1 error in 1 file"),
        ([WARNING, WARNING, INFO], "2 warnings, 1 info in 2 files"),
        ([ERROR, ERROR, ERROR, WARNING, INFO, INFO], "3 errors, 1 warning, 2 infos in 3 files"),
    ],
)
def test_a_summary_counts_by_severity_and_file(diagnostics: list[Diagnostic], expected: str) -> None:
    assert summary(diagnostics) == expected


def test_a_level_is_reached_by_what_is_as_bad_or_worse() -> None:
    assert at_least([WARNING], Severity.WARNING)
    assert at_least([ERROR], Severity.INFO)
    assert not at_least([INFO, WARNING], Severity.ERROR)
    assert not at_least([], Severity.INFO)


def test_diagnostics_sort_by_place_then_code() -> None:
    later = Diagnostic(Severity.ERROR, "E101", "x", "b.yaml", 10, 1)
    assert sorted([later, INFO, WARNING, ERROR], key=Diagnostic.sort_key) == [WARNING, later, INFO, ERROR]
