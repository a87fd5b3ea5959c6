"""Refusals in one form: every error of the server is a problem document (RFC 9457) with a code of this table.

The sentence in `detail` says what was wrong and what to do. What a failure tells about this machine (paths, traces)
stays here and goes to the operator.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from dateline.errors import (
    DatelineError,
    OutsideError,
    ParameterError,
    QueryRefused,
    QuerySyntaxError,
    RequestRefused,
    UnknownName,
)

MEDIA_TYPE = "application/problem+json"

STATUS: dict[str, int] = {
    "bad-request": 400,
    "bad-parameter": 400,
    "query-syntax": 400,
    "too-many-rows": 400,
    "answer-too-large": 400,
    "not-authorized": 401,
    "query-refused": 403,
    "read-only": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "not-acceptable": 406,
    "request-too-slow": 408,
    "request-too-large": 413,
    "unsupported-media-type": 415,
    "wrong-host": 421,
    "server-fault": 500,
    "memory-limit": 500,
    "busy": 503,
    "time-limit": 504,
}
"""Every code of a refusal, and the HTTP status that it goes out with."""

_CODES: tuple[tuple[type[DatelineError], str], ...] = (
    (QuerySyntaxError, "query-syntax"),
    (QueryRefused, "query-refused"),
    (ParameterError, "bad-parameter"),
    (UnknownName, "not-found"),
)
_FAULT = "Something went wrong inside the server; it has been noted there. The next request is answered as usual."


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal; `note` is for the operator alone."""

    code: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUS[self.code]

    @property
    def title(self) -> str:
        """The short name of the status."""
        return HTTPStatus(self.status).phrase

    def document(self) -> bytes:
        """Return the problem as JSON."""
        said = {"title": self.title, "status": self.status, "code": self.code, "detail": self.detail}
        # No `<` as it is, in case a client takes the document for a page.
        return json.dumps(said, ensure_ascii=False).replace("<", "\\u003c").encode() + b"\n"


def problem_of(error: Exception) -> Problem:
    """Return the problem that an exception stands for; all but mistakes of the caller are faults of the server."""
    if isinstance(error, RequestRefused):
        return Problem(error.code, error.reason, error.headers)
    if isinstance(error, OutsideError) or not isinstance(error, DatelineError):
        return Problem("server-fault", _FAULT, note=f"{type(error).__name__}: {error}")
    code = next((code for kind, code in _CODES if isinstance(error, kind)), "bad-request")
    return Problem(code, str(error))
