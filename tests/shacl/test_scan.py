"""The columnar scan gives the triples that Oxigraph's parser gives, or refuses what it refuses."""

from __future__ import annotations

import io
from collections.abc import Iterable

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.errors import InvalidData
from dateline.shacl.graph import Graph
from dateline.shacl.lines import Scan
from dateline.shacl.read import from_lines, from_ntriples
from dateline.shacl.scan import pieces_of, scan

SCHEMES = ("http://example.org/", "urn:x:", "a:", "http://[::1]:80/", "https://é.example/ü?q=%20#", "x", "//", "")
TAILS = st.text(st.sampled_from('ab/?#%2é😀\ue000 <>"{}|^`\\.:@_-~[]'), max_size=6)
IRIS = st.builds("<{}{}>".format, st.sampled_from(SCHEMES), TAILS)
GOOD_IRIS = st.sampled_from(["<a:b>", "<http://example.org/x>", "<urn:x:\\u0041>", "<http://e.org/%20é>"])
BLANKS = st.builds("_:{}".format, st.text(st.sampled_from("ab1_.-é:·"), max_size=5))
ESCAPES = ("\\n", "\\\\", '\\"', "\\t", "\\u0041", "\\U0001F600", "\\uD800", "\\u00e9", "\\x", "\\'", "\\U00110000")
PIECES = st.one_of(st.sampled_from(ESCAPES), st.text(max_size=3), st.sampled_from(['"', "@en", "^^<a:b>", " ."]))
TEXTS = st.lists(PIECES, max_size=4).map("".join)
TAGS = st.sampled_from(["", "", "@en", "@EN-us", "@x", "@zh-Hant-TW", "@en-", "@en--ltr", "@de-1996"])
TYPES = st.sampled_from([
    "^^<http://www.w3.org/2001/XMLSchema#string>", "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>",
    "^^<a:b>", "^^<b>", "^^ <a:b>",
])  # fmt: skip
LITERALS = st.builds('"{}"{}'.format, TEXTS, st.one_of(TAGS, TYPES))
TERMS = st.one_of(GOOD_IRIS, LITERALS, IRIS, BLANKS)
SPACES = st.sampled_from([" ", " ", " ", "\t", "", "  ", " \t"])
ENDS = st.sampled_from([" .", " .", " .", ".", "", " . # note", " .\t", " ..", ' . # "x" .', "\t."])
JUNK = st.sampled_from(["", "# comment", "   ", "\ufeff", "<a:b> <a:b> .", "<a:b> <a:b> <a:b> . <a:b> <a:b> <a:b> ."])


@st.composite
def statements(draw: st.DrawFn) -> str:
    """One line, mostly right."""
    subject = draw(st.one_of(GOOD_IRIS, GOOD_IRIS, BLANKS, TERMS))
    predicate = draw(st.one_of(GOOD_IRIS, GOOD_IRIS, GOOD_IRIS, TERMS))
    parts = [subject, predicate, draw(TERMS), *draw(st.lists(st.one_of(GOOD_IRIS, TERMS), max_size=1))]
    return draw(SPACES).join(parts) + draw(ENDS)


LINES = st.one_of(statements(), statements(), statements(), JUNK)
ENDINGS = st.sampled_from(["\n", "\n", "\r\n", "\r"])


def decoded(graph: Graph) -> set[tuple[object, ...]]:
    """The triples of a graph as terms."""
    rows = list(graph.terms.iter_rows())
    assert len(rows) == len(set(rows))
    assert graph.triples.n_unique() == graph.triples.height
    return {tuple(rows[code] for code in row) for row in graph.triples.iter_rows()}


def expected(triples: Iterable[ox.Quad]) -> set[tuple[object, ...]]:
    return {(_plain(one.subject), _plain(one.predicate), _plain(one.object)) for one in triples}


def _plain(term: object) -> tuple[object, ...]:
    if isinstance(term, ox.NamedNode):
        return 0, term.value, None, None
    if isinstance(term, ox.BlankNode):
        return 1, term.value, None, None
    assert isinstance(term, ox.Literal)
    if term.direction:
        raise ValueError("RDF 1.2")
    return 2, term.value, term.datatype.value, term.language


def agree(document: bytes, *, quads: bool = False, size: int = 1 << 20) -> None:
    """Have both read a document, the scan in pieces of some size."""
    syntax = ox.RdfFormat.N_QUADS if quads else ox.RdfFormat.N_TRIPLES
    try:
        wanted = expected(ox.parse(document, format=syntax))
    except ValueError:
        wanted = None
    except SyntaxError:
        wanted = None
    try:
        found = decoded(scan(pieces_of(io.BytesIO(document), size), Scan("x", quads=quads)))
    except InvalidData:
        found = None
    assert found == wanted


@given(LINES)
@example('<a:b> <a:b> "x"@en--ltr .')
@example('<a:b> <a:b> "\\u0041" .')
@settings(max_examples=120, deadline=None)
def test_a_line_is_read_as_oxigraph_reads_it_or_refused_as_it_refuses(line: str) -> None:
    agree(line.encode())


