"""The seeds hold the facts they should, point to nothing that is missing, and quote their briefs exactly.

The timeline is read with a plain YAML loader here, so that a fault in the seeds and a fault in the reader are told
apart; the last tests read it the way a user does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.readers.files import read
from dateline.vocab import concepts
from dateline.when import parse_edtf

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
TIMELINE = yaml.load((SEEDS / "russia-syria-iran.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
LINKS = yaml.load((SEEDS / "russia-syria-iran.links.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["links"]
BASE = TIMELINE["base"]
RELATIONS = ("part_of", "causes", "precedes", "follows_up", "reverses")

DATES = {
    "assad-putin-2024": "2024-07-24",
    "meeting-video": "2024-07-25",
    "erdogan-rapprochement": "2024-07-04",
    "syrian-civil-war": "2011/..",
    "ankara-damascus-break": "2011",
    "suspension": "2011",
    "readmission": "2023-05",
    "moscow-talks": "{2022,2023}",
    "invasion-of-ukraine": "2022",
    "drone-supply": "2022/..",
    "equipment-request": "2022/..",
    "pressure-on-us-forces": "../..",
    "foreign-ministry-papers": "2024-04-17",
    "wider-cooperation": "2024-04-26",
    "putin-raisi-2023": "2023-12-07",
    "iranian-election": "2024-07-05",
    "kosachev-arafi-2024": "2024-07-25",
    "diplomatic-relations": "1944",
    "assad-kept-in-power": "../..",
    "lavrov-zarif-2017": "2017-12-05",
    "iran-russia-divergence": "../..",
}
"""The date of each event, as the two pieces give it."""

CONFIRMED = {
    "iran": {"wd:Q794", "geonames:130758"},
    "israel": {"wd:Q801", "geonames:294640"},
    "russia": {"wd:Q159", "geonames:2017370"},
    "syria": {"wd:Q858", "geonames:163843"},
    "turkey": {"wd:Q43", "geonames:298795"},
    "ukraine": {"wd:Q212", "geonames:690791"},
    "united-states": {"wd:Q30", "geonames:6252001"},
    "moscow": {"wd:Q649", "geonames:524901"},
    "arab-league": {"wd:Q7172"},
    "putin": {"wd:Q7747"},
    "assad": {"wd:Q44329"},
    "erdogan": {"wd:Q39259"},
    "lavrov": {"wd:Q58217"},
}
"""The identifiers that were confirmed from public tables; no other may ship."""

EVENTS: dict[str, dict[str, Any]] = {event["id"]: event for event in TIMELINE["events"]}


def listed(value: Any) -> list[Any]:
    """Return a value that may be absent, single or a list as a list."""
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def sayings(event: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each source of an event with each thing it says, the short form made long."""
    for source, said in event["says"].items():
        for one in listed(said):
            yield source, one if isinstance(one, dict) else {"quote": one}


def quotes() -> Iterator[tuple[str, str]]:
    """Yield source and quote, of events and of judgments."""
    for event in EVENTS.values():
        yield from ((source, said["quote"]) for source, said in sayings(event))
    for claim in TIMELINE["claims"]:
        yield claim["source"], claim["quote"]


def actors_of(event: dict[str, Any]) -> Iterator[str]:
    """Yield the ids of an event's actors, whichever way they are written."""
    for entry in event["who"].values():
        for actor in listed(entry):
            yield actor["actor"] if isinstance(actor, dict) else actor


def brief(source: str) -> str:
    """Return the text of a source."""
    return (SEEDS / str(TIMELINE["sources"][source]["text"])).read_text(encoding="utf-8")


def test_every_event_of_the_two_pieces_is_there_with_its_date() -> None:
    assert {name: event["date"] for name, event in EVENTS.items()} == DATES
    assert len(TIMELINE["events"]) == len(EVENTS) == 21


@pytest.mark.parametrize("date", sorted(set(DATES.values())))
def test_every_date_is_canonical_edtf(date: str) -> None:
    assert parse_edtf(date).edtf == date


def test_every_quote_stands_exactly_once_in_its_brief() -> None:
    counts = {(source, quote): brief(source).count(quote) for source, quote in quotes()}
    assert {key: count for key, count in counts.items() if count != 1} == {}


def test_no_quote_serves_twice() -> None:
    assert [quote for quote, count in Counter(quotes()).items() if count > 1] == []


def test_original_words_of_values_stand_in_the_quote() -> None:
    said = [one for event in EVENTS.values() for _, one in sayings(event) if "words" in one]
    assert said
    assert [one for one in said if one["words"] not in one["quote"]] == []


def test_claimed_dates_agree_with_the_date_of_the_event() -> None:
    claimed = [(name, said["date"]) for name, e in EVENTS.items() for _, said in sayings(e) if "date" in said]
    assert claimed
    assert [(name, date) for name, date in claimed if date != DATES[name]] == []


