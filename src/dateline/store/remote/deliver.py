"""Loading into an endpoint, graph by graph: by Graph Store Protocol or by SPARQL Update, and what came of it.

A graph that goes in one request is loaded whole or not at all. By Update a larger one is, too: its parts pile up in a
graph of their own, which one last request moves into place. By Graph Store Protocol a larger graph grows part by
part; when that breaks, the account says how far it came. Sources: SPARQL 1.1 Graph Store HTTP Protocol, 5.3 to 5.5;
SPARQL 1.1 Update, 3.1.1 and 3.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dateline.errors import EndpointRefused, OutsideError, UsageError
from dateline.store.remote.batches import GraphLoad, Part, digest
from dateline.store.remote.connection import Connection, Request
from dateline.store.remote.endpoint import checked_iri
from dateline.store.remote.journal import Journal

STAGING = "urn:dateline:load:"
GRAPH_STORE_SIZE = 50_000
UPDATE_SIZE = 1_000
"""Virtuoso's parser gives up near 4,990 statements in one INSERT DATA, however short they are."""

_ESCAPE = re.compile(r"\\(?:\\([uU])?|[^\\])")

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How to load: by Graph Store Protocol or by Update, adding or replacing, in parts of how many statements.

    `default_graph` takes what is in no named graph; `resume` is the file of the account.

    Raises:
        UsageError: the default graph is not named by an IRI.
    """

    by_update: bool = False
    replace: bool = False
    size: int | None = None
    default_graph: str | None = None
    resume: Path | None = None

    def __post_init__(self) -> None:
        if self.default_graph is not None:
            checked_iri(self.default_graph)

    @property
    def part_size(self) -> int:
        """The number of statements that are sent together."""
        return self.size or (UPDATE_SIZE if self.by_update else GRAPH_STORE_SIZE)


def deliver(
    connection: Connection, loads: Sequence[GraphLoad], how: Delivery, *, on_progress: Progress | None = None
) -> int:
    """Load every graph and return the number of statements sent; those that an account has are not sent again.

    `on_progress` is told the number of statements each time that some are in place.

    Raises:
        UsageError: the account is about another load, or the data have blank nodes and cannot be taken up again.
        OutsideError: the endpoint failed; the message says what is loaded and what is not.
    """
    load = _Load(connection, loads, how, on_progress)
    with load.accounted():
        return sum(load.graph(one) for one in loads)


class _Load:
    """One run: what it sends, and how far it has come."""

    def __init__(
        self, connection: Connection, loads: Sequence[GraphLoad], how: Delivery, on_progress: Progress | None
    ) -> None:
        self._connection = connection
        self._loads = loads
        self._how = how
        self._on_progress = on_progress
        self._digest = digest(loads)
        self._current: GraphLoad | None = None
        self._journal = self._opened_journal()

    def _opened_journal(self) -> Journal:
        if self._how.resume and any(load.has_blank_nodes for load in self._loads):
            raise UsageError(
                "The data have blank nodes, so that a load of them cannot be taken up. Leave out --resume."
            )
        subject: dict[str, str | int | bool] = {
            "endpoint": self._connection.location, "data": self._digest, "by update": self._how.by_update,
            "replace": self._how.replace,
        }  # fmt: skip
        return Journal(subject, self._how.resume)

    def graph(self, load: GraphLoad) -> int:
        """Load one graph from where the account says it stands; return the number of statements sent."""
        send = self._by_update if self._how.by_update else self._by_graph_store
        self._current = load
        sent = 0
        for number, part in enumerate(load.parts):
            if number >= self._journal.done(load.name):
                send(load, number)
                self._journal.record(load.name, number + 1)
                sent += len(part)
            if self._on_progress:
                self._on_progress(len(part))
        return sent

    def _by_graph_store(self, load: GraphLoad, number: int) -> None:
        query = "default" if load.graph is None else f"graph={quote(load.graph, safe='')}"
        address = f"{self._connection.location}{'&' if '?' in self._connection.location else '?'}{query}"
        method = "PUT" if self._how.replace and number == 0 else "POST"
        body = _text(load.parts[number]).encode()
        self._connection.send(Request(method, address, {"Content-Type": "application/n-triples"}, body=body))

    def _by_update(self, load: GraphLoad, number: int) -> None:
        target = "DEFAULT" if load.graph is None else f"GRAPH <{load.graph}>"
        last = number == len(load.parts) - 1
        if last and number == 0:
            cleared = [f"DROP SILENT {target}"] if self._how.replace else []
            self._update(*cleared, _insert(load.graph, load.parts[0]))
            return
        staging = self._staging(load)
        self._update(_insert(staging, load.parts[number]))
        if last:
            # Whether a move that is not confirmed took place is unknown; only a load from the start is then sure.
            self._journal.record(load.name, 0)
            verb = "MOVE" if self._how.replace else "ADD"
            self._update(f"{verb} GRAPH <{staging}> TO {target}", f"DROP SILENT GRAPH <{staging}>")

    def _update(self, *operations: str) -> None:
        form = {"update": " ;\n".join(operations)}
        self._connection.send(Request("POST", self._connection.location, {"Accept": "*/*"}, form=form))

    def _staging(self, load: GraphLoad) -> str:
        return f"{STAGING}{self._digest[:16]}:{self._loads.index(load)}"

    @contextmanager
    def accounted(self) -> Iterator[None]:
        """Add to a failure what is loaded and what is not."""
        try:
            yield
        except KeyboardInterrupt:
            raise OutsideError(self._connection.location, f"interrupted. {self._account()}") from None
        except OutsideError as error:
            status = error.status if isinstance(error, EndpointRefused) else 0
            told = self._account(may_lack_default_graph=status == 400 or status >= 500)
            raise OutsideError(error.location, f"{error.reason} {told}") from error

    def _account(self, *, may_lack_default_graph: bool = False) -> str:
        whole = [load for load in self._loads if self._journal.done(load.name) == len(load.parts)]
        stopped = self._current if self._current and self._current not in whole else None
        told = []
        if may_lack_default_graph and stopped and stopped.graph is None and not self._journal.done(stopped.name):
            told.append("A store without a default graph, such as Virtuoso, needs --default-graph IRI.")
        if not whole and not (stopped and len(stopped.parts) > 1):
            return " ".join([*told, "Nothing was loaded."])
        told.append(f"Loaded whole: {len(whole)} of {len(self._loads)} graph{'' if len(self._loads) == 1 else 's'}.")
        if stopped and len(stopped.parts) > 1:
            told.append(self._told_of_part(stopped))
        return " ".join([*told, self._next_step()])

    def _next_step(self) -> str:
        if self._how.resume:
            return "Run the same command again to go on from there."
        if any(load.has_blank_nodes for load in self._loads):
            return "Blank nodes that are loaded again are there twice: clear the graphs first."
        return "Run the same command again: what is there already is not doubled."

    def _told_of_part(self, load: GraphLoad) -> str:
        count = sum(len(part) for part in load.parts[: self._journal.done(load.name)])
        if not self._how.by_update:
            return f"In part: {load.name}, {count:,} of {load.count:,} statements, and perhaps the part sent last."
        if not self._how.resume:
            with suppress(OutsideError):
                self._update(f"DROP SILENT GRAPH <{self._staging(load)}>")
                return f"Nothing of {load.name} is in place."
        return f"Nothing of {load.name} is in place; what was sent waits in <{self._staging(load)}>."


def _insert(graph: str | None, part: Part) -> str:
    """Return the operation that adds statements; N-Triples stand in SPARQL as they are, but for one thing.

    Engines differ in whether a backslash, escaped, can begin a codepoint escape with the `u` after it. Where that
    letter is written as an escape itself, all of them read the same.
    """
    statements = _ESCAPE.sub(lambda found: f"\\\\\\u{ord(found[1]):04X}" if found[1] else found[0], _text(part))
    inner = statements if graph is None else f"GRAPH <{graph}> {{\n{statements}}}\n"
    return f"INSERT DATA {{\n{inner}}}"


def _text(part: Part) -> str:
    return "".join(f"{line}\n" for line in part)
