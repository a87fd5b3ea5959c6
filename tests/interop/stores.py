"""Triple stores behind one face: N-Triples in, a count and the rows of queries out.

Each store is filled as its users fill it: Virtuoso and the Oxigraph server by `dateline load`'s code over HTTP, Jena by
its bulk loader, the others in process. A `Run` is made once for a store and answers all tests about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import rdflib

from dateline.mapping.quads import lines
from dateline.readers.files import read
from dateline.store import Askable, Rows, Truth, open_store
from dateline.store.remote import Access, Connection, Delivery, Endpoint, deliver, planned
from interop import jena, servers, synthetic

SEEDS = Path(__file__).parents[2] / "seeds"
CASES = Path(__file__).parents[1] / "cases" / "queries" / "data.ttl"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
COPY = f"{synthetic.BASE}0/"
STATEMENTS = f'SELECT ?s ?p ?o WHERE {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{COPY}")) }}'
"""All that is said in the first copy of the synthetic tables: every kind of literal that dateline writes."""

Row = tuple[str, ...]
Answers = dict[str, list[Row]]
Ask = Callable[[Mapping[str, str]], Answers]


@dataclass(frozen=True)
class Store:
    """A store by name: what is missing to run it, and what fills it with a file and lends what answers queries.

    `copies` of the synthetic tables stand beside the seeds where the named queries are asked.
    """

    name: str
    missing: Callable[[], str | None]
    filled: Callable[[Path, Path], object]
    copies: int


@lru_cache(maxsize=2)
def data(copies: int) -> str:
    """Return the seeds and some copies of the synthetic tables, each under a base of its own, as N-Triples."""
    made = lines(synthetic.tables())
    copied = {line.replace(synthetic.BASE, f"{synthetic.BASE}{number}/") for number in range(copies) for line in made}
    return "".join(f"{line}\n" for line in sorted({*copied, *lines(read([SEEDS]).tables)}))


def cases() -> str:
    """Return the data of the cases in `tests/cases/queries` as N-Triples."""
    return (ox.serialize(ox.parse(path=CASES), format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def rows_of(store: Askable, text: str) -> list[Row]:
    """Return an answer as rows of terms; statements are sorted, because they have no order."""
    answer = store.query(text)
    assert not isinstance(answer, Truth)
    if isinstance(answer, Rows):
        return [answer.variables, *(tuple("" if term is None else str(term) for term in row) for row in answer)]
    return [("subject", "predicate", "object"), *sorted(tuple(map(str, triple)) for triple in answer)]


@contextmanager
def in_process(file: Path, folder: Path) -> Iterator[Ask]:
    """Fill an Oxigraph store on disk."""
    with open_store(folder / "store") as store:
        store.load_file(file)
        yield lambda queries: {name: rows_of(store, text) for name, text in queries.items()}


@contextmanager
def in_rdflib(file: Path, _: Path) -> Iterator[Ask]:
    """Fill a graph of rdflib, which rewrites literals unless told not to."""
    rdflib.NORMALIZE_LITERALS, before = False, rdflib.NORMALIZE_LITERALS
    graph = rdflib.Graph().parse(file, format="nt")
    try:
        yield lambda queries: {name: _rdflib_rows(graph, text) for name, text in queries.items()}
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _rdflib_rows(graph: rdflib.Graph, text: str) -> list[Row]:
    answer = graph.query(text)
    if answer.vars is None:
        assert answer.graph is not None
        return [("subject", "predicate", "object"), *sorted(tuple(map(_term, triple)) for triple in answer.graph)]
    return [tuple(map(str, answer.vars)), *(tuple(map(_term, row)) for row in answer)]  # type: ignore[arg-type]


def _term(term: object) -> str:
    if term is None:
        return ""
    if not isinstance(term, rdflib.Literal):
        return str(ox.NamedNode(str(term)))
    datatype = None if term.language or term.datatype is None else ox.NamedNode(str(term.datatype))
    return str(ox.Literal(str(term), datatype=datatype, language=term.language))


def over_http(server: Callable[[Path], object]) -> Callable[[Path, Path], object]:
    """Return what starts a server and fills it by Graph Store Protocol."""

    @contextmanager
    def filled(file: Path, folder: Path) -> Iterator[Ask]:
        with server(folder) as at:  # type: ignore[attr-defined]
            load(at, file)
            with Endpoint(Connection(at.query, timeout_s=120), default_graph=at.default_graph) as endpoint:
                yield lambda queries: {name: rows_of(endpoint, text) for name, text in queries.items()}

    return filled


def load(at: servers.Server, file: Path, *, by_update: bool = False) -> int:
    """Load a file into a running server and return the number of statements sent."""
    how = Delivery(by_update=by_update, default_graph=at.default_graph, replace=True)
    with open_store() as store:
        store.load_file(file)
        loads = planned(store, size=how.part_size, default_graph=how.default_graph)
    line = Connection(at.update if by_update else at.graphs, Access(at.user, at.password), timeout_s=300)
    try:
        return deliver(line, loads, how)
    finally:
        line.close()


@contextmanager
def in_jena(file: Path, folder: Path) -> Iterator[Ask]:
    """Fill a TDB2 store with the bulk loader of Jena."""
    classes = folder.parent / "jena-classes"
    classes.mkdir(exist_ok=True)
    jena.run("tdb2.tdbloader", "--loc", str(folder / "tdb2"), str(file), folder=classes)

    def ask(queries: Mapping[str, str]) -> Answers:
        place = folder / "queries"
        place.mkdir(exist_ok=True)
        for name, text in queries.items():
            (place / f"{name}.rq").write_text(text, encoding="utf-8")
        jena.run(str(Path(__file__).with_name("Ask.java")), str(folder / "tdb2"), str(place), folder=classes)
        return {name: _jena_rows(place / name) for name in queries}

    yield ask


def _jena_rows(stem: Path) -> list[Row]:
    triples = Path(f"{stem}.nt")
    if triples.exists():
        found = ox.parse(path=triples, format=ox.RdfFormat.N_TRIPLES)
        return [("subject", "predicate", "object"), *sorted(tuple(map(str, quad.triple)) for quad in found)]
    answer = ox.parse_query_results(path=f"{stem}.srj", format=ox.QueryResultsFormat.JSON)
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    rows = [tuple("" if row[name] is None else str(row[name]) for name in names) for row in answer]
    return [tuple(names), *rows]


WHOLE = 405
"""Copies of the synthetic tables that make 100,000 triples."""
FEW = 8
"""rdflib needs minutes for single queries on 100,000 triples; it answers them on fewer copies, and counts them all."""

STORES = (
    Store("rdflib", lambda: None, in_rdflib, FEW),
    Store("oxigraph", lambda: None, in_process, WHOLE),
    Store("oxigraph-server", servers.no_oxigraph, over_http(servers.oxigraph), WHOLE),
    Store("virtuoso", servers.no_virtuoso, over_http(servers.virtuoso), WHOLE),
    Store("jena", jena.no_compiler, in_jena, WHOLE),
)
