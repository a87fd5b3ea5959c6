"""A JSON-LD context read backwards: whatever word is chosen, reading it forwards gives the value back."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import resources, vocab
from dateline.export.context import Context
from dateline.export.outline import Term, statement
from dateline.mapping.rules import RULES, Constant

OURS: dict[str, Any] = json.loads(resources.text("context.jsonld"))["@context"]
PROPERTIES = sorted(
    {rule.predicate.iri for rule in RULES if isinstance(rule.predicate, Constant)} - {vocab.RDF + "type"}
)
SUBJECT = ox.NamedNode("https://example.org/s")
IRIS = [
    "https://w3id.org/dateline/role/subject",
    "https://w3id.org/dateline/role/",
    "https://w3id.org/dateline/precision/year",
    "https://w3id.org/dateline/rank/title",
    "https://w3id.org/dateline/type/consult/visit",
    "https://w3id.org/dateline/type/a:b",
    "http://www.wikidata.org/entity/Q1",
    "http://www.wikidata.org/entity///x",
    "urn:x",
]
DATATYPES = [vocab.EDTF, *(vocab.XSD + name for name in ("string", "date", "integer", "decimal", "boolean", "double"))]
VALUES = ["", "0", "-0", "007", "+1", "-5", "9007199254740993", "4.50", "true", "1", "TRUE", 'a"b\\c\n', "٣", "year"]


def terms() -> st.SearchStrategy[ox.NamedNode | ox.Literal]:
    texts = st.sampled_from(VALUES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
    return st.one_of(
        st.sampled_from(IRIS).map(ox.NamedNode),
        st.builds(lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)), texts, st.sampled_from(DATATYPES)),
        st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["en", "und", "de-at"])),
    )


def taken_apart(predicate: str, value: ox.NamedNode | ox.Literal) -> Term:
    return statement(str(ox.Triple(SUBJECT, ox.NamedNode(predicate), value)) + " .").object


def read_back(context: dict[str, Any], predicate: str, term: Term) -> list[ox.Quad]:
    words = Context(context)
    word = words.best(predicate, term)
    value = words.value(word, term)
    shown = {term.language: value} if word.container == "@language" else value
    document = json.dumps({"@context": context, words.id: SUBJECT.value, word.name: shown})
    return list(ox.parse(document, format=ox.RdfFormat.JSON_LD))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PROPERTIES), terms())
def test_every_value_of_every_property_is_read_back(predicate: str, value: ox.NamedNode | ox.Literal) -> None:
    quads = read_back(OURS, predicate, taken_apart(predicate, value))
    assert quads == [ox.Quad(SUBJECT, ox.NamedNode(predicate), value)]


@settings(max_examples=100, deadline=None)
@given(terms())
def test_a_property_without_a_word_is_written_by_its_iri(value: ox.NamedNode | ox.Literal) -> None:
    predicate = "https://example.org/unheard-of"
    quads = read_back({"id": "@id"}, predicate, taken_apart(predicate, value))
    assert quads == [ox.Quad(SUBJECT, ox.NamedNode(predicate), value)]


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (vocab.DL + "Event", "Event"),
        (vocab.EDTF, "EDTF"),
        (vocab.SEM + "Event", "sem:Event"),
        ("https://example.org/Thing", "https://example.org/Thing"),
        ("@id", "id"),
        ("@type", "type"),
    ],
)
def test_a_class_is_named_by_its_word_or_prefix(iri: str, name: str) -> None:
    assert Context(OURS).name_of(iri) == name


def test_a_line_that_the_mapping_never_writes_is_refused() -> None:
    with pytest.raises(ValueError, match="not a line"):
        statement("<https://example.org/s> <https://example.org/p> _:b .")
