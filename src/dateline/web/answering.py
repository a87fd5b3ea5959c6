"""What a worker does with a job: ask the store, write the answer in the format that the client prefers.

Runs in a worker and touches nothing but its store, so that it can be ended at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import pyoxigraph as ox

from dateline.errors import DatelineError, RequestRefused
from dateline.export.results import FORMATS, AnswerFormat, answer_format, write_answer
from dateline.queries import load_query, names_in
from dateline.store import SYNTAXES, Answer, Rows, Statements, Store, Truth, graph_name, syntax_named
from dateline.web.description import describe_data, describe_service
from dateline.web.jobs import (
    Ask,
    Bind,
    Change,
    DescribeData,
    DescribeService,
    Find,
    Job,
    ReadGraph,
    Reply,
    ShowList,
    ShowThing,
    refusal,
)  # fmt: skip
from dateline.web.measured import Measured, counted, refuse_rows
from dateline.web.negotiation import must_accept
from dateline.web.pages.make import listing, page_of
from dateline.web.pages.parts import Room, room_of
from dateline.web.problems import problem_of
from dateline.web.settings import Limits
from dateline.web.things import document_of, known_iri

VARY = {"Vary": "Accept"}
HTML = "text/html"
_PREFERRED = ("json", "xml", "csv", "tsv", "table", "markdown", "turtle", "ntriples", "rdfxml", "jsonld")
_ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/x-turtle": "turtle",
}
_GRAPH_SYNTAXES = [syntax for syntax in SYNTAXES if syntax.name != "n3"]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a worker has at hand: its store, the limits of a request, and a folder for long answers."""

    store: Store
    limits: Limits
    spool: str

    @property
    def room(self) -> Room:
        """The room in which pages are made, the same for every job."""
        return _room(self.store)


@lru_cache(maxsize=1)
def _room(store: Store) -> Room:
    return room_of(store)


def answer(job: Job, desk: Desk) -> Reply:
    """Carry out a job; whatever goes wrong becomes a reply, but for a lack of memory, which ends the worker."""
    try:
        return _HANDLERS[type(job)](job, desk)
    except MemoryError:
        raise
    except Exception as error:
        return refusal(problem_of(error))


def _ask(job: Ask, desk: Desk) -> Reply:
    found = desk.store.query(job.text, default_graphs=job.default_graphs, named_graphs=job.named_graphs)
    chosen, media_type = _format_for(found, job)
    out = Measured(desk.limits, desk.spool)
    try:
        _write(found, chosen, out, desk.limits)
    except DatelineError:
        out.discard()
        raise
    body, file = out.finish()
    return Reply(200, media_type, body, file, dict(VARY))


def _write(found: Answer, chosen: AnswerFormat, out: Measured, limits: Limits) -> None:
    if isinstance(found, Statements):
        triples = cast("ox.QueryTriples", counted(found.triples, limits))
        write_answer(Statements(triples, found.location), chosen.name, cast(Any, out))
    elif isinstance(found, Rows) and chosen.name in ("table", "markdown"):
        solutions = cast("ox.QuerySolutions", counted(found.solutions, limits))
        write_answer(Rows(found.variables, solutions, found.location), chosen.name, cast(Any, out))
    else:
        write_answer(found, chosen.name, cast(Any, out))
        if isinstance(found, Rows):
            refuse_rows(out.content(), chosen.name, limits)


def _format_for(found: Answer, job: Ask) -> tuple[AnswerFormat, str]:
    """Return the format of an answer: the one that is named, else the one that the client prefers."""
    fitting = [known for known in FORMATS if _holds(known, found)]
    fitting.sort(key=lambda known: _PREFERRED.index(known.name) if known.name in _PREFERRED else len(_PREFERRED))
    if job.format:
        named = answer_format(job.format)
        return named, named.media_type
    offers = {known.media_type: known for known in fitting}
    by_name = {known.name: known for known in fitting}
    offers |= {alias: by_name[name] for alias, name in _ALIASES.items() if name in by_name}
    if isinstance(found, Statements):
        offers["application/json"] = by_name["jsonld"]
    media_type = must_accept(job.accept, list(offers))
    return offers[media_type], media_type


