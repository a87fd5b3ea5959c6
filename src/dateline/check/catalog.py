"""Every code that is reported, with its meaning and remedy: from `ontology/codes.yaml` and `ontology/shapes.ttl`.

The two files are the only home of these texts. Reads data alone; knows neither tables nor pySHACL.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox
import yaml

from dateline import resources
from dateline.diagnostics import Severity
from dateline.vocab import DL, RDFS, SH

SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}
"""Severity by the first letter of a code."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the catalog; `fields` are words of a timeline file, `wrong` and `right` an example."""

    code: str
    title: str
    meaning: str
    remedy: str
    fields: tuple[str, ...] = ()
    wrong: str = ""
    right: str = ""

    @property
    def severity(self) -> Severity:
        """The severity that the first letter of the code stands for."""
        return SEVERITIES[self.code[0]]


@lru_cache(maxsize=1)
def codes() -> dict[str, Code]:
    """Return every code of readers, checks and shapes, in the order of their numbers."""
    found = {
        code: Code(code, **entry) for code, entry in yaml.load(resources.text("codes.yaml"), yaml.CSafeLoader).items()
    }
    for code, entries in _by_code(shape_entries(resources.text("shapes.ttl"))).items():
        first = entries[0]
        fields = tuple(sorted({entry[DL + "field"] for entry in entries}))
        texts = (first[SH + "message"], first[RDFS + "comment"], first[DL + "remedy"])
        found[code] = Code(code, *texts, fields=fields)
    return dict(sorted(found.items(), key=lambda item: item[0][1:]))


def shape_entries(text: str) -> dict[str, dict[str, str]]:
    """Return the annotations of every shape with a `dl:code`, as `{shape IRI: {predicate IRI: value}}`."""
    values: dict[str, dict[str, str]] = {}
    for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            values.setdefault(triple.subject.value, {})[triple.predicate.value] = triple.object.value
    return {iri: entry for iri, entry in sorted(values.items()) if DL + "code" in entry}


def titles(wanted: Iterable[str]) -> dict[str, str]:
    """Return the title of each code that the catalog knows."""
    return {code: codes()[code].title for code in wanted if code in codes()}


def _by_code(entries: dict[str, dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = {}
    for entry in entries.values():
        grouped.setdefault(entry[DL + "code"], []).append(entry)
    return grouped
