"""JSON with positions."""

from __future__ import annotations

import json as plain_json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers import json, lines
from trees import folders, plain, said, scalars

ODDITIES = st.text(st.sampled_from('[]{}:,"\\u0019.-+eEtruefalsn \n\r\tdD8cé😀\x01\ud800'), max_size=40)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=15,
)


@pytest.mark.parametrize("case", folders("json"), ids=lambda path: path.name)
def test_a_file_gives_its_tree_and_its_complaints(case: Path) -> None:
    text = (case / "input.json").read_bytes().decode("utf-8")
    node, problems = json.parse(text, "input.json")
    tree, complaints = case / "expected.json", case / "expected.txt"
    assert plain(node) == (plain_json.loads(tree.read_text("utf-8")) if tree.exists() else None)
    assert (node is not None) == tree.exists()
    assert said(problems) == (complaints.read_text("utf-8") if complaints.exists() else "")


@given(st.text(max_size=60) | ODDITIES)
@settings(max_examples=400, deadline=None)
def test_what_the_standard_library_refuses_is_refused_here(text: str) -> None:
    node, problems = json.parse(text, "f.json")
    assert node is not None or problems
    try:
        plain_json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse)
    except ValueError:
        assert problems


def _refuse(constant: str) -> None:
    raise ValueError(constant)


@given(VALUES, st.booleans())
@settings(max_examples=200, deadline=None)
def test_good_json_is_read_without_complaint_and_stays_text(value: object, ascii_only: bool) -> None:
    text = plain_json.dumps(value, ensure_ascii=ascii_only)
    node, problems = json.parse(text, "f.json")
    assert problems == []
    assert plain(node) == _texts(value)


def _texts(value: object) -> object:
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, dict):
        return {name: _texts(item) for name, item in value.items()}
    return value if value is None or isinstance(value, str) else plain_json.dumps(value)


@given(st.lists(st.text(max_size=8), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n", " ", "\n\n  "]))
@settings(max_examples=100, deadline=None)
def test_every_text_is_where_its_node_says(texts: list[str], gap: str) -> None:
    shown = [plain_json.dumps(text) for text in texts]
    source = "[" + f",{gap}".join(shown) + "]"
    node, _ = json.parse(source, "f.json")
    assert node is not None
    rows = source.replace("\r\n", "\n").split("\n")
    for found, text in zip(scalars(node), shown, strict=True):
        assert rows[found.line - 1][found.column - 1 :].startswith(text)


def test_a_text_may_begin_in_a_later_line() -> None:
    node, problems = json.parse('{"a": 1, "a": 2}', "f.jsonl", first_line=7)
    assert node is not None
    assert (node.line, node.entries["a"].value.column, problems[0].line) == (7, 7, 7)


def test_hostile_nesting_and_long_texts_come_to_an_end() -> None:
    for text in ("[" * 500_000, '{"a":' * 100_000, '"' + "\\n" * 100_000, "-" * 500_000, " " * 500_000, "1" * 500_000):
        node, problems = json.parse(text, "f.json")
        assert node is None or problems == []


def test_too_many_values_and_too_large_a_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json, "MAX_NODES", 3)
    node, problems = json.parse("[1, 2, 3]", "f.json")
    assert node is None
    assert [(problem.code, problem.column) for problem in problems] == [("E105", 8)]
    monkeypatch.setattr(lines, "MAX_SIZE", 8)
    node, problems = json.parse("[1, 2, 3]", "f.json")
    assert node is None
    assert [problem.code for problem in problems] == ["E105"]
