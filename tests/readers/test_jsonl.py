"""JSON lines."""

from __future__ import annotations

import json as plain_json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers import jsonl, lines
from trees import folders, plain, said, scalars


@pytest.mark.parametrize("case", folders("jsonl"), ids=lambda path: path.name)
def test_a_file_gives_its_tree_and_its_complaints(case: Path) -> None:
    text = (case / "input.jsonl").read_bytes().decode("utf-8")
    node, problems = jsonl.parse(text, "input.jsonl")
    complaints = case / "expected.txt"
    assert plain(node) == plain_json.loads((case / "expected.json").read_text("utf-8"))
    assert said(problems) == (complaints.read_text("utf-8") if complaints.exists() else "")


@given(st.lists(st.text(max_size=20) | st.just('{"a": "b"}')), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=100, deadline=None)
def test_good_lines_come_through_among_any_others(parts: list[str], end: str) -> None:
    node, _ = jsonl.parse(end.join(parts), "f.jsonl")
    assert node is not None
    events = plain(node)["events"]
    assert events.count({"a": "b"}) == sum(part.strip() == '{"a": "b"}' for part in parts)


def test_every_text_is_where_its_node_says() -> None:
    text = '{"a": "é"}\n\n  {"bb":\t["c", 12]}\r\n{"base": "x"}'
    node, _ = jsonl.parse(text, "f.jsonl")
    assert node is not None
    rows = text.split("\n")
    written = [found for found in scalars(node) if found.text != "events"]
    assert len(written) == 7
    assert all((found.text or "") in rows[found.line - 1][found.column - 1 :][:6] for found in written)


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_SIZE", 3)
    node, problems = jsonl.parse('{"a": 1}', "f.jsonl")
    assert node is None
    assert [problem.code for problem in problems] == ["E105"]
