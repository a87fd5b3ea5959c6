"""The results of a validation as located messages that a person can act on, and a summary of them.

A message names the node by its label where the data has one, and the line of the triple to mend where the reader kept
lines. Renderings (text, JSON, SARIF ...) are those of `dateline.diagnostics`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.shacl.graph import Graph, Kind
from dateline.shacl.paths import Predicate
from dateline.shacl.run import mask_of
from dateline.shacl.terms import Term
from dateline.vocab import DC, DCTERMS, RDFS, SCHEMA, SH, SKOS

if TYPE_CHECKING:
    from dateline.shacl.judge import Finding
    from dateline.shacl.validate import Report

SEVERITIES = {SH + "Violation": Severity.ERROR, SH + "Warning": Severity.WARNING, SH + "Info": Severity.INFO}
"""How the severities of SHACL are called in diagnostics; those that shapes make up count as errors."""
LABELS = (
    SKOS + "prefLabel",
    RDFS + "label",
    DCTERMS + "title",
    DC + "title",
    SCHEMA + "name",
    "http://schema.org/name",
    "http://xmlns.com/foaf/0.1/name",
)
"""Properties that give a node its name, the first that it has before the others."""

_LONGEST = 80
_PLACED = pl.Schema({"finding": pl.UInt32(), "focus": pl.UInt32(), "value": pl.UInt32(), "line": pl.UInt32()})


def diagnostics(report: Report, data: Graph, *, language: str = "en", limit: int | None = None) -> list[Diagnostic]:
    """Return the results as diagnostics in reading order: by line where lines were kept, else by shape.

    `data` is the graph that was validated, `language` that of messages and labels where there is a choice, `limit`
    how many diagnostics to make at most.
    """
    rows = _placed(report, data)
    shown = rows if limit is None else rows.head(limit)
    labels = _labels(data, shown["focus"].unique(), language)
    made = []
    for number, focus, value, line in shown.iter_rows():
        finding, source = report.findings[number], report.sources[number]
        node = _term(report, focus)
        message = f"{labels.get(focus) or _short(node.shown())}: {source.message(language)}"
        if value is not None and value != focus:
            message = f"{_sentence(message)} The value: {_short(_term(report, value).shown())}"
        severity = SEVERITIES.get(finding.shape.severity, Severity.ERROR)
        place = (data.file, line or 0, 1 if line else 0)
        made.append(Diagnostic(severity, finding.constraint.component, _sentence(message), *place, subject=node.text))
    return made


def summary(report: Report, *, language: str = "en") -> str:
    """Return counts for people: a line for each constraint of a shape with results, the most frequent first."""
    if report.conforms:
        return "no problems\n"
    names = report.plan.shapes.names
    counted = zip(report.findings, report.sources, strict=True)
    lines = [
        (-finding.count, names[finding.shape.node], SEVERITIES.get(finding.shape.severity, Severity.ERROR), source)
        for finding, source in counted
    ]
    width = len(f"{max(-count for count, *_ in lines):,}")
    return "".join(
        f"{-count:>{width},} {severity} {source.constraint.component}: {source.message(language)} [{name}]\n"
        for count, name, severity, source in sorted(lines, key=lambda line: line[:2])
    )


def _placed(report: Report, data: Graph) -> pl.DataFrame:
    """All results as codes with the line of the triple they are about, in reading order; line null where unknown."""
    lines = _lines_about(report, data)
    parts = [_lines_of(number, finding, data, lines) for number, finding in enumerate(report.findings)]
    rows = pl.concat([pl.DataFrame(schema=_PLACED), *parts])
    if lines is not None and rows["line"].null_count():
        rows = _by_node(rows, lines)
    return rows.sort("line", "finding", "focus", "value", nulls_last=True, maintain_order=True)


def _lines_about(report: Report, data: Graph) -> pl.DataFrame | None:
    """The lines with a focus node of a result, which are mostly few of all; None where lines are not known."""
    if data.lines is None or not report.findings:
        return data.lines
    wrong = mask_of(pl.concat([finding.pairs["focus"] for finding in report.findings]), report.terms.height)
    return data.lines.filter(wrong[data.lines["s"]] | wrong[data.lines["o"]])


def _lines_of(number: int, finding: Finding, data: Graph, lines: pl.DataFrame | None) -> pl.DataFrame:
    """The results of one constraint; the line is that of the triple from focus node to value, or nearly so."""
    rows = finding.rows().with_columns(finding=pl.lit(number, pl.UInt32()))
    path = finding.shape.path
    if "path" not in rows.columns:
        code = data.code(path.iri) if isinstance(path, Predicate) else None
        rows = rows.with_columns(path=pl.lit(code, pl.UInt32()))
    if lines is None:
        return rows.select("finding", "focus", "value", line=pl.lit(None, pl.UInt32()))
    ends = ("value", "focus") if isinstance(path, Predicate) and path.inverse else ("focus", "value")
    exact = lines.rename({"s": ends[0], "o": ends[1], "p": "path"})
    near = exact.group_by("focus", "path").agg(near=pl.col("line").min())
    rows = rows.join(exact, on=["focus", "path", "value"], how="left", maintain_order="left")
    rows = rows.join(near, on=["focus", "path"], how="left", maintain_order="left")
    return rows.select("finding", "focus", "value", line=pl.coalesce("line", "near"))


def _by_node(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Give results without a line the first on which their focus node is a subject, or else an object."""
    for end in ("s", "o"):
        first = lines.group_by(focus=pl.col(end)).agg(first=pl.col("line").min())
        rows = rows.join(first, on="focus", how="left", maintain_order="left").select(
            "finding", "focus", "value", line=pl.coalesce("line", "first")
        )
    return rows


def _labels(data: Graph, nodes: pl.Series, language: str) -> dict[int, str]:
    """The names of nodes, in the given language, in none, or else in any."""
    wanted = pl.DataFrame({"s": nodes})
    terms = data.terms.with_row_index("o").select("o", "kind", "text", "language")
    found: dict[int, str] = {}
    for predicate in reversed(LABELS):
        pairs = data.pairs(predicate).join(wanted, on="s", how="semi")
        named = pairs.join(terms, on="o").filter(pl.col("kind") == int(Kind.LITERAL))
        rank = pl.when(pl.col("language") == language).then(0).when(pl.col("language").is_null()).then(1).otherwise(2)
        best = named.sort(rank, "text", descending=[True, True])
        found.update((node, _short(text)) for node, text in best.select("s", "text").iter_rows())
    return found


def _term(report: Report, code: int) -> Term:
    kind, *rest = report.terms.row(code)
    return Term(Kind(kind), *rest)


def _short(text: str) -> str:
    """The beginning of a text, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
