"""Makes the JSON Schema of timelines in YAML and JSON, for editors that complete and check while one types.

It is made of the declarations in `fields`, which the reader obeys too. Editors type YAML scalars, so
a text may be a number or a truth value there. `python -m dateline.readers.timeline.schema FILE` rewrites
`ontology/timeline.schema.json`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dateline import vocab
from dateline.readers.timeline.fields import (
    ACTOR,
    EVENT,
    JUDGEMENT,
    PARTICIPANT,
    PLACE,
    QUANTITY,
    SAY,
    SOURCE,
    TIMELINE,
    Field,
    Shape,
)
from dateline.readers.timeline.mint import MAX_ID

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ADDRESS = "https://w3id.org/dateline/timeline.schema.json"
_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_SECTIONS = {"sources": "source", "actors": "actor", "places": "place", "events": "event", "claims": "claim"}
_MAPS = {
    "source": SOURCE,
    "actor": ACTOR,
    "place": PLACE,
    "event": EVENT,
    "claim": JUDGEMENT,
    "participant": PARTICIPANT,
    "quantity": QUANTITY,
    "statement": SAY,
}


def timeline_schema() -> dict[str, Any]:
    """Return the schema as plain data, fields in the order in which they are declared."""
    return {
        "$schema": DIALECT,
        "$id": ADDRESS,
        "title": "A dateline timeline",
        "description": "Dated events with their actors, places, sources and claims.",
        **_map(TIMELINE),
        "$defs": {
            "text": _TEXT,
            "texts": _one_or_many(_ref("text")),
            "date": _TEXT | {"type": [*_TEXT["type"], "object"], "description": "EDTF, or words in English."},
            "who": _who(),
            "says": _says(),
            **{name: _map(fields) for name, fields in _MAPS.items()},
        },
    }


def schema_text() -> str:
    """Return the schema as the file `ontology/timeline.schema.json` has it."""
    return json.dumps(timeline_schema(), ensure_ascii=False, indent=2) + "\n"


def _map(fields: Mapping[str, Field]) -> dict[str, Any]:
    required = [name for name, field in fields.items() if field.required]
    properties = {name: _described(name, field) for name, field in fields.items()}
    closed = {"type": "object", "properties": properties, "additionalProperties": False}
    return closed | ({"required": required} if required else {})


def _described(name: str, field: Field) -> dict[str, Any]:
    return {"description": field.doc, **_shape(name, field)}


def _shape(name: str, field: Field) -> dict[str, Any]:
    if field.shape in (Shape.WORD, Shape.WORDS):
        words: dict[str, Any] = {"enum": [*field.choices(), None]}
        return _one_or_many(words) if field.shape is Shape.WORDS else words
    if field.shape is Shape.FLAG:
        return {"enum": [True, False, "true", "false", "yes", "no", None]}
    if field.shape is Shape.SECTION:
        members = {"type": "object", "additionalProperties": _ref(_SECTIONS[name])}
        return {**members, "type": ["object", "null"], "propertyNames": {"minLength": 1, "maxLength": MAX_ID}}
    if field.shape is Shape.ROWS:
        return {"type": ["array", "null"], "items": _ref(_SECTIONS[name])}
    return _SHAPES[field.shape]


def _who() -> dict[str, Any]:
    one = {"anyOf": [_ref("text"), _ref("participant")]}
    roles = vocab.concepts()["role"].values()
    properties = {role.word: {"description": role.label, **_one_or_many(one)} for role in roles}
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _says() -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "additionalProperties": _one_or_many({"anyOf": [_ref("text"), _ref("statement")]}),
    }


def _one_or_many(one: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


_SHAPES: dict[Shape, dict[str, Any]] = {
    Shape.TEXT: _ref("text"),
    Shape.TEXTS: _ref("texts"),
    Shape.DATE: _ref("date"),
    Shape.NUMBER: _ref("text"),
    Shape.IRI: _ref("text"),
    Shape.IRIS: _ref("texts"),
    Shape.REF: _ref("text"),
    Shape.REFS: _ref("texts"),
    Shape.POINT: {"anyOf": [_ref("text"), {"type": "array", "items": _ref("text"), "minItems": 2, "maxItems": 2}]},
    Shape.QUANTITY: {"anyOf": [_ref("text"), _ref("quantity")]},
    Shape.WHO: _ref("who"),
    Shape.SAYS: _ref("says"),
}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
