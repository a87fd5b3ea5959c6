"""The order of the checks, and the way from a finding to a diagnostic at its place.

Shapes are checked by pySHACL on the graph of the tables, joined with the graphs of RDF files as they stand, so that
nothing which the tables cannot hold escapes. One fault gives one diagnostic: a node that a reader already complained
about is not complained about again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import polars as pl
import pyoxigraph as ox

from dateline import resources
from dateline.check.beyond import Finding, findings
from dateline.check.catalog import Code, codes, shape_entries
from dateline.check.engines import Data, Shapes, Verdict, differences, explain_plan, judge, report_turtle, shapes_of
from dateline.check.places import Place, Places, ancestry, subject_lines
from dateline.check.violations import USER_CODES, Violation, root_causes
from dateline.diagnostics import Diagnostic, Severity, at_least, summary
from dateline.errors import InputError
from dateline.mapping.quads import lines
from dateline.readers.rdf import read_rdf
from dateline.store.sources import open_bytes, read_quads
from dateline.store.syntaxes import Syntax, is_rdf, syntax_of
from dateline.tables import Tables
from dateline.vocab import DL

_TAKEN_OVER = frozenset(("E109", "E110", "E112"))
"""What is said about RDF on its way into the tables; where a shape says it, the shape says it better."""

_DATE_CODES = frozenset(("E301", "E405"))
_SCANNED = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class RdfFile:
    """The bytes of an RDF file, data or shapes, under the name by which a person gave it."""

    file: str
    data: bytes
    syntax: Syntax
    base: str | None = None

    def triples(self) -> list[ox.Quad]:
        """Return the statements of the default graph, or of all graphs where the default graph is empty.

        Raises:
            InputError: the bytes are not of the syntax.
        """
        quads = list(read_quads(BytesIO(self.data), self.syntax, name=self.file, base=self.base))
        return [quad for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)] or quads


def rdf_files(paths: Iterable[str], *, base: str | None = None) -> list[RdfFile]:
    """Return the RDF files among some paths, by their suffixes.

    Raises:
        InputError: one of them cannot be read.
    """
    return [rdf_file(path, base=base) for path in paths if is_rdf(Path(path))]


def rdf_file(path: str, *, base: str | None = None) -> RdfFile:
    """Return one RDF file, decompressed where its name ends in `.gz`.

    Raises:
        InputError: it cannot be read, or its suffix is not one of RDF.
    """
    syntax = syntax_of(Path(path))
    with open_bytes(Path(path)) as stream:
        return RdfFile(path, stream.read(), syntax, base)


NAMED_SHAPES = {"description": "description-shapes.ttl", "links": "link-shapes.ttl"}
"""Shapes of ours that are asked for by name: of descriptions of datasets, and of the graphs of reviewed links."""


def shape_file(name: str) -> RdfFile:
    """Return shapes of ours by their name (`NAMED_SHAPES`), or those of a file.

    Raises:
        InputError: the file cannot be read, or its suffix is not one of RDF.
    """
    if name not in NAMED_SHAPES or Path(name).is_file():
        return rdf_file(name)
    file = NAMED_SHAPES[name]
    return RdfFile(file, resources.text(file).encode(), syntax_of(Path(file)))


@dataclass(frozen=True, slots=True)
class Examination:
    """All diagnostics in reading order, the reader's among them, and the verdict of each shapes graph, ours first."""

    diagnostics: tuple[Diagnostic, ...]
    verdicts: tuple[Verdict, ...]

    def report_turtle(self) -> str:
        """Return the W3C validation report as Turtle."""
        return report_turtle(self.verdicts)

    @property
    def total(self) -> int:
        """How many diagnostics there are."""
        return len(self.diagnostics)

    def at_least(self, level: Severity) -> bool:
        """Tell whether any diagnostic is as bad as `level` or worse."""
        return at_least(self.diagnostics, level)

    def summary(self) -> str:
        """Return how many diagnostics of each severity there are."""
        return summary(self.diagnostics)

    def plan(self) -> str:
        """Return what the engines did: the operations on columns with rows and times, and what pySHACL judged."""
        return "".join(explain_plan(verdict) for verdict in self.verdicts)


