"""Which engine judges what: columns where they can, pySHACL for the rest.

The columnar engine (`dateline.shacl`) judges SHACL Core, and names the shapes that ask for more; `auto` hands these to
pySHACL, the reference. Every engine gives the same violations; `differences` tells where one does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl
import pyoxigraph as ox

from dateline.check.violations import Violation
from dateline.diagnostics import Severity
from dateline.errors import InputError, QueryRefused
from dateline.mapping.frames import graph_of
from dateline.mapping.quads import nquads
from dateline.shacl import complaints, report
from dateline.shacl.components.pairs import LessThan, LessThanOrEquals
from dateline.shacl.graph import Graph, Kind
from dateline.shacl.literals import well_formed
from dateline.shacl.paths import predicates
from dateline.shacl.plan import Plan, compile_plan
from dateline.shacl.read import from_lines, from_triples
from dateline.shacl.validate import Report, Source, validate
from dateline.store.safety import refuse_unsafe
from dateline.tables import Tables
from dateline.vocab import PREFIXES, SH

if TYPE_CHECKING:
    import rdflib

    from dateline.check.reference import Report as Reference

ENGINES = ("auto", "columnar", "pyshacl")
_FALSE_NAMESPACE = SH.replace("http:", "https:")
_SPARQL = tuple(SH + name for name in ("select", "ask", "construct"))
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


class Data:
    """The statements to be judged; each engine takes them in its own form, made when it is first asked for."""

    def __init__(self, columns: Callable[[], Graph], triples: Callable[[], Iterable[ox.Triple | ox.Quad]]) -> None:
        self._columns = columns
        self._triples = triples

    @classmethod
    def of_lines(cls, lines: Sequence[str]) -> Data:
        """Return the data that N-Triples lines, without their line ends, hold."""
        text = "".join(f"{line}\n" for line in lines)
        return cls(
            lambda: from_lines(pl.Series(lines, dtype=pl.String())),
            lambda: ox.parse(text, format=ox.RdfFormat.N_TRIPLES),
        )

    @classmethod
    def of_tables(cls, tables: Tables) -> Data:
        """Return the data that tables hold; the columnar engine gets it without a detour through text."""
        return cls(
            lambda: graph_of(tables),
            lambda: ox.parse(nquads(tables), format=ox.RdfFormat.N_TRIPLES),
        )

    @cached_property
    def columns(self) -> Graph:
        """The statements as frames of codes."""
        return self._columns()

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The statements as an rdflib graph with all literals as they are written."""
        from dateline.check.reference import graph_of

        return graph_of(self._triples())

    def ill_typed(self) -> list[tuple[str, str, str, str]]:
        """Return subject, predicate, text and datatype of every literal that is not what its datatype says."""
        graph = self.columns
        bad = graph.terms.with_row_index("o").filter(~well_formed(graph.terms) & (pl.col("kind") == int(Kind.LITERAL)))
        rows = graph.triples.join(bad.select("o", "text", "datatype"), on="o")
        named = graph.terms["text"]
        return sorted((named[s], named[p], text, datatype) for s, p, _, text, datatype in rows.iter_rows())


