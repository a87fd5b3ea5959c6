"""Named queries: the same rows on every engine, parameters that cannot be abused, names as people write them."""

from __future__ import annotations

import csv
import re
import socket
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import vocab
from dateline.errors import ParameterError, UnknownName, UsageError
from dateline.export.views import declared
from dateline.queries import Resolver, load_query, names_in, parse_query, query_names
from dateline.store import Rows, Store, Truth, open_store, refuse_unsafe

FOLDER = Path(__file__).parent / "cases" / "queries"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
SEED = "https://w3id.org/dateline/seed/"
NUMBERS = {vocab.XSD + kind for kind in ("integer", "decimal")}
TEXT_QUERY = """# Labels
# param label text any: the label
SELECT ?node WHERE {
  VALUES (?label) { (UNDEF) }  # parameters
  ?node rdfs:label ?name .
  FILTER(COALESCE(STR(?name) = ?label, true))
}
"""


@pytest.fixture(scope="module")
def memory() -> Iterator[Store]:
    with open_store() as store:
        store.load_file(FOLDER / "data.ttl")
        yield store


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("queries") / "store") as store:
        store.load_file(FOLDER / "data.ttl")
        yield store


@pytest.fixture(scope="module")
def graph() -> Iterator[rdflib.Graph]:
    rdflib.NORMALIZE_LITERALS, before = False, rdflib.NORMALIZE_LITERALS
    yield rdflib.Graph().parse(FOLDER / "data.ttl")
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="module")
def resolve(memory: Store) -> Resolver:
    return names_in(memory)


def cell(value: str | None, datatype: str | None) -> str:
    """A term as text; numbers without the zeros in which engines differ."""
    if value is None or datatype not in NUMBERS:
        return value or ""
    number = Decimal(value)
    return str(number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize())


def on_oxigraph(store: Store, text: str) -> list[list[str]]:
    answer = store.query(text)
    assert not isinstance(answer, Truth)
    rows = answer if isinstance(answer, Rows) else sorted((tuple(triple) for triple in answer), key=str)
    heads = list(answer.variables) if isinstance(answer, Rows) else ["subject", "predicate", "object"]
    return [heads, *([_oxigraph_cell(term) for term in row] for row in rows)]


def _oxigraph_cell(term: Any) -> str:
    if isinstance(term, ox.Literal):
        return cell(term.value, term.datatype.value)
    return cell(None if term is None else term.value, None)


def on_rdflib(graph: rdflib.Graph, text: str) -> list[list[str]]:
    answer = graph.query(text)
    if answer.vars is not None:
        return [[str(name) for name in answer.vars], *([_rdflib_cell(term) for term in row] for row in answer)]
    assert answer.graph is not None
    rows = [[_rdflib_cell(term) for term in triple] for triple in answer.graph]
    return [["subject", "predicate", "object"], *rows]


def _rdflib_cell(term: Any) -> str:
    if isinstance(term, rdflib.Literal):
        return cell(str(term), str(term.datatype))
    return cell(None if term is None else str(term), None)


def refuse_connection(*_: object) -> None:
    raise AssertionError("a query opened a socket")


def bound(case: str, resolve: Resolver) -> str:
    parameters = FOLDER / case / "parameters.yaml"
    values = yaml.load(parameters.read_text("utf-8"), yaml.BaseLoader) if parameters.exists() else {}
    return load_query(case.partition(".")[0]).bind(values, resolve)


