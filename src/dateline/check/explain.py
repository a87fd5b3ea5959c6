"""What `dateline explain` says about a code, a term of the ontology or a word of its schemes.

Everything comes from the ontology's files and `codes.yaml`; nothing is known here but where to look.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox

from dateline import resources
from dateline.check.catalog import Code, codes
from dateline.errors import UnknownName
from dateline.vocab import CONCEPT, DL, RDFS, SH, SKOS, expand, shorten

_FILES = ("dateline.ttl", "types.ttl")
_TEXTS = (SKOS + "definition", RDFS + "comment")
_REMARKS = (SKOS + "scopeNote", SKOS + "editorialNote")
_FACTS = {
    SKOS + "notation": "code",
    SKOS + "example": "example",
    SKOS + "broader": "narrower than",
    DL + "score": "score",
    RDFS + "subClassOf": "a kind of",
    RDFS + "subPropertyOf": "a kind of",
    RDFS + "range": "value",
    RDFS + "domain": "said of",
}


@dataclass(slots=True)
class _Term:
    label: str = ""
    definition: str = ""
    remarks: list[str] = field(default_factory=list)
    facts: dict[str, list[str]] = field(default_factory=dict)


def explain(name: str) -> str:
    """Return some lines for people about a code (`E405`), a term (`dl:edtf`, `reverses`) or a word (`consult/visit`).

    The name of a scheme (`type`, `role`) lists its words. Case does not matter. A word of several schemes gives all;
    a field of a timeline (`date`) gives the terms that it is written to.

    Raises:
        UnknownName: no code, term, scheme or word is called so.
    """
    wanted = name.strip()
    entry = {code.casefold(): one for code, one in codes().items()}.get(wanted.casefold())
    if entry is not None:
        return _explained_code(entry)
    named = [iri for iri in _terms() if _is_named(iri, wanted)]
    written = [iri for iri in _terms() if wanted in _fields().get(iri, ())]
    found = [_explained_term(iri, _terms()[iri]) for iri in named or written]
    if not found:
        raise UnknownName("code, term or word", name, _near(wanted) or _schemes())
    return "\n".join(found)


def _explained_code(entry: Code) -> str:
    lines = [f"{entry.code} ({entry.severity}): {entry.title}", "", entry.meaning, entry.remedy]
    if entry.fields:
        lines += ["", f"Field of a timeline: {', '.join(entry.fields)}"]
    for title, example in (("Wrong:", entry.wrong), ("Right:", entry.right)):
        if example:
            lines += ["", title, *(f"    {line}" for line in example.replace("\\n", "\n").split("\n"))]
    return "\n".join(lines) + "\n"


def _explained_term(iri: str, term: _Term) -> str:
    lines = [f"{term.label or _short(iri)} ({_short(iri)})", ""]
    lines += [term.definition] if term.definition else []
    lines += term.remarks
    facts = dict(term.facts)
    if iri in _fields():
        facts["written as"] = sorted(_fields()[iri])
    lines += [f"{title.capitalize()}: {'; '.join(values)}" for title, values in sorted(facts.items())]
    members = [(_word(other), one) for other, one in _terms().items() if _lists(iri, other)]
    lines += [""] * bool(members) + [f"    {word}: {one.definition or one.label}" for word, one in sorted(members)]
    return "\n".join(lines) + "\n"


def _lists(iri: str, other: str) -> bool:
    """A scheme lists its words, a type its modes; modes are not listed again under their scheme."""
    return other.startswith(iri + "/") and "/" not in other[len(iri) + 1 :] and iri.startswith(CONCEPT)


def _is_named(iri: str, wanted: str) -> bool:
    full = expand(wanted) or wanted
    names = {iri, _short(iri), _word(iri)}
    return full == iri or wanted.casefold() in {name.casefold() for name in names}


def _near(wanted: str) -> list[str]:
    known = {word for word in (*codes(), *map(_word, _terms())) if not word[0].isdigit()}
    return difflib.get_close_matches(wanted, sorted(known), n=3, cutoff=0.6)


def _schemes() -> list[str]:
    words = (iri.removeprefix(CONCEPT) for iri in _terms() if not iri.startswith(DL))
    return [word for word in words if "/" not in word]


def _word(iri: str) -> str:
    """The word that people write: after the scheme for a concept, the local name for a term."""
    if iri.startswith(DL):
        return iri.removeprefix(DL)
    scheme, _, word = iri.removeprefix(CONCEPT).partition("/")
    return word or scheme


def _short(iri: str) -> str:
    return shorten(iri) if iri.startswith(DL) else iri.removeprefix(CONCEPT)


@lru_cache(maxsize=1)
def _terms() -> dict[str, _Term]:
    terms: dict[str, _Term] = {}
    for triple in (one for file in _FILES for one in ox.parse(resources.text(file), format=ox.RdfFormat.TURTLE)):
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, ox.NamedNode) or not subject.value.startswith((DL, CONCEPT)):
            continue
        if not isinstance(value, ox.NamedNode | ox.Literal) or subject.value in (DL, CONCEPT):
            continue
        _tell(terms.setdefault(subject.value, _Term()), predicate, value.value)
    return {iri: term for iri, term in sorted(terms.items()) if term.label}


def _tell(term: _Term, predicate: str, value: str) -> None:
    if predicate in (SKOS + "prefLabel", RDFS + "label"):
        term.label = value
    elif predicate in _TEXTS:
        term.definition = value
    elif predicate in _REMARKS:
        term.remarks.append(value)
    elif predicate in _FACTS:
        term.facts.setdefault(_FACTS[predicate], []).append(_short(value))


@lru_cache(maxsize=1)
def _fields() -> dict[str, set[str]]:
    """The field of a timeline file in which each property is written, as the shapes have it."""
    paths: dict[str, str] = {}
    words: dict[str, str] = {}
    for triple in ox.parse(resources.text("shapes.ttl"), format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            target = {SH + "path": paths, DL + "field": words}.get(triple.predicate.value, {})
            target[triple.subject.value] = triple.object.value
    found: dict[str, set[str]] = {}
    for shape, path in paths.items():
        found.setdefault(path, set()).add(words[shape])
    return found
