"""The command `dateline columns`: what the columns of a table are taken for, as a file to edit.

The file, saved beside the table, is found and obeyed by every command that reads the table.
"""

from __future__ import annotations

from pathlib import Path

import click

from dateline.errors import InputError


@click.command("columns")
@click.argument("table", type=click.Path(path_type=Path))
@click.pass_context
def columns_command(context: click.Context, table: Path) -> None:
    """Print what the columns of TABLE (CSV, TSV) are taken for, as a columns file.

    Save it beside the table under the name that the last line says, edit it, and read the table again.
    """
    from dateline.readers.spreadsheet.columns_file import columns_name, columns_yaml
    from dateline.readers.spreadsheet.csv import infer_columns

    try:
        data = table.read_bytes()
    except OSError as error:
        raise InputError(table.as_posix(), error.strerror or str(error)) from error
    columns, problems = infer_columns(data, table.as_posix())
    for problem in problems:
        click.echo(str(problem), err=True)
    if columns is None:
        context.exit(1)
    click.echo(columns_yaml(columns), nl=False)
    click.echo(f"Save this as {columns_name(table.as_posix())} and edit it.", err=True)
