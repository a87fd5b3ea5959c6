"""What the tables say about RDF that they cannot hold."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from dateline.diagnostics import Diagnostic
from dateline.mapping.from_rdf import tables_of, triple_frame
from dateline.mapping.rules import field_of
from dateline.tables import Tables
from dateline.vocab import DL, PREFIXES, RDF, SEM

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@base <https://e.org/> .\n"
EVENT = "<e> a dl:Event, sem:Event ; dl:factuality <https://w3id.org/dateline/factuality/occurred> .\n"


def read(turtle: str) -> tuple[Tables, list[Diagnostic]]:
    parsed = ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)
    return tables_of(triple_frame(parsed), "data.ttl")


@pytest.mark.parametrize(
    ("turtle", "code", "words"),
    [
        ('<e> dl:unit "a", "b" .', "E109", "2 values for 'unit'"),
        ('<e> rdfs:label "Un"@fr, "One"@en .', "E109", "2 values for 'label'"),
        ('<e> dl:score "high"^^xsd:decimal .', "E110", "'high' is not a value for 'score'"),
        ('<e> dl:score "0.1234567890123"^^xsd:decimal .', "E110", "'0.1234567890123'"),
        ('<e> dl:year "MMXX"^^xsd:integer .', "E110", "'MMXX' is not a value for 'years'"),
        ('<e> sem:hasLatestEndTimeStamp "2023-02-29"^^xsd:date .', "E110", "'2023-02-29'"),
        ('<e> dl:approximate "maybe"^^xsd:boolean .', "E110", "'maybe'"),
        ("<e> dl:mode <https://w3id.org/dateline/type/aid/x> ; sem:eventType <https://w3id.org/dateline/type/agree> .",
         "E109", "2 values for 'type'"),
        ("<p> a dl:Participation .", "E112", "has no 'event'"),
        ('<e> dcterms:creator "Ann" ; dcterms:subject "x", "y" .', "I111", "1 triple(s) with dcterms:creator"),
        ('<e> dl:edtff "2023" .', "W113", "no term dl:edtff"),
        ("<e> a dl:Evnt .", "W113", "no term dl:Evnt"),
        ('[] a dl:Place ; rdfs:label "nameless" .', "I111", "rdf:type"),
        ("<e> sem:hasActor <ghost> .", "I111", "1 triple(s) with sem:hasActor"),
        ("<e> dcterms:source <s> .", "I111", "1 triple(s) with dcterms:source"),
        ("<e> sem:subEventOf <war> .", "I111", "1 triple(s) with sem:subEventOf"),
        ("[] dl:participation <p> .", "I111", "1 triple(s) with dl:participation"),
        ("<e> sem:eventType <https://w3id.org/dateline/type/a%20b> .", "I111", "1 triple(s) with sem:eventType"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_reported_with_its_code(turtle: str, code: str, words: str) -> None:
    _, problems = read(EVENT + turtle)

    assert code in {problem.code for problem in problems}
    assert any(words in problem.message for problem in problems if problem.code == code)
    assert all(problem.file == "data.ttl" for problem in problems)


def test_what_repeats_the_tables_is_not_reported() -> None:
    part = "<p> a dl:Participation ; dl:actor <a> ; sem:roleType <https://w3id.org/dateline/role/host> ."
    whole = "<e> dl:partOf <war> ; sem:subEventOf <war> . <c> a dl:Claim ; rdf:subject <e> ; sem:accordingTo <s> ."
    _, problems = read(EVENT + part + whole + "<e> dl:participation <p> ; sem:hasActor <a> ; dcterms:source <s> .")

    assert problems == []


def test_missing_words_take_their_defaults() -> None:
    tables, problems = read("<e> a dl:Event . <c> a dl:Claim ; sem:accordingTo <s> .")

    assert problems == []
    assert tables.events.select("kind", "factuality", "approximate").row(0) == ("event", "occurred", False)
    assert tables.claims["rank"].to_list() == ["normal"]


def test_a_plain_label_has_an_undetermined_language() -> None:
    tables, _ = read(EVENT + '<e> rdfs:label "Meeting" .')

    assert tables.events.select("label", "label_lang").row(0) == ("Meeting", "und")


def test_of_several_labels_the_first_by_text_is_taken_with_its_own_language() -> None:
    tables, _ = read(EVENT + '<e> rdfs:label "Un"@fr, "One"@en .')

    assert tables.events.select("label", "label_lang").row(0) == ("One", "en")


def test_nothing_gives_empty_tables() -> None:
    tables, problems = read("")

    assert problems == []
    assert {frame.height for frame in tables.frames().values()} == {0}


@pytest.mark.parametrize(
    ("predicate", "table", "field"),
    [
        (DL + "edtf", "events", "edtf"),
        (DL + "mode", "events", "mode"),
        (SEM + "roleType", "participations", "role"),
        (RDF + "type", "events", None),
        (DL + "edtf", "relations", None),
    ],
)
def test_field_of_finds_the_column_of_a_predicate(predicate: str, table: str, field: str | None) -> None:
    assert field_of(predicate, table) == field
