"""The commands that compare data: `diff` and `hash`.

Each calls the functions of `dateline.build` and says on the standard error what reading found.
"""

from __future__ import annotations

import click

from dateline.cli.data import show


@click.command("diff")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option(
    "-f", "--format", "form", default="text", show_default=True, metavar="FORMAT", help="text, json or patch."
)
@click.pass_context
def diff_command(context: click.Context, before: str, after: str, form: str) -> None:
    """Show what changed from BEFORE to AFTER, by event and property.

    Each is a timeline, a table, an RDF file, a folder of them, or a store. The patch is in RDF Patch format and turns
    one dataset into the other. The exit code is 0 when they are the same graph, 1 when they differ or have errors.
    """
    from dateline.build import compare
    from dateline.diff import FORMATS, render
    from dateline.errors import UnknownName

    if form not in FORMATS:
        raise UnknownName("format", form, list(FORMATS))
    compared = compare(before, after)
    faulty = show(compared.diagnostics)
    click.echo(render(compared.difference, form), nl=False)
    context.exit(1 if faulty or compared.difference else 0)


@click.command("hash")
@click.argument("paths", nargs=-1, required=True, metavar="DATA...")
@click.pass_context
def hash_command(context: click.Context, paths: tuple[str, ...]) -> None:
    """Print the digest of each DATA and its name, as sha256sum does.

    Each is a timeline, a table, an RDF file, a folder of them, or a store. The digest is that of the canonical form
    (RDFC-1.0), so the same graph has the same digest in every syntax, with any names of blank nodes.
    """
    from dateline.build import fingerprint

    faulty = False
    for path in paths:
        found, diagnostics = fingerprint(path)
        faulty |= show(diagnostics)
        click.echo(f"{found}  {path}")
    context.exit(1 if faulty else 0)
