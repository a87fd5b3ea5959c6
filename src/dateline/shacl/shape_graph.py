"""A shapes graph as plain look-ups: what is said of a node, the members of a list, the one value of a property.

Shapes graphs are small, so they are read into dictionaries once; a big graph that is data as well is first cut down
to what shapes are made of. What is ill-formed is an `InputError` that names the node. Knows the syntax rules of
https://www.w3.org/TR/shacl/#shacl-syntax, no constraint component.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Collection, Iterable

import polars as pl

from dateline.errors import InputError, did_you_mean
from dateline.shacl.graph import Graph, Kind
from dateline.shacl.terms import Term
from dateline.shacl.vocabulary import KNOWN, PARAMETERS, SINGLE, TARGETS, WHOLE_NUMBERS, is_parameter
from dateline.vocab import RDF, RDFS, SH, XSD

NIL = Term(Kind.IRI, RDF + "nil")
_WRONG_NAMESPACES = tuple(
    f"{scheme}://{host}/ns/shacl{end}"
    for scheme in ("https", "http")
    for host in ("www.w3.org", "w3.org")
    for end in ("#", "/")
    if f"{scheme}://{host}/ns/shacl{end}" != SH
)
_DECISIVE = (*PARAMETERS, *TARGETS, "path")
WHOLE = frozenset(f"{XSD}{name}" for name in WHOLE_NUMBERS)
_Statements = dict[Term, dict[str, tuple[Term, ...]]]


class ShapeGraph:
    """What a shapes graph says, by node and predicate (a full IRI)."""

    def __init__(self, graph: Graph) -> None:
        self.file = graph.file or "shapes"
        self.statements: _Statements = _read(graph, ())
        parameters = {
            path.text
            for parameter in self.values_of(SH + "parameter")
            for path in self.objects(parameter, SH + "path")
            if path.kind == Kind.IRI
        }
        self.custom = frozenset(one for one in parameters if not one.startswith(SH))
        if self.custom:
            self.statements = _read(graph, sorted(self.custom))

    def objects(self, node: Term, predicate: str) -> tuple[Term, ...]:
        """Return the values of a property of a node, in the order of the graph."""
        return self.statements.get(node, {}).get(predicate, ())

    def values_of(self, predicate: str) -> Iterable[Term]:
        """Yield every value that a property has anywhere."""
        for said in self.statements.values():
            yield from said.get(predicate, ())

    def all(self, node: Term, name: str) -> tuple[Term, ...]:
        """Return the values of `sh:name`."""
        values = self.objects(node, SH + name)
        if len(values) > 1 and name in SINGLE:
            raise self.error(node, f"sh:{name} has {len(values)} values where one at most is allowed")
        return values

    def one(self, node: Term, name: str) -> Term | None:
        """Return the value of `sh:name`, None where there is none."""
        values = self.all(node, name)
        if len(values) > 1:
            raise self.error(node, f"sh:{name} has {len(values)} values where one at most is allowed")
        return values[0] if values else None

    def iris(self, node: Term, name: str) -> tuple[str, ...]:
        """Return the values of `sh:name`, all of which must be IRIs."""
        values = self.all(node, name)
        for value in values:
            if value.kind != Kind.IRI:
                raise self.error(node, f"sh:{name} must be an IRI, not {value.n3()}")
        return tuple(value.text for value in values)

    def flag(self, node: Term, name: str) -> bool | None:
        """Return the truth value of `sh:name`, None where there is none."""
        value = self.one(node, name)
        if value is None:
            return None
        if value.datatype != XSD + "boolean" or value.text not in ("true", "false", "1", "0"):
            raise self.error(node, f"sh:{name} must be true or false, not {value.n3()}")
        return value.text in ("true", "1")

    def whole(self, node: Term, name: str) -> int | None:
        """Return the number of `sh:name`, a whole number from 0, None where there is none."""
        value = self.one(node, name)
        if value is None:
            return None
        digits = value.text.removeprefix("+")
        if value.datatype not in WHOLE or not (digits.isascii() and digits.isdigit()):
            raise self.error(node, f"sh:{name} must be a whole number of 0 or more, not {value.n3()}")
        return int(digits)

    def members(self, node: Term, of: Term, name: str) -> tuple[Term, ...]:
        """Return the members of the RDF list `node`, which is the value of `sh:name` at the node `of`."""
        found: list[Term] = []
        seen: set[Term] = set()
        while node != NIL:
            first, rest = self.objects(node, RDF + "first"), self.objects(node, RDF + "rest")
            if len(first) != 1 or len(rest) != 1 or node.kind == Kind.LITERAL:
                reason = f"the value of sh:{name} is not an RDF list: each node needs one rdf:first and one rdf:rest"
                raise self.error(of, reason)
            if node in seen:
                raise self.error(of, f"the list of sh:{name} runs in a circle")
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        return tuple(found)

    def error(self, node: Term, reason: str) -> InputError:
        """Return the error that says what is wrong with a node of the shapes graph."""
        return InputError(self.file, f"shape {self.name(node)}: {reason}")

    def name(self, node: Term) -> str:
        """Return how people find a node: an IRI, or for a blank node whose it is and its path."""
        if node.kind != Kind.BLANK:
            return node.shown()
        path = self.objects(node, SH + "path")
        of = self._owner(node)
        at = f" with the path {path[0].shown()}" if path and path[0].kind == Kind.IRI else ""
        return f"a blank node{at}{f' in {of.shown()}' if of else ''}"

    def _owner(self, node: Term) -> Term | None:
        seen = {node}
        while node.kind == Kind.BLANK:
            above = next(
                (
                    subject
                    for subject, said in self.statements.items()
                    if subject not in seen and any(node in values for values in said.values())
                ),
                None,
            )
            if above is None:
                return None
            seen.add(above)
            node = above
        return node

    def refuse_unknown_names(self, shapes: Collection[Term]) -> None:
        """Refuse names of the SHACL namespace that do not exist, at shapes and wherever they look like a slip.

        Raises:
            InputError: there is such a name, or a namespace that is nearly SHACL's.
        """
        for subject, said in self.statements.items():
            for predicate, values in said.items():
                types = [value.text for value in values if value.kind == Kind.IRI and predicate == RDF + "type"]
                for text in (predicate, *types):
                    self._refuse_wrong_namespace(subject, text)
                    name = text.removeprefix(SH)
                    if name == text or name in KNOWN or is_parameter(name):
                        continue
                    if subject in shapes or text in types or difflib.get_close_matches(name, _DECISIVE, cutoff=0.8):
                        raise self.error(subject, f"there is no sh:{name} in SHACL. {did_you_mean(name, KNOWN)}")

    def _refuse_wrong_namespace(self, subject: Term, text: str) -> None:
        if text.startswith(_WRONG_NAMESPACES):
            wrong = next(one for one in _WRONG_NAMESPACES if text.startswith(one))
            raise self.error(subject, f"<{text}> is not SHACL's; its namespace is <{SH}>, not <{wrong}>")


def _read(graph: Graph, more: Iterable[str]) -> _Statements:
    rows = _relevant(graph, more).sort("s", "p", "o")
    terms = {code: Term(Kind(kind), *rest) for code, kind, *rest in _terms(graph, rows).iter_rows()}
    said: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in rows.iter_rows():
        said[terms[s]][terms[p].text].append(terms[o])
    return {node: {predicate: tuple(values) for predicate, values in by.items()} for node, by in said.items()}


def _relevant(graph: Graph, more: Iterable[str]) -> pl.DataFrame:
    """Return the triples that shapes are made of, which is all that is read of a graph that is data as well."""
    triples = graph.triples
    used = triples["p"].unique()
    text = graph.terms["text"].gather(used)
    shacl = used.filter(text.str.contains("/ns/shacl", literal=True))
    other = used.filter(text.is_in([RDF + "first", RDF + "rest", RDFS + "subClassOf", *more]))
    p = pl.col("p")
    made = triples.filter(p.is_in(pl.concat([shacl, other]).implode()))
    types = triples.filter(p == (graph.code(RDF + "type") if graph.code(RDF + "type") is not None else -1))
    names = types["o"].unique()
    schema = names.filter(graph.terms["text"].gather(names).str.contains("/ns/shacl|22-rdf-syntax|rdf-schema|owl#"))
    subjects = made["s"].unique()
    kept = types.filter(pl.col("s").is_in(subjects.implode()) | pl.col("o").is_in(schema.implode()))
    return pl.concat([made, kept])


def _terms(graph: Graph, rows: pl.DataFrame) -> pl.DataFrame:
    codes = pl.concat([rows["s"], rows["p"], rows["o"]]).unique().alias("code")
    return pl.concat([codes.to_frame(), graph.terms[codes]], how="horizontal")
