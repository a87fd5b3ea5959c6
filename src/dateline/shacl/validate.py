"""Validation of a data graph by a shapes graph, and its report as a Python value.

A property shape that a node is sent to in several ways reports as often, as the specification has it. Shapes that
ask for more than SHACL Core are not judged but named in `Report.left`, for pySHACL to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl
import pyoxigraph as ox

from dateline.errors import UnknownName
from dateline.shacl.components import Constraint
from dateline.shacl.graph import STRING, Graph, Kind
from dateline.shacl.judge import Examiner, Finding
from dateline.shacl.paths import Path, Predicate
from dateline.shacl.plan import Measures, Plan, compile_plan, limited
from dateline.shacl.report import serialize, triples
from dateline.shacl.run import CODE, Run
from dateline.shacl.shapes import Shape
from dateline.shacl.terms import Term

RESULTS = pl.Schema(
    {
        "focus": CODE,
        "value": CODE,
        "source": pl.UInt32(),
        "focus_node": pl.String(),
        "value_node": pl.String(),
        "path": pl.String(),
        "component": pl.String(),
        "shape": pl.String(),
        "severity": pl.String(),
        "message": pl.String(),
    }
)
"""The columns of `Report.results`: codes, the index of the source, and all that people read as N-Triples write it."""

_TEXTS = pl.Schema({name: RESULTS[name] for name in ("path", "component", "shape", "severity", "message")})
_ROWS = pl.Schema({"focus": CODE, "value": CODE, "source": RESULTS["source"], "path": CODE})


class Result(NamedTuple):
    """One validation result. `path` is that of the shape; at a closed shape, the property that is not allowed."""

    focus: Term
    path: Path | None
    value: Term | None
    component: str
    shape: Term
    severity: str
    messages: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What made results: a constraint of a shape."""

    shape: Shape
    constraint: Constraint

    @property
    def messages(self) -> tuple[Term, ...]:
        """The messages of the shape, or the sentence of the constraint."""
        return self.shape.messages or (Term(Kind.LITERAL, self.constraint.sentence(self.shape.path), STRING),)

    def texts(self) -> tuple[str | None, ...]:
        """Return path, component, shape, severity and message as they stand in `Report.results`."""
        path = self.shape.path
        shown = None if path is None else path.text()
        return shown, self.constraint.component_iri, self.shape.node.n3(), self.shape.severity, self.message()

    def message(self, language: str = "en") -> str:
        """Return the message in a language, in none, or else the first."""
        by_language = {one.language: one.text for one in reversed(self.messages)}
        return by_language.get(language) or by_language.get(None) or self.messages[0].text


