"""The mapping: one list that says which table column becomes which triple.

It is used five times: to write quads (`quads`), to make the triple frames that shapes are checked on, to publish the
RML document (`rml`), to read RDF back into tables (`from_rdf`), and for the reference. Nothing else in the code names
a predicate for an event's data. The terms follow the ontology's choice of standards (`ontology/README.md`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from dateline.vocab import (
    CONCEPT,
    DC,
    DCTERMS,
    DL,
    EDTF,
    OA,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SEM,
    SKOS,
    VOID,
    WGS84,
    XSD,
)

STRING = XSD + "string"
DATE = XSD + "date"
INTEGER = XSD + "integer"
DECIMAL = XSD + "decimal"
BOOLEAN = XSD + "boolean"
TYPE = RDF + "type"


@dataclass(frozen=True, slots=True)
class Iri:
    """A column that holds an absolute IRI."""

    column: str


@dataclass(frozen=True, slots=True)
class Template:
    """An IRI made of fixed text and columns in braces: `{id}/evidence`, or a concept's IRI that ends in a word.

    It exists only where the columns in `needs` have a value too.
    """

    text: str
    needs: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in braces, in their order."""
        return tuple(re.findall(r"\{(\w+)\}", self.text))


@dataclass(frozen=True, slots=True)
class Constant:
    """A fixed IRI."""

    iri: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A column that holds a value; `language` names the column with its language tag, for texts."""

    column: str
    datatype: str = STRING
    language: str | None = None


Node: TypeAlias = Iri | Template | Constant
Term: TypeAlias = Node | Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of triple, made from each row of `table` in which every named column has a value.

    `where` keeps the rows in which a column has a value of its own; `each` names the list column that is taken apart,
    one triple a member (the column then stands for the member). A `derived` rule repeats what another rule already
    says, and is not read back. `graph` names the graph of triples that are written only where named graphs are.
    """

    table: str
    subject: Node
    predicate: Node
    object: Term
    where: tuple[str, str] | None = None
    each: str | None = None
    derived: bool = False
    graph: Node | None = None


ID = Iri("id")


def _concept(words: str) -> Template:
    return Template(CONCEPT + words)


def _a(table: str, *classes: str, subject: Node = ID) -> list[Rule]:
    return [Rule(table, subject, Constant(TYPE), Constant(name)) for name in classes]


def _kind(table: str, kind: str, name: str) -> Rule:
    return Rule(table, ID, Constant(TYPE), Constant(DL + name), where=("kind", kind))


def _value(table: str, predicate: str, column: str, datatype: str = STRING) -> Rule:
    return Rule(table, ID, Constant(predicate), Literal(column, datatype))


def _values(table: str, predicate: str, column: str, datatype: str = STRING) -> Rule:
    return Rule(table, ID, Constant(predicate), Literal(column, datatype), each=column)


def _link(table: str, predicate: str, column: str) -> Rule:
    return Rule(table, ID, Constant(predicate), Iri(column))


def _links(table: str, predicate: str, column: str) -> Rule:
    return Rule(table, ID, Constant(predicate), Iri(column), each=column)


def _word(table: str, predicate: str, words: str) -> Rule:
    return Rule(table, ID, Constant(predicate), _concept(words))


def _flag(table: str, predicate: str, column: str) -> Rule:
    return Rule(table, ID, Constant(predicate), Literal(column, BOOLEAN), where=(column, "true"))


def _named(table: str, predicate: str = RDFS + "label") -> list[Rule]:
    """The label of a row: with its language where that is known, else plain."""
    return [Rule(table, ID, Constant(predicate), Literal("label", language="label_lang"))]


def _described(table: str) -> list[Rule]:
    """What actors and places share: names, links and a note."""
    return [
        *_named(table),
        _values(table, SKOS + "altLabel", "aliases"),
        _links(table, OWL + "sameAs", "same_as"),
        _links(table, SKOS + "exactMatch", "exact_match"),
        _links(table, SKOS + "closeMatch", "close_match"),
        _value(table, SKOS + "note", "note"),
    ]


TIMELINES = [
    *_a("timelines", DL + "Timeline", VOID + "Dataset"),
    *_named("timelines", DCTERMS + "title"),
    _value("timelines", VOID + "uriSpace", "base"),
    _link("timelines", DCTERMS + "license", "license"),
    _value("timelines", DCTERMS + "description", "description"),
]

