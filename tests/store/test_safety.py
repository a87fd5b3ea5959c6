"""The guard before queries, held against the engine itself with a listener on the own machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import QueryRefused, QuerySyntaxError
from dateline.store import open_store, refuse_unsafe

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "store" / "attacks.yaml").read_text("utf-8"))
REFUSED = [case for case in CASES if "refused" in case]
HARMLESS = [case for case in CASES if "refused" not in case]
FILLED = b'<http://example.org/a> <http://example.org/p> true . <http://example.org/a> <http://example.org/p> "b" .'


class Listener:
    """Counts who connects, answers nothing."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.socket.close()


@pytest.fixture(scope="module")
def engine() -> ox.Store:
    store = ox.Store()
    store.load(FILLED, ox.RdfFormat.TURTLE)
    return store


def is_refused(text: str) -> bool:
    try:
        refuse_unsafe(text)
    except QueryRefused:
        return True
    return False


def run(engine: ox.Store, text: str) -> None:
    """Ask the bare engine, whatever it says."""
    try:
        answer = engine.query(text)
        if not isinstance(answer, ox.QueryBoolean):
            list(answer)
    except (SyntaxError, ValueError, OSError):
        pass


def test_the_bare_engine_does_call_other_machines_so_the_guard_is_needed(engine: ox.Store, listener: Listener) -> None:
    before = listener.calls
    run(engine, f"SELECT * {{ ?s ?p trueSERVICE<{listener.url}>{{?a ?b ?c}} }}")
    assert listener.calls > before


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["text"])
def test_what_leaves_the_data_is_refused_with_the_reason(case: dict[str, str], listener: Listener) -> None:
    before = listener.calls
    with open_store() as store, pytest.raises(QueryRefused, match=case["refused"]):
        store.query(case["text"].replace("URL", listener.url))
    assert listener.calls == before


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case["text"])
def test_what_only_mentions_the_words_is_answered(case: dict[str, str], listener: Listener) -> None:
    before = listener.calls
    with open_store() as store:
        store.load(FILLED, "turtle")
        list(store.query(case["text"].replace("URL", listener.url)))  # type: ignore[arg-type]
    assert listener.calls == before


BEFORE = ["", "?s ?p ?o", "?s ?p true", "?s ?p 1", "?s ?p 'x'", "?s ?p 'x'@en", "?s ?p ex:a", "?s ?p _:b", "?s ?p ex:"]
COMPARED = ["?s ?p ?o FILTER(?s<?o)", "?s ?p ?o FILTER(?o>?s)", "?s ex:p? ?o", "OPTIONAL{?s ?p ?o}", "?s ?p '''x'y'''"]
GLUE = ["", " ", "\n", "#\n", "#>\n", "#'\n", ".", ". ", ".#>\r", "\t", "\\# ", "\\' ", "ª", ";", "%41", "-", "\u00b7"]
WORD = ["SERVICE", "service", "SERVICESILENT", "SERVICE SILENT", "SERVICE#>\nSILENT", "\\u0053ERVICE", "SERV\\u0049CE"]
TARGET = ["<URL>", "ex:", ":x", "ex:a.b", "?t", "<>"]
MOSTLY_NONE = st.just("") | st.sampled_from(GLUE)
AFTER = ["", " # '", "\nBIND('' AS ?z)", "\n#>", ' BIND("" AS ?z)', " FILTER(1>0)"]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.tuples(
        st.sampled_from(BEFORE + COMPARED), MOSTLY_NONE, st.sampled_from(WORD), MOSTLY_NONE, st.sampled_from(TARGET)
    ),
    after=st.sampled_from(AFTER),
)
def test_no_spelling_of_a_call_passes_the_guard_and_still_calls(
    engine: ox.Store, listener: Listener, parts: tuple[str, ...], after: str
) -> None:
    url = listener.url
    body = f"{''.join(parts)}{{?x ?y ?w}}{after}\n".replace("URL", url)
    text = f"BASE <{url}> PREFIX : <{url}> PREFIX ex: <{url}> SELECT * {{ BIND(<{url}> AS ?t) {body} }}"
    if is_refused(text):
        return
    before = listener.calls
    run(engine, text)
    assert listener.calls == before, text


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("SERVICEservice<>?:.#'\"\\u0053{}() \n@"), max_size=60))
def test_the_guard_ends_on_any_text_and_says_the_same_twice(text: str) -> None:
    assert is_refused(text) == is_refused(f"{text}\n")


def test_an_unclosed_string_is_left_to_the_parser() -> None:
    with open_store() as store, pytest.raises(QuerySyntaxError, match="line 1, column"):
        store.query("SELECT * { ?s ?p 'open }")
