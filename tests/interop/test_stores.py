"""What dateline writes loads into the stores that people run, and the named queries give the same rows there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from dateline import vocab
from dateline.queries import load_query, names_in, query_names
from dateline.store import open_store
from interop import stores
from interop.stores import COPY, COUNT, FEW, STATEMENTS, STORES, WHOLE, Answers, Row, Store
from test_queries import CASES, bound
from test_queries import comparable as rows_comparable
from test_queries import expected as rows_expected

DEVIATIONS = yaml.safe_load((Path(__file__).parent / "deviations.yaml").read_text(encoding="utf-8"))
NUMBERS = {vocab.XSD + kind for kind in ("integer", "decimal")}


@pytest.fixture(scope="session")
def queries() -> dict[str, str]:
    """The named queries with the actors of the seeds as defaults."""
    with open_store() as store:
        store.load(stores.data(0).encode(), "nt")
        return {name: load_query(name).bind({}, names_in(store)) for name in query_names()}


@pytest.fixture(
    scope="session",
    params=[pytest.param(store, marks=pytest.mark.xdist_group(store.name), id=store.name) for store in STORES],
)
def store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.param
    missing = found.missing()
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def answers(store: Store, queries: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Fill the store once and ask it everything."""
    questions = {**queries, "count": COUNT, "statements": STATEMENTS}
    return asked(store, questions, stores.data(store.copies), tmp_path_factory)


@pytest.fixture(scope="session")
def case_answers(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Ask the store every case of the named queries, about their own small data."""
    with open_store() as local:
        local.load_file(stores.CASES)
        resolve = names_in(local)
        queries = {case: bound(case, resolve) for case in CASES}
    return asked(store, queries, stores.cases(), tmp_path_factory)


def asked(store: Store, queries: dict[str, str], data: str, factory: pytest.TempPathFactory) -> Answers:
    folder = factory.mktemp(store.name)
    file = folder / "data.nt"
    file.write_text(data, encoding="utf-8", newline="\n")
    with store.filled(file, folder) as ask:  # type: ignore[attr-defined]
        found: Answers = ask(queries)
    return found


@pytest.fixture(scope="session")
def expected(store: Store, queries: dict[str, str]) -> Answers:
    """What dateline itself answers on the same data."""
    with open_store() as local:
        local.load(stores.data(store.copies).encode(), "nt")
        return {name: stores.rows_of(local, text) for name, text in queries.items()}


def comparable(row: Row) -> Row:
    """A row with numbers in one spelling, in which engines differ."""
    return tuple(map(_number, row))


def _number(term: str) -> str:
    if not term.startswith('"') or not term.endswith(tuple(f"^^<{kind}>" for kind in NUMBERS)):
        return term
    value = Decimal(term[1 : term.index('"', 1)])
    return str(value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize())


def test_every_statement_is_there(store: Store, answers: Answers) -> None:
    (count,) = {line[0] for line in answers["count"][1:]}
    assert _number(count) == str(stores.data(store.copies).count("\n"))


@pytest.mark.parametrize("name", query_names())
def test_a_named_query_gives_the_rows_of_the_local_run(name: str, answers: Answers, expected: Answers) -> None:
    assert [comparable(row) for row in answers[name]] == [comparable(row) for row in expected[name]]


@pytest.mark.parametrize("case", CASES)
def test_a_case_of_a_named_query_gives_the_rows_that_were_checked_by_hand(case: str, case_answers: Answers) -> None:
    found = [[_plain(term) for term in row] for row in case_answers[case]]
    assert rows_comparable(found) == rows_comparable(rows_expected(case))


def _plain(term: str) -> str:
    """A term as `expected.csv` has it: the text of a literal or IRI, numbers in one spelling."""
    shown = _number(term)
    return shown[1:-1] if shown.startswith("<") else _text(shown)


def _text(term: str) -> str:
    if not term.startswith('"'):
        return term
    (quad,) = ox.parse(f"<urn:s> <urn:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.Literal)
    return quad.object.value


def test_the_data_are_large_and_most_queries_find_something(expected: Answers, store: Store) -> None:
    assert stores.data(WHOLE).count("\n") > 100_000
    empty = {name for name, rows in expected.items() if len(rows) == 1}
    # Extracts of other graphs are not among these data.
    assert empty == {"conflicts", "dbpedia", "wikidata"}


def test_literals_come_back_as_they_were_written_but_for_documented_deviations(store: Store, answers: Answers) -> None:
    written = {line for line in statements() if line[0].startswith(f"<{COPY}")}
    found = set(answers["statements"][1:])
    changes: dict[str, str] = {}
    for lost in written - found:
        (came,) = [row for row in found - written if row[:2] == lost[:2]]
        changes[lost[2]] = came[2]
    assert changes == DEVIATIONS[store.name]
    assert len(found) == len(written) > 200


def statements() -> Iterator[Row]:
    for quad in ox.parse(stores.data(FEW), format=ox.RdfFormat.N_TRIPLES):
        yield tuple(map(str, quad.triple))


def test_every_store_has_its_list_of_deviations() -> None:
    assert set(DEVIATIONS) == {store.name for store in STORES}


def test_rdflib_counts_100_000_triples(tmp_path_factory: pytest.TempPathFactory) -> None:
    (one,) = [store for store in STORES if store.copies != WHOLE]
    found = asked(one, {"count": COUNT}, stores.data(WHOLE), tmp_path_factory)
    assert one.name == "rdflib"
    assert _number(found["count"][1][0]) == str(stores.data(WHOLE).count("\n"))
