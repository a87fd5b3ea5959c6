"""One endpoint's address and how to speak to it: timeouts, patience with a busy one, failures in plain words.

The HTTP library is used here and in `access` alone. Redirects are not followed, so that neither a secret nor data
goes to an address that nobody named. 429 and 503 say that nothing was done; only then a request is sent again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dateline.errors import EndpointRefused, OutsideError, UsageError
from dateline.store.remote.access import Access, authentication

if TYPE_CHECKING:
    import httpx

BUSY = frozenset({429, 503})
WAITS_S = (1.0, 2.0, 4.0, 8.0)
"""Pauses before a busy endpoint is asked again, where it does not say itself how long to wait."""
LONGEST_WAIT_S = 120.0
"""An endpoint that asks for more patience than this is given up, and its wish is told."""
EXCERPT = 300
_READ = 64 * 1024
_MARKUP = re.compile(r"<[^>]*>")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")

Waiting = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its method, address, form or body, and headers."""

    method: str
    url: str
    headers: Mapping[str, str]
    form: Mapping[str, str] | None = None
    body: bytes | None = None


class Connection:
    """Speaks to one address. Use it in `with`, or call `close`."""

    def __init__(
        self,
        url: str,
        access: Access | None = None,
        *,
        timeout_s: float = 60.0,
        on_wait: Waiting | None = None,
        sleep: Waiting = time.sleep,
    ) -> None:
        """Check the address; nothing is sent yet.

        `timeout_s` is the longest wait for a connection, for the endpoint to begin its answer, and for the whole of
        it after that. `on_wait` is told the seconds before a busy endpoint is asked again.

        Raises:
            UsageError: the address is not one of HTTP, or holds a user or password.
        """
        import httpx

        self.location = _checked(url)
        self._timeout_s = timeout_s
        self._on_wait = on_wait
        self._sleep = sleep
        self._access = access or Access()
        self._client = httpx.Client(auth=authentication(self._access, url), timeout=timeout_s, follow_redirects=False)

    @contextmanager
    def answered(self, request: Request) -> Iterator[Answered]:
        """Send a request and lend the good answer, its body not yet read.

        Raises:
            EndpointRefused: the endpoint answered with an error.
            OutsideError: nothing answers there, or not in time, or the answer broke off.
        """
        with self._plain_words():
            for pause in (*WAITS_S, None):
                with self._sent(request) as response:
                    if response.status_code not in BUSY or pause is None:
                        self._raise_for(response)
                        yield Answered(response, self.location, self._timeout_s)
                        return
                    wait = self._patience(response, pause)
                if self._on_wait:
                    self._on_wait(wait)
                self._sleep(wait)

    def send(self, request: Request) -> None:
        """Send a request whose answer matters only by being good; raises as `answered` does."""
        with self.answered(request) as answer:
            for _ in answer.parts():
                pass

    @contextmanager
    def _sent(self, request: Request) -> Iterator[httpx.Response]:
        with self._client.stream(
            request.method, request.url, headers=dict(request.headers), data=request.form, content=request.body
        ) as response:
            yield response

    def _patience(self, response: httpx.Response, pause: float) -> float:
        wish = _retry_after(response.headers.get("Retry-After"))
        if wish is not None and wish > LONGEST_WAIT_S:
            reason = f"the endpoint is busy and asks to be left alone for {wish:,.0f} seconds. Try again after that."
            raise EndpointRefused(self.location, reason, status=response.status_code)
        return pause if wish is None else wish

    def _raise_for(self, response: httpx.Response) -> None:
        status = response.status_code
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            target = _excerpt(response.headers.get("Location", "another address"))
            reason = f"the endpoint says that it has moved to {target}. Name that address, if you trust it."
            raise EndpointRefused(self.location, reason, status=status)
        said = _said(response)
        raise EndpointRefused(
            self.location, _reason(status, said, known=not self._access.is_anonymous), status=status, said=said
        )

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        """Turn what the HTTP library raises into an `OutsideError`."""
        import httpx

        try:
            yield
        except httpx.TimeoutException as error:
            raise OutsideError(self.location, _TOO_LATE.format(self._timeout_s)) from error
        except httpx.ConnectError as error:
            raise OutsideError(self.location, f"nothing answers there ({_excerpt(str(error))}).") from error
        except httpx.HTTPError as error:
            reason = _excerpt(str(error)) or type(error).__name__
            raise OutsideError(self.location, f"the connection broke off ({reason}).") from error

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()