def expected(case: str) -> list[list[str]]:
    with (FOLDER / case / "expected.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def comparable(rows: list[list[str]]) -> list[list[str]]:
    """Rows of SELECT keep their order; statements have none."""
    return [rows[0], *sorted(rows[1:])] if rows[0] == ["subject", "predicate", "object"] else rows


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("engine", ["memory", "disk", "graph"])
def test_every_engine_gives_the_expected_rows_in_order_without_a_connection(
    engine: str, case: str, resolve: Resolver, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = request.getfixturevalue(engine)
    text = bound(case, resolve)
    monkeypatch.setattr(socket.socket, "connect", refuse_connection)
    rows = on_rdflib(place, text) if engine == "graph" else on_oxigraph(place, text)
    assert comparable(rows) == comparable(expected(case))


def test_every_query_has_a_case() -> None:
    assert {case.partition(".")[0] for case in CASES} == set(query_names())


@pytest.mark.parametrize("name", query_names())
def test_a_query_file_stands_alone(name: str, memory: Store) -> None:
    """It declares its prefixes, passes the guard, tells what it is for, and binding nothing changes nothing."""
    asked = load_query(name)
    refuse_unsafe(asked.text)
    ox.Store().query(asked.text)
    assert asked.title
    assert asked.bind({}).split() == asked.text.split()
    assert declared(asked.view, asked.view_options).notes == ()


@pytest.mark.parametrize("name", query_names())
def test_a_query_orders_its_rows_and_keeps_to_portable_dates(name: str) -> None:
    text = re.sub(r"(?m)^#.*$", "", load_query(name).text)
    assert "ORDER BY" in text or "CONSTRUCT" in text
    assert not re.search(r"xsd:|GROUP_CONCAT|NOW\(|\bYEAR\(|SAMPLE|AVG", text)


@pytest.mark.parametrize("name", query_names())
def test_a_query_keeps_to_what_virtuoso_answers_rightly(name: str) -> None:
    """It compares nothing that may be unbound, and looks for no path inside EXISTS: Virtuoso loses rows over both."""
    text = re.sub(r"(?m)^#.*$", "", load_query(name).text)
    assert not re.search(r"COALESCE\([^()]*[<>=]", text)
    assert not re.search(r"EXISTS\s*\{[^}]*[\w:][*+]\s", text)


@pytest.mark.parametrize(
    ("kind", "written", "iri"),
    [
        ("actor", "russia", "actor/russia"),
        ("actor", "Russia", "actor/russia"),
        ("actor", "russian federation", "actor/russia"),
        ("actor", "wd:Q159", "actor/russia"),
        ("actor", "geonames:2017370", "actor/russia"),
        ("actor", f"<{SEED}actor/russia>", "actor/russia"),
        ("actor", "Vladimir Putin", "actor/putin"),
        ("place", "moscow", "place/moscow"),
        ("place", "Russia", "actor/russia"),
        ("event", "visit", "event/visit"),
        ("event", "putin meets raisi", "event/talks"),
        ("source", "A brief", "source/brief"),
    ],
)
def test_things_are_found_by_id_label_alias_curie_and_iri(resolve: Resolver, kind: str, written: str, iri: str) -> None:
    assert resolve(kind, written) == SEED + iri


@pytest.mark.parametrize(
    ("kind", "written", "complaint"),
    [
        ("actor", "rusia", "no actor 'rusia'. Did you mean 'russia'"),
        ("actor", "moscow", "no actor 'moscow'"),
        ("actor", "http://example.org/{x}", "no actor"),
        ("actor", "wd:Q1", "no actor"),
        ("event", "xyzzy", "Known: "),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(resolve: Resolver, kind: str, written: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        resolve(kind, written)


def test_a_name_of_two_things_is_refused_with_both() -> None:
    text = "@prefix e: <http://e.org/> . e:a a dl:Actor ; rdfs:label 'X' . e:b a dl:Actor ; rdfs:label 'x' ."
    heads = "".join(f"@prefix {name}: <{vocab.PREFIXES[name]}> .\n" for name in ("dl", "rdfs"))
    with open_store() as store:
        store.load((heads + text).encode(), "turtle")
        with pytest.raises(ValueError, match="several: a and b"):
            names_in(store)("actor", "X")


@pytest.mark.parametrize(
    ("query", "values", "complaint"),
    [
        ("possibly", {"form": "2020"}, "no such parameter. Did you mean 'from'"),
        ("links", {"x": "1"}, "takes no parameters"),
        ("possibly", {"from": "someday"}, "someday"),
        ("of-type", {"type": "consul"}, "Did you mean 'consult'"),
        ("dyad", {"a": "nobody-at-all"}, "no actor"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_query_and_parameter(
    query: str, values: dict[str, str], complaint: str, resolve: Resolver
) -> None:
    with pytest.raises(ParameterError, match=re.escape(complaint)) as caught:
        load_query(query).bind(values, resolve)
    assert caught.value.query == query
    assert caught.value.parameter == next(iter(values))


def test_a_default_that_the_data_do_not_have_asks_for_a_value() -> None:
    with open_store() as store, pytest.raises(ParameterError, match="needs a value"):
        load_query("tie").bind({}, names_in(store))


def test_a_stretch_of_days_that_ends_before_it_begins_is_refused() -> None:
    query = load_query("possibly")
    with pytest.raises(ParameterError, match="'to': it ends before the first day"):
        query.bind({"from": "2020", "to": "2019"})
    assert query.bind({"from": "2020", "to": "2020"}) != query.bind({"from": "2020"})


def test_days_are_the_first_and_the_last_of_what_was_written() -> None:
    text = load_query("possibly").bind({"from": "June 2023", "to": "2023-06"})
    row = re.search(r"VALUES [^\n]*# parameters", text)
    assert row is not None
    assert re.findall(r'"([^"]+)"', row[0]) == ["2460097", "2460126", "2023-06-01", "2023-06-30", "2023", "2023"]


def test_days_before_the_year_1_have_no_xsd_date() -> None:
    row = re.search(r"VALUES [^\n]*# parameters", load_query("possibly").bind({"from": "-0489-09-12"}))
    assert row is not None
    assert re.findall(r'"([^"]+)"', row[0]) == ["1542710", "-489"]


def test_an_open_date_lifts_the_restriction() -> None:
    asked = load_query("certainly")
    assert asked.bind({"to": "2022/.."}).split() == asked.text.split()
    assert asked.bind({"to": "any"}).split() == asked.text.split()


def test_without_data_to_ask_actors_are_given_as_iris() -> None:
    asked = load_query("actor")
    assert "<http://www.wikidata.org/entity/Q159>" in asked.bind({"actor": "wd:Q159"})
    assert "<http://example.org/a>" in asked.bind({"actor": "<http://example.org/a>"})
    with pytest.raises(ParameterError):
        asked.bind({"actor": "no iri"})


@settings(max_examples=60, deadline=None)
@given(
    value=st.text(max_size=30) | st.sampled_from(['") } INSERT {', "'''", '\\"', "a\nb", "} # parameters", "\\u0022"])
)
def test_a_text_is_a_value_whatever_it_holds(value: str) -> None:
    """No text closes its literal: the query finds the label that is the value, and nothing else."""
    subject = ox.NamedNode("http://example.org/it")
    with open_store() as store:
        label = ox.NamedNode(vocab.RDFS + "label")
        store.engine.add(ox.Quad(subject, label, ox.Literal(value.strip())))
        store.engine.add(ox.Quad(ox.NamedNode("http://example.org/other"), label, ox.Literal("some other label")))
        answer = store.query(parse_query(TEXT_QUERY, "labels").bind({"label": value}))
        assert isinstance(answer, Rows)
        found = [row[0] for row in answer]
    assert subject in found
    assert len(found) == (2 if value.strip() == "any" else 1)


@pytest.mark.parametrize("name", query_names())
@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_first_rows_are_those_of_the_whole_answer(name: str, rows: int, memory: Store) -> None:
    asked = load_query(name)
    if "CONSTRUCT" in asked.text:
        assert len(on_oxigraph(memory, asked.first(rows).text)) <= 1 + 9 * rows
    else:
        assert on_oxigraph(memory, asked.first(rows).text) == on_oxigraph(memory, asked.text)[: rows + 1]


def test_a_query_with_a_limit_of_its_own_has_no_other() -> None:
    with pytest.raises(UsageError, match="LIMIT of its own"):
        parse_query("SELECT * { ?s ?p ?o } LIMIT 5 # few", "mine").first(2)
    assert parse_query("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 5 } }", "mine").first(2).text.endswith("}\nLIMIT 2\n")


def test_whole_numbers_and_years_are_checked() -> None:
    text = "# T\n# param n integer any: a number\nSELECT * {\n  VALUES (?n) { (UNDEF) }  # parameters\n}\n"
    asked = parse_query(text, "numbers")
    assert '"-12"^^' in asked.bind({"n": "-12"})
    with pytest.raises(ParameterError, match="not a whole number"):
        asked.bind({"n": "1.5"})


def test_a_query_of_ones_own_may_have_parameters_or_none() -> None:
    assert parse_query("SELECT * { ?s ?p ?o }", "mine").parameters == ()
    with pytest.raises(ParameterError, match="Did you mean 'actor'"):
        parse_query("# T\n# param x aktor any: who\nSELECT * { ?s ?p ?o }", "mine")
    with pytest.raises(ParameterError, match="gives it a place"):
        parse_query("# T\n# param x actor any: who\nSELECT * { ?s ?p ?o }", "mine")


def test_an_unknown_query_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'dyad'"):
        load_query("dyat")
