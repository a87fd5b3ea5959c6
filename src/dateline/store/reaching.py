"""What a query asks of other endpoints, and the query without that: calls found, bindings sought, rows put in.

A call of SERVICE is joined with the rows around it. So the rows around it are sought first, the endpoint is asked
about these alone, and its answer takes the place of the call as `VALUES`: the query that is left stays within the
data. Around a call count patterns that every row must fit; what may be absent (OPTIONAL, UNION, ...) is left out,
which can ask the endpoint for more than is needed and never for less. Terms are written by the RDF library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from dateline import vocab
from dateline.errors import QueryRefused
from dateline.store.answers import Term
from dateline.store.groups import Element, Group, Path, calls, groups_of
from dateline.store.safety import Token, tokens

_DATASET = re.compile(r"FROM\s+(?:NAMED\s+)?$", re.IGNORECASE)
_GENID = f"{vocab.CONCEPT}.well-known/genid/"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of another endpoint.

    `place` are its first character and that behind its last. `seeking` asks the own data for the values of
    `variables`; it is empty where nothing around the call narrows it.
    """

    address: str
    is_silent: bool
    place: tuple[int, int]
    seeking: str
    variables: tuple[str, ...]
    prologue: str
    body: str
    is_select: bool

    def asking(self, rows: Sequence[Sequence[Term | None]], *, limit: int) -> str:
        """Return the query for the endpoint, about these values of the variables."""
        among = values(self.variables, rows) if rows else ""
        body = f"{{ {self.body} }}" if self.is_select else self.body
        return f"{self.prologue}SELECT * WHERE {{ {among}\n{body}\n}} LIMIT {limit}"


def addresses(text: str) -> list[str]:
    """Return the addresses of the endpoints that a query calls, in order.

    Raises:
        QueryRefused: a call takes its address from the data, or stands within another call.
    """
    prefixes = _prefixes(text)
    found = []
    for path in calls(groups_of(text)):
        if any(element.kind == "service" for _, element in path.steps[:-1]):
            raise QueryRefused(
                "SERVICE within SERVICE would let one endpoint call another. Call both from outside; labels of "
                "Wikidata come by rdfs:label as well as by its label service."
            )
        found.append(_address(path.call, prefixes))
    return found


def first_call(text: str) -> Call | None:
    """Return the first call of a query, or None where it has none.

    Raises:
        QueryRefused: its address comes from the data.
    """
    path = next(calls(groups_of(text)), None)
    if path is None or not path.call.groups:
        return None
    call, prologue = path.call, _prologue(text)
    body = call.groups[0]
    sought = _kept(text, path)
    wanted = [] if body.is_select else _variables(text, body.elements, kinds=("triples",))
    shared = tuple(name for name in wanted if name in set(_variables_of(sought)))
    dataset = " ".join(_dataset(text))
    seeking = f"{prologue}SELECT DISTINCT {' '.join(f'?{name}' for name in shared)} {dataset} WHERE {{ {sought} }}"
    return Call(
        _address(call, _prefixes(text)),
        call.is_silent,
        (call.start, call.end),
        seeking if shared else "",
        shared,
        prologue,
        text[body.start : body.end],
        body.is_select,
    )


def values(variables: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> str:
    """Return rows as a `VALUES` block; blank nodes get names of their own."""
    lines = (f"({' '.join(map(_written, row))})" for row in rows)
    return f"VALUES ({' '.join(f'?{name}' for name in variables)}) {{ {' '.join(lines)} }}"


def _written(term: Term | None) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return str(ox.NamedNode(_GENID + term.value))
    return str(term)


def _address(call: Element, prefixes: Mapping[str, str]) -> str:
    name = call.name
    if name is not None and name.kind == "iri":
        return name.text[1:-1]
    if name is not None and name.kind == "name":
        prefix, _, local = name.text.partition(":")
        if prefix in prefixes:
            return prefixes[prefix] + local
    written = name.text if name is not None else ""
    raise QueryRefused(
        f"SERVICE {written} would call whatever address the data name. Write the endpoint's address in angle brackets."
    )


def _kept(text: str, path: Path) -> str:
    """Return the patterns around a call that every row must fit, as the inside of a group."""
    inside = ""
    for group, element in reversed(path.steps):
        if group.is_select:
            # What is outside of a subquery says nothing of its variables.
            return inside
        if element.kind == "graph" and element.name is not None and inside:
            inside = f"GRAPH {element.name.text} {{ {inside} }}"
        elif inside and element.kind != "service":
            inside = f"{{ {inside} }}"
        inside = "\n".join([*_own(text, group, before=element), *([inside] if inside else [])])
    return inside


def _own(text: str, group: Group, *, before: Element) -> list[str]:
    """Return the patterns of a group itself."""
    certain = _variables(text, group.elements, kinds=("triples",))
    parts = []
    for element in group.elements:
        written = text[element.start : element.end].strip()
        if element.kind == "triples":
            bare = written.strip(". \t\r\n")
            parts += [f"{bare} ."] if bare else []
        elif (
            element.kind == "values"
            or (element.kind == "bind" and element.end <= before.start)
            or (element.kind == "filter" and not element.groups and set(_variables_of(written)) <= set(certain))
        ):
            parts.append(written)
    return parts


def _variables(text: str, elements: Iterable[Element], *, kinds: Sequence[str]) -> list[str]:
    written = " ".join(text[element.start : element.end] for element in elements if element.kind in kinds)
    return _variables_of(written)


def _variables_of(written: str) -> list[str]:
    return list(dict.fromkeys(token.text[1:] for token in tokens(written) if token.kind == "variable"))


def _declared(text: str) -> list[tuple[Token, Token, Token]]:
    """Return the words, names and IRIs of PREFIX and BASE; of BASE the name is the IRI."""
    found = [token for token in tokens(text) if token.kind != "comment"]
    declared = []
    for place, token in enumerate(found[:-1]):
        word = token.text.casefold() if token.kind == "word" else ""
        if word == "prefix" and place + 2 < len(found):
            declared.append((token, found[place + 1], found[place + 2]))
        elif word == "base":
            declared.append((token, found[place + 1], found[place + 1]))
    return declared


def _prefixes(text: str) -> dict[str, str]:
    own = {name.text.removesuffix(":"): iri.text[1:-1] for _, name, iri in _declared(text) if name is not iri}
    return {**vocab.PREFIXES, **own}


def _prologue(text: str) -> str:
    """Return the declarations of a query without its comments."""
    lines = (
        f"PREFIX {name.text} {iri.text}\n" if name is not iri else f"BASE {iri.text}\n"
        for _, name, iri in _declared(text)
    )
    return "".join(lines)


def _dataset(text: str) -> list[str]:
    """Return the FROM clauses of a query."""
    outermost = groups_of(text)
    found = []
    for token in tokens(text):
        outside = not any(group.start <= token.start < group.end for group in outermost)
        if outside and token.kind in ("iri", "name"):
            clause = _DATASET.search(text[: token.start])
            if clause:
                found.append(f"{clause[0]}{token.text}")
    return found
