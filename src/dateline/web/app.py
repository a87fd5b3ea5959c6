"""The front: routes of the server, each of which makes a job of a request and sends what the worker replies.

`application` gives the whole as an ASGI application, to be run by `dateline.web.server` or by a test.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dateline import resources
from dateline.errors import DatelineError, OutsideError, RequestRefused
from dateline.store import SYNTAXES
from dateline.web.addresses import suffix_of
from dateline.web.description import DESCRIPTION
from dateline.web.guards import EDITOR_CSP, Guard, body_of
from dateline.web.jobs import (
    Bind,
    Change,
    DescribeData,
    DescribeService,
    Find,
    Job,
    Reply,
    ShowList,
    ShowThing,
    refusal,
)
from dateline.web.negotiation import preferred
from dateline.web.pages.make import trouble_page
from dateline.web.pool import Lane, Pool
from dateline.web.problems import MEDIA_TYPE, Problem, problem_of
from dateline.web.protocol import Asked, graph_job, parameters_of, sparql_job
from dateline.web.replies import problem_response, response
from dateline.web.settings import Settings

READ = ["GET", "HEAD"]
HTML = "text/html"
_YEAR = re.compile(r"-?[0-9]{1,6}")
MOST_PAGES = 1_000_000
GONE = 499
"""The status of an answer that nobody waits for any more; it is never sent."""


@dataclass(frozen=True, slots=True)
class Site:
    """What every route needs: the workers and the settings."""

    pool: Pool
    settings: Settings


def application(location: str, settings: Settings) -> Starlette:
    """Return the server of the store at a location; its workers start and end with it."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            async with Pool(location, settings) as pool:
                app.state.site = Site(pool, settings)
                yield
        except OutsideError as error:
            app.state.failure = error
            raise

    middleware = [Middleware(Guard, settings=settings)]
    if settings.origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=settings.origins,
                allow_methods=["GET", "POST", "HEAD"],
                allow_headers=["Accept", "Content-Type"],
                max_age=600,
            )
        )
    return Starlette(
        routes=routes(),
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={HTTPException: _unrouted, DatelineError: _refused, Exception: _refused},
    )


def routes() -> list[BaseRoute]:
    """Return all routes of the server."""
    return [
        Route("/sparql", sparql, methods=[*READ, "POST"]),
        Route("/sparql/", sparql, methods=[*READ, "POST"]),
        Route("/graphs", graphs, methods=READ),
        Route(DESCRIPTION, described, methods=READ),
        Route("/", start, methods=READ),
        *(Route(f"/{name}", listed, methods=READ) for name in ("actors", "places", "sources", "terms", "query")),
        Route("/queries/{name}", bound, methods=READ),
        Route("/page", page, methods=READ),
        Route("/page/{path:path}", page, methods=READ),
        Route("/rdf", data, methods=READ),
        Route("/rdf/{path:path}", data, methods=READ),
        Route("/static/colors.css", colors, methods=READ),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        Route("/{path:path}", thing, methods=READ),
    ]


async def colors(_: Request) -> Response:
    """Give the colors that the pages share with those of answers."""
    return Response(resources.text("views/colors.css"), media_type="text/css")


async def sparql(request: Request) -> Response:
    """Answer the SPARQL Protocol."""
    site = _site(request)
    asked = await _asked(request, site.settings)
    job = sparql_job(asked, updates=site.settings.token is not None)
    if isinstance(job, Change):
        _authorize(request, site.settings)
        return response(await site.pool.change(job))
    if isinstance(job, DescribeService) and preferred(asked.accept, ["text/turtle", HTML]) == HTML:
        return Response(status_code=303, headers={"Location": "/query", "Vary": "Accept"})
    return await _answered(request, job, Lane.QUERIES)


async def graphs(request: Request) -> Response:
    """Answer the reading half of the Graph Store Protocol."""
    job = graph_job(await _asked(request, _site(request).settings))
    return await _answered(request, job, Lane.QUERIES)


async def described(request: Request) -> Response:
    """Say what the data is that is served here, to programs in RDF and to people by the start page."""
    if preferred(_accept(request), ["text/turtle", HTML]) == HTML:
        return Response(status_code=303, headers={"Location": "/", "Vary": "Accept"})
    address = f"{request.url.scheme}://{request.url.netloc}/"
    return await _answered(request, DescribeData(address, _accept(request)), Lane.QUERIES)


async def start(request: Request) -> Response:
    """Show the start page."""
    year = request.query_params.get("year", "")
    if year and not _YEAR.fullmatch(year):
        raise RequestRefused("bad-parameter", f"{year[:20]!r} is not a year. Write it in digits.")
    return await _answered(request, ShowList("home", _page_number(request), year), Lane.PAGES)