class Answered:
    """A good answer: what its head says, and its body, part by part."""

    def __init__(self, response: httpx.Response, location: str, timeout_s: float) -> None:
        self._response = response
        self._location = location
        self._timeout_s = timeout_s
        self._end = time.monotonic() + timeout_s

    @property
    def status(self) -> int:
        """The status code of HTTP."""
        return self._response.status_code

    @property
    def media_type(self) -> str:
        """The type of the body without its parameters, in lower case."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    def header(self, name: str) -> str:
        """Return a header's value; an empty text where there is none."""
        value: str = self._response.headers.get(name, "")
        return value

    def parts(self) -> Iterator[bytes]:
        """Yield the body, decompressed.

        Raises:
            OutsideError: it takes longer than the timeout.
        """
        for part in self._response.iter_bytes(_READ):
            if time.monotonic() > self._end:
                raise OutsideError(self._location, _TOO_LATE.format(self._timeout_s))
            yield part


_TOO_LATE = "no whole answer within {:g} seconds. Give it more time with --timeout-s, or ask for less."
_REASONS = {
    401: "the endpoint asks who you are. Give a user with --user and a password, or a token.",
    403: "the endpoint does not allow this to whom it takes you for.",
    404: "there is nothing at this address. {hint}",
    405: "this address does not do what is asked of it. {hint}",
    413: "the request is too large for the endpoint. Send smaller parts with --chunk.",
    415: "the endpoint does not read this kind of data. {hint}",
}
_HINT = (
    "Queries, updates and whole graphs have an address each: Virtuoso /sparql, /sparql-auth, /sparql-graph-crud-auth; "
    "Oxigraph /query, /update, /store; Fuseki /DATASET/sparql, /DATASET/update, /DATASET/data."
)


def _reason(status: int, said: str, *, known: bool) -> str:
    if status == 401 and known:
        return "the endpoint does not accept the user and password, or the token."
    words = _REASONS.get(status, "the endpoint answers with an error.").format(hint=_HINT)
    return f"{words} It says: {said} (HTTP {status})" if said else f"{words} (HTTP {status})"


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and not parts.fragment
    except ValueError:
        parts, good = urlsplit(""), False
    if not good or not url.isascii() or re.search(r"[\s<>\"{}|\\^`\x00-\x1f]", url):
        raise UsageError(f"{url!r} is not the address of an endpoint, such as http://localhost:7878/query.")
    if "@" in parts.netloc:
        raise UsageError(
            "Leave user and password out of the address: give --user, and the password from a file or "
            "from an environment variable."
        )
    return url


def _said(response: httpx.Response) -> str:
    """Return the first line of what an endpoint says about an error, or the words of a page for browsers."""
    head = b""
    for part in response.iter_bytes(_READ):
        head += part
        if len(head) >= _READ:
            break
    text = head.decode("utf-8", "replace")
    if "html" in response.headers.get("Content-Type", ""):
        return _excerpt(" ".join(_MARKUP.sub(" ", text).split()))
    return _excerpt(next(filter(None, (line.strip() for line in text.splitlines())), ""))


def _excerpt(text: str) -> str:
    """Return a stranger's text short and without what a terminal would obey."""
    clean = _UNPRINTABLE.sub(" ", text).strip()
    return clean if len(clean) <= EXCERPT else f"{clean[:EXCERPT]} …"


def _retry_after(value: str | None) -> float | None:
    """Return the seconds of a `Retry-After`, which may be a number or a date; None where it says nothing."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
