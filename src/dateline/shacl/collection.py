"""The codes of a document, collected piece by piece: fields get numbers, new ones become terms, and all a graph.

A field gets its number before it is known to be a term, so that each is tested once. Lines with a field that turns
out to be none at a glance go back to `dateline.shacl.lines`, which may find that it is one after all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from dateline.diagnostics import Diagnostic
from dateline.errors import InvalidData
from dateline.shacl import lines, tokens
from dateline.shacl.dictionary import CODE, Dictionary
from dateline.shacl.fields import Statements, numbered_lines, statements
from dateline.shacl.graph import LINES, TERMS, TRIPLES, Graph, Kind, distinct
from dateline.shacl.lines import Scan

_RANDOM_LABEL = "^[0-9a-f]{20,32}$"
"""What Oxigraph calls blank nodes that a document gives no label."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a document: what its lines say, those that were `cut` and those that were `parsed`.

    Cut fields may turn out to be no terms, for which the `source` is kept. `height` counts the lines.
    """

    source: bytes | None = None
    cut: Statements | None = None
    parsed: Statements | None = None
    height: int = 0
    problems: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A piece in codes, with the fields (`code`, `text`) that came up in it first."""

    piece: Piece
    cut: pl.DataFrame
    parsed: pl.DataFrame
    new: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Tested:
    """A piece with the terms of its new fields, and the codes of those that are none at a glance."""

    numbered: Numbered
    terms: pl.DataFrame
    wrong: pl.Series


def tested(numbered: Numbered) -> Tested:
    """Make terms of the new fields of a piece."""
    new = numbered.new
    right = tokens.right(new["text"])
    return Tested(numbered, tokens.terms_of(new.filter(right)), new["code"].filter(~right))


class Collection:
    """What is known of a document so far: its triples in codes, its terms, and the fields that are no terms."""

    def __init__(self, how: Scan) -> None:
        self._how = how
        self._dictionary = Dictionary()
        self._triples = [pl.DataFrame(schema=LINES)]
        self._terms = [tokens.terms_of(self._dictionary.since(0))]
        self._wrong = pl.Series("code", [], dtype=CODE)
        self._height = 0

    def number(self, piece: Piece) -> Numbered:
        """Give the fields of a piece their numbers."""
        known = len(self._dictionary)
        usual, parsed = self._codes(piece.cut), self._codes(piece.parsed)
        return Numbered(piece, usual, parsed, self._dictionary.since(known))

    def add(self, tested: Tested) -> None:
        """Take in a piece, the next one of the document.

        Raises:
            InvalidData: lines of it are not of the syntax.
        """
        piece, usual, parsed = tested.numbered.piece, tested.numbered.cut, tested.numbered.parsed
        problems = piece.problems
        self._terms.append(tested.terms)
        self._wrong = self._wrong.append(tested.wrong)
        if len(self._wrong):
            doubted = usual.select(pl.any_horizontal(pl.col("s", "p", "o").is_in(self._wrong.implode()))).to_series()
            again, more = self._again(piece, usual.filter(doubted))
            usual, parsed, problems = usual.filter(~doubted), pl.concat([parsed, again]), [*problems, *more]
            self._accept(parsed)
        if problems:
            moved = [replace(one, line=one.line + self._height) for one in problems]
            raise InvalidData(sorted(moved, key=lambda one: one.line)[: lines.MOST_PROBLEMS])
        self._triples += [one.with_columns(pl.col("line") + self._height) for one in (usual, parsed) if one.height]
        self._height += piece.height

    def graph(self) -> Graph:
        """Return the graph of all pieces."""
        terms = tokens.merged(pl.concat(self._terms))
        kept = terms.filter(pl.col("code") == pl.col("same"))
        triples = pl.concat(self._triples)
        if kept.height < len(self._dictionary):
            triples = self._replaced(triples, terms, kept["code"])
        kept = kept.select(TERMS.names())
        if self._how.rename:
            kept = _renamed(kept, triples)
        if self._how.keep_lines:
            rows = triples.group_by("s", "p", "o").agg(pl.col("line").min())
            return Graph(rows.select(TRIPLES.names()), kept, lines=rows, file=self._how.file)
        return Graph(distinct(triples.select(TRIPLES.names()), kept.height), kept, file=self._how.file)

    def _codes(self, found: Statements | None) -> pl.DataFrame:
        if found is None:
            return self._triples[0]
        rows = found.rows
        s, p = self._dictionary.codes(found.subjects)[rows["s"]], self._dictionary.codes(found.predicates)[rows["p"]]
        o = self._dictionary.codes(rows["o"])
        return pl.DataFrame([s.alias("s"), p.alias("p"), o.alias("o"), rows["line"]])

    def _again(self, piece: Piece, doubted: pl.DataFrame) -> tuple[pl.DataFrame, list[Diagnostic]]:
        """Read the lines of some statements by themselves."""
        if not doubted.height or piece.source is None:
            return doubted.clear(), []
        texts = numbered_lines(piece.source).join(doubted, on="line", how="semi")
        known = len(self._dictionary)
        found, problems = lines.read_each(texts, self._how)
        codes = self._codes(statements(found))
        self._terms.append(tokens.terms_of(self._dictionary.since(known)))
        return codes, problems

    def _accept(self, parsed: pl.DataFrame) -> None:
        """Have the fields of parsed lines stand for terms, whatever they look like."""
        used = pl.concat([parsed[name].alias("code") for name in "spo"]).unique()
        held = used.filter(used.is_in(self._wrong.implode()))
        if len(held):
            self._terms.append(tokens.terms_of(pl.DataFrame([held, self._dictionary.texts(held)])))
            self._wrong = self._wrong.filter(~self._wrong.is_in(held.implode()))

    def _replaced(self, triples: pl.DataFrame, terms: pl.DataFrame, kept: pl.Series) -> pl.DataFrame:
        """Have the numbers of fields, several of which may be one term, be places in the kept terms."""
        places = pl.repeat(0, len(self._dictionary), dtype=CODE, eager=True)
        places = places.scatter(kept, pl.int_range(len(kept), dtype=CODE, eager=True))
        places = places.scatter(terms["code"], places[terms["same"]])
        return triples.with_columns(places[triples[name]].alias(name) for name in "spo")


def _renamed(terms: pl.DataFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Number the blank nodes that the parser labeled at random, so that a document always gives the same graph."""
    blank = terms["kind"] == int(Kind.BLANK)
    random = blank & terms["text"].str.contains(_RANDOM_LABEL)
    if not random.any():
        return terms
    ends = pl.concat([codes.select(code=name).with_row_index("at") for name in ("s", "o")])
    first = ends.filter(random.gather(ends["code"])).group_by("code").agg(pl.col("at").min())
    known, prefix = terms["text"].filter(blank & ~random), "b"
    while known.str.starts_with(prefix).any():
        prefix += "_"
    numbered = first.sort("at", "code").with_row_index("number")
    text = terms["text"].clone()
    text[numbered["code"]] = numbered.select(pl.format("{}{}", pl.lit(prefix), "number")).to_series()
    return terms.with_columns(text)
