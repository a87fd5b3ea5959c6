"""What `dateline load` does with an endpoint: its options, the progress on a terminal, and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from dateline.cli.endpoint import connection, endpoint_options

F = TypeVar("F", bound=Callable[..., Any])
NOTHING_LOADED = "Nothing was loaded, because the data has errors."
_RECIPES = ("virtuoso", "jena", "fuseki", "oxigraph", "graphdb", "qlever", "neptune", "blazegraph", "stardog")
_SHARED = ("target", "paths", "format")


def loading_options(command: F) -> F:
    """Add the options that say how an endpoint is loaded."""
    command = endpoint_options(timeout_s=600)(command)
    for option in (
        click.option("--print-commands", type=click.Choice(_RECIPES), metavar="STORE",
                     help=f"Print how the store's own loader loads PATHs: {', '.join(_RECIPES)}."),
        click.option("--resume", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                     help="Keep the account of what is loaded here; run again, go on from it."),
        click.option("--chunk", "size", type=click.IntRange(min=1), metavar="N",
                     help="Statements in one request. Default: 50000, with --update 1000."),
        click.option("--default-graph", metavar="IRI",
                     help="Graph for what is in no named graph, for stores without a default graph (Virtuoso)."),
        click.option("--replace", is_flag=True, help="Put the graphs of the data in place of those that are there."),
        click.option("--update", "by_update", is_flag=True, help="TARGET is an address for SPARQL Update."),
    ):  # fmt: skip
        command = option(command)
    return command


def refuse_for_folders(context: click.Context) -> None:
    """Refuse options for endpoints where the target is a folder.

    Raises:
        UsageError: one was given.
    """
    for parameter in context.command.params:
        given = context.get_parameter_source(str(parameter.name)) is click.core.ParameterSource.COMMANDLINE
        if given and parameter.name not in _SHARED:
            raise click.UsageError(f"{parameter.opts[0]} is for endpoints, and TARGET is not an http address.")


def load_into_endpoint(
    url: str, paths: tuple[str, ...], *, format: str | None, by_update: bool, replace: bool, size: int | None,  # noqa: A002
    default_graph: str | None, resume: Path | None, **login: Any,
) -> int:  # fmt: skip
    """Load data into an endpoint, say on the standard error what came of it, and return the exit code."""
    from dateline.build import load_endpoint
    from dateline.cli.data import show
    from dateline.store.remote import Delivery

    how = Delivery(by_update=by_update, replace=replace, size=size, default_graph=default_graph, resume=resume)
    line = connection(url, **login)
    try:
        done = load_endpoint(line, paths, how, format=format, progress=_progress)
    finally:
        line.close()
    if show(done.diagnostics):
        click.echo(NOTHING_LOADED, err=True)
        return 1
    graphs = f"{done.graphs} graph{'' if done.graphs == 1 else 's'}"
    before = done.statements - done.sent
    already = f" {before:,} of them were there already." if before else ""
    click.echo(f"Loaded {done.statements:,} statements in {graphs} into {url}.{already}", err=True)
    return 0


def print_commands(store: str, target: str, paths: tuple[str, ...], *, default_graph: str | None) -> int:
    """Print the commands of a store's own bulk loader and return the exit code."""
    from dateline.store.remote import recipe_for

    click.echo(recipe_for(store, target, paths, default_graph=default_graph), nl=False)
    return 0


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Lend what tells a terminal how far the load has come, and everybody else nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=total, label="Loading", file=sys.stderr) as bar:
        yield bar.update
