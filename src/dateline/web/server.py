"""Runs the front on uvicorn, over a store or over files that are loaded into a store for the time of the run."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from dateline.build import fill
from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InvalidData, OutsideError
from dateline.store import Store, is_store, open_store
from dateline.web.app import application
from dateline.web.settings import Settings

SMALL = 50_000
"""Up to so many statements every worker has a copy of the store in memory."""


@dataclass(frozen=True, slots=True)
class Served:
    """A store that can be served: its folder, its size and what reading its data found.

    `statements` is None for a store of more than `SMALL`: to count them would take longer than to start.
    """

    location: str
    statements: int | None
    diagnostics: tuple[Diagnostic, ...]


@contextmanager
def prepared(
    paths: Sequence[str | Path],
    *,
    format: str | None = None,  # noqa: A002
    lenient: bool = False,
) -> Iterator[Served]:
    """Give a store folder as it is; load anything else into a store that is removed afterwards.

    Raises:
        InvalidData: the data has errors, and `lenient` does not say that the rest shall be served.
        InputError: a path is missing or unreadable.
        OutsideError: the store cannot be opened.
    """
    if len(paths) == 1 and is_store(Path(paths[0])):
        with open_store(Path(paths[0]), read_only=True) as store:
            served = Served(str(paths[0]), _size(store), ())
        yield served
        return
    with tempfile.TemporaryDirectory(prefix="dateline-serve-", ignore_cleanup_errors=True) as folder:
        with open_store(Path(folder)) as store:
            found = fill(store, paths, format=format).diagnostics
            count = _size(store)
        if not lenient and any(one.severity is Severity.ERROR for one in found):
            raise InvalidData(found)
        yield Served(folder, count, found)


def _size(store: Store) -> int | None:
    count = sum(1 for _ in islice(store.engine, SMALL + 1))
    return count if count <= SMALL else None


def serve(location: str, settings: Settings, *, ready: Callable[[str], None], verbose: bool = False) -> None:
    """Serve a store until the process is told to stop; `ready` is called with the address once requests are taken.

    Raises:
        OutsideError: the address is in use, or no worker can be started.
    """
    app = application(location, settings)
    server = server_of(app, settings, ready=ready, verbose=verbose)
    try:
        server.run()
    except SystemExit as error:
        # This is how uvicorn says that it could not listen.
        raise _not_started(settings) from error
    if not server.started:
        if isinstance(failure := getattr(app.state, "failure", None), OutsideError):
            raise failure
        raise _not_started(settings)


def server_of(
    app: Starlette, settings: Settings, *, ready: Callable[[str], None], verbose: bool = False
) -> uvicorn.Server:
    """Return what runs the front, to be run."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        lifespan="on",
        log_level="info" if verbose else "critical",
        access_log=verbose,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
    )
    return _Server(config, ready)


def _not_started(settings: Settings) -> OutsideError:
    address = f"{settings.host}:{settings.port}"
    return OutsideError(address, "the server could not start. Is another one running there? Choose another --port.")


class _Server(uvicorn.Server):
    """Uvicorn that says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell the address, in which a port of 0 is the one that was given."""
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._ready(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
