"""The table of formats, and what holds for every writer."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import UnknownName, UsageError
from dateline.export import FORMATS, Format, export, export_all, format_of
from dateline.mapping.quads import nquads
from dateline.tables import Tables
from export.examples import BASE, CASES, small, tables
from interop import synthetic

TEXTS = [known for known in FORMATS if known.text]
GRAPHS = [known for known in TEXTS if known.name != "summary"]


def written(data: Tables, name: str) -> str:
    stream = io.BytesIO()
    export(data, name, stream)
    return stream.getvalue().decode("utf-8")


def graph(text: str, known: Format) -> set[str]:
    rdf_format = ox.RdfFormat.from_media_type(known.media_types[0])
    assert rdf_format
    return {str(quad) for quad in ox.parse(text, format=rdf_format)}


def expected(data: Tables, known: Format) -> set[str]:
    document = nquads(data, graphs=known.name in ("nquads", "trig"))
    return {str(quad) for quad in ox.parse(document, format=ox.RdfFormat.N_QUADS)}


def ids(known: Format) -> str:
    return known.name


@pytest.mark.parametrize("file", sorted(CASES.glob("small.*[!n]")), ids=lambda path: path.suffix)
def test_the_small_timeline_is_written_as_the_example_shows(file: Path) -> None:
    assert written(small(), file.suffix) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("known", GRAPHS, ids=ids)
def test_hostile_values_of_every_column_come_back_from_every_format(known: Format) -> None:
    data = synthetic.tables()
    assert graph(written(data, known.name), known) == expected(data, known)


@pytest.mark.parametrize("known", TEXTS, ids=ids)
def test_the_order_and_repetition_of_rows_do_not_show(known: Format) -> None:
    data = synthetic.tables()
    turned = {name: rows.reverse() for name, rows in data.frames().items()}
    doubled = Tables(**{n: pl.concat([rows, rows]) for n, rows in turned.items()}, origins=data.origins)
    assert written(doubled, known.name) == written(data, known.name)


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.from_regex(r"[\w][\w.\-]{0,9}", fullmatch=True)
)
def test_any_text_and_any_id_come_back_from_every_format(text: str, name: str) -> None:
    event = {"id": f"{BASE}event/{name}", "kind": "event", "factuality": "occurred", "note": text}
    data = tables(
        {
            "timelines": [{"id": f"{BASE}timeline", "label": text, "label_lang": "en", "base": BASE}],
            "events": [{**event, "label": text, "label_lang": "und"}],
        }
    )
    for known in GRAPHS:
        assert graph(written(data, known.name), known) == expected(data, known)


@pytest.mark.parametrize("known", TEXTS, ids=ids)
def test_no_rows_give_an_empty_but_valid_document(known: Format) -> None:
    text = written(Tables.from_rows({}), known.name)
    assert known.name == "summary" or graph(text, known) == set()


def test_a_base_that_ends_in_a_hash_is_not_used_to_shorten() -> None:
    base = "https://example.org/x#"
    data = tables({"timelines": [{"id": f"{base}timeline", "base": base}]})
    assert "@base" not in written(data, "turtle")
    assert graph(written(data, "turtle"), format_of("ttl")) == expected(data, format_of("ttl"))


@pytest.mark.parametrize("known", FORMATS, ids=ids)
def test_a_format_is_found_by_each_of_its_names_suffixes_and_media_types(known: Format) -> None:
    for text in (*known.names, *known.suffixes, *known.media_types):
        assert format_of(f" {text.upper()} ") is known


def test_names_of_formats_are_not_shared() -> None:
    names = [text for known in FORMATS for text in (*known.names, *known.suffixes, *known.media_types)]
    assert len(names) == len(set(names))


def test_an_unknown_format_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'turtle'"):
        export(small(), "turtel", io.BytesIO())


def test_a_file_gets_the_same_bytes_as_a_stream(tmp_path: Path) -> None:
    export(small(), "ttl", tmp_path / "small.ttl")
    assert (tmp_path / "small.ttl").read_bytes().decode() == written(small(), "ttl")


def test_csv_tables_need_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="name a folder"):
        export(small(), "csv", io.BytesIO())
    export(small(), "csv", tmp_path / "tables")
    assert (tmp_path / "tables/events.csv").read_text(encoding="utf-8").startswith('"id",')
    assert not list(tmp_path.glob(".*"))


def test_a_full_export_writes_every_format_and_names_its_files(tmp_path: Path) -> None:
    paths = export_all(small(), tmp_path / "new", stem="small")
    names = [path.relative_to(tmp_path / "new").as_posix() for path in paths]
    assert {"small.ttl", "small.nt", "small.nq", "small.trig", "small.jsonld", "summary.md"} <= set(names)
    assert "tables/events.csv" in names
    assert "tables/events.years.csv" in names
    assert "tables/origins.csv" not in names
    assert names == sorted(names)
    assert sorted(path for path in (tmp_path / "new").rglob("*") if path.is_file()) == paths


def test_a_second_full_export_gives_the_same_bytes(tmp_path: Path) -> None:
    first = {path: path.read_bytes() for path in export_all(small(), tmp_path)}
    assert {path: path.read_bytes() for path in export_all(small(), tmp_path)} == first
