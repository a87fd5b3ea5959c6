"""Rows that describe one entity in different ways: the first is kept, the others are counted and placed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.readers.files import read
from dateline.stream import Job, convert
from dateline.stream.check import check

HEAD = "id,date,type,what,who,name,born\n"
PROFILE = """\
profile: harbor
title: Harbor log
base: https://example.org/harbor/
language: en
source: {id: log, title: The harbor log}
event: {id: "event/{id}", date: {of: "{date}", formats: ["%Y-%m-%d"]}, type: "{type}", label: "{what}"}
actors:
  - {id: "actor/{who}", label: "{name}", note: "{born}", role: initiator}
claims:
  - {says: type, original: "{type}"}
"""


def rows(*told: str) -> str:
    """Return a table of events, each with the id, the name and the note of its actor."""
    return HEAD + "".join(f"e{number},2023-05-01,aid,x,{one}\n" for number, one in enumerate(told))


@pytest.fixture(autouse=True)
def own_profile(profile: Path) -> None:
    profile.write_text(PROFILE, encoding="utf-8")


@pytest.mark.parametrize("at_once", [1, 2, 10], ids="a batch of {}".format)
@pytest.mark.parametrize(
    ("told", "count", "line"),
    [
        (["a,Anna,", "a,Anna,", "b,Ben,"], 0, 0),
        (["a,Anna,", "a,Hanna,", "a,Anna,"], 1, 3),
        (["a,Anna,", "b,Ben,", "a,Hanna,", "b,Benno,"], 2, 4),
        (["a,Anna,1950", "a,Anna,"], 0, 0),  # to say less is no loss
        (["a,Anna,", "a,Anna,1950"], 1, 3),
    ],
)
def test_later_descriptions_that_differ_are_counted_at_the_line_of_the_first(
    make: Callable[..., Job], told: list[str], count: int, line: int, at_once: int
) -> None:
    job = make(rows(*told), "out.nt", rows=at_once)

    found = [one for one in convert(job).complaints() if one.code == "W607"]
    checked = [one for one in check(job.inputs, rows=at_once).diagnostics if one.code == "W607"]

    assert found == checked
    assert [one.line for one in found] == ([line] if count else [])
    assert sum(int(one.message.split()[0]) if one.message[0].isdigit() else 1 for one in found) == count


def test_the_message_names_what_is_described_and_what_is_kept(make: Callable[..., Job]) -> None:
    job = make(rows("a,Anna,", "a,Hanna,"), "out.nt")

    (found,) = [one for one in convert(job).complaints() if one.code == "W607"]

    kept = "This description of https://example.org/harbor/actor/a differs from the first one, which is kept."
    assert (found.message, found.line, found.subject) == (kept, 3, "https://example.org/harbor/actor/a")
    assert '"Anna"@en' in job.target.place.read_text("utf-8")  # type: ignore[union-attr]


def test_a_run_that_goes_on_tells_what_the_whole_run_would_tell(make: Callable[..., Job]) -> None:
    told = [f"a{number % 3},Name {number % 4}," for number in range(24)]
    whole = list(convert(make(rows(*told), "whole", to="nt", parts=3, rows=3)).complaints())
    job = make(rows(*told), "parts", to="nt", parts=3, rows=3)

    class Stopped(Exception):
        pass

    def stop(piece: object, account: object, left: list[int] = [5]) -> None:  # noqa: B006
        left[0] -= 1
        if not left[0]:
            raise Stopped

    with pytest.raises(Stopped):
        convert(job, stop)
    again = make(rows(*told), "parts", to="nt", parts=3, rows=3, resume=True)

    assert list(convert(again).complaints()) == whole != []


def test_a_small_file_that_is_read_as_a_whole_tells_the_same(tmp_path: Path, profile: Path) -> None:
    (tmp_path / "harbor.csv").write_text(rows("a,Anna,", "a,Hanna,"), encoding="utf-8")

    found = read([tmp_path / "harbor.csv"], profile=profile).diagnostics

    assert [(one.code, one.line) for one in found if one.severity == "warning"] == [("W607", 3)]
