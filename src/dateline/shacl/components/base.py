"""What a constraint component is: parameters read from a shape, and a test of all values of the shape at once.

A component is a frozen dataclass with its parameters. `violations` takes the focus nodes and values of a shape and
gives back pairs: a focus node, and the value that is wrong or null where the focus node as a whole is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import ClassVar, Protocol

import polars as pl

from dateline.shacl.paths import Path
from dateline.shacl.run import CODE, PAIR, Nodes, Run, distinct, few, mask_of, no_pairs, set_in
from dateline.shacl.terms import Term
from dateline.vocab import SH


class Judge(Protocol):
    """Whoever can tell whether nodes conform to a shape."""

    run: Run

    def fails(self, shape: Term, nodes: pl.Series) -> pl.Series:
        """Return for each node, in order, whether it fails to conform to the shape."""


class Values:
    """The focus nodes of a shape and the pairs (focus, value) that its path leads to; at a node shape, themselves."""

    def __init__(self, run: Run, focus: Nodes, pairs: pl.DataFrame | None) -> None:
        self.run = run
        self.focus = focus
        codes = focus.codes
        self.pairs = pl.DataFrame([codes.alias("focus"), codes.alias("value")]) if pairs is None else pairs
        self.of_nodes = pairs is None
        self._distinct = codes if pairs is None else None

    @property
    def distinct(self) -> pl.Series:
        """The codes of all values, once each."""
        if self._distinct is None:
            self._distinct = distinct(self.pairs["value"], self.run.size)
        return self._distinct

    @cached_property
    def further(self) -> pl.Series:
        """The focus node of each value beyond its first: empty where no focus node has two values."""
        focus = self.pairs["focus"]
        if not len(focus) or int(self.having.sum()) == len(focus):
            return focus.clear()
        if few(len(focus), self.run.size):
            return focus.filter(~focus.is_first_distinct())
        rows = pl.int_range(len(focus), dtype=CODE, eager=True)
        place = pl.Series([0], dtype=CODE).new_from_index(0, self.run.size).scatter(focus, rows)
        return focus.filter(place[focus] != rows)

    def more_than(self, count: int) -> pl.Series:
        """Return the focus nodes with more values than `count`."""
        if count == 0:
            return set_in(self.having)
        if not len(self.further):
            return self.further
        numbers = self.further.to_frame("focus").group_by("focus").agg(number=pl.len())
        return numbers.filter(pl.col("number") >= count)["focus"]

    def several(self) -> pl.DataFrame:
        """Return the pairs of the focus nodes with more than one value."""
        if not len(self.further):
            return self.pairs.clear()
        return self.pairs.filter(mask_of(self.further, self.run.size)[self.pairs["focus"]])

    @cached_property
    def having(self) -> pl.Series:
        """The mask of the focus nodes with a value."""
        return mask_of(self.pairs["focus"], self.run.size)

    @cached_property
    def valued(self) -> pl.Series:
        """The mask of the nodes that are a value."""
        return self.focus.mask if self.of_nodes else mask_of(self.pairs["value"], self.run.size)

    def wrong(self, wrong: pl.Series) -> pl.DataFrame:
        """Return the pairs for which `wrong`, in the order of the pairs, is true."""
        return self.pairs.filter(wrong) if wrong.any() else no_pairs()

    def tested(self, constraint: Constraint, right: Callable[[pl.Series], pl.Series]) -> pl.DataFrame:
        """Return the pairs whose value fails a test that is made once for each value, however many shapes have it.

        `right` takes codes and returns, in their order, whether each is right; null counts as wrong. It must depend
        on nothing but the parameters of `constraint`.
        """
        codes = self.distinct
        if not len(codes):
            return no_pairs()
        good = self.run.asked(constraint, codes, right)
        return no_pairs() if good.all() else self.without(codes.filter(~good))

    def without(self, wrong: pl.Series) -> pl.DataFrame:
        """Return the pairs whose value is one of the given codes."""
        if not len(wrong):
            return no_pairs()
        return self.pairs.filter(mask_of(wrong, self.run.size)[self.pairs["value"]])


def no_value(focus: pl.Series) -> pl.DataFrame:
    """Return focus nodes as pairs without a value."""
    if not len(focus):
        return no_pairs()
    return pl.DataFrame([focus.alias("focus")]).with_columns(value=pl.lit(None, PAIR["value"]))


class Constraint(ABC):
    """One constraint of a shape, with its parameters."""

    __slots__ = ()
    component: ClassVar[str]
    holds_without_values: ClassVar[bool] = True
    """Whether nothing can be wrong where the focus nodes have no value at all."""

    @abstractmethod
    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs (focus, value) that violate the constraint; closed shapes add the `path` that is wrong."""

    @abstractmethod
    def shown(self) -> str:
        """Return the constraint as people write it down: `minCount 1`."""

    @abstractmethod
    def sentence(self, path: Path | None) -> str:
        """Return what is wrong, for shapes that bring no message of their own."""

    @property
    def component_iri(self) -> str:
        """The IRI of the constraint component."""
        return f"{SH}{self.component}ConstraintComponent"

    def constants(self) -> Iterable[Term]:
        """Return the terms that are looked up in the data graph."""
        return ()

    def shapes(self) -> Iterable[Term]:
        """Return the shapes that the constraint refers to."""
        return ()


def subject(path: Path | None) -> str:
    """Return how a sentence about values begins."""
    return "The node" if path is None else f"A value of {path.text()}"
