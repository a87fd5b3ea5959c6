"""What holds for every profile: the cases, determinism, hostile values, and a parser that we did not write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from dateline.errors import UnknownName, UsageError
from dateline.export.profiles import PROFILES, Profile, Wishes, profile_named
from dateline.mapping.quads import nquads
from dateline.readers import read
from dateline.tables import Tables
from export.profiles.written import CASES, INPUTS, RDF, of_case, of_files, of_tables, quads
from interop import synthetic


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


@pytest.mark.parametrize("profile", RDF, ids=ids)
def test_no_events_give_an_empty_but_valid_document(profile: Profile) -> None:
    text, told = of_tables(profile.name, Tables.from_rows({}))

    assert quads(text, profile) == []
    assert list(told.sentences()) == ["Wrote nothing, because there are no events."]


@pytest.mark.parametrize("profile", PROFILES, ids=ids)
def test_a_graph_read_from_rdf_gives_what_its_timeline_gives(profile: Profile, tmp_path: Path) -> None:
    copy = tmp_path / "visits.nq"
    copy.write_bytes(nquads(read([CASES / "visits.yaml"]).tables, graphs=True))

    assert of_files(profile.name, copy)[0] == of_case(profile.name, "visits")


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
