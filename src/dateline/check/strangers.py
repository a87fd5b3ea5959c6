"""Checks of RDF that is not ours by shapes that are not ours: SHACL for anybody's graph.

Nothing here knows events or tables. A large N-Triples file is judged in chunks (`dateline.shacl.chunks`), a smaller
one keeps the line of every triple.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from dateline.check.catalog import codes
from dateline.check.engines import Data, Shapes, Verdict, differences, explain_plan, judge, report_turtle
from dateline.check.violations import USER_CODES
from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InvalidData
from dateline.shacl import complaints
from dateline.shacl.chunks import validate_chunks
from dateline.shacl.graph import Graph
from dateline.shacl.read import from_rdf, union
from dateline.store.sources import open_rdf, read_quads
from dateline.store.syntaxes import Syntax, syntax_of
from dateline.vocab import DL

CHUNKED = 1 << 30
"""Size in bytes from which an N-Triples or N-Quads file is judged in chunks."""
_BY_LINE = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True)
class Strangers:
    """The verdict on graphs that dateline did not make: `total` problems, of which `diagnostics` shows the first."""

    diagnostics: tuple[Diagnostic, ...]
    verdicts: tuple[Verdict, ...]
    total: int

    def report_turtle(self) -> str:
        """Return the W3C validation report as Turtle."""
        return report_turtle(self.verdicts)

    def plan(self) -> str:
        """Return what the engines did: the operations on columns with rows and times, and what pySHACL judged."""
        return "".join(explain_plan(verdict) for verdict in self.verdicts)

    def summary(self) -> str:
        """Return counts, a line for each constraint of a shape with results, the most frequent first."""
        reports = [verdict.columnar for verdict in self.verdicts if verdict.columnar and not verdict.columnar.conforms]
        total = f"{self.total:,} problem{'' if self.total == 1 else 's'}" if self.total else "no problems"
        return "".join(complaints.summary(one) for one in reports) + total


def examine_strangers(
    files: Sequence[str],
    shapes: Sequence[Shapes],
    *,
    engine: str = "auto",
    both: bool = False,
    limit: int | None = None,
) -> Strangers | None:
    """Check RDF files by shapes alone, or return None where one of the files speaks of events in our own terms.

    Raises:
        InputError: a file cannot be read, or a shape is not valid SHACL.
    """
    syntaxes = [syntax_of(Path(file)) for file in files]
    if engine != "pyshacl" and not both and _is_large(files, syntaxes) and not any(one.plan.left for one in shapes):
        return _in_chunks(files[0], syntaxes[0], shapes, limit=limit)
    try:
        data = Data(lambda: _columns(files, syntaxes), lambda: _quads(files, syntaxes))
        if data.columns.terms.filter(pl.col("text").str.starts_with(DL)).height:
            return None
    except InvalidData as error:
        return Strangers(tuple(error.diagnostics), (), len(error.diagnostics))
    verdicts = tuple(judge(data, one, engine) for one in shapes)
    found = [one for verdict in verdicts for one in _diagnostics(verdict, data.columns, limit)]
    found += [
        _about(files[0], "E591", "The data has nothing that your shapes look at.")
        for v in verdicts
        if not v.focus_nodes
    ]
    found += [_about(files[0], "E594", text) for one in shapes if both for text in differences(data, one)]
    extra = len([one for one in found if one.code in {"E591", "E594"}])
    return Strangers(tuple(found[:limit]), verdicts, sum(verdict.count for verdict in verdicts) + extra)


def _is_large(files: Sequence[str], syntaxes: Sequence[Syntax]) -> bool:
    only = Path(files[0])
    return (
        len(files) == 1 and syntaxes[0].format in _BY_LINE and only.suffix != ".gz" and only.stat().st_size >= CHUNKED
    )


def _in_chunks(file: str, syntax: Syntax, shapes: Sequence[Shapes], *, limit: int | None) -> Strangers:
    quads = syntax.format == ox.RdfFormat.N_QUADS
    reports = [validate_chunks(Path(file), one.plan, quads=quads) for one in shapes]
    verdicts = tuple(Verdict(judges=(), columnar=one, reference=None) for one in reports)
    found = [
        one for report in reports for one in complaints.diagnostics(report, _named(report.terms, file), limit=limit)
    ]
    return Strangers(tuple(_coded(one) for one in found[:limit]), verdicts, sum(one.count for one in reports))


def _named(terms: pl.DataFrame, file: str) -> Graph:
    """A graph without triples, where only terms and the name of the file are asked for."""
    return Graph(pl.DataFrame(schema={"s": pl.UInt32, "p": pl.UInt32, "o": pl.UInt32}), terms, file=file)


def _columns(files: Sequence[str], syntaxes: Sequence[Syntax]) -> Graph:
    graphs = []
    for file, syntax in zip(files, syntaxes, strict=True):
        with open_rdf(Path(file), syntax) as stream:
            graphs.append(from_rdf(stream.read(), syntax.format, file=file, keep_lines=len(files) == 1))
    return graphs[0] if len(graphs) == 1 else replace(union(graphs), file=", ".join(files))


def _quads(files: Sequence[str], syntaxes: Sequence[Syntax]) -> Iterator[ox.Quad]:
    for file, syntax in zip(files, syntaxes, strict=True):
        with open_rdf(Path(file), syntax) as stream:
            yield from read_quads(stream, syntax, name=file)


def _diagnostics(verdict: Verdict, data: Graph, limit: int | None) -> Iterator[Diagnostic]:
    if verdict.columnar:
        yield from (_coded(one) for one in complaints.diagnostics(verdict.columnar, data, limit=limit))
    for one in verdict.reference.violations if verdict.reference else ():
        text = f"<{one.focus}>: {one.message or 'A shape is not met.'}"
        yield Diagnostic(one.severity, USER_CODES[one.severity], text, data.file, 0, 0, subject=one.focus)


def _coded(one: Diagnostic) -> Diagnostic:
    return replace(one, code=USER_CODES[one.severity])


def _about(file: str, code: str, message: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, message, file, 0, 0, hint=codes()[code].remedy)
