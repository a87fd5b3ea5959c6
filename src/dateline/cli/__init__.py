"""The command line: a skin over `dateline.build`, one file a group of verbs.

Only this package knows click. A command parses options, calls one library function, prints, and chooses the exit
code: 0 fine, 1 the data has errors, 2 wrong use, 3 something outside failed. Commands are imported when they are
called, so that `dateline --help` stays fast.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from dateline import __version__
from dateline.errors import DatelineError

COMMANDS = {
    "build": ("data", "Read, check and write every export."),
    "check": ("check", "Say what is wrong, by file, line and column."),
    "columns": ("columns", "Show what the columns of a table are taken for."),
    "convert": ("convert", "Write timelines in one format, and datasets of any size as lines."),
    "date": ("date", "Show how dates are read."),
    "dates": ("dates", "Show the dates and times of a text."),
    "describe": ("describe", "Say what a dataset is, for catalogs and programs."),
    "diff": ("diff", "Show what changed between two datasets."),
    "explain": ("explain", "Explain a code, a term or an event type."),
    "export": ("export", "Write the graph in the words of another community."),
    "extract": ("extract", "Draft the events that prose reports."),
    "hash": ("diff", "Print the digest of a dataset in canonical form."),
    "init": ("init", "Start a timeline of your own."),
    "link": ("link", "Find actors and places in open-data graphs."),
    "load": ("data", "Load data into a store on disk."),
    "query": ("query", "Ask a question: by name, or in SPARQL."),
    "review": ("review", "Show drafts in their text, and decide on them."),
    "serve": ("serve", "Put a store on the web: SPARQL, data and pages."),
}
"""Every command: the module of this package that has it, and its line in `dateline --help`."""

OUTSIDE = 3
INTERRUPTED = 130


class Commands(click.Group):
    """A group that imports a command only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"dateline.cli.{COMMANDS[cmd_name][0]}"), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in sorted(COMMANDS.items())])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dateline")
def cli() -> None:
    """Turn dated events into a knowledge graph that can be trusted and asked.

    Data goes to the standard output, messages to the standard error. Exit codes: 0 fine, 1 the data has errors,
    2 wrong use, 3 something outside failed.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit; the only place where an exception becomes a message and an exit code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    _open_closed_streams()
    try:
        code = cli.main(arguments, prog_name="dateline", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except DatelineError as error:
        click.echo(f"dateline: {error}", err=True)
        return error.exit_code
    except OSError as error:
        # Files have their own errors by now: this one is of a standard stream, such as a full disk behind it.
        click.echo(f"dateline: the output cannot be written: {error.strerror or error}.", err=True)
        return OUTSIDE
    except (click.Abort, KeyboardInterrupt):
        click.echo("dateline: interrupted; nothing half-written is left.", err=True)
        return INTERRUPTED
    except SystemExit:
        # click's answer to a reader of our output that has gone (`| head`), which is no failure of ours.
        return 0
    return code if isinstance(code, int) else 0


def _open_closed_streams() -> None:
    """Give the streams that the caller closed (`>&-`) to nobody; Python has None for them."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - for the rest of the run
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
