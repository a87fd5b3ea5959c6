"""RDF 1.2: what sources claim stands on the statements themselves, as annotations in Turtle 1.2 or N-Triples 1.2.

A claim becomes the reifier of the triple that it makes. Where the graph says the same, the claim annotates that
statement with its source, rank and evidence; where it says otherwise, the triple is quoted and not asserted. Nothing
else changes, so nothing is lost. Syntax: https://www.w3.org/TR/rdf12-turtle/ and https://www.w3.org/TR/rdf12-n-triples/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from dateline.export.outline import nodes_of, statement
from dateline.export.profiles.asking import (
    Facts,
    Named,
    bases_of,
    batches,
    facts,
    leave_unnamed,
    nodes,
    rows,
)
from dateline.export.profiles.profile import Account, Wishes
from dateline.export.turtle import Names, node_text, object_text
from dateline.mapping.rules import TYPE
from dateline.store import Store
from dateline.vocab import CONCEPT, DL, PREFIXES, RDF, concepts

_SUBJECT, _PREDICATE, _OBJECT = RDF + "subject", RDF + "predicate", RDF + "object"
_REIFIES = RDF + "reifies"
_KINDS = ("Timeline", "Source", "Actor", "Place", "Event", "Participation", "Claim")


@dataclass(frozen=True, slots=True)
class Claimed:
    """One claim: its node, the triple that it makes, and what is said of the claim."""

    node: str
    triple: tuple[str, str, Named]
    said: dict[str, list[Named]]


def turtle12(store: Store, wishes: Wishes, account: Account) -> Iterator[str]:
    """Yield the default graph as Turtle 1.2, claims as annotations."""
    names = Names(bases_of(store), PREFIXES | {scheme: f"{CONCEPT}{scheme}/" for scheme in concepts()})
    yield 'VERSION "1.2"\n' + names.declarations()
    for node, said, claims in _described(store, account):
        if said:
            yield _block(node, said, claims, names)
        for claim in claims:
            if not _is_said(claim, said):
                head = f"\n{names.iri(claim.node)} {names.iri(_REIFIES)} {_quoted(claim, names)} ;\n"
                yield f"{head}{_annotation(claim, names)} .\n"


def ntriples12(store: Store, wishes: Wishes, account: Account) -> Iterator[str]:
    """Yield the default graph as N-Triples 1.2, claims as reifiers."""
    for node, said, claims in _described(store, account):
        yield from _lines(node, said)
        for claim in claims:
            subject, predicate, value = claim.triple
            yield f"<{claim.node}> <{_REIFIES}> <<( <{subject}> <{predicate}> {value} )>> .\n"
            yield from _lines(claim.node, claim.said)


def _described(store: Store, account: Account) -> Iterator[tuple[str, dict[str, list[Named]], list[Claimed]]]:
    """Yield every node with what is said of it, and the claims on it, which are left out as nodes of their own."""
    leave_unnamed(store, account)
    claims_of: dict[str, list[str]] = {}
    for subject, claim in sorted(rows(store, _CLAIMS), key=str):
        if isinstance(subject, ox.NamedNode) and isinstance(claim, ox.NamedNode):
            claims_of.setdefault(subject.value, []).append(claim.value)
    told = {claim for claims in claims_of.values() for claim in claims}
    for batch in batches(node for node in _in_order(store, account) if node not in told):
        said = facts(store, batch)
        claims = facts(store, (claim for node in batch for claim in claims_of.get(node, ())))
        for node in batch:
            account.wrote("nodes")
            on_it = [_claimed(claim, claims) for claim in claims_of.get(node, ())]
            for _ in on_it:
                account.wrote("annotations")
            yield node, said[node], on_it


_CLAIMS = f"""SELECT ?subject ?claim {{
  ?claim a <{DL}Claim> ; <{_SUBJECT}> ?subject ; <{_PREDICATE}> ?predicate ; <{_OBJECT}> ?object
  FILTER(isIRI(?subject) && isIRI(?claim) && isIRI(?predicate) && !isBlank(?object))
}}"""


def _in_order(store: Store, account: Account) -> Iterator[str]:
    """Yield every named subject once: class by class, events by date, then all else by IRI."""
    seen: set[str] = set()
    for kind in _KINDS:
        for node in nodes(store, kind, Account()):
            if node not in seen:
                seen.add(node)
                yield node
    found = rows(store, "SELECT DISTINCT ?node { ?node ?property ?value FILTER(isIRI(?node)) }")
    yield from sorted(node.value for (node,) in found if isinstance(node, ox.NamedNode) and node.value not in seen)


def _claimed(claim: str, said: Facts) -> Claimed:
    of_claim = said[claim]
    triple = (of_claim[_SUBJECT][0].value, of_claim[_PREDICATE][0].value, of_claim[_OBJECT][0])
    rest = {name: values for name, values in of_claim.items() if name not in (_SUBJECT, _PREDICATE, _OBJECT)}
    return Claimed(claim, triple, rest)


def _is_said(claim: Claimed, said: dict[str, list[Named]]) -> bool:
    _, predicate, value = claim.triple
    return value in said.get(predicate, ())


def _lines(node: str, said: dict[str, list[Named]]) -> Iterator[str]:
    for property_ in sorted(said):
        for value in said[property_]:
            yield f"<{node}> <{property_}> {value} .\n"


def _block(node: str, said: dict[str, list[Named]], claims: Iterable[Claimed], names: Names) -> str:
    """One node as Turtle, each of its statements with the claims that say the same."""
    (text,) = nodes_of(line.rstrip("\n") for line in _lines(node, said))
    notes: dict[tuple[str, str], str] = {}
    for claim in claims:
        if _is_said(claim, said):
            key = (claim.triple[1], str(claim.triple[2]))
            notes[key] = notes.get(key, "") + f" ~ {names.iri(claim.node)} {{|\n{_annotation(claim, names)} |}}"
    if not notes:
        return node_text(text, names)
    parts = []
    for predicate, terms in text.properties:
        verb = "a" if predicate == TYPE else names.iri(predicate)
        for term in terms:
            spelled = f"<{term.iri}>" if term.iri is not None else _spelled(term.text, term.language, term.datatype)
            parts.append(f"{verb} {object_text(term, names)}{notes.get((predicate, spelled), '')}")
    return f"\n{names.iri(node)} " + " ;\n    ".join(parts) + " .\n"


def _spelled(text: str | None, language: str | None, datatype: str | None) -> str:
    return f"{text}@{language}" if language else f"{text}^^<{datatype}>" if datatype else str(text)


def _annotation(claim: Claimed, names: Names) -> str:
    """What is said of a claim, as the lines of a block without its subject."""
    (text,) = nodes_of(line.rstrip("\n") for line in _lines(claim.node, claim.said))
    lines = []
    for predicate, terms in text.properties:
        verb = "a" if predicate == TYPE else names.iri(predicate)
        lines.append(f"        {verb} {', '.join(object_text(term, names) for term in terms)}")
    return " ;\n".join(lines)


def _quoted(claim: Claimed, names: Names) -> str:
    subject, predicate, value = claim.triple
    said = statement(f"<{subject}> <{predicate}> {value} .")
    return f"<<( {names.iri(subject)} {names.iri(predicate)} {object_text(said.object, names)} )>>"
