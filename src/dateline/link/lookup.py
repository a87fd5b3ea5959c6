"""Looks names up in a SPARQL endpoint, by label and type.

Labels and other labels (`rdfs:label`, `skos:altLabel`) must be the very name, in one of the languages asked for or in
none: what every store answers from its index. Names become terms by the RDF library, never query text. Nothing found
here is certain: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.errors import UsageError
from dateline.link.cache import Cache
from dateline.link.candidates import Candidate, Found
from dateline.link.similarity import likeness
from dateline.link.wanted import Wanted
from dateline.store.answers import Rows
from dateline.vocab import RDF, RDFS, SKOS

if TYPE_CHECKING:
    from dateline.store.remote.endpoint import Endpoint

BATCH = 20
LIMIT = 1000
LANGUAGES = ("en",)
_QUERY = """\
SELECT DISTINCT ?entry ?label WHERE {{
  VALUES ?label {{ {labels} }}
  ?entry <{rdfs}label>|<{skos}altLabel> ?label .{type}
}}
ORDER BY ?label ?entry
LIMIT {limit}"""


class Lookup:
    """One endpoint. `types` gives the IRI of a class for a kind, `property` the property that leads to classes."""

    def __init__(
        self,
        endpoint: Endpoint,
        cache: Cache,
        *,
        types: Mapping[str, str] | None = None,
        languages: Sequence[str] = LANGUAGES,
        type_property: str = RDF + "type",
    ) -> None:
        """Take an endpoint over.

        Raises:
            UsageError: a type or property is not an IRI.
        """
        self._endpoint = endpoint
        self._cache = cache
        self._types = {kind: _node(iri) for kind, iri in (types or {}).items()}
        self._languages = languages
        self._property = _node(type_property)

    @property
    def name(self) -> str:
        """The address of the endpoint."""
        return self._endpoint.location

    @property
    def notices(self) -> list[str]:
        """What the endpoint may have cut from its answers."""
        return self._endpoint.notices

    def find(self, wanted: Sequence[Wanted]) -> Found:
        """Return the entries that bear the names.

        Raises:
            OutsideError: the endpoint failed.
            QuerySyntaxError: it does not understand SPARQL 1.1.
        """
        found: dict[str, list[Candidate]] = {}
        for kind in dict.fromkeys(one.kind for one in wanted):
            alike = [one for one in wanted if one.kind == kind]
            for start in range(0, len(alike), BATCH):
                found |= self._batch(alike[start : start + BATCH], kind)
        return found

    def _batch(self, wanted: Sequence[Wanted], kind: str | None) -> dict[str, list[Candidate]]:
        query = self._query([name for one in wanted for name in one.names], kind)
        rows = self._cache.get(self.name, query)
        if rows is None:
            answer = self._endpoint.query(query)
            assert isinstance(answer, Rows)
            rows = [[str(getattr(term, "value", "")) for term in row] for row in answer]
            self._cache.put(self.name, query, rows)
        return {one.iri: self._candidates(one, rows) for one in wanted}

    def _query(self, names: Sequence[str], kind: str | None) -> str:
        import pyoxigraph as ox

        terms = [ox.Literal(name) for name in names]
        terms += [ox.Literal(name, language=language) for name in names for language in self._languages]
        wanted = self._types.get(kind or "")
        type_ = f"\n  ?entry {self._property} {wanted} ." if wanted else ""
        labels = " ".join(str(term) for term in dict.fromkeys(terms))
        return _QUERY.format(labels=labels, rdfs=RDFS, skos=SKOS, type=type_, limit=LIMIT)

    def _candidates(self, one: Wanted, rows: Sequence[Sequence[str]]) -> list[Candidate]:
        method = f"{self.name}: same label"
        fitting = {entry: label for entry, label in rows if label in one.names and entry.startswith("http")}
        found = [Candidate(entry, label, likeness(label, one.names), method) for entry, label in fitting.items()]
        return sorted(found, key=lambda candidate: (-candidate.score, candidate.entry))


def _node(iri: str) -> str:
    import pyoxigraph as ox

    try:
        return str(ox.NamedNode(iri))
    except ValueError as error:
        raise UsageError(f"{iri!r} is not an IRI, and types are named by IRIs.") from error
