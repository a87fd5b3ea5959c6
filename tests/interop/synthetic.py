"""Tables in which every column has a value and every text is hostile: what the other programs are tried with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dateline.tables import Tables

BASE = "https://example.org/line/"
HOSTILE = (
    "quote \" apostrophe ' backslash \\ end\\\nnew line\r\nreturn and line\rreturn\ttab, "
    'comma; {brace} <tag> & %20 \\u0041 """ ^^<x:y> @en . é 日本 😀 e\u0301 \u00a0\u2028\u2029 | # $ ` ~ '
)
CONTROLS = "bell-free controls: \u0001\u0008\u000b\u000c\u001f\u007f\u0085 end"
FOREIGN = "https://example.net/a?b=c&d=(e)%20f#é"

ORIGIN = {"file": "made.yaml", "line": 1, "column": 1}
LABEL = {"label": HOSTILE, "label_lang": "en-gb"}


def node(*path: str) -> str:
    return BASE + "/".join(path)


EVENT = node("event", "Événement-1")
OTHER = node("event", "zweites.Ereignis")
ACTOR = node("actor", "putin")
STATE = node("actor", "russia")
PLACE = node("place", "moscow")
SOURCE = node("source", "fdd-2024-07-25")


def _event() -> dict[str, Any]:
    day = date(2024, 7, 24)
    return {
        "id": EVENT, "kind": "series", "type": "consult", "mode": "visit", "contexts": ["diplomatic", "military"],
        **LABEL, "edtf": "2024-07-24~", "earliest_begin": day, "latest_begin": day, "earliest_end": day,
        "latest_end": date(9999, 12, 31), "earliest_day": 2460516, "latest_day": 2460517, "years": [-489, 0, 2024],
        "precision": "day", "approximate": True, "uncertain": True, "ongoing_as_of": day,
        "original_date": "July 24 \"or so\"", "date_method": HOSTILE, "recurrence": "FREQ=YEARLY;COUNT=2",
        "factuality": "alleged", "status": "draft", "quad": "verbal-cooperation", "score": Decimal("-4.5"),
        "score_scheme": "plover-0.8", "quantity": Decimal("1000"), "quantity_min": Decimal("0.000001"),
        "quantity_max": Decimal("100000000000"), "unit": "drones\n", "places": [PLACE, STATE], "note": CONTROLS,
    }  # fmt: skip


def _entities() -> dict[str, list[dict[str, Any]]]:
    links = {
        "same_as": [FOREIGN, "http://www.wikidata.org/entity/Q159"],
        "exact_match": [FOREIGN + "3"],
        "close_match": [FOREIGN + "2"],
    }
    described = {**LABEL, "aliases": ["NA", "null", "nan", " spaced ", HOSTILE], **links, "note": "None"}
    place = {"within": STATE, "lat": Decimal("55.75"), "long": Decimal("-0.1"), "place_precision": "exact"}
    actors = [
        {"id": ACTOR, "kind": "person", "affiliations": [STATE], "born": "1952-10-07", "died": "2999?", **described},
        {"id": STATE, "kind": "state", **described},
        {"id": node("actor", "un"), "kind": "organization", "label": "nan", "label_lang": "und"},
        {"id": node("actor", "rebels"), "kind": "group"},
        {"id": node("actor", "unknown")},
    ]
    return {"actors": actors, "places": [{"id": PLACE, **place, **described}, {"id": STATE, **described}]}


def _source() -> dict[str, Any]:
    return {
        "id": SOURCE, **LABEL, "publisher": HOSTILE, "authors": ["A \"B\" C", "D\\"], "edtf": "2024-07-25",
        "issued": date(2024, 7, 25), "earliest_day": 2460517, "latest_day": 2460517, "url": FOREIGN,
        "kind": "flash brief", "text_file": "briefs/a b.txt", "text_hash": "sha256:" + "0" * 64,
        "cites": [node("source", "other")], "note": HOSTILE,
    }  # fmt: skip


def _claims() -> list[dict[str, Any]]:
    quote = {"quote": HOSTILE, "quote_start": 0, "quote_end": 12, "quote_prefix": '"', "quote_suffix": "\\\n"}
    values: list[dict[str, Any]] = [
        {"value_iri": PLACE},
        {"value_edtf": "2024-07", "value_earliest_day": 2460493, "value_latest_day": 2460523},
        {"value_text": HOSTILE},
        {"value_number": Decimal("12.5")},
        {"value_text": CONTROLS, "quote": "words without a place"},
    ]
    shared = {"source": SOURCE, "rank": "preferred", "original": HOSTILE}
    claims = [
        {"id": f"{EVENT}/claim/{number}", "event": EVENT, "property": f"{BASE}p{number}", **quote, **shared, **value}
        for number, value in enumerate(values)
    ]
    judgement = {"about": [ACTOR, EVENT], "statement": HOSTILE, "direction": "closer", "holder": ACTOR, **quote}
    return [*claims, {"id": node("claim", "closer"), "source": SOURCE, "rank": "normal", **judgement}]


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Return the tables; every column of every frame has a value in some row."""
    timeline = {"id": node("timeline"), **LABEL, "base": BASE, "license": FOREIGN, "description": HOSTILE}
    part = {"event": EVENT, "actor": ACTOR, "role": "visitor", "capacity": HOSTILE}
    relations = ("partOf", "causes", "precedes", "followsUp", "reverses")
    rows: dict[str, list[dict[str, Any]]] = {
        "timelines": [timeline],
        "events": [_event(), {"id": OTHER, "kind": "event", "factuality": "occurred"}],
        "participations": [{"id": f"{EVENT}/participation/visitor-putin", **part}],
        **_entities(),
        "sources": [_source(), {"id": node("source", "other")}],
        "claims": _claims(),
        "relations": [{"event": EVENT, "relation": name, "target": OTHER} for name in relations],
    }
    return Tables.from_rows({name: [{**row, **ORIGIN} for row in group] for name, group in rows.items()})
