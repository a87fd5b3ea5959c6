"""The exceptions of dateline: what stops a call, as against what is wrong with the data.

Bad data is a value (`dateline.diagnostics.Diagnostic`); an exception means that the call cannot go on.

    DatelineError             exit code 2
      UsageError              2   the call makes no sense
        InputError            2   a file or folder that cannot be read (.path)
        UnknownName           2   a format, query, term or code that does not exist (.given, .known)
        ParameterError        2   a value that does not fit a query's parameter (.query, .parameter)
        QueryRefused          2   a query that would leave the given data (.reason)
        QuerySyntaxError      2   a query that the engine cannot parse
        ViewRefused           2   a view whose columns an answer does not have (.view)
        RequestRefused        2   a request to the server that gets no answer (.code, .reason, .headers)
      DateSyntaxError         2   a date that is not EDTF; also a ValueError (.text, .offset, .expected)
      InvalidData             1   data with errors where a call needs good data (.diagnostics)
      OutsideError            3   a store, a disk or another outside part failed (.location, .reason)
        EndpointRefused       3   an endpoint answered with an error (.status, .said)

This module imports nothing of the package.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


class DatelineError(Exception):
    """The root of all exceptions that dateline raises on purpose."""

    exit_code = 2


class UsageError(DatelineError):
    """Happens when a call cannot make sense, whatever the data."""


class InputError(UsageError):
    """Happens when a named file or folder is missing, unreadable or not of a kind that can be read."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


class UnknownName(UsageError):
    """Happens when something is asked for by a name that does not exist."""

    def __init__(self, kind: str, given: str, known: Iterable[str]) -> None:
        self.given = given
        self.known = tuple(known)
        super().__init__(f"There is no {kind} named {given!r}. {did_you_mean(given, self.known)}")


class ParameterError(UsageError):
    """Happens when a parameter of a named query is unknown, missing or of the wrong kind."""

    def __init__(self, query: str, parameter: str, reason: str) -> None:
        self.query = query
        self.parameter = parameter
        super().__init__(f"Query {query!r}, parameter {parameter!r}: {reason}")


class QueryRefused(UsageError):
    """Happens when a query would reach the network or a file, which no query may."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class QuerySyntaxError(UsageError):
    """Happens when the text of a query is not SPARQL 1.1."""


class ViewRefused(UsageError):
    """Happens when an answer does not have the columns that a view is made of; `wanted` says which these are."""

    def __init__(self, view: str, wanted: str, has: Iterable[str]) -> None:
        self.view = view
        heads = ", ".join(f"?{name}" for name in has)
        super().__init__(f"The view {view!r} wants {wanted}. This answer has {heads or 'no columns'}.")


class RequestRefused(UsageError):
    """Happens when a request to the server gets no answer; `code` is a word of `dateline.web.problems`.

    `headers` go out with the refusal.
    """

    def __init__(self, code: str, reason: str, *, headers: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.reason = reason
        self.headers = dict(headers or {})
        super().__init__(reason)


class DateSyntaxError(DatelineError, ValueError):
    """Happens when a text is not a valid EDTF expression.

    `offset` counts characters from 0 to where reading stopped; `expected` says what would have been right there.
    """

    def __init__(self, text: str, offset: int, expected: str) -> None:
        self.text = text
        self.offset = offset
        self.expected = expected
        super().__init__(f"{text!r} is not an EDTF date: at character {offset + 1}, expected {expected}.")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.text, self.offset, self.expected)


class InvalidData(DatelineError):
    """Happens when a call that needs good data meets data with errors; carries the diagnostics."""

    exit_code = 1

    def __init__(self, diagnostics: Sequence[Any]) -> None:
        self.diagnostics = tuple(diagnostics)
        first = f" The first: {self.diagnostics[0]}" if self.diagnostics else ""
        super().__init__(f"The data has {len(self.diagnostics)} problem(s).{first}")


class OutsideError(DatelineError):
    """Happens when a store, a disk or another part outside of dateline fails."""

    exit_code = 3

    def __init__(self, location: str, reason: str) -> None:
        self.location = location
        self.reason = reason
        super().__init__(f"{location}: {reason}")


class EndpointRefused(OutsideError):
    """Happens when an endpoint answers with an error; `status` is that of HTTP, `said` the first line of its text."""

    def __init__(self, location: str, reason: str, *, status: int, said: str = "") -> None:
        self.status = status
        self.said = said
        super().__init__(location, reason)


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the nearest known names, or lists them when none is near.

    An empty text is returned when nothing is known.
    """
    names = sorted(set(known))
    folded = {name.casefold(): name for name in names}
    same = folded.get(given.casefold())
    near = [same] if same else difflib.get_close_matches(given, names, n=3, cutoff=0.6)
    if near:
        return f"Did you mean {' or '.join(repr(name) for name in near)}?"
    if not names:
        return ""
    shown = ", ".join(names[:12])
    return f"Known: {shown}{', …' if len(names) > 12 else ''}."
