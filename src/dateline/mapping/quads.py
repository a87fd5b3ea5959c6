"""Tables as N-Triples and N-Quads documents: all lines of all rows, sorted, each once.

What a row becomes is known to `mapping.lines`, how values are spelled to `mapping.spelling`. Tables too large to sort
go through `dateline.stream` instead.
"""

from __future__ import annotations

import polars as pl

from dateline.mapping.lines import row_lines
from dateline.mapping.spelling import IRI_PATTERN, LANGUAGE_PATTERN, WORD_PATTERN
from dateline.tables import Tables

__all__ = ["IRI_PATTERN", "LANGUAGE_PATTERN", "WORD_PATTERN", "lines", "nquads"]


def lines(tables: Tables, *, graphs: bool = False) -> list[str]:
    """Return the graph of the tables as sorted, distinct N-Quads lines without their line ends.

    With `graphs` the triples of named graphs come along; else all lines are N-Triples of the default graph.

    Raises:
        ValueError: a column that makes IRIs holds something else; the message names table, column and value.
    """
    base = min(tables.timelines["base"].to_list(), default="urn:dateline:")
    found = [
        row_lines(name, data, graphs=graphs, base=base).str.strip_suffix("\n").str.split("\n").explode()
        for name, data in tables.frames().items()
        if data.height
    ]
    if not found:
        return []
    everything: list[str] = pl.concat(found).unique().sort().to_list()
    return everything


def nquads(tables: Tables, *, graphs: bool = False) -> bytes:
    """Return the graph of the tables as an N-Quads document in UTF-8, sorted, without duplicates."""
    return "".join(f"{line}\n" for line in lines(tables, graphs=graphs)).encode()
