"""Starts other people's triple stores on loopback, each with a folder and ports of its own, and stops them again.

A server is stopped by the process that was started here, never by its name; what it leaves is in its folder.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_S = 60
VIRTUOSO = "virtuoso-t"
OXIGRAPH = Path(sys.executable).parent / "oxigraph"
CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 100
[Plugins]
"""


@dataclass(frozen=True)
class Server:
    """The addresses of a running store; `user` and `password` are those of a store made for one test."""

    query: str
    update: str
    graphs: str
    default_graph: str | None = None
    user: str | None = None
    password: str | None = None
    sql_port: int | None = None


def no_virtuoso() -> str | None:
    """Return what is missing to start Virtuoso, or None."""
    return None if shutil.which(VIRTUOSO) else f"{VIRTUOSO} is not installed (Debian: virtuoso-opensource-7-bin)"


def no_oxigraph() -> str | None:
    """Return what is missing to start the Oxigraph server, or None."""
    return None if OXIGRAPH.exists() else f"{OXIGRAPH} is not installed (PyPI: oxigraph)"


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Lend a new Virtuoso. It has no default graph, so that one graph stands in for it."""
    sql, http = free_port(), free_port()
    configuration = folder / "virtuoso.ini"
    configuration.write_text(CONFIGURATION.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    address = f"http://127.0.0.1:{http}"
    login = {"default_graph": "urn:dateline:default", "user": "dba", "password": "dba", "sql_port": sql}
    with running([VIRTUOSO, "+foreground", "+configfile", str(configuration)], http, folder):
        yield Server(f"{address}/sparql", f"{address}/sparql-auth", f"{address}/sparql-graph-crud-auth", **login)


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Lend a new Oxigraph server."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with running([str(OXIGRAPH), "serve", "--location", str(folder / "store"), "--bind", address[7:]], port, folder):
        yield Server(f"{address}/query", f"{address}/update", f"{address}/store")


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """Run a server until the block ends; it is there when it takes connections."""
    with (folder / "output.txt").open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    try:
        _await(server, port, folder)
        yield
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    said = (folder / "output.txt").read_text(errors="replace")[-2000:]
    raise AssertionError(f"{server.args} does not listen on port {port} (exit code {server.poll()})\n{said}")
