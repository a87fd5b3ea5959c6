"""Tables: cells, columns, rows."""

from __future__ import annotations

import csv as plain_csv
import io
import json as plain_json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers.located import Node
from dateline.readers.spreadsheet import cells, columns_file, csv
from dateline.readers.spreadsheet.columns import ACTORS, EVENTS, PLACES, SOURCES, infer, paths
from dateline.readers.timeline import fields
from trees import folders, plain, said, scalars

CELLS = st.text(st.sampled_from('ab ,;|"\n\r\té😀0'), max_size=8)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
NAMES = st.text(max_size=10) | st.sampled_from(
    ["date", "What", "who", "Actor 1", "url", "a: b", "#", "~", "\x85", "\u2028"]
)


@pytest.mark.parametrize("case", folders("csv"), ids=lambda path: path.name)
def test_a_table_gives_its_tree_and_its_complaints(case: Path) -> None:
    path = next(path for path in case.iterdir() if path.suffix in (".csv", ".tsv", ".bin"))
    beside, given_columns, problems = next(case.glob("*.columns.yaml"), None), None, []
    if beside:
        given_columns, problems = columns_file.read_columns(beside.read_text("utf-8"), beside.name)
    name = "-" if path.suffix == ".bin" else path.name
    node, faults = csv.parse(path.read_bytes(), name, columns=given_columns, own_source=False)
    tree, complaints = case / "expected.json", case / "expected.txt"
    assert plain(node) == (plain_json.loads(tree.read_text("utf-8")) if tree.exists() else None)
    assert said([*problems, *faults]) == (complaints.read_text("utf-8") if complaints.exists() else "")


@pytest.mark.parametrize(("file", "name"), [("a/events.csv", "events.csv"), ("-", "this table")])
def test_a_table_that_names_no_source_is_the_source(file: str, name: str) -> None:
    node, problems = csv.parse(b"date,what,who\n2024,Talks,ann\n", file, columns=None)
    assert node is not None
    assert plain(node)["events"][0]["says"] == {name: None}
    assert [one.code for one in problems] == ["I601", "I604"]


@pytest.mark.parametrize("table", [b"date,what,source\n2024,Talks,\n", b"name,kind\nAnn,person\n"])
def test_a_table_with_a_column_for_sources_or_without_events_is_not(table: bytes) -> None:
    _, problems = csv.parse(table, "t.csv", columns=None)
    assert "I604" not in [one.code for one in problems]


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_a_tree_or_a_complaint(data: bytes) -> None:
    node, problems = csv.parse(data, "events.csv", columns=None)
    assert node is not None or problems


@given(TABLES)
@settings(max_examples=200, deadline=None)
def test_what_the_standard_library_writes_is_read_back(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    plain_csv.writer(stream, quoting=plain_csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    grid = cells.scan(stream.getvalue(), "f.csv")
    kept = [[_cleaned(text) for text in row] for row in rows]
    assert grid.problems == ()
    assert [[cell.text for cell in row] for row in grid.rows[1:]] == [row for row in kept if any(row)]


def _cleaned(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@given(
    st.lists(st.text(st.sampled_from("abé😀019 "), max_size=6), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"])
)
@settings(max_examples=100, deadline=None)
def test_every_cell_is_where_its_node_says(texts: list[str], end: str) -> None:
    source = end.join(["date,what,note", *(f'2024,"k{text}{end}x",k{text}' for text in texts)])
    node, _ = csv.parse(source.encode(), "events.csv", columns=None, own_source=False)
    assert node is not None
    rows = source.replace("\r\n", "\n").split("\n")
    events = node.entries["events"].value.items
    assert len(events) == len(texts)
    for found in (found for event in events for found in scalars(event)):
        first_line = (found.text or "").partition("\n")[0]
        assert first_line in rows[found.line - 1][found.column - 1 :].split(",")[0]


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True))
@settings(max_examples=200, deadline=None)
def test_a_written_columns_file_says_what_was_inferred(names: list[str]) -> None:
    header = tuple(Node(name.strip(), "events.csv", 1, at) for at, name in enumerate(names, 1))
    columns = infer(header, ())
    text = columns_file.columns_yaml(columns)
    given_columns, problems = columns_file.read_columns(text, "events.columns.yaml")
    assert problems == []
    applied, problems = columns_file.apply(given_columns, columns)
    assert problems == []
    named = [at for at, cell in enumerate(header) if cell.text and cell.text not in [h.text for h in header[:at]]]
    assert [applied.mapped[at].path for at in named] == [columns.mapped[at].path for at in named]


@pytest.mark.parametrize("text", ["", "a: [", "- a", "columns: [a]\ndefaults: x", "columns:\n"])
def test_a_columns_file_of_any_shape_is_read(text: str) -> None:
    found, problems = columns_file.read_columns(text, "c.yaml")
    assert (found.settings, found.columns, found.defaults) == ({}, {}, {})
    assert bool(problems) == (text != "columns:\n")


@pytest.mark.parametrize(
    ("table", "known", "elsewhere"),
    [
        (EVENTS, fields.EVENT, {"who", "says"}),
        (ACTORS, fields.ACTOR, set()),
        (PLACES, fields.PLACE, set()),
        (SOURCES, fields.SOURCE, set()),
    ],
)
def test_columns_fill_exactly_the_fields_of_a_timeline(
    table: str, known: dict[str, object], elsewhere: set[str]
) -> None:
    simple = {path for path in paths(table) if "." not in path} - {"id", "source", "quote"}
    assert simple == set(known) - elsewhere - {"id"}


def test_the_columns_of_a_table_can_be_asked_for() -> None:
    columns, problems = csv.infer_columns(b"Date;Wer\n2024;x\n", "data/list.csv")
    assert problems == []
    assert columns is not None
    assert [(column.name, column.path) for column in columns.mapped] == [("Date", "date"), ("Wer", None)]
    assert columns_file.columns_name(columns.file) == "data/list.columns.yaml"
    assert csv.infer_columns(b"", "list.csv")[0] is None


def test_what_the_caller_says_wins_over_the_columns_file() -> None:
    given_columns, _ = columns_file.read_columns("base: https://data.example/a/\nday_first: true\n", "c.yaml")
    node, _ = csv.parse(
        b"date,what\n13/01/2024,x\n", "t.csv", columns=given_columns, base="https://data.example/b/", day_first=False
    )
    assert node is not None
    assert plain(node)["base"] == "https://data.example/b/"
    assert plain(node)["day_first"] == "false"


def test_hostile_tables_come_to_an_end_with_a_tree_or_a_complaint() -> None:
    for text in ('"' * 300_001, "," * 300_000, 'a,"' + "b" * 300_000, '"a"b' * 50_000, "date\n" + '"\n' * 100_000):
        node, problems = csv.parse(text.encode(), "t.csv", columns=None)
        assert node is not None or problems != []


def test_ten_thousand_rows_are_read_without_a_complaint() -> None:
    rows = "".join(f'2024-01-01,"Title, {number}",a;b,Moscow,fdd,words\n' for number in range(10_000))
    node, problems = csv.parse(f"date,what,who.host,where,source,quote\n{rows}".encode(), "t.csv", columns=None)
    assert node is not None
    assert problems == []
    assert len(node.entries["events"].value.items) == 10_000
