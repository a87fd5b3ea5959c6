"""How much of the gold of some briefs comes out of `dateline extract`: `python tests/benchmarks/bench_extract.py`.

Arguments are the sets to judge, folders of tests/cases/extract (all of them by default); `-v` shows each event that
is missing or differs. A gold event names a stretch of the text, a date (empty where the text gives none; a weak one is
then no fault), the types that are right (`none` for no type) and the actors that must be named; bars separate what is
right as well. A drafted event answers a gold event when its sentence holds the gold's words and it fits best.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dateline.authority import fold, named
from dateline.extract import DraftEvent, Names, extract, read_document

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "extract"
SETS = ("seeds", "development", "held-out")
GOALS = {"date": 95, "type": 90, "actors": 85}


@dataclass
class Score:
    """Counts over some briefs; `wrong_dates` are dates given that the gold contradicts."""

    gold: int = 0
    found: int = 0
    date: int = 0
    type: int = 0
    actors: int = 0
    exact_actors: int = 0
    drafted: int = 0
    answered: int = 0
    wrong_dates: int = 0
    differing: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the counts of another score."""
        for name in ("gold", "found", "date", "type", "actors", "exact_actors", "drafted", "answered", "wrong_dates"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.differing += other.differing


def score_brief(path: Path, names: Names) -> Score:
    """Extract one brief and compare the drafts with its gold."""
    gold = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    text_path = ROOT / gold["text"] if "text" in gold else path.with_suffix(".txt")
    name = "brief.md" if text_path.read_text(encoding="utf-8").startswith(("---", "#")) else text_path.name
    document, _ = read_document(text_path.read_bytes(), name)
    assert document is not None
    events = extract(document, names=names)
    score = Score(gold=len(gold["events"]), drafted=len(events))
    taken: set[int] = set()
    for wanted in gold["events"]:
        start = document.text.find(wanted["quote"])
        assert start >= 0, f"{path.name}: {wanted['quote']!r} is not in the text"
        end = start + len(wanted["quote"])
        best = _best(events, wanted, start, end, taken)
        if best is None:
            score.differing.append(f"{path.stem}: MISSING {wanted['quote']}")
            continue
        taken.add(best)
        _compare(events[best], wanted, score, path.stem)
    score.answered = len(taken)
    return score


def _best(events: list[DraftEvent], wanted: dict[str, Any], start: int, end: int, taken: set[int]) -> int | None:
    """Return the number of the draft that fits a gold event best among those that quote its words."""
    options = [
        (_fitness(event, wanted, start, end), number)
        for number, event in enumerate(events)
        if number not in taken and _touches(event, start, end)
    ]
    best = max(options, default=None)
    return best[1] if best is not None and best[0] > 0 else None


def _touches(event: DraftEvent, start: int, end: int) -> bool:
    return start <= event.trigger[0] < end or (event.evidence.start < end and start < event.evidence.end)


def _fitness(event: DraftEvent, wanted: dict[str, Any], start: int, end: int) -> float:
    inside = start <= event.trigger[0] < end
    same_type = (event.type or "none") in wanted["type"].split("|")
    return (
        3 * inside + 2 * same_type + _date(event, wanted) + _named(event, wanted) / (1 + len(wanted["actors"]))
        if inside or same_type
        else 0
    )


def _date(event: DraftEvent, wanted: dict[str, Any]) -> bool:
    found = event.dating.edtf if event.dating else ""
    carried = event.dating is not None and event.dating.confidence == "weak"
    return found in wanted["date"].split("|") or (not wanted["date"] and carried)


def _named(event: DraftEvent, wanted: dict[str, Any]) -> int:
    return sum(
        any(
            _is(one.actor.name, option) or _is(one.actor.key, option)
            for one in event.participants
            for option in names.split("|")
        )
        for names in wanted["actors"]
    )


def _is(name: str, wanted: str) -> bool:
    one, other = fold(name), fold(wanted)
    if one == other:
        return True
    return bool({entry.key for entry in named(name)} & {entry.key for entry in named(wanted)})


def _compare(event: DraftEvent, wanted: dict[str, Any], score: Score, brief: str) -> None:
    score.found += 1
    same_date = _date(event, wanted)
    same_type = (event.type or "none") in wanted["type"].split("|")
    same_actors = _named(event, wanted) == len(wanted["actors"])
    score.date += same_date
    score.type += same_type
    score.actors += same_actors
    score.exact_actors += same_actors and len(event.participants) == len(wanted["actors"])
    score.wrong_dates += event.dating is not None and not same_date
    if not (same_date and same_type and same_actors):
        actors = ", ".join(one.actor.name for one in event.participants)
        shown = f"{event.dating.edtf if event.dating else None} {event.kind} [{actors}]"
        score.differing.append(
            f"{brief}: {wanted['quote']}\n"
            f"    wanted {wanted['date']} {wanted['type']} {wanted['actors']}\n    found  {shown}"
        )


def main(arguments: list[str]) -> int:
    """Print a line of figures for each set, and what differs where that is asked for."""
    names = Names()
    for one in [name for name in arguments if not name.startswith("-")] or list(SETS):
        started = time.perf_counter()
        total = Score()
        briefs = sorted((CASES / one).glob("*.yaml"))
        for path in briefs:
            total.add(score_brief(path, names))
        seconds = time.perf_counter() - started
        print(f"{one}: {len(briefs)} briefs, {total.gold} gold events, {summary(total)}; {seconds:.1f} s")
        if "-v" in arguments:
            print("".join(f"  {line}\n" for line in total.differing), end="")
    return 0


def summary(total: Score) -> str:
    """Return the figures of a set as text."""

    def share(name: str, of: int) -> str:
        return f"{100 * getattr(total, name) / max(of, 1):.1f} %"

    goals = ", ".join(f"{name} {share(name, total.gold)} (goal {goal})" for name, goal in GOALS.items())
    return (
        f"{share('found', total.gold)} found; {goals}; exactly these actors {share('exact_actors', total.gold)}; "
        f"{total.wrong_dates} dates that differ; {total.drafted} drafts, {share('answered', total.drafted)} in the gold"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
