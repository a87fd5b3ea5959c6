"""The shapes of a shapes graph, read once into frozen records; what is ill-formed is refused by name.

A shape is whatever the specification takes for one: it has a type, a target or a parameter, or another shape refers
to it. Shapes that refer to themselves, however far around, are refused, as SHACL leaves their meaning open. Rules:
https://www.w3.org/TR/shacl/#shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.errors import InputError
from dateline.shacl.components import PROPERTY_SHAPES_ONLY, Constraint, beyond_core, read_constraints
from dateline.shacl.components.shape_based import Node, Property
from dateline.shacl.graph import LANG_STRING, STRING, Graph, Kind
from dateline.shacl.paths import Path, read_path
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.targets import Targets, instance_of, read_targets
from dateline.shacl.terms import Term
from dateline.shacl.vocabulary import PARAMETERS, TARGETS
from dateline.vocab import SH

_DEEPEST = 100
_VIOLATION = SH + "Violation"


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a path a property shape. `path_node` is how the shapes graph writes the path.

    `messages` are for people, in any number of languages; without any, each constraint has a sentence of its own.
    `beyond` names what the shape asks for outside of SHACL Core.
    """

    node: Term
    path: Path | None
    path_node: Term | None
    targets: Targets
    constraints: tuple[Constraint, ...]
    severity: str
    messages: tuple[Term, ...]
    deactivated: bool
    beyond: tuple[str, ...] = ()

    def refers_to(self) -> Iterator[Term]:
        """Yield the shapes that are judged along with this one."""
        if not self.deactivated:
            for constraint in self.constraints:
                yield from constraint.shapes()


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of a graph by their nodes, in the order of the graph."""

    by_node: dict[Term, Shape]
    names: dict[Term, str]

    def targeted(self) -> tuple[Shape, ...]:
        """Return the shapes that have targets and are not deactivated."""
        return tuple(shape for shape in self.by_node.values() if shape.targets and not shape.deactivated)

    def under(self, node: Term) -> tuple[Shape, ...]:
        """Return a shape and all that it refers to, however far."""
        found: dict[Term, None] = {}
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = None
                waiting.extend(self.by_node[one].refers_to())
        return tuple(self.by_node[one] for one in found)

    def beyond(self, node: Term) -> tuple[str, ...]:
        """Return what a shape and all that it refers to ask for outside of SHACL Core."""
        return tuple(what for shape in self.under(node) for what in shape.beyond)


def read_shapes(graph: Graph) -> Shapes:
    """Return the shapes of a shapes graph.

    Raises:
        InputError: a shape is ill-formed, or refers to itself.
    """
    said = ShapeGraph(graph)
    entailed = next(iter(said.values_of(SH + "entailment")), None)
    if entailed is not None:
        raise InputError(said.file, f"the shapes ask for {entailed.shown()}, an entailment; infer its triples first")
    nodes = dict.fromkeys(node for node, by in said.statements.items() if _is_shape(said, node, by))
    said.refuse_unknown_names(nodes)
    waiting = list(nodes)
    found: dict[Term, Shape] = {}
    while waiting:
        node = waiting.pop(0)
        if node not in found:
            found[node] = _shape(said, node)
            waiting.extend(found[node].refers_to())
    if later := found.keys() - nodes.keys():
        said.refuse_unknown_names(later)
    _check_references(said, found)
    _refuse_circles(said, found)
    return Shapes(found, {node: said.name(node) for node in found})


def _is_shape(graph: ShapeGraph, node: Term, said: Iterable[str]) -> bool:
    for predicate in said:
        name = predicate.removeprefix(SH)
        if predicate in graph.custom or (name != predicate and (name in PARAMETERS or name in TARGETS)):
            return True
    return any(instance_of(graph, node, SH + kind) for kind in ("NodeShape", "PropertyShape", "Shape"))


def _shape(graph: ShapeGraph, node: Term) -> Shape:
    if node.kind == Kind.LITERAL:
        raise graph.error(node, "a literal cannot be a shape")
    if node.kind == Kind.IRI and node not in graph.statements:
        raise graph.error(node, "it is referred to, but nothing is said of it; is its name written correctly?")
    path_node = graph.one(node, "path")
    is_property, is_node = (instance_of(graph, node, SH + kind) for kind in ("PropertyShape", "NodeShape"))
    if is_node and path_node is not None:
        raise graph.error(node, "a node shape cannot have sh:path; make it a sh:PropertyShape")
    if is_property and path_node is None:
        raise graph.error(node, "a property shape needs sh:path")
    if path_node is None:
        misplaced = next((name for name in PROPERTY_SHAPES_ONLY if graph.all(node, name)), None)
        if misplaced is not None:
            raise graph.error(node, f"sh:{misplaced} belongs to a property shape, which needs sh:path")
    return Shape(
        node=node,
        path=None if path_node is None else read_path(graph, node, path_node),
        path_node=path_node,
        targets=read_targets(graph, node),
        constraints=read_constraints(graph, node),
        severity=_severity(graph, node),
        messages=_messages(graph, node),
        deactivated=bool(graph.flag(node, "deactivated")),
        beyond=tuple(beyond_core(graph, node)),
    )


def _severity(graph: ShapeGraph, node: Term) -> str:
    given = graph.iris(node, "severity")
    return given[0] if given else _VIOLATION


def _messages(graph: ShapeGraph, node: Term) -> tuple[Term, ...]:
    messages = graph.all(node, "message")
    for message in messages:
        if message.datatype not in (STRING, LANG_STRING):
            raise graph.error(node, f"sh:message must be a text, not {message.n3()}")
    return messages


def _check_references(graph: ShapeGraph, shapes: dict[Term, Shape]) -> None:
    for shape in shapes.values():
        for constraint in shape.constraints:
            for node in constraint.shapes() if not shape.deactivated else ():
                has_path = shapes[node].path is not None
                if isinstance(constraint, Property) and not has_path:
                    raise graph.error(
                        node, f"it is a value of sh:property (of {graph.name(shape.node)}), so it needs sh:path"
                    )
                if isinstance(constraint, Node) and has_path:
                    raise graph.error(node, f"it is a value of sh:node (of {graph.name(shape.node)}), but has sh:path")


def _refuse_circles(graph: ShapeGraph, shapes: dict[Term, Shape]) -> None:
    """Walk down from every shape, without recursion; a shape that is met below itself is recursive."""
    height: dict[Term, int] = {}
    for start, first in shapes.items():
        trail: list[tuple[Term, Iterator[Term]]] = [(start, first.refers_to())]
        open_ = {start}
        while trail:
            node, rest = trail[-1]
            below = next((one for one in rest if one not in height), None)
            if below is None:
                height[node] = 1 + max((height[one] for one in shapes[node].refers_to()), default=0)
                if height[node] > _DEEPEST:
                    raise graph.error(node, f"it nests shapes more than {_DEEPEST} deep")
                open_.discard(node)
                trail.pop()
                continue
            if below in open_:
                raise graph.error(
                    below, "it refers to itself, directly or through other shapes; SHACL leaves open what that means"
                )
            open_.add(below)
            trail.append((below, shapes[below].refers_to()))
