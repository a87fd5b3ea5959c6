"""Small rules, case by case: dates in words, what a client prefers, addresses, and the count of rows."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import RequestRefused
from dateline.store import Rows, open_store
from dateline.web.addresses import Addresses, is_web_address, suffix_of
from dateline.web.measured import counted, refuse_rows, rows_of
from dateline.web.negotiation import must_accept, preferred
from dateline.web.problems import STATUS, Problem, problem_of
from dateline.web.settings import Limits, Settings
from dateline.when.said import in_words
from web.running import ROOT

CASES = ROOT / "tests" / "cases" / "web"


def read(name: str) -> Any:
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("edtf", "words"), read("dates").items())
def test_a_date_in_words(edtf: str, words: str) -> None:
    assert in_words(edtf) == words


@pytest.mark.parametrize("case", read("accept"), ids=lambda case: case["accept"] or "nothing")
def test_what_a_client_prefers(case: dict[str, Any]) -> None:
    assert preferred(case["accept"], case["offers"]) == case["sent"]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_accept_header_breaks_the_choice(accept: str) -> None:
    assert preferred(accept, ["text/turtle", "text/html"]) in ("text/turtle", "text/html", None)


def test_a_refused_choice_names_what_there_is() -> None:
    with pytest.raises(RequestRefused, match=r"text/turtle, text/html.*Ask for one of them"):
        must_accept("image/png", ["text/turtle", "text/html"])


BASE = "https://data.example/"


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{BASE}event/first", "/page/event/first"),
        (f"{BASE}event/a%20b", "/page/event/a%20b"),
        (f"{BASE}event/é", "/page/event/%C3%A9"),
        ("https://w3id.org/dateline/ns#Event", "/page/term/ns/Event"),
        ("https://w3id.org/dateline/type/consult/visit", "/page/term/type/consult/visit"),
        # These would be changed on the way, so the whole IRI is sent.
        (f"{BASE}event?x=1", "/page?iri=https%3A%2F%2Fdata.example%2Fevent%3Fx%3D1"),
        (f"{BASE}event#x", "/page?iri=https%3A%2F%2Fdata.example%2Fevent%23x"),
        (f"{BASE}a/../b", "/page?iri=https%3A%2F%2Fdata.example%2Fa%2F..%2Fb"),
        (f"{BASE}/b", "/page?iri=https%3A%2F%2Fdata.example%2F%2Fb"),
        (BASE, "/page?iri=https%3A%2F%2Fdata.example%2F"),
        ("urn:x", "/page?iri=urn%3Ax"),
    ],
)
def test_the_address_of_a_thing(iri: str, address: str) -> None:
    addresses = Addresses((BASE,))

    assert addresses.page(iri) == address
    if not address.startswith("/page?"):
        assert iri in addresses.candidates(address.removeprefix("/page"))


def test_with_several_bases_the_whole_iri_is_sent() -> None:
    addresses = Addresses((BASE, "https://other.example/"))

    assert addresses.page(f"{BASE}event/first").startswith("/page?iri=")
    assert addresses.data(f"{BASE}event/first", ".ttl").endswith("&format=ttl")
    assert addresses.candidates("event/first") == [f"{BASE}event/first", "https://other.example/event/first"]


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x2FFF), min_size=1, max_size=20))
def test_every_address_leads_back_to_its_thing(local: str) -> None:
    iri = f"{BASE}{local}"
    try:
        ox.NamedNode(iri)
    except ValueError:
        return
    address = Addresses((BASE,)).page(iri)

    assert address.startswith("/page?iri=") or iri in Addresses((BASE,)).candidates(address.removeprefix("/page/"))
    assert not set(address) & set("\"'<> \n\\")


def test_a_suffix_is_taken_off_once() -> None:
    assert suffix_of("event/a.ttl.ttl", [".ttl"]) == ("event/a.ttl", ".ttl")
    assert suffix_of("event/a.nt", [".ttl"]) == ("event/a.nt", "")
    assert suffix_of(".ttl", [".ttl"]) == (".ttl", "")


def test_only_addresses_of_the_web_are_followed() -> None:
    assert is_web_address("https://data.example/")
    assert not is_web_address("javascript:alert(1)")


HARD = ["", "plain", '"', "\\", '"},{"', "a\nb", "a\r\nb", "},{", "<result>", "\t", "é"]
FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(HARD), st.booleans(), st.booleans()), max_size=8),
    st.sampled_from(sorted(FORMATS)),
)
def test_the_rows_of_every_format_are_counted(rows: list[tuple[str, bool, bool]], form: str) -> None:
    values = " ".join(
        f"({ox.Literal(text) if first else 'UNDEF'} {ox.NamedNode(BASE) if second else 'UNDEF'})"
        for text, first, second in rows
    )
    answer = open_store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(answer, Rows)
    content = answer.solutions.serialize(format=FORMATS[form]) or b""

    assert rows_of(content, form) == len(rows)


def test_rows_up_to_the_limit_pass_and_one_more_does_not() -> None:
    limits = Limits(rows=3)
    answer = open_store().query("SELECT ?a { VALUES ?a { 1 2 3 4 } }")
    assert isinstance(answer, Rows)
    content = answer.solutions.serialize(format=ox.QueryResultsFormat.JSON) or b""

    refuse_rows(content, "json", Limits(rows=4))
    with pytest.raises(RequestRefused, match="more than 3 rows"):
        refuse_rows(content, "json", limits)
    assert list(counted([1, 2, 3], limits)) == [1, 2, 3]
    with pytest.raises(RequestRefused, match="more than 3 rows"):
        list(counted([1, 2, 3, 4], limits))


def test_every_problem_has_a_status_of_http() -> None:
    for code in STATUS:
        problem = Problem(code, "Said.")
        assert problem.status == STATUS[code]
        assert problem.title


def test_a_fault_of_the_server_says_nothing_of_the_machine() -> None:
    problem = problem_of(RuntimeError("/secret/path is broken"))

    assert problem.code == "server-fault"
    assert b"/secret" not in problem.document()
    assert "/secret/path" in problem.note


def test_a_server_on_loopback_knows_its_names_and_an_open_one_any() -> None:
    assert Settings().known_hosts == {"127.0.0.1", "localhost", "::1"}
    assert Settings(host="0.0.0.0").known_hosts is None
    assert "data.example" in (Settings(host="0.0.0.0", hosts=("data.example",)).known_hosts or ())
