"""An RDF graph as two frames: triples of integer codes, and the terms that the codes stand for.

A code is the number of a row of `terms`. Codes are exact: two codes are equal when the terms are equal as RDF 1.1
has it (https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal), which compares lexical forms, never values.
Knows nothing of shapes, nor of how a graph is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

import polars as pl

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
    """Distinct triples as codes, and the terms by code.

    `terms` has a row for each code: `text` is an IRI, the label of a blank node without `_:`, or a lexical form.
    Literals alone have a `datatype`, always written out; those of rdf:langString alone have a `language`, in lower
    case. `lines` says on which line (from 1) each triple stands, where the reader was asked to keep that. `file`
    is the name of what was read, for messages.
    """

    triples: pl.DataFrame
    terms: pl.DataFrame
    lines: pl.DataFrame | None = None
    file: str = ""
    _codes: dict[tuple[str, str | None, str | None], int | None] = field(
        default_factory=dict, repr=False, compare=False
    )
    _pairs: dict[int, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

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

    def pairs(self, predicate: str) -> pl.DataFrame:
        """Return subjects and objects (`s`, `o`) of one predicate; no rows where the graph does not use it."""
        if not self._pairs and self.triples.height:
            parts = self.triples.partition_by("p", maintain_order=False)
            self._pairs.update({int(part["p"][0]): part.select("s", "o") for part in parts})
        code = self.code(predicate)
        return self._pairs.get(-1 if code is None else code, pl.DataFrame(schema=PAIRS))

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


def _distinct(keys: pl.Series) -> pl.Series:
    keys = keys.sort()
    return keys.filter(keys.ne_missing(keys.shift()))
