"""Events: what sentences and briefs report, as data; and what holds for any text."""

from __future__ import annotations

import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import vocab
from dateline.extract import Actor, Document, DraftEvent, Names, extract, read_document
from dateline.when import parse_edtf

CASES = Path(__file__).parents[1] / "cases" / "extract"
ROOT = Path(__file__).parents[2]
SENTENCES = yaml.load((CASES / "sentences.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
BRIEFS = sorted(path for path in CASES.rglob("*.txt"))
WORDS = (
    "Putin",
    "Moscow",
    "Russia’s",
    "Iran",
    "the",
    "two",
    "leaders",
    "it",
    "they",
    "and",
    ",",
    "that",
    "who",
    "said",
    "met",
    "signed",
    "was",
    "attacked",
    "by",
    "in",
    "on July 24",
    "2022",
    "to",
    "visit",
    "talks",
    "with",
    "«",
    "“",
    "قاسم سليماني",
    "Зеленский",
    "é\u0301",
    "\u200f",
    "—",
    ".",
    "\n\n",
    "(RSF)",
    "President",
    "of",
    "since",
    "not",
    "will",
    "its",
    "forces",
)


@lru_cache(maxsize=1)
def names() -> Names:
    return Names()


def document(text: str) -> Document:
    return Document("a.txt", text, "t", ((0, len(text)),), datetime.date(2024, 7, 25), "2024-07-25")


def in_short(event: DraftEvent) -> str:
    head = f"{event.dating.edtf if event.dating else '-'} {event.kind or 'none'}"
    parts = [head, *(f"{one.role}={one.actor.name}" for one in event.participants)]
    parts += [f"@{place.name}" for place in event.places]
    parts += [event.factuality] if event.factuality != "occurred" else []
    parts += [f"[{event.quantity}]"] if event.quantity else []
    return " | ".join(parts)


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:40])
def test_sentences_give_their_events(case: dict[str, Any]) -> None:
    assert [in_short(event) for event in extract(document(case["text"]), names=names())] == case["events"]


@pytest.mark.parametrize("path", [*BRIEFS, *sorted(ROOT.glob("seeds/briefs/*.txt"))], ids=lambda path: path.stem)
def test_quotes_dates_and_words_of_briefs_are_sound(path: Path) -> None:
    brief, _ = read_document(path.read_bytes(), path.name)
    assert brief is not None
    events = extract(brief, names=names())
    assert events
    check(brief, events)


def check(brief: Document, events: list[DraftEvent]) -> None:
    """What holds for the events of any text."""
    concepts = vocab.concepts()
    for event in events:
        assert brief.text[event.evidence.start : event.evidence.end] == event.evidence.quote != ""
        assert event.kind is None or event.kind in concepts["type"]
        assert event.factuality in concepts["factuality"]
        assert {one.role for one in event.participants} <= set(concepts["role"])
        if event.dating is not None:
            assert parse_edtf(event.dating.edtf).edtf
            assert event.dating.start < 0 or brief.text[event.dating.start : event.dating.end]


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.text(max_size=120))
def test_any_text_gives_sound_events(text: str) -> None:
    brief = document(text)
    check(brief, extract(brief, names=names()))


def test_the_result_does_not_depend_on_what_was_read_before() -> None:
    brief = document("On July 24, Bashar al-Assad visited Vladimir Putin in Moscow. He thanked him on July 25.")
    assert extract(brief, names=names()) == extract(brief, names=Names())


def test_actors_of_a_timeline_come_before_those_of_the_authority() -> None:
    own = Actor("assad", "Bashar al-Assad", "person", ("syria",))
    events = extract(document("Assad visited Tehran on July 24."), names=Names([own]))
    assert [one.actor.key for one in events[0].participants] == ["assad", "iran"]


def test_whom_words_can_also_mean_is_listed() -> None:
    events = extract(document("Georgia closed its border on July 1."), names=names())
    first = events[0].participants[0]
    assert (first.actor.name, first.actor.kind) == ("Georgia", "state")
    assert [other.kind for other in first.others] == ["place"]


def test_dates_of_narratives_follow_each_other() -> None:
    text = "On 19 July 1870 France declared war on Prussia. Two days later Prussian troops crossed the border."
    events = extract(Document("h.txt", text, "t", ((0, len(text)),)), names=names())
    assert [event.dating.edtf for event in events if event.dating] == ["1870-07-19", "1870-07-21"]


def test_an_event_without_a_governing_date_has_none() -> None:
    events = extract(document("Peru recalled its ambassador from Mexico City."), names=names())
    assert [event.dating for event in events] == [None]


def test_a_date_carried_over_is_weak_and_says_from_where() -> None:
    events = extract(document("On July 8, Chad closed its border. It arrested two diplomats."), names=names())
    assert events[-1].dating is not None
    assert (events[-1].dating.edtf, events[-1].dating.confidence) == ("2024-07-08", "weak")
    assert "carried over" in events[-1].dating.method
