"""Timelines as trees become tables, and every fault one diagnostic at its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.readers.files import read
from dateline.readers.located import Entry, Node
from dateline.readers.timeline.fields import SAY, SECTIONS, TIMELINE
from dateline.readers.timeline.records import FALLBACK_BASE, Records, records
from dateline.tables import Tables
from trees import CASES, folders

BASE = "https://example.org/t/"
TYPE = "https://w3id.org/dateline/type/"
CODES = (
    "E106 E201 E202 E203 E204 E205 E206 E207 E208 E209 E210 E211 E212 E213 E214 E215 E301 E302 E303 E401 W402 E403 I602"
)


def test_every_code_of_the_family_has_a_case() -> None:
    said = "".join((folder / "expected.txt").read_text("utf-8") for folder in folders("records"))
    assert [code for code in CODES.split() if f" {code}: " not in said] == []


@pytest.mark.parametrize("folder", folders("records"), ids=lambda folder: folder.name)
def test_a_fault_is_one_diagnostic_at_its_place(folder: Path) -> None:
    path = folder / "input.yaml"
    said = [str(diagnostic).removeprefix(f"{path.as_posix()}:") for diagnostic in read([path]).diagnostics]
    assert said == (folder / "expected.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def full() -> Any:
    result = read([CASES / "full" / "timeline.yaml"])
    assert result.diagnostics == ()
    return result


def row(tables: Tables, table: str, name: str) -> dict[str, Any]:
    """Return the row whose IRI ends in `name`, without base, origin and what is empty."""
    rows = [one for one in getattr(tables, table).to_dicts() if one["id"].endswith(name)]
    assert len(rows) == 1
    hidden = ("id", "file", "line", "column")
    return {key: short(value) for key, value in rows[0].items() if key not in hidden and value not in (None, [], False)}


def short(value: Any) -> Any:
    if isinstance(value, list):
        return [short(one) for one in value]
    return value.replace(BASE, "") if isinstance(value, str) and value != BASE else value


def test_the_head_becomes_the_row_of_the_timeline(full: Any) -> None:
    assert row(full.tables, "timelines", "timeline") == {
        "label": "Every field",
        "label_lang": "en",
        "base": BASE,
        "license": "https://spdx.org/licenses/CC-BY-4.0",
        "description": "One of each",
    }


def test_a_source_keeps_all_its_fields(full: Any) -> None:
    found = row(full.tables, "sources", "/one")
    digest = found.pop("text_hash")
    assert digest.startswith("sha256:")
    assert found == {
        "label": "First",
        "label_lang": "en",
        "publisher": "Paper",
        "authors": ["A", "B"],
        "edtf": "2024-07-25",
        "issued": dt.date(2024, 7, 25),
        "earliest_day": 2460517,
        "latest_day": 2460517,
        "url": "https://example.org/first",
        "kind": "brief",
        "text_file": "briefs/one.txt",
        "cites": ["source/two"],
        "note": "remark",
    }


def test_a_source_known_to_the_month_has_no_day_of_issue(full: Any) -> None:
    found = row(full.tables, "sources", "/two")
    assert (found["earliest_day"], found["latest_day"], "issued" in found) == (2460493, 2460523, False)


def test_an_actor_keeps_all_its_fields(full: Any) -> None:
    assert row(full.tables, "actors", "/guest") == {
        "kind": "person",
        "label": "Guest",
        "label_lang": "en",
        "aliases": ["G."],
        "affiliations": ["actor/land"],
        "born": "1952",
        "died": "2024~",
        "same_as": ["http://www.wikidata.org/entity/Q1"],
        "close_match": ["http://dbpedia.org/resource/Guest"],
        "note": "n",
    }


def test_a_state_is_a_place_under_the_same_iri(full: Any) -> None:
    assert row(full.tables, "actors", "actor/land")["kind"] == "state"
    assert row(full.tables, "places", "actor/land") == {
        "label": "Land",
        "label_lang": "en",
        "lat": Decimal("-10.5"),
        "long": Decimal(20),
        "place_precision": "country",
        "same_as": ["https://sws.geonames.org/2017370/"],
    }


def test_a_place_keeps_all_its_fields(full: Any) -> None:
    assert row(full.tables, "places", "/port") == {
        "label": "Port",
        "label_lang": "en",
        "aliases": ["P"],
        "within": "actor/land",
        "lat": Decimal("1.25"),
        "long": Decimal("2.5"),
        "place_precision": "exact",
        "same_as": ["http://www.wikidata.org/entity/Q2"],
        "close_match": ["http://www.wikidata.org/entity/Q3"],
        "note": "p",
    }


def test_an_event_keeps_all_its_fields(full: Any) -> None:
    day = dt.date(2024, 7, 24)
    assert row(full.tables, "events", "event/visit") == {
        "kind": "series",
        "type": "consult",
        "mode": "visit",
        "contexts": ["diplomatic", "military"],
        "label": "Der Gast kommt",
        "label_lang": "de",
        "edtf": "2024-07-24",
        "earliest_begin": day,
        "latest_begin": day,
        "earliest_end": day,
        "latest_end": day,
        "earliest_day": 2460516,
        "latest_day": 2460516,
        "years": [2024],
        "precision": "day",
        "original_date": "On July 24",
        "date_method": "as said",
        "recurrence": "FREQ=YEARLY",
        "factuality": "planned",
        "quad": "verbal-cooperation",
        "score": Decimal("-1.5"),
        "score_scheme": "goldstein-icews",
        "quantity": Decimal(2),
        "quantity_min": Decimal(1),
        "quantity_max": Decimal("3.5"),
        "unit": "days",
        "places": ["actor/land", "place/port"],
        "note": "event note",
    }


def test_parts_in_an_event_are_named_after_role_and_actor(full: Any) -> None:
    found = row(full.tables, "participations", "event/visit/participation/visitor-guest")
    assert found == {"event": "event/visit", "actor": "actor/guest", "role": "visitor", "capacity": "minister"}
    assert row(full.tables, "participations", "participation/host-land")["actor"] == "actor/land"


def test_relations_name_their_property(full: Any) -> None:
    found = full.tables.relations.filter(full.tables.relations["target"] == f"{BASE}event/talks")
    assert sorted(found["relation"]) == ["causes", "followsUp", "partOf", "precedes", "reverses"]


def test_an_open_end_is_true_as_of_the_newest_source_known_to_the_day(full: Any) -> None:
    found = row(full.tables, "events", "event/talks")
    assert found["edtf"] == "2022/.."
    assert found["original_date"] == "since 2022"
    assert found["ongoing_as_of"] == found["earliest_end"] == dt.date(2024, 7, 25)
    assert found["years"] == [2022, 2023, 2024]
    assert "latest_end" not in found


def test_values_that_an_event_lacks_are_the_most_precise_that_its_sources_claim(full: Any) -> None:
    found = row(full.tables, "events", "event/chosen")
    assert (found["edtf"], found["type"], found["mode"]) == ("2024-03", "consult", "visit")
    assert found["score"] == 4
    assert (found["places"], found["quantity"], found["unit"]) == (["place/port"], 12, "tanks")
    assert found["label"] == "Two"


def test_an_event_without_id_is_named_after_its_content(full: Any) -> None:
    found = [iri for iri in full.tables.events["id"] if "lander" in iri]
    assert [iri.removeprefix(BASE)[:-8] for iri in found] == ["event/2011-2023-05-lander-einig-"]


def claims(tables: Tables, name: str) -> dict[tuple[str, str], dict[str, Any]]:
    rows = [one for one in tables.claims.to_dicts() if one["event"] == f"{BASE}event/{name}"]
    return {
        (one["source"].removeprefix(f"{BASE}source/"), one["property"].split("#")[-1].split("/")[-1]): one
        for one in rows
    }


def test_a_quote_alone_is_the_claim_that_the_source_reports_the_event(full: Any) -> None:
    found = claims(full.tables, "visit")["one", "type"]
    assert found["value_iri"] == "https://w3id.org/dateline/ns#Event"
    assert (found["quote_start"], found["quote_end"]) == (10, 53)
    assert (found["quote_prefix"], found["quote_suffix"]) == ("Head line\n", "\nAt least 1000 drones went to th")
    assert found["quote"] == full.texts[f"{BASE}source/one"][10:53]


def test_each_claimed_value_is_a_claim(full: Any) -> None:
    found = claims(full.tables, "visit")
    assert {name for source, name in found if source == "two"} == {"edtf", "eventType", "hasPlace", "label", "quantity"}
    assert found["two", "eventType"]["value_iri"] == f"{TYPE}agree"
    assert found["two", "hasPlace"]["value_iri"] == f"{BASE}actor/land"
    assert found["two", "label"]["value_text"] == "A meeting"
    assert found["two", "label"]["rank"] == "preferred"
    assert (found["two", "quantity"]["value_number"], found["two", "quantity"]["original"]) == (5, "about 5 days")
    dates = [one for one in full.tables.claims.to_dicts() if one["value_edtf"] and one["event"].endswith("visit")]
    assert sorted((one["value_edtf"], one["original"]) for one in dates) == [
        ("2024-07", "July 2024"),
        ("2024-07-24", "the 24th"),
    ]
    assert {one["value_latest_day"] for one in dates} == {2460516, 2460523}


def test_a_judgement_is_a_claim_without_event(full: Any) -> None:
    assert row(full.tables, "claims", "claim/closer") == {
        "about": ["actor/guest", "event/visit", "place/port"],
        "statement": "They draw closer",
        "direction": "closer",
        "holder": "actor/guest",
        "source": "source/one",
        "rank": "preferred",
        "quote": "the two draw closer",
        "quote_start": 108,
        "quote_end": 127,
        "quote_prefix": " went to the guest.\nSome say that "[-32:],
        "quote_suffix": ".\n",
    }
    assert [iri for iri in full.tables.claims["id"] if "/claim/land-is-far-" in iri]


def test_what_a_person_wrote_knows_its_place(full: Any) -> None:
    lines = (CASES / "full" / "timeline.yaml").read_text("utf-8").splitlines()
    origins = {(one["id"], one["field"]): one for one in full.tables.origins.to_dicts()}
    found = origins[f"{BASE}event/visit", "label"]
    assert lines[found["line"] - 1][found["column"] - 1 :] == "Der Gast kommt"
    found = origins[f"{BASE}source/one", "edtf"]
    assert lines[found["line"] - 1][found["column"] - 1 :] == "July 25, 2024"
    quoted = claims(full.tables, "visit")["one", "type"]["id"]
    found = origins[quoted, "quote"]
    assert lines[found["line"] - 1][found["column"] - 1 :].startswith("On July 24, the guest")
    assert {one["id"] for one in full.tables.origins.to_dicts()} <= {
        iri for data in full.tables.frames().values() if "id" in data.columns for iri in data["id"]
    }


def test_diagnostics_name_the_node_that_they_are_about() -> None:
    result = read([CASES / "records" / "types-and-words" / "input.yaml"])
    about = {diagnostic.line: diagnostic.subject.removeprefix(BASE) for diagnostic in result.diagnostics}
    assert (about[5], about[7]) == ("actor/a", "place/p")
    assert about[9] == about[14]
    assert about[9].startswith("event/undated-")


def test_a_folded_quote_is_kept_as_the_text_has_it() -> None:
    result = read([CASES / "records" / "quotes" / "input.yaml"])
    kept = [quote for quote in result.tables.claims["quote"] if quote and "brown" in quote]
    assert kept == ["The quick\nbrown fox jumps over"]


def test_a_set_without_quotes_is_understood() -> None:
    result = read([CASES / "records" / "set-without-quotes" / "input.yaml"])
    assert result.tables.events["edtf"].to_list() == ["{2022,2023}"]
    assert result.tables.events["years"].to_list() == [[2022, 2023]]


def test_the_callers_order_of_day_and_month_goes_before_the_timelines() -> None:
    path = CASES / "records" / "day-first-in-the-timeline" / "input.yaml"
    dates = [read([path], day_first=order).tables.events["edtf"][0] for order in (None, False)]
    assert dates == ["2019-03-12", "2019-12-03"]


def test_names_become_members_once() -> None:
    tables = read([CASES / "records" / "names-made" / "input.yaml"]).tables
    assert sorted(tables.actors["label"]) == ["Bashar al-Assad", "Vladimir Putin"]
    assert set(tables.places["label"]) == {"Moscow", "???"}
    assert tables.sources["id"].to_list() == [f"{BASE}source/the-times"]


def test_a_timeline_without_base_is_still_read() -> None:
    tables = read([CASES / "records" / "header-no-base" / "input.yaml"]).tables
    assert tables.timelines["base"].to_list() == [FALLBACK_BASE]


def test_years_beyond_files_and_stores_have_day_numbers_alone() -> None:
    found = records(tree({"timeline": "T", "base": BASE, "events": [{"id": "e", "date": "-0043-03-15"}]}), folder=None)
    event = found.tables.events.row(0, named=True)
    assert (event["earliest_begin"], event["earliest_day"], event["years"]) == (None, 1705428, [-43])


def test_a_text_cannot_be_read_without_a_folder() -> None:
    sources = {"s": {"title": "S", "text": "a.txt"}}
    found = records(tree({"timeline": "T", "base": BASE, "sources": sources}), folder=None)
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["E403"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    inside = tmp_path / "timeline"
    inside.mkdir()
    (inside / "a.txt").symlink_to(tmp_path / "outside.txt")
    sources = {"s": {"title": "S", "text": "a.txt"}}
    found = records(tree({"timeline": "T", "base": BASE, "sources": sources}), folder=inside)
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["E403"]
    assert found.texts == {}


def tree(value: Any) -> Node:
    """Make a located tree of plain data."""
    if isinstance(value, dict):
        entries = {key: Entry(Node(key, "f", 1, 1), tree(inner)) for key, inner in value.items()}
        return Node(entries, "f", 1, 1)
    if isinstance(value, list):
        return Node(tuple(tree(item) for item in value), "f", 1, 1)
    return Node(value, "f", 1, 1)


FIELDS = sorted(
    {name for fields in (*SECTIONS.values(), SAY, TIMELINE) for name in fields} | {"host", "actor", "min", "a"}
)
WORDS = [
    "a",
    "b",
    "",
    " ",
    "2024",
    "2024/..",
    "[..2024]",
    "consult/visit",
    "state",
    "1",
    "at least 5 x",
    BASE,
    "create",
    "wd:Q1",
]
scalars = st.none() | st.sampled_from(WORDS) | st.text(max_size=8)
names = st.sampled_from(FIELDS) | st.text(max_size=4)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=5), max_leaves=12
)


def members(section: str) -> st.SearchStrategy[Any]:
    one = st.fixed_dictionaries({}, optional=dict.fromkeys(SECTIONS[section], anything)) | anything
    return st.lists(one, max_size=3) if section in ("events", "claims") else st.dictionaries(names, one, max_size=3)


timelines = anything | st.fixed_dictionaries(
    {
        "timeline": scalars,
        "base": st.just(BASE) | scalars,
        "sources": st.just({"a": {"title": "A", "date": "2024-01-02"}}),
    },
    optional={"names": scalars, **{name: members(name) | anything for name in SECTIONS if name != "sources"}},
)


@settings(max_examples=150, deadline=None)
@given(timelines)
def test_any_tree_gives_records(value: Any) -> None:
    found = records(tree(value), folder=Path(__file__).parent)
    assert isinstance(found, Records)
    assert all(diagnostic.line == 1 and diagnostic.message for diagnostic in found.diagnostics)


def test_ids_that_look_the_same_are_the_same() -> None:
    actors = {"caf\u00e9": {"name": "A"}, "cafe\u0301": {"name": "B"}}
    found = records(tree({"timeline": "T", "base": BASE, "actors": actors}), folder=None)
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["E206"]
    assert found.tables.actors["id"].n_unique() == 2


def test_an_empty_text_is_one_fault_and_not_one_for_each_quote(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    sources = {"s": {"title": "S", "text": "a.txt"}}
    event = {"id": "e", "says": {"s": "words"}}
    timeline = {"timeline": "T", "base": BASE, "sources": sources, "events": [event]}
    found = records(tree(timeline), folder=tmp_path)
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["E403"]


def test_a_score_of_another_scheme_is_not_filled_in() -> None:
    event = {"id": "e", "type": "agree", "score_scheme": "goldstein-icews"}
    found = records(tree({"timeline": "T", "base": BASE, "events": [event]}), folder=None)
    assert found.tables.events.select("score", "score_scheme").rows() == [(None, None)]
