"""Checks batch by batch: what the whole road finds, at the same places, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.check import examine, rdf_file
from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InputError, UsageError
from dateline.readers.files import read
from dateline.stream.check import check

from .conftest import Make, rows

OWN = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
[] a sh:NodeShape ; sh:targetClass dl:Actor ;
    sh:property [ sh:path rdfs:label ; sh:minLength 3 ; sh:message "Names have three letters."@en ] .
"""
FAR = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
[] a sh:NodeShape ; sh:targetClass dl:Actor ; sh:property [ sh:path [ sh:inversePath sem:hasActor ] ; sh:maxCount 5 ] .
"""


def faulty(count: int) -> str:
    """Return a table with an impossible day, two events without an actor, and one without a known type."""
    lines = rows(count, bad=(3,)).splitlines()
    lines[12] = lines[12].removesuffix("a4")
    lines[35] = lines[35].removesuffix("a6")
    lines[25] = lines[25].replace("aid", "picnic")
    return "\n".join(lines) + "\n"


def whole(path: Path, profile: Path) -> tuple[Diagnostic, ...]:
    found = read([path], profile=profile)
    return examine(found.tables, found.texts, reader_diagnostics=found.diagnostics).diagnostics


@pytest.mark.parametrize(("batch", "threads"), [(17, 1), (25, 3)])
def test_batches_find_what_the_whole_has(make: Make, profile: Path, batch: int, threads: int) -> None:
    (given,) = make(faulty(50), "unused.nt").inputs

    found = check([given], rows=batch, threads=threads)

    assert found.diagnostics == whole(given.path, profile)
    assert [(one.line, one.code) for one in found.diagnostics] == [
        (1, "I605"), (5, "E303"), (13, "W530"), (26, "W606"), (36, "W530"),
    ]  # fmt: skip
    assert found.total == 5
    assert found.summary() == "1 error, 3 warnings, 1 info in 1 file; 50 rows were read"


def test_sound_data_is_clean(make: Make) -> None:
    found = check(make(rows(20), "unused.nt").inputs, rows=10)

    assert [one.code for one in found.diagnostics] == ["I605"]
    assert not found.at_least(Severity.WARNING)


def test_ids_that_are_given_twice_are_found_across_batches_and_files(make: Make, tmp_path: Path) -> None:
    (first,) = make(rows(30), "unused.nt").inputs
    twice = first.path.with_name("twice.csv")
    header, *lines = rows(40).splitlines()
    twice.write_text("\n".join([header, *lines[30:], lines[31], lines[2], ""]), encoding="utf-8")

    found = check([first, type(first)(twice, first.profile)], rows=15)

    told = [(Path(one.file).name, one.line, one.message) for one in found.diagnostics if one.code == "E206"]
    base = "https://example.org/harbor/event"
    assert told == [
        ("twice.csv", 12, f"The event in line 3 has the same id, {base}/e31."),
        ("twice.csv", 13, f"The event in line 4 of {first.path.as_posix()} has the same id, {base}/e2."),
    ]
    assert {one.code for one in found.diagnostics} == {"I605", "E206"}


def test_an_entity_is_complained_about_once_whatever_the_number_of_its_batches(make: Make, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(OWN, encoding="utf-8")

    found = check(make(rows(24), "unused.nt").inputs, shapes=[rdf_file(str(own))], rows=12)

    told = [one for one in found.diagnostics if one.code == "E592"]
    assert len(told) == len({one.subject for one in told}) == 7


def test_shapes_that_look_from_batch_to_batch_are_refused(make: Make, tmp_path: Path) -> None:
    far = tmp_path / "far.ttl"
    far.write_text(FAR, encoding="utf-8")

    with pytest.raises(InputError, match="cannot be judged batch by batch"):
        check(make(rows(5), "unused.nt").inputs, shapes=[rdf_file(str(far))])


def test_a_limit_hides_problems_but_not_their_number(make: Make) -> None:
    found = check(make(rows(50, bad=tuple(range(20))), "unused.nt").inputs, limit=5, rows=25)

    assert len(found.diagnostics) == 5
    assert found.total == 21
    assert found.at_least(Severity.ERROR)


def test_what_is_made_of_a_whole_is_refused_with_the_reason(make: Make) -> None:
    found = check(make(rows(5), "unused.nt").inputs)

    for refused in (found.plan, found.report_turtle):
        with pytest.raises(UsageError, match="judged batch by batch"):
            refused()


def test_nothing_to_check_is_said_once(make: Make) -> None:
    found = check(make(rows(20, bad=tuple(range(20))), "unused.nt").inputs, rows=10)

    assert {one.code for one in found.diagnostics} == {"I605", "E303"}