@dataclass(slots=True)
class _Case:
    """What the steps of one examination share."""

    places: Places
    faulty: frozenset[str]
    drafts: frozenset[str]
    found: list[Diagnostic] = field(default_factory=list)
    shaped: set[str] = field(default_factory=set)
    misdated: set[str] = field(default_factory=set)

    def excused(self, subject: str) -> bool:
        return any(owner in self.faulty for owner in ancestry(subject))

    def report(self, entry: Code, message: str, subject: str, place: Place) -> None:
        text = f"{_sentence_start(self.places.name(subject))}: {message}"
        where = (place.file, place.line, place.column)
        severity = entry.severity
        if severity is Severity.ERROR and any(owner in self.drafts for owner in ancestry(subject)):
            # A draft waits for a person, who may yet give what is missing; accepted, it is held to all rules.
            severity = Severity.WARNING
        self.found.append(Diagnostic(severity, entry.code, text, *where, hint=entry.remedy, subject=subject))


def check(
    tables: Tables, texts: Mapping[str, str], *, reader_diagnostics: Sequence[Diagnostic] = ()
) -> list[Diagnostic]:
    """Return the reader's diagnostics and what the checks found, in reading order."""
    return list(examine(tables, texts, reader_diagnostics=reader_diagnostics).diagnostics)


def check_graph(rdf: RdfFile) -> list[Diagnostic]:
    """Return what is wrong with one RDF file, in reading order."""
    tables, problems = read_rdf(rdf.data, rdf.syntax, file=rdf.file, base=rdf.base)
    return list(examine(tables, {}, reader_diagnostics=problems, rdf=[rdf]).diagnostics)


def examine(
    tables: Tables,
    texts: Mapping[str, str],
    *,
    reader_diagnostics: Sequence[Diagnostic] = (),
    rdf: Sequence[RdfFile] = (),
    shapes: Sequence[RdfFile] = (),
    engine: str = "auto",
    both: bool = False,
) -> Examination:
    """Check tables, the RDF files that some of them were read from, and a person's own shapes besides ours.

    `engine` is one of `engines.ENGINES`. With `both`, the two engines are run beside each other, and what only one of
    them finds is E594, a fault of dateline.

    Raises:
        InputError: a shape file is not RDF, not SHACL, or checks nothing whatever the data.
    """
    own = [shapes_of(one.triples(), one.file) for one in shapes]
    raw = [triple for one in rdf for triple in _triples(one)]
    others = _without_files(tables, {one.file for one in rdf})
    data = Data.of_lines([*lines(others), *_as_lines(raw)]) if raw else Data.of_tables(others)
    place = Place(_first_file(tables, reader_diagnostics, rdf), 0, 0)
    faulty = {one.subject for one in reader_diagnostics if one.severity is Severity.ERROR and _is_final(one)}
    everything = [_our_shapes(), *own]
    verdicts = [judge(data, one, engine) for one in everything]
    ill_typed = Data.of_lines(_as_lines(raw)).ill_typed() if raw else []
    beyond = list(findings(tables, texts))
    nodes = [one.focus for verdict in verdicts for one in verdict.violations]
    nodes += [*(subject for subject, *_ in ill_typed), *(one.subject for one in beyond)]
    drafts = tables.events.filter(pl.col("status") == "draft")["id"].to_list()
    places = Places(tables, lines=_subject_lines(rdf), default=place, nodes=nodes)
    case = _Case(places, frozenset(faulty - {""}), frozenset(drafts))
    for verdict in verdicts:
        _check_shapes(case, verdict)
    if not any(one.severity is Severity.ERROR for one in reader_diagnostics):
        _check_focus(case, verdicts, place)
    _check_literals(case, ill_typed, verdicts)
    _check_beyond(case, beyond)
    if both:
        case.found += [_fault_of_ours(text, place) for one in everything for text in differences(data, one)]
    kept = [one for one in reader_diagnostics if _is_final(one) or one.subject not in case.shaped]
    found = sorted({*kept, *case.found}, key=Diagnostic.sort_key)
    return Examination(tuple(found), tuple(verdicts))


def _without_files(tables: Tables, files: set[str]) -> Tables:
    """The tables without what came from RDF files, whose own spelling of numbers and texts is what is checked."""
    if not files:
        return tables
    frames = {name: data.filter(~pl.col("file").is_in(sorted(files))) for name, data in tables.frames().items()}
    return replace(tables, **frames)


