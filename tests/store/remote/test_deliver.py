"""Loading into an endpoint: every statement arrives once, and what broke off is accounted for and taken up again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import InputError, OutsideError, UsageError
from dateline.store import Store, open_store
from dateline.store.remote import Connection, Delivery, deliver, planned
from store.remote.server import Double, Reply

LINES = [f'<urn:s{number}> <urn:p> "{number}" .' for number in range(10)]
DATA = "\n".join([*LINES, *(line.replace(" .", " <urn:g> .") for line in LINES[:4])])
FAULT = Reply(500, {"Content-Type": "text/plain"}, b"disk full")
WORDS = [
    r"\u0041",
    r"a\\u0041",
    '"',
    "\\",
    "'''",
    "\n\r\t",
    "\u2028",
    "é 日本 😀",
    "} ; DROP ALL",
    "\u0001",
    r"\\U0001F600",
]


def store_of(text: str, syntax: str = "nq") -> Store:
    store = open_store()
    store.load(text.encode(), syntax)
    return store


def send(server: Double, text: str, how: Delivery, told: list[int] | None = None) -> int:
    line = Connection(server.url)
    try:
        with store_of(text) as store:
            loads = planned(store, size=how.part_size, default_graph=how.default_graph)
        return deliver(line, loads, how, on_progress=None if told is None else told.append)
    finally:
        line.close()


def contents(server: Double) -> set[str]:
    return {str(quad) for quad in server.store}


def expected(text: str) -> set[str]:
    return {str(quad) for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)}


@pytest.mark.parametrize("by_update", [False, True])
@pytest.mark.parametrize("size", [1, 3, 4, 100])
def test_every_statement_arrives_in_its_graph_and_nothing_else(server: Double, by_update: bool, size: int) -> None:
    told: list[int] = []
    assert send(server, DATA, Delivery(by_update=by_update, size=size), told) == 14
    assert contents(server) == expected(DATA)
    assert sum(told) == 14


@pytest.mark.parametrize("by_update", [False, True])
@pytest.mark.parametrize("size", [3, 100])
def test_graphs_are_added_to_or_replaced(server: Double, by_update: bool, size: int) -> None:
    old = "<urn:old> <urn:p> 'x' <urn:g> .\n<urn:old> <urn:p> 'x' .\n<urn:old> <urn:p> 'x' <urn:other> .".replace(
        "'", '"'
    )
    server.store.load(old, ox.RdfFormat.N_QUADS)
    send(server, DATA, Delivery(by_update=by_update, size=size))
    assert contents(server) == expected(f"{DATA}\n{old}")
    send(server, DATA, Delivery(by_update=by_update, size=size, replace=True))
    assert contents(server) == expected(f"{DATA}\n{old.splitlines()[2]}")


def test_what_is_in_no_graph_goes_into_the_default_graph_that_is_named(server: Double) -> None:
    send(server, DATA, Delivery(default_graph="urn:g"))
    assert contents(server) == expected(DATA.replace(" .\n", " <urn:g> .\n").replace("<urn:g> <urn:g>", "<urn:g>"))
    with pytest.raises(UsageError, match="not an IRI"):
        Delivery(default_graph="g> } ; DROP ALL")


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=12) | st.lists(st.sampled_from(WORDS), max_size=4).map("".join))
def test_an_update_brings_every_text_as_it_is(text: str) -> None:
    quad = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal(text), ox.NamedNode("urn:g"))
    line = ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b""
    server = _Recorder()
    with store_of(line.decode()) as store:
        deliver(server, planned(store, size=9), Delivery(by_update=True))  # type: ignore[arg-type]
    (sent,) = server.updates
    for reading in (sent, _decoded_first(sent)):
        store = ox.Store()
        store.update(reading)
        assert list(store) == [quad]


class _Recorder:
    """Stands in for a connection and keeps the updates."""

    location = "http://127.0.0.1/"

    def __init__(self) -> None:
        self.updates: list[str] = []

    def send(self, request: object) -> None:
        self.updates.append(request.form["update"])  # type: ignore[attr-defined]


def _decoded_first(text: str) -> str:
    """The text as engines see it that read codepoint escapes before anything else; escapes of controls stay."""

    def character(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if letter.isprintable() else found[0]

    return re.sub(r"\\u([0-9A-F]{4})", character, text)


def test_a_graph_in_one_request_is_whole_or_not_there(server: Double) -> None:
    server.fails_after(1, FAULT)
    with pytest.raises(OutsideError, match=r"disk full \(HTTP 500\) Loaded whole: 1 of 2 graphs\. Run the same"):
        send(server, DATA, Delivery())
    assert contents(server) == expected("\n".join(LINES))


def test_a_load_that_fails_at_once_says_that_nothing_is_loaded(server: Double) -> None:
    server.fails_after(0, FAULT)
    with pytest.raises(OutsideError, match=r"needs --default-graph IRI\. Nothing was loaded\.$"):
        send(server, DATA, Delivery())
    server.fails_after(0, Reply(401))
    with pytest.raises(OutsideError, match=r"or a token\. \(HTTP 401\) Nothing was loaded\.$"):
        send(server, DATA, Delivery())


def test_a_graph_that_broke_off_is_counted_and_taken_up_again(server: Double, tmp_path: Path) -> None:
    how = Delivery(size=3, resume=tmp_path / "account.json")
    server.fails_after(2, FAULT)
    with pytest.raises(OutsideError, match="In part: the default graph, 6 of 10 statements, and perhaps") as caught:
        send(server, DATA, how)
    assert "Loaded whole: 0 of 2 graphs." in str(caught.value)
    assert "go on from there" in str(caught.value)
    assert len(contents(server)) == 6

    told: list[int] = []
    assert send(server, DATA, how, told) == 8
    assert (contents(server), sum(told)) == (expected(DATA), 14)
    requests = len(server.seen)
    assert send(server, DATA, how) == 0
    assert len(server.seen) == requests


def test_an_update_that_broke_off_leaves_nothing_in_place(server: Double) -> None:
    server.fails_after(2, FAULT)
    with pytest.raises(OutsideError, match=r"Nothing of the default graph is in place\. Run"):
        send(server, DATA, Delivery(by_update=True, size=3))
    assert contents(server) == set()
    server.replies = [*([Reply(0)] * 2), FAULT, FAULT]
    with pytest.raises(OutsideError, match="waits in <urn:dateline:load:"):
        send(server, DATA, Delivery(by_update=True, size=3))


@pytest.mark.parametrize("good", [1, 4])
def test_an_update_that_broke_off_is_taken_up_again(server: Double, tmp_path: Path, good: int) -> None:
    """After four parts it is the move that fails; whether it took place is unknown, so all is sent again."""
    how = Delivery(by_update=True, size=3, replace=True, resume=tmp_path / "account.json")
    server.fails_after(good, FAULT)
    with pytest.raises(OutsideError, match="what was sent waits in <urn:dateline:load:"):
        send(server, DATA, how)
    assert send(server, DATA, how) == (13 - 2 if good == 1 else 14)
    assert contents(server) == expected(DATA)


def test_a_move_that_was_done_but_not_confirmed_loses_nothing(server: Double, tmp_path: Path) -> None:
    how = Delivery(by_update=True, size=3, replace=True, resume=tmp_path / "account.json")
    send(server, DATA, how)
    account = json.loads(how.resume.read_text())  # type: ignore[union-attr]
    account["done"]["the default graph"] = 0
    how.resume.write_text(json.dumps(account))  # type: ignore[union-attr]
    send(server, DATA, how)
    assert contents(server) == expected(DATA)


def test_an_interrupted_load_is_accounted_for(server: Double) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    line = Connection(server.url)
    with (
        store_of(DATA) as store,
        pytest.raises(OutsideError, match=r"interrupted\. Loaded whole: 0 of 2 graphs\. In part"),
    ):
        deliver(line, planned(store, size=3), Delivery(size=3), on_progress=interrupt)
    line.close()


def test_the_account_of_another_load_is_not_followed(server: Double, tmp_path: Path) -> None:
    how = Delivery(resume=tmp_path / "account.json")
    send(server, DATA, how)
    with pytest.raises(UsageError, match=r"the account of another load \(other data\)"):
        send(server, LINES[0], how)
    with pytest.raises(UsageError, match=r"other replace"):
        send(server, DATA, Delivery(replace=True, resume=how.resume))
    for text in ("{}", "[]", "no json", '{"load": {}, "done": [1]}'):
        (tmp_path / "other.json").write_text(text)
        with pytest.raises(UsageError, match="is no account of a load"):
            send(server, DATA, Delivery(resume=tmp_path / "other.json"))
    with pytest.raises(OutsideError, match="cannot be written"):
        send(server, DATA, Delivery(resume=tmp_path / "none" / "account.json"))
    with pytest.raises(OutsideError, match="cannot be read"):
        send(server, DATA, Delivery(resume=tmp_path))


def test_an_account_has_no_secret_and_no_data(server: Double, tmp_path: Path) -> None:
    send(server, DATA, Delivery(resume=tmp_path / "account.json"))
    text = (tmp_path / "account.json").read_text()
    assert "urn:s1" not in text
    assert [path.name for path in tmp_path.iterdir()] == ["account.json"]


BLANK = '_:a <urn:p> _:b .\n_:b <urn:p> _:c .\n_:d <urn:p> "_:a" .\n<urn:x> <urn:p> <<( <urn:y> <urn:p> _:d )>> .\n'


def test_blank_nodes_stay_what_they_are(server: Double) -> None:
    with store_of(BLANK + "\n".join(LINES), "nt") as store:
        (load,) = planned(store, size=1)
    assert load.has_blank_nodes
    assert [len(part) for part in load.parts] == [2, 2, *([1] * 10)]


def test_blank_nodes_cannot_be_taken_up_and_are_warned_of(server: Double, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="blank nodes"):
        send(server, BLANK, Delivery(resume=tmp_path / "account.json"))
    server.fails_after(1, FAULT)
    with pytest.raises(OutsideError, match="are there twice: clear the graphs first"):
        send(server, "_:a <urn:p> <urn:x> .\n_:a <urn:p> <urn:x> <urn:g> .", Delivery())


def test_a_graph_without_a_name_cannot_be_loaded() -> None:
    with store_of("<urn:a> <urn:b> <urn:c> _:g .") as store, pytest.raises(InputError, match="a graph without an IRI"):
        planned(store, size=1)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from([None, "g"])), max_size=20),
    st.integers(1, 6),
)
def test_parts_hold_all_statements_once_and_are_the_same_every_time(
    pairs: list[tuple[int, int, str | None]], size: int
) -> None:
    text = "".join(f'<urn:s{a}> <urn:p> "{b}" {"" if g is None else "<urn:g>"} .\n' for a, b, g in pairs)
    with store_of(text) as first, store_of("\n".join(reversed(text.splitlines()))) as second:
        loads = planned(first, size=size)
        assert loads == planned(second, size=size)
    assert all(0 < len(part) <= size for load in loads for part in load.parts)
    assert sum(load.count for load in loads) == len({(a, b, g) for a, b, g in pairs})
