"""How far shapes look from a focus node: the question whether data can be judged in chunks.

A chunk can hold a focus node with all that its shapes look at when paths go forward and end. The answer is one number
of steps and one set of predicates for all shapes together, which is more than each needs but never less.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.shacl.components.other import Closed
from dateline.shacl.components.pairs import Compared
from dateline.shacl.components.values import Class
from dateline.shacl.paths import longest, only_forward, predicates
from dateline.shacl.plan import Plan
from dateline.shacl.shapes import Shape
from dateline.shacl.terms import Term


@dataclass(frozen=True, slots=True)
class Reach:
    """From a focus node, so many `steps` along the `predicates`; of the nodes there, their own triples."""

    steps: int
    predicates: frozenset[str]


class _TooFar(Exception):
    pass


def reach_of(plan: Plan) -> Reach | str:
    """Return how far the shapes of a plan look, or why that has no bound."""
    followed: set[str] = set()
    steps: dict[Term, int | None] = {}
    try:
        for root in plan.roots:
            if root.targets.objects_of:
                raise _TooFar(f"{plan.shapes.names[root.node]} has the objects of a predicate as its targets")
            _steps(plan, root, steps, followed)
    except _TooFar as error:
        return str(error)
    return Reach(max((one for one in steps.values() if one is not None), default=0), frozenset(followed))


def _steps(plan: Plan, shape: Shape, known: dict[Term, int | None], followed: set[str]) -> int | None:
    """Return how many steps a shape goes from a node; None where it looks at no triple, only at the node."""
    if shape.node not in known:
        known[shape.node] = None if shape.deactivated else _of_shape(plan, shape, known, followed)
    return known[shape.node]


def _of_shape(plan: Plan, shape: Shape, known: dict[Term, int | None], followed: set[str]) -> int | None:
    asked = [0] if any(_looks(shape, constraint) for constraint in shape.constraints) else []
    below = (plan.shapes.by_node[node] for node in shape.refers_to())
    asked += [steps for one in below if (steps := _steps(plan, one, known, followed)) is not None]
    beyond = max(asked) if asked else None
    if shape.path is None:
        return beyond
    if not only_forward(shape.path):
        raise _TooFar(f"{plan.shapes.names[shape.node]} has the path {shape.path.text()}, which goes back or on and on")
    length = longest(shape.path)
    if beyond is not None or length > 1:
        followed |= predicates(shape.path)
    return length - 1 if beyond is None else length + beyond


def _looks(shape: Shape, constraint: object) -> bool:
    """Tell whether a constraint looks at the triples of a value."""
    return isinstance(constraint, Class | Closed) or (isinstance(constraint, Compared) and shape.path is None)
