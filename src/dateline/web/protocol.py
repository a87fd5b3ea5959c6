"""From an HTTP request to a job: the SPARQL 1.1 Protocol and the reading half of the Graph Store Protocol.

Follows https://www.w3.org/TR/sparql11-protocol/#protocol and https://www.w3.org/TR/sparql11-http-rdf-update/. Pure
functions of what the request says; they know neither sockets nor stores.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from dateline.errors import RequestRefused
from dateline.web.jobs import Ask, Change, DescribeService, ReadGraph

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
MAX_PARAMETERS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says; `content_type` is the header as it came."""

    method: str
    address: str
    query_string: str
    accept: str = ""
    content_type: str = ""
    body: bytes = b""


Parameters = dict[str, list[str]]


def sparql_job(asked: Asked, *, updates: bool) -> Ask | Change | DescribeService:
    """Return the job of a request to the endpoint.

    Raises:
        RequestRefused: the request is not one of the protocol.
    """
    parameters = parameters_of(asked.query_string)
    if asked.method != "POST":
        if "update" in parameters:
            raise RequestRefused("bad-request", "An update changes data and must be sent by POST.")
        if "query" not in parameters:
            return DescribeService(asked.address, asked.accept, updates)
        return _query(_single(parameters, "query"), parameters, asked)
    kind = _media_type(asked)
    text = _decoded(asked.body)
    if kind == FORM:
        return _form_job(_merged(parameters, parameters_of(text)), asked)
    if "query" in parameters or "update" in parameters:
        said = f"The body is the query itself ({kind}), so the address must not have one, too. Leave one of them out."
        raise RequestRefused("bad-request", said)
    if kind == QUERY:
        return _query(text, parameters, asked)
    return _update(text, parameters)


def graph_job(asked: Asked) -> ReadGraph:
    """Return the job of a request for a graph, which `?default` or `?graph=IRI` names.

    Raises:
        RequestRefused: none or several graphs are named.
    """
    parameters = parameters_of(asked.query_string)
    named = [name for name in ("default", "graph") if name in parameters]
    if len(named) != 1:
        said = "Say which graph is meant: ?default for the default graph, or ?graph=IRI for a named one."
        raise RequestRefused("bad-request", said)
    graph = None if named == ["default"] else _single(parameters, "graph")
    return ReadGraph(graph, asked.accept)


def parameters_of(text: str) -> Parameters:
    """Return the parameters of a query string or form.

    Raises:
        RequestRefused: they are not UTF-8, or too many.
    """
    found: Parameters = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except UnicodeDecodeError as error:
        raise RequestRefused("bad-request", "The parameters are not UTF-8 text. Encode them as UTF-8.") from error
    except ValueError as error:
        said = f"The request has more than {MAX_PARAMETERS:,} parameters. Send fewer."
        raise RequestRefused("bad-request", said) from error
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _form_job(parameters: Parameters, asked: Asked) -> Ask | Change:
    if "query" in parameters and "update" in parameters:
        raise RequestRefused("bad-request", "The form has a query and an update. Send them one by one.")
    if "update" in parameters:
        return _update(_single(parameters, "update"), parameters)
    return _query(_single(parameters, "query"), parameters, asked)


def _query(text: str, parameters: Parameters, asked: Asked) -> Ask:
    default, named = parameters.get("default-graph-uri"), parameters.get("named-graph-uri")
    return Ask(
        text,
        asked.accept,
        _single(parameters, "format") if "format" in parameters else "",
        None if default is None else tuple(default),
        None if named is None else tuple(named),
    )


def _update(text: str, parameters: Parameters) -> Change:
    for name in ("using-graph-uri", "using-named-graph-uri"):
        if name in parameters:
            said = f"{name} is not taken here. Write USING or USING NAMED into the update."
            raise RequestRefused("bad-parameter", said)
    return Change(text)


def _single(parameters: Parameters, name: str) -> str:
    given = parameters.get(name, [])
    if len(given) != 1:
        said = f"The request needs one parameter {name!r} and has {len(given) or 'none'}."
        raise RequestRefused("bad-request", said)
    return given[0]


def _merged(one: Parameters, other: Parameters) -> Parameters:
    return {name: one.get(name, []) + other.get(name, []) for name in {**one, **other}}


def _media_type(asked: Asked) -> str:
    kind, *parameters = (part.strip().lower() for part in asked.content_type.split(";"))
    if kind not in (FORM, QUERY, UPDATE):
        said = f"A query is sent as {QUERY} or {FORM}, and this came as {kind or 'nothing named'}. Set Content-Type."
        raise RequestRefused("unsupported-media-type", said)
    charsets = [part.partition("=")[2].strip('"') for part in parameters if part.startswith("charset=")]
    if any(charset not in ("utf-8", "utf8", "us-ascii") for charset in charsets):
        raise RequestRefused("unsupported-media-type", f"The text is sent as {charsets[0]}. Send it as UTF-8.")
    return kind


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestRefused("bad-request", "The body is not UTF-8 text. Encode it as UTF-8.") from error
