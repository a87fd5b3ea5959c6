"""Bytes of text become rows; a faulty row costs itself alone and is named."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers.datasets.cut import LINE_LIMIT, Rows, Shape, cut, whole_records

CSV = Shape(("a", "b", "c"), ",", quotes=True, nothing=("NULL",))
TABS = Shape(("a", "b", "c"), "\t", quotes=False)

cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8) | st.sampled_from(
    ['"', 'a "b"', "x,y", "two\nlines", '""', "NULL", " "]
)
rows_of_cells = st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=6)


def cells(found: Rows) -> list[tuple[str | None, ...]]:
    return found.cells.select("a", "b", "c").rows()


def test_rows_have_their_cells_and_lines() -> None:
    found = cut(b'1,2,3\n4,"five, with\na line end",6\n\n7,NULL,\n', CSV, first=2)

    assert cells(found) == [("1", "2", "3"), ("4", "five, with\na line end", "6"), ("7", None, None)]
    assert found.cells["line"].to_list() == [2, 3, 6]
    assert found.rejected == []


def test_quotes_are_characters_where_the_data_has_no_quoting() -> None:
    assert cells(cut(b'1\ta "b\tc\n', TABS, first=1)) == [("1", 'a "b', "c")]


@pytest.mark.parametrize(
    ("bad", "code", "reason"),
    [
        (b"1,2", "E107", "The row has 2 cells, but the data has 3 columns."),
        (b"1,2,3,4", "E107", "The row has 4 cells, but the data has 3 columns."),
        (b"1", "E107", "The row has 1 cell, but the data has 3 columns."),
        (b"1,\xff,3", "E101", "The byte 0xFF is not UTF-8."),
        (b"1,\0,3", "E101", "The row has a NUL character, which no text has."),
        (b'1,"2,3', "E102", "A quote is opened in this row and not closed, or closed too early."),
        (b"1," + b"x" * LINE_LIMIT + b",3", "E105", "The row is longer than 1 MB."),
    ],
)
def test_a_faulty_row_is_named_and_its_neighbors_are_kept(bad: bytes, code: str, reason: str) -> None:
    found = cut(b'1,"a, b",3\n' + bad + b"\n7,8,9\n", CSV, first=10)

    assert cells(found) == [("1", "a, b", "3"), ("7", "8", "9")]
    assert found.cells["line"].to_list() == [10, 12]
    assert [(row["line"], row["code"], row["reason"]) for row in found.rejected] == [(11, code, reason)]


def test_a_broken_byte_is_found_in_its_column() -> None:
    (row,) = cut(b'1,"x, y",caf\xe9\n', CSV, first=1).rejected

    assert (row["column"], row["value"]) == ("c", '1,"x, y",caf\ufffd')


@settings(deadline=None, max_examples=50)
@given(rows_of_cells)
def test_what_is_written_as_csv_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)

    found = cut(out.getvalue().encode(), CSV, first=1)

    assert cells(found) == [tuple(None if one in ("", "NULL") else one for one in row) for row in rows]
    assert found.rejected == []


@settings(deadline=None, max_examples=50)
@given(rows_of_cells, st.sampled_from([b"broken,row\n", b'a,"b,c\n', b"\xff,,\n"]))
def test_the_road_for_faulty_chunks_reads_the_other_rows_as_the_fast_one_does(
    rows: list[tuple[str, str, str]], bad: bytes
) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    sound = out.getvalue().encode()

    found = cut(sound + bad, CSV, first=1)

    assert cells(found) == cells(cut(sound, CSV, first=1))
    assert len(found.rejected) == 1


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60) | st.text("ab,\"\n\r\t'", max_size=40).map(str.encode), st.sampled_from([CSV, TABS]))
def test_no_bytes_raise_and_no_row_gets_lost(data: bytes, shape: Shape) -> None:
    text = data.replace(b"\r", b"").strip(b"\n") + b"\n"

    found = cut(text, shape, first=1)
    lines = [*found.cells["line"].to_list(), *(row["line"] for row in found.rejected)]

    assert len(lines) == len(set(lines))
    assert set(lines) <= set(range(1, text.count(b"\n") + 1))
    filled = [at for at, line in enumerate(text.split(b"\n"), start=1) if line.strip()]
    assert not filled or min(lines) == filled[0]
    if not shape.quotes:
        assert sorted(lines) == filled


def test_records_are_not_cut_in_two() -> None:
    data = b'1,"a\nb",3\n4,"c\nd'

    assert data[: whole_records(data, CSV, data.rfind(b"\n") + 1)] == b'1,"a\nb",3\n'
    assert whole_records(b'1,"a\nb', CSV, 5) == 0
    assert whole_records(data, TABS, data.rfind(b"\n") + 1) == data.rfind(b"\n") + 1
