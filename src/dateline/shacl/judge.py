"""The judging of nodes by shapes: all focus nodes of a shape at once, each node once for each shape.

Two questions are asked of a shape. What is wrong with these nodes (`report`), at shapes with targets and the property
shapes below them; and which of these nodes fail (`fails`), at shapes that others combine or count by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import TypeAlias, TypeVar

import polars as pl

from dateline.shacl.components import Constraint
from dateline.shacl.components.base import Values
from dateline.shacl.components.shape_based import Property
from dateline.shacl.paths import Path
from dateline.shacl.plan import Measure, Measures, Plan
from dateline.shacl.run import Nodes, Run, mask_of, no_pairs
from dateline.shacl.shapes import Shape
from dateline.shacl.terms import Term
from dateline.shacl.walk import walk

MOST_WAYS = 100
"""A node that property shapes are sent to in more ways than this counts so often."""
_ORDER = ("focus", "value")
_ONE = pl.Series("times", [1], dtype=pl.UInt64())
_Made = TypeVar("_Made", Nodes, pl.DataFrame)
_Sent: TypeAlias = "defaultdict[Term, list[Nodes | pl.DataFrame]]"
"""The nodes that come to a shape, by the shape: those of one set once each, or (focus, times)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one constraint of a shape found: a frame of focus, value, and at closed shapes the predicate (`path`).

    With a column `times`, each row counts so many times.
    """

    shape: Shape
    constraint: Constraint
    pairs: pl.DataFrame

    @property
    def count(self) -> int:
        """How many results there are."""
        return int(self.pairs["times"].sum()) if "times" in self.pairs.columns else self.pairs.height

    def rows(self) -> pl.DataFrame:
        """Return a row for each result."""
        if "times" not in self.pairs.columns:
            return self.pairs
        columns = [name for name in self.pairs.columns if name != "times"]
        return self.pairs.select(pl.col(columns).repeat_by("times")).explode(columns)


class Examiner:
    """Judges the nodes of one run by the shapes of a plan; with a mask `at_home`, only those targets that it has."""

    def __init__(self, run: Run, plan: Plan, at_home: pl.Series | None = None) -> None:
        self._at_home = at_home
        self.run = run
        self.measures: Measures = {}
        self.findings: list[Finding] = []
        self.focus_nodes: dict[Term, int] = {}
        self._plan = plan
        self._last_focus: Nodes | None = None
        self._last_values: dict[Path, Values] = {}
        self._verdicts: dict[Term, tuple[pl.Series, pl.Series]] = {}

    def examine(self) -> None:
        """Judge the focus nodes of every root of the plan, and what property shapes make of their values.

        A shape comes after all that send nodes to it, so that it is asked once, however many ways lead to a node.
        """
        sent: _Sent = defaultdict(list)
        roots = {root.node for root in self._plan.roots}
        for shape in self._plan.reporting:
            if shape.node in roots:
                focus = self._measured(shape, "focus", rows=0, run=partial(self._targets_of, shape))
                self.focus_nodes[shape.node] = len(focus)
                sent[shape.node].append(focus)
            come = [one for one in sent.pop(shape.node, []) if len(one)]
            if come and not shape.deactivated:
                focus, times = self._together(come)
                self._report(shape, focus, times=times, sent=sent)

    def _targets_of(self, shape: Shape) -> Nodes:
        focus = shape.targets.focus(self.run)
        if self._at_home is None:
            return focus
        return Nodes(focus.codes.filter(self._at_home[focus.codes]), self.run.size)

    def _report(self, shape: Shape, focus: Nodes, *, times: pl.DataFrame | None, sent: _Sent) -> None:
        """Keep what is wrong with the given nodes; `times` says how often each counts, where not once."""
        values = self._values_of(shape, focus)
        ways: Nodes | pl.DataFrame | None = None
        for constraint in shape.constraints:
            if isinstance(constraint, Property):
                ways = _ways(values, times) if ways is None else ways
                sent[constraint.shape].append(ways)
                continue
            pairs = self._violations(shape, constraint, values)
            if pairs.height:
                found = pairs if times is None else pairs.join(times, on="focus")
                self.findings.append(Finding(shape, constraint, found.sort(_ORDER)))

    def _together(self, come: Sequence[Nodes | pl.DataFrame]) -> tuple[Nodes, pl.DataFrame | None]:
        """Return the nodes that were sent to a shape, and how often each counts where that is not once."""
        first, *others = come
        if isinstance(first, Nodes) and not others:
            return first, None
        ways = pl.concat([_once(one.codes) if isinstance(one, Nodes) else one for one in come])
        mask = mask_of(ways["focus"], self.run.size)
        if int(mask.sum()) == ways.height and (ways["times"] == 1).all():
            return Nodes(ways["focus"], self.run.size), None
        counted = ways.group_by("focus", maintain_order=True).agg(pl.col("times").sum().clip(upper_bound=MOST_WAYS))
        return Nodes(counted["focus"], self.run.size), counted

    def fails(self, shape: Term, nodes: pl.Series) -> pl.Series:
        """Return for each node, in order, whether it fails to conform to the shape."""
        none = mask_of(nodes.clear(), self.run.size)
        judged, failed = self._verdicts.get(shape, (none, none))
        new = nodes.filter(~judged[nodes]) if shape in self._verdicts else nodes
        if len(new):
            focus = self.run.nodes(new)
            failed = failed | mask_of(self._failing(self._plan.shapes.by_node[shape], focus), self.run.size)
            self._verdicts[shape] = (judged | focus.mask, failed)
        return failed[nodes]

    def _failing(self, shape: Shape, focus: Nodes) -> pl.Series:
        if shape.deactivated:
            return focus.codes.clear()
        values = self._values_of(shape, focus)
        found = [self._violations(shape, constraint, values)["focus"] for constraint in shape.constraints]
        return pl.concat(found) if found else focus.codes.clear()

    def _values_of(self, shape: Shape, focus: Nodes) -> Values:
        if shape.path is None:
            return Values(self.run, focus, None)
        if focus is not self._last_focus:
            self._last_focus, self._last_values = focus, {}
        path, known = shape.path, self._last_values
        pairs = self._measured(
            shape,
            "values",
            rows=len(focus),
            run=lambda: known[path].pairs if path in known else walk(self.run, path, focus),
        )
        return known.setdefault(path, Values(self.run, focus, pairs))

    def _violations(self, shape: Shape, constraint: Constraint, values: Values) -> pl.DataFrame:
        if not values.pairs.height and constraint.holds_without_values:
            self.measures.setdefault((shape.node, constraint), Measure())
            return no_pairs()
        return self._measured(
            shape, constraint, rows=values.pairs.height, run=lambda: constraint.violations(self, values)
        )

    def _measured(self, shape: Shape, what: Constraint | str, *, rows: int, run: Callable[[], _Made]) -> _Made:
        start = perf_counter()
        made = run()
        found = len(made) if isinstance(made, Nodes) else made.height
        self.measures.setdefault((shape.node, what), Measure()).add(rows, found, perf_counter() - start)
        return made


def _once(codes: pl.Series) -> pl.DataFrame:
    return pl.DataFrame([codes.alias("focus"), _ONE.new_from_index(0, len(codes))])


def _ways(values: Values, times: pl.DataFrame | None) -> Nodes | pl.DataFrame:
    """Return the values as focus nodes, and how many ways lead to each (focus, times) where that may not be one."""
    if values.of_nodes:
        return values.focus if times is None else times
    if times is None:
        return _once(values.pairs["value"])
    return values.pairs.join(times, on="focus").select(focus="value", times="times")
