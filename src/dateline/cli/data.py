"""The commands that read data and write it: `build`, `load`; what all commands that read data share.

Each calls the functions of `dateline.build` and says on the standard error what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dateline.cli.load import NOTHING_LOADED, load_into_endpoint, loading_options, print_commands, refuse_for_folders

if TYPE_CHECKING:
    from dateline.diagnostics import Diagnostic

F = TypeVar("F", bound=Callable[..., Any])
STREAM = "-"


def reading_options(command: F) -> F:
    """Add the options that say how data is read: `--from`, `--base`, `--columns`, `--profile`,
    `--day-first/--month-first`.
    """
    for option in (
        click.option(
            "--profile", metavar="NAME|FILE", help="How a dataset is read. Default: known ones are recognized."
        ),
        click.option(
            "--day-first/--month-first", default=None, help="How 12/03/2019 is read. Default: it is an error."
        ),
        click.option("--columns", metavar="FILE", help="A file that says what the columns of a table are."),
        click.option("--base", metavar="IRI", help="Web address under which a table without one is named."),
        click.option("--from", "format", metavar="FORMAT", help="Format of the input. Default: by the file's suffix."),
    ):
        command = option(command)
    return command


@click.command("build")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", default="exports", show_default=True, metavar="FOLDER", help="Where to write.")
@click.option("--drafts", is_flag=True, help="Include events that nobody has reviewed; PATHs can then be prose.")
@reading_options
@click.pass_context
def build_command(context: click.Context, /, paths: tuple[str, ...], output: str, **options: Any) -> None:
    """Read PATHs (files or folders), check them, and write every export into a folder.

    With errors in the data nothing is written. void.ttl among the exports says what the data is; the day of its last
    change is that of $SOURCE_DATE_EPOCH, where this is set.
    """
    from dateline.build import build, read
    from dateline.cli.describe import modified_day
    from dateline.describe import Imprint

    built = build(read(*paths, **options), Path(output), imprint=Imprint(modified=modified_day()))
    show(built.diagnostics)
    frames = built.timeline.tables.frames()
    heights = {name: frames[name].height for name in ("events", "actors", "places", "sources", "claims")}
    counts = ", ".join(f"{count} {name if count != 1 else name.removesuffix('s')}" for name, count in heights.items())
    click.echo(f"Read {counts} from {', '.join(built.timeline.files)}.", err=True)
    for path in built.written:
        click.echo(path.as_posix())
    if not built.written:
        click.echo("Nothing was written, because the data has errors.", err=True)
    context.exit(0 if built.written else 1)


@click.command("load")
@click.argument("target", metavar="TARGET")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--from", "format", metavar="FORMAT", help="Format of the input. Default: by the file's suffix.")
@loading_options
@click.pass_context
def load_command(
    context: click.Context,
    /,
    target: str,
    paths: tuple[str, ...],
    format: str | None,  # noqa: A002
    **options: Any,
) -> None:
    """Load PATHs (timelines, tables, RDF files) into TARGET: a folder, or the http address of an endpoint.

    A folder is made if it does not exist; ask it with `dateline query NAME FOLDER`. What TARGET holds already stays,
    unless --replace is given. Data with errors is not loaded.

    An endpoint is loaded graph by graph: by Graph Store Protocol, or with --update by SPARQL Update. A graph that fits
    into one request (--chunk) is loaded whole or not at all, and by --update a larger one too; by Graph Store Protocol
    a larger one grows part by part, and when that breaks, the message says how far it came.

    For millions of statements a store's own loader is much faster: --print-commands STORE prints what to tell it, and
    loads nothing. TARGET is then what that loader needs: a folder, a repository, a server.
    """
    from dateline.store.remote import is_endpoint

    if recipe := options.pop("print_commands"):
        context.exit(print_commands(recipe, target, paths, default_graph=options["default_graph"]))
    if is_endpoint(target):
        context.exit(load_into_endpoint(target, paths, format=format, **options))
    refuse_for_folders(context)
    from dateline.build import load

    total, diagnostics = load(Path(target), paths, format=format)
    faulty = show(diagnostics)
    loaded = f"{target} now holds {total:,} statements."
    click.echo(NOTHING_LOADED if faulty else loaded, err=True)
    context.exit(1 if faulty else 0)


def show(diagnostics: Iterable[Diagnostic]) -> bool:
    """Print diagnostics on the standard error; return whether one of them is an error."""
    faulty = False
    for one in diagnostics:
        click.echo(str(one), err=True)
        faulty |= one.severity == "error"
    return faulty
