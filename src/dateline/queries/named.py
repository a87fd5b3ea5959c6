"""Named queries: the questions of `ontology/queries/*.rq`, listed and given values.

A query file is valid SPARQL as it stands. Its head comment gives title, description and parameters; each row
`VALUES (?name ...) { (...) }  # parameters` holds working default values. Binding replaces the terms of those rows by
terms that pyoxigraph has serialized; a caller's text is never spliced in. `UNDEF` means no restriction.

A query that reaches another endpoint has one call of it, `SERVICE <...> {  # name`, where `name` is a parameter of the
kind `endpoint`. Without that call the same group asks the data themselves, where an extract may have been loaded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline import resources
from dateline.errors import ParameterError, UnknownName, UsageError, did_you_mean
from dateline.queries.terms import ANY, ENDPOINT, ENTITY_KINDS, KINDS, Resolver, terms_of
from dateline.store.correlated import MARK

_ROW = re.compile(r"VALUES \((?P<names>[^)]*)\) \{\s*\((?P<terms>[^\n]*)\)\s*\}[ ]+# parameters\n")
_TERM = re.compile(r'<[^>]*>|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[\w-]+)?|[^\s]+')
_CALL = re.compile(r"SERVICE (?P<address><[^<>\s]*>) \{(?P<mark>[ ]+# (?P<name>\w+)\n)")
_PARAMETER = re.compile(r"^param (?P<name>\w+) (?P<kind>[\w-]+) (?P<default>\S.*?): (?P<meaning>.+)$")
_FIRST = re.compile(r"^( *)#first$", re.MULTILINE)
_LIMITED = re.compile(r"\bLIMIT\s+[0-9]+[^{}]*$", re.IGNORECASE)
_VIEW = re.compile(r"^#\s*defaultView:\s*(?P<view>\w+)\s*(?P<options>\{.*)?$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a named query; `default` is written as a person would write it."""

    name: str
    kind: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with a name.

    `view` is how its answer is best shown (Timeline, Graph, ...), as its head declares it, with `view_options` in JSON;
    both are empty where the head says nothing. `online_text` is the query with its call of another endpoint, and `text`
    the same without; it is empty where there is none.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    view: str = ""
    view_options: str = ""
    online_text: str = ""

    def bind(self, values: Mapping[str, str], resolve: Resolver | None = None, *, online: bool = False) -> str:
        """Return the text of the query with these values in place of its defaults.

        With `online`, the text calls the endpoint that the query reaches; without it, it asks the data alone.

        With `resolve`, defaults that name an actor, place, event or source are looked up as well, so that a query
        does not answer with nothing where the data have no such thing. Without it, those values must be IRIs.

        Raises:
            ParameterError: no such parameter, or a value that does not fit it.
        """
        self._refuse_unknown(values)
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            given = values.get(parameter.name)
            if given is None and (resolve is None or parameter.default == ANY):
                continue
            if given is None and parameter.kind not in ENTITY_KINDS:
                continue
            try:
                text = (parameter.default if given is None else given).strip()
                terms.update(terms_of(parameter.name, parameter.kind, text, resolve=resolve))
            except ValueError as error:
                raise ParameterError(self.name, parameter.name, self._complaint(parameter, given, error)) from error
        self._refuse_backwards(terms)
        if not online:
            self._refuse_endpoints(values)
        bound = _ROW.sub(lambda row: _bound_row(row, terms), (online and self.online_text) or self.text)
        return _CALL.sub(lambda call: _bound_call(call, terms), bound)

    def _refuse_endpoints(self, values: Mapping[str, str]) -> None:
        """Refuse an address that nothing would be sent to."""
        for parameter in self.parameters:
            if parameter.kind == ENDPOINT and parameter.name in values:
                raise ParameterError(
                    self.name, parameter.name, "it is asked with --online alone. Add that, or leave it out."
                )

    def first(self, rows: int) -> NamedQuery:
        """Return the query for its first rows. Sub-selects that say `#first` have a row or more for each of theirs.

        Raises:
            UsageError: the query has a LIMIT of its own.
        """
        if _LIMITED.search(self.text):
            raise UsageError("The query has a LIMIT of its own. Change that one, or leave out --limit.")
        online = _first_rows(self.online_text, rows) if self.online_text else ""
        return replace(self, text=_first_rows(self.text, rows), online_text=online)

    def _refuse_backwards(self, terms: Mapping[str, str]) -> None:
        """Refuse a last day before the first one; days are Julian Day Numbers in quotes, no restriction has none."""
        days = {one.kind: (one.name, terms.get(one.name, "").split('"')) for one in self.parameters}
        (_, first), (name, last) = days.get("first-day", ("", [])), days.get("last-day", ("", []))
        if len(first) > 1 and len(last) > 1 and int(last[1]) < int(first[1]):
            raise ParameterError(self.name, name, "it ends before the first day. Swap the two.")

    def _refuse_unknown(self, values: Mapping[str, str]) -> None:
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                offer = did_you_mean(name, known) or "The query takes no parameters."
                raise ParameterError(self.name, name, f"there is no such parameter. {offer}")

    def _complaint(self, parameter: Parameter, given: str | None, error: ValueError) -> str:
        if given is None:
            reason = str(error)
            return f"it needs a value, such as -p {parameter.name}=…, because {reason[:1].lower()}{reason[1:]}"
        return str(error)


