"""The columnar engine and pySHACL find the same: made graphs over made shapes, and timelines with planted faults.

Where pySHACL is known to be wrong, `tests/cases/shacl/pyshacl.yaml` says why; both answers are tested there, and the
made cases keep away from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from pyshacl.errors import ReportableRuntimeError

from dateline import resources
from dateline.mapping.quads import lines
from dateline.readers.files import read
from dateline.shacl.read import from_triples
from dateline.shacl.validate import validate
from dateline.tables import Tables
from generators import tables
from shacl_generators import Case, cases
from shacl_reports import Row, by_pyshacl, recorded, rows

ROOT = Path(__file__).parents[2]
SHAPES = list(ox.parse(resources.text("shapes.ttl"), format=ox.RdfFormat.TURTLE))
MUTATIONS = yaml.safe_load((ROOT / "tests/cases/shapes/mutations.yaml").read_text(encoding="utf-8"))
BASE = "https://example.org/t/"
SHAPE = "https://w3id.org/dateline/shapes#"
FAULTS = yaml.safe_load((ROOT / "tests/cases/shacl/pyshacl.yaml").read_text(encoding="utf-8"))
PREFIXES = """
@prefix : <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NO_DAY = re.compile(r"\d{4}(-\d\d-\d\dZ)?")
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""No shrinking: pySHACL is too slow for it, and a case is small and is shown as a whole."""
GOOD = (ROOT / "tests/cases/shapes/good.ttl").read_text(encoding="utf-8")


def ours(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> Counter[Row]:
    return recorded(validate(from_triples(data), from_triples(shapes)))


def theirs(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> Counter[Row] | None:
    """Return what pySHACL finds, None where it gives up on the data."""
    try:
        return rows(by_pyshacl(data, shapes))
    except (ReportableRuntimeError, re.error):
        return None


def difference(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple], *, known: Callable[[Row], bool]) -> str:
    """Return the results that only one of the two has, but for those that are known; both must be able to judge."""
    data, shapes = list(data), list(shapes)
    found, expected = ours(data, shapes), theirs(data, shapes)
    if expected is None:
        return ""
    alone = [("only ours", found, expected), ("only pySHACL", expected, found)]
    return "\n".join(
        f"{who}: {' '.join(row)}" for who, one, two in alone for row in set(one) - set(two) if not known(row)
    )


def nothing(_: Row) -> bool:
    return False


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(cases())
def test_both_engines_find_the_same_in_made_graphs(case: Case) -> None:
    assert difference(case.data, case.shapes, known=nothing) == ""


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=QUICK)
@given(tables())
def test_both_engines_find_the_same_in_made_timelines(made: Tables) -> None:
    data = ox.parse("\n".join(lines(made)), format=ox.RdfFormat.N_TRIPLES)

    assert difference([t.triple for t in data], SHAPES, known=nothing) == ""


def test_both_engines_find_the_same_in_the_seeds() -> None:
    data = ox.parse(
        "\n".join(lines(read([ROOT / "seeds" / "russia-syria-iran.yaml"]).tables)), format=ox.RdfFormat.N_TRIPLES
    )

    assert difference([t.triple for t in data], SHAPES, known=nothing) == ""


def mutated() -> list[ox.Triple]:
    """Return the good data, and beside it a copy of a node for each mutation, changed as the mutation says."""
    good = [t.triple for t in ox.parse(GOOD, format=ox.RdfFormat.TURTLE)]
    prefixes = dict(re.findall(r"@prefix (\S*): <(\S+)> \.", GOOD))
    heads = "".join(f"@prefix {name}: <{value}> .\n" for name, value in prefixes.items())
    found = list(good)
    for number, change in enumerate(change for changes in MUTATIONS.values() for change in changes):
        copy = f"{BASE}{number}/{change['of']}"
        prefix, _, local = change.get("remove", ":").partition(":")
        gone = prefixes.get(prefix, "") + local
        about = [t for t in good if t.subject == ox.NamedNode(BASE + change["of"])]
        found += [ox.Triple(ox.NamedNode(copy), t.predicate, t.object) for t in about if t.predicate.value != gone]
        if "add" in change:
            added = ox.parse(f"{heads}<{copy}> {change['add']} .", format=ox.RdfFormat.TURTLE)
            found += [t.triple for t in added]
    return found


def test_both_engines_find_the_same_where_each_shape_of_timelines_is_broken() -> None:
    data = mutated()
    mixed = {str(t.subject) for t in data if isinstance(t.object, ox.Literal) and NO_DAY.fullmatch(t.object.value)}

    def known(row: Row) -> bool:
        """Say whether days are compared with days that have a time zone, or with years; see pyshacl.yaml."""
        return row.focus in mixed and row.component == "LessThanOrEquals"

    assert difference(data, SHAPES, known=known) == ""
    assert {row.shape for row in ours(data, SHAPES)} >= {f"<{SHAPE}{name}>" for name in MUTATIONS}


def triples(turtle: str) -> list[ox.Triple]:
    return [t.triple for t in ox.parse(f"{PREFIXES}{turtle}", format=ox.RdfFormat.TURTLE)]


@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@pytest.mark.parametrize("fault", FAULTS, ids=[fault["fault"] for fault in FAULTS])
def test_the_answers_differ_where_they_are_known_to(fault: dict[str, Any]) -> None:
    data = triples(fault["data"])
    path = fault.get("path", ":p")
    shapes = triples(f":S a sh:PropertyShape ; sh:targetNode :a ; sh:path {path} ; {fault['shape']} .")
    answer = theirs(data, shapes)

    assert sorted(row.component for row in ours(data, shapes).elements()) == fault["ours"]
    assert ("fails" if answer is None else sorted(row.component for row in answer.elements())) == fault["pyshacl"]
