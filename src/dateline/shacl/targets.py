"""The targets of shapes: which nodes of the data graph a shape is about.

Rules: https://www.w3.org/TR/shacl/#targets. An owl:Class is taken for an rdfs:Class, as every processor does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from dateline.shacl.graph import Kind
from dateline.shacl.run import CODE, Nodes, Run
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term, iri, shown_iri
from dateline.vocab import OWL, RDF, RDFS


@dataclass(frozen=True, slots=True)
class Targets:
    """Nodes, classes with all below them, and the subjects or objects of predicates."""

    nodes: tuple[Term, ...] = ()
    classes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()
    objects_of: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    def focus(self, run: Run) -> Nodes:
        """Return the focus nodes in the data graph; nodes named outright are there even if the graph lacks them."""
        found = [run.codes(self.nodes)]
        found += [run.instances(name).codes for name in self.classes]
        found += [run.pairs(name)["focus"] for name in self.subjects_of]
        found += [run.pairs(name)["value"] for name in self.objects_of]
        some = [codes.cast(CODE).alias("focus") for codes in found if len(codes)]
        return run.nodes(pl.concat(some) if some else pl.Series("focus", [], dtype=CODE))

    def constants(self) -> Iterator[Term]:
        """Yield the terms that are looked up in the data graph, other than the nodes."""
        return (iri(name) for name in self.classes)

    def shown(self) -> str:
        """Return the targets as people write them down."""
        parts = [f"node {node.shown()}" for node in self.nodes[:3]]
        parts += [f"and {len(self.nodes) - 3} more nodes"] if len(self.nodes) > 3 else []
        parts += [f"class {shown_iri(name)}" for name in self.classes]
        parts += [f"subjects of {shown_iri(name)}" for name in self.subjects_of]
        parts += [f"objects of {shown_iri(name)}" for name in self.objects_of]
        return ", ".join(parts)


def read_targets(graph: ShapeGraph, node: Term) -> Targets:
    """Return the targets of a shape, with the shape itself where it is a class."""
    implicit = (node.text,) if node.kind == Kind.IRI and _is_class(graph, node) else ()
    for target in graph.all(node, "targetNode"):
        if target.kind == Kind.BLANK:
            raise graph.error(
                node, "sh:targetNode must be an IRI or a literal; a blank node cannot be named from outside"
            )
    return Targets(
        nodes=graph.all(node, "targetNode"),
        classes=tuple(dict.fromkeys((*graph.iris(node, "targetClass"), *implicit))),
        subjects_of=graph.iris(node, "targetSubjectsOf"),
        objects_of=graph.iris(node, "targetObjectsOf"),
    )


def instance_of(graph: ShapeGraph, node: Term, name: str) -> bool:
    """Tell whether the shapes graph gives a node the class `name` or one below it."""
    waiting = list(graph.objects(node, RDF + "type"))
    seen: set[Term] = set()
    while waiting:
        one = waiting.pop()
        if one.text == name:
            return True
        if one not in seen:
            seen.add(one)
            waiting.extend(graph.objects(one, RDFS + "subClassOf"))
    return False


def _is_class(graph: ShapeGraph, node: Term) -> bool:
    return any(instance_of(graph, node, name) for name in (RDFS + "Class", OWL + "Class"))
