"""Documents: titles, dates, datelines and paragraphs of prose files."""

from __future__ import annotations

import datetime
import hashlib
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.extract.documents import read_document
from dateline.extract.pages import from_html, from_markdown

CASES = yaml.load(
    (Path(__file__).parents[1] / "cases/extract/documents.yaml").read_text(encoding="utf-8"),
    Loader=yaml.BaseLoader,
)
PAGE = """<!doctype html><html><head><title>Talks in Ankara</title>
<meta property="article:published_time" content="2024-07-25"></head><body>
<nav><a href="/">Home of all our news and much more of it</a></nav>
<article><h1>Talks in Ankara</h1><p>Turkey hosted talks between Russia &amp; Ukraine in Ankara on Monday.</p>
<p>The two delegations left the capital without an agreement, but promised to return in September.</p></article>
<script>var hidden = "Iran attacked Iraq.";</script>
<footer>All rights reserved by nobody at all</footer></body></html>"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_title_date_and_paragraphs_are_told_apart(case: dict[str, Any]) -> None:
    document, _ = read_document(case["content"].encode(), case["name"])
    assert document is not None
    assert document.title == case["title"]
    assert document.published_edtf == case.get("published")
    assert document.dateline == case.get("dateline")
    starts = [document.text[start:end] for start, end in document.paragraphs]
    assert len(starts) == len(case["paragraphs"])
    assert all(text.startswith(words) for text, words in zip(starts, case["paragraphs"], strict=True))
    assert not [mark for mark in case.get("gone", ()) if mark in document.text]


def test_a_given_day_goes_before_that_of_the_document() -> None:
    document, problems = read_document(
        b"A title\n1 May 2020\n\nFrance met Spain.\n", "a.txt", date=datetime.date(2021, 2, 3)
    )
    assert document is not None
    assert document.published == datetime.date(2021, 2, 3)
    assert problems == []


def test_plain_text_is_taken_as_it_stands_and_hashed() -> None:
    text = "  A  title\n\nFrance\tmet  Spain. \n"
    document, _ = read_document(text.encode(), "a.txt")
    assert document is not None
    assert document.text == text
    assert document.hash == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_a_text_without_a_day_is_read_with_a_warning() -> None:
    document, problems = read_document(b"France met Spain on Monday.", "a.txt")
    assert document is not None
    assert [(one.code, one.file) for one in problems] == [("W701", "a.txt")]


def test_a_text_without_a_sentence_says_so() -> None:
    _, problems = read_document(b"", "a.txt")
    assert [one.code for one in problems] == ["W702"]


def test_bytes_that_are_no_text_are_located() -> None:
    document, problems = read_document(b"Fine so far\n\xff\xfe", "a.txt")
    assert document is None
    assert [(one.code, one.line, one.column) for one in problems] == [("E101", 2, 1)]


def test_a_web_page_gives_its_article_alone() -> None:
    page = from_html(PAGE)
    assert page.title == "Talks in Ankara"
    assert page.date == "2024-07-25"
    assert "Turkey hosted talks between Russia & Ukraine" in page.text
    assert "The two delegations left" in page.text
    assert "Iran attacked" not in page.text


def test_a_web_page_is_read_without_the_library_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    page = from_html(PAGE)
    assert (page.title, page.date) == ("Talks in Ankara", "2024-07-25")
    assert page.text.count("\n\n") >= 1
    assert not [words for words in ("Iran attacked", "Home of all", "All rights") if words in page.text]


def test_front_matter_that_cannot_be_read_is_left_aside() -> None:
    page = from_markdown("---\n[unclosed\n---\nFrance met Spain.\n")
    assert (page.text, page.title, page.date) == ("France met Spain.\n", "", None)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(("a.txt", "a.md")))
def test_any_bytes_give_a_document_or_a_located_message(data: bytes, name: str) -> None:
    document, problems = read_document(data, name)
    assert document is not None or problems
    assert all(one.file == name and one.message for one in problems)
    for start, end in document.paragraphs if document else ():
        assert 0 <= start < end <= len(document.text) if document else True
