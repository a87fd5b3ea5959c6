"""The command `dateline extract`: from prose to a draft timeline that a person reviews.

Options, one call of the library, rendering and the exit code; nothing else. The draft goes to the standard output or
to a file, the cleaned texts beside that file, messages to the standard error.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from dateline.cli import OUTSIDE
from dateline.cli.data import STREAM, show
from dateline.errors import UsageError

_FORMATS = ("yaml", "jsonl")


@click.command("extract")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="yaml",
    show_default=True,
    help="A draft timeline, or one event a line.",
)
@click.option("--date", metavar="DAY", help="Day on which the text was published, such as 2024-07-25.")
@click.option(
    "--mode",
    type=click.Choice(("news", "narrative")),
    help="How dates are counted: from that day, or from the date before. Default: news where there is a day.",
)
@click.option(
    "--actors", multiple=True, metavar="TIMELINE", help="A timeline whose actors are looked for first. Repeatable."
)
@click.option("--base", metavar="IRI", help="Web address under which the things of the draft are named.")
@click.option("--model", metavar="NAME", help="A language model of the llm library, as a second reader.")
@click.option("-o", "--output", default=STREAM, metavar="FILE", help="File to write; the cleaned texts go beside it.")
@click.pass_context
def extract_command(
    context: click.Context,
    /,
    files: tuple[str, ...],
    form: str,
    date: str | None,
    mode: str | None,
    actors: tuple[str, ...],
    base: str | None,
    model: str | None,
    output: str,
) -> None:
    """Read prose in FILEs (text, Markdown, HTML; - is the standard input) and write a draft of its events.

    Each event has its exact words and how sure it is. A draft file that is there already keeps every event in it:
    only new ones are added. With --model the text is given to a language model too; of what it proposes, only what
    stands in the text is kept.
    """
    from dateline.extract.model import open_model
    from dateline.extract.run import extract_files, jsonl_of, write_draft, yaml_text

    second = open_model(model) if model is not None else None
    found = extract_files(files, date=_day(date), mode=mode, actors=actors, base=base, model=second)
    faulty = show(found.diagnostics)
    if form == "jsonl":
        text = jsonl_of(found)
        if output == STREAM:
            click.echo(text, nl=False)
        else:
            write_draft(Path(output), text, found, merge=False)
    elif output == STREAM:
        click.echo(yaml_text(found), nl=False)
    else:
        kept, added = write_draft(Path(output), None, found, merge=True)
        click.echo(f"{output}: {added} drafts added, {kept} events kept as they were.", err=True)
    sys.stdout.flush()
    context.exit(OUTSIDE if second is not None and second.failed else 1 if faulty else 0)


def _day(text: str | None) -> datetime.date | None:
    """Read a day: 2024-07-25, or in words."""
    from dateline.when import read_date

    if text is None:
        return None
    when = read_date(text).when
    try:
        return datetime.date.fromisoformat(when.edtf if when else "")
    except ValueError as error:
        raise UsageError(f"--date {text!r} is not a day. Write it like 2024-07-25.") from error
