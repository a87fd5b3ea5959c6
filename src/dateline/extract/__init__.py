"""From prose to draft timelines: what a text says, when, and in which words."""

from __future__ import annotations

from dateline.extract.actors import Actor, Names
from dateline.extract.coder import code
from dateline.extract.documents import Document, read_document
from dateline.extract.events import DraftEvent
from dateline.extract.reading import read

__all__ = ["Actor", "Document", "DraftEvent", "Names", "extract", "read_document"]


def extract(document: Document, *, names: Names | None = None, mode: str | None = None) -> list[DraftEvent]:
    """Return the events that a document reports, in the order of its text.

    `names` are the actors that can be named, the authority's by default; `mode` is "news" or "narrative".
    """
    return code(read(document, names or Names(), mode=mode))
