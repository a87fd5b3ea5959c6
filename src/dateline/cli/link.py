"""The command `dateline link`: what the actors and places of a timeline are in open-data graphs.

Options, one call of the library, a table of what was found, and the exit code. The clock is read here, so that
nothing below depends on today.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dateline.cli.data import show
from dateline.cli.endpoint import connection, endpoint_options

if TYPE_CHECKING:
    from dateline.link import Linked, Provider
    from dateline.link.lookup import Lookup
    from dateline.link.reconcile import Reconciliation

OFFLINE, SPARQL = "offline", "sparql:"
_KINDS = ("person", "organization", "state", "group", "place")


@click.command("link")
@click.argument("timeline", type=click.Path(path_type=Path), metavar="TIMELINE")
@click.option(
    "--provider", "providers", multiple=True, default=(OFFLINE,), show_default=True, metavar="offline|URL|sparql:URL",
    help="Who is asked: what comes with dateline, a reconciliation service, or a SPARQL endpoint. Repeatable.",
)  # fmt: skip
@click.option(
    "--type", "types", multiple=True, metavar="KIND=TYPE",
    help=f"What a service calls a kind ({', '.join(_KINDS)}): an id, for SPARQL an IRI or short form. Repeatable.",
)  # fmt: skip
@click.option(
    "--type-property", default="rdf:type", show_default=True, metavar="IRI",
    help="Property by which a SPARQL endpoint leads to types; wdt:P31 is http://www.wikidata.org/prop/direct/P31.",
)  # fmt: skip
@click.option(
    "--language", "languages", multiple=True, default=("en",), show_default=True, metavar="TAG",
    help="Language of labels at a SPARQL endpoint, besides none. Repeatable.",
)  # fmt: skip
@click.option("--cache", metavar="FOLDER", help="Where answers are kept. Default: .dateline-cache beside TIMELINE.")
@click.option("--refresh", is_flag=True, help="Ask again, although answers are kept.")
@click.option("--graph", metavar="FILE", help="Write the links that count as Turtle, with where they come from.")
@click.option("--from", "format", metavar="FORMAT", help="Format of TIMELINE. Default: by its suffix.")
@endpoint_options(30.0)
@click.pass_context
def link_command(
    context: click.Context, /, timeline: Path, *, providers: tuple[str, ...], graph: str | None, **options: Any
) -> None:
    """Find the actors and places of TIMELINE in open-data graphs, and keep the links beside it for review.

    Candidates go to TIMELINE's .links.yaml. One that fits in everything is accepted by itself; the others wait until
    you write accepted, close or rejected. What you decided is never changed. Accepted links belong to the timeline
    from then on: every other command reads them.
    """
    from dateline.atomic import atomic_file
    from dateline.link import link_timeline

    _keep_secrets_apart(providers, options)
    format_, asked = options.pop("format"), [_provider(name, timeline, options) for name in providers]
    linked = link_timeline(timeline, asked, today=date.today().isoformat(), format=format_)
    faulty = show(linked.diagnostics)
    for notice in (notice for one in asked for notice in getattr(one, "notices", ())):
        click.echo(notice, err=True)
    if faulty:
        click.echo("Nothing was linked, because the data has errors.", err=True)
        context.exit(1)
    _report(linked)
    if graph:
        with atomic_file(Path(graph)) as stream:
            stream.write(linked.turtle())


def _keep_secrets_apart(providers: Sequence[str], options: dict[str, Any]) -> None:
    """Refuse to show one service's password or token to another."""
    secrets = any(options[name] for name in ("user", "token_env", "token_file"))
    if secrets and len([name for name in providers if name != OFFLINE]) > 1:
        raise click.UsageError("Ask one service at a time when you give a user or a token, so that no other sees it.")


def _provider(name: str, timeline: Path, options: dict[str, Any]) -> Provider:
    """The provider of a name, with the options that are for it."""
    from dateline.link import Offline

    return Offline() if name == OFFLINE else _service(name, timeline, **options)


def _service(
    name: str, timeline: Path, *, types: Sequence[str], type_property: str, languages: tuple[str, ...],
    cache: str | None, refresh: bool, **access: Any,
) -> Reconciliation | Lookup:  # fmt: skip
    from dateline.link.cache import Cache
    from dateline.link.lookup import Lookup
    from dateline.link.reconcile import Reconciliation
    from dateline.store.remote import Endpoint
    from dateline.vocab import expand

    if not name.removeprefix(SPARQL).startswith(("http://", "https://")):
        raise click.UsageError(f"{name!r} is no provider: write {OFFLINE}, a web address, or {SPARQL} and an address.")
    kept = Cache(Path(cache) if cache else timeline.parent / ".dateline-cache", is_fresh=refresh)
    given = _types(types)
    if not name.startswith(SPARQL):
        return Reconciliation(connection(name, **access), kept, given)
    iris = {kind: expand(text) or text for kind, text in given.items()}
    endpoint = Endpoint(connection(name.removeprefix(SPARQL), **access))
    leads = expand(type_property) or type_property
    return Lookup(endpoint, kept, types=iris, languages=languages, type_property=leads)


def _types(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        kind, equals, text = pair.partition("=")
        if not equals or not text or kind not in _KINDS:
            known = ", ".join(_KINDS)
            raise click.UsageError(f"--type {pair!r} is not of the form KIND=TYPE, where KIND is one of {known}.")
        found[kind] = text
    return found


def _report(linked: Linked) -> None:
    """Print the links, and on the standard error what is left to do."""
    from dateline.export.grid import table
    from dateline.readers.links_file import short

    heads = ("name", "entry", "label", "score", "decision")
    rows = [
        (linked.names.get(one.entity, one.entity), short(one.entry), one.label, f"{one.score:.2f}", one.decision)
        for one in linked.links
    ]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if rows:
        click.echo(table(heads, rows, width=width, numbers=("score",)), nl=False)
    count = sum(one.counts for one in linked.links)
    left = len({one.entity for one in linked.links if one.decision == "open"})
    state = "holds" if linked.is_written else "is unchanged and holds"
    click.echo(f"{linked.path} {state} {_counted(count, 'link')} that count{'s' if count == 1 else ''}.", err=True)
    if left:
        names = f"{_counted(left, 'name')} still {'has' if left == 1 else 'have'}"
        click.echo(f"{names} candidates to decide on: write accepted, close or rejected there.", err=True)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
