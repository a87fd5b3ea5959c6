"""The reference engine: pySHACL behind one small face, with guards where it passes what looks caught.

rdflib rewrites literals while it reads them, takes valid days before the year 1 for ill-typed ones, and writes
tracebacks about literals to its log; a shape file with a misspelled SHACL namespace makes everything conform. Each of
these has its guard here. Graphs are made from Oxigraph's parser, never from rdflib's. Knows graphs and shapes,
nothing of events or tables.
"""

from __future__ import annotations

import calendar
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, RDFS, SH, XSD

from dateline.check.violations import Violation
from dateline.diagnostics import Severity
from dateline.errors import InputError
from dateline.vocab import PREFIXES

_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_FAR_DAY = re.compile(r"(-(?:[1-9][0-9]{4,}|[0-9]{4})|0000|[1-9][0-9]{4,})-(0[1-9]|1[0-2])-([0-9]{2})")
_COMPARED = (SH.lessThan, SH.lessThanOrEquals)


@dataclass(frozen=True, slots=True)
class Report:
    """What pySHACL found, its W3C validation report as a graph, and how many nodes the shapes were about."""

    violations: tuple[Violation, ...]
    graph: rdflib.Graph
    focus_nodes: int


class _Literal(rdflib.Literal):
    """A literal that is not less than what it cannot be compared with.

    SHACL wants a result for such a pair (https://www.w3.org/TR/shacl/#LessThanConstraintComponent); rdflib raises
    TypeError, which would end the whole validation.
    """

    __slots__ = ()

    def __lt__(self, other: object) -> bool:
        return super().__lt__(other) is True

    def __le__(self, other: object) -> bool:
        return super().__le__(other) is True


@contextmanager
def exact_literals() -> Iterator[None]:
    """Keep rdflib from rewriting literals and from logging about them; everything is as before afterwards."""
    log = logging.getLogger("rdflib.term")
    before = rdflib.NORMALIZE_LITERALS, log.disabled
    rdflib.NORMALIZE_LITERALS, log.disabled = False, True
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS, log.disabled = before


def graph_of(triples: Iterable[ox.Triple | ox.Quad]) -> rdflib.Graph:
    """Return an rdflib graph with the literals exactly as they are written."""
    graph = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    with exact_literals():
        for triple in triples:
            graph.add((_term(triple.subject), rdflib.URIRef(triple.predicate.value), _term(triple.object)))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return _Literal(term.value, lang=term.language)
        datatype = rdflib.URIRef(term.datatype.value)
        return _Literal(term.value, datatype=None if datatype == XSD.string else datatype)
    return rdflib.BNode(term.value if isinstance(term, ox.BlankNode) else str(term))


def focus_nodes(data: rdflib.Graph, shapes: rdflib.Graph) -> set[rdflib.term.Node]:
    """Return every node of the data that is a target of any of the shapes."""
    found: set[rdflib.term.Node] = set()
    for kind, target in _targets(shapes):
        if kind == SH.targetNode:
            found.add(target)
        elif kind == SH.targetSubjectsOf:
            found.update(data.subjects(target, None))
        elif kind == SH.targetObjectsOf:
            found.update(data.objects(None, target))
        else:
            for name in data.transitive_subjects(RDFS.subClassOf, target):
                found.update(data.subjects(RDF.type, name))
    return found


def _targets(shapes: rdflib.Graph) -> Iterator[tuple[rdflib.term.Node, rdflib.term.Node]]:
    for kind in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode):
        for target in shapes.objects(None, kind):
            yield kind, target
    for shape in shapes.subjects(RDF.type, RDFS.Class):
        if (shape, RDF.type, SH.NodeShape) in shapes or (shape, RDF.type, SH.PropertyShape) in shapes:
            yield SH.targetClass, shape


