"""Services on this machine to test against: a reconciliation service and a SPARQL endpoint, each in a thread."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

MANIFEST = {
    "versions": ["0.2"],
    "name": "A list of places",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://www.wikidata.org/prop/direct/",
}


@dataclass
class Service:
    """A service that answers from a table of names; `asked` are the batches, `agents` who asked."""

    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=lambda: dict(MANIFEST))
    body: str | None = None
    busy: int = 0
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def answer(self, form: dict[str, list[str]]) -> str:
        """The body for a manifest or a batch of queries."""
        if self.body is not None:
            return self.body
        if "queries" not in form:
            return json.dumps(self.manifest)
        queries = json.loads(form["queries"][0])
        self.asked.append(queries)
        return json.dumps({key: {"result": self.entries.get(query["query"], [])} for key, query in queries.items()})


@dataclass
class Store:
    """A SPARQL endpoint over a few triples; `asked` are the queries."""

    turtle: str
    url: str = ""
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    busy: int = 0

    def answer(self, form: dict[str, list[str]]) -> str:
        """The rows of a query as JSON."""
        store = ox.Store()
        store.load(self.turtle.encode(), ox.RdfFormat.TURTLE)
        self.asked.append(form["query"][0])
        rows = store.query(form["query"][0])
        assert isinstance(rows, ox.QuerySolutions)
        return rows.serialize(format=ox.QueryResultsFormat.JSON).decode()


@contextmanager
def running(service: Service | Store) -> Iterator[str]:
    """Serve on a free port of this machine and lend the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self.reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def reply(self, form: str) -> None:
            service.agents.add(self.headers["User-Agent"])
            if service.busy:
                service.busy -= 1
                self.send_response(503)
                self.send_header("Retry-After", "0")
                self.end_headers()
                return
            body = service.answer(parse_qs(form)).encode()
            kind = "application/sparql-results+json" if isinstance(service, Store) else "application/json"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name of the base class
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield service.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
