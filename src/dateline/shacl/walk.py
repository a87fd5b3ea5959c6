"""The values of property paths: joins of codes from given focus nodes.

Each function takes a set of focus nodes and gives a frame of distinct pairs (focus, value). Repeats go level by
level while levels are few, then node by node, so that long chains and circles end; too many pairs are refused rather
than held. Rules: https://www.w3.org/TR/sparql11-query/#sparqlPropertyPaths.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from dateline.errors import UsageError
from dateline.shacl.paths import Alternative, Path, Predicate, Repeat, Sequence
from dateline.shacl.run import PAIR, Nodes, Run

MOST_PAIRS = 100_000_000
"""More pairs of focus node and value than this for one path are refused."""
_LEVELS = 24


def walk(run: Run, path: Path, focus: Nodes) -> pl.DataFrame:
    """Return the distinct pairs of the focus nodes and what the path leads to from them.

    Raises:
        UsageError: a path with repeats leads to more pairs than can be held.
    """
    if isinstance(path, Predicate):
        return _along(run, path, focus)
    if isinstance(path, Sequence):
        return _in_turn(run, path, focus)
    if isinstance(path, Alternative):
        return _held(pl.concat([walk(run, choice, focus) for choice in path.choices]).unique(), path)
    return _repeated(run, path, focus)


def _along(run: Run, path: Predicate, focus: Nodes) -> pl.DataFrame:
    pairs = run.step(path)
    if not len(focus) or not pairs.height:
        return pairs.clear()
    if len(focus) * 1000 < pairs.height:
        return pairs.filter(pairs["focus"].is_in(focus.codes.implode()))
    kept = focus.mask[pairs["focus"]]
    return pairs if kept.all() else pairs.filter(kept)


def _in_turn(run: Run, path: Sequence, focus: Nodes) -> pl.DataFrame:
    reached = walk(run, path.steps[0], focus)
    for step in path.steps[1:]:
        reached = _composed(reached, walk(run, step, run.nodes(reached["value"])), path)
    return reached


def _composed(first: pl.DataFrame, then: pl.DataFrame, path: Path) -> pl.DataFrame:
    _refuse_many(_size_of_join(first, then), path)
    met = first.rename({"value": "middle"}).join(then.rename({"focus": "middle"}), on="middle")
    return _held(met.select("focus", "value").unique(), path)


def _size_of_join(first: pl.DataFrame, then: pl.DataFrame) -> int:
    """Return how many rows the join would have, where that could be many; multiplying hubs are the danger."""
    if first.height * then.height <= MOST_PAIRS:
        return 0
    left = first.group_by(middle="value").agg(a=pl.len())
    right = then.group_by(middle="focus").agg(b=pl.len())
    rows = left.join(right, on="middle").select((pl.col("a").cast(pl.UInt64) * pl.col("b")).sum()).item()
    return int(rows)


def _repeated(run: Run, path: Repeat, focus: Nodes) -> pl.DataFrame:
    itself = pl.DataFrame([focus.codes.alias("focus"), focus.codes.alias("value")], schema=PAIR)
    if path.times == "?":
        return pl.concat([itself, walk(run, path.path, focus)]).unique()
    reached = itself if path.times == "*" else itself.clear()
    frontier = itself
    for _ in range(_LEVELS):
        further = walk(run, path.path, run.nodes(frontier["value"]))
        frontier = _composed(frontier, further, path).join(reached, on=["focus", "value"], how="anti")
        if not frontier.height:
            return reached
        reached = _held(pl.concat([reached, frontier]), path)
    return _chased(run, path, reached=reached, frontier=frontier)


def _chased(run: Run, path: Repeat, *, reached: pl.DataFrame, frontier: pl.DataFrame) -> pl.DataFrame:
    """Finish a repeat whose chains are long: node by node from what the levels have not gone beyond."""
    edges: dict[int, list[int]] = {}
    for source, target in _edges(run, path.path).iter_rows():
        edges.setdefault(source, []).append(target)
    visited: dict[int, set[int]] = {}
    for focus, value in reached.filter(pl.col("focus").is_in(frontier["focus"].unique().implode())).iter_rows():
        visited.setdefault(focus, set()).add(value)
    total = reached.height
    more: list[tuple[int, int]] = []
    for focus, group in frontier.group_by("focus"):
        found = _beyond(edges, visited[int(str(focus[0]))], group["value"])
        total += len(found)
        _refuse_many(total, path)
        more.extend((int(str(focus[0])), value) for value in found)
    return pl.concat([reached, pl.DataFrame(more, schema=PAIR, orient="row")])


def _beyond(edges: dict[int, list[int]], seen: set[int], starts: Iterable[int]) -> list[int]:
    waiting, found = list(starts), []
    while waiting:
        for target in edges.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                found.append(target)
                waiting.append(target)
    return found


def _edges(run: Run, path: Path) -> pl.DataFrame:
    """Return every single step of a path, from wherever it may start."""
    if isinstance(path, Predicate):
        return run.step(path)
    everything = pl.int_range(run.size, dtype=pl.UInt32(), eager=True).alias("focus")
    return walk(run, path, Nodes(everything, run.size))


def _held(pairs: pl.DataFrame, path: Path) -> pl.DataFrame:
    _refuse_many(pairs.height, path)
    return pairs


def _refuse_many(rows: int, path: Path) -> None:
    if rows > MOST_PAIRS:
        raise UsageError(
            f"The path {path.text()} leads to more than {MOST_PAIRS:,} pairs of nodes, too many to hold. "
            "Give it fewer focus nodes, or a path that repeats less."
        )
