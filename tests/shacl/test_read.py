"""Whatever RDF comes as, the graph is the same."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from dateline.errors import InputError, InvalidData
from dateline.shacl.graph import LANG_STRING, Graph
from dateline.shacl.read import from_ntriples, from_rdf, from_rdflib, from_triples, union
from dateline.vocab import XSD

TURTLE = """@prefix e: <http://e.org/> .
e:a e:p e:b , "x" , "x"@EN-GB , 1 , "2023-02-29"^^<http://www.w3.org/2001/XMLSchema#date> , "a\\n\\u00e9\\"" ;
    e:q [ e:p e:a ] .
"""


def decoded(graph: Graph) -> set[tuple[object, ...]]:
    """The triples as terms, with blank nodes all alike."""
    rows = [(kind, None if kind == 1 else text, *rest) for kind, text, *rest in graph.terms.iter_rows()]
    return {tuple(rows[code] for code in row) for row in graph.triples.iter_rows()}


def test_every_syntax_and_library_gives_the_same_graph(tmp_path: Path) -> None:
    wanted = decoded(from_rdf(TURTLE.encode(), ox.RdfFormat.TURTLE))
    assert len(wanted) == 8
    quads = list(ox.parse(TURTLE, format=ox.RdfFormat.TURTLE))
    assert decoded(from_triples(quads)) == decoded(from_triples(quad.triple for quad in quads)) == wanted
    for syntax in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD, ox.RdfFormat.TRIG):
        path = tmp_path / "data"
        with_graphs = syntax in (ox.RdfFormat.JSON_LD, ox.RdfFormat.TRIG)
        ox.serialize(quads if with_graphs else (quad.triple for quad in quads), str(path), format=syntax)
        assert decoded(from_rdf(path, syntax)) == wanted
        assert decoded(from_rdf(path.read_bytes(), syntax)) == wanted
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        assert decoded(from_rdflib(rdflib.Graph().parse(data=TURTLE))) == wanted
    finally:
        rdflib.NORMALIZE_LITERALS = before


def test_a_long_document_is_read_as_a_short_one() -> None:
    many = "".join(f"e:a e:number {number} .\n" for number in range(6_000))
    wanted = decoded(from_rdf(TURTLE.encode(), ox.RdfFormat.TURTLE))
    found = decoded(from_rdf((TURTLE + many).encode(), ox.RdfFormat.TURTLE))
    assert {row for row in found if not str(row[1][1]).endswith("number")} == wanted  # type: ignore[index]
    assert len(found) == len(wanted) + 6_000


@pytest.mark.parametrize("more", [0, 6_000])
def test_rdf_of_version_2_is_refused_in_long_documents_and_short_ones(more: int) -> None:
    document = "".join(f"<a:a> <a:b> {number} .\n" for number in range(more)) + '<a:a> <a:b> "x"@en--ltr .'
    with pytest.raises(InvalidData, match=r"RDF 1\.2"):
        from_rdf(document.encode(), ox.RdfFormat.TURTLE)


def test_blank_nodes_without_labels_are_numbered_apart_from_those_with() -> None:
    document = b"<a:a> <a:p> [ <a:q> [ ] ] . _:b0 <a:p> _:b1 . <a:a> <a:r> [ ] ."
    first, second = (from_rdf(document, ox.RdfFormat.TURTLE) for _ in range(2))
    assert first.terms.equals(second.terms)
    labels = set(first.terms.filter(first.terms["kind"] == 1)["text"])
    assert labels == {"b0", "b1", "b_0", "b_1", "b_2"}


def test_codes_and_pairs_answer_for_what_is_not_there() -> None:
    graph = from_rdf(TURTLE.encode(), ox.RdfFormat.TURTLE)
    assert graph.code("http://e.org/none") is None
    assert graph.pairs("http://e.org/none").height == graph.pairs("http://e.org/b").height == 0
    assert graph.pairs("http://e.org/p").height == 7
    assert graph.codes(["http://e.org/a", "urn:x"]) == {"http://e.org/a": graph.code("http://e.org/a"), "urn:x": None}
    assert graph.code("x") is None
    code = graph.literal_code("x", LANG_STRING, "en-GB")
    assert code is not None
    assert graph.terms.row(code) == (2, "x", LANG_STRING, "en-gb")
    assert graph.literal_code("x", XSD + "token") is None


def test_one_graph_of_a_dataset_can_be_chosen() -> None:
    document = b"<a:1> <a:p> <a:o> . <a:g> { <a:2> <a:p> <a:o> . <a:1> <a:p> <a:o> }"
    heights = [from_rdf(document, ox.RdfFormat.TRIG, graph=graph).triples.height for graph in (None, "", "a:g", "a:h")]
    assert heights == [2, 1, 2, 0]


def test_a_union_keeps_blank_nodes_apart_and_everything_else_together() -> None:
    one = from_ntriples(b'_:x <a:p> "1" .\n<a:s> <a:p> "1"@en .\n')
    both = union([one, from_ntriples(b'<a:s> <a:p> "1"@en .\n_:x <a:p> "1" .\n')])
    assert both.triples.height == 3
    assert both.terms.height == 6
    assert union([]).triples.height == 0


@pytest.mark.parametrize("text", ["<a:a> <a:p> .", "<a:a> <a:p> <b> .", "<a:a> <a:p> 'x'@en--ltr ."])
def test_a_broken_document_is_located(text: str) -> None:
    with pytest.raises(InvalidData) as caught:
        from_rdf(("\n\n" + text).encode(), ox.RdfFormat.TURTLE, file="data.ttl")
    assert caught.value.diagnostics[0].file == "data.ttl"
    assert caught.value.diagnostics[0].code == "E102"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.nt: cannot be read"):
        from_ntriples(tmp_path / "none.nt")


def test_terms_of_rdf_1_2_and_of_logic_are_refused_by_name() -> None:
    triple = next(iter(ox.parse("<a:a> <a:p> 'x'@en--ltr .", format=ox.RdfFormat.TURTLE)))
    with pytest.raises(InputError, match="of RDF 1"):
        from_triples([triple])
    graph = rdflib.Graph()
    graph.add((rdflib.URIRef("a:a"), rdflib.URIRef("a:p"), rdflib.Variable("x")))
    with pytest.raises(InputError, match="Variable"):
        from_rdflib(graph)
