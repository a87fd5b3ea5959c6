"""The JSON Schema for editors says what the reader says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dateline import resources
from dateline.readers.timeline.schema import schema_text, timeline_schema
from dateline.readers.timeline.starter import TIMELINE_FILE, starter
from trees import CASES

SEEDS = Path(__file__).parents[3] / "seeds"
BASE = {"timeline": "T", "base": "https://example.org/"}


def faults(data: Any) -> list[str]:
    return [error.json_path for error in Draft202012Validator(timeline_schema()).iter_errors(data)]


def as_editors_see(text: str, loader: Any) -> Any:
    return json.loads(json.dumps(yaml.load(text, Loader=loader), default=str))


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(timeline_schema())


def test_the_file_is_up_to_date() -> None:
    command = "python -m dateline.readers.timeline.schema ontology/timeline.schema.json"
    assert resources.text("timeline.schema.json") == schema_text(), f"stale; run: {command}"


@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.BaseLoader])
def test_good_timelines_fit(loader: Any) -> None:
    texts = [path.read_text("utf-8") for path in (SEEDS / "russia-syria-iran.yaml", CASES / "full" / "timeline.yaml")]
    assert len(texts) > 1
    for text in (*texts, starter()[TIMELINE_FILE]):
        assert faults(as_editors_see(text, loader)) == []


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"titel": "x"}, "$"),
        ({"actors": {"a": {"name": "A", "kind": "company"}}}, "$.actors.a.kind"),
        ({"actors": {"a": {"kind": "person"}}}, "$.actors.a"),
        ({"events": {"a": {}}}, "$.events"),
        ({"events": [{"type": "Consult"}]}, "$.events[0].type"),
        ({"events": [{"who": {"hosts": "a"}}]}, "$.events[0].who"),
        ({"events": [{"series": "perhaps"}]}, "$.events[0].series"),
        ({"claims": [{"about": "a"}]}, "$.claims[0]"),
    ],
)
def test_faults_are_seen_where_they_are(wrong: dict[str, Any], path: str) -> None:
    assert set(faults({**BASE, **wrong})) == {path}


def test_every_field_has_a_sentence() -> None:
    schema = timeline_schema()
    maps = [schema, *(one for one in schema["$defs"].values() if "properties" in one)]
    assert all(field["description"] for one in maps for field in one["properties"].values())
