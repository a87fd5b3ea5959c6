"""The command `dateline check`: is the data sound, and if not, what is wrong where.

Options, one call of the library, rendering and the exit code; nothing else. Diagnostics go to the standard output,
the count to the standard error. Heavy imports wait until the command runs.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.diagnostics import Diagnostic, Severity, render

if TYPE_CHECKING:
    from dateline.check import Examination, Strangers
    from dateline.stream.check import Checked

_FORMATS = ("text", "json", "jsonl", "csv", "sarif", "junit", "ttl")
_ENGINES = ("auto", "columnar", "pyshacl")
_LEVELS = (*(str(level) for level in Severity), "violation", "none")
_SHACL_LEVELS = {"violation": "error"}
"""The word of SHACL for what is an error here."""


@click.command("check")
@click.argument("data", nargs=-1, required=True, metavar="DATA...")
@click.option(
    "--shapes", multiple=True, metavar="FILE|NAME",
    help="SHACL shapes of your own, besides ours; or `description` (of void.ttl), `links` (of links.ttl). Repeatable.",
)  # fmt: skip
@click.option(
    "-f", "--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True,
    help="How problems are shown; ttl is the W3C validation report of the shapes.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(_LEVELS), default="error", show_default=True,
    help="Exit with 1 when a problem is as bad as this or worse.",
)  # fmt: skip
@click.option("--max-problems", type=click.IntRange(min=1), metavar="N", help="Show the first N problems alone.")
@click.option(
    "--engine", type=click.Choice(_ENGINES), default="auto", show_default=True,
    help="Who judges the shapes; auto is the columnar engine, and pySHACL for what is beyond SHACL Core.",
)  # fmt: skip
@click.option("--both", is_flag=True, help="Run both engines; a difference between them is a fault of dateline.")
@click.option("--explain-plan", is_flag=True, help="Show the operations with rows and times on the standard error.")
@click.option("--from", "format", metavar="FORMAT", help="Format of DATA, needed for the standard input (-).")
@click.option("--base", metavar="IRI", help="Address under which the data's own nodes are named.")
@click.option("--day-first/--month-first", default=None, help="How 12/03/2019 is read.")
@click.option("--columns", metavar="FILE", help="What the columns of tables mean.")
@click.option("--profile", metavar="NAME|FILE", help="How a dataset is read. Default: as it is recognized.")
@click.pass_context
def check_command(
    context: click.Context,
    /,
    *,
    data: tuple[str, ...],
    shapes: tuple[str, ...],
    form: str,
    fail_on: str,
    max_problems: int | None,
    engine: str,
    both: bool,
    explain_plan: bool,
    **reading: Any,
) -> None:
    """Check DATA: timeline files, tables, RDF files, or folders of them; - is the standard input.

    Files of event datasets (GDELT, UCDP, ACLED, a table with a profile) of any size are checked batch by batch.

    Each problem is one line: file:line:column: severity code: what is wrong. What to do. `dateline explain CODE`
    tells more. The exit code is 0 when nothing is as bad as --fail-on says, 1 when something is.
    """
    judging = {"engine": engine, "both": both}
    alone = {"base": reading["base"], "limit": max_problems, **judging}
    examined = (
        (_strangers(data, shapes, **alone) if shapes and not reading["format"] else None)
        or (_streamed(data, shapes, reading, max_problems) if engine != "pyshacl" and not both else None)
        or _examined(data, shapes, reading, **judging)
    )
    if explain_plan:
        click.echo(examined.plan(), nl=False, err=True)
    _show(examined, form=form, limit=max_problems)
    failed = fail_on != "none" and examined.at_least(Severity(_SHACL_LEVELS.get(fail_on, fail_on)))
    context.exit(1 if failed else 0)


def _strangers(data: tuple[str, ...], shapes: tuple[str, ...], **judging: Any) -> Strangers | None:
    """Check RDF that is not in our terms by the given shapes alone; None where it is ours, or not RDF at all."""
    from dateline.check import examine_strangers, shape_file, shapes_of
    from dateline.store import is_rdf

    if not all(Path(path).is_file() and is_rdf(Path(path)) for path in data):
        return None
    own = [shapes_of(one.triples(), one.file) for one in map(shape_file, shapes)]
    return examine_strangers(data, own, **judging)


def _streamed(
    data: tuple[str, ...], shapes: tuple[str, ...], reading: dict[str, Any], limit: int | None
) -> Checked | None:
    """Check files of event datasets batch by batch; None where some of the data is of another kind."""
    from dateline.check import shape_file
    from dateline.stream import Progress, inputs_of
    from dateline.stream.check import check

    inputs = None if reading["format"] else inputs_of(data, reading["profile"], base=reading["base"])
    if inputs is None:
        return None
    progress = Progress(sys.stderr)
    try:
        return check(inputs, shapes=[shape_file(path) for path in shapes], limit=limit, watch=progress.show)
    finally:
        progress.clear()


def _examined(data: tuple[str, ...], shapes: tuple[str, ...], reading: dict[str, Any], **judging: Any) -> Examination:
    from dateline.check import examine, rdf_files, shape_file
    from dateline.readers.files import read

    result = read(data, drafts=True, **reading)
    return examine(
        result.tables,
        result.texts,
        reader_diagnostics=result.diagnostics,
        rdf=rdf_files(result.files, base=reading["base"]),
        shapes=[shape_file(path) for path in shapes],
        **judging,
    )


def _show(examined: Examination | Strangers | Checked, *, form: str, limit: int | None) -> None:
    shown = examined.diagnostics[:limit]
    text = examined.report_turtle() if form == "ttl" else _rendered(shown, form)
    click.echo(text, nl=False)
    hidden = examined.total - len(shown)
    more = f" ({hidden} not shown)" if hidden else ""
    click.echo(f"{examined.summary()}{more}", err=True)


def _rendered(shown: tuple[Diagnostic, ...], form: str) -> str:
    from dateline.check.catalog import titles

    color = form == "text" and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    known = titles({one.code for one in shown})
    return render(shown, form, tool_version=version("dateline"), titles=known, color=color)
