"""Drafts as JSON Lines: one event a line, for programs and for people who judge the extraction.

The fields are those that `dateline extract --format jsonl` promises: date, type, mode, label, participants, place,
factuality, evidence, confidence; what is not known is null. `readers` is empty unless a second reader was asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dateline.extract.documents import Document
from dateline.extract.events import DraftEvent, Participant


def json_line(event: DraftEvent, document: Document) -> str:
    """Return one event as one line of JSON, without the end of the line."""
    return json.dumps(as_dict(event, document), ensure_ascii=False)


def json_lines(events: Iterable[DraftEvent], document: Document) -> str:
    """Return the events of a document, one a line."""
    return "".join(f"{json_line(event, document)}\n" for event in events)


def as_dict(event: DraftEvent, document: Document) -> dict[str, Any]:
    """Return an event as plain data."""
    dating = event.dating
    return {
        "source": document.name,
        "date": dating.edtf if dating else None,
        "date_words": dating.words or None if dating else None,
        "date_method": dating.method if dating else None,
        "date_confidence": dating.confidence if dating else None,
        "type": event.type,
        "mode": event.mode,
        "label": event.label,
        "participants": [_participant(one) for one in event.participants],
        "place": event.places[0].name if event.places else None,
        "places": [{"place": one.key, "name": one.name} for one in event.places],
        "factuality": event.factuality,
        "quantity": event.quantity,
        "evidence": {"start": event.evidence.start, "end": event.evidence.end, "quote": event.evidence.quote},
        "confidence": event.confidence,
        "readers": list(event.readers),
        "remarks": list(event.remarks),
    }


def _participant(one: Participant) -> dict[str, Any]:
    return {
        "actor": one.actor.key,
        "name": one.actor.name,
        "role": one.role,
        "kind": one.actor.kind,
        "as": one.capacity or None,
        "of": list(one.actor.of),
        "known": one.actor.known,
        "alternatives": [other.key for other in one.others],
    }
