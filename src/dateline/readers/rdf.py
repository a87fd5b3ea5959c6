"""Reads RDF of any syntax into tables, through the mapping from right to left.

The default graph alone counts where it holds anything: the graphs of single sources repeat their claims, which are
not facts. Texts of sources are taken in where their files lie beside the data; a missing one is no fault here.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox

from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InputError
from dateline.mapping.from_rdf import tables_of, triple_frame
from dateline.mapping.quads import nquads
from dateline.readers.timeline.evidence import read_text
from dateline.store.sources import open_rdf, read_quads
from dateline.store.syntaxes import Syntax
from dateline.tables import Tables
from dateline.vocab import shorten

_PLACE = re.compile(r":(\d+):(\d+): ")
"""Line and column behind the name of the file, as input errors write them."""


def read_rdf(
    data: Path | bytes, syntax: Syntax, *, file: str, base: str | None = None
) -> tuple[Tables, list[Diagnostic]]:
    """Read an RDF file or document; what is not of its syntax is one located E102.

    Raises:
        InputError: the file cannot be opened.
    """
    try:
        quads = _quads(data, syntax, file=file, base=base)
    except InputError as error:
        if isinstance(error.__cause__, OSError):
            raise
        return Tables.from_rows({}), [_broken(error, file)]
    return tables_of_quads(quads, file)


def tables_of_quads(quads: list[ox.Quad], file: str) -> tuple[Tables, list[Diagnostic]]:
    """Return the tables that quads hold, and what of them no table can take over; `file` is for messages."""
    default = [quad for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)]
    tables, problems = tables_of(triple_frame(default or quads), file)
    return tables, problems + _left_out(quads, tables, file=file) if default else problems


def _quads(data: Path | bytes, syntax: Syntax, *, file: str, base: str | None) -> list[ox.Quad]:
    if isinstance(data, bytes):
        return list(read_quads(io.BytesIO(data), syntax, name=file, base=base))
    with open_rdf(data, syntax) as stream:
        return list(read_quads(stream, syntax, name=file, base=base))


def _left_out(quads: list[ox.Quad], tables: Tables, *, file: str) -> list[Diagnostic]:
    """Report statements of named graphs that the tables do not give again."""
    named = {quad for quad in quads if not isinstance(quad.graph_name, ox.DefaultGraph)}
    if named:
        named -= set(ox.parse(nquads(tables, graphs=True), format=ox.RdfFormat.N_QUADS))
    counts = Counter(shorten(str(quad.graph_name).strip("<>")) for quad in named)
    hint = "They stay in your file; what dateline writes from the tables does not have them."
    return [
        Diagnostic(
            Severity.INFO,
            "I111",
            f"{count} triple(s) of the graph {name} have no place in the tables.",
            file,
            0,
            0,
            hint,
        )
        for name, count in sorted(counts.items())
    ]


def texts_beside(tables: Tables, folder: Path) -> dict[str, str]:
    """Return the texts of sources, by IRI, whose files lie below a folder."""
    found = {}
    for iri, path in tables.sources.select("id", "text_file").drop_nulls().iter_rows():
        text = read_text(folder, path)
        if isinstance(text, str):
            found[iri] = text
    return found


def _broken(error: InputError, file: str) -> Diagnostic:
    found = _PLACE.match(str(error).removeprefix(error.path))
    line, column = (int(found[1]), int(found[2])) if found else (0, 0)
    reason = error.reason.rstrip(".")
    hint = "Correct the file at this place, or name its syntax with --from."
    return Diagnostic(Severity.ERROR, "E102", f"The RDF cannot be read: {reason}.", file, line, column, hint)
