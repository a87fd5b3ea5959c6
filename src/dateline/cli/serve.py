"""The command `dateline serve`: a store or files on the web, for programs and for people.

Options become settings; the server itself is `dateline.web`, whose libraries are an extra.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

TOKEN_VARIABLE = "DATELINE_TOKEN"
_NEEDED = ("starlette", "uvicorn", "jinja2", "httptools")


@click.command("serve")
@click.argument("paths", nargs=-1, required=True, metavar="STORE|FILE...")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; 0.0.0.0 is open to others.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--from", "format", metavar="FORMAT", help="Format of the files. Default: by the suffix.")
@click.option("--lenient", is_flag=True, help="Serve what could be read, although some of it has errors.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that answer. Default: one for each processor.")
@click.option(
    "--timeout-s", default=10.0, show_default=True, type=click.FloatRange(0.1), help="Longest time of a query."
)
@click.option("--memory-mb", default=1024, show_default=True, type=click.IntRange(64), help="Most memory of a query.")
@click.option("--max-rows", default=100_000, show_default=True, type=click.IntRange(1), help="Most rows of an answer.")
@click.option("--max-answer-mb", default=64, show_default=True, type=click.IntRange(1), help="Longest answer.")
@click.option("--max-body-kb", default=1024, show_default=True, type=click.IntRange(1), help="Longest request.")
@click.option("--wait-s", default=10.0, show_default=True, type=click.FloatRange(0.1), help="Longest wait for a turn.")
@click.option(
    "--cors", "origins", multiple=True, metavar="ORIGIN", help="Site whose pages may ask; * for all. Repeatable."
)
@click.option("--server-name", "hosts", multiple=True, metavar="NAME", help="Further name of this server. Repeatable.")
@click.option("--allow-update", is_flag=True, help=f"Take updates from whoever knows the token in {TOKEN_VARIABLE}.")
@click.option("-v", "--verbose", is_flag=True, help="Write a line for each request.")
def serve_command(paths: tuple[str, ...], *, lenient: bool, verbose: bool, **options: Any) -> None:
    """Serve a STORE (or FILEs, for the time of the run) on the web: SPARQL, data and pages.

    The endpoint is /sparql, the start page /. Nothing that a query says reaches the network or a file; queries that
    take too much are ended, and the server lives on. Stop it with Ctrl-C.
    """
    _require_libraries()
    from dateline.cli.data import show
    from dateline.errors import InvalidData
    from dateline.web.server import prepared, serve

    token = _token(paths) if options["allow_update"] else None
    try:
        with _told(), prepared(paths, format=options["format"], lenient=lenient) as served:
            show(served.diagnostics)
            settings = replace(_settings(options, token), in_memory=served.statements is not None)

            def ready(address: str) -> None:
                _greet(address, served.statements, paths)

            serve(served.location, settings, ready=ready, verbose=verbose)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    except InvalidData as error:
        show(error.diagnostics)
        click.echo("Nothing is served, because the data has errors. --lenient serves the rest.", err=True)
        click.get_current_context().exit(error.exit_code)


@contextmanager
def _told() -> Iterator[None]:
    """Let the server tell its troubles on the standard error, and let it be stopped as by Ctrl-C."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    voice = logging.StreamHandler(sys.stderr)
    voice.setFormatter(logging.Formatter("dateline: %(message)s"))
    log = logging.getLogger("dateline.web")
    log.addHandler(voice)
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        log.removeHandler(voice)


def _settings(options: dict[str, Any], token: str | None) -> Any:
    from dateline.web.settings import Limits, Settings

    limits = Limits(
        timeout_s=options["timeout_s"],
        memory_mb=options["memory_mb"],
        rows=options["max_rows"],
        answer_mb=options["max_answer_mb"],
        body_kb=options["max_body_kb"],
        wait_s=options["wait_s"],
    )
    workers = {"workers": options["workers"]} if options["workers"] else {}
    return Settings(
        host=options["host"],
        port=options["port"],
        limits=limits,
        origins=options["origins"],
        hosts=options["hosts"],
        token=token,
        **workers,
    )


def _greet(address: str, statements: int | None, paths: tuple[str, ...]) -> None:
    size = "" if statements is None else f"{statements:,} statements of "
    click.echo(f"Serving {size}{', '.join(paths)} at {address}/", err=True)
    click.echo(f"SPARQL endpoint: {address}/sparql   Stop with Ctrl-C.", err=True)


def _token(paths: tuple[str, ...]) -> str:
    """Return the token for updates."""
    from dateline.store import is_store

    if len(paths) != 1 or not is_store(Path(paths[0])):
        said = "Updates need a store that keeps them. Make one with `dateline load STORE FILE...` and serve that."
        raise click.UsageError(said)
    token = os.environ.get(TOKEN_VARIABLE, "")
    if len(token) < 16:
        said = f"Put a token of 16 characters or more into {TOKEN_VARIABLE}; whoever sends it may change the data."
        raise click.UsageError(said)
    return token


def _require_libraries() -> None:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        said = f"Serving needs {', '.join(missing)}. Install them with: pip install 'dateline[serve]'"
        raise click.ClickException(said)
