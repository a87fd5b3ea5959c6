"""From prose to draft timelines: what a text says, when, and in which words.

Names are imported when they are first used, so that who wants dates alone (`extract.temporal`) pays for no more.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.extract.actors import Actor, Names
    from dateline.extract.documents import Document, read_document
    from dateline.extract.events import DraftEvent
    from dateline.extract.whole import extract

__all__ = ["Actor", "Document", "DraftEvent", "Names", "extract", "read_document"]

_HOMES = {
    "Actor": "actors",
    "Document": "documents",
    "DraftEvent": "events",
    "Names": "actors",
    "extract": "whole",
    "read_document": "documents",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dateline.extract' has no attribute {name!r}")
    return getattr(import_module(f"dateline.extract.{_HOMES[name]}"), name)
