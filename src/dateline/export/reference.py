"""The reference of the ontology: `ontology/README.md`, made from the ontology's own files and from the mapping.

It knows how a term is documented (label, definition, notes, range, matches) and how a page of Markdown is laid out,
and nothing of any timeline's data. What terms mean is said in the Turtle files alone, so the page is never edited
by hand: `python -m dateline.export.reference` writes it again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from dateline import resources
from dateline.errors import InputError
from dateline.export.reference_text import FILES, INTRODUCTION
from dateline.mapping.rules import ID, RULES, TYPE, Constant, Rule, columns_of
from dateline.tables import SCHEMAS
from dateline.vocab import CONCEPT, DL, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS, concepts

COMMAND = "python -m dateline.export.reference"
PAGE = Path("ontology/README.md")

Texts: TypeAlias = list[str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The statements of one or more Turtle files, by subject and property, in the order of the files."""

    values: dict[str, dict[str, Texts]]
    prefixes: dict[str, str]

    def all(self, subject: str, *properties: str) -> Texts:
        """Return the values of some properties of a subject, none twice."""
        found = (value for name in properties for value in self.values.get(subject, {}).get(name, ()))
        return list(dict.fromkeys(found))

    def one(self, subject: str, *properties: str) -> str:
        """Return the first value of the first property that has one, or an empty text."""
        return next(iter(self.all(subject, *properties)), "")

    def of_type(self, *types: str) -> Texts:
        """Return the subjects that have one of some types, in the order of the files."""
        return [subject for subject in self.values if set(self.all(subject, RDF + "type")) & set(types)]

    def short(self, iri: str) -> str:
        """Return an IRI with a prefix of the files where one fits, as code."""
        fitting = [(len(space), name) for name, space in self.prefixes.items() if iri.startswith(space)]
        if not fitting:
            return f"<{iri}>"
        length, name = max(fitting)
        return f"`{name}:{iri[length:]}`"


def load_terms(*names: str) -> Terms:
    """Read Turtle files of the ontology folder into one look-up."""
    values: dict[str, dict[str, Texts]] = {}
    prefixes = dict(PREFIXES)
    for name in names:
        parser = ox.parse(resources.text(name), format=ox.RdfFormat.TURTLE)
        for triple in parser:
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
                described = values.setdefault(triple.subject.value, {})
                described.setdefault(triple.predicate.value, []).append(triple.object.value)
        prefixes |= {key: space for key, space in parser.prefixes.items() if key}
    return Terms(values, prefixes)


