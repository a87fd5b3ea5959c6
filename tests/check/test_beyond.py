"""Findings about RDF data and texts that timelines do not come to, because their reader makes it right."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateline.check.beyond import findings
from dateline.readers.timeline.evidence import text_hash
from dateline.tables import Tables
from dateline.vocab import DL

BASE = "https://example.org/t/"
ORIGIN = {"file": "t.ttl", "line": 0, "column": 0}
SOURCE = BASE + "source/brief"
TEXT = "Assad was in Moscow on July 24."


def event(name: str, **columns: Any) -> dict[str, Any]:
    return {"id": f"{BASE}event/{name}", "kind": "event", "factuality": "occurred", **columns, **ORIGIN}


def claim(**columns: Any) -> dict[str, Any]:
    return {"id": BASE + "claim/1", "source": SOURCE, "rank": "normal", **columns, **ORIGIN}


def source(**columns: Any) -> dict[str, Any]:
    return {"id": SOURCE, **columns, **ORIGIN}


def found(texts: dict[str, str] | None = None, **rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(one.code, one.column) for one in findings(Tables.from_rows(rows), texts or {})]


def test_a_far_year_is_stored_as_day_numbers_alone() -> None:
    assert found(events=[event("caesar", edtf="-0043-03-15", earliest_day=1705428, latest_day=1705428)]) == []


def test_an_open_end_is_compared_as_of_its_day() -> None:
    row = {
        "edtf": "2022/..", "ongoing_as_of": date(2024, 7, 25), "earliest_begin": date(2022, 1, 1),
        "latest_begin": date(2022, 12, 31), "earliest_day": 2459581,
    }  # fmt: skip
    assert found(events=[event("war", earliest_end=date(2024, 7, 25), **row)]) == []
    assert found(events=[event("war", **row)]) == [("E405", "edtf")]


def test_every_event_of_a_date_is_compared_with_its_own_bounds() -> None:
    day = dict.fromkeys(("earliest_begin", "latest_begin", "earliest_end", "latest_end"), date(2024, 7, 24))
    right = {"edtf": "2024-07-24", "earliest_day": 2460516, "latest_day": 2460516, **day}
    rows = [event("a", **right), event("b", **right), event("c", **{**right, "latest_end": date(2024, 7, 25)})]
    subjects = [one.subject for one in findings(Tables.from_rows({"events": rows}), {})]
    assert subjects == [f"{BASE}event/c"]
    assert found(events=rows[:2]) == []


def test_a_text_that_is_not_a_date_is_found_in_every_table() -> None:
    rows = {"events": [event("x", edtf="soon")], "sources": [source(edtf="soon")], "claims": [claim(value_edtf="soon")]}
    assert found(**rows) == [("E301", "edtf"), ("E301", "edtf"), ("E301", "value_edtf")]


def test_day_numbers_of_sources_and_claims_are_compared_where_they_are_stored() -> None:
    assert found(sources=[source(edtf="2024-07-25")], claims=[claim(value_edtf="2024-07-24")]) == []
    assert found(sources=[source(edtf="2024-07-25", earliest_day=1, latest_day=2460517)]) == [("E405", "edtf")]
    assert found(claims=[claim(value_edtf="2024-07-24", value_latest_day=1)]) == [("E405", "value_edtf")]


def test_a_date_of_death_that_is_not_edtf_tells_nothing() -> None:
    actor = {"id": BASE + "actor/a", "died": "long ago", **ORIGIN}
    part = {"id": BASE + "p", "event": BASE + "event/x", "actor": actor["id"], "role": "host", **ORIGIN}
    assert found(events=[event("x", earliest_day=2460517)], actors=[actor], participations=[part]) == []


def test_a_reversed_event_that_is_not_described_is_not_compared() -> None:
    relation = {"event": BASE + "event/x", "relation": "reverses", "target": BASE + "event/y", **ORIGIN}
    assert found(events=[event("x")], relations=[relation]) == []


def test_a_claim_for_an_unknown_event_is_not_compared() -> None:
    assert found(claims=[claim(event=BASE + "event/x", property=DL + "edtf", value_edtf="2024")]) == []


def test_a_changed_text_is_found_once_and_not_again_for_its_quotes() -> None:
    rows = {"sources": [source(text_hash=text_hash("other"))], "claims": [claim(quote="x", quote_start=0, quote_end=1)]}
    assert found({SOURCE: TEXT}, **rows) == [("E404", "text_file")]


def test_a_quote_has_to_stand_at_its_place() -> None:
    right = claim(quote="on July 24", quote_start=20, quote_end=30)
    wrong = claim(quote="on July 24", quote_start=0, quote_end=10)
    rows = {"sources": [source(text_hash=text_hash(TEXT))]}
    assert found({SOURCE: TEXT}, claims=[right], **rows) == []
    assert found({SOURCE: TEXT}, claims=[wrong], **rows) == [("E401", "quote")]
    assert found({}, claims=[wrong], **rows) == []
    assert found({SOURCE: TEXT}, claims=[claim(quote="unplaced")], **rows) == []