@given(LINES)
@settings(max_examples=80, deadline=None)
def test_a_line_of_quads_is_read_as_oxigraph_reads_it(line: str) -> None:
    agree(line.encode(), quads=True)


@given(st.lists(st.tuples(LINES, ENDINGS), max_size=12), st.integers(1, 200))
@settings(max_examples=40, deadline=None)
def test_pieces_and_line_ends_change_nothing(lines: list[tuple[str, str]], size: int) -> None:
    good = [line + end for line, end in lines if _right(line)]
    agree("".join(good).encode(), size=size)


def _right(line: str) -> bool:
    try:
        expected(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError):
        return False
    return True


TWO_SPELLINGS = """<a:b> <a:b> "x\\ty" .
<a:b> <a:b> "x\ty" .
<a:b> <a:b> "x\ty"^^<http://www.w3.org/2001/XMLSchema#string> .
<a:b> <a:\\u0062> "x\\u0009y" .
<a:b> <a:b> "a"@EN .
<a:b> <a:b> "a"@en .
"""


def test_two_spellings_of_a_term_have_one_code() -> None:
    graph = from_ntriples(TWO_SPELLINGS.encode())
    assert graph.triples.height == 2
    assert graph.terms.height == 3
    assert graph.code("a:b") is not None
    assert graph.literal_code("x\ty", "http://www.w3.org/2001/XMLSchema#string") is not None


def test_bad_lines_are_named_by_line_and_column() -> None:
    document = b'<a:b> <a:b> "x" .\n' * 50 + b"<a:b> <b> <a:b> .\n# fine\n<a:b> <a:b> <a:b>\n"
    with pytest.raises(InvalidData) as caught:
        scan(pieces_of(io.BytesIO(document), 64), Scan("data.nt"))
    first = caught.value.diagnostics[0]
    assert (first.file, first.line, first.column) == ("data.nt", 51, 7)
    assert str(first).startswith("data.nt:51:7: error E102: The RDF cannot be read: No scheme found")
    with pytest.raises(InvalidData) as caught:
        from_ntriples(document, file="data.nt")
    assert [one.line for one in caught.value.diagnostics] == [51, 53]


def test_bytes_that_are_not_utf8_are_located() -> None:
    with pytest.raises(InvalidData) as caught:
        from_ntriples(b'<a:b> <a:b> "x" .\n<a:b> <a:b> "\xff" .\n')
    assert (caught.value.diagnostics[0].line, caught.value.diagnostics[0].column) == (2, 14)


def test_lines_are_kept_when_asked_for() -> None:
    document = b"# head\n<a:1> <a:p> <a:2> .\n<a:1>\t<a:p> <a:3>.\n\n<a:1> <a:p> <a:2> .\n"
    graph = from_ntriples(document, keep_lines=True)
    assert graph.lines is not None
    object_lines = {graph.terms["text"][o]: line for _, _, o, line in graph.lines.iter_rows()}
    assert object_lines == {"a:2": 2, "a:3": 3}


def test_one_graph_of_quads_can_be_chosen() -> None:
    document = (
        b'<a:1> <a:p> "x <a:g>"^^<a:t> .\n<a:2> <a:p> "y" <a:g> .\n<a:3>\t<a:p>\t"z"\t<a:g>\t.\n<a:4> <a:p> _:b _:g .\n'
    )

    def subjects(graph: str | None) -> set[str]:
        found = from_ntriples(document, quads=True, graph=graph)
        return set(found.terms["text"].gather(found.triples["s"]))

    assert subjects(None) == {"a:1", "a:2", "a:3", "a:4"}
    assert subjects("") == {"a:1"}
    assert subjects("a:g") == {"a:2", "a:3"}


def test_an_empty_document_is_an_empty_graph() -> None:
    for document in (b"", b"\n", b"# nothing"):
        graph = from_ntriples(document, keep_lines=True)
        assert graph.triples.height == graph.terms.height == 0
        assert graph.pairs("a:b").height == 0


def test_a_column_of_lines_is_read_without_a_file() -> None:
    graph = from_lines(pl.Series(["<a:b> <a:b> <a:c> .", None, "<a:b> <a:b> <a:c> ."]))
    assert graph.pairs("a:b").height == 1


def test_a_literal_of_ten_megabytes_is_read() -> None:
    graph = from_ntriples(b'<a:b> <a:b> "' + b"x\\n" * 5_000_000 + b'" .')
    assert graph.terms["text"].str.len_bytes().max() == 10_000_000


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=80))
@settings(max_examples=30, deadline=None)
def test_a_triple_that_repeats_is_kept_once(codes: list[tuple[int, int, int]]) -> None:
    lines = [f"<a:{s}> <a:{p}> <a:{o}> ." for s, p, o in codes]
    found = decoded(from_lines(pl.Series(lines)))
    assert {tuple(term[1] for term in row) for row in found} == {  # type: ignore[index]
        (f"a:{s}", f"a:{p}", f"a:{o}") for s, p, o in codes
    }
