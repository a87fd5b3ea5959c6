"""Files, folders and standard input become one set of tables."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from dateline.errors import InputError, UnknownName
from dateline.mapping.quads import nquads
from dateline.readers.files import FORMATS, ReadResult, format_named, format_of, read
from trees import CASES

HEAD = "timeline: T\nbase: https://example.org/t/\n"
FULL = CASES / "full" / "timeline.yaml"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        path = folder / f"{stem.replace('__', '.')}.{suffix}"
        path.write_text(text, encoding="utf-8")
    return folder


def codes(result: ReadResult) -> list[str]:
    return [diagnostic.code for diagnostic in result.diagnostics]


def test_formats_have_names_suffixes_and_media_types_of_their_own() -> None:
    for field in ("names", "suffixes", "media_types"):
        listed = [word for one in FORMATS for word in getattr(one, field)]
        assert len(listed) == len(set(listed))
        assert [format_named(word) for word in listed] == [one for one in FORMATS for _ in getattr(one, field)]


def test_a_suffix_names_a_format() -> None:
    for path, name in {
        "a.YML": "yaml",
        "a.b.ndjson": "jsonl",
        "a.tab": "tsv",
        "a.ttl": "turtle",
        "a.nq.gz": "nq",
    }.items():
        assert format_of(Path(path)) is format_named(name)
    assert [format_of(Path(path)) for path in ("a", "a.txt", "a.yaml.gz", ".gz")] == [None] * 4


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"no format named 'yamll'. Did you mean 'yaml'"):
        read([FULL], format="yamll")
    write(tmp_path, a_doc="x")
    with pytest.raises(InputError, match=r"a.doc: its suffix tells no format .* name its format with --from"):
        read([tmp_path / "a.doc"])
    write(tmp_path, a_xlsx="x")
    with pytest.raises(InputError, match=r"a.xlsx: .* Save the sheet as CSV"):
        read([tmp_path / "a.xlsx"])


def test_a_missing_path_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read([tmp_path / "a.yaml"])


def test_a_folder_without_timeline_is_an_input_error(tmp_path: Path) -> None:
    write(tmp_path, notes_txt="x", a__columns_yaml="x")
    with pytest.raises(InputError, match=r"Name a file, or a folder with files that end in .yaml"):
        read([tmp_path])


def test_a_folder_and_a_file_that_cannot_be_opened_are_input_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a_yaml=HEAD)

    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        read([tmp_path])
    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        read([tmp_path])


def test_the_files_of_a_folder_are_read_in_order(tmp_path: Path) -> None:
    write(tmp_path, b_yaml=HEAD, a_json='{"timeline": "A", "base": "https://example.org/a/"}', notes_txt="x")
    (tmp_path / ".hidden.yaml").write_text("x: y: z")
    result = read([tmp_path])
    assert result.files == ((tmp_path / "a.json").as_posix(), (tmp_path / "b.yaml").as_posix())
    assert result.diagnostics == ()
    assert result.tables.timelines.height == 2


def test_relative_paths_stay_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a_yaml=HEAD + "evnts:\n")
    monkeypatch.chdir(tmp_path)
    result = read(["a.yaml"])
    assert result.files == ("a.yaml",)
    assert str(result.diagnostics[0]).startswith("a.yaml:3:1: error E201")


def test_a_file_named_twice_is_read_once() -> None:
    assert read([FULL, FULL]).files == (FULL.as_posix(),)


def test_the_same_thing_in_two_files_is_one_row(tmp_path: Path) -> None:
    body = HEAD + "actors: {a: {name: A}}\nevents:\n  - {id: x, date: 2024, who: {host: a}}\n"
    more = "  - {id: y, date: 2025, follows_up: x}\n"
    result = read([write(tmp_path, a_yaml=body, b_yaml=body + more, c_yaml=body + more)])
    assert result.diagnostics == ()
    assert (result.tables.actors.height, result.tables.events.height, result.tables.relations.height) == (1, 2, 1)


def test_two_things_under_one_iri_are_reported_once(tmp_path: Path) -> None:
    body = (
        HEAD
        + "actors: {{a: {{name: {0}, kind: state}}}}\n"
        + "events:\n  - {{id: x, date: 2024, who: {{host: {{actor: a, as: {0}}}}}}}\n"
    )
    result = read([write(tmp_path, a_yaml=body.format("A"), b_yaml=body.format("B"))])
    assert codes(result) == ["E206", "E206"]
    found = result.diagnostics[0]
    assert (found.file, found.line, found.subject) == (
        (tmp_path / "b.yaml").as_posix(),
        3,
        "https://example.org/t/actor/a",
    )
    assert "a.yaml, line 3" in found.message
    assert result.tables.actors["label"].to_list() == ["A"]


def test_things_that_hang_on_a_reported_event_are_not_reported_again(tmp_path: Path) -> None:
    body = (
        HEAD + "actors: {{a: {{name: A}}}}\nevents:\n  - {{id: x, date: {0}, who: {{host: {{actor: a, as: w{0}}}}}}}\n"
    )
    assert codes(read([write(tmp_path, a_yaml=body.format(2024), b_yaml=body.format(2025))])) == ["E206"]


@pytest.mark.parametrize("syntax", ["nq", "ttl", "trig", "rdf", "jsonld"])
def test_rdf_gives_the_tables_that_it_was_made_of(syntax: str, tmp_path: Path) -> None:
    import pyoxigraph as ox

    tables = read([FULL]).tables
    store = ox.Store()
    store.load(nquads(tables, graphs=syntax in ("nq", "trig", "jsonld")), format=ox.RdfFormat.N_QUADS)
    path = tmp_path / f"a.{syntax}"
    kind = ox.RdfFormat.from_extension(syntax)
    assert kind is not None
    graph = None if kind.supports_datasets else ox.DefaultGraph()
    store.dump(str(path), format=kind, from_graph=graph)
    result = read([path])
    assert codes(result) == []
    for name, frame in tables.without_origins().items():
        assert result.tables.without_origins()[name].equals(frame), name


def test_texts_beside_rdf_are_read(tmp_path: Path) -> None:
    full = read([FULL])
    (tmp_path / "a.nq").write_bytes(nquads(full.tables))
    assert read([tmp_path / "a.nq"]).texts == {}
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / "one.txt").write_text((FULL.parent / "briefs" / "one.txt").read_text())
    assert read([tmp_path / "a.nq"]).texts == full.texts


def test_broken_rdf_is_a_located_diagnostic(tmp_path: Path) -> None:
    write(tmp_path, a_ttl="<http://e.org/a> a <http://e.org/b> .\n<http://e.org/a> ??? .\n", b_rdf="<x", c_nt="a")
    result = read([tmp_path])
    assert codes(result) == ["E102", "E102", "E102"]
    assert (result.diagnostics[0].line, result.diagnostics[1].line) == (2, 1)


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_needs_a_format() -> None:
    with pytest.raises(InputError, match="--from"):
        read(["-"])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("yaml", HEAD + "events: [{id: e, date: 2024, what: X}]"),
        (
            "json",
            '{"timeline": "T", "base": "https://example.org/t/", "events": [{"id": "e", "date": "2024", "what": "X"}]}',
        ),
        ("jsonl", '{"timeline": "T", "base": "https://example.org/t/"}\n{"id": "e", "date": 2024, "what": "X"}\n'),
        ("csv", "id,date,what\ne,2024,X\n"),
        ("text/tab-separated-values", "id\tdate\twhat\ne\t2024\tX\n"),
        (
            "turtle",
            "<https://example.org/t/event/e> a <https://w3id.org/dateline/ns#Event> ;"
            '<https://w3id.org/dateline/ns#edtf> "2024"^^<http://id.loc.gov/datatypes/edtf/EDTF> .',
        ),
    ],
)
def test_standard_input_is_read_in_every_format(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, text.encode())
    result = read(["-"], format=name, base="https://example.org/t/")
    assert not [code for code in codes(result) if code.startswith("E")]
    assert result.files == ("-",)
    assert result.tables.events.select("id", "edtf").rows() == [("https://example.org/t/event/e", "2024")]


def test_bytes_that_are_no_text_are_a_diagnostic(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"timeline: \xff")
    assert codes(read(["-"], format="yaml")) == ["E101"]


def test_broken_syntax_is_a_diagnostic_and_not_a_timeline(tmp_path: Path) -> None:
    result = read([write(tmp_path, a_json="{")])
    assert codes(result) == ["E102"]
    assert result.tables.timelines.height == 0


def test_a_given_base_stands_in_for_a_missing_one(tmp_path: Path) -> None:
    write(tmp_path, a_yaml="timeline: T\n", b_yaml=HEAD)
    result = read([tmp_path], base="https://given.example/")
    assert result.diagnostics == ()
    assert result.tables.timelines["base"].to_list() == ["https://given.example/", "https://example.org/t/"]


EVENTS = "id,date,what,who.host,where,source\ne,12/03/2019,X,Vladimir Putin,Moscow,The Times\n"


def test_names_in_a_table_become_things(tmp_path: Path) -> None:
    result = read([write(tmp_path, events_csv=EVENTS) / "events.csv"], day_first=True)
    assert "I602" in codes(result)
    assert result.tables.actors["label"].to_list() == ["Vladimir Putin"]
    assert result.tables.events["edtf"].to_list() == ["2019-03-12"]


def test_tables_beside_events_are_one_timeline(tmp_path: Path) -> None:
    write(
        tmp_path,
        events_csv=EVENTS,
        actors_csv="id,name,kind\nputin,Vladimir Putin,person\n",
        places_csv="name,in\nMoscow,\n",
    )
    result = read([tmp_path], day_first=True)
    assert result.files == ((tmp_path / "events.csv").as_posix(),)
    assert [str(one.message) for one in result.diagnostics if one.code == "I602"] == [
        "1 source made from names: 'The Times'."
    ]
    assert result.tables.participations["actor"][0].endswith("actor/putin")
    assert result.tables.actors["file"].to_list() == [(tmp_path / "actors.csv").as_posix()]


def test_a_kind_with_a_table_of_its_own_is_not_made_of_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        events_csv=EVENTS,
        actors_csv="id,name,kind\nx,Someone,person\n",
        places_csv="id,name,in\nm,Moscow,\n",
        sources_tsv="id\ttitle\tpublisher\nt\tThe Times\tTimes\n",
    )
    result = read([tmp_path], day_first=True)
    assert [one.code for one in result.diagnostics if one.severity == "error"] == ["E202"]


def test_a_broken_table_beside_events_is_reported(tmp_path: Path) -> None:
    write(tmp_path, events_csv=EVENTS, actors_csv="")
    assert "E108" in codes(read([tmp_path], day_first=True))


def test_a_table_of_actors_alone_is_read_by_itself(tmp_path: Path) -> None:
    result = read([write(tmp_path, actors_csv="id,name,kind\nputin,Vladimir Putin,person\n")])
    assert result.tables.actors["label"].to_list() == ["Vladimir Putin"]


def test_a_columns_file_beside_a_table_or_named_says_what_columns_mean(tmp_path: Path) -> None:
    columns = "base: https://columns.example/\ncolumns: {Wann: date, Was: what}\n"
    write(tmp_path, a_csv="Wann,Was\n2024,X\n", b_csv="Wann,Was\n2025,Y\n", a__columns_yaml=columns)
    result = read([tmp_path / "a.csv"])
    assert result.tables.events.select("edtf", "label").rows() == [("2024", "X")]
    result = read([tmp_path / "b.csv"], columns=tmp_path / "a.columns.yaml")
    assert result.tables.timelines["base"].to_list() == ["https://columns.example/"]
    assert result.tables.events["edtf"].to_list() == ["2025"]


def test_a_columns_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    write(tmp_path, a_csv="date,what\n2024,X\n")
    (tmp_path / "bad.yaml").write_bytes(b"\xff")
    assert "E101" in codes(read([tmp_path / "a.csv"], columns=tmp_path / "bad.yaml"))
    with pytest.raises(InputError, match=r"none\.yaml: No such file"):
        read([tmp_path / "a.csv"], columns=tmp_path / "none.yaml")


def test_rdf_that_cannot_be_opened_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a_nt="")

    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        read([tmp_path / "a.nt"])
