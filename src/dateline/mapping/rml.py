"""The mapping as an RML document (https://w3id.org/rml/core/spec), for engines that are not ours.

It reads the views of the tables (`views.csv_files`, `exports/tables/`) and makes the default graph that `quads`
makes. Named graphs stay with dateline: their names depend on the timeline.
"""

from __future__ import annotations

from dateline.mapping.rules import RULES, Constant, Literal, Rule, Term
from dateline.mapping.views import conditional, place
from dateline.vocab import XSD

HEAD = """\
# Generated from src/dateline/mapping/rules.py by `python -m dateline.mapping.rml`; edit the rules, not this file.
# Reads the CSV files of exports/tables/ from the folder in which the engine runs.
@prefix rml: <http://w3id.org/rml/> .
@base <https://w3id.org/dateline/mapping/> .
"""


def document() -> str:
    """Return the RML document in Turtle; the same rules give the same text."""
    maps: dict[tuple[str, str], list[Rule]] = {}
    for rule in RULES:
        if rule.graph is None:
            view = f"{rule.table}.{rule.each}" if rule.each else rule.table
            maps.setdefault((view, place(rule.subject)[1]), []).append(rule)
    return HEAD + "".join(_triples_map(view, name, rules) for (view, name), rules in maps.items())


def _triples_map(view: str, name: str, rules: list[Rule]) -> str:
    pairs = "".join(f" ;\n    rml:predicateObjectMap [ {_predicate(rule)} ; {_object(rule)} ]" for rule in rules)
    return (
        f"\n<{view}/{name}> a rml:TriplesMap ;\n"
        f'    rml:logicalSource [ rml:source "{view}.csv" ; rml:referenceFormulation rml:CSV ] ;\n'
        f'    rml:subjectMap [ rml:reference "{name}" ; rml:termType rml:IRI ]{pairs} .\n'
    )


def _predicate(rule: Rule) -> str:
    if isinstance(rule.predicate, Constant):
        return f"rml:predicate <{rule.predicate.iri}>"
    return f"rml:predicateMap [ {_offer(rule.predicate)} ]"


def _object(rule: Rule) -> str:
    term = rule.object
    column = conditional(rule)
    if column:
        return f'rml:objectMap [ rml:reference "{column}" ; {_kind(term)} ]'
    if isinstance(term, Constant):
        return f"rml:object <{term.iri}>"
    return f"rml:objectMap [ {_offer(term)} ; {_kind(term)} ]"


def _offer(term: Term) -> str:
    how, text = place(term)
    return f'rml:{how} "{text}"'


def _kind(term: Term) -> str:
    if not isinstance(term, Literal):
        return "rml:termType rml:IRI"
    if term.language:
        return f'rml:languageMap [ rml:reference "{term.language}" ]'
    return "rml:termType rml:Literal" if term.datatype == XSD + "string" else f"rml:datatype <{term.datatype}>"


if __name__ == "__main__":
    from pathlib import Path

    Path("ontology/mapping.rml.ttl").write_text(document(), encoding="utf-8")
