"""What the tests of `dateline.shacl` share: validation reports as sets that can be compared, and pySHACL as a peer.

A result is six texts: focus node, path, value, component, shape and severity. Terms are written as N-Triples, paths
as SPARQL, so that a report of any program can be compared with that of any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox
import pyshacl
import rdflib

from dateline.check.reference import exact_literals, graph_of
from dateline.shacl.graph import Kind
from dateline.shacl.paths import Alternative, Path, Predicate, Sequence
from dateline.shacl.terms import Term
from dateline.shacl.validate import Report

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SH = "http://www.w3.org/ns/shacl#"
NONE = "-"
Triple = tuple[str, str, str]
Index = dict[str, dict[str, list[str]]]
REPORT = ox.NamedNode(f"{SH}ValidationReport")
PATHS = ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
WITHIN = {f"{SH}{name}" for name in ("result", "resultPath", *PATHS)} | {f"{RDF}first", f"{RDF}rest"}
TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'


class Row(NamedTuple):
    """One validation result."""

    focus: str
    path: str
    value: str
    component: str
    shape: str
    severity: str


def plain(triples: Iterable[ox.Triple | ox.Quad]) -> list[Triple]:
    """Return Oxigraph's triples as texts."""
    return [(str(t.subject), str(t.predicate), _text(t.object)) for t in triples]


def plain_rdflib(graph: rdflib.Graph) -> list[Triple]:
    """Return rdflib's triples as texts, written in the same way."""
    return plain(ox.Triple(_ox(s), _ox(p), _ox(o)) for s, p, o in graph)


def _text(term: object) -> str:
    """Language tags are the same in upper and lower case."""
    if isinstance(term, ox.Literal) and term.language:
        return str(ox.Literal(term.value, language=term.language.lower()))
    return str(term)


