"""YAML with positions."""

from __future__ import annotations

import json as plain_json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers import json, lines, yaml
from trees import folders, plain, said, scalars

KEYS = st.text(max_size=8)
VALUES = st.recursive(
    st.none() | st.text(max_size=12) | st.integers().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)
ODDITIES = st.text(st.sampled_from("ab01 :-?,[]{}#&*!|>'\"%@`\t\n\r\\~<=./é😀\u2028\x85\x07\ufeff"), max_size=40)


@pytest.mark.parametrize("case", folders("yaml"), ids=lambda path: path.name)
def test_a_file_gives_its_tree_and_its_complaints(case: Path) -> None:
    text = (case / "input.yaml").read_bytes().decode("utf-8")
    node, problems = yaml.parse(text, "input.yaml")
    tree, complaints = case / "expected.json", case / "expected.txt"
    assert plain(node) == (plain_json.loads(tree.read_text("utf-8")) if tree.exists() else None)
    assert (node is not None) == tree.exists()
    assert said(problems) == (complaints.read_text("utf-8") if complaints.exists() else "")


@given(st.text(max_size=60) | ODDITIES)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_tree_or_a_complaint(text: str) -> None:
    node, problems = yaml.parse(text, "f.yaml")
    assert node is not None or problems
    last = text.count("\n") + text.count("\r") + 1
    assert all(1 <= problem.line <= last and problem.column >= 1 for problem in problems)


def test_half_a_character_is_a_complaint() -> None:
    node, problems = yaml.parse("a: \ud800", "f.yaml")
    assert node is None
    assert [(problem.code, problem.column) for problem in problems] == [("E102", 4)]


def _plain_line(value: str) -> bool:
    return value.strip() == value != ""


@given(st.lists(st.text(st.sampled_from("abcé😀\u2028 019-"), min_size=1, max_size=9).filter(_plain_line), min_size=1))
@settings(max_examples=100, deadline=None)
def test_every_text_is_where_its_node_says(texts: list[str]) -> None:
    source = "".join(f"  - {plain_json.dumps(text, ensure_ascii=False)}\n" for text in texts)
    node, problems = yaml.parse("list:\n" + source.replace("\u2028", "\\L"), "f.yaml")
    assert node is not None
    assert not problems
    rows = ("list:\n" + source).split("\n")
    for found in scalars(node)[1:]:
        shown = plain_json.dumps(found.text, ensure_ascii=False)
        assert rows[found.line - 1][found.column - 1 :] == shown


def test_places_count_lines_as_editors_do() -> None:
    node, _ = yaml.parse("😀: é\r\n\r\nb: [x,  y]\rc:\n  |\n  text\n", "f.yaml")
    assert node is not None
    assert [(found.text, found.line, found.column) for found in scalars(node)] == [
        ("😀", 1, 1),
        ("b", 3, 1),
        ("c", 4, 1),
        ("é", 1, 4),
        ("x", 3, 5),
        ("y", 3, 9),
        ("text\n", 5, 3),
    ]


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_yaml_and_json_of_the_same_data_give_equal_trees(value: Any) -> None:
    text = plain_json.dumps(value, ensure_ascii=True, indent=1)
    from_json, json_problems = json.parse(text, "f.json")
    from_yaml, yaml_problems = yaml.parse(text, "f.yaml")
    assert json_problems == []
    if yaml_problems == []:
        assert plain(from_yaml) == plain(from_json) == value
        assert [(n.line, n.column) for n in _all(from_yaml)] == [(n.line, n.column) for n in _all(from_json)]
    else:
        assert "\\ud" in text


def _all(node: Any) -> list[Any]:
    return list(node.walk())


def test_hostile_nesting_is_refused() -> None:
    for text in ("[" * 200_000, "{a: " * 50_000, "- " * 100_000, "? " * 100_000, '{"a": [' * 50_000):
        node, problems = yaml.parse(text, "f.yaml")
        assert node is None
        assert len(problems) == 1


def test_too_many_values_and_too_large_a_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "MAX_NODES", 3)
    node, problems = yaml.parse("[a, b, c]", "f.yaml")
    assert node is None
    assert [(problem.code, problem.column) for problem in problems] == [("E105", 8)]
    monkeypatch.setattr(lines, "MAX_SIZE", 8)
    node, problems = yaml.parse("[a, b, c]", "f.yaml")
    assert node is None
    assert [problem.code for problem in problems] == ["E105"]
