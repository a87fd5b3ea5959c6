"""What `quads` writes, byte by byte, and what it refuses to write."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from dateline.mapping import rml
from dateline.mapping.quads import lines, nquads
from dateline.mapping.views import views
from dateline.resources import text
from dateline.tables import Tables

ORIGIN = {"file": "t.yaml", "line": 1, "column": 1}
EVENT = {"id": "https://e.org/event/e", "kind": "event", "factuality": "occurred", **ORIGIN}


def event(**cells: Any) -> Tables:
    return Tables.from_rows({"events": [{**EVENT, **cells}]})


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        ({"label": 'say "x"\\', "label_lang": "en"}, '"say \\"x\\"\\\\"@en'),
        ({"note": "a\tb\nc\rd\x07"}, '"a\\tb\\nc\\rd\\u0007"'),
        ({"score": Decimal("2.50")}, '"2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ({"quantity": Decimal(1000)}, '"1000"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ({"earliest_begin": dt.date(44, 3, 15)}, '"0044-03-15"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ({"earliest_day": -1000}, '"-1000"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ({"approximate": True}, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ({"edtf": "{2022,2023}"}, '"{2022,2023}"^^<http://id.loc.gov/datatypes/edtf/EDTF>'),
        ({"type": "consult", "mode": "visit"}, "<https://w3id.org/dateline/type/consult/visit>"),
    ],
)
def test_a_value_has_its_canonical_form(cells: dict[str, Any], written: str) -> None:
    assert any(f" {written} ." in line for line in lines(event(**cells)))


def test_a_list_gives_a_line_for_each_member_and_none_when_empty() -> None:
    assert [line for line in lines(event(years=[2022, 2023])) if "ns#year" in line] == [
        f'<https://e.org/event/e> <https://w3id.org/dateline/ns#year> "{year}"'
        "^^<http://www.w3.org/2001/XMLSchema#integer> ."
        for year in (2022, 2023)
    ]
    assert not any("ns#year" in line for line in lines(event()))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"places": ["https://e.org/a b"]}, "table events, column places"),
        ({"places": ["https://e.org/> <x"]}, "cannot stand in an IRI"),
        ({"places": ["relative"]}, "column places"),
        ({"id": "https://e.org/\n"}, "column id"),
        ({"type": "a/b"}, "column type"),
        ({"label": "x"}, "has no label_lang"),
        ({"label": "x", "label_lang": "en> <y"}, "column label_lang"),
    ],
)
def test_text_that_would_break_a_term_is_refused(cells: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        lines(event(**cells))


def test_named_graphs_are_written_only_when_asked_for() -> None:
    claim = {
        "id": "https://e.org/c", "event": EVENT["id"], "property": "https://w3id.org/dateline/ns#edtf",
        "value_edtf": "2023", "source": "https://e.org/source/s", "rank": "normal", **ORIGIN,
    }  # fmt: skip
    timeline = {"id": "https://e.org/timeline", "base": "https://e.org/", **ORIGIN}
    actor = {"id": "https://e.org/actor/a", "same_as": ["http://www.wikidata.org/entity/Q1"], **ORIGIN}
    tables = Tables.from_rows({"claims": [claim], "timelines": [timeline], "actors": [actor]})

    plain, named = set(lines(tables)), set(lines(tables, graphs=True))

    assert plain < named
    assert {line.split()[-2] for line in named - plain} == {
        "<https://e.org/source/s/graph>",
        "<https://e.org/graph/links>",
    }


def test_no_tables_give_an_empty_document() -> None:
    assert nquads(Tables.from_rows({}), graphs=True) == b""


def test_views_hold_what_an_engine_cannot_compute() -> None:
    claim = {"id": "https://e.org/c", "source": "https://e.org/s", "rank": "normal", "quote": "x", **ORIGIN}
    found = views(Tables.from_rows({"claims": [claim], "events": [{**EVENT, "kind": "series", "years": [2022]}]}))

    assert found["claims"].select("id_evidence", "id_quote", "id_position").row(0) == (
        "https://e.org/c/evidence",
        "https://e.org/c/quote",
        "",
    )
    assert found["events"]["kind_series"].to_list() == ["https://w3id.org/dateline/ns#EventSeries"]
    assert found["events.years"].rows() == [("https://e.org/event/e", "2022")]
    assert all(name not in frame.columns for frame in found.values() for name in ("file", "line", "subject", "object"))


def test_the_published_rml_document_is_the_one_that_the_rules_give() -> None:
    assert rml.document() == text("mapping.rml.ttl"), "run `python -m dateline.mapping.rml` in the checkout"