def _ox(term: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(term)
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(term)
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(term, language=term.language)
    return ox.Literal(term, datatype=ox.NamedNode(term.datatype)) if term.datatype else ox.Literal(term)


def indexed(triples: Iterable[Triple]) -> Index:
    """Return triples by subject and predicate; the namespaces of SHACL and RDF are left out of predicates."""
    index: Index = {}
    for subject, predicate, value in triples:
        name = predicate.strip("<>").removeprefix(SH).removeprefix(RDF)
        index.setdefault(subject, {}).setdefault(name, []).append(value)
    return index


def rows(triples: Iterable[Triple]) -> Counter[Row]:
    """Return the results of a validation report graph; two that are alike count twice."""
    index = indexed(triples)
    results = [one for node in index.values() for one in node.get("result", ())]
    return Counter(_row(index, index[result]) for result in results)


def _row(index: Index, result: dict[str, list[str]]) -> Row:
    def only(name: str) -> str:
        (value,) = result.get(name, [NONE])
        return value

    path = only("resultPath")
    return Row(
        only("focusNode"),
        path if path == NONE else path_text(index, path),
        only("value"),
        only("sourceConstraintComponent").strip("<>").removeprefix(SH).removesuffix("ConstraintComponent"),
        only("sourceShape"),
        only("resultSeverity").strip("<>").removeprefix(SH),
    )


def path_text(index: Index, node: str, *, back: bool = False) -> str:
    """Return a property path as SPARQL writes it; an inverse is written at single predicates, a list is a list."""
    about = index.get(node, {}) if node.startswith("_:") else {}
    if "first" in about:
        steps = [path_text(index, item, back=back) for item in items(index, node)]
        return "(" + "/".join(reversed(steps) if back else steps) + ")"
    if "alternativePath" in about:
        choices = items(index, about["alternativePath"][0])
        return "(" + "|".join(path_text(index, item, back=back) for item in choices) + ")"
    if "inversePath" in about:
        return path_text(index, about["inversePath"][0], back=not back)
    for name, times in (("zeroOrMorePath", "*"), ("oneOrMorePath", "+"), ("zeroOrOnePath", "?")):
        if name in about:
            return f"{path_text(index, about[name][0], back=back)}{times}"
    return f"^{node}" if back else node


def items(index: Index, node: str) -> list[str]:
    """Return the members of an RDF list."""
    found = []
    while node != f"<{RDF}nil>":
        found.append(index[node]["first"][0])
        node = index[node]["rest"][0]
    return found


def recorded(report: Report) -> Counter[Row]:
    """Return the results of a report of ours, from its records."""
    return Counter(
        Row(
            written(one.focus),
            steps(one.path) if one.path else NONE,
            written(one.value) if one.value else NONE,
            one.component.removeprefix(SH).removesuffix("ConstraintComponent"),
            written(one.shape),
            one.severity.removeprefix(SH),
        )
        for one in report.records()
    )


def written(term: Term) -> str:
    """Return a term of ours as Oxigraph writes it."""
    if term.kind != Kind.LITERAL:
        return f"<{term.text}>" if term.kind == Kind.IRI else f"_:{term.text}"
    if term.language:
        return str(ox.Literal(term.text, language=term.language))
    return str(ox.Literal(term.text, datatype=ox.NamedNode(term.datatype or "")))


def steps(path: Path) -> str:
    """Return a path of ours as `path_text` writes it."""
    if isinstance(path, Predicate):
        return f"{'^' if path.inverse else ''}<{path.iri}>"
    if isinstance(path, Sequence):
        return "(" + "/".join(steps(step) for step in path.steps) + ")"
    if isinstance(path, Alternative):
        return "(" + "|".join(steps(choice) for choice in path.choices) + ")"
    return f"{steps(path.path)}{path.times}"


def messages(triples: Iterable[Triple]) -> Counter[str]:
    """Return the messages of all results."""
    return Counter(text for node in indexed(triples).values() for text in node.get("resultMessage", ()))


def conforms(triples: Iterable[Triple]) -> bool:
    """Return what a report says about conformance."""
    said = [value for node in indexed(triples).values() for value in node.get("conforms", ())]
    return said == [TRUE]


def split(triples: Iterable[ox.Triple | ox.Quad]) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Take the data and shapes of a case apart from the report that is expected, which stands in the same file."""
    about: dict[object, list[ox.Triple]] = {}
    for t in triples:
        about.setdefault(t.subject, []).append(ox.Triple(t.subject, t.predicate, t.object))
    waiting: list[object] = [node for node, said in about.items() if any(t.object == REPORT for t in said)]
    report: list[ox.Triple] = []
    while waiting:
        said = about.pop(waiting.pop(), [])
        report += said
        waiting += [t.object for t in said if t.predicate.value in WITHIN and isinstance(t.object, ox.BlankNode)]
    return [t for said in about.values() for t in said], report


def by_pyshacl(data: Iterable[ox.Triple], shapes: Iterable[ox.Triple]) -> list[Triple]:
    """Return pySHACL's report; it is given the literals as they are written."""
    with exact_literals():
        return _validated(graph_of(data), graph_of(shapes))


def by_pyshacl_as_it_is(data: Iterable[ox.Triple], expected: Iterable[ox.Triple]) -> tuple[list[Triple], list[Triple]]:
    """Return pySHACL's report on shapes with their data, and the expected one, both with rdflib's literals."""
    return _validated(*[_usual(data)] * 2), plain_rdflib(_usual(expected))


def _validated(data: rdflib.Graph, shapes: rdflib.Graph) -> list[Triple]:
    _, graph, said = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(graph, rdflib.Graph), said
    return plain_rdflib(graph)


def _usual(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for t in triples:
        value = t.object
        if isinstance(value, ox.Literal):
            datatype = None if value.language else rdflib.URIRef(value.datatype.value)
            term: rdflib.term.Node = rdflib.Literal(value.value, lang=value.language, datatype=datatype)
        else:
            term = _rdflib(value)
        graph.add((_rdflib(t.subject), rdflib.URIRef(t.predicate.value), term))
    return graph


def _rdflib(node: object) -> rdflib.term.Node:
    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    assert isinstance(node, ox.BlankNode)
    return rdflib.BNode(node.value)
