"""`dateline export` as people use it: list, write, be told what is not said."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.cli import run
from export.profiles.written import CASES, of_case

VISITS = str(CASES / "visits.yaml")


def test_the_profiles_are_listed_with_a_sentence_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert lines[0].startswith("cidoc-crm")
    assert all(line.endswith(".") for line in lines)


def test_the_text_goes_to_the_output_and_the_account_to_the_errors(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", VISITS, "--profile", "owl-time"]) == 0
    shown = capfd.readouterr()

    assert shown.out == of_case("owl-time", "visits")
    assert shown.err == "Wrote 6 events.\n"


def test_a_file_gets_the_same_text(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", VISITS, "-p", "cidoc-crm", "-o", str(tmp_path / "v.ttl")]) == 0

    assert (tmp_path / "v.ttl").read_text(encoding="utf-8") == of_case("cidoc-crm", "visits")
    assert capfd.readouterr().out == ""


def test_a_store_is_written_as_its_timeline_is(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["load", str(tmp_path / "store"), VISITS]) == 0
    assert run(["export", str(tmp_path / "store"), "-p", "schema-org"]) == 0

    assert capfd.readouterr().out == of_case("schema-org", "visits")


def test_all_that_is_not_said_goes_to_the_account(tmp_path: Path) -> None:
    account = tmp_path / "account.csv"
    assert run(["export", VISITS, "-p", "schema-org", "-o", str(tmp_path / "v.jsonld"), "--account", str(account)]) == 0
    lines = account.read_text(encoding="utf-8").splitlines()

    assert lines[0] == "reason,name"
    assert "start dates that are not known to the day,Northland and Southland talk" in lines


def test_data_with_errors_is_written_only_when_asked_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    faulty = tmp_path / "t.yaml"
    text = "timeline: T\nbase: https://example.org/t/\nevents:\n  - {id: a, date: 2024-02-30, what: A}\n"
    faulty.write_text(text, encoding="utf-8")

    assert run(["export", str(faulty), "-p", "owl-time"]) == 1
    assert "Nothing was written, because the data has errors." in capfd.readouterr().err
    assert run(["export", str(faulty), "-p", "owl-time", "--lenient"]) == 1
    assert "@prefix time:" in capfd.readouterr().out


def test_an_unknown_profile_is_wrong_use(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", VISITS, "-p", "schema"]) == 2
    assert "There is no profile named 'schema'. Did you mean 'schema-org'?" in capfd.readouterr().err


def test_a_wish_that_cannot_be_meant_leaves_no_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "v.trig"

    assert run(["export", VISITS, "-p", "nanopublications", "--creator", "me", "-o", str(target)]) == 2
    assert "--creator 'me' is not a web address." in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_wish_that_the_profile_has_no_place_for_is_wrong_use(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["export", VISITS, "-p", "owl-time", "--created", "2024-08-01"]) == 2
    assert "owl-time has no place for --creator and --created" in capfd.readouterr().err
