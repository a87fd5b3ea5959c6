"""Hypothesis strategies for small graphs and well-formed SHACL Core shapes over them.

Names are so few that shapes and data meet. Every constraint component, every kind of target and every kind of path is
drawn; shapes nest to any of the forms that SHACL has for that, and are shared, but never recursive.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox
from hypothesis import strategies as st

BASE = "https://made.example/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"

Node = ox.NamedNode | ox.BlankNode
Term = Node | ox.Literal
TYPE, NIL = ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{RDF}nil")
SUBCLASS = ox.NamedNode(f"{RDFS}subClassOf")


def named(name: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + name)


def sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


def integer(value: int) -> ox.Literal:
    return typed(str(value), "integer")


NODES = [named(f"n{number}") for number in range(5)]
BLANKS = [ox.BlankNode(f"b{number}") for number in range(2)]
CLASSES = [named(f"C{number}") for number in range(3)]
PROPERTIES = [named(f"p{number}") for number in range(4)]
TEXTS = [ox.Literal(text) for text in ("", "a", "abc", "ABC", "a b\nc", "5", "été")]
TAGGED = [
    ox.Literal(text, language=tag)
    for text, tag in (("a", "en"), ("abc", "en"), ("abc", "en-GB"), ("abc", "de"), ("été", "fr-CA"))
]
NUMBERS = [
    *(integer(number) for number in (-1, 0, 5, 12)),
    *(typed(text, "decimal") for text in ("5.0", "4.75", "-0.5")),
    *(typed(text, "double") for text in ("5.0E0", "1.5e1")),
    typed("5", "byte"),
    typed("05", "integer"),
]
DAYS = [typed(text, "date") for text in ("2020-02-29", "2021-03-01", "2021-03-02", "2021-12-31")]
LOCAL = [typed(text, "dateTime") for text in ("2021-03-01T12:00:00", "2021-03-01T12:00:00.5", "2021-03-02T00:00:00")]
ZONED = [
    typed(text, "dateTime")
    for text in ("2021-03-01T12:00:00Z", "2021-03-01T13:00:00+02:00", "2021-03-01T14:00:00+02:00")
]
OTHERS = [typed("true", "boolean"), typed("false", "boolean"), ox.Literal("x", datatype=named("datatype"))]
ILL_TYPED = [typed("2023-02-29", "date"), typed("abc", "integer"), typed("300", "byte"), typed("maybe", "boolean")]
FREE: list[Term] = [*NODES, *BLANKS, *TEXTS, *TAGGED]
WORLDS: dict[str, list[Term]] = {
    "numbers": [*NUMBERS],
    "days": [*DAYS],
    "local times": [*LOCAL],
    "zoned times": [*ZONED],
    "anything": [*NUMBERS, *DAYS, *LOCAL, *ZONED, *OTHERS, *ILL_TYPED],
}
"""What is compared within a case: one kind of literals, so that all programs agree which is less; or nothing is. Where
properties are compared with each other, the data has neither nodes nor languages as values, for the same reason."""
DATATYPES = [ox.NamedNode(XSD + name) for name in ("string", "integer", "decimal", "double", "byte", "boolean", "date")]
DATATYPES += [ox.NamedNode(f"{XSD}dateTime"), ox.NamedNode(f"{RDF}langString"), named("datatype")]
KINDS = [sh(name) for name in ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")]
PATTERNS = ["^a", "b", "c$", "^abc$", "[0-9]+", "^$", "n[0-2]$", "a.b", "A"]
SEVERITIES = [sh("Info"), sh("Warning"), sh("Violation"), named("Own")]

subjects = st.sampled_from([*NODES, *BLANKS])


@dataclass
class Case:
    """Data and shapes, to be validated against each other."""

    data: list[ox.Triple] = field(default_factory=list)
    shapes: list[ox.Triple] = field(default_factory=list)

    def __repr__(self) -> str:
        return "\n".join(["", "# data", *(f"{t} ." for t in self.data), "# shapes", *(f"{t} ." for t in self.shapes)])


class Maker:
    """Draws shapes and writes them down as triples."""

    def __init__(self, draw: st.DrawFn, world: str, *, ordered: bool) -> None:
        self.draw = draw
        self.compared = [] if world == "anything" else WORLDS[world]
        self.ordered = ordered
        self.values = [*(one for one in FREE if not isinstance(one, ox.BlankNode)), *WORLDS[world]]
        self.triples: list[ox.Triple] = []
        self.count = 0
        self.done: dict[bool, list[Node]] = {True: [], False: []}

    def say(self, subject: Node, name: str, value: Term) -> None:
        self.triples.append(ox.Triple(subject, sh(name), value))

    def blank(self) -> ox.BlankNode:
        self.count += 1
        return ox.BlankNode(f"s{self.count}")

    def chance(self, percent: int) -> bool:
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def pick(self, options: list[Term]) -> Term:
        return self.draw(st.sampled_from(options))

    def list_of(self, members: list[Term]) -> Node:
        rest: Node = NIL
        for member in reversed(members):
            node = self.blank()
            self.triples.append(ox.Triple(node, ox.NamedNode(f"{RDF}first"), member))
            self.triples.append(ox.Triple(node, ox.NamedNode(f"{RDF}rest"), rest))
            rest = node
        return rest

    def some(self, options: list[Term], most: int = 3) -> Node:
        return self.list_of(self.draw(st.lists(st.sampled_from(options), min_size=1, max_size=most, unique=True)))

    # Paths

    def path(self, depth: int, *, back: bool = False) -> Node:
        """Draw a path; below an inverse (`back`) there is no sequence, which pySHACL does not turn round."""
        kinds = ["predicate"] * 3 + ["inverse", "alternative", "*", "+", "?"] + ([] if back else ["sequence"])
        kind = self.draw(st.sampled_from(kinds))
        if depth == 0 or kind == "predicate":
            return self.draw(st.sampled_from(PROPERTIES))
        if kind == "sequence":
            return self.list_of([self.path(depth - 1) for _ in range(2)])
        node = self.blank()
        name = {"inverse": "inversePath", "*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}.get(kind)
        if name is None:
            self.say(node, "alternativePath", self.list_of([self.path(depth - 1, back=back) for _ in range(2)]))
        else:
            self.say(node, name, self.path(depth - 1, back=back or kind == "inverse"))
        return node

    # Shapes

    def shape(self, depth: int, *, of_property: bool) -> Node:
        """Draw a shape, or take one that is there; only whole shapes are taken, so that none contains itself."""
        if self.done[of_property] and self.chance(20):
            return self.draw(st.sampled_from(self.done[of_property]))
        self.count += 1
        node: Node = named(f"{'P' if of_property else 'S'}{self.count}")
        if of_property:
            self.say(node, "path", self.path(2))
        names = [*ANYWHERE, *(PROPERTY_ONLY if of_property else ()), *(NESTED if depth else ())]
        if self.compared:
            names += [*BOUNDS, *(ORDERS if of_property and self.ordered else ())]
        for name in self.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
            self.constraint(node, name, depth)
        if self.chance(20):
            self.say(node, "severity", self.pick(SEVERITIES))
        if self.chance(5):
            self.say(node, "deactivated", typed("true", "boolean"))
        self.done[of_property].append(node)
        return node

    def any_shape(self, depth: int) -> Node:
        return self.shape(depth, of_property=self.chance(40))

    def constraint(self, node: Node, name: str, depth: int) -> None:
        if name in NESTED:
            self.nested(node, name, depth)
        elif name == "qualified":
            self.qualified(node, depth)
        elif name == "pattern":
            self.say(node, name, ox.Literal(self.draw(st.sampled_from(PATTERNS))))
            if self.chance(40):
                self.say(node, "flags", ox.Literal(self.draw(st.sampled_from(["i", "s", "m", "is"]))))
        elif name == "closed":
            self.say(node, name, typed("true", "boolean"))
            if self.chance(50):
                self.say(node, "ignoredProperties", self.some([TYPE, *PROPERTIES]))
        elif name in {"in", "languageIn"}:
            self.say(node, name, self.some(self.values if name == "in" else LANGUAGES))
        elif name in BOUNDS:
            self.say(node, name, self.pick(self.compared))
        else:
            self.say(node, name, self.pick(SIMPLE.get(name, self.values)))

    def nested(self, node: Node, name: str, depth: int) -> None:
        if name == "property":
            for _ in range(self.draw(st.integers(1, 2))):
                self.say(node, name, self.shape(depth - 1, of_property=True))
        elif name == "node":
            self.say(node, name, self.shape(depth - 1, of_property=False))
        elif name == "not":
            self.say(node, name, self.any_shape(depth - 1))
        else:
            members: list[Term] = [self.any_shape(depth - 1) for _ in range(self.draw(st.integers(1, 3)))]
            self.say(node, name, self.list_of(members))

    def qualified(self, node: Node, depth: int) -> None:
        self.say(node, "qualifiedValueShape", self.any_shape(max(depth - 1, 0)))
        least = self.draw(st.integers(0, 2))
        if self.chance(70):
            self.say(node, "qualifiedMinCount", integer(least))
        else:
            self.say(node, "qualifiedMaxCount", integer(least))
        if self.chance(40):
            self.say(node, "qualifiedValueShapesDisjoint", typed("true", "boolean"))

    def targets(self, node: Node) -> None:
        for name in self.draw(st.lists(st.sampled_from(["targetNode", *TARGETS]), min_size=1, max_size=2, unique=True)):
            self.say(node, name, self.pick(TARGETS.get(name, self.values)))


COUNTS: list[Term] = [integer(number) for number in (0, 1, 2)]
LANGUAGES: list[Term] = [ox.Literal(tag) for tag in ("en", "EN", "de", "fr", "en-GB")]
SIMPLE: dict[str, list[Term]] = {
    "class": [*CLASSES],
    "datatype": [*DATATYPES],
    "nodeKind": [*KINDS],
    "equals": [*PROPERTIES],
    "disjoint": [*PROPERTIES],
    **{name: [*PROPERTIES] for name in ("lessThan", "lessThanOrEquals")},
    "uniqueLang": [typed("true", "boolean")],
    "minCount": COUNTS,
    "maxCount": COUNTS,
    "minLength": [integer(number) for number in (1, 3, 22)],
    "maxLength": [integer(number) for number in (0, 1, 3, 22)],
}
BOUNDS = ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
ORDERS = ("lessThan", "lessThanOrEquals")
PROPERTY_ONLY = ("minCount", "maxCount", "uniqueLang", "qualified")
WITH_NODES = ("hasValue", "in", "languageIn", "pattern", "closed")
ANYWHERE = (*(name for name in SIMPLE if name not in {*PROPERTY_ONLY, *ORDERS}), *WITH_NODES)
NESTED = ("and", "or", "xone", "not", "node", "property", "property", "property")
TARGETS: dict[str, list[Term]] = {
    "targetClass": [*CLASSES],
    "targetSubjectsOf": [*PROPERTIES],
    "targetObjectsOf": [*PROPERTIES],
}


@st.composite
def graphs(draw: st.DrawFn, world: str, *, ordered: bool) -> list[ox.Triple]:
    """Draw data: statements, types, and classes below classes, in circles too."""
    values = st.sampled_from([*TEXTS] if ordered else FREE) | st.sampled_from(WORLDS[world])
    said = draw(st.lists(st.tuples(subjects, st.sampled_from(PROPERTIES), values), max_size=20))
    types = draw(st.lists(st.tuples(subjects, st.just(TYPE), st.sampled_from(CLASSES)), max_size=6))
    above = draw(st.lists(st.tuples(st.sampled_from(CLASSES), st.just(SUBCLASS), st.sampled_from(CLASSES)), max_size=3))
    return [ox.Triple(*one) for one in dict.fromkeys([*said, *types, *above])]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw data, and up to three shapes with targets over them."""
    world = draw(st.sampled_from(list(WORLDS)))
    ordered = world != "anything" and draw(st.booleans())
    maker = Maker(draw, world, ordered=ordered)
    for _ in range(draw(st.integers(1, 3))):
        maker.targets(maker.any_shape(2))
    return Case(draw(graphs(world, ordered=ordered)), list(dict.fromkeys(maker.triples)))
