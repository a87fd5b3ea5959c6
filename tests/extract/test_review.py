"""Reviewing: the text with its events marked, decisions written back, a page that nothing from outside can break."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.errors import InputError, UnknownName, UsageError
from dateline.extract.review import decide, decisions_in, open_review
from dateline.extract.review_page import page, terminal_text
from dateline.extract.run import extract_files, write_draft

TEXT = (
    "Two days in April\n1 May 2020\n\nFrance visited Spain on 2 April. Italy attacked <b>Malta</b> & Gozo on 3 April.\n"
)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "brief.txt").write_text(TEXT, encoding="utf-8")
    write_draft(tmp_path / "draft.yaml", None, extract_files([tmp_path / "brief.txt"]), merge=True)
    return tmp_path / "draft.yaml"


def test_events_are_found_in_their_text(draft: Path) -> None:
    review = open_review(draft)
    assert [one.status for one in review.events] == ["draft", "draft"]
    texts = list(review.texts.values())
    assert [texts[0][one.start : one.end] for one in review.events] == [one.quote for one in review.events]


def test_a_decision_changes_one_line_and_nothing_else(draft: Path) -> None:
    before = draft.read_text(encoding="utf-8").split("\n")
    review = open_review(draft)
    assert decide(review, {review.events[1].id: "rejected"}) == 1
    after = draft.read_text(encoding="utf-8").split("\n")
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("    status: draft", "    status: rejected")
    ]
    assert [one.status for one in open_review(draft).events] == ["draft", "rejected"]


def test_an_event_whose_status_line_was_taken_out_gets_one(draft: Path) -> None:
    text = draft.read_text(encoding="utf-8").replace("    status: draft\n", "", 1)
    draft.write_text(text, encoding="utf-8")
    review = open_review(draft)
    assert review.events[0].status == "accepted"
    decide(review, {review.events[0].id: "rejected"})
    assert [one.status for one in open_review(draft).events] == ["rejected", "draft"]


def test_comments_and_quotes_around_a_status_stay(draft: Path) -> None:
    text = draft.read_text(encoding="utf-8").replace("status: draft", 'status: "draft"  # unsure', 1)
    draft.write_text(text, encoding="utf-8")
    review = open_review(draft)
    decide(review, {review.events[0].id: "accepted"})
    assert "    status: accepted  # unsure\n" in draft.read_text(encoding="utf-8")


def test_unknown_events_and_words_are_refused(draft: Path) -> None:
    review = open_review(draft)
    with pytest.raises(UnknownName, match="no event named 'nope'"):
        decide(review, {"nope": "accepted"})
    with pytest.raises(UsageError, match="'maybe'"):
        decide(review, {review.events[0].id: "maybe"})


def test_the_terminal_shows_the_text_with_numbered_events(draft: Path) -> None:
    shown = terminal_text(open_review(draft))
    assert "[France visited Spain on 2 April]1. [Italy attacked <b>Malta</b> & Gozo on 3 April]2." in shown
    assert "1. draft  2020-04-02-france-visited-spain" in shown
    assert shown.endswith("2 draft, 0 accepted, 0 rejected\n")


def test_colors_are_told_by_the_status(draft: Path) -> None:
    assert "\x1b[33m[" in terminal_text(open_review(draft), color=True)


def test_the_page_marks_the_words_and_escapes_everything(draft: Path) -> None:
    shown = page(open_review(draft))
    assert (
        '<mark class="draft" data-event="2020-04-02-france-visited-spain">France visited Spain on 2 April</mark>'
        in shown
    )
    assert "&lt;b&gt;Malta&lt;/b&gt; &amp; Gozo" in shown
    assert "<b>Malta" not in shown
    assert "http" not in shown.replace("http-equiv", "")


def test_decisions_saved_on_the_page_are_read(tmp_path: Path) -> None:
    saved = tmp_path / "decisions.json"
    saved.write_text(json.dumps({"a": "accepted"}), encoding="utf-8")
    assert decisions_in(saved) == {"a": "accepted"}
    for broken in ("[1]", "{", '{"a": 1}'):
        saved.write_text(broken, encoding="utf-8")
        with pytest.raises(InputError, match="holds no decisions"):
            decisions_in(saved)


def test_a_file_that_cannot_be_reviewed_says_why(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        open_review(tmp_path / "none.yaml")
    (tmp_path / "broken.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be reviewed"):
        open_review(tmp_path / "broken.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff")
    with pytest.raises(InputError, match="not UTF-8"):
        open_review(tmp_path / "bytes.yaml")
