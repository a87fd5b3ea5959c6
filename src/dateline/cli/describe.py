"""The command `dateline describe`: what a dataset is, in VoID and DCAT.

Options, one call of the library, and the exit code. The environment is read here: `SOURCE_DATE_EPOCH` is the day of
the last change where nobody gives another, as programs that build the same bytes twice agree
(https://reproducible-builds.org/specs/source-date-epoch/).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.data import STREAM, show
from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.describe import Imprint

EPOCH = "SOURCE_DATE_EPOCH"


@click.command("describe")
@click.argument("data", nargs=-1, required=True, metavar="DATA...")
@click.option("-o", "--output", default=STREAM, metavar="FILE", help="File to write, such as void.ttl; - is stdout.")
@click.option("--title", metavar="TEXT", help="Title. Default: that of the timeline.")
@click.option("--description", metavar="TEXT", help="What the data is about. Default: what the timeline says.")
@click.option("--language", default="en", show_default=True, metavar="TAG", help="Language of these two.")
@click.option("--license", metavar="NAME|IRI", help="SPDX name or address. Default: that of the timeline.")
@click.option("--publisher", metavar="NAME|IRI", help="Who publishes the data.")
@click.option("--homepage", metavar="URL", help="Page about the data.")
@click.option("--issued", metavar="DATE", help="Day of the first issue.")
@click.option("--modified", metavar="DATE", help=f"Day of the last change. Default: ${EPOCH}, else none.")
@click.option("--base", metavar="IRI", help="Address under which the dataset is named. Default: that of the timeline.")
@click.option("--file", "files", multiple=True, metavar="FILE", help="A file of the dataset to download. Repeatable.")
@click.option("--files-at", metavar="URL", help="Folder on the web where the files are. Default: the base.")
@click.option("--endpoint", metavar="URL", help="SPARQL endpoint of the data.")
@click.option("--from", "format", metavar="FORMAT", help="Format of DATA. Default: by the file's suffix.")
@click.pass_context
def describe_command(
    context: click.Context, /, data: tuple[str, ...], output: str, *, files: tuple[str, ...], **options: Any
) -> None:
    """Describe DATA for catalogs and programs: timelines, RDF files, a store, or a folder of parts.

    The description is Turtle in VoID and DCAT: what the data is, whose, what it covers in time and space, how much of
    what it holds, where its files are, with sizes and checksums. RDF files among DATA are files to download; name
    others with --file. Nothing comes from a clock: the same data gives the same bytes.

    What is missing is told; with errors nothing is written, and the exit code is 1.
    """
    from dateline.publish import describe

    name = "void.ttl" if output == STREAM else Path(output).as_posix()
    places = [Path(file) for file in files]
    described = describe(data, _imprint(options), files=places, format=options.pop("format"), name=name)
    show((*described.diagnostics, *described.lacks))
    if not described.text:
        click.echo("Nothing was written, because there are errors.", err=True)
        context.exit(1)
    if output == STREAM:
        click.echo(described.text, nl=False)
        return
    _write(Path(output), described.text)


def modified_day() -> str | None:
    """Return the day that `SOURCE_DATE_EPOCH` tells, None where it tells none.

    Raises:
        UsageError: it is not a number of seconds.
    """
    given = os.environ.get(EPOCH)
    if not given:
        return None
    try:
        return datetime.fromtimestamp(int(given), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{EPOCH}: {given!r} is not a number of seconds since 1970.") from error


def _imprint(options: dict[str, Any]) -> Imprint:
    from dateline.describe import Imprint

    said = {name: value for name, value in options.items() if name != "format"}
    return Imprint(**(said | {"modified": said["modified"] or modified_day()}))


def _write(path: Path, text: str) -> None:
    from dateline.atomic import atomic_file

    with atomic_file(path) as stream:
        stream.write(text.encode())
