"""From a timeline to RDF and back to its file: nothing is lost, whatever its texts hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from dateline.diagnostics import Severity
from dateline.export.timeline import FORMS, timeline_file
from dateline.mapping.from_rdf import tables_of, triple_frame
from dateline.mapping.quads import lines, nquads
from dateline.readers.files import read
from dateline.readers.timeline.fields import ACTOR, EVENT, JUDGEMENT, PLACE, SAY, SOURCE, TIMELINE
from dateline.readers.timeline.records import records
from dateline.readers.timeline.starter import starter
from dateline.tables import Tables
from timelines import TEXTS, located, timelines

ROOT = Path(__file__).parents[3]
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
TIMELINES = [
    path
    for path in sorted((ROOT / "tests/cases").rglob("*.yaml"))
    if not path.name.endswith(".columns.yaml") and re.search(r"(?m)^timeline:", path.read_text("utf-8"))
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the texts that sources name."""
    place = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


def through_rdf(tables: Tables) -> Tables:
    """Return the tables that are left when all but the graph is forgotten."""
    found, problems = tables_of(triple_frame(ox.parse(nquads(tables), format=ox.RdfFormat.N_TRIPLES)), "t.nt")
    assert problems == []
    return found


def assert_kept(tables: Tables, folder: Path) -> None:
    given = through_rdf(tables)
    for form, (_, parse) in FORMS.items():
        written = timeline_file(given, folder=folder, form=form)
        assert written.losses == ()
        node, problems = parse(written.text, "written")
        assert problems == []
        assert node is not None
        again = records(node, folder=folder)
        assert [one for one in again.diagnostics if one.severity is Severity.ERROR] == []
        assert set(lines(again.tables, graphs=True)) ^ set(lines(tables, graphs=True)) == set()


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a timeline takes minutes and shows little
    suppress_health_check=SLOW,
)
@given(timeline=timelines())
def test_a_timeline_comes_back_from_its_graph(folder: Path, timeline: dict[str, Any]) -> None:
    made = records(located(timeline), folder=folder)
    assume(all(one.severity is not Severity.ERROR for one in made.diagnostics))

    assert_kept(made.tables, folder)


@pytest.mark.parametrize("path", TIMELINES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_could_be_read_of_a_timeline_of_ours_comes_back(path: Path) -> None:
    found = read([path], drafts=True)
    if any(one.severity is Severity.ERROR for one in found.diagnostics):
        # A file with errors is written as far as it goes, and what is written can be read.
        node, problems = FORMS["yaml"][1](timeline_file(found.tables, folder=path.parent).text, "written")
        assert (node is None, problems) == (False, [])
    else:
        assert_kept(found.tables, path.parent)


def test_the_seeds_and_the_starter_come_back(tmp_path: Path) -> None:
    for name, text in starter("On: no", "https://example.org/my/").items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for folder in (ROOT / "seeds", tmp_path):
        assert_kept(read([folder]).tables, folder)


def test_the_strategy_has_every_field_of_a_timeline() -> None:
    seen: dict[str, set[str]] = {}

    @settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=SLOW)
    @given(timelines())
    def gather(timeline: dict[str, Any]) -> None:
        seen.setdefault("timeline", set()).update(timeline)
        for section in ("sources", "actors", "places"):
            for member in timeline[section].values():
                seen.setdefault(section, set()).update(member)
        for event in timeline["events"]:
            seen.setdefault("events", set()).update(event)
            for said in event.get("says", {}).values():
                for one in said if isinstance(said, list) else [said]:
                    seen.setdefault("says", set()).update(one if isinstance(one, dict) else ())
        for claim in timeline["claims"]:
            seen.setdefault("claims", set()).update(claim)

    gather()
    declared = {"sources": SOURCE, "actors": ACTOR, "places": PLACE, "events": EVENT, "says": SAY, "claims": JUDGEMENT}
    assert {name: set(fields) - seen[name] for name, fields in declared.items()} == {name: set() for name in declared}
    # What `names` makes of names are members like any other once they are read.
    assert set(TIMELINE) - seen["timeline"] == {"names"}
