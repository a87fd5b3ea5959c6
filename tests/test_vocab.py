"""Names and concepts."""

from __future__ import annotations

import pytest

from dateline import vocab


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("wd:Q7747", "http://www.wikidata.org/entity/Q7747"),
        ("geonames:524901", "https://sws.geonames.org/524901/"),
        ("geonames:524901/", "https://sws.geonames.org/524901/"),
        ("dbpedia:Moscow", "http://dbpedia.org/resource/Moscow"),
        ("nobody:x", None),
        ("plain", None),
        ("schema://x", None),
    ],
)
def test_expand_knows_the_shipped_prefixes(curie: str, iri: str | None) -> None:
    assert vocab.expand(curie) == iri


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("https://w3id.org/dateline/ns#edtf", "dl:edtf"),
        ("https://w3id.org/dateline/type/aid", "type:aid"),
        ("https://w3id.org/dateline/type/consult/visit", "https://w3id.org/dateline/type/consult/visit"),
        ("https://e.org/x", "https://e.org/x"),
    ],
)
def test_shorten_writes_a_curie_where_one_is_possible(iri: str, short: str) -> None:
    assert vocab.shorten(iri) == short


def test_a_mode_inherits_score_and_quad_class_from_its_type() -> None:
    types = vocab.concepts()["type"]

    assert types["consult"].score is not None
    assert types["aid"].quad == "material-cooperation"
    assert all(concept.quad == types[word.split("/")[0]].quad for word, concept in types.items())
    assert all(concept.score is not None for concept in types.values())
    assert types["consult/visit"].iri == "https://w3id.org/dateline/type/consult/visit"
