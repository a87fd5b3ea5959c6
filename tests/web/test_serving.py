"""Long answers, other sites, workers that cannot start, and what a worker does with one job."""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import re
import tempfile
from pathlib import Path

import pytest

from dateline.build import load
from dateline.errors import OutsideError
from dateline.store import open_store
from dateline.web.answering import Desk, answer
from dateline.web.jobs import Ask, Reply, ShowList
from dateline.web.pool import Lane, Pool
from dateline.web.settings import Limits, Settings
from dateline.web.worker import Task, opened, out_of_memory, serve_one
from web.running import ROOT, Server, threaded, until

LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serving") / "store"
    load(folder, [ROOT / "seeds"])
    return folder


def spools() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("dateline-answers-*/*"))


def test_a_long_answer_comes_whole_and_leaves_nothing_behind(seeds: Server) -> None:
    received = seeds.ask(LONG)

    assert len(received.body) > 4_000_000
    assert len(received.json["results"]["bindings"]) == 20_000
    assert until(lambda: spools() == [])


def test_a_site_that_is_named_may_read_and_no_other(store: Path) -> None:
    with threaded(store, settings=Settings(origins=("https://app.example",))) as server:
        for origin, allowed in (("https://app.example", "https://app.example"), ("https://evil.example", None)):
            received = server.send("GET", "/sparql?query=ASK%7B%7D", headers={"Origin": origin})
            assert received.headers.get("access-control-allow-origin") == allowed
            assert "access-control-allow-credentials" not in received.headers
            assert "cross-origin-resource-policy" not in received.headers


def test_ten_clients_at_once_get_their_own_answers(seeds: Server) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(10) as clients:
        asked = [clients.submit(seeds.ask, f"SELECT ({n} AS ?n) {{}}") for n in range(60)]
    found = [one.result().json["results"]["bindings"][0]["n"]["value"] for one in asked]

    assert found == [str(n) for n in range(60)]


def test_a_store_that_cannot_be_opened_is_said_to_be_so(tmp_path: Path) -> None:
    async def start() -> None:
        async with Pool(str(tmp_path / "nothing"), Settings()):
            pass

    with pytest.raises(OutsideError, match="there is no store here"):
        asyncio.run(start())


def test_a_worker_that_dies_is_replaced(store: Path) -> None:
    async def work() -> list[int]:
        async with Pool(str(store), Settings(workers=1)) as pool:
            statuses = [(await pool.run(Ask("ASK {}"))).status]
            worker = await pool._idle[Lane.QUERIES].get()  # as if it had died between two jobs
            worker.process.kill()
            pool._idle[Lane.QUERIES].put_nowait(worker)
            return [*statuses, *[(await pool.run(Ask("ASK {}"))).status for _ in range(2)]]

    assert asyncio.run(work()) == [200, 500, 200]


@pytest.mark.parametrize("in_memory", [True, False])
def test_a_worker_answers_a_job_with_its_store(store: Path, tmp_path: Path, in_memory: bool) -> None:
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs, opened(Task(str(store), Limits(), str(tmp_path), in_memory)) as own:
        ours.send_bytes(pickle.dumps(Ask("ASK { ?event a dl:Event }")))
        assert serve_one(theirs, Desk(own, Limits(), str(tmp_path)))
        reply = pickle.loads(ours.recv_bytes())

    assert isinstance(reply, Reply)
    assert b"true" in reply.body


def test_a_lack_of_memory_is_told_with_the_limit() -> None:
    reply = out_of_memory(Limits(memory_mb=77))

    assert reply.status == 500
    assert b"77 MB" in reply.body


def test_a_fault_inside_is_told_to_the_operator_alone(tmp_path: Path) -> None:
    with open_store() as store:
        pass
    reply = answer(ShowList("home"), Desk(store, Limits(), str(tmp_path)))

    assert reply.status == 500
    assert b"closed" not in reply.body
    assert "the store is closed" in reply.note


def test_the_data_says_what_it_is_at_the_well_known_address(seeds: Server) -> None:
    received = seeds.get("/.well-known/void", accept="text/turtle")
    service = seeds.get("/sparql", accept="text/turtle")

    assert (received.status, received.media_type, received.headers["vary"]) == (200, "text/turtle", "Accept")
    assert f"void:sparqlEndpoint <{seeds.address}/sparql>" in received.text
    assert re.search(r"void:triples \d{4,} ", received.text)
    assert f"<{seeds.address}/.well-known/void>" in service.text
    assert seeds.get("/.well-known/void", accept="application/n-triples").media_type == "application/n-triples"
    shown = seeds.get("/.well-known/void", accept="text/html")
    assert (shown.status, shown.headers["location"]) == (303, "/")


def test_data_without_a_base_is_described_under_the_address_of_the_server(tmp_path: Path) -> None:
    data = tmp_path / "x.nt"
    data.write_text('<urn:a> <urn:p> "x" .\n', encoding="utf-8")

    with threaded(data, settings=Settings()) as server:
        assert f'void:uriSpace "{server.address}/"' in server.get("/.well-known/void").text
