"""What is said of a dataset as a publication: by its own data, and by the person who describes it, who wins.

Nothing is made up: what neither says is left out, and the shapes of descriptions say what is missing. No date comes
from a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from dateline.errors import UsageError
from dateline.readers.timeline import values
from dateline.readers.timeline.values import Fault
from dateline.store import Store
from dateline.vocab import DCTERMS, DL, RDF, VOID, XSD


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a person says of a dataset; all of it is optional.

    `license` is an SPDX name or an IRI, `publisher` a name or an IRI, `language` the tag of title and description.
    `base` is the IRI under which the dataset and the parts of its description are named, `default_base` the one where
    the data names none, `files_at` the address of the folder in which its files are published, `endpoint` that of a
    SPARQL endpoint. Dates are ISO days.
    """

    title: str | None = None
    description: str | None = None
    language: str = "en"
    license: str | None = None
    publisher: str | None = None
    homepage: str | None = None
    issued: str | None = None
    modified: str | None = None
    base: str | None = None
    default_base: str | None = None
    files_at: str | None = None
    endpoint: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A dataset as a publication; `timelines` are those that it is put together of, where there are several.

    `publisher` is the IRI of the publisher, `publisher_name` the name, where one is known.
    """

    iri: str
    base: str
    titles: tuple[ox.Literal, ...]
    descriptions: tuple[ox.Literal, ...]
    license: str | None
    publisher: str | None
    publisher_name: str | None
    homepage: str | None
    issued: ox.Literal | None
    modified: ox.Literal | None
    files_at: str
    endpoint: str | None
    timelines: tuple[str, ...]


def publication(store: Store, imprint: Imprint) -> Publication:
    """Return what the timelines in a store and a person say of it.

    Raises:
        UsageError: the imprint has no IRI, language or day, or neither the data nor the person names a base.
    """
    timelines = sorted(_subjects(store, DL + "Timeline"))
    base = _base(store, timelines, imprint)
    own = timelines if len(timelines) == 1 else []
    titles = _texts(store, timelines, DCTERMS + "title")
    descriptions = _texts(store, own, DCTERMS + "description")
    publisher, name = _publisher(store, own, imprint, base)
    licenses = sorted({one.value for one in _objects(store, timelines, DCTERMS + "license")})
    return Publication(
        iri=own[0] if own else f"{base}dataset",
        base=base,
        titles=_said(imprint.title, imprint.language) or (titles if own else _joined(titles)),
        descriptions=_said(imprint.description, imprint.language) or descriptions,
        license=_license(imprint.license) or (licenses[0] if len(licenses) == 1 else None),
        publisher=publisher,
        publisher_name=name,
        homepage=_iri(imprint.homepage, "homepage"),
        issued=_day(imprint.issued, "issued") or _latest(store, own, DCTERMS + "issued"),
        modified=_day(imprint.modified, "modified") or _latest(store, own, DCTERMS + "modified"),
        files_at=_base_of(imprint.files_at, "--files-at") if imprint.files_at else _folder(base),
        endpoint=_iri(imprint.endpoint, "endpoint"),
        timelines=() if own else tuple(timelines),
    )


def _base(store: Store, timelines: list[str], imprint: Imprint) -> str:
    if imprint.base:
        return _base_of(imprint.base, "--base")
    bases = sorted(one.value for one in _objects(store, timelines, VOID + "uriSpace"))
    if not bases and imprint.default_base:
        return _base_of(imprint.default_base, "base")
    if not bases:
        said = "The data does not say under which web address it is named. Say it with --base https://.../"
        raise UsageError(f"{said} (an address of yours that ends in / or #).")
    return _base_of(bases[0], "base")


def _base_of(text: str, what: str) -> str:
    return _right(values.base(text), what)


def _folder(base: str) -> str:
    return base if base.endswith("/") else base.rpartition("/")[0] + "/"


def _publisher(store: Store, own: list[str], imprint: Imprint, base: str) -> tuple[str | None, str | None]:
    if imprint.publisher is None:
        known = sorted(
            one.value for one in _objects(store, own, DCTERMS + "publisher") if isinstance(one, ox.NamedNode)
        )
        return (known[0] if known else None), None
    if "://" in imprint.publisher:
        return _iri(imprint.publisher, "publisher"), None
    return f"{base}void/publisher", imprint.publisher


def _license(text: str | None) -> str | None:
    return None if text is None else _right(values.license_iri(text), "--license")


def _iri(text: str | None, option: str) -> str | None:
    return None if text is None else _right(values.iri(text), f"--{option}")


def _said(text: str | None, language: str) -> tuple[ox.Literal, ...]:
    return (ox.Literal(text, language=_right(values.language(language), "--language")),) if text else ()


def _joined(titles: tuple[ox.Literal, ...]) -> tuple[ox.Literal, ...]:
    """The titles of several timelines as one, in their language where they share it."""
    if not titles:
        return ()
    languages = {one.language for one in titles}
    shared = languages.pop() if len(languages) == 1 else None
    return (ox.Literal(" · ".join(one.value for one in titles), language=shared),)


def _day(text: str | None, option: str) -> ox.Literal | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"--{option}: {text!r} is no day. Write it like 2024-07-25.") from error
    return ox.Literal(day, datatype=ox.NamedNode(XSD + "date"))


def _right(found: str | Fault, what: str) -> str:
    if isinstance(found, Fault):
        raise UsageError(f"{what}: {found.message} {found.hint}".rstrip())
    return found


def _subjects(store: Store, class_iri: str) -> list[str]:
    quads = store.engine.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(class_iri), ox.DefaultGraph())
    return [quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)]


def _objects(store: Store, subjects: Iterable[str], predicate: str) -> list[ox.NamedNode | ox.Literal]:
    name = ox.NamedNode(predicate)
    quads = [
        quad
        for subject in subjects
        for quad in store.engine.quads_for_pattern(ox.NamedNode(subject), name, None, ox.DefaultGraph())
    ]
    return [quad.object for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal)]


def _texts(store: Store, subjects: Iterable[str], predicate: str) -> tuple[ox.Literal, ...]:
    return tuple(sorted((one for one in _objects(store, subjects, predicate) if isinstance(one, ox.Literal)), key=str))


def _latest(store: Store, subjects: Iterable[str], predicate: str) -> ox.Literal | None:
    found = _texts(store, subjects, predicate)
    return max(found, key=str) if found else None
