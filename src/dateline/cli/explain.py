"""The command `dateline explain`: what a code, a term or a word of a scheme means."""

from __future__ import annotations

import click


@click.command("explain")
@click.argument("name", metavar="CODE|TERM")
def explain_command(name: str) -> None:
    """Say what a code (E405), a term (dl:edtf) or a word (consult/visit, role) means and how it is written."""
    from dateline.check.explain import explain

    click.echo(explain(name), nl=False)
