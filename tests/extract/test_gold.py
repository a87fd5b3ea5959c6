"""The gold of the briefs: what is promised of the seeds, and figures that do not fall back."""

from __future__ import annotations

from functools import lru_cache

import pytest

from benchmarks.bench_extract import CASES, GOALS, Score, main, score_brief
from dateline.extract import Names


@lru_cache(maxsize=1)
def names() -> Names:
    return Names()


def score(folder: str) -> Score:
    total = Score()
    for path in sorted((CASES / folder).glob("*.yaml")):
        total.add(score_brief(path, names()))
    return total


@pytest.mark.parametrize("folder", ["seeds", "development"])
def test_the_briefs_come_out_as_promised(folder: str) -> None:
    total = score(folder)
    assert {name: 100 * getattr(total, name) / total.gold >= goal for name, goal in GOALS.items()} == dict.fromkeys(
        GOALS, True
    )


def test_no_event_of_the_seeds_has_another_date_than_the_gold() -> None:
    assert score("seeds").wrong_dates == 0


def test_briefs_that_no_rule_was_written_for_come_out_nearly_as_well() -> None:
    total = score("held-out")
    assert total.found >= 0.95 * total.gold
    assert min(total.date, total.type, total.actors) >= 0.85 * total.gold


def test_the_command_prints_a_line_for_each_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["seeds"]) == 0
    assert capsys.readouterr().out.startswith("seeds: 2 briefs, 22 gold events, ")
