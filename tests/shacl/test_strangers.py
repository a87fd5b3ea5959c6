"""Shapes as others write them, over data of another generator: the planted faults are found, and nothing else."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from cases.shacl.strangers import make
from dateline.shacl.read import from_ntriples, from_rdf
from dateline.shacl.validate import unsupported, validate
from shacl_reports import by_pyshacl, recorded, rows

FOLDER = Path(__file__).parents[1] / "cases" / "shacl" / "strangers"
KINDS = ("catalog", "events")


def shapes(kind: str) -> bytes:
    return (FOLDER / f"{kind}.ttl").read_bytes()


def made(kind: str, triples: int) -> tuple[bytes, Counter[make.Result]]:
    out = io.StringIO()
    expected = make.write(kind, triples, out)
    return out.getvalue().encode(), expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_planted_faults_are_found_and_nothing_else(kind: str) -> None:
    data, expected = made(kind, 100_000)
    report = validate(from_ntriples(data), from_rdf(shapes(kind), ox.RdfFormat.TURTLE))
    found = Counter((one.focus.strip("<>"), one.component) for one in recorded(report).elements())

    assert expected.total() > 20
    assert found - expected == Counter()
    assert expected - found == Counter()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_the_shapes_is_left_to_another_engine(kind: str) -> None:
    assert unsupported(from_rdf(shapes(kind), ox.RdfFormat.TURTLE)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_pyshacl_finds_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "FAULTY", 0.3)
    data, _ = made(kind, 2_500)
    graphs = [
        [one.triple for one in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)],
        [one.triple for one in ox.parse(shapes(kind), format=ox.RdfFormat.TURTLE)],
    ]
    found = recorded(validate(from_ntriples(data), from_rdf(shapes(kind), ox.RdfFormat.TURTLE)))
    # An ill-formed number passes a bound there; see pyshacl.yaml.
    ours = Counter(
        {row: count for row, count in found.items() if row.component != "MinInclusive" or '"-' not in row.value}
    )

    def named(counted: Counter[object]) -> Counter[tuple[object, ...]]:
        """Shapes without a name have another label in each program."""
        return Counter(tuple(part for part in row if not str(part).startswith("_:")) for row in counted.elements())

    assert named(ours) == named(rows(by_pyshacl(graphs[0], graphs[1])))
