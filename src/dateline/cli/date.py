"""The command `dateline date`: how values are read as dates, one row or object for each.

Only the command line is here: options, reading lines, writing rows. What a value means is described by `dateline.when`;
nothing else of dateline is imported, so that the command starts at once.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

import click

from dateline.errors import DateSyntaxError
from dateline.when import describe, parse_day

_SHOWN = {"text": "VALUE", "edtf": "EDTF", "earliest": "EARLIEST", "latest": "LATEST", "precision": "PRECISION"}
_BATCH = 1000
_WIDEST = 40

Row = dict[str, Any]


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """Turn a calendar day such as 2024-07-25 into its Julian Day Number."""
    if value is None:
        return None
    try:
        return parse_day(value)
    except DateSyntaxError:
        message = f"{value!r} is not a day of the calendar. Write it as 2024-07-25."
        raise click.BadParameter(message, ctx=context, param=parameter) from None


# An unknown option is taken as a value here, because years before 0 begin with a minus; _check_values sorts them out.
@click.command("date", context_settings={"ignore_unknown_options": True})
@click.argument("values", nargs=-1, required=True, metavar="VALUE...")
@click.option("--edtf", "edtf_only", is_flag=True, help="Read strict EDTF only, no phrases.")
@click.option(
    "--day-first/--month-first",
    default=None,
    help="Read 12/03/2019 as 12 March or as December 3; otherwise refused.",
)
@click.option(
    "--as-of", callback=_day, metavar="DATE", help="The day on which 'since' values still went on, as 2024-07-25."
)
@click.option(
    "--format", "form", type=click.Choice(["table", "jsonl", "json", "csv"]), default="table", show_default=True
)
@click.pass_context
def date_command(
    context: click.Context,
    *,
    values: tuple[str, ...],
    edtf_only: bool,
    day_first: bool | None,
    as_of: int | None,
    form: str,
) -> None:
    """Show how each VALUE is read as a date: its EDTF, its bounds, its years.

    A VALUE of - stands for the lines of the standard input. The exit code is 1 when a value was refused.
    """
    _check_values(context, values)
    refused = False

    def rows() -> Iterator[Row]:
        nonlocal refused
        for text in _texts(values):
            row = describe(text, edtf_only=edtf_only, day_first=day_first, as_of=as_of)
            refused = refused or row["edtf"] is None
            yield row

    write = _WRITERS[form]
    for block in write(rows()):
        click.echo(block, nl=False)
    context.exit(1 if refused else 0)


def _check_values(context: click.Context, values: Iterable[str]) -> None:
    for value in values:
        if value.startswith("--") or (value[:1] == "-" and value[1:2].isalpha() and value[1] not in "XY"):
            raise click.NoSuchOption(value.partition("=")[0], ctx=context)


def _texts(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if value == "-":
            yield from _lines(click.open_file("-", encoding="utf-8", errors="replace"))
        else:
            yield value


def _lines(stream: Iterable[str]) -> Iterator[str]:
    return (line.rstrip("\r\n") for line in stream)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _as_jsonl(rows: Iterator[Row]) -> Iterator[str]:
    for batch in _batches(rows):
        yield "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in batch)


def _as_json(rows: Iterator[Row]) -> Iterator[str]:
    before = "[\n  "
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n  "
    yield "[]\n" if before.startswith("[") else "\n]\n"


def _as_csv(rows: Iterator[Row]) -> Iterator[str]:
    """Write one line for each value; lists are joined by blanks, flags are true and false."""
    header = True
    for batch in _batches(rows):
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, fieldnames=list(batch[0]), lineterminator="\n")
        if header:
            writer.writeheader()
        header = False
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in batch)
        yield buffer.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def _as_table(rows: Iterator[Row]) -> Iterator[str]:
    """Write aligned columns, a refused value with its reason; each thousand rows are as wide as they need to be."""
    widths = {name: len(title) for name, title in _SHOWN.items()}
    head: list[Row] = [{**_SHOWN}]
    for batch in _batches(rows):
        read = [row for row in batch if row["edtf"] is not None]
        for name in _SHOWN:
            shown = batch if name == "text" else read
            widths[name] = max([widths[name], *(min(len(row[name]), _WIDEST) for row in shown)])
        lines = [_line(row, widths) for row in chain(head, batch)]
        head = []
        yield "".join(f"{line}\n" for line in lines)


def _line(row: Row, widths: dict[str, int]) -> str:
    if row.get("error"):
        return f"{row['text']:<{widths['text']}}  refused: {row['error']}"
    return "  ".join(f"{row[name]:<{width}}" for name, width in widths.items()).rstrip()


_WRITERS: dict[str, Callable[[Iterator[Row]], Iterator[str]]] = {
    "table": _as_table,
    "jsonl": _as_jsonl,
    "json": _as_json,
    "csv": _as_csv,
}
