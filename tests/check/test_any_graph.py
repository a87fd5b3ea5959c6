"""Whatever a graph says, checking it gives diagnostics and never an exception."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.check import RdfFile, check_graph
from dateline.diagnostics import Severity
from dateline.store.syntaxes import syntax_named

GOOD = Path(__file__).parents[1] / "cases" / "shapes" / "good.ttl"
QUADS = list(ox.parse(GOOD.read_bytes(), format=ox.RdfFormat.TURTLE))
XSD = "http://www.w3.org/2001/XMLSchema#"
OBJECTS = [
    "_:b",
    "<urn:x>",
    '""',
    '"é\\n"@en',
    f'"x"^^<{XSD}date>',
    f'"5"^^<{XSD}integer>',
    f'"-9.5"^^<{XSD}decimal>',
    f'"2024-01-01"^^<{XSD}date>',
    '"2022/.."^^<http://id.loc.gov/datatypes/edtf/EDTF>',
]
CHANGES = st.dictionaries(st.integers(0, len(QUADS) - 1), st.sampled_from(["", *OBJECTS]), max_size=12)


def nt(data: bytes) -> RdfFile:
    return RdfFile("any.nt", data, syntax_named("nt"))


@settings(max_examples=25, deadline=None)
@given(CHANGES)
def test_a_changed_graph_is_checked_to_the_end(changes: dict[int, str]) -> None:
    lines = []
    for number, quad in enumerate(QUADS):
        value = changes.get(number, str(quad.object))
        if value:
            lines.append(f"{quad.subject} {quad.predicate} {value} .\n")
    found = check_graph(nt("".join(lines).encode()))
    assert all(one.file == "any.nt" and one.message for one in found)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_checked_or_refused_with_a_diagnostic(data: bytes) -> None:
    assert any(one.severity is Severity.ERROR for one in check_graph(nt(data)))
