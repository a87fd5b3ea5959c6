"""The command `dateline query`: named queries, query files and queries on the line, over any data.

Options, one call of the library, rendering and the exit code; nothing else. Exceptions of dateline pass through to
the command line's front, which knows their exit codes. Heavy imports wait until the command runs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli import OUTSIDE
from dateline.cli.calling import Calling, calling, online_options
from dateline.cli.endpoint import connection, endpoint_options
from dateline.cli.showing import STREAM, VIEWS, Showing, show

if TYPE_CHECKING:
    from dateline.diagnostics import Diagnostic
    from dateline.queries import NamedQuery
    from dateline.store import Askable
    from dateline.store.remote import Endpoint


def _values(context: click.Context, parameter: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    """Turn `name=value` pairs into a mapping."""
    values: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            message = f"{pair!r} is not of the form name=value, for example -p actor=russia."
            raise click.BadParameter(message, ctx=context, param=parameter)
        values[name.strip()] = value
    return values


def _print_catalog(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(_catalog(), nl=False)
        context.exit()


def _print_text(context: click.Context, parameter: click.Parameter, name: str | None) -> None:
    from dateline.queries import load_query

    if name is not None:
        asked = load_query(name)
        click.echo(asked.online_text or asked.text, nl=False)
        context.exit()


@click.command("query")
@click.argument("arguments", nargs=-1, metavar="[NAME|FILE.rq] [DATA]...")
@click.option("-e", "--expression", metavar="SPARQL", help="The query itself; all arguments are then DATA.")
@click.option(
    "-p", "--param", "values", multiple=True, callback=_values, metavar="NAME=VALUE",
    help="Value of a parameter of the query; `any` lifts a restriction. Repeatable.",
)  # fmt: skip
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Ask for the first N rows only.")
@click.option("-f", "--format", "form", metavar="FORMAT", help="Name, suffix or media type; default see below.")
@click.option(
    "--view", type=click.Choice(VIEWS), default="auto", show_default=True,
    help="How people see the rows, on a terminal or with -f html; see below.",
)  # fmt: skip
@click.option("--from", "source_format", metavar="FORMAT", help="Format of the DATA, where no suffix tells it.")
@click.option("-o", "--output", default=STREAM, metavar="FILE", help="Write to this file instead of the output.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when an ASK query is answered by false.")
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_print_catalog,
    help="List the named queries with their parameters.",
)  # fmt: skip
@click.option(
    "--show", metavar="NAME", is_eager=True, expose_value=False, callback=_print_text,
    help="Print the text of a named query.",
)  # fmt: skip
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint in place of DATA.")
@click.option("--default-graph", metavar="IRI", help="With --endpoint: the graph to ask where the query names none.")
@click.option(
    "--method", type=click.Choice(("auto", "get", "post")), default="auto", show_default=True,
    help="With --endpoint: how a query is sent; auto is get for short ones.",
)  # fmt: skip
@online_options
@endpoint_options(timeout_s=60)
@click.pass_context
def query_command(
    context: click.Context, /, *, arguments: tuple[str, ...], expression: str | None, endpoint: str | None,
    source_format: str | None, exit_code: bool, limit: int | None, **options: Any,
) -> None:  # fmt: skip
    """Ask DATA a question: a named query, a file of SPARQL 1.1, or a query given with -e.

    DATA are timeline files, RDF files, folders of them, or one store folder. A query of - is the standard input;
    DATA of - is too, with --from. Rows come as a table on a terminal and as csv elsewhere, statements as turtle.
    Formats: table, markdown, html, csv, tsv, json, xml; turtle, ntriples, nquads, trig, jsonld, rdfxml.

    Views: timeline wants a column of dates, bars a label and numbers, graph two columns of things, map coordinates;
    records takes any rows. On a terminal, and with -f html, auto takes the view that the query declares in its head
    (#defaultView:Timeline, as for the Wikidata Query Service), else the one that the rows suggest. Other formats, files
    and pipes get no view by auto, so that scripts always read the same.

    No query opens a file or any address but that of --endpoint: SERVICE is refused, and FROM names graphs of DATA.
    With --online, SERVICE may call the hosts of --allow-host: dateline asks them itself, about the rows at hand.
    The named queries wikidata and dbpedia need that, or an extract of Wikidata or DBpedia beside DATA.

    The exit code is 1 when the data have errors, and 3 when an endpoint cut its answer or failed; either is told, and
    the answer is given all the same where there is one.
    """
    asked, data = _question(arguments, expression)
    asked = asked if limit is None else asked.first(limit)
    may_call = calling(
        context, **{name: options.pop(name) for name in ("online", "hosts")}, timeout_s=options["timeout_s"]
    )
    showing = Showing(**{name: options.pop(name) for name in ("form", "view", "output")})
    values = options.pop("values")
    if endpoint is None:
        with _opened_data(data, source_format) as (store, diagnostics):
            false = _answer(asked, store, values, showing=showing, may_call=may_call)
        code = _limits(may_call.notices)
        code = code or (1 if any(diagnostic.severity == "error" for diagnostic in diagnostics) else 0)
    elif data or source_format:
        raise click.UsageError("Give DATA or --endpoint, not both.")
    else:
        with _opened_endpoint(endpoint, **options) as remote:
            false = _answer(asked, remote, values, showing=showing, may_call=may_call)
        code = _limits([*remote.notices, *may_call.notices])
    if limit is not None:
        click.echo(f"dateline: asked for the first {limit:,} only (--limit).", err=True)
    context.exit(code or (1 if false and exit_code else 0))


@contextmanager
def _opened_data(data: tuple[str, ...], source_format: str | None) -> Iterator[tuple[Askable, tuple[Diagnostic, ...]]]:
    """Open the data and show what is wrong with them."""
    from dateline.build import open_data

    if not data:
        raise click.UsageError("Name the data to ask: timeline files, RDF files, folders, a store, or an --endpoint.")
    with open_data(data, format=source_format) as opened:
        for diagnostic in opened.diagnostics:
            click.echo(str(diagnostic), err=True)
        yield opened.store, opened.diagnostics


def _opened_endpoint(url: str, *, default_graph: str | None, method: str, **login: Any) -> Endpoint:
    from dateline.store.remote import Endpoint

    return Endpoint(connection(url, **login), default_graph=default_graph, method=method)


def _limits(notices: list[str]) -> int:
    """Tell what the endpoint kept back, and return the exit code for it."""
    for notice in dict.fromkeys(notices):
        click.echo(f"dateline: {notice}", err=True)
    return OUTSIDE if notices else 0


def _answer(asked: NamedQuery, store: Askable, values: dict[str, str], *, showing: Showing, may_call: Calling) -> bool:
    """Write the answer; return whether it is the word `false`."""
    from dateline.queries import names_in
    from dateline.store import Truth

    text = asked.bind(values, names_in(store), online=may_call.online)
    answer = may_call.ask(store, asked, text)
    show(answer, asked, store, showing)
    return isinstance(answer, Truth) and not answer


def _question(arguments: tuple[str, ...], expression: str | None) -> tuple[NamedQuery, tuple[str, ...]]:
    """Return the query and what is left as data."""
    from dateline.queries import load_query, parse_query

    if expression is not None:
        asked, data = parse_query(expression, "-e"), arguments
    elif not arguments:
        raise click.UsageError("Name a query, a file with one, or give one with -e. `--list` shows the named queries.")
    elif arguments[0] == STREAM or arguments[0].endswith((".rq", ".sparql")):
        asked, data = parse_query(_read(arguments[0]), arguments[0]), arguments[1:]
    else:
        asked, data = load_query(arguments[0]), arguments[1:]
    return asked, data


def _read(path: str) -> str:
    from dateline.errors import InputError

    try:
        return sys.stdin.read() if path == STREAM else Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(path, f"the query cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(path, "the query is not UTF-8 text. Save it as UTF-8.") from error


def _catalog() -> str:
    from dateline.queries import load_query, query_names

    lines: list[str] = []
    for name in query_names():
        asked = load_query(name)
        lines.append(f"{name:<12} {asked.title}")
        for parameter in asked.parameters:
            kind = f"{parameter.name}={parameter.default}"
            lines.append(f"{'':<12}   -p {kind:<16} ({parameter.kind}) {parameter.meaning}")
        if asked.online_text:
            lines.append(f"{'':<12}   needs --online and --allow-host, or an extract beside DATA")
    return "\n".join(lines) + "\n"