def query_names() -> list[str]:
    """Return the names of all named queries, sorted."""
    return [name.removesuffix(".rq") for name in resources.names("queries", ".rq")]


@lru_cache
def load_query(name: str) -> NamedQuery:
    """Return the named query.

    Raises:
        UnknownName: no query has this name.
    """
    known = query_names()
    if name not in known:
        raise UnknownName("query", name, known)
    # Every query that comes with dateline is well-designed, which a test holds them to.
    found = parse_query(resources.text(f"queries/{name}.rq"), name)
    online = f"{MARK}\n{found.online_text}" if found.online_text else ""
    return replace(found, text=f"{MARK}\n{found.text}", online_text=online)


def parse_query(text: str, name: str) -> NamedQuery:
    """Read the head comment of a query; a text without one is a query without title and parameters.

    Raises:
        ParameterError: a parameter has an unknown kind or no place in a `VALUES` row.
    """
    view, options, title, description, parameters = "", "", "", [], []
    for line in text.splitlines():
        if found := _VIEW.match(line):
            view, options = found["view"], found["options"] or ""
        elif not line.strip():
            continue
        elif not line.startswith("#"):
            break
        elif found := _PARAMETER.match(line.lstrip("# ")):
            parameters.append(Parameter(found["name"], found["kind"], found["default"], found["meaning"]))
        elif not title:
            title = line.lstrip("# ")
        else:
            description.append(line.lstrip("# "))
    _check_places(name, parameters, text)
    offline = _CALL.sub(lambda call: f"{{{call['mark']}", text)
    online = text if offline != text else ""
    return NamedQuery(name, title, " ".join(description), tuple(parameters), offline, view, options, online)


def _check_places(name: str, parameters: list[Parameter], text: str) -> None:
    places = {variable for row in _ROW.finditer(text) for variable in _variables(row)}
    called = {call["name"] for call in _CALL.finditer(text)}
    for parameter in parameters:
        if parameter.kind not in KINDS:
            offer = did_you_mean(parameter.kind, KINDS)
            raise ParameterError(name, parameter.name, f"its kind {parameter.kind!r} does not exist. {offer}")
        if parameter.kind == ENDPOINT and parameter.name not in called:
            reason = f"no call `SERVICE <...> {{  # {parameter.name}` gives it a place in the query."
            raise ParameterError(name, parameter.name, reason)
        if parameter.kind != ENDPOINT and parameter.name not in places:
            reason = f"no row `VALUES (?{parameter.name}) {{ (...) }}  # parameters` gives it a place in the query."
            raise ParameterError(name, parameter.name, reason)


def _variables(row: re.Match[str]) -> list[str]:
    return [variable.lstrip("?$") for variable in row["names"].split()]


def _first_rows(text: str, rows: int) -> str:
    limit = f"LIMIT {rows}"
    return f"{_FIRST.sub(lambda line: line[1] + limit, text).rstrip()}\n{limit}\n"


def _bound_row(row: re.Match[str], terms: Mapping[str, str]) -> str:
    """Return the row with the terms that are given; the others stay as they were."""
    pairs = zip(_variables(row), _TERM.findall(row["terms"]), strict=True)
    bound = " ".join(terms.get(variable, default) for variable, default in pairs)
    return f"VALUES ({row['names']}) {{ ({bound}) }}  # parameters\n"


def _bound_call(call: re.Match[str], terms: Mapping[str, str]) -> str:
    """Return the call with the address that is given, or as it was."""
    return f"SERVICE {terms.get(call['name'], call['address'])} {{{call['mark']}"
