"""Each constraint component on a case of its own, with what the specification says at its edges.

The cases are Turtle files with data and shapes; lines that begin with `#!` are the results that must come out.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.shacl.read import from_rdf
from dateline.shacl.terms import Term
from dateline.shacl.validate import Result, validate
from dateline.vocab import SH, XSD

CASES = sorted((Path(__file__).parents[1] / "cases" / "shacl" / "components").glob("*.ttl"))


def written(term: Term | None) -> str:
    """Return a term as the cases write it."""
    if term is None:
        return "-"
    if term.datatype in (XSD + "integer", XSD + "decimal") and not term.text.startswith("0") and term.text[0].isdigit():
        return term.text
    text = re.sub(r"<https://example\.org/([^>]*)>", r":\1", term.n3()).replace(f"<{XSD}integer>", "xsd:integer")
    return re.sub(rf"<{XSD}(\w+)>", r"xsd:\1", text)


def line(result: Result) -> str:
    path = "-" if result.path is None else re.sub(r"<https://example\.org/([^>]*)>", r":\1", result.path.text())
    component = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
    return "  ".join((written(result.focus), path, written(result.value), component, written(result.shape)))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_component_finds_what_is_wrong_and_nothing_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    graph = from_rdf(text.encode(), ox.RdfFormat.TURTLE)

    found = [line(result) for result in validate(graph, graph).records()]

    assert sorted(found) == sorted(re.findall(r"^#! (.+)$", text, re.MULTILINE))


def test_blank_nodes_of_data_and_shapes_are_never_the_same() -> None:
    prefixes = "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    data = from_rdf((prefixes + ":a :p _:x .").encode(), ox.RdfFormat.TURTLE)
    shapes = prefixes + ":S sh:targetNode :a ; sh:property [ sh:path :p ; sh:hasValue _:x ] ."

    assert not validate(data, from_rdf(shapes.encode(), ox.RdfFormat.TURTLE)).conforms
