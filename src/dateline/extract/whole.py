"""From a document to its events, in one call: the Python face of extraction."""

from __future__ import annotations

from dateline.extract.actors import Names
from dateline.extract.coder import code
from dateline.extract.documents import Document
from dateline.extract.events import DraftEvent
from dateline.extract.reading import read


def extract(document: Document, *, names: Names | None = None, mode: str | None = None) -> list[DraftEvent]:
    """Return the events that a document reports, in the order of its text.

    `names` are the actors that can be named, the authority's by default; `mode` is "news" or "narrative".
    """
    return code(read(document, names or Names(), mode=mode))
