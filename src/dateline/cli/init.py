"""The command `dateline init`: writes a new timeline to start from.

Never writes over a file. The example itself belongs to `dateline.readers.timeline.starter`.
"""

from __future__ import annotations

from pathlib import Path

import click

from dateline.errors import InputError, OutsideError, UsageError


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="Title of the timeline. Default: the name of the folder.")
@click.option("--base", metavar="IRI", help="Web address, ending in / or #, under which its things are named.")
def init_command(folder: Path, title: str | None, base: str | None) -> None:
    """Write a commented timeline into FOLDER, ready to be changed.

    The folder is made when it is not there; files that are there are never written over.
    """
    from dateline.readers.timeline import starter, values

    address = values.base(starter.DEFAULT_BASE if base is None else base)
    if isinstance(address, values.Fault):
        raise UsageError(f"{address.message} {address.hint}")
    name = title or folder.resolve().name.replace("-", " ").replace("_", " ").strip() or starter.DEFAULT_TITLE
    files = {folder / path: text for path, text in starter.starter(name, address).items()}
    for path in files:
        if path.exists():
            raise InputError(path.as_posix(), "the file is there already. Name another folder.")
    _write(files)
    click.echo(f"Wrote {', '.join(path.as_posix() for path in files)}.", err=True)
    click.echo(f"Next: dateline check {folder.as_posix()}", err=True)


def _write(files: dict[Path, str]) -> None:
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as problem:
            raise OutsideError(path.as_posix(), problem.strerror or str(problem)) from problem
