"""Queries that reach beyond their data: calls of SERVICE asked here, of hosts that the caller allows, and of no others.

The engine never sees a call: its rows are fetched over a connection of ours (no redirects, a name in every request,
patience with busy endpoints, a timeout) and put in its place, and what is left passes the guard as every query does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from urllib.parse import urlsplit

from dateline.errors import OutsideError, QueryRefused, UsageError
from dateline.store.answers import Answer, Askable, Rows, Term
from dateline.store.reaching import Call, addresses, first_call, values
from dateline.store.remote.connection import Connection
from dateline.store.remote.endpoint import Endpoint

BATCH = 50
"""Values that an endpoint is asked about at once."""
MOST_VALUES = 5_000
"""Values that an endpoint is asked about in all; the rest is left out and told."""
MOST_ROWS = 10_000
"""Rows that are taken from one call; the rest is left out and told."""

Connect = Callable[[str], Connection]


class Online:
    """Data that are asked as before, with calls of other endpoints answered by these.

    `notices` has a sentence for all that is missing from an answer, and why.
    """

    def __init__(self, store: Askable, hosts: Collection[str], connect: Connect) -> None:
        """Take what is asked, the hosts that may be called, and what makes a connection to an address.

        A host is a name or number as in an address, with its port where that is not the usual one.

        Raises:
            UsageError: a host is not written so.
        """
        self._store = store
        self._hosts = frozenset(map(_checked, hosts))
        self._connect = connect
        self.notices: list[str] = []

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query, its calls of SERVICE included.

        Raises:
            QueryRefused: it calls a host that is not allowed, or an address that comes from the data.
            OutsideError: an endpoint failed, and the call is not SILENT.
        """
        for address in addresses(text):
            self._refuse_strangers(address)
        while call := first_call(text):
            start, end = call.place
            text = f"{text[:start]}{self._rows_of(call)}{text[end:]}"
        return self._store.query(text)

    def _refuse_strangers(self, address: str) -> None:
        host = _host(address)
        if not host:
            raise QueryRefused(f"SERVICE <{address}> is not the address of an endpoint, such as https://host/sparql.")
        if host not in self._hosts:
            raise QueryRefused(
                f"SERVICE <{address}> would send parts of the query to {host}, which is not allowed. If you trust it, "
                f"add --allow-host {host}."
            )

    def _rows_of(self, call: Call) -> str:
        """Return what takes the place of a call."""
        try:
            with Endpoint(self._connect(call.address)) as endpoint:
                variables, rows = self._asked(call, endpoint)
                self.notices.extend(endpoint.notices)
        except OutsideError as error:
            if not call.is_silent:
                raise
            # As SPARQL has it: a silent call that fails is one row that says nothing.
            self.notices.append(f"{error} The call is SILENT, so the answer goes on without it.")
            return values((), [()])
        return values(variables, rows)

    def _asked(self, call: Call, endpoint: Endpoint) -> tuple[Sequence[str], list[Sequence[Term | None]]]:
        """Ask an endpoint, batch by batch; return its variables and rows."""
        variables: Sequence[str] = call.variables
        rows: list[Sequence[Term | None]] = []
        for batch in self._batches(call):
            answer = endpoint.query(call.asking(batch, limit=MOST_ROWS - len(rows) + 1))
            assert isinstance(answer, Rows)
            variables = answer.variables
            rows.extend(answer)
            if len(rows) > MOST_ROWS:
                self.notices.append(
                    f"{call.address} has more than {MOST_ROWS:,} rows for this call; only the first of them are used. "
                    "Ask for less."
                )
                return variables, rows[:MOST_ROWS]
        return variables, rows

    def _batches(self, call: Call) -> Iterator[list[Sequence[Term | None]]]:
        """Yield the values to ask about; one empty batch where nothing narrows the call, none where nothing fits."""
        if not call.variables:
            yield []
            return
        answer = self._store.query(call.seeking)
        assert isinstance(answer, Rows)
        sought = list(answer)
        if any(None in row for row in sought):
            # A variable that some rows do not bind narrows nothing.
            yield []
            return
        if len(sought) > MOST_VALUES:
            self.notices.append(
                f"{call.address} was asked about the first {MOST_VALUES:,} of {len(sought):,} values. Ask for less."
            )
        for start in range(0, min(len(sought), MOST_VALUES), BATCH):
            yield list(sought[start : min(start + BATCH, MOST_VALUES)])


def _host(address: str) -> str:
    """Return the host of an address as `--allow-host` has it: in lower case, with a port that is not the usual one."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        return ""
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    if usual is None or not host:
        return ""
    name = f"[{host}]" if ":" in host else host
    return name if port in (None, usual) else f"{name}:{port}"


def _checked(host: str) -> str:
    found = _host(f"https://{host.strip()}")
    if not found or set("/?#@") & set(host) or any(map(str.isspace, host.strip())):
        raise UsageError(f"{host!r} is not a host such as query.wikidata.org or localhost:7878.")
    return found