@dataclass(frozen=True)
class Shapes:
    """A shapes graph under the name that a person knows it by."""

    triples: tuple[ox.Triple | ox.Quad, ...]
    name: str

    @cached_property
    def plan(self) -> Plan:
        """The shapes compiled for the columnar engine.

        Raises:
            InputError: a shape is ill-formed.
        """
        try:
            return compile_plan(from_triples(self.triples, file=self.name))
        except InputError as error:
            raise InputError(self.name, error.reason) from error

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The shapes as an rdflib graph."""
        from dateline.check.reference import graph_of

        return graph_of(self.triples)

    def left(self) -> rdflib.Graph:
        """Return the shapes for pySHACL with the targets of those that the columnar engine judges taken away."""
        judged = {shape.node.text for shape in self.plan.roots}
        gone = {f"{SH}{name}" for name in _TARGETS}
        kept = self.graph + type(self.graph)()
        for subject, predicate, value in self.graph:
            if str(subject) in judged and str(predicate) in gone:
                kept.remove((subject, predicate, value))
        return kept


def shapes_of(triples: Iterable[ox.Triple | ox.Quad], name: str) -> Shapes:
    """Return a person's own shapes.

    Raises:
        InputError: they spell the SHACL namespace with https, have no target, or have a SPARQL constraint that would
            reach the network.
    """
    shapes = Shapes(tuple(triples), name)
    terms = [term for one in shapes.triples for term in (one.subject, one.predicate, one.object)]
    if any(isinstance(term, ox.NamedNode) and term.value.startswith(_FALSE_NAMESPACE) for term in terms):
        raise InputError(name, f"it spells the SHACL namespace with https; write <{SH}> instead.")
    _refuse_unsafe_constraints(shapes)
    if not shapes.plan.roots and not shapes.plan.left:
        raise InputError(name, "it has no shape with a target, so that it checks nothing; add sh:targetClass.")
    return shapes


def _refuse_unsafe_constraints(shapes: Shapes) -> None:
    for one in shapes.triples:
        if one.predicate.value in _SPARQL and isinstance(one.object, ox.Literal):
            try:
                refuse_unsafe(one.object.value)
            except QueryRefused as error:
                raise InputError(shapes.name, f"a SPARQL constraint is refused: {error.reason}") from error


class Verdict:
    """What one shapes graph says of the data.

    `focus_nodes` counts the nodes that any of its shapes was about; `judges` says, a line a shape that was left to
    pySHACL, which engine judged what and why. `columnar` is the report of the columnar engine, `reference` that of
    pySHACL, where they judged.
    """

    def __init__(self, *, judges: tuple[str, ...], columnar: Report | None, reference: Reference | None) -> None:
        self.judges = judges
        self.columnar = columnar
        self.reference = reference

    @property
    def focus_nodes(self) -> int:
        """How many nodes the shapes were about, counted once a shape with targets."""
        own = sum(self.columnar.focus_nodes.values()) if self.columnar else 0
        return own + (self.reference.focus_nodes if self.reference else 0)

    @property
    def count(self) -> int:
        """How many results there are."""
        return (self.columnar.count if self.columnar else 0) + len(self.reference.violations if self.reference else ())

    @property
    def severities(self) -> set[Severity]:
        """The severities of all results."""
        own = self.columnar.sources if self.columnar else ()
        found = {complaints.SEVERITIES.get(source.shape.severity, Severity.ERROR) for source in own}
        return found | {one.severity for one in (self.reference.violations if self.reference else ())}

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """All results of both engines, sorted, each once."""
        own = _violations(self.columnar) if self.columnar else ()
        return tuple(sorted({*own, *(self.reference.violations if self.reference else ())}, key=_order))

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the W3C report graph, with a report node for each engine that judged."""
        if self.columnar:
            yield from report.triples(self.columnar)
        if self.reference:
            text = self.reference.graph.serialize(format="nt")
            yield from (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def judge(data: Data, shapes: Shapes, engine: str = "auto") -> Verdict:
    """Return the verdict of an engine of `ENGINES`.

    Raises:
        InputError: a shape is not valid SHACL, or asks for more than Core where the columnar engine alone may judge.
    """
    if engine == "pyshacl":
        everything = _by_reference(data, shapes, shapes.graph)
        return Verdict(judges=("pySHACL judged all shapes",), columnar=None, reference=everything)
    plan = shapes.plan
    if engine == "columnar" and plan.left:
        raise InputError(shapes.name, f"the columnar engine cannot judge all of it: {'; '.join(_reasons(plan))}.")
    rest = _by_reference(data, shapes, shapes.left()) if plan.left else None
    return Verdict(judges=_reasons(plan), columnar=validate(data.columns, plan), reference=rest)


def differences(data: Data, shapes: Shapes) -> list[str]:
    """Return, a sentence each, what one engine finds and the other does not; none when they agree."""
    columnar, reference = (judge(data, shapes, engine).violations for engine in ("auto", "pyshacl"))
    ours, theirs = (Counter(_identity(one) for one in found) for found in (columnar, reference))
    only = [("the columnar engine", ours - theirs), ("pySHACL", theirs - ours)]
    return [
        f"Only {who} finds: {shape} {component} at {focus} {' '.join(paths)} {value or ''}".rstrip() + "."
        for who, found in only
        for focus, paths, value, component, shape, _ in sorted(found, key=str)
    ]


def explain_plan(verdict: Verdict) -> str:
    """Return the plan of the columnar engine with rows and times, or what pySHACL judged instead."""
    return verdict.columnar.explain() if verdict.columnar else "".join(f"{line}\n" for line in verdict.judges)


def report_turtle(verdicts: Sequence[Verdict]) -> str:
    """Return the W3C validation report of several verdicts, one document in Turtle."""
    only = verdicts[0].columnar if len(verdicts) == 1 and not verdicts[0].reference else None
    if only is not None:
        return report.serialize(only).decode()
    everything = [triple for verdict in verdicts for triple in verdict.triples()]
    written = ox.serialize(everything, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES | {"sh": SH}) or b""
    return written.decode()


def _by_reference(data: Data, shapes: Shapes, graph: rdflib.Graph) -> Reference:
    from dateline.check import reference

    return reference.validate(data.graph, graph, file=shapes.name)


def _reasons(plan: Plan) -> tuple[str, ...]:
    return tuple(f"{plan.shapes.names[node]} is left to pySHACL ({', '.join(why)})" for node, why in plan.left.items())


def _violations(found: Report) -> tuple[Violation, ...]:
    made = {
        violation
        for finding, source in zip(found.findings, found.sources, strict=True)
        for violation in _of_source(source, finding.rows(), found.terms)
    }
    return tuple(sorted(made, key=_order))


def _of_source(source: Source, rows: pl.DataFrame, terms: pl.DataFrame) -> Iterator[Violation]:
    """The violations of one constraint of a shape; rows of a closed shape name the property that is wrong."""
    component = source.constraint.component
    constraint = source.constraint
    compared = (constraint.other,) if isinstance(constraint, LessThan | LessThanOrEquals) else ()
    paths = () if source.shape.path is None else sorted(predicates(source.shape.path))
    text = terms["text"]
    for row in rows.iter_rows(named=True):
        own = (text[row["path"]],) if row.get("path") is not None else paths
        yield Violation(
            focus=text[row["focus"]],
            paths=(*own, *compared),
            value=None if row["value"] is None else text[row["value"]],
            severity=complaints.SEVERITIES.get(source.shape.severity, Severity.ERROR),
            shape=source.shape.node.text,
            component=component,
            message=" ".join(sorted(message.text for message in source.messages)),
        )


def _identity(one: Violation) -> tuple[str, tuple[str, ...], str | None, str, str, str]:
    return one.focus, one.paths, one.value, one.component, one.shape, one.severity


def _order(one: Violation) -> tuple[str, str, tuple[str, ...], str]:
    return one.focus, one.shape, one.paths, one.value or ""
