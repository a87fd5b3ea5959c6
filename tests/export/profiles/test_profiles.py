"""What holds for every profile: the cases, determinism, hostile values, and a parser that we did not write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

import generators
from dateline.errors import UnknownName, UsageError
from dateline.export.profiles import PROFILES, Profile, Wishes, profile_named
from dateline.mapping.quads import nquads
from dateline.readers.files import read
from dateline.tables import Tables
from dateline.when import parse_edtf
from export.examples import BASE, tables
from export.profiles.written import CASES, INPUTS, RDF, of_case, of_files, of_tables, quads
from interop import synthetic

EDTF = CASES.parents[1] / "edtf"


def ids(profile: Profile) -> str:
    return profile.name


@pytest.mark.parametrize("case", INPUTS)
@pytest.mark.parametrize("profile", PROFILES, ids=ids)
def test_the_cases_are_written_as_their_folders_show(profile: Profile, case: str) -> None:
    expected = CASES / profile.name / f"{case}{profile.suffix}"
    account = CASES / profile.name / f"{case}.account.txt"

    text, told = of_files(profile.name, CASES / f"{case}.yaml")

    assert text == expected.read_text(encoding="utf-8")
    assert "".join(f"{line}\n" for line in told.sentences()) == account.read_text(encoding="utf-8")


@pytest.mark.parametrize("profile", PROFILES, ids=ids)
def test_the_order_and_repetition_of_rows_do_not_show(profile: Profile) -> None:
    data = synthetic.tables()
    turned = {name: rows.reverse() for name, rows in data.frames().items()}
    doubled = Tables(**{n: pl.concat([rows, rows]) for n, rows in turned.items()}, origins=data.origins)

    assert of_tables(profile.name, doubled)[0] == of_tables(profile.name, data)[0]


@pytest.mark.parametrize("profile", RDF, ids=ids)
def test_hostile_values_of_every_column_leave_the_document_valid(profile: Profile) -> None:
    data = replace(synthetic.tables(), events=synthetic.tables().events.with_columns(factuality=pl.lit("occurred")))

    assert quads(of_tables(profile.name, data)[0], profile)


@pytest.mark.parametrize("name", ["cidoc-crm", "quickstatements", "schema-org"])
def test_what_nobody_has_reviewed_is_told_and_not_published(name: str) -> None:
    found = read([CASES / "visits.yaml"]).tables
    drafts = replace(found, events=found.events.with_columns(status=pl.lit("draft")))

    text, account = of_tables(name, drafts)

    assert len(account.unsaid["events that are drafts"]) == found.events.height
    assert not any(label in text for label in found.events["label"])


@pytest.mark.parametrize("profile", RDF, ids=ids)
def test_no_events_give_an_empty_but_valid_document(profile: Profile) -> None:
    text, told = of_tables(profile.name, Tables.from_rows({}))

    assert quads(text, profile) == []
    assert list(told.sentences()) == ["Wrote nothing, because there are no events."]


def test_events_that_are_all_left_out_are_not_said_to_be_none() -> None:
    event = {"id": f"{BASE}e", "kind": "event", "factuality": "denied"}

    told = of_tables("schema-org", tables({"events": [event]}))[1]

    assert next(told.sentences()) == "Wrote nothing of what there is."


@pytest.mark.parametrize("profile", PROFILES, ids=ids)
def test_a_graph_read_from_rdf_gives_what_its_timeline_gives(profile: Profile, tmp_path: Path) -> None:
    copy = tmp_path / "visits.nq"
    copy.write_bytes(nquads(read([CASES / "visits.yaml"]).tables, graphs=True))

    assert of_files(profile.name, copy)[0] == of_case(profile.name, "visits")


@pytest.mark.parametrize("name", ["cidoc-crm", "owl-time", "quickstatements", "schema-org"])
def test_every_date_of_edtf_can_be_written(name: str) -> None:
    cases = [case for path in sorted(EDTF.glob("level*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
    texts = sorted({parse_edtf(case["text"]).edtf for case in cases})
    event = {"kind": "event", "factuality": "occurred", "label": "Event", "label_lang": "en"}
    data = tables({"events": [event | {"id": f"{BASE}e/{n}", "edtf": text} for n, text in enumerate(texts)]})

    assert len(texts) > 100
    assert of_tables(name, data)[1].written["events"] == len(texts)


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(generators.tables())
def test_any_tables_can_be_written(data: Tables) -> None:
    for profile in PROFILES:
        text = of_tables(profile.name, data)[0]
        assert profile not in RDF or quads(text, profile) is not None


def test_values_without_an_iri_are_told(tmp_path: Path) -> None:
    path = tmp_path / "blank.ttl"
    path.write_text(
        "@prefix dl: <https://w3id.org/dateline/ns#> . @prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .\n"
        "<https://example.org/e> a dl:Event ; sem:hasPlace [ a dl:Place ] .\n[] a dl:Event .",
        encoding="utf-8",
    )
    for profile in PROFILES:
        told = of_files(profile.name, path)[1]
        assert any(reason.endswith("without an IRI") for reason in told.unsaid), profile.name


def test_a_profile_is_found_by_its_name_however_capitalized() -> None:
    assert profile_named(" OWL-Time ").name == "owl-time"


def test_an_unknown_profile_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'cidoc-crm'"):
        profile_named("cidoc")


@pytest.mark.parametrize("wishes", [Wishes(creator="0000-0002-1825-0097"), Wishes(created="25/07/2024")])
def test_a_wish_that_cannot_be_meant_is_refused(wishes: Wishes) -> None:
    with pytest.raises(UsageError, match="Write it"):
        of_files("nanopublications", CASES / "visits.yaml", wishes=wishes)
