"""An RDF graph as two frames: triples of integer codes, and the terms that the codes stand for.

A code is the number of a row of `terms`. Codes are exact: two codes are equal when the terms are equal as RDF 1.1
has it (https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal), which compares lexical forms, never values.
Knows nothing of shapes, nor of how a graph is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import polars as pl

from dateline.shacl.coding import CODE
from dateline.vocab import RDF, XSD

STRING = XSD + "string"
LANG_STRING = RDF + "langString"

TRIPLES = pl.Schema({"s": pl.UInt32(), "p": pl.UInt32(), "o": pl.UInt32()})
TERMS = pl.Schema({"kind": pl.UInt8(), "text": pl.String(), "datatype": pl.String(), "language": pl.String()})
LINES = pl.Schema({**TRIPLES, "line": pl.UInt32()})
PAIRS = pl.Schema({"s": pl.UInt32(), "o": pl.UInt32()})


class Kind(IntEnum):
    """What a term is, as it stands in the column `kind` of `Graph.terms`."""

    IRI = 0
    BLANK = 1
    LITERAL = 2


@dataclass(frozen=True, slots=True)
class Graph:
    """Triples as codes, and the terms by code.

    `rows` may have a triple several times, `triples` and `pairs` do not. `terms` has a row for each code: `text` is
    an IRI, the label of a blank node without `_:`, or a lexical form. Literals alone have a `datatype`, always
    written out; those of rdf:langString alone have a `language`, in lower case. `lines` says on which line (from 1)
    each triple stands, where the reader was asked to keep that. `file` is the name of what was read, for messages.
    """

    _rows: pl.DataFrame | None
    terms: pl.DataFrame
    lines: pl.DataFrame | None = None
    file: str = ""
    _codes: dict[tuple[str, str | None, str | None], int | None] = field(
        default_factory=dict, repr=False, compare=False
    )
    _parts: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)
    _pairs: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of_pairs(
        cls, pairs: Mapping[int, pl.DataFrame], terms: pl.DataFrame, *, distinct: Collection[int] = (), file: str = ""
    ) -> Graph:
        """Return the graph of the subjects and objects (`s`, `o`) of each predicate, given by its code.

        Predicates in `distinct` have no pair twice.
        """
        graph = cls(None, terms, file=file)
        graph._know(pairs)
        graph._pairs.update({terms["text"][code]: pairs[code] for code in distinct})
        return graph

    @property
    def rows(self) -> pl.DataFrame:
        """The triples as they were read."""
        if self._rows is not None:
            return self._rows
        parts = [part.select("s", pl.lit(self.code(name), CODE).alias("p"), "o") for name, part in self._parts.items()]
        return pl.concat([pl.DataFrame(schema=TRIPLES), *parts])

    @property
    def triples(self) -> pl.DataFrame:
        """The distinct triples."""
        return distinct(self.rows, self.terms.height)

    def code(self, iri: str) -> int | None:
        """Return the code of an IRI, None where the graph does not have it."""
        return self.codes([iri])[iri]

    def codes(self, iris: Iterable[str]) -> dict[str, int | None]:
        """Return the codes of several IRIs by one pass over the terms, None for those that the graph does not have."""
        wanted = list(dict.fromkeys(iris))
        unknown = [iri for iri in wanted if (iri, None, None) not in self._codes]
        if unknown:
            found = self._find(pl.col("text").is_in(unknown) & (pl.col("kind") == Kind.IRI))
            self._codes.update({(iri, None, None): found.get(iri) for iri in unknown})
        return {iri: self._codes[iri, None, None] for iri in wanted}

    def literal_code(self, text: str, datatype: str, language: str | None = None) -> int | None:
        """Return the code of a literal, None where the graph does not have exactly this one."""
        key = (text, datatype, language.lower() if language else None)
        if key not in self._codes:
            found = self._find(
                (pl.col("text") == text)
                & (pl.col("kind") == Kind.LITERAL)
                & (pl.col("datatype") == datatype)
                & pl.col("language").eq_missing(pl.lit(key[2], pl.String()))
            )
            self._codes[key] = found.get(text)
        return self._codes[key]

    def predicates(self) -> tuple[str, ...]:
        """Return the IRIs of all predicates that the graph uses."""
        if not self._parts and self._rows is not None and self._rows.height:
            parts = self._rows.partition_by("p", maintain_order=False)
            self._know({int(part["p"][0]): pl.DataFrame([part["s"], part["o"]]) for part in parts})
        return tuple(self._parts)

    def pairs(self, predicate: str) -> pl.DataFrame:
        """Return subjects and objects (`s`, `o`) of one predicate; no rows where the graph does not use it."""
        if predicate not in self._pairs:
            known = predicate in self.predicates()
            self._pairs[predicate] = _distinct_pairs(self._parts[predicate], self.terms.height) if known else _NO_PAIRS
        return self._pairs[predicate]

    def _know(self, parts: Mapping[int, pl.DataFrame]) -> None:
        """Keep the pairs of predicates under their IRIs."""
        names = self.terms["text"][pl.Series(list(parts), dtype=CODE)].to_list()
        self._parts.update(zip(names, parts.values(), strict=True))
        self._codes.update({(name, None, None): code for name, code in zip(names, parts, strict=True)})

    def _find(self, condition: pl.Expr) -> dict[str, int]:
        rows = self.terms.lazy().with_row_index("code").filter(condition).select("text", "code").collect()
        return dict(rows.iter_rows())


def distinct(triples: pl.DataFrame, terms: int) -> pl.DataFrame:
    """Return the distinct rows of triples whose codes are below `terms`.

    Three codes are packed into one number where they fit, for numbers are sorted with a fraction of the time and
    memory that comparing rows takes.
    """
    predicates = triples["p"].unique().sort()
    if terms**2 * predicates.len() >= 1 << 64:
        return triples.unique()
    number = pl.repeat(0, terms, dtype=pl.UInt64(), eager=True)
    number[predicates] = pl.int_range(predicates.len(), dtype=pl.UInt64, eager=True)
    kept = _distinct(((number.gather(triples["p"]) * terms + triples["s"]) * terms + triples["o"]).rename("key"))
    if kept.len() == triples.height:
        return triples
    key = pl.col("key")
    rest = kept.to_frame().select(s=key // terms % terms, number=key // terms**2, o=key % terms)
    return rest.select(
        pl.col("s").cast(pl.UInt32), predicates.gather(rest["number"]).alias("p"), pl.col("o").cast(pl.UInt32)
    )


def _distinct_pairs(pairs: pl.DataFrame, terms: int) -> pl.DataFrame:
    """Return the distinct rows of pairs; most predicates have one object for a subject, which is seen first."""
    once = pl.Series([False]).new_from_index(0, terms).scatter(pairs["s"], True)
    if int(once.sum()) == pairs.height or (pairs["s"].cast(pl.UInt64) * terms + pairs["o"]).n_unique() == pairs.height:
        return pairs
    return pairs.unique(maintain_order=True)


def _distinct(keys: pl.Series) -> pl.Series:
    keys = keys.sort()
    return keys.filter(keys.ne_missing(keys.shift()))


_NO_PAIRS = pl.DataFrame(schema=PAIRS)
