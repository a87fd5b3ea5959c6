"""Any service of the W3C Reconciliation API 0.2: names are asked in batches, answers are kept on the disk.

The protocol is that of https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. Services
score by measures of their own and declare matches at will, so a score here is that of our own comparison of names,
and nothing that a service says is ever certain: a person decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dateline.errors import OutsideError
from dateline.link.cache import Cache
from dateline.link.candidates import Candidate, Found
from dateline.link.similarity import likeness
from dateline.link.wanted import Wanted
from dateline.store.remote.connection import Connection, Request

LIMIT = 5
BATCH = 25
LARGEST = 16 * 1024 * 1024
_MANIFEST = "manifest"
_IRI = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\\x7f]+\Z")

Query = dict[str, object]


class Reconciliation:
    """One service. `types` gives the service's own type for a kind; `notices` tells what could not be asked."""

    def __init__(self, connection: Connection, cache: Cache, types: Mapping[str, str] | None = None) -> None:
        self._connection = connection
        self._cache = cache
        self._types = types or {}
        self.notices: list[str] = []

    @property
    def name(self) -> str:
        """The address of the service."""
        return self._connection.location

    def find(self, wanted: Sequence[Wanted]) -> Found:
        """Return the service's candidates, each with how alike its name is.

        Raises:
            OutsideError: the service could not be asked, and no answer of it is kept.
        """
        queries = {one.iri: self._query(one) for one in wanted}
        answers = {iri: self._cache.get(self.name, query) for iri, query in queries.items()}
        asked = [iri for iri, answer in answers.items() if answer is None]
        manifest = self._cache.get(self.name, _MANIFEST)
        try:
            manifest = manifest or self._manifest()
            for part in _parts(asked, _batch_size(manifest)):
                answers |= self._ask({iri: queries[iri] for iri in part})
        except OutsideError as error:
            left = [iri for iri in asked if answers[iri] is None]
            if len(left) == len(queries) or manifest is None:
                raise
            self.notices.append(f"{len(left)} of {len(queries)} names could not be asked. {error}")
        answered = [(one, answers[one.iri]) for one in wanted if answers[one.iri] is not None]
        return {one.iri: self._candidates(one, results, _space(manifest)) for one, results in answered}

    def _query(self, one: Wanted) -> Query:
        kind = self._types.get(one.kind or "")
        return {"query": one.name, "limit": LIMIT} | ({"type": kind} if kind else {})

    def _manifest(self) -> Mapping[str, Any]:
        manifest = self._json(Request("GET", self.name, {"Accept": "application/json"}))
        if "identifierSpace" not in manifest:
            raise OutsideError(self.name, "this is no reconciliation service: its manifest has no identifierSpace.")
        self._cache.put(self.name, _MANIFEST, manifest)
        return manifest

    def _ask(self, queries: Mapping[str, Query]) -> dict[str, list[Any]]:
        keys = {f"q{number}": iri for number, iri in enumerate(queries)}
        form = {"queries": json.dumps({key: queries[iri] for key, iri in keys.items()}, ensure_ascii=False)}
        said = self._json(Request("POST", self.name, {"Accept": "application/json"}, form=form))
        found = {}
        for key, iri in keys.items():
            result = said[key].get("result") if isinstance(said.get(key), dict) else None
            if not isinstance(result, list):
                raise OutsideError(self.name, f"the answer has no results for {queries[iri]['query']!r}.")
            self._cache.put(self.name, queries[iri], result)
            found[iri] = result
        return found

    def _json(self, request: Request) -> dict[str, Any]:
        with self._connection.answered(request) as answer:
            body = bytearray()
            for part in answer.parts():
                body += part
                if len(body) > LARGEST:
                    raise OutsideError(self.name, f"the answer is larger than {LARGEST:,} bytes.")
        try:
            said = json.loads(body)
        except ValueError as error:
            raise OutsideError(self.name, "the answer is not JSON. Is this the address of the service?") from error
        if not isinstance(said, dict):
            raise OutsideError(self.name, "the answer is no JSON object.")
        return said

    def _candidates(self, one: Wanted, results: Sequence[Any], space: tuple[str, str]) -> list[Candidate]:
        found = [self._candidate(one, result, space) for result in results[:LIMIT] if isinstance(result, dict)]
        return sorted(filter(None, found), key=lambda candidate: (-candidate.score, candidate.entry))

    def _candidate(self, one: Wanted, result: Mapping[str, Any], space: tuple[str, str]) -> Candidate | None:
        entry, label = _iri(str(result.get("id", "")), space), str(result.get("name", ""))
        if entry is None or not label:
            self.notices.append(f"{self.name}: the entry {result.get('id')!r} has no name or no web address.")
            return None
        score = result.get("score")
        method = f"{self.name}: score {score:g} there" if isinstance(score, int | float) else f"{self.name}: no score"
        return Candidate(entry, label, max(likeness(name, [label]) for name in one.names), method)


def _parts(names: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]


def _batch_size(manifest: Mapping[str, Any]) -> int:
    size = manifest.get("batchSize")
    return max(1, min(BATCH, size)) if isinstance(size, int) else BATCH


def _space(manifest: Mapping[str, Any]) -> tuple[str, str]:
    """What makes IRIs of a service's ids: the identifier space, and the address of an entry's page."""
    view = manifest.get("view")
    page = view.get("url") if isinstance(view, dict) else ""
    return str(manifest.get("identifierSpace", "")), str(page or "")


def _iri(key: str, space: tuple[str, str]) -> str | None:
    """The IRI of an id: the id itself, the identifier space and the id, or the page of the entry."""
    names, page = space
    joined = names + key if names.endswith(("/", "#", "=")) else page.replace("{{id}}", key)
    found = key if _IRI.match(key) else joined
    return found if key and _IRI.match(found) else None
