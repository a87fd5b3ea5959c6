"""Descriptions of datasets: what they count, cover and list; the same bytes for the same data."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import DCAT, DCTERMS, RDF, RDFS, VOID, URIRef

import dateline
from dateline.build import build
from dateline.describe import Imprint, complaints, description, files_of, inputs_of
from dateline.diagnostics import Severity
from dateline.errors import InputError, UsageError
from dateline.mapping.quads import nquads
from dateline.publish import describe
from dateline.store import Store, open_store
from dateline.when.days import to_day
from describe.examples import BASE, CASES, TIMELINE, described
from interop import synthetic

EVENT = "https://w3id.org/dateline/ns#Event"
DL = "https://w3id.org/dateline/ns#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
PROV = rdflib.PROV
OURS = Imprint(base=BASE)


def graph(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def store_of(nquads: str) -> Store:
    store = open_store()
    store.load_nquads(nquads.encode())
    return store


def literal(found: rdflib.Graph, subject: str, predicate: URIRef) -> str:
    (value,) = found.objects(URIRef(subject), predicate)
    return str(value)


def dated(*days: tuple[int | None, int | None]) -> Store:
    """A store of events with these first and last days."""
    lines = []
    for number, (first, last) in enumerate(days):
        lines.append(f"<{BASE}event/{number}> <{RDF.type}> <{EVENT}> .")
        for name, day in (("earliestDay", first), ("latestDay", last)):
            if day is not None:
                lines.append(f'<{BASE}event/{number}> <{DL}{name}> "{day}"^^<{rdflib.XSD.integer}> .')
    return store_of("\n".join(lines))


def period(store: Store) -> tuple[str | None, str | None, str] | None:
    found = graph(description(store, OURS))
    node = URIRef(BASE + "void/period")
    if (node, None, None) not in found:
        return None
    begin, end = found.value(node, DCAT.startDate), found.value(node, DCAT.endDate)
    return begin and str(begin), end and str(end), str(found.value(node, RDFS.comment))


# ---- The whole -------------------------------------------------------------------------------------------


def test_a_small_timeline_is_described_as_the_example_shows(tmp_path: Path) -> None:
    assert described(tmp_path) == (CASES / "harbor.void.ttl").read_text(encoding="utf-8")


def test_the_same_data_gives_the_same_bytes_wherever_it_stands(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(TIMELINE, folder)
        built = build(dateline.read(folder / TIMELINE.name), folder / "out")
        assert folder / "out" / "void.ttl" in built.written
        written.append((folder / "out" / "void.ttl").read_text(encoding="utf-8"))

    assert written[0] == written[1]
    assert str(tmp_path) not in written[0]


def test_oxigraph_and_rdflib_read_the_same_description() -> None:
    text = (CASES / "harbor.void.ttl").read_text(encoding="utf-8")
    quads = list(ox.parse(text, format=ox.RdfFormat.TURTLE))

    assert len(quads) == len(graph(text))
    assert not [quad for quad in quads if isinstance(quad.subject, ox.BlankNode)]


def test_every_file_that_is_built_is_listed_with_its_size_and_checksum(tmp_path: Path) -> None:
    build(dateline.read(TIMELINE), tmp_path)
    found = graph((tmp_path / "void.ttl").read_text(encoding="utf-8"))
    files = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*") if path.is_file()}
    listed = {str(found.value(node, DCTERMS.title)): node for node in found.subjects(RDF.type, DCAT.Distribution)}

    assert set(listed) == set(files) - {"void.ttl"}
    for name, node in listed.items():
        content = files[name].read_bytes()
        checksum = found.value(node, SPDX.checksum)
        assert int(str(found.value(node, DCAT.byteSize))) == len(content)
        assert str(found.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()
        assert found.value(node, DCAT.downloadURL) == URIRef(BASE + name)
        assert found.value(node, DCAT.mediaType)


def test_the_run_names_the_program_and_what_it_has_read(tmp_path: Path) -> None:
    build(dateline.read(TIMELINE), tmp_path)
    found = graph((tmp_path / "void.ttl").read_text(encoding="utf-8"))
    (run,) = found.objects(URIRef(BASE + "timeline"), PROV.wasGeneratedBy)
    (used,) = found.objects(run, PROV.used)

    assert str(found.value(used, DCTERMS.title)) == "harbor.yaml"
    checksum = found.value(found.value(used, SPDX.checksum), SPDX.checksumValue)
    assert str(checksum) == hashlib.sha256(TIMELINE.read_bytes()).hexdigest()
    assert found.value(found.value(run, PROV.wasAssociatedWith), RDFS.label)
    assert not list(found.triples((None, PROV.startedAtTime, None)))


def test_hostile_values_of_every_column_are_described_soundly() -> None:
    text = description(store_of(nquads(synthetic.tables(), graphs=True).decode()))

    assert [one.message for one in complaints(text, "void.ttl") if one.severity is Severity.ERROR] == []
    assert len(graph(text)) == len(list(ox.parse(text, format=ox.RdfFormat.TURTLE)))


# ---- What is counted -------------------------------------------------------------------------------------

iris = st.sampled_from([f"urn:x:{name}" for name in "abcd"])
objects = iris | st.sampled_from(['"a"', '"a"@en', '"1"^^<urn:x:number>'])
triples = st.lists(st.tuples(iris, st.sampled_from([str(RDF.type), "urn:x:p", "urn:x:q"]), objects), max_size=25)


@given(triples)
def test_the_numbers_are_those_that_rdflib_counts(rows: list[tuple[str, str, str]]) -> None:
    lines = [f"<{s}> <{p}> {o if o.startswith(chr(34)) else f'<{o}>'} ." for s, p, o in rows]
    data = rdflib.Graph().parse(data="\n".join(lines), format="nt")
    found = graph(description(store_of("\n".join(lines)), OURS))
    dataset = BASE + "dataset"
    typed = {s for s, o in data.subject_objects(RDF.type)}
    classes = {o for o in data.objects(None, RDF.type) if isinstance(o, URIRef)}

    expected = {
        VOID.triples: len(data),
        VOID.entities: len(typed),
        VOID.distinctSubjects: len(set(data.subjects())),
        VOID.distinctObjects: len(set(data.objects())),
        VOID.properties: len(set(data.predicates())),
        VOID.classes: len(classes),
    }
    assert {name: int(literal(found, dataset, name)) for name in expected} == expected
    by_property = {found.value(part, VOID.property): part for part in found.objects(None, VOID.propertyPartition)}
    assert {name: int(literal(found, str(part), VOID.triples)) for name, part in by_property.items()} == {
        name: len(list(data.subject_objects(name))) for name in data.predicates()
    }
    by_class = {found.value(part, VOID["class"]): part for part in found.objects(None, VOID.classPartition)}
    assert {name: int(literal(found, str(part), VOID.entities)) for name, part in by_class.items()} == {
        name: len(set(data.subjects(RDF.type, name))) for name in classes
    }


def test_named_graphs_are_parts_and_count_for_themselves() -> None:
    store = store_of("<urn:a> <urn:p> 'x' .\n".replace("'", '"') + '<urn:a> <urn:p> "y" <urn:g> .\n')
    found = graph(description(store, OURS))

    assert literal(found, BASE + "dataset", VOID.triples) == "1"
    assert (URIRef(BASE + "dataset"), VOID.subset, URIRef("urn:g")) in found
    assert literal(found, "urn:g", VOID.triples) == "1"


def test_a_graph_without_a_name_and_terms_without_a_namespace_are_no_parts() -> None:
    found = graph(description(store_of('<urn:a> <urn:p> "x" .\n<urn:a> <urn:p> "y" _:g .\n'), OURS))

    assert not list(found.objects(URIRef(BASE + "dataset"), VOID.subset))
    assert not list(found.objects(URIRef(BASE + "dataset"), VOID.vocabulary))


def test_links_are_counted_by_property_and_target() -> None:
    found = graph((CASES / "harbor.void.ttl").read_text(encoding="utf-8"))
    linksets = {
        str(found.value(found.value(node, VOID.objectsTarget), VOID.uriSpace)): literal(found, str(node), VOID.triples)
        for node in found.subjects(RDF.type, VOID.Linkset)
    }

    assert linksets == {"http://www.wikidata.org/entity/": "1", "https://sws.geonames.org/": "1"}


# ---- What is covered -------------------------------------------------------------------------------------


def test_the_period_is_that_of_the_outer_bounds() -> None:
    found = period(dated((to_day(2020, 1, 1), to_day(2020, 1, 31)), (to_day(2019, 5, 1), to_day(2019, 5, 2))))
    assert found is not None
    assert found[:2] == ("2019-05-01", "2020-01-31")
    assert "no known" not in found[2]


def test_an_open_end_widens_nothing_and_is_told() -> None:
    found = period(dated((to_day(2020, 1, 1), None), (None, to_day(2019, 5, 2))))
    assert found is not None
    assert found[:2] == ("2019-05-02", "2020-01-01")
    assert "1 of 2 events has no known begin" in found[2]
    assert "1 of 2 events has no known end" in found[2]


def test_a_day_before_the_year_1_is_told_and_not_written_as_a_date() -> None:
    found = period(dated((to_day(-43, 3, 15), to_day(14, 8, 19))))
    assert found is not None
    assert found[:2] == (None, "0014-08-19")
    assert "-0043-03-15" in found[2]


def test_data_without_days_covers_no_period() -> None:
    assert period(dated((None, None))) is None


@pytest.mark.parametrize(
    ("points", "shape", "text"),
    [
        (
            [(54.5, 10.25), (54.25, 9.5)],
            DCAT.bbox,
            "POLYGON((9.5 54.25, 10.25 54.25, 10.25 54.5, 9.5 54.5, 9.5 54.25))",
        ),
        ([(55.75, 37.62)], DCAT.centroid, "POINT(37.62 55.75)"),
    ],
)
def test_the_box_holds_all_coordinates(points: list[tuple[float, float]], shape: URIRef, text: str) -> None:
    lines = [
        f'<{BASE}place/{number}> <{WGS84}{name}> "{value}"^^<{rdflib.XSD.decimal}> .'
        for number, point in enumerate(points)
        for name, value in zip(("lat", "long"), point, strict=True)
    ]
    assert literal(graph(description(store_of("\n".join(lines)), OURS)), BASE + "void/extent", shape) == text


# ---- What people say -------------------------------------------------------------------------------------


def test_data_without_a_base_needs_one() -> None:
    with pytest.raises(UsageError, match="--base"):
        description(store_of('<urn:a> <urn:p> "x" .'))


@pytest.mark.parametrize(
    ("imprint", "said"),
    [
        (Imprint(base="https://e.org/x"), "--base: .* ends in neither"),
        (Imprint(base=BASE, issued="in May"), "--issued: 'in May' is no day"),
        (Imprint(base=BASE, homepage="home"), "--homepage: 'home' is not a web address"),
        (Imprint(base=BASE, license="my own rules"), "--license"),
        (Imprint(base=BASE, title="T", language="no tag"), "--language"),
        (Imprint(base=BASE, publisher="http://a b"), "--publisher"),
    ],
)
def test_what_is_said_wrongly_is_refused_by_the_name_of_its_option(imprint: Imprint, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        description(store_of('<urn:a> <urn:p> "x" .'), imprint)


def test_a_person_wins_over_the_data() -> None:
    timeline = dateline.read(TIMELINE)
    found = graph(description(timeline.store, Imprint(title="Der Hafen", language="de", license="CC0-1.0")))
    dataset = URIRef(BASE + "timeline")

    assert list(found.objects(dataset, DCTERMS.title)) == [rdflib.Literal("Der Hafen", lang="de")]
    assert list(found.objects(dataset, DCTERMS.license)) == [URIRef("https://spdx.org/licenses/CC0-1.0")]


def test_dates_come_from_the_data_where_it_has_them_and_never_from_a_clock() -> None:
    said = f'<{BASE}t> <{RDF.type}> <{DL}Timeline> .\n<{BASE}t> <{VOID.uriSpace}> "{BASE}" .\n'
    issued = f'<{BASE}t> <{DCTERMS.issued}> "2024-05-01"^^<{rdflib.XSD.date}> .\n'

    assert literal(graph(description(store_of(said + issued))), BASE + "t", DCTERMS.issued) == "2024-05-01"
    without = graph(description(store_of(said)))
    assert not [*without.objects(None, DCTERMS.issued), *without.objects(None, DCTERMS.modified)]


def test_several_timelines_are_parts_of_one_dataset() -> None:
    said = "".join(
        f'<{BASE}{name}> <{RDF.type}> <{DL}Timeline> .\n<{BASE}{name}> <{VOID.uriSpace}> "{BASE}" .\n'
        f'<{BASE}{name}> <{DCTERMS.title}> "{name.upper()}"@en .\n'
        for name in "ab"
    )
    found = graph(description(store_of(said)))

    assert list(found.objects(URIRef(BASE + "dataset"), DCTERMS.title)) == [rdflib.Literal("A · B", lang="en")]

    assert set(found.objects(URIRef(BASE + "dataset"), VOID.subset)) >= {URIRef(BASE + "a"), URIRef(BASE + "b")}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_any_title_comes_back(title: str) -> None:
    found = graph(description(store_of('<urn:a> <urn:p> "x" .'), Imprint(base=BASE, title=title)))

    assert literal(found, BASE + "dataset", DCTERMS.title) == title


# ---- Files -----------------------------------------------------------------------------------------------


def test_packed_and_unknown_files_say_what_they_are(tmp_path: Path) -> None:
    names = ("a.nq.zst", "b.csv.gz", "c.strange", "d")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    found = {one.name: (one.media_type, one.packing) for one in files_of(tmp_path / name for name in names)}

    assert found == {
        "a.nq.zst": ("application/n-quads", "application/zstd"),
        "b.csv.gz": ("text/csv", "application/gzip"),
        "c.strange": (None, None),
        "d": (None, None),
    }


def test_two_files_of_one_name_cannot_be_listed_but_can_be_read(tmp_path: Path) -> None:
    paths = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        paths.append(tmp_path / name / "data.nt")
        paths[-1].write_text(name, encoding="utf-8")

    with pytest.raises(InputError, match=r"two files called data\.nt"):
        files_of(paths)
    assert [one.name for one in inputs_of(paths)] == ["data.nt", "data.nt (2)"]
    assert inputs_of(paths) == inputs_of(paths[::-1])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone"):
        files_of([tmp_path / "gone.nt"])


# ---- Data of any kind ------------------------------------------------------------------------------------


def test_a_timeline_its_export_and_its_store_are_counted_alike(tmp_path: Path) -> None:
    timeline = dateline.read(TIMELINE)
    timeline.export(tmp_path / "harbor.nq")
    with open_store(tmp_path / "store") as store:
        store.load_file(tmp_path / "harbor.nq")

    texts = [describe([data]).text for data in (TIMELINE, tmp_path / "harbor.nq", tmp_path / "store")]

    counted = [[line for line in text.splitlines() if "void:" in line and "dataDump" not in line] for text in texts]
    assert counted[0] == counted[1] == counted[2]
    assert "harbor.nq" in texts[1]
    assert "dcat:distribution" not in texts[2]


def test_large_files_are_counted_on_the_disk_and_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dateline.read(TIMELINE).export(tmp_path / "harbor.nq")
    in_memory = describe([tmp_path / "harbor.nq"])
    monkeypatch.setattr("dateline.publish.LARGE", 1)

    assert describe([tmp_path / "harbor.nq"]) == in_memory
    assert in_memory.text


def test_data_with_errors_is_not_described(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(
        "timeline: T\nbase: https://e.org/\nevents: [{id: e, what: W, who: {host: x}}]\n", encoding="utf-8"
    )

    found = describe([broken])

    assert found.text == ""
    assert found.diagnostics


def test_data_that_names_no_base_is_built_without_a_description(tmp_path: Path) -> None:
    timeline = dateline.read(TIMELINE)
    text = "\n".join(line for line in nt(timeline) if f"<{BASE}timeline>" not in line)
    (tmp_path / "harbor.nt").write_text(text, encoding="utf-8")

    built = build(dateline.read(tmp_path / "harbor.nt"), tmp_path / "out")

    assert "I608" in [one.code for one in built.diagnostics]
    assert tmp_path / "out" / "void.ttl" not in built.written
    assert built.written


def nt(timeline: dateline.Timeline) -> list[str]:
    return [f"{s.n3()} {p.n3()} {o.n3()} ." for s, p, o in timeline.graph()]
