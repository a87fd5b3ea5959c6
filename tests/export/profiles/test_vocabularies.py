"""Profiles use the terms that their vocabularies have published, as those want them used."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from itertools import pairwise
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SDO

from dateline.export.profiles import profile_named
from export.profiles.written import INPUTS, of_case, quads, terms

NAMESPACES = {
    "cidoc-crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "owl-time": "http://www.w3.org/2006/time#",
}
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
TIME = NAMESPACES["owl-time"]


def with_all_above(name: str, classes: set[str]) -> set[str]:
    known, todo = terms(name), list(classes)
    found = set(classes)
    while todo:
        above = set(known[todo.pop()][0].split()) & set(known)
        todo += above - found
        found |= above
    return found


@pytest.mark.parametrize("case", INPUTS)
@pytest.mark.parametrize("name", NAMESPACES)
def test_every_term_is_published_and_stands_between_the_classes_that_it_is_for(name: str, case: str) -> None:
    space, known = NAMESPACES[name], terms(name)
    found = quads(of_case(name, case), profile_named(name))
    classes: dict[str, set[str]] = defaultdict(set)
    for quad in found:
        if quad.predicate.value == TYPE and quad.object.value.startswith(space):
            classes[quad.subject.value].add(quad.object.value.removeprefix(space))

    for quad in found:
        term = quad.predicate.value.removeprefix(space)
        if term == quad.predicate.value:
            continue
        _, domain, range_ = known[term]
        if domain:
            assert domain in with_all_above(name, classes[quad.subject.value]), str(quad)
        if range_ == "Literal" or range_.startswith(XSD):
            assert isinstance(quad.object, ox.Literal), str(quad)
        elif range_ in known:
            assert range_ in with_all_above(name, classes[quad.object.value]), str(quad)


@pytest.mark.parametrize("name", NAMESPACES)
@pytest.mark.parametrize("case", INPUTS)
def test_rdflib_reads_the_same_triples(name: str, case: str) -> None:
    text = of_case(name, case)

    assert len(rdflib.Graph().parse(data=text, format="turtle")) == len(quads(text, profile_named(name)))


def test_descriptions_of_owl_time_have_one_unit_and_one_reference_system() -> None:
    graph = rdflib.Graph().parse(data=of_case("owl-time", "dates"), format="turtle")
    descriptions = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(TIME + "GeneralDateTimeDescription")))

    assert descriptions
    for node in descriptions:
        assert len(set(graph.objects(node, rdflib.URIRef(TIME + "unitType")))) == 1
        assert len(set(graph.objects(node, rdflib.URIRef(TIME + "hasTRS")))) == 1


def test_no_interval_of_owl_time_covers_the_years_between_the_members_of_a_set() -> None:
    graph = rdflib.Graph().parse(data=of_case("owl-time", "dates"), format="turtle")
    windows = graph.query(
        """SELECT DISTINCT ?window ?first ?last {
          ?window time:hasBeginning/time:inXSDDate ?first ; time:hasEnd/time:inXSDDate ?last ; time:inside ?instant
          FILTER(CONTAINS(STR(?window), "/both/") || CONTAINS(STR(?window), "/either/"))
        }""",
        initNs={"time": TIME},
    )
    years = sorted((int(str(first)[:4]), int(str(last)[:4])) for _, first, last in windows)

    assert years == [(2019, 2019), (2019, 2019), (2022, 2022), (2022, 2023)]


@pytest.mark.parametrize("case", INPUTS)
def test_outer_bounds_of_cidoc_crm_hold_the_inner_ones(case: str) -> None:
    graph = rdflib.Graph().parse(data=of_case("cidoc-crm", case), format="turtle")
    names = ("P82a_begin_of_the_begin", "P81a_end_of_the_begin", "P81b_begin_of_the_end", "P82b_end_of_the_end")
    for span in graph.subjects(rdflib.RDF.type, rdflib.URIRef(NAMESPACES["cidoc-crm"] + "E52_Time-Span")):
        bounds = [graph.value(span, rdflib.URIRef(NAMESPACES["cidoc-crm"] + name)) for name in names]
        known = [str(bound) for bound in bounds if bound is not None]
        assert all(earlier < later for earlier, later in pairwise(known)), span


def events(case: str) -> list[dict[str, Any]]:
    document: dict[str, Any] = json.loads(of_case("schema-org", case))
    found: list[dict[str, Any]] = document["@graph"]
    return found


@pytest.mark.parametrize("case", INPUTS)
def test_json_ld_has_terms_of_schema_org_alone(case: str) -> None:
    document = json.loads(of_case("schema-org", case))
    assert document["@context"] == "https://schema.org"
    document["@context"] = {"@vocab": str(SDO)}

    found = list(ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD))

    used = {quad.predicate.value for quad in found} - {TYPE}
    used |= {str(quad.object)[1:-1] for quad in found if quad.predicate.value == TYPE}
    assert used
    assert [term for term in used if term.removeprefix(str(SDO)) not in SDO] == []


@pytest.mark.parametrize("case", INPUTS)
def test_events_for_search_engines_have_a_name_and_a_start_that_is_a_day(case: str) -> None:
    for event in events(case):
        assert event["name"]
        for name in ("startDate", "endDate"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", event.get(name, "2024-07-24")), event
        assert "eventAttendanceMode" not in event
        assert event.get("eventStatus", f"{SDO}EventScheduled") == f"{SDO}EventScheduled"


def test_places_for_search_engines_have_an_address() -> None:
    places = [event["location"] for event in events("visits") if "location" in event]

    assert [place["address"] for place in places] == ["Northland", "Harbor, Northland", "Town hall, Harbor, Northland"]


def test_json_ld_can_stand_in_a_script_element() -> None:
    assert "</script" not in of_case("schema-org", "visits")
    assert any("</script>" in event.get("description", "") for event in events("visits"))