def _holds(known: AnswerFormat, found: Answer) -> bool:
    if isinstance(found, Rows):
        return known.rows is not None
    return (known.truth if isinstance(found, Truth) else known.statements) is not None


def _read_graph(job: ReadGraph, desk: Desk) -> Reply:
    engine = desk.store.engine
    name: ox.NamedNode | ox.DefaultGraph = ox.DefaultGraph() if job.graph is None else graph_name(job.graph)
    if isinstance(name, ox.NamedNode) and not engine.contains_named_graph(name):
        raise RequestRefused("not-found", f"There is no graph <{job.graph}> here. /sparql lists the graphs.")
    syntaxes = {syntax.media_type: syntax for syntax in _GRAPH_SYNTAXES}
    media_type = must_accept(job.accept, list(syntaxes))
    out = Measured(desk.limits, desk.spool)
    try:
        desk.store.dump_graph(cast(Any, out), syntaxes[media_type].name, name)
    except DatelineError:
        out.discard()
        raise
    body, file = out.finish()
    return Reply(200, media_type, body, file, dict(VARY))


def _describe(job: DescribeService, desk: Desk) -> Reply:
    syntaxes = {syntax.media_type: syntax for syntax in _GRAPH_SYNTAXES}
    media_type = must_accept(job.accept, list(syntaxes))
    body = describe_service(job, desk.store, syntaxes[media_type])
    return Reply(200, media_type, body, headers=dict(VARY))


def _describe_data(job: DescribeData, desk: Desk) -> Reply:
    syntaxes = {syntax.media_type: syntax for syntax in _GRAPH_SYNTAXES}
    media_type = must_accept(job.accept, list(syntaxes))
    return Reply(200, media_type, describe_data(job, desk.store, syntaxes[media_type]), headers=dict(VARY))


def _find(job: Find, desk: Desk) -> Reply:
    """Send a client from a thing to its page or its data, whichever it prefers (https://www.w3.org/TR/cooluris/)."""
    iri = _meant(job, desk)
    suffixes = {syntax.media_type: syntax.suffixes[0] for syntax in _GRAPH_SYNTAXES}
    chosen = must_accept(job.accept, [HTML, *suffixes])
    addresses = desk.room.addresses
    target = addresses.page(iri) if chosen == HTML else addresses.data(iri, suffixes[chosen])
    return Reply(303, "text/plain", f"{target}\n".encode(), headers={**VARY, "Location": target})


def _show_thing(job: ShowThing, desk: Desk) -> Reply:
    iri = _meant(job, desk)
    if not job.syntax:
        return Reply(200, HTML, page_of(desk.room, iri).encode())
    syntax = syntax_named(job.syntax)
    return Reply(200, syntax.media_type, document_of(desk.room, iri, syntax=syntax, limits=desk.limits))


def _meant(job: Find | ShowThing, desk: Desk) -> str:
    candidates = [job.iri] if job.iri else desk.room.addresses.candidates(job.path)
    found = known_iri(desk.room, candidates)
    if found is None:
        named = f"<{job.iri}>" if job.iri else f"/{job.path}"
        raise RequestRefused("not-found", f"There is nothing here named {named}. The start page / lists what there is.")
    return found


def _show_list(job: ShowList, desk: Desk) -> Reply:
    return Reply(200, HTML, listing(desk.room, job.name, job.page, job.year).encode())


def _bind(job: Bind, desk: Desk) -> Reply:
    asked = load_query(job.query)
    return Reply(200, "application/sparql-query", asked.bind(dict(job.values), names_in(desk.store)).encode())


def _change(job: Change, desk: Desk) -> Reply:
    desk.store.update(job.text)
    return Reply(204)


_HANDLERS: dict[type[Job], Callable[[Any, Desk], Reply]] = {
    Ask: _ask,
    ReadGraph: _read_graph,
    DescribeService: _describe,
    DescribeData: _describe_data,
    Change: _change,
    Find: _find,
    ShowThing: _show_thing,
    ShowList: _show_list,
    Bind: _bind,
}
