"""From a timeline to RDF and back to its file: nothing is lost, whatever its texts hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from dateline.diagnostics import Severity
from dateline.export.timeline import FORMS, timeline_file
from dateline.mapping.from_rdf import tables_of, triple_frame
from dateline.mapping.quads import nquads
from dateline.readers import read
from dateline.readers.timeline.fields import ACTOR, EVENT, JUDGEMENT, PLACE, SAY, SOURCE, TIMELINE
from dateline.readers.timeline.records import records
from dateline.readers.timeline.starter import starter
from dateline.tables import Tables
from timelines import TEXTS, located, timelines

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests/cases").rglob("*.yaml"))
TIMELINES = [path for path in CASES if "\ntimeline: " in f"\n{path.read_text('utf-8')}"]


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


def assert_kept(tables: Tables, folder: Path, form: str) -> None:
    written = timeline_file(through_rdf(tables), folder=folder, form=form)
    assert written.losses == ()
    node, problems = FORMS[form][1](written.text, "written")
    assert problems == []
    assert node is not None
    again = records(node, folder=folder)
    assert [one for one in again.diagnostics if one.severity is Severity.ERROR] == []
    assert nquads(again.tables, graphs=True) == nquads(tables, graphs=True)


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a timeline takes minutes and shows little
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(timeline=timelines())
def test_a_timeline_comes_back_from_its_graph(folder: Path, form: str, timeline: dict[str, Any]) -> None:
    made = records(located(timeline), folder=folder)
    assume(all(one.severity is not Severity.ERROR for one in made.diagnostics))

    assert_kept(made.tables, folder, form)
