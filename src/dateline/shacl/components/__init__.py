"""The constraint components of SHACL Core, one file for each family of the specification.

`read_constraints` asks each family for its constraints at a shape; `beyond_core` for what none of them can do.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.shacl.components import cardinality, logic, other, pairs, ranges, shape_based, strings, values
from dateline.shacl.components.base import Constraint
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term, shown_iri
from dateline.shacl.vocabulary import BEYOND_CORE
from dateline.vocab import SH

__all__ = ["PROPERTY_SHAPES_ONLY", "Constraint", "beyond_core", "read_constraints"]

_FAMILIES = (values, cardinality, ranges, strings, pairs, logic, shape_based, other)

PROPERTY_SHAPES_ONLY = (
    "minCount",
    "maxCount",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "qualifiedValueShape",
)
"""Parameters that a node shape cannot have."""


def read_constraints(graph: ShapeGraph, node: Term) -> tuple[Constraint, ...]:
    """Return the constraints of a shape.

    Raises:
        InputError: a parameter is not as the specification asks.
    """
    return tuple(constraint for family in _FAMILIES for constraint in family.read(graph, node))


def beyond_core(graph: ShapeGraph, node: Term) -> Iterator[str]:
    """Yield what a shape asks for that this engine does not do, by name."""
    for predicate in graph.statements.get(node, {}):
        if predicate in graph.custom:
            yield f"{shown_iri(predicate)}, a parameter of a constraint component of its own"
        elif predicate.removeprefix(SH) in BEYOND_CORE:
            yield f"sh:{predicate.removeprefix(SH)}"
    yield from strings.beyond(graph, node)
