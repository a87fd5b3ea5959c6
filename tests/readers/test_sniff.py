"""From bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers import lines, sniff


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf_8_is_read_with_and_without_its_mark(text: str) -> None:
    assert sniff.decode(text.encode(), "f") == (text, [])
    assert sniff.decode(text.encode("utf-8-sig"), "f") == (text, [])
    assert sniff.decode_table(text.encode("utf-8-sig"), "f") == (text, [])


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_any_bytes_give_a_text_or_one_complaint(data: bytes) -> None:
    for read in (sniff.decode, sniff.decode_table):
        text, problems = read(data, "f")
        assert (text is not None and "\0" not in text) or [problem.code for problem in problems] == ["E101"]


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"a\r\n\xc3\xa9\xff", (2, 2)), (b"\xef\xbb\xbfa\nb\xc3", (2, 2)), (b"\n\n \0", (3, 2)), (b"\xff\xfea\0", (1, 1))],
)
def test_a_broken_byte_is_named_where_it_stands(data: bytes, place: tuple[int, int]) -> None:
    text, problems = sniff.decode(data, "f")
    assert text is None
    assert [(problem.code, problem.line, problem.column) for problem in problems] == [("E101", *place)]


def test_a_table_that_no_encoding_fits_is_refused() -> None:
    text, problems = sniff.decode_table(bytes(range(1, 256)), "f")
    assert text is None
    assert [problem.code for problem in problems] == ["E101"]


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_SIZE", 3)
    for read in (sniff.decode, sniff.decode_table):
        text, problems = read(b"abcd", "f")
        assert text is None
        assert [problem.code for problem in problems] == ["E105"]