def ontology_readme() -> str:
    """Return the whole page."""
    terms = load_terms("dateline.ttl", "alignments.ttl")
    words = load_terms("types.ttl")
    parts: list[str] = [INTRODUCTION, "## Files\n", _table(("file", "what it holds"), FILES)]
    parts += ["## Classes\n", *_classes(terms)]
    parts += ["## Properties of our own\n", *_properties(terms)]
    parts += ["## Terms of other vocabularies, used as they are\n", *_reused(terms)]
    parts += ["## Words\n", *_schemes(words)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(_cell(cell) for cell in line) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _described(terms: Terms, subject: str) -> str:
    """The definition of a term with its notes, and examples in brackets."""
    sentences = terms.all(subject, SKOS + "definition", SKOS + "scopeNote")
    examples = terms.all(subject, SKOS + "example")
    if examples:
        sentences.append("For example: " + "; ".join(f"`{example}`" for example in examples) + ".")
    return " ".join(sentences)


def _matches(terms: Terms, subject: str) -> str:
    near = [terms.short(iri) for iri in terms.all(subject, SKOS + "closeMatch")]
    return ", ".join(near)


def _classes(terms: Terms) -> Iterator[str]:
    yield _table(
        ("class", "under", "meaning", "near to"),
        (
            (
                terms.short(name),
                ", ".join(terms.short(iri) for iri in terms.all(name, RDFS + "subClassOf")),
                _described(terms, name),
                _matches(terms, name),
            )
            for name in terms.of_type(OWL + "Class")
        ),
    )


def _properties(terms: Terms) -> Iterator[str]:
    """The properties by the class they are used on; one that is used on several is explained in full once."""
    kinds = (OWL + "DatatypeProperty", OWL + "ObjectProperty", OWL + "AnnotationProperty")
    by_class: dict[str, Texts] = {name: [] for name in terms.of_type(OWL + "Class")}
    for name in terms.of_type(*kinds):
        for domain in terms.all(name, RDFS + "domain", SCHEMA + "domainIncludes"):
            by_class.setdefault(domain, []).append(name)
    told: set[str] = set()
    for domain, names in by_class.items():
        if names:
            yield f"### On {terms.short(domain)}\n"
            rows = [_property(terms, name, told=name in told) for name in names]
            yield _table(("property", "value", "meaning", "near to"), rows)
            told |= set(names)


def _property(terms: Terms, name: str, *, told: bool) -> tuple[str, str, str, str]:
    above = [terms.short(iri) for iri in terms.all(name, RDFS + "subPropertyOf")]
    meaning = terms.one(name, SKOS + "definition") if told else _described(terms, name)
    meaning += f" Under {', '.join(above)}." if above else ""
    value = terms.one(name, RDFS + "range", SCHEMA + "rangeIncludes")
    return terms.short(name), terms.short(value) if value else "", meaning, _matches(terms, name)


def _reused(terms: Terms) -> Iterator[str]:
    """The foreign properties that the mapping writes, table by table, with what their column holds."""
    for table, rules in groupby(RULES, key=lambda rule: rule.table):
        rows = dict.fromkeys(row for rule in rules if (row := _reused_row(terms, rule)))
        if rows:
            yield f"### From the table `{table}`\n"
            yield _table(("property", "column", "holds", "near to"), rows)


def _reused_row(terms: Terms, rule: Rule) -> tuple[str, str, str, str] | None:
    columns = columns_of(rule.object) or ((rule.where[0],) if rule.where and rule.predicate != Constant(TYPE) else ())
    repeats = rule.graph is not None and rule.subject == ID
    if not isinstance(rule.predicate, Constant) or repeats or not columns:
        return None
    name, column = rule.predicate.iri, columns[-1]
    if name.startswith(DL) or (column == "id" and rule.graph is None):
        return None
    return terms.short(name), f"`{column}`", SCHEMAS[rule.table][column].doc, _matches(terms, name)


def _schemes(words: Terms) -> Iterator[str]:
    known = concepts()
    for scheme in words.of_type(SKOS + "ConceptScheme"):
        name = scheme.removeprefix(CONCEPT)
        yield f"### {words.one(scheme, RDFS + 'label')}\n"
        yield f"<{scheme}>. {_described(words, scheme)}\n"
        found = [iri for iri in words.of_type(SKOS + "Concept") if words.one(iri, SKOS + "inScheme") == scheme]
        scored = any(known[name][_word(iri)].score for iri in found)
        head = ("word", "label", "meaning", *(("score", "quad class") if scored else ()))
        yield _table(head, (_concept_row(words, iri, scored=scored) for iri in found))


def _word(iri: str) -> str:
    return iri.removeprefix(CONCEPT).partition("/")[2]


def _concept_row(words: Terms, iri: str, *, scored: bool) -> Texts:
    scheme, word = iri.removeprefix(CONCEPT).partition("/")[0], _word(iri)
    notes = " ".join(words.all(iri, SKOS + "editorialNote"))
    meaning = _described(words, iri) + (f" *{notes}*" if notes else "") + _mapped(words, iri)
    row = [f"`{word}`", words.one(iri, SKOS + "prefLabel"), meaning]
    if scored:
        concept = concepts()[scheme][word]
        row += [concept.score or "", concept.quad or ""]
    return row


def _mapped(words: Terms, iri: str) -> str:
    """The matches of a CAMEO code to event types, in words; the other direction would say the same again."""
    if not iri.startswith(CONCEPT + "cameo/"):
        return ""
    kinds: dict[str, Callable[[str], str]] = {
        "closeMatch": "near to {}".format,
        "broadMatch": "within {}".format,
        "narrowMatch": "covers {}".format,
        "relatedMatch": "related to {}".format,
    }
    said = [
        say(", ".join(f"`{_word(other)}`" for other in words.all(iri, SKOS + kind)))
        for kind, say in kinds.items()
        if words.all(iri, SKOS + kind)
    ]
    return f" Event types: {'; '.join(said)}." if said else ""


def main() -> None:
    """Write the page into the checkout that is the current folder.

    Raises:
        InputError: the current folder is not a checkout of dateline.
    """
    if not PAGE.with_name("dateline.ttl").is_file():
        raise InputError(str(PAGE), "run this from the top folder of a checkout of dateline")
    PAGE.write_text(ontology_readme(), encoding="utf-8", newline="\n")
    sys.stderr.write(f"{PAGE} written\n")


if __name__ == "__main__":
    main()
