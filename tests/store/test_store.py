"""One contract for stores in memory and on disk."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline.errors import InputError, OutsideError, QuerySyntaxError, UnknownName
from dateline.store import (
    SYNTAXES,
    Rows,
    Statements,
    Store,
    Truth,
    is_store,
    open_rdf,
    open_store,
    read_quads,
    syntax_named,
    syntax_of,
)

QUADS = b"""<http://example.org/a> <http://example.org/p> "1" .
<http://example.org/a> <http://example.org/p> "2" <http://example.org/g> .
"""
XML_HEAD = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
BOMB = f'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "aaaa">]>\n{XML_HEAD}&a;</rdf:RDF>'


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with open_store(None if request.param == "memory" else tmp_path / "store") as opened:
        yield opened


def values(store: Store, text: str, *, union: bool = False) -> list[str]:
    answer = store.query(text, default_graph_union=union)
    assert isinstance(answer, Rows)
    return [str(row[0].value) for row in answer if isinstance(row[0], ox.Literal)]


def test_a_new_store_is_empty(store: Store) -> None:
    assert len(store) == 0
    assert store.graphs() == []


def test_quads_that_were_loaded_are_counted_once_and_keep_their_graphs(store: Store) -> None:
    store.load_nquads(QUADS)
    store.load_nquads(QUADS)
    assert len(store) == 2
    assert store.graphs() == ["http://example.org/g"]


def test_patterns_see_the_default_graph_alone_unless_the_union_is_asked_for(store: Store) -> None:
    store.load_nquads(QUADS)
    text = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
    assert values(store, text) == ["1"]
    assert values(store, text, union=True) == ["1", "2"]


def test_each_form_of_query_has_its_kind_of_answer(store: Store) -> None:
    store.load_nquads(QUADS)
    rows = store.query("SELECT ?missing ?s { ?s ?p ?o }")
    assert isinstance(rows, Rows)
    assert (rows.variables, list(rows)) == (("missing", "s"), [(None, ox.NamedNode("http://example.org/a"))])
    assert store.query("ASK { ?s ?p '1' }") == Truth(True)
    assert not store.query("ASK { ?s ?p '3' }")
    statements = store.query("CONSTRUCT { ?s a ?s } { ?s ?p ?o }")
    assert isinstance(statements, Statements)
    assert len(list(statements)) == 1


def test_constructed_statements_come_once_each(store: Store) -> None:
    store.load(b'@prefix x: <http://example.org/> . x:a x:p "1", "2" .', "turtle")
    statements = store.query("CONSTRUCT { ?s a ?s } { ?s ?p ?o }")
    assert isinstance(statements, Statements)
    assert len(list(statements)) == 1


def test_known_prefixes_need_no_declaration_and_a_declared_one_wins(store: Store) -> None:
    store.load(b'<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "x" .', "nt")
    assert store.query("ASK { ?s rdfs:label ?o }") == Truth(True)
    assert store.query("PREFIX rdfs: <http://example.org/> ASK { ?s rdfs:label ?o }") == Truth(False)


def test_a_syntax_error_names_line_column_and_what_was_read_last(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match=r"stopped at line 2, column 10, after '\?s \?p  \}'"):
        store.query("SELECT * WHERE {\n ?s ?p  }")
    with pytest.raises(QuerySyntaxError, match=r"stopped at line 2, column 1\.$"):
        store.query("SELECT * WHERE {\n")
    with pytest.raises(QuerySyntaxError, match="not SPARQL"):
        store.query("SELECT (?x AS ?y) (1 AS ?y) {}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ASK { ?s und:p ?o }", "und: is not declared. Write PREFIX und: <...> before it."),
        ("ASK { BIND(und:f(1) AS ?x) }", "und: is not declared"),
        ("PREFIX und: <http://e/> ASK { ?s und:p", "stopped at line 1, column 39"),
        ("ASK { <a> ?p ?o }", "<a> is not declared. Write BASE <...> before it"),
        ("BASE <http://e/> ASK { <a> ?p ?", "stopped at line 1, column 32"),
        ("ASK { _:b ?p FILTER(?a<5&&?b>2) }", "stopped at line 1"),
        ("ASK { FILTER(<http://e/f>(1)) }", "There is no function <http://e/f> in SPARQL 1.1 or in dateline."),
    ],
)
def test_what_a_query_does_not_declare_is_named(text: str, words: str, store: Store) -> None:
    store.load_nquads(QUADS)
    with pytest.raises(QuerySyntaxError, match=re.escape(words)):
        store.query(text)


@pytest.mark.parametrize("syntax", [syntax.name for syntax in SYNTAXES])
def test_what_is_dumped_can_be_loaded_again(store: Store, syntax: str) -> None:
    store.load_nquads(QUADS)
    out = io.BytesIO()
    store.dump(out, syntax)
    with open_store() as again:
        again.load(out.getvalue(), syntax)
        assert len(again) == (2 if syntax_named(syntax).graphs else 1)


def test_a_store_on_disk_keeps_its_quads(tmp_path: Path) -> None:
    place = tmp_path / "store"
    with open_store(place) as first:
        first.load_nquads(QUADS)
    assert is_store(place)
    with open_store(place, read_only=True) as second:
        assert len(second) == 2
    with open_store(place) as third:
        assert len(third) == 2


def test_a_store_in_use_is_reported_as_such(tmp_path: Path) -> None:
    with open_store(tmp_path / "store"), pytest.raises(OutsideError, match="in use by another"):
        open_store(tmp_path / "store")


def test_a_missing_store_is_not_made_when_only_reading(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="there is no store here"):
        open_store(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()


def test_a_damaged_store_is_reported_as_such(tmp_path: Path) -> None:
    place = tmp_path / "store"
    open_store(place).close()
    (place / "CURRENT").write_text("nonsense")
    with pytest.raises(OutsideError, match="damaged"):
        open_store(place)


@pytest.mark.parametrize(("pattern", "changed"), [("*.sst", b"#"), ("MANIFEST*", None)])
def test_damage_is_not_mistaken_for_a_lock(pattern: str, changed: bytes | None, tmp_path: Path) -> None:
    place = tmp_path / "store"
    with open_store(place) as store:
        store.load_nquads(QUADS)
    for file in place.glob(pattern):
        file.unlink()
        if changed:
            file.write_bytes(changed * 2000)
    with pytest.raises(OutsideError, match="the store is damaged"), open_store(place, read_only=True) as store:
        list(store.query("SELECT * { ?s ?p ?o }"))  # type: ignore[arg-type]


def test_a_folder_or_file_with_other_things_is_left_alone(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("mine")
    for place in (tmp_path, note):
        with pytest.raises(InputError, match="is not a store"):
            open_store(place)
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def test_a_place_that_cannot_be_made_is_an_outside_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutsideError, match="cannot be opened"):
        open_store(tmp_path / "file" / "store")


def test_a_closed_store_says_so_and_closing_twice_is_fine() -> None:
    store = open_store()
    store.close()
    store.close()
    with pytest.raises(OutsideError, match="closed"):
        len(store)


def test_files_are_known_by_suffix_and_decompressed(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "data.nq.gz"
    path.write_bytes(gzip.compress(QUADS))
    store.load_file(path)
    assert len(store) == 2


def test_a_wrong_line_is_named_by_file_line_and_column(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "data.ttl"
    path.write_text('<http://example.org/a> <http://example.org/p> "1" .\n<http://example.org/a> oops .\n')
    with pytest.raises(InputError, match=r"data\.ttl:2:24: ") as caught:
        store.load_file(path)
    assert caught.value.path == str(path)


def test_relative_iris_need_a_base(store: Store) -> None:
    with pytest.raises(InputError, match=r"^data:1:1: No scheme"):
        store.load(b"<a> <b> <c> .", "turtle")
    store.load(b"<a> <b> <c> .", "turtle", base="http://example.org/")
    assert len(store) == 1


def test_a_base_that_is_no_iri_is_an_input_error(store: Store) -> None:
    with pytest.raises(InputError, match="data: "):
        store.load(b"<a> <b> <c> .", "turtle", base="not an iri")


def test_missing_and_damaged_files_are_input_errors(tmp_path: Path, store: Store) -> None:
    with pytest.raises(InputError, match="No such file"):
        store.load_file(tmp_path / "none.ttl")
    cut = tmp_path / "cut.nq.gz"
    cut.write_bytes(gzip.compress(QUADS)[:-12])
    with pytest.raises(InputError, match=r"cut\.nq\.gz: "):
        store.load_file(cut)
    fake = tmp_path / "fake.nq.gz"
    fake.write_bytes(QUADS)
    with pytest.raises(InputError, match=r"fake\.nq\.gz: "):
        store.load_file(fake)


def test_rdf_xml_with_entities_is_refused_wherever_it_comes_from(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "bomb.rdf"
    for encoding in ("utf-8", "utf-16"):
        path.write_bytes(BOMB.encode(encoding))
        with pytest.raises(InputError, match=r"bomb\.rdf:2:\d+: .*document type definition"):
            store.load_file(path)
    with pytest.raises(InputError, match="document type definition"):
        store.load(BOMB.encode(), "rdfxml")
    with pytest.raises(InputError, match="document type definition"):
        list(read_quads(io.BytesIO(BOMB.encode()), syntax_named("rdfxml"), name="data"))


def test_rdf_xml_that_is_not_well_formed_is_located(store: Store) -> None:
    with pytest.raises(InputError, match=r"data:2:1: not well-formed XML"):
        store.load(f"{XML_HEAD}\n".encode(), "rdfxml")


def test_a_remote_context_is_refused_without_fetching(store: Store) -> None:
    text = b'{"@context": "https://example.org/context.jsonld", "@id": "http://example.org/a", "p": "x"}'
    with pytest.raises(InputError, match="opens no network"):
        store.load(text, "jsonld")


def test_compressed_data_may_not_expand_without_end(tmp_path: Path) -> None:
    path = tmp_path / "bomb.nt.gz"
    with gzip.open(path, "wb", compresslevel=9) as out:
        for _ in range(20):
            out.write(b"#" * (1024 * 1024 - 1) + b"\n")
    with pytest.raises(InputError, match="times its size"), open_rdf(path, syntax_of(path)) as stream:
        stream.read()


def test_quads_of_any_syntax_can_be_read_one_by_one() -> None:
    quads = list(read_quads(io.BytesIO(QUADS), syntax_named(".nq"), name="data"))
    assert [quad.object.value for quad in quads] == ["1", "2"]
    with pytest.raises(InputError, match="data:1:"):
        list(read_quads(io.BytesIO(b"<a"), syntax_named("ttl"), name="data"))
    with pytest.raises(InputError, match="data: "):
        list(read_quads(io.BytesIO(b"<a> <b> <c> ."), syntax_named("ttl"), name="data", base="no iri"))


def test_syntaxes_are_known_by_name_suffix_and_media_type() -> None:
    assert syntax_named("Turtle") is syntax_named(".ttl") is syntax_named("text/turtle")
    assert syntax_of(Path("a.OWL")).name == "rdfxml"
    with pytest.raises(UnknownName, match="turtle"):
        syntax_named("turtel")
    with pytest.raises(InputError, match="does not name an RDF syntax"):
        syntax_of(Path("a.txt"))
