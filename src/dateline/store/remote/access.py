"""Who asks an endpoint: nobody, a user with a password (basic or digest), or the bearer of a token.

Secrets come from the caller and appear in no message and no `repr`. A password or token goes over a connection that
others can read (`http:` to another machine) only when the caller says so; digest never sends the password itself.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING

from dateline.errors import OutsideError, UsageError

if TYPE_CHECKING:
    import httpx

_PLAIN = (
    "the password or token would go over a connection that others can read. Use the endpoint's https address, or "
    "digest authentication; --plain-password sends it all the same."
)
SCHEMES = ("auto", "basic", "digest", "bearer")


@dataclass(frozen=True, slots=True)
class Access:
    """How to be known to an endpoint; `auto` answers to what the endpoint asks for, and takes a token for a bearer's.

    Raises:
        UsageError: a user without a password, both a user and a token, or a scheme without what it needs.
    """

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    scheme: str = "auto"
    allow_plain: bool = False

    def __post_init__(self) -> None:
        if (self.user is None) != (self.password is None):
            raise UsageError("A user needs a password, and a password a user: give both or neither.")
        if self.user is not None and self.token is not None:
            raise UsageError("Give a user with a password, or a token, not both.")
        if self.scheme == "bearer" and self.token is None:
            raise UsageError("Bearer authentication needs a token.")
        if self.scheme in ("basic", "digest") and self.user is None:
            raise UsageError(f"{self.scheme.capitalize()} authentication needs a user and a password.")

    @property
    def is_anonymous(self) -> bool:
        """Whether there is nothing to be known by."""
        return self.user is None and self.token is None


def authentication(access: Access, location: str) -> httpx.Auth | None:
    """Return what answers an endpoint's challenges for a client, or None for nobody.

    Its requests raise an `OutsideError` about `location` where others could read a secret.
    """
    import httpx

    if access.is_anonymous:
        return None
    digest = httpx.DigestAuth(access.user or "", access.password or "")
    basic = httpx.BasicAuth(access.user or "", access.password or "")

    class Answering(httpx.Auth):
        """Sends what the scheme wants; on `auto` the first answer of the endpoint decides."""

        scheme = "bearer" if access.scheme == "auto" and access.token else access.scheme

        def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
            if self.scheme == "auto":
                flow = digest.auth_flow(request)
                response = yield next(flow)
                if response.status_code != 401:
                    return
                self.scheme = _asked(response)
                if self.scheme == "digest":
                    with suppress(StopIteration):
                        yield flow.send(response)
                    return
            if self.scheme == "digest":
                yield from digest.auth_flow(request)
                return
            if not (access.allow_plain or _is_private(request.url)):
                raise OutsideError(location, _PLAIN)
            if self.scheme == "bearer":
                request.headers["Authorization"] = f"Bearer {access.token}"
                yield request
            else:
                yield from basic.auth_flow(request)

    return Answering()


def _asked(response: httpx.Response) -> str:
    """Return the scheme that a challenge names: digest where there is a choice, for it keeps the password here."""
    words = [line.partition(" ")[0].lower() for line in response.headers.get_list("WWW-Authenticate", True)]
    return "digest" if "digest" in words else "basic"


def _is_private(url: httpx.URL) -> bool:
    """Say whether nobody but the endpoint can read what is sent: encrypted, or within this machine."""
    if url.scheme == "https" or url.host == "localhost":
        return True
    try:
        return ip_address(url.host).is_loopback
    except ValueError:
        return False
