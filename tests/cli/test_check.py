"""`dateline check` and `dateline explain` on the command line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dateline.cli.check import check_command
from dateline.cli.explain import explain_command
from dateline.errors import InputError, UnknownName

CASES = Path(__file__).parents[1] / "cases" / "check"
SOUND = str(CASES / "sound" / "input.yaml")
WARNINGS = str(CASES / "warnings" / "input.yaml")
ERRORS = str(CASES / "no-source" / "input.yaml")
OWN = """
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:S> a sh:NodeShape ; sh:targetClass dl:Event ; sh:property <urn:p> .
<urn:p> sh:path skos:note ; sh:minCount 1 ; sh:message "Our events have notes." ; sh:severity sh:Warning .
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(check_command, list(arguments), catch_exceptions=True)


def test_sound_data_say_so_on_the_standard_error_alone() -> None:
    result = run(SOUND)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no problems\n")


def test_errors_exit_with_one_and_are_counted() -> None:
    result = run(ERRORS, WARNINGS)
    assert result.exit_code == 1
    assert [line.split(": ")[1] for line in result.stdout.splitlines()] == [
        "error E532",
        "warning W530",
        "warning W530",
    ]
    assert result.stderr == "1 error, 2 warnings in 2 files\n"


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("info", 1), ("none", 0)])
def test_the_exit_code_follows_fail_on(level: str, code: int) -> None:
    assert run(WARNINGS, "--fail-on", level).exit_code == code


def test_no_more_problems_than_asked_for_are_shown() -> None:
    result = run(WARNINGS, "--max-problems", "1")
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == "2 warnings in 1 file (1 not shown)\n"


def test_json_is_a_list_and_sarif_carries_titles() -> None:
    assert [one["code"] for one in json.loads(run(WARNINGS, "--format", "json").stdout)] == ["W530", "W530"]
    rules = json.loads(run(WARNINGS, "--format", "sarif").stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert rules[0]["shortDescription"]["text"] == "The event names nobody who took part."


def test_ttl_is_the_report_of_the_shapes() -> None:
    result = run(ERRORS, "--format", "ttl")
    assert "sh:conforms false" in result.stdout
    assert result.exit_code == 1


def test_own_shapes_are_checked_besides_ours(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(OWN, encoding="utf-8")
    result = run(SOUND, "--shapes", str(shapes))
    assert "warning W592: Event visit: Our events have notes." in result.stdout


def test_own_shapes_that_look_at_nothing_are_an_error(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text(OWN.replace("dl:Event ", "dl:Evnet "), encoding="utf-8")
    result = run(SOUND, "--shapes", str(shapes))
    assert (result.exit_code, "error E591" in result.stdout) == (1, True)


def test_shapes_that_are_not_rdf_are_wrong_use(tmp_path: Path) -> None:
    shapes = tmp_path / "own.ttl"
    shapes.write_text("no shapes", encoding="utf-8")
    assert isinstance(run(SOUND, "--shapes", str(shapes)).exception, InputError)


def test_a_missing_file_is_wrong_use() -> None:
    assert isinstance(run("missing.yaml").exception, InputError)


def test_no_data_is_wrong_use() -> None:
    assert run().exit_code == 2


def test_a_compressed_rdf_file_is_checked(tmp_path: Path) -> None:
    packed = tmp_path / "data.ttl.gz"
    packed.write_bytes(gzip.compress((CASES / "rdf-faults" / "input.ttl").read_bytes()))
    assert "error E541" in run(str(packed)).stdout


def test_explain_prints_what_a_code_means() -> None:
    result = CliRunner().invoke(explain_command, ["E405"])
    assert (result.exit_code, result.output.startswith("E405 (error): ")) == (0, True)


def test_explain_refuses_an_unknown_name() -> None:
    assert isinstance(CliRunner().invoke(explain_command, ["E999"]).exception, UnknownName)
