"""Property paths: read from a shapes graph, kept as small trees, written as SPARQL writes them.

An inverse is pushed down to single predicates when a path is read (the inverse of a/b is the inverse of b after that
of a), so that `dateline.shacl.walk` meets a direction at predicates alone. Rules: https://www.w3.org/TR/shacl/#property-paths.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.shacl.graph import Kind
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term, shown_iri
from dateline.shacl.vocabulary import PATHS
from dateline.vocab import RDF, SH

_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Predicate:
    """One step along a predicate, or against it."""

    iri: str
    inverse: bool = False

    def text(self) -> str:
        """Return the path for people, in the syntax of SPARQL."""
        return ("^" if self.inverse else "") + shown_iri(self.iri)


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after the other."""

    steps: tuple[Path, ...]

    def text(self) -> str:
        """Return the path for people, in the syntax of SPARQL."""
        return "/".join(_wrapped(step) for step in self.steps)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several paths."""

    choices: tuple[Path, ...]

    def text(self) -> str:
        """Return the path for people, in the syntax of SPARQL."""
        return "|".join(_wrapped(choice) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path several times: `*` (any number), `+` (once or more) or `?` (once at most)."""

    path: Path
    times: str

    def text(self) -> str:
        """Return the path for people, in the syntax of SPARQL."""
        return _wrapped(self.path) + self.times


Path = Predicate | Sequence | Alternative | Repeat

_TIMES = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def read_path(graph: ShapeGraph, shape: Term, node: Term) -> Path:
    """Return the path that `node` describes; `shape` is whom to name when it is ill-formed.

    Raises:
        InputError: not a path: a literal, a list of fewer than two, a node with no or several kinds of path.
    """
    return _read(graph, shape, node, ())


def predicates(path: Path) -> set[str]:
    """Return every predicate that a path goes along or against."""
    if isinstance(path, Predicate):
        return {path.iri}
    return {name for part in _parts(path) for name in predicates(part)}


def only_forward(path: Path) -> bool:
    """Tell whether a path never goes against a predicate and never repeats without bound."""
    if isinstance(path, Predicate):
        return not path.inverse
    return not (isinstance(path, Repeat) and path.times != "?") and all(only_forward(part) for part in _parts(path))


def longest(path: Path) -> int:
    """Return how many steps a path takes at most, repeats without bound counted once."""
    if isinstance(path, Predicate):
        return 1
    lengths = [longest(part) for part in _parts(path)]
    return sum(lengths) if isinstance(path, Sequence) else max(lengths)


def _parts(path: Sequence | Alternative | Repeat) -> tuple[Path, ...]:
    if isinstance(path, Sequence):
        return path.steps
    return path.choices if isinstance(path, Alternative) else (path.path,)


def _wrapped(path: Path) -> str:
    return path.text() if isinstance(path, Predicate) else f"({path.text()})"


def _read(graph: ShapeGraph, shape: Term, node: Term, above: tuple[Term, ...]) -> Path:
    if node.kind == Kind.IRI:
        return Predicate(node.text)
    if node.kind == Kind.LITERAL:
        raise graph.error(shape, f"sh:path must be an IRI or a path, not {node.n3()}")
    if node in above or len(above) > _DEEPEST:
        raise graph.error(shape, "sh:path runs in a circle or is nested too deeply")
    inner = (*above, node)
    if graph.objects(node, RDF + "first"):
        members = graph.members(node, shape, "path")
        if len(members) < 2:
            raise graph.error(shape, "a sequence path needs two members at least")
        return Sequence(tuple(_read(graph, shape, member, inner) for member in members))
    kinds = [name for name in sorted(PATHS) if graph.objects(node, SH + name)]
    values = graph.all(node, kinds[0]) if len(kinds) == 1 else ()
    if len(values) != 1:
        raise graph.error(
            shape,
            "sh:path must have exactly one value, which is an IRI, a list, or a node with one of "
            + ", ".join(f"sh:{name}" for name in sorted(PATHS)),
        )
    if kinds[0] == "alternativePath":
        members = graph.members(values[0], shape, "alternativePath")
        if len(members) < 2:
            raise graph.error(shape, "sh:alternativePath needs a list of two paths at least")
        return Alternative(tuple(_read(graph, shape, member, inner) for member in members))
    path = _read(graph, shape, values[0], inner)
    return _inverse(path) if kinds[0] == "inversePath" else Repeat(path, _TIMES[kinds[0]])


def _inverse(path: Path) -> Path:
    if isinstance(path, Predicate):
        return Predicate(path.iri, not path.inverse)
    if isinstance(path, Sequence):
        return Sequence(tuple(_inverse(step) for step in reversed(path.steps)))
    if isinstance(path, Alternative):
        return Alternative(tuple(_inverse(choice) for choice in path.choices))
    return Repeat(_inverse(path.path), path.times)
