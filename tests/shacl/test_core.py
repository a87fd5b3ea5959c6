"""The W3C SHACL Core suite, case by case, as data of ours: the report is the expected one, message by message.

`python tests/shacl/test_core.py` writes the table of the suite, with pySHACL beside, into the README of the cases.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.shacl.read import from_triples
from dateline.shacl.report import triples
from dateline.shacl.validate import validate
from shacl_reports import Row, Triple, by_pyshacl_as_it_is, conforms, messages, plain, recorded, rows, split

CASES = Path(__file__).parents[1] / "cases" / "shacl"
CORE = CASES / "core"
FILES = sorted(CORE.glob("*/*.ttl"))
NAMES = [path.relative_to(CORE).with_suffix("").as_posix() for path in FILES]
OF_CASE = re.compile(r"^_:(data|shapes)[.]")
TABLE = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- end -->)", re.DOTALL)


def case(name: str) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Return data with shapes, and the expected report."""
    return split(ox.parse((CORE / f"{name}.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))


def ours(data: Iterable[ox.Triple]) -> list[Triple]:
    """Return the report graph; blank nodes of data and shapes, one graph here, get their own labels back."""
    graph = from_triples(data)
    found = plain(triples(validate(graph, graph)))
    return [(subject, predicate, OF_CASE.sub("_:", value)) for subject, predicate, value in found]


def difference(found: Counter[Row], expected: Counter[Row]) -> str:
    lost = [f"missing: {' '.join(row)}" for row in (expected - found).elements()]
    return "\n".join([*lost, *(f"too much: {' '.join(row)}" for row in (found - expected).elements())])


def test_all_cases_of_the_suite_are_here() -> None:
    assert len(FILES) == 98


@pytest.mark.parametrize("name", NAMES)
def test_the_report_is_the_expected_one(name: str) -> None:
    data, report = case(name)
    found, expected = ours(data), plain(report)

    assert difference(rows(found), rows(expected)) == ""
    assert conforms(found) == conforms(expected)
    assert messages(expected) <= messages(found)


@pytest.mark.parametrize("name", ["node/class-003", "property/nodeKind-001", "validation-reports/shared"])
def test_the_records_say_the_same_as_the_graph(name: str) -> None:
    graph = from_triples(case(name)[0])
    report = validate(graph, graph)

    assert recorded(report) == rows(ours(case(name)[0]))
    assert report.results.height == report.count == recorded(report).total()


def judged() -> list[tuple[str, str, str]]:
    """Return group, case and what pySHACL gets wrong, for each case."""
    found = []
    for name in NAMES:
        data, report = case(name)
        try:
            got, want = by_pyshacl_as_it_is(data, report)
            wrong = difference(rows(got), rows(want)).splitlines()
        except Exception as error:
            wrong = [f"fails: {type(error).__name__}"]
        found.append((*name.split("/"), wrong[0] if wrong else ""))
    return found


def table() -> str:
    """Return the table of the suite in Markdown."""
    lines = [f"| Group | Cases | dateline.shacl | pySHACL {version('pyshacl')} |", "| --- | --- | --- | --- |"]
    verdicts = judged()
    for group in dict.fromkeys(group for group, _, _ in verdicts):
        of = [(name, wrong) for inner, name, wrong in verdicts if inner == group]
        exact = sum(rows(ours(case(f"{group}/{name}")[0])) == rows(plain(case(f"{group}/{name}")[1])) for name, _ in of)
        lines.append(f"| `{group}` | {len(of)} | {exact} | {sum(not wrong for _, wrong in of)} |")
    failed = [f"- `{group}/{name}`: {wrong}" for group, name, wrong in verdicts if wrong]
    return "\n".join([*lines, "", f"What pySHACL fails ({len(failed)} of {len(verdicts)}):", "", *failed, ""])


if __name__ == "__main__":
    logging.disable()
    warnings.simplefilter("ignore")
    page = CASES / "README.md"
    page.write_text(TABLE.sub(lambda _: table(), page.read_text(encoding="utf-8")), encoding="utf-8")