@dataclass(frozen=True, slots=True)
class Report:
    """The results of a validation. `findings` has them as codes, `terms` what the codes stand for.

    `focus_nodes` says how many nodes each shape with targets was about; `left` which shapes this engine did not
    judge, with the reasons; `notes` how the graph was judged, where that is not as asked for.
    """

    plan: Plan
    terms: pl.DataFrame
    findings: tuple[Finding, ...]
    focus_nodes: dict[Term, int]
    measures: Measures = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no result, whatever its severity."""
        return not self.findings

    @property
    def left(self) -> dict[Term, tuple[str, ...]]:
        """The shapes that are left to another engine, with what they ask for beyond SHACL Core."""
        return self.plan.left

    @property
    def count(self) -> int:
        """How many results there are."""
        return sum(finding.count for finding in self.findings)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The constraints that made results; `source` in `results` counts them from 0."""
        return tuple(Source(finding.shape, finding.constraint) for finding in self.findings)

    @property
    def results(self) -> pl.DataFrame:
        """All results as a frame, with codes and texts (see RESULTS)."""
        parts = [_with_source(finding.rows(), number) for number, finding in enumerate(self.findings)]
        rows = pl.concat([pl.DataFrame(schema=_ROWS), *parts], how="diagonal")
        about = pl.DataFrame([source.texts() for source in self.sources], schema=_TEXTS, orient="row")[rows["source"]]
        written = {f"{end}_node": _written(self.terms, rows[end]) for end in ("focus", "value")}
        path = _written(self.terms, rows["path"])
        about = about.with_columns(path=path.zip_with(path.is_not_null(), about["path"]))
        return rows.drop("path").with_columns(about, **written).select(RESULTS.names())

    def records(self, limit: int | None = None) -> list[Result]:
        """Return the results one by one, or the first `limit` of them."""
        found: list[Result] = []
        for finding in self.findings:
            source = Source(finding.shape, finding.constraint)
            rows = finding.rows() if limit is None else finding.rows().head(limit - len(found))
            found.extend(self._result(source, row) for row in rows.iter_rows(named=True))
        return found

    def graph(self, limit: int | None = None) -> Iterator[ox.Triple]:
        """Yield the triples of the W3C report graph, with the first `limit` results."""
        return triples(self, limit=limit)

    def turtle(self, limit: int | None = None) -> str:
        """Return the W3C report graph as Turtle, with the first `limit` results."""
        return serialize(self, limit=limit).decode()

    def explain(self) -> str:
        """Return the plan with the rows and the time of each operation."""
        return self.plan.explain(self.measures)

    def _result(self, source: Source, row: dict[str, int | None]) -> Result:
        predicate = row.get("path")
        shape = source.shape
        return Result(
            focus=_term(self.terms, row["focus"]),
            path=shape.path if predicate is None else Predicate(_term(self.terms, predicate).text),
            value=None if row["value"] is None else _term(self.terms, row["value"]),
            component=source.constraint.component_iri,
            shape=shape.node,
            severity=shape.severity,
            messages=source.messages,
        )


def validate(data: Graph, shapes: Graph | Plan, *, only: Collection[str] | None = None) -> Report:
    """Return the report on a data graph.

    `shapes` may be a plan, compiled once for many graphs. `only` names the shapes with targets (IRIs) to judge; all
    are where it is not given.

    Raises:
        InputError: a shape is ill-formed, or refers to itself.
        UnknownName: `only` names a shape that does not exist or has no targets.
        UsageError: a path leads to more nodes than can be held.
    """
    plan = shapes if isinstance(shapes, Plan) else compile_plan(shapes)
    if only is not None:
        plan = _limited(plan, only)
    return judged(data, plan, same=data is shapes)


def judged(
    data: Graph, plan: Plan, *, same: bool, at_home: Callable[[pl.DataFrame], pl.Series] | None = None
) -> Report:
    """Return the report on a data graph by a plan.

    `same` says that data and shapes are one graph, in which a blank node is the same in both. `at_home` tells of a
    frame of terms which of them are judged as targets; all are where it is not given.
    """
    run = Run(data, plan.constants(), plan.targets(), same=same)
    examiner = Examiner(run, plan, None if at_home is None else at_home(run.terms))
    examiner.examine()
    return Report(plan, run.terms, tuple(examiner.findings), examiner.focus_nodes, examiner.measures)


def unsupported(shapes: Graph) -> list[str]:
    """Return what shapes with targets ask for that this engine does not do, each with the name of its shape."""
    plan = compile_plan(shapes)
    return [f"{plan.shapes.names[node]}: {what}" for node, reasons in plan.left.items() for what in reasons]


def _limited(plan: Plan, only: Collection[str]) -> Plan:
    known = {shape.node.text: shape.node for shape in plan.roots} | {node.text: node for node in plan.left}
    for name in only:
        if name not in known:
            raise UnknownName("shape with targets", name, known)
    return limited(plan, [known[name] for name in only])


def _term(terms: pl.DataFrame, code: int | None) -> Term:
    kind, *rest = terms.row(code or 0)
    return Term(Kind(kind), *rest)


def _with_source(rows: pl.DataFrame, number: int) -> pl.DataFrame:
    return rows.hstack([pl.Series("source", [number], dtype=pl.UInt32()).new_from_index(0, rows.height)])


def _written(terms: pl.DataFrame, codes: pl.Series) -> pl.Series:
    """Return terms as N-Triples writes them; null stays null."""
    known = [Term(Kind(kind), *rest).n3() if kind is not None else None for kind, *rest in terms[codes].iter_rows()]
    return pl.Series(known, dtype=pl.String())
