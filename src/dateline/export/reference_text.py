"""The fixed texts of the ontology's reference page: the introduction for people new to RDF, and the list of files.

Only words; the tables that follow them are made by `dateline.export.reference`.
"""

from __future__ import annotations

INTRODUCTION = """\
# The ontology of dateline

This page is made from the files beside it. To change it, change them, then run
`python -m dateline.export.reference`.

## If RDF is new to you

A graph is a list of short statements: *something* has *a property* with *a value*. Things, properties and kinds of
things are named by web addresses (IRIs), so that two people who mean the same thing can use the same name, and one
who wonders what a name means can look it up. Turtle is a way to write such statements down: a prefix stands for the
beginning of an address, `a` for "is a", `;` goes on about the same thing, and `.` ends it.

You need none of this to keep a timeline in YAML or CSV; it is what your timeline becomes. Here is one event, one actor
in it, and one claim with the words that bear it out:

```turtle
@prefix dl: <https://w3id.org/dateline/ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/dateline/role/> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix type: <https://w3id.org/dateline/type/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://example.org/news/> .

<event/readmission> a dl:Event, sem:Event ;
    rdfs:label "The league takes the suspended member back"@en ;
    sem:eventType type:support ;                             # what kind of act: see "Event types" below
    dl:edtf "2023-05"^^edtf:EDTF ;                           # some day in May 2023: no more is known
    sem:hasEarliestBeginTimeStamp "2023-05-01"^^xsd:date ;   # so it began on this day at the earliest,
    sem:hasLatestEndTimeStamp "2023-05-31"^^xsd:date ;       # and was over on this day at the latest
    dl:reverses <event/suspension> ;
    dl:participation <event/readmission/participation/initiator-league> .

# Who took part, and in which role.
<event/readmission/participation/initiator-league> a dl:Participation ;
    dl:actor <actor/league> ;
    sem:roleType role:initiator .

# What one source says of it: here, when it was. Other sources may say otherwise; each has a claim of its own.
<event/readmission/claim/5f0c1a2b> a dl:Claim ;
    rdf:subject <event/readmission> ;
    rdf:predicate dl:edtf ;
    rdf:object "2023-05"^^edtf:EDTF ;
    sem:accordingTo <source/brief> ;
    dl:evidence <event/readmission/claim/5f0c1a2b/evidence> .

# Where the source says it: the exact words.
<event/readmission/claim/5f0c1a2b/evidence> a oa:SpecificResource ;
    oa:hasSource <source/brief> ;
    oa:hasSelector <event/readmission/claim/5f0c1a2b/quote> .

<event/readmission/claim/5f0c1a2b/quote> a oa:TextQuoteSelector ;
    oa:exact "returned to the league in May 2023" .
```

Two habits of this ontology are worth knowing. Nothing unknown is filled in: a bound that is open or unknown is absent.
And what sources say is kept apart from what the timeline holds: claims are never facts by themselves.
"""

FILES = (
    ("`dateline.ttl`", "the classes and properties that dateline adds to existing standards"),
    (
        "`types.ttl`",
        "the words: event types and modes, contexts, roles, ranks, precisions and the rest, as SKOS schemes",
    ),
    (
        "`shapes.ttl`",
        "what good data looks like, in SHACL: every complaint of `dateline check` about a graph comes from here",
    ),
    ("`description-shapes.ttl`", "what the description of a dataset (`void.ttl`) has to say, in SHACL"),
    ("`link-shapes.ttl`", "what every reviewed link to another graph has to tell of where it comes from, in SHACL"),
    ("`alignments.ttl`", "matches to other vocabularies; load it when you ask in their words"),
    (
        "`context.jsonld`",
        "the short names of the JSON-LD export, each the last part of its property's IRI (`kind` is `dc:type`)",
    ),
    ("`mapping.rml.ttl`", "how the columns of the tables become triples, for any RML engine"),
    ("`codes.yaml`", "the codes of messages that do not come from shapes"),
    ("`timeline.schema.json`", "a JSON Schema of timeline files, for editors that complete and check while you type"),
    ("`starter.yaml`", "the commented timeline that `dateline init` writes"),
    ("`starter-brief.txt`", "the text that the starter's quotes are taken from"),
    (
        "`authority/`",
        "names, codes and confirmed identifiers of states, places, organizations and people, each with its source",
    ),
    ("`queries/`", "named queries in SPARQL, ready to run in any store"),
)
