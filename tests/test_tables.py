"""The border of the tables: what may come in."""

from __future__ import annotations

import polars as pl
import pytest

from dateline.tables import SCHEMAS, Tables, checked

ORIGIN = {"file": "t.yaml", "line": 3, "column": 5}
PLACE = {"id": "https://e.org/place/p", **ORIGIN}


def test_rows_are_filled_up_to_the_whole_schema() -> None:
    place = Tables.from_rows({"places": [PLACE]}).places

    assert place.columns == list(SCHEMAS["places"])
    assert place.select("aliases", "label", "line").row(0) == ([], None, 3)


def test_lists_are_sorted_and_have_no_doubles() -> None:
    tables = Tables.from_rows({"places": [{**PLACE, "aliases": ["b", "a", "b"]}]})

    assert tables.places["aliases"].to_list() == [["a", "b"]]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"cities": [PLACE]}, "no such table: cities"),
        ({"places": [{**PLACE, "size": 1}]}, "no such column: size"),
        ({"places": [{"id": "x"}]}, "column 'file' has rows without a value"),
    ],
)
def test_rows_that_do_not_fit_are_refused(rows: dict[str, list[dict[str, object]]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Tables.from_rows(rows)


def test_frames_of_another_shape_are_refused() -> None:
    good = Tables.from_rows({"places": [PLACE]}).places

    with pytest.raises(ValueError, match="in: lat"):
        checked(SCHEMAS["places"], good.with_columns(pl.lit(1.5).alias("lat")))
    with pytest.raises(ValueError, match="column order"):
        checked(SCHEMAS["places"], good.select(reversed(good.columns)))


def test_tables_are_the_same_graph_whatever_their_origins() -> None:
    one = Tables.from_rows({"places": [PLACE]})
    two = Tables.from_rows({"places": [{**PLACE, "line": 99}, PLACE]})

    assert one.without_origins()["places"].equals(two.without_origins()["places"])


def test_no_parts_make_empty_tables() -> None:
    assert Tables.concat([]).events.height == 0
