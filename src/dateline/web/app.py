"""The front: routes of the server, each of which makes a job of a request and sends what the worker replies.

`application` gives the whole as an ASGI application, to be run by `dateline.web.server` or by a test.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dateline.errors import DatelineError, RequestRefused
from dateline.web.guards import Guard, body_of
from dateline.web.jobs import Change, Job, Reply
from dateline.web.pool import Lane, Pool
from dateline.web.problems import Problem, problem_of
from dateline.web.protocol import Asked, graph_job, sparql_job
from dateline.web.replies import problem_response, response
from dateline.web.settings import Settings

READ = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class Site:
    """What every route needs: the workers and the settings."""

    pool: Pool
    settings: Settings


def application(location: str, settings: Settings) -> Starlette:
    """Return the server of the store at a location; its workers start and end with it."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with Pool(location, settings.limits, queries=settings.workers) as pool:
            app.state.site = Site(pool, settings)
            yield

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
        exception_handlers={HTTPException: _unrouted, DatelineError: _refused, Exception: _failed},
    )


def routes() -> list[Route]:
    """Return all routes of the server."""
    return [
        Route("/sparql", sparql, methods=[*READ, "POST"]),
        Route("/sparql/", sparql, methods=[*READ, "POST"]),
        Route("/graphs", graphs, methods=READ),
    ]


async def sparql(request: Request) -> Response:
    """Answer the SPARQL Protocol."""
    site = _site(request)
    asked = await _asked(request, site.settings)
    job = sparql_job(asked, updates=site.settings.token is not None)
    if isinstance(job, Change):
        _authorize(request, site.settings)
        return response(await site.pool.change(job))
    return await _answered(request, job, Lane.QUERIES)


async def graphs(request: Request) -> Response:
    """Answer the reading half of the Graph Store Protocol."""
    job = graph_job(await _asked(request, _site(request).settings))
    return await _answered(request, job, Lane.QUERIES)


def _site(request: Request) -> Site:
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


async def _asked(request: Request, settings: Settings) -> Asked:
    url = request.url
    return Asked(
        request.method,
        f"{url.scheme}://{url.netloc}{url.path}",
        request.scope["query_string"].decode("latin-1"),
        ", ".join(request.headers.getlist("accept")),
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
            return Response(status_code=499)
        return response(await working)
    finally:
        leaving.cancel()
        _abandon(working)


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
    return problem_response(problem_of(error))


async def _failed(request: Request, error: Exception) -> Response:
    return problem_response(problem_of(error))
