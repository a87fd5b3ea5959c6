"""The command `dateline convert`: timelines in one format, datasets of any size as lines.

A file of an event dataset that becomes N-Triples or N-Quads is streamed (`dateline.stream`); everything else is read
as a whole (`dateline.build`).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.data import STREAM, reading_options, show
from dateline.errors import UsageError

if TYPE_CHECKING:
    from dateline.stream import Converted, Job


@click.command("convert")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-t", "--to", metavar="FORMAT", help="turtle, ntriples, nquads, trig, jsonld, summary or csv.")
@click.option("-o", "--output", default=STREAM, metavar="FILE", help="File to write (a folder for csv); - is stdout.")
@click.option("--lenient", is_flag=True, help="Write what could be read, although some of it has errors.")
@click.option("--drafts", is_flag=True, help="Include events that nobody has reviewed; PATHs can then be prose.")
@click.option("--parts", type=click.IntRange(1, 99_999), metavar="N", help="Datasets: up to N files in a folder.")
@click.option("--resume", is_flag=True, help="Datasets: leave the parts that an interrupted run has finished.")
@click.option("--strict", is_flag=True, help="Datasets: write nothing when a row is rejected.")
@click.option("--rejects", metavar="FILE", help="Datasets: where rejected rows go. Default: beside the output.")
@reading_options
@click.pass_context
def convert_command(
    context: click.Context, /, paths: tuple[str, ...], to: str | None, output: str, *, lenient: bool, **options: Any
) -> None:
    """Write PATHs (files, folders, - for stdin) in one format.

    The format is that of --to, else that of the output's suffix. Data with errors is not written unless --lenient;
    the exit code is 1 either way.

    Files of event datasets (GDELT, UCDP, ACLED, a table with a profile) of any size become nt or nq, with .gz or .zst
    behind it where they shall be packed. Rows that cannot be right are rejected, the rest is written; the exit code
    is 1 when there are any.
    """
    os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before Polars is imported: whole batches run side by side
    streaming = {name: options.pop(name) for name in ("parts", "resume", "strict", "rejects")}
    job = None if options["format"] else _job(paths, to, output, options["profile"], options["base"], **streaming)
    if job is not None:
        context.exit(_stream(job))
    if wrong := [name for name, value in streaming.items() if value]:
        raise UsageError(f"--{wrong[0]} is for event datasets that become nt or nq, which this is not.")
    context.exit(_whole(paths, to, output, lenient=lenient, **options))


def _whole(paths: tuple[str, ...], to: str | None, output: str, *, lenient: bool, **options: Any) -> int:
    from dateline.build import convert, read

    timeline = read(*paths, **options)
    faulty = show(timeline.diagnostics)
    if not faulty or lenient:
        convert(timeline, sys.stdout.buffer if output == STREAM else Path(output), to)
        sys.stdout.flush()
    else:
        click.echo("Nothing was written, because the data has errors. --lenient writes the rest.", err=True)
    return 1 if faulty else 0


def _job(
    paths: tuple[str, ...],
    to: str | None,
    output: str,
    profile: str | None,
    base: str | None,
    *,
    parts: int | None,
    **wishes: Any,
) -> Job | None:
    """Return what is to be streamed, None where the data or the format is of another kind."""
    from dateline.stream import Job, inputs_of, target_of

    target = target_of(sys.stdout.buffer if output == STREAM else Path(output), to, parts=parts)
    inputs = inputs_of(paths, profile, base=base) if target is not None and STREAM not in paths else None
    if target is None or inputs is None:
        return None
    wishes["rejects"] = Path(wishes["rejects"]) if wishes["rejects"] else None
    return Job(inputs, target, **wishes)


def _stream(job: Job) -> int:
    from dateline.stream import Progress, convert

    progress = Progress(sys.stderr)
    try:
        with _terminable():
            result = convert(job, lambda piece, account: progress.show(account.read, piece.done, piece.total))
    except KeyboardInterrupt:
        progress.clear()
        if job.target.parts and not job.strict:
            click.echo("Finished parts stay; the same command with --resume goes on.", err=True)
        raise
    progress.clear()
    return _told(job, result)


def _told(job: Job, result: Converted) -> int:
    """Say what a conversion did; return the exit code."""
    account = result.account
    faulty = show(result.complaints())
    if account.rejected > result.first["line"].n_unique():
        click.echo(f"... and more: {account.rejected:,} rows were rejected in all.", err=True)
    refused = job.strict and account.rejected
    written = "none written, because of --strict" if refused else f"{account.written:,} written{_place(job, result)}"
    click.echo(f"Read {account.read:,} rows: {written}, {account.rejected:,} rejected.", err=True)
    if result.rejects:
        click.echo(f"The rejected rows and the reasons are in {result.rejects.as_posix()}.", err=True)
    return 1 if faulty or account.rejected else 0


def _place(job: Job, result: Converted) -> str:
    if job.target.parts:
        count = len(result.files)
        return f" to {count} file{'' if count == 1 else 's'} in {job.target.place}"
    return f" to {result.files[0].as_posix()}" if result.files else ""


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a request to end (SIGTERM) clean up as an interruption from the keyboard does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
