"""What a worker does with a job: ask the store, write the answer in the format that the client prefers.

Runs in a worker and touches nothing but its store, so that it can be ended at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pyoxigraph as ox

from dateline.errors import DatelineError, RequestRefused
from dateline.export.results import FORMATS, AnswerFormat, answer_format, write_answer
from dateline.store import SYNTAXES, Answer, Rows, Statements, Store, Truth, graph_name
from dateline.web.description import describe_service
from dateline.web.jobs import Ask, Change, DescribeService, Job, ReadGraph, Reply, refusal
from dateline.web.measured import Measured, counted, refuse_rows
from dateline.web.negotiation import must_accept
from dateline.web.problems import problem_of
from dateline.web.settings import Limits

VARY = {"Vary": "Accept"}
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
    """What a worker has at hand: its store and the limits of a request."""

    store: Store
    limits: Limits


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
    out = Measured(desk.limits)
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
    out = Measured(desk.limits)
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


def _change(job: Change, desk: Desk) -> Reply:
    desk.store.update(job.text)
    return Reply(204)


_HANDLERS: dict[type[Job], Callable[[Any, Desk], Reply]] = {
    Ask: _ask,
    ReadGraph: _read_graph,
    DescribeService: _describe,
    Change: _change,
}
