"""Graphs from RDF of every kind: files, documents, terms of Oxigraph or rdflib, lines of N-Triples.

N-Triples and N-Quads go through the columnar scan, every other syntax through Oxigraph's parser first. Everything ends
in the frames of `dateline.shacl.graph`. Knows nothing of shapes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import polars as pl
import pyoxigraph as ox

from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InputError, InvalidData
from dateline.shacl.graph import LANG_STRING, STRING, TERMS, TRIPLES, Graph, Kind
from dateline.shacl.lines import Scan
from dateline.shacl.scan import pieces_of, renamed, scan

if TYPE_CHECKING:
    import rdflib

Source = Path | str | bytes | BinaryIO
"""A path, a document in bytes, or a stream of bytes."""

Term = tuple[int, str, str | None, str | None]
"""Kind, text, datatype and language of one term."""

_FEW = 5_000
"""Fewer statements than this are read one by one: columns would cost more than they save."""
_HINT = "Correct the file at this place, or name its syntax."


def from_ntriples(
    source: Source, *, file: str | None = None, quads: bool = False, graph: str | None = None, keep_lines: bool = False
) -> Graph:
    """Return the graph of an N-Triples document, or of N-Quads with `quads`.

    `graph` says which graph of N-Quads counts: None for the triples of all, "" for the default graph alone, else the
    IRI of one. With `keep_lines` the graph knows on which line each triple stands first. Documents larger than memory
    are read piece by piece; what remains of them is a code for each term and each distinct term once.

    Raises:
        InputError: the file cannot be opened.
        InvalidData: lines that are not of the syntax; it names up to twenty of them.
    """
    how = Scan(_name(source, file), quads=quads, graph=graph, keep_lines=keep_lines)
    with _open(source) as stream:
        return scan(pieces_of(stream), how)


def from_lines(lines: pl.Series, *, file: str = "", quads: bool = False) -> Graph:
    """Return the graph of a column of N-Triples lines without line ends; with `quads` of N-Quads, all graphs together.

    Raises:
        InvalidData: lines that are not of the syntax; `line` counts them from 1.
    """
    return scan([lines.cast(pl.String).drop_nulls()], Scan(file, quads=quads))


def from_rdf(
    source: Source,
    syntax: ox.RdfFormat,
    *,
    file: str | None = None,
    base: str | None = None,
    graph: str | None = None,
    keep_lines: bool = False,
) -> Graph:
    """Return the graph of a document of any syntax that Oxigraph reads; `graph` is as in `from_ntriples`.

    Lines are kept for N-Triples and N-Quads alone: no other syntax has a line for each triple.

    Raises:
        InputError: the file cannot be opened.
        InvalidData: the document is not of its syntax, or holds terms of RDF 1.2.
    """
    name = _name(source, file)
    if syntax in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        quads = syntax == ox.RdfFormat.N_QUADS
        return from_ntriples(source, file=name, quads=quads, graph=graph, keep_lines=keep_lines)
    with _open(source) as stream:
        try:
            parsed = ox.parse(stream, format=syntax, base_iri=base)
            first = list(islice(parsed, _FEW))
            if len(first) < _FEW:
                few = _coded(_terms(one) for one in first if _is_of(one, graph))
                return replace(few, terms=renamed(few.terms, few.rows), file=name)
            document = ox.serialize(chain(first, parsed), format=ox.RdfFormat.N_QUADS) or b""
        except (SyntaxError, ValueError) as error:
            raise InvalidData([_broken(error, name)]) from error
    return scan(pieces_of(io.BytesIO(document)), Scan(name, quads=True, graph=graph, rename=True))


def from_triples(triples: Iterable[ox.Triple | ox.Quad], *, file: str = "") -> Graph:
    """Return the graph of pyoxigraph triples or quads; the graph names of quads are left out of account.

    Raises:
        InputError: a term is of RDF 1.2, which SHACL Core does not know.
    """
    try:
        return _coded(map(_terms, triples))
    except ValueError as error:
        raise InputError(file, f"{error}; leave it out") from error


def from_rdflib(graph: rdflib.Graph, *, file: str = "") -> Graph:
    """Return the graph of an rdflib graph or of all graphs of an rdflib dataset.

    Lexical forms are as rdflib holds them: where its `NORMALIZE_LITERALS` was on when the graph was read, it may have
    changed them.

    Raises:
        InputError: a term is a variable or a formula, which are not RDF.
    """
    rows = graph.triples((None, None, None))
    return _coded((_rdflib_term(s, file), _rdflib_term(p, file), _rdflib_term(o, file)) for s, p, o in rows)


def union(graphs: Iterable[Graph]) -> Graph:
    """Return one graph of several, with blank nodes kept apart; lines and names of files are left behind."""
    terms, triples, height = [], [], 0
    for number, one in enumerate(graphs):
        blank = pl.col("kind") == int(Kind.BLANK)
        label = pl.when(blank).then(pl.format("g{}.{}", pl.lit(number), "text")).otherwise("text")
        terms.append(one.terms.with_columns(text=label))
        triples.append(one.rows.with_columns((pl.all() + height).cast(pl.UInt32)))
        height += one.terms.height
    everything = pl.concat(terms or [pl.DataFrame(schema=TERMS)]).with_row_index("old")
    kept = everything.unique(TERMS.names(), keep="first", maintain_order=True).drop("old").with_row_index("new")
    place = everything.join(kept, on=TERMS.names(), nulls_equal=True, maintain_order="left")["new"]
    old = pl.concat(triples or [pl.DataFrame(schema=TRIPLES)])
    codes = old.select(place.gather(old[name]).alias(name) for name in ("s", "p", "o"))
    return Graph(codes, kept.drop("new"))


@contextmanager
def _open(source: Source) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, (str, Path)):
        try:
            with Path(source).open("rb") as stream:
                yield stream
        except OSError as error:
            raise InputError(str(source), f"cannot be read: {error.strerror}") from error
    else:
        yield source


def _name(source: Source, file: str | None) -> str:
    if file is not None:
        return file
    return str(source) if isinstance(source, (str, Path)) else ""


def _is_of(quad: ox.Quad, graph: str | None) -> bool:
    """Tell whether a statement is of the graph that counts."""
    return graph is None or quad.graph_name == (ox.NamedNode(graph) if graph else ox.DefaultGraph())


def _coded(rows: Iterable[tuple[Term, Term, Term]]) -> Graph:
    codes: dict[Term, int] = {}
    found = {tuple(codes.setdefault(term, len(codes)) for term in row): None for row in rows}
    triples = pl.DataFrame(list(found), schema=TRIPLES, orient="row")
    return Graph(triples, pl.DataFrame(list(codes), schema=TERMS, orient="row"))


def _terms(one: ox.Triple | ox.Quad) -> tuple[Term, Term, Term]:
    """Return the terms of a statement.

    Raises:
        ValueError: one is of RDF 1.2.
    """
    return _oxigraph_term(one.subject), _oxigraph_term(one.predicate), _oxigraph_term(one.object)


def _oxigraph_term(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Kind.IRI, term.value, None, None
    if isinstance(term, ox.BlankNode):
        return Kind.BLANK, term.value, None, None
    if isinstance(term, ox.Literal) and term.direction is None:
        return Kind.LITERAL, term.value, term.datatype.value, term.language and term.language.lower()
    raise ValueError(f"{term} is of RDF 1.2, which SHACL Core does not know")


def _rdflib_term(term: object, file: str) -> Term:
    import rdflib

    if isinstance(term, rdflib.Literal):
        if term.language:
            return Kind.LITERAL, str(term), LANG_STRING, term.language.lower()
        return Kind.LITERAL, str(term), str(term.datatype or STRING), None
    if isinstance(term, rdflib.URIRef):
        return Kind.IRI, str(term), None, None
    if isinstance(term, rdflib.BNode):
        return Kind.BLANK, str(term), None, None
    raise InputError(file, f"{term!r} is a {type(term).__name__}, which is not a term of RDF; leave it out")


def _broken(error: Exception, file: str) -> Diagnostic:
    line = getattr(error, "lineno", None) or 0
    column = (getattr(error, "offset", None) or 1) if line else 0
    reason = str(getattr(error, "msg", None) or error).rstrip(".")
    return Diagnostic(Severity.ERROR, "E102", f"The RDF cannot be read: {reason}.", file, line, column, _HINT)
