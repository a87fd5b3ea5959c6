"""What stands before every route: who is addressed, how long a body may be, and what browsers are told.

Plain ASGI, so that nothing is read before it is known to be wanted.
"""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.errors import RequestRefused
from dateline.web.problems import problem_of
from dateline.web.replies import problem_response
from dateline.web.settings import Settings

BODY_S = 30.0
"""How long a client may take to send the body of a request."""

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What pages may load: nothing that is not ours, and nothing that stands in the page itself."""

EDITOR_CSP = CSP.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "img-src 'self' data:", "img-src 'self' data: blob:; font-src 'self' data:"
)
"""The same for the page with the editor, which styles its parts as it goes."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": CSP,
}


class Guard:
    """Refuses requests for other hosts, and gives every answer the headers that keep browsers safe."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = settings.known_hosts
        self._open = bool(settings.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    if not (self._open and name == "Cross-Origin-Resource-Policy"):
                        headers.setdefault(name, value)
            await send(message)

        host = _host(Headers(scope=scope).get("host", ""))
        if self._hosts is not None and host not in self._hosts:
            # A page elsewhere can let its own name point to this machine; its requests still carry that name.
            refused = RequestRefused("wrong-host", f"This server does not answer for {host!r}. Use localhost.")
            await problem_response(problem_of(refused))(scope, receive, sending)
            return
        await self._app(scope, receive, sending)


async def body_of(request: Request, settings: Settings) -> bytes:
    """Return the body of a request.

    Raises:
        RequestRefused: it is too long, too slow or compressed.
    """
    limit = settings.limits.body_kb * 1024
    said = f"The request is longer than {settings.limits.body_kb:,} kB, the limit of this server. Send less at once."
    if request.headers.get("content-encoding", "identity") != "identity":
        raise RequestRefused("unsupported-media-type", "The body is compressed. Send it as it is.")
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > limit:
        raise RequestRefused("request-too-large", said, headers={"Connection": "close"})
    parts: list[bytes] = []
    try:
        async with asyncio.timeout(BODY_S):
            async for part in request.stream():
                parts.append(part)
                if sum(map(len, parts)) > limit:
                    raise RequestRefused("request-too-large", said, headers={"Connection": "close"})
    except TimeoutError as error:
        late = f"The body did not come within {BODY_S:.0f} s. Send it again."
        raise RequestRefused("request-too-slow", late, headers={"Connection": "close"}) from error
    return b"".join(parts)


def _host(header: str) -> str:
    """Return the name in a Host header, without its port and without the brackets of an IPv6 address."""
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()
