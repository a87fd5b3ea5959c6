"""Relations of uncertain dates, against a table and a few plain questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.when import Relation, certainly, parse_day, parse_edtf, possibly, relate

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "relate.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['a']} {case['b']}")
def test_the_possible_relations_are_found(case: dict[str, Any]) -> None:
    as_of = parse_day(case["as_of"]) if "as_of" in case else None
    found = relate(parse_edtf(case["a"]), parse_edtf(case["b"]), as_of=as_of)
    assert found == {Relation(name) for name in case["possible"]}


def test_certain_is_the_only_possible_relation() -> None:
    a, b, c = parse_edtf("2011"), parse_edtf("2023-05"), parse_edtf("2012")
    assert certainly(a, "before", b)
    assert possibly(a, Relation.MEETS, c)
    assert not certainly(a, Relation.MEETS, c)
    assert not possibly(a, "after", c)


def test_a_relation_knows_its_inverse() -> None:
    assert Relation.BEFORE.inverse is Relation.AFTER
    assert all(relation.inverse.inverse is relation for relation in Relation)