def validate(data: rdflib.Graph, shapes: rdflib.Graph, *, file: str = "shapes") -> Report:
    """Validate the data against the shapes; nothing is inferred, imported or fetched.

    Results that say no more than that rdflib cannot read a valid `xsd:date` before the year 1 or after 9999 are
    dropped from the violations.

    Raises:
        InputError: a shape is not valid SHACL.
    """
    _name_compared_blanks(data, shapes)
    copy = shapes + rdflib.Graph()  # pySHACL adds triples to the shapes that it is given
    try:
        with exact_literals():
            _, graph, _ = pyshacl.validate(data, shacl_graph=copy, inplace=True, advanced=False)
    except Exception as error:  # a faulty shape raises anything: from the engine, `re`, or the SPARQL parser
        graph = error
    if not isinstance(graph, rdflib.Graph):
        reason = str(graph).partition("\n")[0] or type(graph).__name__
        raise InputError(file, f"its shapes cannot be run: {reason}") from graph
    results = (_violation(graph, result, shapes) for result in graph.subjects(RDF.type, SH.ValidationResult))
    found = {result for result in results if result is not None}
    ordered = sorted(found, key=lambda one: (one.focus, one.shape, one.paths, one.value or ""))
    return Report(tuple(ordered), graph, len(focus_nodes(data, shapes)))


def _name_compared_blanks(data: rdflib.Graph, shapes: rdflib.Graph) -> None:
    """Give names to blank nodes that stand where values are compared: pySHACL refuses to run at the sight of one."""
    for shape in {shape for predicate in _COMPARED for shape in shapes.subjects(predicate, None)}:
        for predicate in (*shapes.objects(shape, SH.path), *_compared(shapes, shape)):
            for subject, _, value in list(data.triples((None, predicate, None))):
                if isinstance(value, rdflib.BNode):
                    data.remove((subject, predicate, value))
                    data.add((subject, predicate, rdflib.URIRef(f"urn:blank:{value}")))


def _violation(graph: rdflib.Graph, result: rdflib.term.Node, shapes: rdflib.Graph) -> Violation | None:
    value = graph.value(result, SH.value)
    component = str(graph.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
    if component == "DatatypeConstraintComponent" and isinstance(value, rdflib.Literal) and far_day(value):
        return None
    severity = graph.value(result, SH.resultSeverity)
    shape = graph.value(result, SH.sourceShape)
    compared = [str(other) for other in _compared(shapes, shape)]
    return Violation(
        focus=str(graph.value(result, SH.focusNode)),
        paths=(*_paths(graph, graph.value(result, SH.resultPath)), *compared),
        value=None if value is None else str(value),
        severity=_SEVERITIES.get(severity, Severity.ERROR) if isinstance(severity, rdflib.URIRef) else Severity.ERROR,
        shape=str(shape),
        component=component.removesuffix("ConstraintComponent"),
        message=" ".join(sorted(str(text) for text in graph.objects(result, SH.resultMessage))),
    )


def _compared(shapes: rdflib.Graph, shape: rdflib.term.Node | None) -> Iterator[rdflib.term.Node]:
    for predicate in _COMPARED:
        yield from shapes.objects(shape, predicate) if shape is not None else ()


def _paths(graph: rdflib.Graph, path: rdflib.term.Node | None) -> tuple[str, ...]:
    if isinstance(path, rdflib.URIRef):
        return (str(path),)
    choice = None if path is None else graph.value(path, SH.alternativePath)
    members = [] if choice is None else graph.items(choice)
    return tuple(str(member) for member in members if isinstance(member, rdflib.URIRef))


def far_day(literal: rdflib.Literal) -> bool:
    """Tell whether a literal is a valid `xsd:date` that rdflib cannot read, because its year is not 1 to 9999."""
    found = _FAR_DAY.fullmatch(str(literal)) if literal.datatype == XSD.date else None
    if found is None:
        return False
    year, month, day = (int(part) for part in found.groups())
    return 1 <= day <= calendar.monthrange(2000 + year % 400, month)[1]
