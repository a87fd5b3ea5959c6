"""A small SPARQL server on loopback for tests: an Oxigraph store behind HTTP, which can be told to misbehave.

It asks, updates and takes whole graphs at one address; it records every request, and answers the next ones as it was
told to before it does its own work again.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

USER, PASSWORD, TOKEN = "ada", "a secret", "a-token"


@dataclass(frozen=True)
class Reply:
    """What the server is told to answer; `pause_s` before, `cut` to break off in the middle of the body."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    pause_s: float = 0.0
    cut: bool = False


@dataclass
class Seen:
    """One request as it came."""

    method: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(), keep_blank_values=True)


class Double(ThreadingHTTPServer):
    """The server; `replies` come first, one a request, and `needs` is the scheme of authentication or None."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.store = ox.Store()
        self.replies: list[Reply] = []
        self.seen: list[Seen] = []
        self.needs: str | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/all"

    def fails_after(self, good: int, reply: Reply) -> None:
        """Do the next requests properly and then answer as told."""
        self.replies = [*([_PROPER] * good), reply]


_PROPER = Reply(status=0)


@contextmanager
def running() -> Iterator[Double]:
    """Lend a server that is stopped afterwards."""
    server = Double()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Double
    protocol_version = "HTTP/1.1"

    def do(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        seen = Seen(
            self.command, parse_qs(parts.query, keep_blank_values=True), dict(self.headers), self.rfile.read(length)
        )
        self.server.seen.append(seen)
        reply = self.server.replies.pop(0) if self.server.replies else _PROPER
        if reply.status:
            self.answer(reply)
        elif not self.is_known():
            self.answer(Reply(401, {"WWW-Authenticate": self.challenge()}))
        else:
            self.work(seen)

    do_GET = do_POST = do_PUT = do  # noqa: N815 - the names that the library calls

    def work(self, seen: Seen) -> None:
        kind = self.headers.get("Content-Type") or ""
        fields = {**seen.query, **(seen.form if "form" in kind else {})}
        if kind.startswith("application/sparql-query"):
            fields["query"] = [seen.body.decode()]
        try:
            if "query" in fields:
                self.answer(self.asked(fields))
            elif "update" in fields:
                self.server.store.update(fields["update"][0])
                self.answer(Reply(204))
            else:
                self.fill(seen)
        except (SyntaxError, ValueError) as error:
            self.answer(Reply(400, {"Content-Type": "text/plain"}, str(error).encode()))

    def asked(self, fields: dict[str, list[str]]) -> Reply:
        graphs = [ox.NamedNode(name) for name in fields.get("default-graph-uri", [])]
        chosen: dict[str, Any] = {"default_graph": graphs} if graphs else {}
        found = self.server.store.query(fields["query"][0], **chosen)
        if isinstance(found, ox.QueryTriples):
            return Reply(200, {"Content-Type": "application/n-triples"}, found.serialize(format=ox.RdfFormat.N_TRIPLES))
        body = found.serialize(format=ox.QueryResultsFormat.JSON)
        return Reply(200, {"Content-Type": "application/sparql-results+json"}, body)

    def fill(self, seen: Seen) -> None:
        graph = ox.NamedNode(seen.query["graph"][0]) if "graph" in seen.query else ox.DefaultGraph()
        new = graph not in self.server.store.named_graphs()
        if seen.method == "PUT":
            self.server.store.clear_graph(graph)
        self.server.store.load(seen.body, ox.RdfFormat.N_TRIPLES, to_graph=graph)
        self.answer(Reply(201 if new else 204))

    def is_known(self) -> bool:
        given = self.headers.get("Authorization") or ""
        if self.server.needs == "bearer":
            return given == f"Bearer {TOKEN}"
        if self.server.needs == "basic":
            return given == "Basic YWRhOmEgc2VjcmV0"
        return self.server.needs is None or self.is_digest(given)

    def is_digest(self, given: str) -> bool:
        named = dict(re.findall(r'(\w+)="?([^",]*)"?', given))
        first = _md5(f"{USER}:here:{PASSWORD}")
        second = _md5(f"{self.command}:{named.get('uri')}")
        words = (first, named.get("nonce"), named.get("nc"), named.get("cnonce"), named.get("qop"), second)
        return given.startswith("Digest") and named.get("response") == _md5(":".join(map(str, words)))

    def challenge(self) -> str:
        if self.server.needs == "digest":
            return 'Digest realm="here", nonce="once", qop="auth", algorithm=MD5'
        return f'{(self.server.needs or "").capitalize()} realm="here"'

    def answer(self, reply: Reply) -> None:
        time.sleep(reply.pause_s)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) + (10 if reply.cut else 0)))
        self.end_headers()
        self.wfile.write(reply.body)
        self.close_connection = reply.cut

    def log_message(self, *_: object) -> None:
        """Say nothing on the standard error."""


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
