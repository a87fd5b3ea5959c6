"""From the reply of a worker to the response of HTTP."""

from __future__ import annotations

import logging
import os
from contextlib import suppress

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from dateline.web.jobs import Reply, refusal
from dateline.web.problems import Problem

LOG = logging.getLogger("dateline.web")


def response(reply: Reply) -> Response:
    """Return the response for a reply; what the operator should know goes to the log."""
    if reply.note:
        LOG.error("%s", reply.note)
    kind = _with_charset(reply.media_type)
    if reply.file is None:
        return Response(
            reply.body, reply.status, headers=reply.headers, media_type=None if reply.status == 204 else kind
        )
    cleared = BackgroundTask(remove, reply.file)
    return FileResponse(reply.file, reply.status, headers=reply.headers, media_type=kind, background=cleared)


def problem_response(problem: Problem) -> Response:
    """Return the response that tells a problem."""
    return response(refusal(problem))


def remove(path: str) -> None:
    """Remove the file of an answer that was sent."""
    with suppress(OSError):
        os.unlink(path)


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
