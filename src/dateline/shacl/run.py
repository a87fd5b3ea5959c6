"""One run over a data graph: masks over codes, classes, values of paths, and what has been judged already.

A set of nodes is kept as its distinct codes and as a mask (one truth value for each code), for looking up a mask
costs a tenth of a join. What is asked for twice is kept: instances of a class, values of a path, answers to questions
about terms, and for each nested shape which nodes were judged and which of them failed. Knows no constraint component.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property

import polars as pl

from dateline.shacl.graph import TERMS, Graph, Kind
from dateline.shacl.order import keys_of
from dateline.shacl.paths import Predicate
from dateline.shacl.terms import Term, frame_of, iri
from dateline.vocab import RDF, RDFS

CODE = pl.UInt32()
PAIR = pl.Schema({"focus": CODE, "value": CODE})


class Nodes:
    """A set of nodes: its distinct `codes`, and `mask` to look membership up."""

    def __init__(self, codes: pl.Series, size: int) -> None:
        self.codes = codes
        self._size = size

    @cached_property
    def mask(self) -> pl.Series:
        """One truth value for each code of the run."""
        return mask_of(self.codes, self._size)

    def __len__(self) -> int:
        return len(self.codes)


class _Answers:
    """Yes or no to one question about terms. Masks are made when it is asked again, which most questions never are."""

    def __init__(self, codes: pl.Series, answer: pl.Series) -> None:
        self._codes, self._answer = codes, answer
        self._masks: tuple[pl.Series, pl.Series] | None = None

    def of(self, codes: pl.Series, ask: Callable[[pl.Series], pl.Series], size: int) -> pl.Series:
        asked, yes = self._masks or (mask_of(self._codes, size), mask_of(self._codes.filter(self._answer), size))
        new = codes.filter(~asked[codes])
        if len(new):
            asked, yes = asked | mask_of(new, size), yes | mask_of(new.filter(ask(new)), size)
        self._masks = asked, yes
        return yes[codes]


class _Keys:
    """The keys by which terms compare, made once for each and held for the run: a row for each literal compared.

    `_places` has the row of a code, counted from 1.
    """

    def __init__(self, size: int) -> None:
        self._places = pl.Series([0], dtype=CODE).new_from_index(0, size)
        self._rows = keys_of(pl.DataFrame(schema=TERMS))

    def of(self, codes: pl.Series, terms: pl.DataFrame) -> pl.DataFrame:
        new = codes.filter(self._places[codes] == 0)
        if len(new):
            first = self._rows.height + 1
            self._places.scatter(new, pl.int_range(first, first + len(new), dtype=CODE, eager=True))
            self._rows = pl.concat([self._rows, keys_of(terms[new])], rechunk=True)
        return self._rows[self._places[codes] - 1]


class Run:
    """The data graph as shapes see it. `terms` are those of the graph, and after them target nodes that it lacks."""

    def __init__(self, graph: Graph, constants: Iterable[Term], targets: Iterable[Term], *, same: bool) -> None:
        self.graph = graph
        self._same = same
        self._codes: dict[Term, int] = {}
        self._look_up({*constants, *targets})
        self.terms = self._extended(targets)
        self.size = self.terms.height
        self._pairs: dict[str, pl.DataFrame] = {}
        self._instances: dict[str, Nodes] = {}
        self._below: dict[int, list[int]] | None = None
        self._answers: dict[Hashable, _Answers] = {}
        self._keys: _Keys | None = None

    def code(self, term: Term) -> int | None:
        """Return the code of a constant of the shapes, None where the graph does not have it."""
        return self._codes.get(term)

    def codes(self, terms: Iterable[Term]) -> pl.Series:
        """Return the codes of those constants that the graph has."""
        found = {self._codes[term] for term in terms if term in self._codes}
        return pl.Series("code", sorted(found), dtype=CODE)

    def nodes(self, codes: pl.Series) -> Nodes:
        """Return the set of the given codes, which may repeat."""
        return Nodes(distinct(codes, self.size), self.size)

    def pairs(self, predicate: str) -> pl.DataFrame:
        """Return subjects and objects of a predicate as `focus` and `value`."""
        if predicate not in self._pairs:
            pairs = self.graph.pairs(predicate)
            self._pairs[predicate] = pl.DataFrame([pairs["s"].alias("focus"), pairs["o"].alias("value")])
        return self._pairs[predicate]

    def step(self, path: Predicate) -> pl.DataFrame:
        """Return all pairs of one step along or against a predicate."""
        pairs = self.pairs(path.iri)
        return pairs.select(focus="value", value="focus") if path.inverse else pairs

    def instances(self, name: str) -> Nodes:
        """Return the nodes with the class `name` or a class below it, by rdfs:subClassOf of the data graph."""
        if name not in self._instances:
            types = self.pairs(RDF + "type")
            classes = mask_of(pl.Series(self._classes_below(name), dtype=CODE), self.size)
            self._instances[name] = self.nodes(types["focus"].filter(classes[types["value"]]))
        return self._instances[name]

    def text(self, codes: pl.Series) -> pl.Series:
        """Return the texts of the given codes, in their order."""
        return self.terms["text"][codes]

    def kinds(self, codes: pl.Series) -> pl.Series:
        """Return the kinds of the given codes, in their order."""
        return self.terms["kind"][codes]

    def asked(self, question: Hashable, codes: pl.Series, ask: Callable[[pl.Series], pl.Series]) -> pl.Series:
        """Return yes or no for each of distinct codes, in their order; a question is put to a term once.

        `ask` takes codes and answers in their order; null counts as no.
        """
        known = self._answers.get(question)
        if known is not None:
            return known.of(codes, ask, self.size)
        answer = ask(codes)
        answer = answer.fill_null(False) if answer.null_count() else answer
        self._answers[question] = _Answers(codes, answer)
        return answer

    def keys(self, codes: pl.Series) -> pl.DataFrame:
        """Return the keys (`dateline.shacl.order.KEYS`) by which distinct codes compare, in their order."""
        if self._keys is None:
            self._keys = _Keys(self.size)
        return self._keys.of(codes, self.terms)

    def _classes_below(self, name: str) -> list[int]:
        top = self._codes.get(iri(name))
        if top is None:
            return []
        if self._below is None:
            self._below = {}
            for below, above in self.pairs(RDFS + "subClassOf").iter_rows():
                self._below.setdefault(above, []).append(below)
        found, waiting = {top}, [top]
        while waiting:
            for below in self._below.get(waiting.pop(), ()):
                if below not in found:
                    found.add(below)
                    waiting.append(below)
        return sorted(found)

    def _look_up(self, wanted: set[Term]) -> None:
        sought = frame_of(term for term in wanted if self._same or term.kind != Kind.BLANK)
        near = self.graph.terms.lazy().with_row_index("code").filter(pl.col("text").is_in(sought["text"].implode()))
        for code, *parts in near.collect().join(sought, on=TERMS.names(), how="semi", nulls_equal=True).iter_rows():
            self._codes[Term(*parts)] = code

    def _extended(self, targets: Iterable[Term]) -> pl.DataFrame:
        known = self.graph.terms
        missing = [term for term in dict.fromkeys(targets) if term not in self._codes]
        self._codes.update({term: known.height + number for number, term in enumerate(missing)})
        return (pl.concat([known, frame_of(missing)]) if missing else known).rechunk()


_FALSE, _TRUE = pl.Series([False]), pl.Series([True])


def mask_of(codes: pl.Series, size: int) -> pl.Series:
    """Return a mask of `size` with the given codes set."""
    mask = _FALSE.new_from_index(0, size)
    return mask.scatter(codes, _TRUE) if len(codes) else mask


def distinct(codes: pl.Series, size: int) -> pl.Series:
    """Return the given codes once each; by a mask where they are many, for that is faster than hashing."""
    if few(len(codes), size):
        return codes.unique()
    return set_in(mask_of(codes, size)).alias(codes.name)


def set_in(mask: pl.Series) -> pl.Series:
    """Return the codes that are set in a mask."""
    return pl.int_range(len(mask), dtype=CODE, eager=True).filter(mask)


def few(count: int, size: int) -> bool:
    """Tell whether so many codes are so few of all that hashing them is faster than going through all."""
    return count * 64 + 65_536 < size


_NO_PAIRS = pl.DataFrame(schema=PAIR)


def no_pairs() -> pl.DataFrame:
    """Return a frame of no pairs."""
    return _NO_PAIRS