EVENTS = [
    *_a("events", DL + "Event", SEM + "Event"),
    _kind("events", "series", "EventSeries"),
    *_named("events"),
    _word("events", SEM + "eventType", "type/{type}"),
    _word("events", DL + "mode", "type/{type}/{mode}"),
    Rule("events", ID, Constant(DL + "context"), _concept("context/{contexts}"), each="contexts"),
    _value("events", DL + "edtf", "edtf", EDTF),
    _value("events", SEM + "hasEarliestBeginTimeStamp", "earliest_begin", DATE),
    _value("events", SEM + "hasLatestBeginTimeStamp", "latest_begin", DATE),
    _value("events", SEM + "hasEarliestEndTimeStamp", "earliest_end", DATE),
    _value("events", SEM + "hasLatestEndTimeStamp", "latest_end", DATE),
    _value("events", DL + "earliestDay", "earliest_day", INTEGER),
    _value("events", DL + "latestDay", "latest_day", INTEGER),
    _values("events", DL + "year", "years", INTEGER),
    _word("events", DL + "precision", "precision/{precision}"),
    _flag("events", DL + "approximate", "approximate"),
    _flag("events", DL + "uncertain", "uncertain"),
    _value("events", DL + "ongoingAsOf", "ongoing_as_of", DATE),
    _value("events", DL + "originalDate", "original_date"),
    _value("events", DL + "dateMethod", "date_method"),
    _value("events", DL + "recurrence", "recurrence"),
    _word("events", DL + "factuality", "factuality/{factuality}"),
    _word("events", DL + "status", "status/{status}"),
    Rule(
        "events",
        ID,
        Constant(PROV + "wasAttributedTo"),
        Constant(CONCEPT + "extractor"),
        where=("status", "draft"),
        derived=True,
    ),
    _word("events", DL + "quadClass", "quad/{quad}"),
    _value("events", DL + "score", "score", DECIMAL),
    _word("events", DL + "scoreScheme", "score-scheme/{score_scheme}"),
    _value("events", DL + "quantity", "quantity", DECIMAL),
    _value("events", DL + "minQuantity", "quantity_min", DECIMAL),
    _value("events", DL + "maxQuantity", "quantity_max", DECIMAL),
    _value("events", DL + "unit", "unit"),
    _links("events", SEM + "hasPlace", "places"),
    _value("events", SKOS + "note", "note"),
]

PARTICIPATIONS = [
    *_a("participations", DL + "Participation"),
    Rule("participations", Iri("event"), Constant(DL + "participation"), ID),
    _link("participations", DL + "actor", "actor"),
    _word("participations", SEM + "roleType", "role/{role}"),
    _value("participations", DL + "capacity", "capacity"),
    Rule("participations", Iri("event"), Constant(SEM + "hasActor"), Iri("actor"), derived=True),
]

ACTORS = [
    *_a("actors", DL + "Actor", SEM + "Actor"),
    _kind("actors", "person", "Person"),
    _kind("actors", "organization", "Organization"),
    _kind("actors", "state", "State"),
    _kind("actors", "group", "Group"),
    *_described("actors"),
    _links("actors", DL + "affiliation", "affiliations"),
    _value("actors", DL + "born", "born", EDTF),
    _value("actors", DL + "died", "died", EDTF),
]

PLACES = [
    *_a("places", DL + "Place", SEM + "Place"),
    *_described("places"),
    _link("places", DL + "within", "within"),
    _value("places", WGS84 + "lat", "lat", DECIMAL),
    _value("places", WGS84 + "long", "long", DECIMAL),
    _word("places", DL + "placePrecision", "place-precision/{place_precision}"),
]

SOURCES = [
    *_a("sources", DL + "Source"),
    *_named("sources", DCTERMS + "title"),
    _value("sources", DC + "publisher", "publisher"),
    _values("sources", DC + "creator", "authors"),
    _value("sources", DL + "edtf", "edtf", EDTF),
    _value("sources", DCTERMS + "issued", "issued", DATE),
    _value("sources", DL + "earliestDay", "earliest_day", INTEGER),
    _value("sources", DL + "latestDay", "latest_day", INTEGER),
    _link("sources", SCHEMA + "url", "url"),
    _value("sources", DC + "type", "kind"),
    _value("sources", DL + "textFile", "text_file"),
    _value("sources", DL + "textHash", "text_hash"),
    _links("sources", DCTERMS + "references", "cites"),
    _value("sources", SKOS + "note", "note"),
]

EVIDENCE = Template("{id}/evidence", needs=("quote",))
QUOTE = Template("{id}/quote", needs=("quote",))
POSITION = Template("{id}/position", needs=("quote", "quote_start", "quote_end"))
CLAIMED = (
    Iri("value_iri"),
    Literal("value_edtf", EDTF),
    Literal("value_text"),
    Literal("value_number", DECIMAL),
)

