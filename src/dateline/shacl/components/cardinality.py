"""Constraints on the number of values.

Rules: https://www.w3.org/TR/shacl/#core-components-count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from dateline.shacl.components.base import Constraint, Judge, Values, no_value
from dateline.shacl.paths import Path
from dateline.shacl.run import no_pairs
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term


@dataclass(frozen=True, slots=True)
class MinCount(Constraint):
    """Each focus node has at least so many values."""

    component: ClassVar[str] = "MinCount"
    holds_without_values: ClassVar[bool] = False
    count: int

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the focus nodes with fewer values."""
        if self.count == 0:
            return no_pairs()
        focus, having = values.focus.codes, values.having
        if self.count > 1:
            having = judge.run.nodes(values.more_than(self.count - 1)).mask
        return no_value(focus.filter(~having[focus])) if int(having.sum()) < len(focus) else no_pairs()

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"minCount {self.count}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        if self.count == 1:
            return f"There is no value of {_of(path)}."
        return f"There are fewer than {self.count} values of {_of(path)}."


@dataclass(frozen=True, slots=True)
class MaxCount(Constraint):
    """Each focus node has at most so many values."""

    component: ClassVar[str] = "MaxCount"
    count: int

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the focus nodes with more values."""
        return no_value(values.more_than(self.count))

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"maxCount {self.count}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        plural = "value" if self.count == 1 else "values"
        return f"There {'is' if self.count == 1 else 'are'} more than {self.count} {plural} of {_of(path)}."


def read(graph: ShapeGraph, node: Term) -> Iterator[Constraint]:
    """Yield the constraints of this family at a shape."""
    least, most = graph.whole(node, "minCount"), graph.whole(node, "maxCount")
    if least is not None:
        yield MinCount(least)
    if most is not None:
        yield MaxCount(most)


def _of(path: Path | None) -> str:
    return path.text() if path is not None else "the node"
