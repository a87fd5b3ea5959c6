"""Puts `dateline serve` under load beside the `oxigraph` server: `python tests/benchmarks/bench_serve.py`.

64 clients ask the named queries over the seeds for 60 seconds, of one server after the other, each with its own copy
of the same data: `dateline serve`, which copies so small a store into memory, and `oxigraph` with the data in memory
and on disk. The clients are one process with one connection each, the same for both; on a small machine
they take their share of the processors from the server. `pip install oxigraph` brings the other server.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import argparse
import asyncio
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from dateline.build import load
from dateline.queries import load_query, names_in, query_names
from dateline.store import open_store

ROOT = Path(__file__).parents[2]
OXIGRAPH = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass
class Outcome:
    """What the clients saw: seconds for each answer, and how many answers had which status."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    elapsed: float = 0.0

    def row(self, name: str) -> str:
        """Return a line of the table."""
        ordered = sorted(self.seconds)
        median, slow = (1000 * ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
        failed = sum(count for status, count in self.statuses.items() if status >= 500)
        others = sum(count for status, count in self.statuses.items() if status not in (200,) and status < 500)
        rate = len(ordered) / self.elapsed
        return f"{name:<16} {len(ordered):>9,} {rate:>10,.0f} {median:>9.1f} {slow:>9.1f} {failed:>6} {others:>6}"


def main() -> None:
    """Load the seeds, run both servers one after the other and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=64)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        statements, _ = load(store, [ROOT / "seeds"])
        requests = list(_requests(store))
        print(f"{statements:,} statements, {len(requests)} queries, {options.clients} clients, {options.seconds:.0f} s")
        print(f"{'server':<16} {'answers':>9} {'a second':>10} {'p50 ms':>9} {'p99 ms':>9} {'5xx':>6} {'other':>6}")
        servers = {"dateline serve": _dateline, "oxigraph, memory": _oxigraph_in_memory, "oxigraph, disk": _oxigraph}
        for name, server in servers.items():
            if server is not _dateline and OXIGRAPH is None:
                print(f"{name}: not installed (pip install oxigraph)")
                continue
            with server(store) as address:
                outcome = asyncio.run(_load(address, requests, clients=options.clients, seconds=options.seconds))
            print(outcome.row(name), flush=True)


def _requests(store: Path) -> Iterator[bytes]:
    """Yield every named query with its own values, as the body of a form."""
    with open_store(store, read_only=True) as opened:
        for name in query_names():
            yield urlencode({"query": load_query(name).bind({}, names_in(opened))}).encode()


@contextmanager
def _dateline(store: Path) -> Iterator[str]:
    port = _free_port()
    with _running([sys.executable, "-m", "dateline", "serve", str(store), "--port", str(port)], port):
        yield f"http://127.0.0.1:{port}/sparql"


@contextmanager
def _oxigraph(store: Path) -> Iterator[str]:
    port = _free_port()
    own = store.with_name("store-of-oxigraph")
    shutil.copytree(store, own)
    command = [str(OXIGRAPH), "serve-read-only", "--location", str(own), "--bind", f"127.0.0.1:{port}"]
    with _running(command, port):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def _oxigraph_in_memory(store: Path) -> Iterator[str]:
    port = _free_port()
    content = io.BytesIO()
    with open_store(store, read_only=True) as opened:
        opened.dump(content, "nquads")
    with _running([str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}"], port):
        headers = {"Content-Type": "application/n-quads"}
        address = f"http://127.0.0.1:{port}/store"
        urllib.request.urlopen(urllib.request.Request(address, content.getvalue(), headers, method="POST")).close()
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


async def _load(address: str, requests: list[bytes], *, clients: int, seconds: float) -> Outcome:
    outcome = Outcome()
    started = time.monotonic()
    turns = [cycle(requests[shift % len(requests) :] + requests[: shift % len(requests)]) for shift in range(clients)]
    await asyncio.gather(*(_client(address, turn, until=started + seconds, outcome=outcome) for turn in turns))
    outcome.elapsed = time.monotonic() - started
    return outcome


async def _client(address: str, bodies: Iterator[bytes], *, until: float, outcome: Outcome) -> None:
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        "Accept: application/sparql-results+json, text/turtle\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
    )
    while time.monotonic() < until:
        body = next(bodies)
        began = time.monotonic()
        writer.write((head % len(body)).encode() + body)
        status = await _received(reader)
        outcome.seconds.append(time.monotonic() - began)
        outcome.statuses[status] += 1
    writer.close()


async def _received(reader: asyncio.StreamReader) -> int:
    """Read one answer, with a length or in chunks, and return its status."""
    head = await reader.readuntil(b"\r\n\r\n")
    if found := _LENGTH.search(head):
        await reader.readexactly(int(found[1]))
    else:
        while size := int((await reader.readline()).split(b";")[0], 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head[9:12])


if __name__ == "__main__":
    main()