async def listed(request: Request) -> Response:
    """Show a list, or the query page."""
    name = request.url.path.strip("/")
    shown = await _answered(request, ShowList(name, _page_number(request)), Lane.PAGES)
    if name == "query":
        # The editor sets the places of its parts in `style` attributes.
        shown.headers["Content-Security-Policy"] = EDITOR_CSP
    return shown


async def bound(request: Request) -> Response:
    """Return the text of a named query with the values of the request."""
    values = {name: given[-1] for name, given in parameters_of(_query_string(request)).items()}
    return await _answered(request, Bind(request.path_params["name"], tuple(values.items())), Lane.PAGES)


async def thing(request: Request) -> Response:
    """Send the client from a thing to its page or data."""
    path, iri = _named(request, "/")
    if path == "thing" and iri:
        path = ""
    else:
        iri = ""
    return await _answered(request, Find(path, iri, _accept(request)), Lane.PAGES)


async def page(request: Request) -> Response:
    """Show the page of a thing."""
    path, iri = _named(request, "/page/")
    return await _answered(request, ShowThing(path, "" if path else iri), Lane.PAGES)


async def data(request: Request) -> Response:
    """Return what is said about a thing, in the syntax that the suffix of the path or `format` names."""
    path, iri = _named(request, "/rdf/")
    local, suffix = suffix_of(path, [suffix for syntax in SYNTAXES for suffix in syntax.suffixes])
    syntax = suffix or request.query_params.get("format", "") or "turtle"
    return await _answered(request, ShowThing(local, "" if local else iri, syntax), Lane.PAGES)


def _named(request: Request, prefix: str) -> tuple[str, str]:
    """Return the path behind a prefix as it was sent, and the IRI that the request names beside it."""
    raw = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.decode("latin-1").partition("?")[0]
    return path.removeprefix(prefix.rstrip("/")).lstrip("/"), request.query_params.get("iri", "")


def _page_number(request: Request) -> int:
    given = request.query_params.get("page", "1")
    if not given.isdecimal() or not 1 <= int(given[:9]) <= MOST_PAGES:
        raise RequestRefused("bad-parameter", f"There is no page {given[:20]!r}. Pages are numbered from 1.")
    return int(given)


def _query_string(request: Request) -> str:
    return str(request.scope["query_string"].decode("latin-1"))


def _accept(request: Request) -> str:
    return ", ".join(request.headers.getlist("accept"))


def _site(request: Request) -> Site:
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


async def _asked(request: Request, settings: Settings) -> Asked:
    url = request.url
    return Asked(
        request.method,
        f"{url.scheme}://{url.netloc}{url.path}",
        _query_string(request),
        _accept(request),
        request.headers.get("content-type", ""),
        await body_of(request, settings) if request.method == "POST" else b"",
    )


def _authorize(request: Request, settings: Settings) -> None:
    if settings.token is None:
        raise RequestRefused("read-only", "This server is for reading. Change the timeline and load it again.")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), settings.token.encode()):
        said = "An update needs the token of this server, as `Authorization: Bearer ...`."
        raise RequestRefused("not-authorized", said, headers={"WWW-Authenticate": "Bearer"})


async def _answered(request: Request, job: Job, lane: Lane) -> Response:
    """Return the response to a job; when the client goes away meanwhile, the job is ended."""
    working = asyncio.create_task(_site(request).pool.run(job, lane))
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            return Response(status_code=GONE)
        return response(_shown(await working, request))
    finally:
        leaving.cancel()
        _abandon(working)


def _shown(reply: Reply, request: Request) -> Reply:
    """Return a refusal as a page where a person asked for a page, and every other reply as it is."""
    is_service = request.url.path.startswith(("/sparql", "/graphs", "/queries"))
    if reply.media_type != MEDIA_TYPE or is_service or preferred(_accept(request), [MEDIA_TYPE, HTML]) != HTML:
        return reply
    told = json.loads(reply.body)
    page = trouble_page(reply.status, told["title"], told["detail"])
    return replace(reply, media_type=HTML, body=page.encode())


def _abandon(working: asyncio.Task[Reply]) -> None:
    """End a job whose answer nobody waits for."""
    if not working.done():
        working.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _unrouted(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        said = f"{request.method} is not taken here. This server is for reading: use GET."
        return problem_response(Problem("method-not-allowed", said, dict(error.headers or {})))
    return problem_response(Problem("not-found", "There is nothing at this address. The start page is /."))


async def _refused(request: Request, error: Exception) -> Response:
    return response(_shown(refusal(problem_of(error)), request))
