"""JSON-LD 1.1 for programs that read JSON: the words of `ontology/context.jsonld`, what belongs together together.

The context is written into the document, so that nothing is fetched to read it. Participations and claims stand
inside their event, the evidence inside its claim (https://www.w3.org/TR/json-ld11/).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from dateline import resources
from dateline.export.context import Context, Json
from dateline.export.outline import NodeText, Term, outline
from dateline.mapping.rules import TYPE
from dateline.tables import Tables
from dateline.vocab import DL, OA, RDF

INSIDE = (DL + "participation", DL + "evidence", OA + "hasSelector")
"""Properties whose objects are written inside the node that has them, where their IRIs show that they belong to it."""

OWNER = RDF + "subject"
"""Property that leads from a claim to its event; the event lists its claims by the reversed word."""


def jsonld(tables: Tables) -> Iterator[str]:
    """Yield the default graph as a JSON-LD document with its context inside."""
    return jsonld_of(outline(tables)[None])


def jsonld_of(nodes: list[NodeText]) -> Iterator[str]:
    """Yield nodes as a JSON-LD document with its context inside."""
    context = json.loads(resources.text("context.jsonld"))["@context"]
    writer = _Writer(Context(context), nodes)
    yield '{\n"@context": ' + json.dumps(context, ensure_ascii=False, indent=2) + ',\n"@graph": ['
    for number, node in enumerate(writer.roots()):
        yield (",\n" if number else "\n") + json.dumps(node, ensure_ascii=False, indent=2)
    yield "\n]\n}\n"


class _Writer:
    """Turns the nodes of a graph into JSON objects, each node once."""

    def __init__(self, context: Context, nodes: list[NodeText]) -> None:
        self.context = context
        self.nodes = {node.iri: node for node in nodes}
        self.claims_word = context.reversed(OWNER)
        self.owners = {node.iri: owner for node in nodes if (owner := self._owner(node))}
        self.claims: dict[str, list[NodeText]] = {}
        for claim, owner in self.owners.items():
            self.claims.setdefault(owner, []).append(self.nodes[claim])

    def roots(self) -> Iterator[dict[str, Json]]:
        """Yield the nodes that stand on their own, each with the nodes that stand inside it."""
        inner = {iri for node in self.nodes.values() for iri in self._inside(node)} | set(self.owners)
        for node in self.nodes.values():
            if node.iri not in inner:
                yield self._object(node)

    def _object(self, node: NodeText) -> dict[str, Json]:
        made: dict[str, Json] = {self.context.id: node.iri}
        inside = self._inside(node)
        for name, terms in node.properties:
            if name == TYPE:
                made[self.context.type] = [self.context.name_of(str(term.iri)) for term in terms]
            elif name != OWNER or node.iri not in self.owners:
                for term in terms:
                    child = self._object(self.nodes[str(term.iri)]) if term.iri in inside else None
                    self._put(made, name, term, child)
        if self.claims_word and node.iri in self.claims:
            made[self.claims_word] = [self._object(claim) for claim in self.claims[node.iri]]
        return made

    def _put(self, made: dict[str, Json], name: str, term: Term, child: Json) -> None:
        """Add one value under the word that fits it best."""
        word = self.context.best(name, term)
        value = child or self.context.value(word, term)
        target, key = made, word.name
        if word.container == "@language":
            target, key = made.setdefault(word.name, {}), str(term.language)
        if key not in target:
            target[key] = [value] if word.container == "@set" else value
        elif isinstance(target[key], list):
            target[key].append(value)
        else:
            target[key] = [target[key], value]

    def _inside(self, node: NodeText) -> set[str]:
        """The nodes to write inside this one: their IRIs go on where this one's ends, or where its parent's does."""
        found = {str(term.iri) for name, terms in node.properties if name in INSIDE for term in terms}
        stems = (
            node.iri + "/",
            node.iri.removesuffix("evidence") if node.iri.endswith("/evidence") else node.iri + "/",
        )
        return {iri for iri in found if iri in self.nodes and iri != node.iri and iri.startswith(stems)}

    def _owner(self, node: NodeText) -> str | None:
        """The event that a claim is about, where the claim's own IRI goes on where the event's ends."""
        owners = [term.iri for name, terms in node.properties if name == OWNER for term in terms]
        if not self.claims_word or len(owners) != 1 or owners[0] not in self.nodes:
            return None
        return owners[0] if node.iri.startswith(f"{owners[0]}/") else None
