"""The plan of a validation: the shapes of a graph as a tree of operations, compiled once and run on any data.

A root is a shape with targets; below it stand the values of its path, its constraints, and the shapes that these
refer to. `Plan.explain` prints the tree, with rows and times where a run has measured them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from dateline.shacl.components import Constraint
from dateline.shacl.components.shape_based import Property
from dateline.shacl.graph import Graph
from dateline.shacl.shapes import Shape, Shapes, read_shapes
from dateline.shacl.terms import Term, iri
from dateline.vocab import RDF


@dataclass(slots=True)
class Measure:
    """What one operation met and took: rows in, rows found wrong (or made), seconds."""

    rows: int = 0
    found: int = 0
    seconds: float = 0.0

    def add(self, rows: int, found: int, seconds: float) -> None:
        """Count one more run of the operation."""
        self.rows += rows
        self.found += found
        self.seconds += seconds


Measures = dict[tuple[Term, Constraint | str], Measure]
"""Measures by shape and constraint; `focus` and `values` stand for the finding of focus nodes and values."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes ready to run. `roots` are those that this engine judges; `left` names what is left to another one.

    `reporting` has the roots and the property shapes below them, none before a shape that sends nodes to it.
    `left` has, by shape, what it or a shape below it asks for outside of SHACL Core; such a shape is not judged in
    part.
    """

    shapes: Shapes
    roots: tuple[Shape, ...]
    reporting: tuple[Shape, ...]
    left: dict[Term, tuple[str, ...]] = field(default_factory=dict)

    def constants(self) -> set[Term]:
        """Return all terms of the shapes that are looked up in the data, other than target nodes."""
        found = {iri(RDF + "type")}
        for root in self.roots:
            found.update(root.targets.constants())
            for shape in self.shapes.under(root.node):
                found.update(term for constraint in shape.constraints for term in constraint.constants())
        return found

    def targets(self) -> list[Term]:
        """Return the nodes that shapes have as targets by name."""
        return list(dict.fromkeys(node for root in self.roots for node in root.targets.nodes))

    def explain(self, measures: Measures | None = None) -> str:
        """Return the tree of operations as text, one a line, ending in a newline."""
        lines: list[str] = []
        shown: set[Term] = set()
        for root in self.roots:
            lines.append(
                f"{self.shapes.names[root.node]}  for {root.targets.shown()}{_measured(measures, root, 'focus')}"
            )
            lines.extend(self._lines(root, 1, shown=shown, measures=measures))
        for node, reasons in self.left.items():
            lines.append(f"{self.shapes.names[node]}  left to pySHACL: {'; '.join(reasons)}")
        return "\n".join([*lines, ""])

    def _lines(self, shape: Shape, depth: int, *, shown: set[Term], measures: Measures | None) -> Iterator[str]:
        indent = "  " * depth
        if shape.deactivated:
            yield f"{indent}deactivated"
            return
        if shape.node in shown:
            yield f"{indent}as above"
            return
        shown.add(shape.node)
        if shape.path is not None:
            yield f"{indent}values of {shape.path.text()}{_measured(measures, shape, 'values')}"
            indent += "  "
        for constraint in shape.constraints:
            hidden = isinstance(constraint, Property)
            if not hidden:
                yield f"{indent}{constraint.shown()}{_measured(measures, shape, constraint)}"
            for below in constraint.shapes():
                name = self.shapes.names[below]
                yield f"{indent}{'' if hidden else '  '}{'property' if hidden else 'shape'} {name}"
                yield from self._lines(
                    self.shapes.by_node[below], depth + 2 + (not hidden), shown=shown, measures=measures
                )


def compile_plan(shapes: Graph) -> Plan:
    """Return the plan for a shapes graph.

    Raises:
        InputError: a shape is ill-formed, or refers to itself.
    """
    read = read_shapes(shapes)
    left = {shape.node: read.beyond(shape.node) for shape in _roots(read) if read.beyond(shape.node)}
    roots = tuple(shape for shape in read.targeted() if shape.node not in left)
    return Plan(read, roots, _in_order(read, roots), left)


def limited(plan: Plan, nodes: Collection[Term]) -> Plan:
    """Return the plan for some of its roots alone."""
    roots = tuple(shape for shape in plan.roots if shape.node in nodes)
    left = {node: reasons for node, reasons in plan.left.items() if node in nodes}
    return Plan(plan.shapes, roots, _in_order(plan.shapes, roots), left)


def _in_order(shapes: Shapes, roots: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """Return shapes and the property shapes below them, each after all that refer to it."""
    done: dict[Term, Shape] = {}

    def visit(shape: Shape) -> None:
        if shape.node in done:
            return
        for constraint in reversed(shape.constraints) if not shape.deactivated else ():
            if isinstance(constraint, Property):
                visit(shapes.by_node[constraint.shape])
        done[shape.node] = shape

    for root in reversed(roots):
        visit(root)
    return tuple(reversed(done.values()))


def _roots(shapes: Shapes) -> tuple[Shape, ...]:
    """Return the shapes that stand at the top: those with targets, or with a target outside of SHACL Core."""
    return tuple(
        shape
        for shape in shapes.by_node.values()
        if not shape.deactivated and (shape.targets or "sh:target" in shape.beyond)
    )


def _measured(measures: Measures | None, shape: Shape, what: Constraint | str) -> str:
    measure = None if measures is None else measures.get((shape.node, what))
    if measure is None:
        return ""
    found = "nodes" if what == "focus" else "values" if what == "values" else "wrong"
    rows = "" if what == "focus" else f"{measure.rows:,} in, "
    return f"  [{rows}{measure.found:,} {found}, {measure.seconds * 1000:.1f} ms]"
