"""How `dateline query` asks: within the data, or with calls of hosts that the caller allows.

Hosts come from the command line or from the environment. Without `--online` nothing is called, and a query that would
is refused with the words that allow it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dateline.queries import NamedQuery
    from dateline.store import Answer, Askable

F = TypeVar("F", bound=Callable[..., Any])
HOSTS = "DATELINE_ALLOW_HOSTS"


def online_options(command: F) -> F:
    """Add the options that say whom a query may call."""
    for option in (
        click.option("--allow-host", "hosts", multiple=True, metavar="HOST[:PORT]", envvar=HOSTS,
                     help=f"With --online: a host that may be called. Repeatable; or in {HOSTS}, with blanks between."),
        click.option("--online", is_flag=True,
                     help="Let SERVICE call the hosts of --allow-host, and no others."),
    ):  # fmt: skip
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Calling:
    """Whom a query may call; `notices` tell what is missing from answers."""

    online: bool
    hosts: tuple[str, ...]
    timeout_s: float
    notices: list[str] = field(default_factory=list)

    def ask(self, store: Askable, asked: NamedQuery, text: str) -> Answer:
        """Answer the text of a query.

        Raises:
            QueryRefused: it would call a host that is not allowed.
        """
        from dateline.store import Store

        if self.online:
            return self._reached(store, text)
        if asked.online_text and isinstance(store, Store):
            # An extract of the other graph may stand in any graph of the store.
            return store.query(text, default_graph_union=True)
        return _within(store, text)

    def _reached(self, store: Askable, text: str) -> Answer:
        from dateline.cli.endpoint import waiting_connection
        from dateline.store.remote import Online

        online = Online(store, self.hosts, lambda address: waiting_connection(address, self.timeout_s))
        try:
            return online.query(text)
        finally:
            self.notices.extend(online.notices)


def calling(context: click.Context, *, online: bool, hosts: tuple[str, ...], timeout_s: float) -> Calling:
    """Return whom a query may call, from the values of the options."""
    source = context.get_parameter_source("hosts")
    if hosts and not online and source is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("--allow-host is for --online, which lets a query call that host.")
    return Calling(online, hosts, timeout_s)


def _within(store: Askable, text: str) -> Answer:
    from dateline.errors import QueryRefused
    from dateline.store.groups import calls, groups_of

    try:
        return store.query(text)
    except QueryRefused as error:
        if not any(True for _ in calls(groups_of(text))):
            raise
        raise QueryRefused(f"{error} Or let the query call that host, with --online --allow-host HOST.") from error
