"""Checks of RDF that is not ours by shapes that are not ours: SHACL for anybody's graph.

Nothing here knows events or tables. A large N-Triples file is judged in chunks (`dateline.shacl.chunks`), a smaller
one keeps the line of every triple.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from dateline.check.catalog import codes
from dateline.check.engines import Data, Shapes, Verdict, differences, explain_plan, judge, report_turtle
from dateline.check.places import Place, ancestry, subject_lines
from dateline.check.violations import USER_CODES
from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InvalidData
from dateline.mapping.rules import TYPE
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
_BY_SUBJECT = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)


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

    def at_least(self, level: Severity) -> bool:
        """Tell whether any problem, shown or not, is as bad as `level` or worse."""
        judged = {severity for verdict in self.verdicts for severity in verdict.severities}
        order = list(Severity)
        return any(
            order.index(one) <= order.index(level) for one in judged | {one.severity for one in self.diagnostics}
        )

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
    base: str | None = None,
    limit: int | None = None,
) -> Strangers | None:
    """Check RDF files by shapes alone, or return None where one of the files speaks of events in our own terms.

    `base` is what relative IRIs in the files begin with, `limit` how many diagnostics are made; the count and the
    severities of all are known whatever the limit.

    Raises:
        InputError: a file cannot be read, or a shape is not valid SHACL.
    """
    syntaxes = [syntax_of(Path(file)) for file in files]
    is_whole = engine == "pyshacl" or both or any(one.plan.left for one in shapes)
    try:
        if not is_whole and _is_large(files, syntaxes):
            return None if _speaks_of_events(Path(files[0])) else _in_chunks(files[0], syntaxes[0], shapes, limit=limit)
        data = Data(lambda: _columns(files, syntaxes, base), lambda: _quads(files, syntaxes, base))
        if _is_ours(data.columns):
            return None
    except InvalidData as error:
        return Strangers(tuple(error.diagnostics), (), len(error.diagnostics))
    verdicts = tuple(judge(data, one, engine) for one in shapes)
    faults = [_about(files[0], "E594", text) for one in shapes if both for text in differences(data, one)]
    lines = _subject_lines(files, syntaxes)
    found = (_placed(one, lines) for verdict in verdicts for one in _diagnostics(verdict, data.columns, limit))
    return _strangers(files[0], verdicts, faults, found, limit=limit)


def examine_document(text: str, shapes: Shapes, *, file: str) -> tuple[Diagnostic, ...]:
    """Check a Turtle document by shapes alone, before it becomes the file of that name.

    Raises:
        InputError: a shape is not valid SHACL.
    """
    document = text.encode()
    turtle = ox.RdfFormat.TURTLE
    data = Data(lambda: from_rdf(document, turtle, file=file), lambda: ox.parse(document, format=turtle))
    lines = subject_lines(text, file)
    found = (_placed(one, lines) for one in _diagnostics(judge(data, shapes), data.columns, None))
    return tuple(sorted(found, key=Diagnostic.sort_key))


def _strangers(
    file: str,
    verdicts: tuple[Verdict, ...],
    faults: list[Diagnostic],
    found: Iterable[Diagnostic],
    *,
    limit: int | None,
) -> Strangers:
    """Put together what was found; what is said of the data as a whole comes first, so that no limit hides it."""
    nothing = "The data has nothing that your shapes look at."
    whole = [_about(file, "E591", nothing) for verdict in verdicts if not verdict.focus_nodes] + faults
    total = sum(verdict.count for verdict in verdicts) + len(whole)
    return Strangers((*whole, *found)[:limit], verdicts, total)


def _is_large(files: Sequence[str], syntaxes: Sequence[Syntax]) -> bool:
    only = Path(files[0])
    by_line = len(files) == 1 and syntaxes[0].format in _BY_LINE and only.suffix != ".gz"
    return by_line and only.stat().st_size >= CHUNKED


def _is_ours(graph: Graph) -> bool:
    """Tell whether a graph says something in our terms; that it mentions them, as a catalog does, is not enough."""
    if any(predicate.startswith(DL) for predicate in graph.predicates()):
        return True
    classes = graph.terms["text"].gather(graph.pairs(TYPE)["o"].unique())
    return bool(classes.str.starts_with(DL).any())


def _subject_lines(files: Sequence[str], syntaxes: Sequence[Syntax]) -> dict[str, Place]:
    """Return where the subjects of a file begin whose reader keeps no lines; nothing for several files."""
    if len(files) > 1 or syntaxes[0].format not in _BY_SUBJECT:
        return {}
    with open_rdf(Path(files[0]), syntaxes[0]) as stream:
        return subject_lines(stream.read().decode("utf-8", errors="replace"), files[0])


def _placed(one: Diagnostic, lines: dict[str, Place]) -> Diagnostic:
    place = None if one.line else next((lines[owner] for owner in ancestry(one.subject) if owner in lines), None)
    return replace(one, line=place.line, column=place.column) if place else one


def _speaks_of_events(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        return text.find(f"<{DL}".encode()) >= 0


def _in_chunks(file: str, syntax: Syntax, shapes: Sequence[Shapes], *, limit: int | None) -> Strangers:
    quads = syntax.format == ox.RdfFormat.N_QUADS
    reports = [validate_chunks(Path(file), one.plan, quads=quads) for one in shapes]
    verdicts = tuple(Verdict(judges=(), columnar=one, reference=None) for one in reports)
    told = (complaints.diagnostics(report, _named(report.terms, file), limit=limit) for report in reports)
    return _strangers(file, verdicts, [], (_coded(one) for some in told for one in some), limit=limit)


def _named(terms: pl.DataFrame, file: str) -> Graph:
    """A graph without triples, where only terms and the name of the file are asked for."""
    return Graph(pl.DataFrame(schema={"s": pl.UInt32, "p": pl.UInt32, "o": pl.UInt32}), terms, file=file)


def _columns(files: Sequence[str], syntaxes: Sequence[Syntax], base: str | None) -> Graph:
    graphs = []
    for file, syntax in zip(files, syntaxes, strict=True):
        with open_rdf(Path(file), syntax) as stream:
            graphs.append(from_rdf(stream.read(), syntax.format, file=file, base=base, keep_lines=len(files) == 1))
    return graphs[0] if len(graphs) == 1 else replace(union(graphs), file=", ".join(files))


def _quads(files: Sequence[str], syntaxes: Sequence[Syntax], base: str | None) -> Iterator[ox.Quad]:
    for file, syntax in zip(files, syntaxes, strict=True):
        with open_rdf(Path(file), syntax) as stream:
            yield from read_quads(stream, syntax, name=file, base=base)


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
