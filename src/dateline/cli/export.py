"""The command `dateline export`: the graph in the words of other communities.

Options, one call of `dateline.build`, and on the standard error what was written and what those words cannot say.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dateline.cli.data import STREAM, show

if TYPE_CHECKING:
    from dateline.export.profiles import Account


def _print_list(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from dateline.export.profiles import PROFILES

        for profile in PROFILES:
            click.echo(f"{profile.name:<17} {profile.suffix:<8} {profile.line}")
        context.exit()


@click.command("export")
@click.argument("data", nargs=-1, required=True, metavar="DATA...")
@click.option("-p", "--profile", required=True, metavar="NAME", help="In whose words: see --list.")
@click.option("-o", "--output", default=STREAM, metavar="FILE", help="File to write; - is the standard output.")
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_print_list, help="List the profiles."
)
@click.option("--creator", metavar="IRI", help="Nanopublications: who publishes them, for example an ORCID.")
@click.option("--created", metavar="DAY", help="Nanopublications: when they are made. Default: what the data say.")
@click.option("--account", metavar="FILE", help="Write all that the profile cannot say to a table (csv).")
@click.option("--lenient", is_flag=True, help="Write what could be read, although some of it has errors.")
@click.option("--from", "format", metavar="FORMAT", help="Format of DATA. Default: by the file's suffix.")
@click.pass_context
def export_command(
    context: click.Context,
    /,
    data: tuple[str, ...],
    profile: str,
    output: str,
    *,
    account: str | None,
    lenient: bool,
    creator: str | None,
    created: str | None,
    format: str | None,  # noqa: A002
) -> None:
    """Write DATA (timelines, tables, RDF files, folders of them, a store) in the words of another community.

    What those words cannot say of events is told on the standard error. Data with errors is not written unless
    --lenient; the exit code is 1 either way.
    """
    from dateline.build import export_profile, open_data
    from dateline.export.profiles import Wishes, profile_named

    folder = Path() if output == STREAM else Path(output).parent
    chosen, wishes = profile_named(profile), Wishes(creator, created, folder)
    with open_data(data, format=format) as opened:
        faulty = show(opened.diagnostics)
        if faulty and not lenient:
            click.echo("Nothing was written, because the data has errors. --lenient writes the rest.", err=True)
            context.exit(1)
        told = export_profile(opened.store, chosen, sys.stdout.buffer if output == STREAM else Path(output), wishes)
    sys.stdout.flush()
    for sentence in told.sentences():
        click.echo(sentence, err=True)
    if account:
        _write_account(told, Path(account))
    context.exit(1 if faulty else 0)


def _write_account(told: Account, path: Path) -> None:
    from dateline.atomic import atomic_file

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("reason", "name"))
    writer.writerows(told.rows())
    with atomic_file(path) as out:
        out.write(text.getvalue().encode())
