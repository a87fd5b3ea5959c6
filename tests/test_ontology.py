"""The ontology's files: well formed, fully documented, safe to reason with, and all of a piece with the code."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from owlrl.Namespaces import ERRNS
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from dateline import resources, vocab
from dateline.mapping.rules import RULES, STRING, Constant, Iri, Rule, Template
from dateline.mapping.rules import Literal as Value

TURTLE = ("dateline.ttl", "types.ttl", "alignments.ttl")
# rdflib's own reader of JSON-LD uses a class that rdflib has deprecated
READS_JSONLD = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
CASES = Path(__file__).parent / "cases" / "ontology"
OWN = re.compile(r"\bdl:(\w+)")

SIZES = {
    "cameo": 20,
    "context": 37,
    "direction": 3,
    "factuality": 5,
    "place-precision": 7,
    "precision": 14,
    "quad": 4,
    "rank": 3,
    "role": 12,
    "score-scheme": 3,
    "status": 3,
    "type": 16 + 67,
}


@lru_cache
def graph(*names: str) -> Graph:
    made = Graph()
    for name in names:
        made.parse(data=resources.text(name), format="turtle")
    return made


def own_terms() -> list[URIRef]:
    subjects = {term for term in graph("dateline.ttl").subjects(RDF.type) if isinstance(term, URIRef)}
    return sorted(term for term in subjects if str(term).startswith(vocab.DL) and str(term) != vocab.DL)


def canonical(data: str, media: ox.RdfFormat) -> list[str]:
    return sorted(f"{quad.subject} {quad.predicate} {quad.object}" for quad in ox.parse(data, format=media))


def with_context(document: dict[str, Any]) -> str:
    context = json.loads(resources.text("context.jsonld"))["@context"]
    return json.dumps({**document, "@context": context})


def triples_of(document: dict[str, Any]) -> list[str]:
    """The triples of a JSON-LD document under our context, after rdflib and Oxigraph have agreed on them."""
    data = with_context(document)
    read = canonical(data, ox.RdfFormat.JSON_LD)
    again = Graph().parse(data=data, format="json-ld").serialize(format="nt")
    assert canonical(again, ox.RdfFormat.N_TRIPLES) == read
    return read


# ---- The files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TURTLE)
def test_a_file_reads_the_same_in_both_engines_and_has_no_blank_nodes(name: str) -> None:
    triples = list(ox.parse(resources.text(name), format=ox.RdfFormat.TURTLE))
    assert len(set(triples)) == len(graph(name)) == len(triples)
    assert not [triple for triple in triples if isinstance(triple.subject, ox.BlankNode)]


@pytest.mark.parametrize("name", TURTLE)
def test_a_file_declares_no_prefix_that_it_does_not_use(name: str) -> None:
    text = resources.text(name)
    prefixes = re.findall(r"^@prefix (\w+):", text, flags=re.MULTILINE)
    body = "\n".join(line for line in text.splitlines() if not line.startswith(("@", "#")))
    assert [prefix for prefix in prefixes if not re.search(rf"\b{prefix}:", body)] == []


# ---- The terms -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("term", own_terms(), ids=lambda term: str(term).rpartition("#")[2])
def test_a_term_says_what_it_is_and_means(term: URIRef) -> None:
    found = graph("dateline.ttl")
    labels, definitions = list(found.objects(term, RDFS.label)), list(found.objects(term, SKOS.definition))
    assert [label.language for label in labels if isinstance(label, Literal)] == ["en"]
    assert [text.language for text in definitions if isinstance(text, Literal)] == ["en"]
    assert str(definitions[0]).endswith(".")
    assert (term, RDFS.isDefinedBy, URIRef(vocab.DL)) in found


def test_a_date_is_an_edtf_literal_and_a_day_an_integer() -> None:
    found = graph("dateline.ttl")
    ranges = {name: str(found.value(URIRef(vocab.DL + name), RDFS.range)) for name in ("edtf", "born", "died")}
    assert set(ranges.values()) == {vocab.EDTF}
    assert str(found.value(URIRef(vocab.DL + "earliestDay"), RDFS.range)) == vocab.XSD + "integer"


def terms_of_the_mapping() -> set[str]:
    used: set[str] = set()
    for rule in RULES:
        for part in (rule.predicate, rule.object):
            if isinstance(part, Constant):
                used.add(part.iri)
            elif isinstance(part, Template):
                used |= {part.text.replace("{relation}", name) for name in vocab.RELATIONS}
    return {iri.removeprefix(vocab.DL) for iri in used if iri.startswith(vocab.DL)}


def terms_of_the_files() -> dict[str, set[str]]:
    queries = {f"queries/{name}" for name in resources.names("queries", ".rq")}
    files = {"shapes.ttl", "types.ttl", "alignments.ttl", "context.jsonld", *queries}
    return {name: set(OWN.findall(resources.text(name))) for name in files}


def test_every_own_term_that_is_used_is_defined() -> None:
    defined = {str(term).removeprefix(vocab.DL) for term in own_terms()}
    used = {"the mapping": terms_of_the_mapping(), **terms_of_the_files()}
    assert {place: sorted(names - defined) for place, names in used.items() if names - defined} == {}


def test_every_own_term_is_used_or_stands_above_one_that_is() -> None:
    found = graph("dateline.ttl")
    above = {*found.objects(None, RDFS.subClassOf), *found.objects(None, RDFS.subPropertyOf)}
    data = {name: terms for name, terms in terms_of_the_files().items() if name != "alignments.ttl"}
    used = terms_of_the_mapping().union(*(terms for name, terms in data.items() if name != "context.jsonld"))
    idle = [term for term in own_terms() if str(term).removeprefix(vocab.DL) not in used and term not in above]
    assert idle == []


# ---- The words -------------------------------------------------------------------------------------------


def test_the_schemes_have_the_words_that_they_should() -> None:
    found = vocab.concepts()
    assert {scheme: len(words) for scheme, words in found.items()} == SIZES
    assert len([word for word in found["type"] if "/" not in word]) == 16


def test_every_word_has_a_scheme_a_label_and_a_definition_of_its_own() -> None:
    found = graph("types.ttl")
    concepts = set(found.subjects(RDF.type, SKOS.Concept))
    schemes = set(found.subjects(RDF.type, SKOS.ConceptScheme))
    for concept in concepts:
        (scheme,) = found.objects(concept, SKOS.inScheme)
        assert scheme in schemes
        assert str(concept).startswith(f"{scheme}/")
        assert len(list(found.objects(concept, SKOS.prefLabel))) == 1
        assert str(found.value(concept, SKOS.definition)).endswith(".")
    definitions = [str(text) for text in found.objects(None, SKOS.definition)]
    assert len(definitions) == len(set(definitions)) == len(concepts) + len(schemes)


def test_every_type_has_a_score_in_a_scheme_and_a_quad_class() -> None:
    found = vocab.concepts()
    for scheme in ("type", "cameo"):
        for concept in found[scheme].values():
            assert concept.score is not None
            assert -10 <= float(concept.score) <= 10
            assert concept.quad in found["quad"]


def test_a_mode_stands_under_its_type() -> None:
    found = graph("types.ttl")
    modes = [concept for concept in vocab.concepts()["type"].values() if "/" in concept.word]
    for mode in modes:
        parent = URIRef(mode.iri.rpartition("/")[0])
        assert list(found.objects(URIRef(mode.iri), SKOS.broader)) == [parent]
        assert (parent, RDF.type, SKOS.Concept) in found


@pytest.mark.parametrize(
    ("word", "score", "quad"),
    [
        ("consult/visit", 4, "verbal-cooperation"),
        ("consult/third-party", 1, "verbal-cooperation"),
        ("consult/phone", 1.5, "verbal-cooperation"),
        ("request", 0, "verbal-conflict"),
        ("accuse", -3, "verbal-conflict"),
        ("accuse/disapprove", -2, "verbal-conflict"),
        ("sanction", -6, "material-conflict"),
        ("protest/vandalize", -5, "material-conflict"),
        ("aid", 10, "material-cooperation"),
    ],
)
def test_scores_and_classes_are_the_published_ones_or_the_decided_ones(word: str, score: float, quad: str) -> None:
    concept = vocab.concepts()["type"][word]
    assert (float(concept.score or "nan"), concept.quad) == (score, quad)


@pytest.mark.parametrize("word", ["accuse", "sanction", "request"])
def test_a_contradiction_of_the_published_scheme_is_decided_in_a_note(word: str) -> None:
    assert graph("types.ttl").value(URIRef(f"{vocab.CONCEPT}type/{word}"), SKOS.editorialNote)


def test_codes_of_cameo_are_texts_of_two_digits_and_match_types_without_being_equal() -> None:
    found = graph("types.ttl")
    for word, concept in vocab.concepts()["cameo"].items():
        assert str(found.value(URIRef(concept.iri), SKOS.notation)) == word
        assert re.fullmatch(r"\d\d", word)
    split = {URIRef(f"{vocab.CONCEPT}type/{word}") for word in ("concede", "retreat")}
    assert set(found.objects(URIRef(vocab.CONCEPT + "cameo/08"), SKOS.narrowMatch)) == split
    for word in ("18", "19", "20"):
        assert list(found.objects(URIRef(f"{vocab.CONCEPT}cameo/{word}"), SKOS.broadMatch)) == [
            URIRef(vocab.CONCEPT + "type/assault")
        ]


@pytest.mark.parametrize("scheme", sorted(set(SIZES) - {"cameo"}))
def test_the_shapes_allow_exactly_the_words_of_a_scheme(scheme: str) -> None:
    listed = set(re.findall(rf"<{vocab.CONCEPT}{scheme}/([^>]+)>", resources.text("shapes.ttl")))
    assert listed == set(vocab.concepts()[scheme])


def test_every_word_that_a_match_names_exists() -> None:
    found = graph("types.ttl")
    matches = (SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
    for predicate in matches:
        for other in found.objects(None, predicate):
            assert (other, RDF.type, SKOS.Concept) in found


def test_every_word_in_backticks_is_a_word_of_the_file() -> None:
    found = vocab.concepts()
    words = {word for scheme in found.values() for word in scheme} | {"type/mode", "where"}
    body = "\n".join(line for line in resources.text("types.ttl").splitlines() if not line.startswith("#"))
    assert set(re.findall(r"`([^`]+)`", body)) - words == set()


# ---- Reasoning -------------------------------------------------------------------------------------------


def test_no_axiom_can_merge_or_forbid_anything() -> None:
    found = graph("dateline.ttl", "types.ttl", "alignments.ttl")
    types = {OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty}
    predicates = {OWL.imports, OWL.disjointWith, OWL.propertyDisjointWith, OWL.equivalentClass, OWL.equivalentProperty}
    predicates |= {SKOS.exactMatch, OWL.sameAs, OWL.complementOf, OWL.hasKey}
    assert types & set(found.objects(None, RDF.type)) == set()
    assert predicates & set(found.predicates()) == set()


def test_nothing_stands_under_a_functional_property_of_lode() -> None:
    found = graph("alignments.ttl")
    above = {str(other) for other in found.objects(None, RDFS.subPropertyOf)}
    assert not [iri for iri in above if iri.startswith("http://linkedevents.org/")]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("hasEarliestBeginTimeStamp", "P82a_begin_of_the_begin"),
        ("hasLatestBeginTimeStamp", "P81a_end_of_the_begin"),
        ("hasEarliestEndTimeStamp", "P81b_begin_of_the_end"),
        ("hasLatestEndTimeStamp", "P82b_end_of_the_end"),
    ],
)
def test_the_four_bounds_cross_over_to_cidoc(ours: str, theirs: str) -> None:
    near = graph("alignments.ttl").objects(URIRef(vocab.SEM + ours), SKOS.closeMatch)
    assert URIRef("http://www.cidoc-crm.org/cidoc-crm/" + theirs) in set(near)


def closure(*parts: Graph) -> Graph:
    whole = Graph()
    for part in parts:
        whole += part
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    return whole


def test_owl_rl_finds_the_ontology_consistent_with_data_and_infers_what_is_meant() -> None:
    sample = Graph().parse(CASES / "sample.ttl")
    inferred = closure(graph("dateline.ttl", "alignments.ttl"), sample)
    assert list(inferred.objects(None, ERRNS.error)) == []
    base = "https://example.org/news/"
    talks, meeting = URIRef(base + "event/talks"), URIRef(base + "event/meeting")
    assert (meeting, URIRef(vocab.SEM + "subEventOf"), talks) in inferred
    assert (meeting, URIRef(vocab.DL + "relatedEvent"), talks) in inferred
    assert (URIRef(base + "event/meeting/claim/00000001"), RDF.type, RDF.Statement) in inferred
    assert (URIRef(base + "source/brief"), RDF.type, rdflib.PROV.Entity) in inferred
    assert (URIRef(base + "source/brief"), RDF.type, URIRef(vocab.DL + "Event")) not in inferred


def test_the_closure_would_report_a_contradiction() -> None:
    broken = Graph().parse(data=f"<a:a> <{vocab.OWL}sameAs> <a:b> ; <{vocab.OWL}differentFrom> <a:b> .")
    assert list(closure(broken).objects(None, ERRNS.error))


# ---- The JSON-LD context ---------------------------------------------------------------------------------


def terms_of_the_context() -> dict[str, Any]:
    context: dict[str, Any] = json.loads(resources.text("context.jsonld"))["@context"]
    return {name: term for name, term in context.items() if isinstance(term, dict)}


def expanded(name: str) -> str:
    return vocab.expand(name) or vocab.EDTF


@READS_JSONLD
def test_a_document_in_short_words_is_the_same_graph_as_its_turtle() -> None:
    document = json.loads((CASES / "sample.jsonld").read_text(encoding="utf-8"))
    turtle = (CASES / "sample.ttl").read_text(encoding="utf-8")
    assert triples_of(document) == canonical(turtle, ox.RdfFormat.TURTLE)


def test_the_context_fetches_nothing() -> None:
    assert '"@import"' not in resources.text("context.jsonld")
    assert all("@base" not in term for term in terms_of_the_context().values())


def test_a_prefix_means_the_same_in_json_as_everywhere() -> None:
    context = json.loads(resources.text("context.jsonld"))["@context"]
    shared = {name: context[name] for name in vocab.PREFIXES if name in context and name not in ("type", "edtf")}
    assert shared == {name: vocab.PREFIXES[name] for name in shared}
    assert set(vocab.PREFIXES) - set(shared) == {"type", "role", "edtf"}


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.graph is None], ids=lambda rule: f"{rule.table}-{rule.object}"
)
def test_the_context_says_of_a_property_what_the_mapping_writes(rule: Rule) -> None:
    iris = (
        [rule.predicate.iri] if isinstance(rule.predicate, Constant) else [vocab.DL + name for name in vocab.RELATIONS]
    )
    for iri in set(iris) - {vocab.RDF + "type", vocab.RDF + "object"}:
        (term,) = [term for term in terms_of_the_context().values() if expanded(term.get("@id", "dl:")) == iri]
        assert term.get("@type") == coercion(rule, term)
        assert (term.get("@container") == "@language") == (
            isinstance(rule.object, Value) and rule.object.language is not None
        )
        assert rule.each is None or term["@container"] == "@set"


def coercion(rule: Rule, term: dict[str, Any]) -> str | None:
    """What the context must say of the values of a rule's property."""
    value = rule.object
    if isinstance(value, Iri | Constant):
        return "@id"
    if isinstance(value, Template):
        concept = value.text.startswith(vocab.CONCEPT)
        if concept:
            assert term["@context"]["@vocab"] == value.text.partition("{")[0]
        return "@vocab" if concept else "@id"
    if value.datatype == STRING:
        return None
    return "EDTF" if value.datatype == vocab.EDTF else vocab.shorten(value.datatype)


@READS_JSONLD
def test_every_word_can_stand_as_a_value_of_its_property() -> None:
    base = "https://example.org/x"
    schemes = {
        term["@context"]["@vocab"].removeprefix(vocab.CONCEPT).rstrip("/"): (name, expanded(term["@id"]))
        for name, term in terms_of_the_context().items()
        if term.get("@type") == "@vocab"
    }
    assert set(schemes) == set(SIZES) - {"cameo"}
    for scheme, (name, iri) in schemes.items():
        words = sorted(vocab.concepts()[scheme])
        wanted = sorted(f"<{base}> <{iri}> <{vocab.CONCEPT}{scheme}/{word}>" for word in words)
        assert triples_of({"id": base, name: words}) == wanted
