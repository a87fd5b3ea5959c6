"""YAML as text: what is written is read back, by our reader and by those of others."""

from __future__ import annotations

from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers import yaml
from dateline.readers.yaml_text import WIDTH, Plain, block, flow, item, member, quoted, scalar
from timelines import texts
from trees import plain

trees = st.recursive(
    st.none() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


@settings(deadline=None, max_examples=120)
@given(st.dictionaries(texts, trees, min_size=1, max_size=4))
def test_any_tree_of_texts_is_read_back_as_it_was(tree: dict[str, Any]) -> None:
    text = "".join(f"{line}\n" for line in block(tree))

    node, problems = yaml.parse(text, "t.yaml")

    assert (problems, plain(node)) == ([], tree)
    assert pyyaml.safe_load(text) == tree


@settings(deadline=None)
@given(st.lists(st.dictionaries(texts, trees, min_size=1, max_size=3), min_size=1, max_size=3))
def test_members_of_a_list_are_read_back_as_they_were(trees: list[dict[str, Any]]) -> None:
    text = "rows:\n" + "".join(f"{line}\n" for tree in trees for line in item(tree))

    assert pyyaml.safe_load(text) == {"rows": trees}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Moscow", "Moscow"),
        ("Assad meets Putin (again)", "Assad meets Putin (again)"),
        ("wd:Q7747", "wd:Q7747"),
        ("https://e.org/a#b", "https://e.org/a#b"),
        ("12 tanks", "12 tanks"),
        ("no", '"no"'),
        ("010", '"010"'),
        ("2024-07-24", '"2024-07-24"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("a, b", '"a, b"'),
        ("0?", '"0?"'),
        (Plain("2024?"), '"2024?"'),
        ("- a", '"- a"'),
        ("a\nb", '"a\\nb"'),
        ("a\u2028b", '"a\\u2028b"'),
        (Plain("2024-07-24"), "2024-07-24"),
        (Plain("../2023-05"), "../2023-05"),
        (Plain("{2022,2023}"), '"{2022,2023}"'),
        (Plain("-3.5"), "-3.5"),
    ],
)
def test_a_text_has_quotes_only_where_it_could_be_taken_for_something_else(text: str, shown: str) -> None:
    assert scalar(text) == shown


def test_a_comma_needs_quotes_only_between_other_values() -> None:
    assert list(block({"what": "Iran, Russia and Syria"})) == ["what: Iran, Russia and Syria"]
    assert flow(["Iran, Russia"]) == '["Iran, Russia"]'


def test_what_fits_into_a_line_stands_in_one() -> None:
    who = {"visitor": "assad", "host": ["putin", "lavrov"]}

    assert list(member("who", who, 4)) == ["    who: {visitor: assad, host: [putin, lavrov]}"]
    assert list(member("who", who | {"target": "x" * WIDTH})) == [
        "  who:",
        "    visitor: assad",
        "    host: [putin, lavrov]",
        f"    target: {'x' * WIDTH}",
    ]


def test_long_texts_are_folded_and_lines_are_kept() -> None:
    long = " ".join(["word"] * 40)

    assert next(block({"note": long})) == "note: >-"
    assert max(map(len, block({"note": long}))) <= WIDTH
    assert list(block({"note": "one\n\n  two"})) == ["note: |-", "  one", "", "    two"]


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_quoted_text_is_read_back_as_it_was(words: str) -> None:
    node, problems = yaml.parse(f"a: {quoted(words)}\n", "d")

    assert problems or (node is not None and node.entries["a"].value.text == words)
