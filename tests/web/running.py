"""A real server in a process of its own on loopback, and a client that sends what it is told, byte for byte."""

from __future__ import annotations

import http.client
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from dateline.web.app import application
from dateline.web.server import prepared, server_of
from dateline.web.settings import Settings

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "protocol"
_GREETING = re.compile(r" at (http://\S+?)/$", re.MULTILINE)


@dataclass(frozen=True)
class Received:
    """A response: its status, its headers (names in lower case) and its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Received:
        parts = urlsplit(self.address)
        line = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            line.request(method, path, body, dict(headers or {}))
            answer = line.getresponse()
            return Received(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            line.close()

    def get(self, path: str, accept: str = "*/*") -> Received:
        return self.send("GET", path, headers={"Accept": accept})

    def ask(self, query: str, accept: str = "application/sparql-results+json") -> Received:
        form = urlencode({"query": query}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        return self.send("POST", "/sparql", form, headers)


@contextmanager
def running(*arguments: str | Path, **variables: str) -> Iterator[Server]:
    """Run `dateline serve` with these arguments on a free port until the block ends."""
    command = [sys.executable, "-m", "dateline", "serve", "--port", "0", *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **variables}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    try:
        yield Server(_address(process))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        assert process.stderr is not None
        process.stderr.close()


@contextmanager
def threaded(*paths: str | Path, settings: Settings | None = None) -> Iterator[Server]:
    """Run the server in a thread of this process; its workers are processes all the same."""
    chosen = replace(settings or Settings(), port=0)
    found: queue.Queue[str] = queue.Queue()
    with prepared(paths) as served:
        server = server_of(application(served.location, chosen), chosen, ready=found.put)
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield Server(found.get(timeout=60))
        finally:
            server.should_exit = True
            thread.join(30)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if found := _GREETING.search(said):
            return found[1]
    raise AssertionError(f"the server did not start:\n{said}")


def until(condition: Any, seconds: float = 20.0) -> bool:
    """Wait until a condition holds; return whether it came to hold."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
