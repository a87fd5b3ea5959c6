"""The store: quads in memory or in a folder, asked with SPARQL 1.1.

One class for both places. The engine is Oxigraph; its exceptions become ours here and nowhere else, and every query
passes the guard of `safety` first. Queries know the prefixes of `dateline.vocab` without declaring them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import pyoxigraph as ox

from dateline import vocab
from dateline.errors import InputError, OutsideError, QuerySyntaxError, UsageError
from dateline.store.answers import Answer, Rows, Statements, Truth, engine_failures
from dateline.store.correlated import correlated, is_marked
from dateline.store.safety import refuse_unsafe, refuse_unsafe_update, undeclared
from dateline.store.sources import checked, input_error, located, open_rdf
from dateline.store.syntaxes import Syntax, syntax_named, syntax_of
from dateline.store.texts import Texts, open_texts

_MARKER = "CURRENT"
_FUNCTION = re.compile(r"^The custom function (<[^>]*>) is not supported")
_AT = re.compile(r"^error at (\d+):(\d+): ")


def is_store(location: Path) -> bool:
    """Say whether a folder holds a store that `open_store` made."""
    return location.is_dir() and (location / _MARKER).is_file() and (location / "IDENTITY").is_file()


def open_store(location: Path | None = None, *, read_only: bool = False) -> Store:
    """Open the store in a folder, made if it does not exist; without a folder, an empty store in memory.

    Raises:
        InputError: the folder holds other things than a store.
        OutsideError: the store is missing (when `read_only`), locked by another process, or damaged.
    """
    if location is None:
        return Store(ox.Store(), "memory")
    if location.exists() and not is_store(location) and (location.is_file() or any(location.iterdir())):
        raise InputError(str(location), "is not a store. Name a new or empty folder, or one that dateline filled.")
    if read_only and not is_store(location):
        raise OutsideError(str(location), "there is no store here. Load one first with `dateline load`.")
    try:
        engine = ox.Store.read_only(str(location)) if read_only else ox.Store(str(location))
    except (OSError, RuntimeError) as error:
        raise OutsideError(str(location), _storage_reason(error)) from error
    # Who may write makes the texts out of date.
    return Store(engine, str(location), writes_disk=not read_only, texts=open_texts(location) if read_only else None)


def _storage_reason(error: Exception) -> str:
    text = str(error).casefold()
    # Damage first: it is told of blocks, and a `block` is not a lock.
    if "corruption" in text or "no such file" in text:
        return f"the store is damaged ({error}). Load it again into a new folder."
    if "lock" in text:
        return "the store is in use by another process. Close that one, or open the store for reading only."
    return f"the store cannot be opened ({error})."


class Store:
    """A set of quads that can be filled, asked and written out. Use it in `with`, or call `close`."""

    def __init__(
        self, engine: ox.Store, location: str, *, writes_disk: bool = False, texts: Texts | None = None
    ) -> None:
        self._engine: ox.Store | None = engine
        self._texts = texts
        self._writes_disk = writes_disk
        self.location = location

    @property
    def engine(self) -> ox.Store:
        """The open Oxigraph store, for what this face does not offer.

        Raises:
            OutsideError: the store was closed.
        """
        if self._engine is None:
            raise OutsideError(self.location, "the store is closed.")
        return self._engine

    def load_nquads(self, data: bytes) -> None:
        """Add the quads of an N-Quads text."""
        self.load(data, "nq")

    def load(self, data: bytes | BinaryIO, syntax: str, *, name: str = "data", base: str | None = None) -> None:
        """Add an RDF document; `name` is what errors call it. Triples go to the default graph.

        Raises:
            InputError: the document is not of that syntax. What stood before the error may have been added.
        """
        found = syntax_named(syntax)
        if isinstance(data, bytes) and found.name != "rdfxml":
            self._bulk_load(data, found, name=name, base=base)
            return
        stream = io.BytesIO(data) if isinstance(data, bytes) else data
        self._bulk_load(checked(stream, found, name=name), found, name=name, base=base)

    def load_file(self, path: Path, *, syntax: str | None = None, base: str | None = None) -> None:
        """Add an RDF file, its syntax known by name or by suffix (`.gz` is decompressed).

        Raises:
            InputError: the file cannot be read, or is not of that syntax.
        """
        found = syntax_named(syntax) if syntax else syntax_of(path)
        with open_rdf(path, found) as stream:
            self._bulk_load(stream, found, name=str(path), base=base)

    def _bulk_load(self, data: bytes | BinaryIO, syntax: Syntax, *, name: str, base: str | None) -> None:
        try:
            self.engine.bulk_load(data, syntax.format, base_iri=base)
        except SyntaxError as error:
            raise located(name, error) from error
        except ValueError as error:
            raise input_error(name, str(error)) from error
        except RuntimeError as error:
            raise OutsideError(self.location, _storage_reason(error)) from error

    def query(
        self,
        text: str,
        *,
        default_graph_union: bool = False,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Answer:
        """Answer a SPARQL 1.1 query; with `default_graph_union` patterns outside GRAPH see all graphs.

        `default_graphs` and `named_graphs` are IRIs of graphs. Where one of the two is given they are the whole
        dataset of the query, whatever its FROM says; the other is then empty. The OPTIONALs of a query that is marked
        as well-designed (`correlated`) are evaluated row by row.

        Raises:
            UsageError: the name of a graph is not an IRI.
            QueryRefused: the query would reach the network or a file, or change the data.
            QuerySyntaxError: the text is not SPARQL 1.1; the message names line and column.
            OutsideError: the storage failed.
        """
        refuse_unsafe(text)
        whole = default_graphs is None and named_graphs is None
        try:
            with engine_failures(self.location):
                answer = self.engine.query(
                    self._evaluated(text),
                    prefixes=vocab.PREFIXES,
                    use_default_graph_as_union=default_graph_union,
                    default_graph=None if whole else _graph_names(default_graphs),
                    named_graphs=None if whole else _graph_names(named_graphs),
                )
        except (SyntaxError, ValueError) as error:
            raise QuerySyntaxError(_query_complaint(text, str(error))) from error
        except OutsideError as error:
            if unknown := _FUNCTION.search(error.reason):
                raise QuerySyntaxError(f"There is no function {unknown[1]} in SPARQL 1.1 or in dateline.") from error
            raise
        if isinstance(answer, ox.QuerySolutions):
            return Rows(tuple(variable.value for variable in answer.variables), answer, self.location)
        if isinstance(answer, ox.QueryTriples):
            return Statements(answer, self.location)
        return Truth(bool(answer))

    def _evaluated(self, query: str) -> str:
        """Return a query as it is evaluated: what it says in marks about its order and its texts, carried out."""
        if not is_marked(query):
            return query
        return correlated(self._texts.narrowed(query, self.engine) if self._texts else query)

    def update(self, text: str) -> None:
        """Carry out a SPARQL 1.1 update, whole or not at all.

        Raises:
            QueryRefused: the update would reach the network or a file.
            QuerySyntaxError: the text is not SPARQL 1.1; the message names line and column.
            OutsideError: the storage failed.
        """
        refuse_unsafe_update(text)
        try:
            with engine_failures(self.location):
                self.engine.update(text, prefixes=vocab.PREFIXES)
        except (SyntaxError, ValueError) as error:
            raise QuerySyntaxError(_query_complaint(text, str(error)).replace("query", "update", 1)) from error

    def graphs(self) -> list[str]:
        """Return the names of the named graphs, sorted."""
        with engine_failures(self.location):
            return sorted(graph.value for graph in self.engine.named_graphs())

    def dump(self, out: BinaryIO, syntax: str) -> None:
        """Write all quads; a syntax without named graphs gets the default graph only."""
        found = syntax_named(syntax)
        graph = None if found.graphs else ox.DefaultGraph()
        with engine_failures(self.location):
            self.engine.dump(out, found.format, from_graph=graph, prefixes=vocab.PREFIXES)

    def dump_graph(self, out: BinaryIO, syntax: str, graph: ox.NamedNode | ox.DefaultGraph) -> None:
        """Write the triples of one graph."""
        with engine_failures(self.location):
            self.engine.dump(out, syntax_named(syntax).format, from_graph=graph, prefixes=vocab.PREFIXES)

    def __len__(self) -> int:
        with engine_failures(self.location):
            return len(self.engine)

    def close(self) -> None:
        """Write everything to disk and let the folder go; answers still held keep it locked."""
        if self._engine is None:
            return
        engine, self._engine = self._engine, None
        if self._writes_disk:
            with engine_failures(self.location):
                engine.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _graph_names(iris: Sequence[str] | None) -> list[Any]:
    return [graph_name(iri) for iri in iris or ()]


def graph_name(iri: str) -> ox.NamedNode:
    """Return the name of a graph as a term.

    Raises:
        UsageError: the text is not an absolute IRI.
    """
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise UsageError(f"{iri!r} cannot name a graph, because it is not an absolute IRI.") from error


def _query_complaint(text: str, reason: str) -> str:
    found = _AT.match(reason)
    if not found:
        return f"The query is not SPARQL 1.1: {reason}."
    line, column = int(found[1]), int(found[2])
    lines = text.splitlines()
    missing = undeclared(text, vocab.PREFIXES)
    if missing:
        remedy = f"Write BASE <...> before it, or the whole IRI in place of {missing}."
        if missing.endswith(":"):
            remedy = f"Write PREFIX {missing} <...> before it."
        return f"The query is not SPARQL 1.1: {missing} is not declared. {remedy}"
    before = lines[line - 1][: column - 1].strip() if 0 < line <= len(lines) else ""
    after = f", after {before[-40:]!r}" if before else ""
    # What the engine says it expected is where its last attempt failed, which leads people astray.
    return f"The query is not SPARQL 1.1: reading stopped at line {line}, column {column}{after}."
