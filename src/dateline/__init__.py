"""Dated events, as people keep them, into an RDF knowledge graph that can be trusted and asked.

    >>> import dateline
    >>> timeline = dateline.read("seeds")
    >>> timeline.check()
    []

Names are imported when they are first used, so that `import dateline` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dateline.version import VERSION

if TYPE_CHECKING:
    from dateline.build import Timeline, read
    from dateline.diagnostics import Diagnostic, Severity
    from dateline.errors import DatelineError, InvalidData
    from dateline.queries import load_query, query_names
    from dateline.when import parse_edtf, read_date, relate

__version__ = VERSION

__all__ = [
    "DatelineError",
    "Diagnostic",
    "InvalidData",
    "Severity",
    "Timeline",
    "load_query",
    "parse_edtf",
    "query_names",
    "read",
    "read_date",
    "relate",
]

_HOMES = {
    "DatelineError": "errors",
    "Diagnostic": "diagnostics",
    "InvalidData": "errors",
    "Severity": "diagnostics",
    "Timeline": "build",
    "load_query": "queries",
    "parse_edtf": "when",
    "query_names": "queries",
    "read": "build",
    "read_date": "when",
    "relate": "when",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(import_module(f"dateline.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