def test_every_actor_that_is_named_is_declared() -> None:
    actors, named = TIMELINE["actors"], set[str]()
    for event in EVENTS.values():
        named.update(actors_of(event))
    for actor in actors.values():
        named.update(listed(actor.get("of")))
    named.update(claim["by"] for claim in TIMELINE["claims"] if "by" in claim)
    assert named - set(actors) == set()
    assert set(actors) - named == set()


def test_every_place_is_a_declared_place_or_a_state() -> None:
    states = {name for name, actor in TIMELINE["actors"].items() if actor["kind"] == "state"}
    named = {place for event in EVENTS.values() for place in listed(event.get("where"))}
    named.update(place["in"] for place in TIMELINE["places"].values())
    assert named - states - set(TIMELINE["places"]) == set()


def test_every_source_and_event_that_is_named_is_declared() -> None:
    sources = {source for source, _ in quotes()}
    sources.update(cited for source in TIMELINE["sources"].values() for cited in listed(source.get("cites")))
    events = {other for event in EVENTS.values() for name in RELATIONS for other in listed(event.get(name))}
    assert sources == set(TIMELINE["sources"])
    assert events - set(EVENTS) == set()


def test_the_readmission_reverses_the_suspension_between_the_same_parties() -> None:
    readmission, suspension = EVENTS["readmission"], EVENTS["suspension"]
    assert readmission["reverses"] == "suspension"
    assert readmission["who"] == suspension["who"]


def test_only_confirmed_identifiers_are_said_to_be_the_same() -> None:
    entities = {**TIMELINE["actors"], **TIMELINE["places"]}
    accepted: dict[str, set[str]] = {}
    for iri, entity in LINKS.items():
        for one in entity["candidates"]:
            if one["decision"] == "accepted":
                accepted.setdefault(iri.partition("/")[2], set()).add(one["entry"])
    assert [name for name, entity in entities.items() if entity.get("same_as") or entity.get("close_match")] == []
    assert accepted == CONFIRMED


def test_no_link_is_without_the_label_seen_its_method_and_its_date() -> None:
    candidates = [one for entity in LINKS.values() for one in entity["candidates"]]
    assert len(candidates) == 30
    assert all(one["label"] and one["method"] and one["date"] for one in candidates)


def test_both_views_of_the_russia_iran_tie_are_kept_with_their_sources() -> None:
    views = {
        claim["direction"]: (set(claim["about"]), claim["source"])
        for claim in TIMELINE["claims"]
        if "direction" in claim
    }
    tie = {"russia", "iran"}
    assert views == {"closer": (tie, "fdd-2024-07-25"), "apart": (tie, "wpr-2017")}


def test_each_brief_names_the_piece_that_it_restates() -> None:
    for source in (source for source in TIMELINE["sources"].values() if "text" in source):
        head = (SEEDS / source["text"]).read_text(encoding="utf-8").splitlines()[2]
        assert head.startswith(f"Restates the facts of: {source['title']}")


def test_every_type_context_and_role_is_a_word_of_the_ontology() -> None:
    known = {scheme: set(words) for scheme, words in concepts().items()}
    used = {
        "type": {event["type"] for event in EVENTS.values() if "type" in event},
        "context": {word for event in EVENTS.values() for word in listed(event.get("contexts"))},
        "role": {role for event in EVENTS.values() for role in event["who"]},
        "factuality": {event["factuality"] for event in EVENTS.values() if "factuality" in event},
    }
    assert {scheme: words - known[scheme] for scheme, words in used.items() if words - known[scheme]} == {}


def test_the_examples_of_the_readme_are_yaml() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", (SEEDS / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) > 5
    assert all(isinstance(yaml.load(block, Loader=yaml.BaseLoader), dict) for block in blocks)


def test_the_readme_shows_every_field_of_the_timeline() -> None:
    shown = set(re.findall(r"(\w+):", (SEEDS / "README.md").read_text(encoding="utf-8")))
    used = set(TIMELINE)
    for table in ("sources", "actors", "places"):
        used.update(field for entry in TIMELINE[table].values() for field in entry)
    used.update(field for entry in TIMELINE["events"] + TIMELINE["claims"] for field in entry)
    assert used - shown == set()


def test_the_reader_has_no_complaint_about_the_seeds() -> None:
    result = read([SEEDS])
    assert [str(diagnostic) for diagnostic in result.diagnostics] == []
    assert result.tables.events.height == 21


@pytest.mark.parametrize(
    ("name", "day"),
    [("pressure-on-us-forces", "2024-07-25"), ("assad-kept-in-power", "2024-07-25"), ("iran-russia-divergence", None)],
)
def test_an_open_end_holds_as_of_the_day_of_the_newest_source(name: str, day: str | None) -> None:
    events = read([SEEDS]).tables.events
    (found,) = events.filter(events["id"] == f"{BASE}event/{name}")["ongoing_as_of"].to_list()
    assert (found.isoformat() if found else None) == day
