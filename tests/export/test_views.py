"""Views for terminals: cases as data, and laws that hold for every answer."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli.showing import VIEWS as WORDS
from dateline.errors import UsageError, ViewRefused
from dateline.export.grid import columns
from dateline.export.look import Look
from dateline.export.views import AUTO, VIEWS, declared, view_of
from dateline.export.views.layers import layers
from dateline.export.views.moments import moments
from dateline.export.views.seen import Seen, Wish
from dateline.export.views.timeline import timeline_text
from dateline.queries import parse_query
from dateline.store import Store, open_store

FOLDER = Path(__file__).parents[1] / "cases" / "views"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
NOTHING = declared("", "")
YEARS = st.integers(-500, 2100).map(lambda year: f"{year:05d}" if year < 0 else f"{year:04d}")
SINGLE = st.builds(lambda year, rest: year + rest, YEARS, st.sampled_from(["", "-05", "-02-28", "?", "~", "-21"]))
EDTF = st.one_of(
    SINGLE,
    SINGLE.map(lambda date: f"{date}/.."),
    SINGLE.map(lambda date: f"../{date}"),
    SINGLE.map(lambda date: f"{date}/"),
    st.lists(YEARS, min_size=1, max_size=3, unique=True).map(lambda years: f"[{','.join(sorted(years, key=int))}]"),
    st.lists(YEARS, min_size=1, max_size=3, unique=True).map(lambda years: f"{{{','.join(sorted(years, key=int))}}}"),
    st.just("../.."),
    st.just("nonsense"),
)


@pytest.fixture(scope="module")
def store() -> Store:
    opened = open_store()
    opened.load_file(FOLDER / "data.ttl")
    return opened


def width(text: str) -> int:
    found = re.search(r"^# width (\d+)$", text, re.MULTILINE)
    return int(found[1]) if found else 90


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_seen_as_its_query_declares_it(case: str, store: Store) -> None:
    asked = parse_query((FOLDER / case / "query.rq").read_text("utf-8"), case)
    look = Look(("https://example.org/mine/",), width(asked.text))
    seen = view_of(store.query(asked.text), AUTO, declared(asked.view, asked.view_options), look=look)
    told = "".join(f"! {note}\n" for note in seen.notes)
    assert seen.text + told == (FOLDER / case / "expected.txt").read_text("utf-8")


def test_the_words_of_the_command_line_are_those_of_the_views() -> None:
    assert WORDS == VIEWS


@pytest.mark.parametrize(
    ("view", "wants"),
    [
        ("timeline", "a column of dates, such as ?date"),
        ("bars", "a column of labels, such as ?label or ?year, and one of numbers"),
        ("graph", "two columns of things (IRIs), such as ?from and ?to"),
        ("map", "coordinates: ?lat and ?long"),
    ],
)
def test_a_view_that_is_asked_for_says_which_columns_it_wants(view: str, wants: str, store: Store) -> None:
    answer = store.query("SELECT ?x ?y { VALUES (?x ?y) { ('a' 'b') } }")
    with pytest.raises(ViewRefused, match=re.escape(wants)) as caught:
        view_of(answer, view, NOTHING, look=Look())
    assert str(caught.value).endswith("This answer has ?x, ?y.")
    assert caught.value.view == view


def test_a_truth_value_has_no_view(store: Store) -> None:
    assert view_of(store.query("ASK {}"), "table", NOTHING, look=Look()).text == "true\n"
    with pytest.raises(UsageError, match="'map' shows rows"):
        view_of(store.query("ASK {}"), "map", NOTHING, look=Look())


def test_a_wish_for_a_column_that_is_not_there_is_refused(store: Store) -> None:
    said = declared("Timeline", '{"columns": {"date": "?nothing"}}')
    with pytest.raises(ViewRefused, match=r"a column \?nothing, which its #defaultView names"):
        view_of(store.query("SELECT ('2020' AS ?date) {}"), "timeline", said, look=Look())


def test_another_view_than_the_declared_one_does_not_hear_its_options(store: Store) -> None:
    said = declared("Timeline", '{"hide": ["?b"], "columns": {"date": "?nothing"}}')
    seen = view_of(store.query("SELECT ('x' AS ?a) (1 AS ?b) {}"), "table", said, look=Look())
    assert seen.text.splitlines()[0].split() == ["a", "b"]


@pytest.mark.parametrize(
    ("view", "options", "note"),
    [
        ("Map", '{"layer": "?x"}', "left aside: layer"),
        ("Map", '{"columns": {"date": "?x"}}', "left aside: date"),
        ("Map", "{", "are not JSON"),
        ("Tree", "", "no view 'Tree' in dateline"),
    ],
)
def test_what_a_query_declares_and_nobody_knows_is_told(view: str, options: str, note: str) -> None:
    assert note in " ".join(declared(view, options).notes)


@pytest.mark.parametrize(
    ("head", "view", "options"),
    [
        ("#defaultView:Timeline", "Timeline", ""),
        ('#defaultView:Map{"hide":["?c"]}', "Map", '{"hide":["?c"]}'),
        ("# Title\n\n# defaultView: BarChart", "BarChart", ""),
        ("SELECT * {}\n#defaultView:Map", "", ""),
        ("# title\n#note defaultView:Map", "", ""),
    ],
)
def test_the_head_of_a_query_declares_its_view(head: str, view: str, options: str) -> None:
    asked = parse_query(f"{head}\nSELECT * {{}}", "mine")
    assert (asked.view, asked.view_options) == (view, options)


def test_colors_come_only_where_they_are_wanted(store: Store) -> None:
    for view in ("timeline", "records", "bars", "graph", "map"):
        query = (
            "SELECT ('2020' AS ?date) ('x' AS ?label) (1 AS ?n) (<urn:a> AS ?from) (<urn:b> AS ?to) (1.5 AS ?lat) "
            "(2 AS ?long) {}"
        )
        plain, colored = (
            view_of(store.query(query), view, NOTHING, look=Look((), 80, color=color)).text for color in (False, True)
        )
        assert "\x1b" not in plain
        assert re.sub(r"\x1b\[\d*m", "", colored) == plain
        assert colored != plain


def seen_of(dates: list[str], texts: list[str], size: int) -> Seen:
    rows = tuple((ox.Literal(date), ox.Literal(text)) for date, text in zip(dates, texts, strict=False))
    return Seen(("date", "what"), rows, Look((), size), Wish("timeline"))


@given(dates=st.lists(EDTF, min_size=1, max_size=6))
def test_the_certain_core_lies_within_the_possible_span_and_order_is_that_of_time(dates: list[str]) -> None:
    found = moments(seen_of([*dates, "2020"], [*dates, "x"], 80))
    assert sorted(one.row for one in found) == list(range(len(dates) + 1))
    for one in found:
        assert (one.sure_from is None) == (one.sure_to is None)
        if one.sure_from is not None and one.sure_to is not None:
            assert one.first is None or one.first <= one.sure_from
            assert one.sure_from <= one.sure_to
            assert one.last is None or one.sure_to <= one.last
    firsts = [one.first for one in found if one.first is not None]
    assert firsts == sorted(firsts)


@given(
    dates=st.lists(EDTF, min_size=1, max_size=4),
    texts=st.lists(
        st.text(min_size=1, max_size=60) | st.sampled_from(["橋" * 50, "e\u0301" * 40]), min_size=4, max_size=4
    ),
    size=st.integers(60, 140),
)
def test_no_line_is_wider_than_the_terminal(dates: list[str], texts: list[str], size: int) -> None:
    lines = timeline_text(seen_of([*dates, "2020"], [*texts, "x"], size)).split("\n")
    assert max(map(columns, lines)) <= size


@given(edges=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20))
def test_layers_hold_every_node_once_and_lines_of_a_graph_without_loops_run_forward(
    edges: list[tuple[int, int]],
) -> None:
    found = layers(list(range(10)), edges)
    assert sorted(node for layer in found for node in layer) == list(range(10))
    forward = [(a, b) for a, b in edges if a < b]
    depth = {node: at for at, layer in enumerate(layers(list(range(10)), forward)) for node in layer}
    assert all(depth[a] < depth[b] for a, b in forward)