CLAIMS = [
    *_a("claims", DL + "Claim"),
    _link("claims", RDF + "subject", "event"),
    _link("claims", RDF + "predicate", "property"),
    *(Rule("claims", ID, Constant(RDF + "object"), value) for value in CLAIMED),
    _value("claims", DL + "earliestDay", "value_earliest_day", INTEGER),
    _value("claims", DL + "latestDay", "value_latest_day", INTEGER),
    _links("claims", DL + "about", "about"),
    _value("claims", DL + "statement", "statement"),
    _word("claims", DL + "direction", "direction/{direction}"),
    _link("claims", DL + "holder", "holder"),
    _link("claims", SEM + "accordingTo", "source"),
    _word("claims", DL + "rank", "rank/{rank}"),
    _value("claims", DL + "originalValue", "original"),
    Rule("claims", ID, Constant(DL + "evidence"), EVIDENCE),
    *_a("claims", OA + "SpecificResource", subject=EVIDENCE),
    Rule("claims", EVIDENCE, Constant(OA + "hasSource"), Iri("source"), derived=True),
    Rule("claims", EVIDENCE, Constant(OA + "hasSelector"), QUOTE),
    *_a("claims", OA + "TextQuoteSelector", subject=QUOTE),
    Rule("claims", QUOTE, Constant(OA + "exact"), Literal("quote")),
    Rule("claims", QUOTE, Constant(OA + "prefix"), Literal("quote_prefix")),
    Rule("claims", QUOTE, Constant(OA + "suffix"), Literal("quote_suffix")),
    Rule("claims", EVIDENCE, Constant(OA + "hasSelector"), POSITION),
    *_a("claims", OA + "TextPositionSelector", subject=POSITION),
    Rule("claims", POSITION, Constant(OA + "start"), Literal("quote_start", INTEGER)),
    Rule("claims", POSITION, Constant(OA + "end"), Literal("quote_end", INTEGER)),
    Rule("claims", Iri("event"), Constant(DCTERMS + "source"), Iri("source"), derived=True),
]

RELATIONS = [
    Rule("relations", Iri("event"), Template(DL + "{relation}"), Iri("target")),
    Rule(
        "relations",
        Iri("event"),
        Constant(SEM + "subEventOf"),
        Iri("target"),
        where=("relation", "partOf"),
        derived=True,
    ),
]

LINK_COLUMNS = {OWL + "sameAs": "same_as", SKOS + "exactMatch": "exact_match", SKOS + "closeMatch": "close_match"}
"""The properties that lead to entries of other graphs, each with its column."""

LINKS = Constant("graph/links")
LINKSET = Template("{base}graph/links")

NAMED_GRAPHS = [
    *(
        Rule("claims", Iri("event"), Iri("property"), value, derived=True, graph=Template("{source}/graph"))
        for value in CLAIMED
    ),
    *(
        Rule(
            table,
            ID,
            Constant(predicate),
            Iri(column),
            each=column,
            derived=True,
            graph=LINKS,
        )
        for table in ("actors", "places")
        for predicate, column in LINK_COLUMNS.items()
    ),
    Rule("timelines", LINKSET, Constant(TYPE), Constant(VOID + "Linkset"), derived=True, graph=LINKS),
    Rule("timelines", LINKSET, Constant(VOID + "subjectsTarget"), ID, derived=True, graph=LINKS),
]
"""Triples for N-Quads and TriG alone. A constant graph is a path under the timeline's base."""

RULES: tuple[Rule, ...] = (
    *TIMELINES,
    *EVENTS,
    *PARTICIPATIONS,
    *ACTORS,
    *PLACES,
    *SOURCES,
    *CLAIMS,
    *RELATIONS,
    *NAMED_GRAPHS,
)
"""Every rule, in the order in which their triples are written for a row."""


def needs_of(term: Term) -> tuple[str, ...]:
    """Return the columns that must have a value for a term to exist, without the language column."""
    return (*columns_of(term), *(term.needs if isinstance(term, Template) else ()))


def columns_of(term: Term) -> tuple[str, ...]:
    """Return the columns that a term is made of, without the language column."""
    if isinstance(term, Constant):
        return ()
    if isinstance(term, Template):
        return term.columns
    return (term.column,)


def field_of(predicate: str, table: str) -> str | None:
    """Return the table column that a predicate's value comes from, or None where no rule of the table has it."""
    for rule in RULES:
        if rule.table == table and isinstance(rule.predicate, Constant) and rule.predicate.iri == predicate:
            columns = columns_of(rule.object)
            if columns:
                return columns[-1]
    return None