def _is_final(one: Diagnostic) -> bool:
    return one.code not in _TAKEN_OVER


def _check_shapes(case: _Case, verdict: Verdict) -> None:
    for violation in root_causes(verdict.violations):
        if case.excused(violation.focus):
            continue
        entry = _entry(violation)
        if entry.severity is Severity.ERROR:
            case.shaped.add(violation.focus)
        place = case.places.locate(violation.focus, *violation.paths)
        case.report(entry, _message(violation), violation.focus, place)


def _check_focus(case: _Case, verdicts: Sequence[Verdict], place: Place) -> None:
    whose = ("dateline's shapes look at", *("your shapes look at" for _ in verdicts[1:]))
    for verdict, who in zip(verdicts, whose, strict=True):
        if not verdict.focus_nodes:
            case.found.append(_about_the_data("E591", f"The data has nothing that {who}.", place))


def _check_literals(case: _Case, ill_typed: Sequence[tuple[str, str, str, str]], verdicts: Sequence[Verdict]) -> None:
    reported = {(one.focus, one.value) for verdict in verdicts for one in verdict.violations}
    for subject, predicate, text, datatype in ill_typed:
        if (subject, text) not in reported and not case.excused(subject):
            message = f"{_shown(text)} is not a value of <{datatype}>."
            case.report(codes()["W593"], message, subject, case.places.locate(subject, predicate))


def _fault_of_ours(text: str, place: Place) -> Diagnostic:
    return _about_the_data("E594", text, place)


def _about_the_data(code: str, message: str, place: Place) -> Diagnostic:
    entry = codes()[code]
    return Diagnostic(entry.severity, code, message, place.file, place.line, place.column, hint=entry.remedy)


def _check_beyond(case: _Case, found: Iterable[Finding]) -> None:
    """Report findings, but none about a node whose date, or whose event's date, was already found to be wrong."""
    for finding in found:
        if case.excused(finding.subject) or not case.misdated.isdisjoint(ancestry(finding.subject)):
            continue
        if finding.code in _DATE_CODES:
            case.misdated.add(finding.subject)
        place = _finding_place(case.places, finding)
        case.report(codes()[finding.code], finding.message, finding.subject, place)


def _finding_place(places: Places, finding: Finding) -> Place:
    if finding.column == "reverses":
        return places.locate(finding.subject, DL + "reverses")
    return places.column(finding.subject, finding.column)


def _entry(violation: Violation) -> Code:
    entry = _entries().get(violation.shape)
    if entry is not None:
        return codes()[entry[DL + "code"]]
    return codes()[USER_CODES[violation.severity]]


def _message(violation: Violation) -> str:
    text = violation.message.strip() or "A shape is not met."
    text += "" if text.endswith((".", "!", "?")) else "."
    told = violation.value is None or violation.value == violation.focus
    return text if told else f"{text} Found: {_shown(violation.value or '')}."


def _shown(value: str) -> str:
    short = value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"
    return f'"{short}"'


def _sentence_start(text: str) -> str:
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=1)
def _our_shapes() -> Shapes:
    return Shapes(tuple(ox.parse(resources.text("shapes.ttl"), format=ox.RdfFormat.TURTLE)), "shapes.ttl")


@lru_cache(maxsize=1)
def _entries() -> dict[str, dict[str, str]]:
    return shape_entries(resources.text("shapes.ttl"))


def _triples(one: RdfFile) -> list[ox.Quad]:
    """The statements of an RDF file as they stand; a file that is not RDF was reported when it was read."""
    with suppress(InputError):
        return one.triples()
    return []


def _as_lines(quads: Iterable[ox.Quad]) -> list[str]:
    return [f"{quad.triple} ." for quad in quads]


def _subject_lines(rdf: Sequence[RdfFile]) -> dict[str, Place]:
    lines: dict[str, Place] = {}
    for one in rdf:
        if one.syntax.format in _SCANNED:
            lines = subject_lines(one.data.decode("utf-8", errors="replace"), one.file) | lines
    return lines


def _first_file(tables: Tables, diagnostics: Sequence[Diagnostic], rdf: Sequence[RdfFile]) -> str:
    for data in tables.frames().values():
        if data.height:
            return str(data["file"][0])
    named = [*(one.file for one in rdf), *(one.file for one in diagnostics)]
    return named[0] if named else "data"
