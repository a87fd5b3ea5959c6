"""The command `dateline dates`: the time expressions of a text, each with its place, its TIMEX3 value and its EDTF.

Only the command line is here: reading the text, writing rows. What is found and what it means is the work of
`dateline.extract.temporal`. The text is taken as it stands, so that offsets are those of the input.
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.extract.temporal import Expression

_STREAM = "-"
_HEADER = ("START", "END", "TYPE", "VALUE", "EDTF", "TEXT")
_WIDEST = 40


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime.date | None:
    """Turn a calendar day such as 2024-07-25 into a date."""
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a day of the calendar. Write it as 2024-07-25."
        raise click.BadParameter(message, ctx=context, param=parameter) from None


@click.command("dates")
@click.argument("file", metavar="FILE")
@click.option("--date", "date", callback=_day, metavar="DATE", help="The day the text was written, as 2024-07-25.")
@click.option(
    "--mode",
    type=click.Choice(["news", "narrative"]),
    default="news",
    show_default=True,
    help="Count from that day, or from the date mentioned last.",
)
@click.option("--format", "form", type=click.Choice(["text", "jsonl", "timeml"]), default="text", show_default=True)
@click.pass_context
def dates_command(context: click.Context, *, file: str, date: datetime.date | None, mode: str, form: str) -> None:
    """Show the time expressions of the plain text in FILE: where they stand and what they mean.

    A FILE of - stands for the standard input. START and END count characters from 0. Without --date, words such as
    "yesterday" stay without a day. The exit code is 1 when the file is not text in UTF-8.
    """
    from dateline.extract.temporal import tag, to_timeml

    text = _text(file, _bytes(file))
    if isinstance(text, Diagnostic):
        click.echo(str(text), err=True)
        context.exit(1)
    found = tag(text, date=date, mode=mode)
    if form == "timeml":
        name = "stdin" if file == _STREAM else Path(file).stem
        click.echo(to_timeml(text, found, date=date, name=name), nl=False)
    elif form == "jsonl":
        click.echo("".join(f"{json.dumps(_row(one), ensure_ascii=False)}\n" for one in found), nl=False)
    else:
        click.echo(_table(found), nl=False)


def _bytes(file: str) -> bytes:
    if file == _STREAM:
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise InputError(file, "there is no such file.") from None
    except IsADirectoryError:
        raise InputError(file, "this is a folder. Name a text file in it.") from None
    except (OSError, ValueError) as error:
        raise InputError(file, f"the file cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _text(file: str, data: bytes) -> str | Diagnostic:
    """Return the text, or what is wrong with its bytes and where."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return Diagnostic(
            Severity.ERROR,
            "E101",
            f"The byte 0x{data[error.start]:02x} is not UTF-8.",
            "standard input" if file == _STREAM else file,
            line,
            column,
            "Save the file as UTF-8.",
        )


def _row(one: Expression) -> dict[str, Any]:
    phrase = one.phrase
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "type": one.type,
        "value": one.value,
        "edtf": one.edtf,
        "mod": one.mod,
        "relation": one.relation,
        "confidence": one.confidence,
        "rule": one.trace.rule,
        "reference": one.trace.reference,
        "phrase": phrase
        and {"start": phrase.start, "end": phrase.end, "text": phrase.text, "kind": phrase.kind, "edtf": phrase.edtf},
    }


def _table(found: Sequence[Expression]) -> str:
    rows = [
        _HEADER,
        *(
            (str(one.start), str(one.end), one.type, one.value or "-", one.edtf or "-", " ".join(one.text.split()))
            for one in found
        ),
    ]
    widths = [min(max(len(row[place]) for row in rows), _WIDEST) for place in range(len(_HEADER))]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)
