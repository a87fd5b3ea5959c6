"""Answers written out, in every format."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import UnknownName, UsageError
from dateline.export.grid import columns, markdown, plain, table
from dateline.export.look import Look, shown
from dateline.export.results import FORMATS, answer_format, default_format, write_answer
from dateline.store import SYNTAXES, Store, open_store

BASE = "https://example.org/mine/"
DATA = f"""
<{BASE}event/1> rdfs:label "Talks, \\"secret\\" | loud"@en ; dl:score 2.5 ; sem:eventType type:consult .
<{BASE}event/2> rdfs:label "=1+1" .
"""
ROWS = "SELECT ?event ?label ?score ?type { ?event rdfs:label ?label OPTIONAL { ?event dl:score ?score } OPTIONAL { ?event sem:eventType ?type } } ORDER BY ?event"  # noqa: E501
TRUTHS = [known.name for known in FORMATS if known.truth]
STATEMENTS = [known.name for known in FORMATS if known.statements]


@pytest.fixture(scope="module")
def store() -> Store:
    opened = open_store()
    opened.load(
        b"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix dl: <https://w3id.org/dateline/ns#> . "
        b"@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> . @prefix type: <https://w3id.org/dateline/type/> ."
        + DATA.encode(),
        "turtle",
    )
    return opened


def written(store: Store, query: str, name: str, look: Look | None = None) -> str:
    out = io.BytesIO()
    write_answer(store.query(query), name, out, look=look)
    return out.getvalue().decode()


def test_a_table_shows_plain_values_short_iris_and_the_number_of_rows(store: Store) -> None:
    assert written(store, ROWS, "table", Look((BASE,))) == (
        "event    label                   score  type\n"
        "-------  ----------------------  -----  ------------\n"
        'event/1  Talks, "secret" | loud    2.5  type:consult\n'
        "event/2  =1+1\n"
        "(2 rows)\n"
    )


def test_markdown_escapes_what_would_break_a_cell(store: Store) -> None:
    text = written(store, ROWS, "md", Look((BASE,)))
    assert text.splitlines()[2] == '| event/1 | Talks, "secret" \\| loud | 2.5 | type:consult |'


def test_csv_and_tsv_hold_whole_terms(store: Store) -> None:
    rows = list(csv.reader(io.StringIO(written(store, ROWS, "text/csv"))))
    assert rows[1] == [f"{BASE}event/1", 'Talks, "secret" | loud', "2.5", "https://w3id.org/dateline/type/consult"]
    assert written(store, ROWS, ".tsv").splitlines()[2] == f'<{BASE}event/2>\t"=1+1"\t\t'


def test_json_and_xml_are_read_again_as_the_same_rows(store: Store) -> None:
    assert len(json.loads(written(store, ROWS, "json"))["results"]["bindings"]) == 2
    again = ox.parse_query_results(written(store, ROWS, "xml"), format=ox.QueryResultsFormat.XML)
    assert isinstance(again, ox.QuerySolutions)
    assert len(list(again)) == 2


@pytest.mark.parametrize("name", TRUTHS)
def test_a_truth_value_is_written_in_every_format_of_rows(store: Store, name: str) -> None:
    for query, word in (("ASK { ?s ?p ?o }", "true"), ("ASK { ?s a ?o }", "false")):
        text = written(store, query, name)
        assert word in text
        if name in ("json", "xml"):
            again = ox.parse_query_results(text, format=ox.QueryResultsFormat.from_extension(f"sr{name[0]}"))
            assert bool(again) == (word == "true")
        else:
            assert text == f"{word}\n"


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements_are_read_again_as_the_same_triples(store: Store, name: str) -> None:
    text = written(store, "CONSTRUCT WHERE { ?s ?p ?o }", name)
    with open_store() as again:
        again.load(text.encode(), name)
        assert len(again) == len(store)


def test_statements_are_written_in_one_order(store: Store) -> None:
    assert written(store, "CONSTRUCT WHERE { ?s ?p ?o }", "nt").splitlines() == sorted(
        written(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ORDER BY DESC(?s)", "nt").splitlines()
    )


@pytest.mark.parametrize(
    ("query", "name", "fitting"),
    [("ASK {}", "turtle", "table"), (ROWS, "nq", "csv"), ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "turtle")],
)
def test_a_format_that_cannot_hold_the_answer_is_refused_with_those_that_can(
    store: Store, query: str, name: str, fitting: str
) -> None:
    with pytest.raises(UsageError, match=f"cannot hold .* Use one of .*{fitting}"):
        written(store, query, name)


def test_formats_are_known_by_name_suffix_and_media_type_and_each_name_is_used_once() -> None:
    assert answer_format("CSV") is answer_format(".csv") is answer_format("text/csv")
    with pytest.raises(UnknownName, match="'markdown'"):
        answer_format("markdwn")
    names = [name for known in FORMATS for name in (*known.names, *known.suffixes, known.media_type)]
    assert len(names) == len(set(names))
    assert {syntax.name for syntax in SYNTAXES} - set(STATEMENTS) == {"n3"}


def test_the_default_is_a_table_on_a_terminal_csv_elsewhere_and_turtle_for_statements(store: Store) -> None:
    rows, statements = store.query("SELECT * {}"), store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert default_format(rows, terminal=True) == "table"
    assert default_format(rows, terminal=False) == "csv"
    assert default_format(statements, terminal=True) == "turtle"


def test_terms_are_shown_as_people_read_them() -> None:
    assert shown(None) == ""
    assert shown(ox.NamedNode(BASE), [BASE]) == BASE
    assert shown(ox.BlankNode("b")) == "_:b"
    assert shown(ox.Literal("a\nb\t c")) == "a b c"


def test_no_cell_can_command_a_terminal_or_turn_the_text_around() -> None:
    assert plain("a\x1b[31mb\u202ec") == "a\\u001b[31mb\\u202ec"


def test_a_wide_table_wraps_its_widest_column_and_cuts_nothing() -> None:
    text = table(["id", "text"], [["1", "several words that are long"], ["22", "x" * 30]], width=20, numbers=["id"])
    assert max(map(len, text.splitlines())) <= 20
    assert text == (
        "id  text\n"
        "--  ----------------\n"
        " 1  several words\n"
        "    that are long\n"
        "22  xxxxxxxxxxxxxxxx\n"
        "    xxxxxxxxxxxxxx\n"
        "(2 rows)\n"
    )


def test_a_long_word_is_broken_behind_a_stroke_or_hyphen_where_it_has_one() -> None:
    text = table(["event"], [["event/kosachev-arafi-2024"]], width=18)
    assert text.splitlines()[2:4] == ["event/kosachev-", "arafi-2024"]


def test_numbers_stand_right_and_dates_that_look_like_numbers_do_not(store: Store) -> None:
    text = written(store, 'SELECT ?year ?n { VALUES (?year ?n) { ("2011" 5) ("2023-05" 12) ("2024" UNDEF) } }', "table")
    assert text.splitlines()[2:] == ["2011      5", "2023-05  12", "2024", "(3 rows)"]


def test_tables_without_rows_or_columns_are_tables_still() -> None:
    assert table(["a"], []) == "a\n-\n(0 rows)\n"
    assert table([], [[]]) == "(1 row)\n"
    assert markdown(["a"], []) == "| a |\n| --- |\n"


def test_wide_and_combining_characters_are_measured_as_a_terminal_shows_them() -> None:
    assert (columns("東京"), columns("e\u0301"), columns("abc")) == (4, 1, 3)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(st.text(max_size=40).map(plain), min_size=2, max_size=2), max_size=4))
def test_every_character_of_every_cell_is_in_the_table(rows: list[list[str]]) -> None:
    text = table(["a", "b"], rows, width=24)
    shown_characters = sorted("".join(text.split()))
    for character in {character for row in rows for cell in row for character in cell if not character.isspace()}:
        assert shown_characters.count(character) >= sum(cell.count(character) for row in rows for cell in row)
