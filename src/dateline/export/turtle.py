"""Turtle and TriG for reading: nodes in reading order, IRIs short, only the prefixes that are used.

Oxigraph's writer is correct but declares every prefix, in no fixed order, and escapes slashes in names; people read
these files and compare them line by line, so the layout is ours. The grammar is https://www.w3.org/TR/turtle/ and
https://www.w3.org/TR/trig/; literals keep the escapes of N-Triples, which both allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dateline.export.outline import NodeText, Term, outline
from dateline.mapping.rules import BOOLEAN, DECIMAL, INTEGER, TYPE
from dateline.tables import Tables
from dateline.vocab import CONCEPT, PREFIXES, concepts

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_RELATIVE = re.compile(r"(?:\w[\w.-]*/)*\w[\w.-]*")
_BARE = {
    INTEGER: re.compile(r"[+-]?[0-9]+"),
    DECIMAL: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    BOOLEAN: re.compile(r"true|false"),
}
_WIDTH = 100


def turtle(tables: Tables) -> Iterator[str]:
    """Yield the default graph as Turtle."""
    return turtle_of(outline(tables)[None], bases=tables.timelines["base"].to_list())


def turtle_of(
    nodes: Sequence[NodeText], *, bases: Iterable[str] = (), prefixes: dict[str, str] | None = None
) -> Iterator[str]:
    """Yield nodes as Turtle; the first of the bases of their timelines is the base of the document.

    `prefixes` stand in for those that documents know otherwise.
    """
    names = Names(bases, prefixes)
    body = [node_text(node, names) for node in nodes]
    yield names.header()
    yield from body


def trig(tables: Tables) -> Iterator[str]:
    """Yield the default graph and then each named graph as TriG."""
    names = Names(tables.timelines["base"].to_list())
    body = []
    for graph, nodes in outline(tables, graphs=True).items():
        texts = [node_text(node, names) for node in nodes]
        if graph is None:
            body += texts
        else:
            inside = "".join(texts).replace("\n", "\n    ").replace("\n    \n", "\n\n").rstrip(" ")
            body.append(f"\n{names.iri(graph)} {{{inside}}}\n")
    yield names.header()
    yield from body


class Names:
    """Shortens IRIs and remembers which prefixes it used; without prefixes of its own, it knows all of dateline's."""

    def __init__(self, bases: Iterable[str], prefixes: dict[str, str] | None = None) -> None:
        self.base = min((base for base in bases if base.endswith("/")), default="")
        schemes = {scheme: f"{CONCEPT}{scheme}/" for scheme in concepts()}
        known = schemes | PREFIXES if prefixes is None else prefixes
        self.namespaces = {namespace: name for name, namespace in known.items()}
        self.used: set[tuple[str, str]] = set()
        self.known: dict[str, str] = {}

    def iri(self, iri: str) -> str:
        """Return the shortest way to write an IRI: a prefixed name, else relative to the base, else in full."""
        if iri not in self.known:
            self.known[iri] = self._shortened(iri)
        return self.known[iri]

    def header(self) -> str:
        """Return the declarations that the names written so far need."""
        return self._declared(self.used)

    def declarations(self) -> str:
        """Return the declarations of all prefixes, for documents that are written before all names are known."""
        return self._declared((name, namespace) for namespace, name in self.namespaces.items())

    def _declared(self, prefixes: Iterable[tuple[str, str]]) -> str:
        base = [f"@base <{self.base}> .\n"] if self.base else []
        return "".join(base + [f"@prefix {name}: <{namespace}> .\n" for name, namespace in sorted(prefixes)])

    def _shortened(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        name = self.namespaces.get(iri[:cut])
        if name is not None and _LOCAL.fullmatch(iri[cut:]):
            self.used.add((name, iri[:cut]))
            return f"{name}:{iri[cut:]}"
        if self.base and iri.startswith(self.base) and _RELATIVE.fullmatch(iri[len(self.base) :]):
            return f"<{iri[len(self.base) :]}>"
        return f"<{iri}>"


def node_text(node: NodeText, names: Names) -> str:
    """Return one node as a block: an empty line, the subject with its classes, then a line for each property."""
    written = [_property(name, terms, names) for name, terms in node.properties]
    return f"\n{names.iri(node.iri)} " + " ;\n    ".join(written) + " .\n"


def _property(predicate: str, terms: tuple[Term, ...], names: Names) -> str:
    verb = "a" if predicate == TYPE else names.iri(predicate)
    written = [object_text(term, names) for term in terms]
    if len(written) == 1 or sum(len(text) + 2 for text in written) < _WIDTH:
        return f"{verb} {', '.join(written)}"
    return f"{verb}\n        " + ",\n        ".join(written)


def object_text(term: Term, names: Names) -> str:
    """Return an object as Turtle."""
    if term.iri is not None:
        return names.iri(term.iri)
    text = term.text or '""'
    if term.language:
        return f"{text}@{term.language}"
    if not term.datatype:
        return text
    bare = _BARE.get(term.datatype)
    if bare and bare.fullmatch(text[1:-1]):
        return text[1:-1]
    return f"{text}^^{names.iri(term.datatype)}"
