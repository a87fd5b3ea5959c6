"""Where nodes and properties were written."""

from __future__ import annotations

from dateline.check.places import Place, Places, ancestry, subject_lines
from dateline.tables import Tables
from dateline.vocab import DL, OA, RDFS, SEM

BASE = "https://example.org/t/"
EVENT = BASE + "event/visit"
CLAIM = EVENT + "/claim/1"


def at(line: int, column: int = 1) -> dict[str, object]:
    return {"file": "t.yaml", "line": line, "column": column}


EVENT_ROW = {"id": EVENT, "kind": "event", "factuality": "occurred", **at(10)}
TABLES = Tables.from_rows(
    {
        "timelines": [{"id": BASE + "timeline", "base": BASE, **at(1)}],
        "events": [EVENT_ROW],
        "claims": [{"id": CLAIM, "source": BASE + "source/s", "rank": "normal", **at(15)}],
        "relations": [{"event": EVENT, "relation": "reverses", "target": BASE + "event/other", **at(18, 15)}],
        "actors": [{"id": BASE + "actor/x", **at(0)}],
        "origins": [
            {"id": EVENT, "field": "edtf", **at(11, 11)},
            {"id": EVENT, "field": "label", **at(12, 11)},
            {"id": CLAIM, "field": "quote", **at(16, 20)},
        ],
    }
)
DEFAULT = Place("t.yaml", 0, 0)
PLACES = Places(TABLES, lines={BASE + "actor/x": Place("x.ttl", 3, 1)}, default=DEFAULT)


def line_column(place: Place) -> tuple[int, int]:
    return place.line, place.column


def test_a_property_stands_where_its_field_was_written() -> None:
    assert line_column(PLACES.locate(EVENT, RDFS + "label")) == (12, 11)


def test_what_follows_from_the_date_stands_at_the_date() -> None:
    assert line_column(PLACES.locate(EVENT, SEM + "hasEarliestBeginTimeStamp")) == (11, 11)
    assert line_column(PLACES.locate(EVENT, DL + "precision")) == (11, 11)


def test_a_property_without_a_field_stands_at_its_row() -> None:
    assert line_column(PLACES.locate(EVENT, SEM + "hasPlace")) == (10, 1)
    assert line_column(PLACES.locate(EVENT, "https://example.org/unknown")) == (10, 1)


def test_a_relation_stands_where_it_was_written() -> None:
    assert line_column(PLACES.locate(EVENT, DL + "reverses")) == (18, 15)
    assert line_column(PLACES.locate(EVENT, DL + "partOf", DL + "reverses")) == (18, 15)


def test_a_node_below_a_row_stands_at_the_row() -> None:
    assert line_column(PLACES.locate(CLAIM + "/quote", OA + "exact")) == (16, 20)
    assert line_column(PLACES.locate(CLAIM + "/position")) == (15, 1)
    assert line_column(PLACES.locate(EVENT + "/participation/host-x")) == (10, 1)


def test_a_row_of_an_rdf_file_stands_where_its_subject_begins() -> None:
    assert PLACES.locate(BASE + "actor/x") == Place("x.ttl", 3, 1)


def test_a_row_without_a_line_still_names_its_file() -> None:
    places = Places(TABLES, lines={}, default=Place("other", 0, 0))
    assert places.locate(BASE + "actor/x") == Place("t.yaml", 0, 1)


def test_an_unknown_node_stands_nowhere_in_particular() -> None:
    assert PLACES.locate("urn:nobody") == DEFAULT


def test_nodes_are_called_by_kind_and_id() -> None:
    assert PLACES.name(EVENT) == "event visit"
    assert PLACES.name(BASE + "timeline") == "timeline"
    assert PLACES.name("https://example.com/x") == "<https://example.com/x>"
    assert PLACES.name("b0") == "a node without a name"


def test_ancestry_goes_up_slash_by_slash() -> None:
    assert list(ancestry("urn:a/b/c")) == ["urn:a/b/c", "urn:a/b", "urn:a"]


def test_subjects_are_found_at_the_beginning_of_lines() -> None:
    text = (
        "@prefix e: <https://example.org/> .\nPREFIX : <https://example.com/>\n"
        "e:a a e:B ;\n    e:p e:c .\n<urn:x> <urn:p> <urn:y> .\n:z e:p 1 .\ne:a e:q 2 .\n"
        "unknown:a e:q 3 .\ne:v.1 a e:B.\n"
    )
    found = {iri: place.line for iri, place in subject_lines(text, "f.ttl").items()}
    assert found == {
        "https://example.org/a": 3,
        "urn:x": 5,
        "https://example.com/z": 6,
        "https://example.org/v.1": 9,
    }


def test_subjects_under_a_base_are_found() -> None:
    text = (
        "@base <https://example.org/t/> .\n@prefix p: <place/> .\n<event/visit> a p:x .\np:port a p:x .\n<> a p:x .\n"
    )

    found = subject_lines(text, "x.ttl")

    assert {iri: place.line for iri, place in found.items()} == {EVENT: 3, BASE + "place/port": 4, BASE: 5}
