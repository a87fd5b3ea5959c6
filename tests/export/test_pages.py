"""Answers as pages of HTML: whole, without scripts, with every text escaped and every row in its table."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ViewRefused
from dateline.export.look import Look
from dateline.export.views import About, declared, is_page, view_of
from dateline.export.views.page import page
from dateline.export.views.seen import Seen, Wish
from dateline.queries import parse_query
from dateline.store import Store, open_store
from export.test_views import CASES, FOLDER

HOSTILE = "</title></svg><script>alert(1)</script><img src=x onerror=alert(2)>\"'&lt;"
VIEWS = ("table", "timeline", "records", "bars", "graph", "map")
HEADS = ("date", "label", "n", "lat", "long", "from", "to")
EMPTY = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Checks that elements are closed in order, and collects what stands in the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes.extend((name, value or "") for name, value in attrs)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes.extend((name, value or "") for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def store() -> Store:
    opened = open_store()
    opened.load_file(FOLDER / "data.ttl")
    return opened


def row(text: str) -> tuple[ox.Literal | ox.NamedNode, ...]:
    place = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    numbers = [ox.Literal(value, datatype=place) for value in ("3", "1.5", "-2.25")]
    return (ox.Literal("2020-05"), ox.Literal(text), *numbers, ox.NamedNode("urn:a"), ox.NamedNode("urn:b"))


def seen(view: str, *texts: str) -> Seen:
    columns = {"graph": {"edgeLabel": ("label",)}, "bars": {"label": ("label",)}, "timeline": {"label": ("label",)}}
    return Seen(HEADS, tuple(map(row, texts)), Look(), Wish(view, columns.get(view, {})))


@pytest.mark.parametrize("case", CASES)
def test_every_view_has_a_page(case: str, store: Store) -> None:
    asked = parse_query((FOLDER / case / "query.rq").read_text("utf-8"), case)
    said = declared(asked.view, asked.view_options)
    about = About(f"The case {case}", query=asked.text)
    text = view_of(store.query(asked.text), "auto", said, look=Look(width=90), about=about).text
    found = Reader(text)
    for drawing in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
        ElementTree.fromstring(drawing)
    assert f"The case {case}" in found.words
    assert ("svg" in found.names) == (case.partition(".")[0] in ("timeline", "bars", "graph", "map"))
    links = {value for name, value in found.attributes if name == "href" and value.startswith("#")}
    assert links <= {f"#{value}" for name, value in found.attributes if name == "id"}


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_runs_no_script_loads_nothing_and_allows_its_own_style_alone(view: str) -> None:
    text = page(seen(view, HOSTILE), About(HOSTILE, HOSTILE, HOSTILE))
    found = Reader(text)
    assert not {"script", "img", "link", "iframe", "object", "foreignobject", "use", "image"} & set(found.names)
    assert not [name for name, _ in found.attributes if name.startswith("on") or name in ("style", "src", "xlink:href")]
    policy = re.search(r'Policy" content="([^"]*)"', text)
    assert policy is not None
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style[1].replace("url(#", "")


@pytest.mark.parametrize("view", VIEWS)
@given(text=st.text(min_size=1, max_size=40))
def test_no_text_is_markup(view: str, text: str) -> None:
    plain = Reader(page(seen(view, "x"), About("Title"))).names
    assert Reader(page(seen(view, f"x{text}x"), About("Title"))).names in (plain, with_spans(plain, view))


def with_spans(names: list[str], view: str) -> list[str]:
    """The elements of a page where a text in a cell has letters beyond ASCII."""
    cells = [place for place, name in enumerate(names) if name == ("dd" if view == "records" else "td")]
    return [*names[: cells[1] + 1], "span", *names[cells[1] + 1 :]]


def test_only_addresses_of_the_web_become_links() -> None:
    found = Seen(
        ("x",),
        tuple(
            (ox.NamedNode(iri),)
            for iri in ("https://example.org/a?b=c&d", "javascript:alert(1)", "urn:x", "file:///etc")
        ),
        Look(),
        Wish("table"),
    )
    links = [value for name, value in Reader(page(found, About("T"))).attributes if name == "href"]
    assert links == ["https://example.org/a?b=c&d"]


def test_a_truth_value_is_a_page_too(store: Store) -> None:
    text = view_of(store.query("ASK {}"), "auto", declared("", ""), look=Look(), about=About("Is it?")).text
    assert "true" in Reader(text).words


@pytest.mark.parametrize(
    ("view", "count", "note"),
    [("timeline", 501, "The first 500 of 501 rows are drawn."), ("bars", 301, "The first 300 of 301 rows are drawn.")],
)
def test_what_is_not_drawn_is_told_and_stands_in_the_table(view: str, count: int, note: str) -> None:
    text = page(seen(view, *(f"row {number}" for number in range(count))), About("Many"))
    assert note in text
    assert f'id="row-{count}"' in text


def test_a_graph_too_large_for_a_drawing_is_told() -> None:
    rows = tuple((ox.NamedNode(f"urn:a{number}"), ox.NamedNode("urn:b")) for number in range(130))
    assert "131 things are too many for a drawing" in page(
        Seen(("from", "to"), rows, Look(), Wish("graph")), About("G")
    )
    alone = Seen(("from", "to"), ((ox.NamedNode("urn:a"), None),), Look(), Wish("graph"))
    with pytest.raises(ViewRefused, match="two columns of things"):
        page(alone, About("G"))


def test_a_dense_graph_stands_on_a_circle() -> None:
    pairs = [(a, b) for a in range(8) for b in range(8) if a < b]
    rows = tuple((ox.NamedNode(f"urn:{a}"), ox.NamedNode(f"urn:{b}")) for a, b in pairs)
    text = page(Seen(("from", "to"), rows, Look(), Wish("graph")), About("G"))
    assert text.count('class="chord"') == len(pairs)
    assert text.count("<circle") == 8


@pytest.mark.parametrize(("name", "is_one"), [("html", True), (".HTML", True), (" text/html", True), ("csv", False)])
def test_a_page_is_known_by_name_suffix_and_media_type(name: str, is_one: bool) -> None:
    assert is_page(name) == is_one
