"""Validation of N-Triples files that are too large to hold: in chunks, each judged for itself.

A first pass notes which nodes lead to which, along the predicates that the shapes follow; a second writes each triple
into the chunk where its subject is at home, and into those where other nodes lead to it. The home of a node follows
from a hash of its text, so that two nodes with one hash only share a chunk. A chunk judges the nodes that are at home
there. Where shapes reach too far for that (`dateline.shacl.reach`), the file is judged whole and the report says so.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from dateline.errors import InvalidData
from dateline.shacl.graph import TERMS, Graph, Kind
from dateline.shacl.judge import Finding
from dateline.shacl.lines import Scan
from dateline.shacl.plan import Measure, Measures, Plan, compile_plan
from dateline.shacl.reach import Reach, reach_of
from dateline.shacl.read import from_ntriples
from dateline.shacl.run import CODE, PAIR
from dateline.shacl.scan import pieces_of, scan
from dateline.shacl.terms import Term
from dateline.shacl.validate import Report, judged
from dateline.vocab import RDFS

CHUNK = 256 << 20
"""Bytes of a file that make a chunk; judging one takes about twice as much memory."""
_PIECE = 64 << 20
_LINES_AT_ONCE = 100_000
_ESCAPES = ("\\u", "\\U")
_SUBJECTS = (r"^<([^>\\]*)>[ \t]", r"^_:([^ \t<]+)[ \t]")
_HOME = pl.UInt16()
_MOST_CHUNKS = 1000


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    how: Scan
    chunks: int

    def pieces(self) -> Iterator[pl.Series]:
        """Yield the lines of each piece."""
        with self.path.open("rb") as stream:
            for piece in pieces_of(stream, _PIECE):
                unix = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in piece else piece
                yield pl.read_lines(unix).to_series()

    def graph(self, lines: pl.Series) -> Graph:
        """Return the graph of some lines, which knows where among them its triples stand."""
        return scan((lines[at : at + _LINES_AT_ONCE] for at in range(0, len(lines), _LINES_AT_ONCE)), self.how)


def validate_chunks(
    path: Path,
    shapes: Graph | Plan,
    *,
    quads: bool = False,
    graph: str | None = None,
    size: int = CHUNK,
) -> Report:
    """Return the report on an N-Triples file, or one of N-Quads, holding about `size` bytes of it at a time.

    `graph` is as in `from_ntriples`. The terms of the report are those of its results alone.

    Raises:
        InputError: a shape is ill-formed, or refers to itself.
        InvalidData: lines that are not of the syntax.
    """
    plan = shapes if isinstance(shapes, Plan) else compile_plan(shapes)
    chunks = min(math.ceil(path.stat().st_size / size), _MOST_CHUNKS)
    reach = reach_of(plan)
    if chunks <= 1 or isinstance(reach, str):
        report = judged(from_ntriples(path, quads=quads, graph=graph), plan, same=False)
        note = f"The shapes reach too far for chunks, so the graph was judged whole: {reach}."
        return replace(report, notes=(*report.notes, note)) if chunks > 1 else report
    file = _File(path, Scan(str(path), quads=quads, graph=graph, keep_lines=True), chunks)
    try:
        return _in_chunks(file, plan, reach)
    except (InvalidData, pl.exceptions.ComputeError):
        from_ntriples(path, quads=quads, graph=graph)  # says in which lines of the whole file the problems are
        raise


def _in_chunks(file: _File, plan: Plan, reach: Reach) -> Report:
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        parts = [Path(folder) / f"{number}.nq" for number in range(file.chunks)]
        _divide(file, parts, _guests(file, reach))
        return _merged(plan, [_judge(file, part, number, plan) for number, part in enumerate(parts)])


def _guests(file: _File, reach: Reach) -> pl.DataFrame:
    """Return in which chunks (`chunk`) nodes (`node`, a hash) are looked at where they are not at home."""
    found = [pl.DataFrame(schema={"source": pl.UInt64(), "node": pl.UInt64()})]
    for lines in file.pieces() if reach.steps else ():
        graph = file.graph(lines.filter(lines.str.contains_any([*reach.predicates, *_ESCAPES])))
        hashes = graph.terms["text"].hash()
        for predicate in reach.predicates:
            pairs = graph.pairs(predicate)
            pairs = pairs.filter(graph.terms["kind"].gather(pairs["o"]) != Kind.LITERAL)
            ends = [hashes.gather(pairs[end]).alias(name) for end, name in (("s", "source"), ("o", "node"))]
            found.append(pl.DataFrame(ends).unique())
    links = pl.concat(found)
    homes = _home(pl.col("source"), file.chunks)
    reached = links.select("node", chunk=homes).unique()
    frontier = reached
    for _ in range(reach.steps - 1):
        onward = frontier.rename({"node": "source"}).join(links, on="source").select("node", "chunk").unique()
        frontier = onward.join(reached, on=["node", "chunk"], how="anti")
        reached = pl.concat([reached, frontier])
    return reached.filter(pl.col("chunk") != _home(pl.col("node"), file.chunks))


def _divide(file: _File, parts: list[Path], guests: pl.DataFrame) -> None:
    """Write each line into the chunks where its subject is looked at; subclasses are known everywhere."""
    with ExitStack() as stack:
        outputs = [stack.enter_context(part.open("wb")) for part in parts]
        chunks = pl.DataFrame({"chunk": range(file.chunks)}, schema={"chunk": _HOME})
        for lines in file.pieces():
            subjects = _subjects(file, lines)
            at_home = subjects.select("line", chunk=_home(pl.col("node"), file.chunks))
            elsewhere = subjects.join(guests, on="node").select("line", "chunk")
            classes = _lines_where(lines.str.contains_any([RDFS + "subClassOf", *_ESCAPES])).join(chunks, how="cross")
            every = pl.concat([at_home, elsewhere, classes])
            every = every.unique() if classes.height else every
            for (chunk,), rows in every.sort("line").partition_by("chunk", as_dict=True, include_key=False).items():
                text = lines.gather(rows["line"]).to_frame()
                text.write_csv(outputs[int(str(chunk))], include_header=False, quote_style="never", separator="\n")


def _subjects(file: _File, lines: pl.Series) -> pl.DataFrame:
    """Return each line (`line`, from 0) with the hash of its subject (`node`); other lines than triples are left out.

    A subject without escapes at the beginning of its line, which is the rule, is cut out; other lines are parsed.
    """
    cut = lines.to_frame("text").select(pl.coalesce(pl.col("text").str.extract(one) for one in _SUBJECTS)).to_series()
    rows = pl.DataFrame([cut.hash().alias("node")]).with_row_index("line")
    unusual = _lines_where(cut.is_null())
    if not unusual.height:
        return rows
    graph = file.graph(lines.gather(unusual["line"]))
    known = pl.DataFrame(schema=rows.schema)
    if graph.lines is not None and graph.lines.height:
        line = unusual["line"].gather(graph.lines["line"] - 1)
        known = pl.DataFrame([line, graph.terms["text"].hash().gather(graph.lines["s"]).alias("node")])
    return pl.concat([rows.filter(cut.is_not_null()), known])


def _lines_where(mask: pl.Series) -> pl.DataFrame:
    return mask.fill_null(False).arg_true().cast(pl.UInt32()).alias("line").to_frame()


def _judge(file: _File, part: Path, number: int, plan: Plan) -> Report:
    graph = from_ntriples(part, file=file.how.file, quads=file.how.quads, graph=file.how.graph)
    part.unlink()

    def at_home(terms: pl.DataFrame) -> pl.Series:
        return terms.select(_home(pl.col("text").hash(), file.chunks) == number).to_series()

    return _small(judged(graph, plan, same=False, at_home=at_home))


def _home(hashed: pl.Expr, chunks: int) -> pl.Expr:
    return (hashed % chunks).cast(_HOME)


def _small(report: Report) -> Report:
    """Return a report that holds no terms but those of its results, copied: a selection would hold all texts."""
    columns = [one.pairs[name] for one in report.findings for name in ("focus", "value", "path") if name in one.pairs]
    used = pl.concat([pl.Series([], dtype=CODE), *columns]).drop_nulls().unique().sort()
    return _renumbered(report, pl.DataFrame([used.alias("old")]).with_row_index("new"), _copied(report.terms[used]))


def _copied(terms: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(terms.rows(), schema=TERMS, orient="row")


def _renumbered(report: Report, numbers: pl.DataFrame, terms: pl.DataFrame) -> Report:
    old, new = numbers["old"], numbers["new"].cast(CODE)
    findings = tuple(
        replace(one, pairs=one.pairs.with_columns(pl.col("focus", "value", "^path$").replace_strict(old, new)))
        for one in report.findings
    )
    return replace(report, findings=findings, terms=terms)


def _merged(plan: Plan, reports: list[Report]) -> Report:
    """Return one report of those on all chunks, the results of one constraint together."""
    every = pl.concat([pl.DataFrame(schema=TERMS), *(report.terms for report in reports)])
    terms = every.unique(maintain_order=True).with_row_index("new")
    together: dict[tuple[Term, object], list[Finding]] = {}
    focus_nodes: dict[Term, int] = {}
    measures: Measures = {}
    for report in reports:
        codes = report.terms.join(terms, on=TERMS.names(), how="left", nulls_equal=True, maintain_order="left")["new"]
        numbers = pl.DataFrame([codes]).with_row_index("old")
        for one in _renumbered(report, numbers, report.terms).findings:
            together.setdefault((one.shape.node, one.constraint), []).append(one)
        for node, number in report.focus_nodes.items():
            focus_nodes[node] = focus_nodes.get(node, 0) + number
        for key, measure in report.measures.items():
            measures.setdefault(key, Measure()).add(measure.rows, measure.found, measure.seconds)
    findings = tuple(
        replace(found[0], pairs=_stacked([one.pairs for one in found]))
        for _, found in sorted(together.items(), key=lambda item: _place(plan, item[1][0]))
    )
    return Report(plan, terms.select(TERMS.names()), findings, focus_nodes, measures)


def _stacked(pairs: list[pl.DataFrame]) -> pl.DataFrame:
    wide = pl.concat(pairs, how="diagonal")
    wide = wide.with_columns(pl.col("times").fill_null(1)) if "times" in wide.columns else wide
    return wide.sort(PAIR.names())


def _place(plan: Plan, finding: Finding) -> tuple[int, int]:
    """Return where a constraint stands in the plan, which is where its results stand in a report."""
    order = [shape.node for shape in plan.reporting]
    return order.index(finding.shape.node), finding.shape.constraints.index(finding.constraint)
