"""Datasets that say what they are: one description in VoID, DCAT and PROV, for anything that a store can hold.

The dataset is counted by the store, its files are hashed as streams, and nothing comes from a clock: the same data
gives the same bytes. `ontology/description-shapes.ttl` says what a description has to have.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from dateline.check import examine_document, shape_file, shapes_of
from dateline.describe.counts import count
from dateline.describe.coverage import extent, period
from dateline.describe.document import Facts, nodes
from dateline.describe.files import File, files_of, inputs_of
from dateline.describe.publication import Imprint, publication
from dateline.describe.words import PREFIXES
from dateline.diagnostics import Diagnostic
from dateline.export.turtle import turtle_of
from dateline.store import Store
from dateline.vocab import RDFS

__all__ = ["File", "Imprint", "complaints", "description", "files_of", "inputs_of"]


def description(
    store: Store,
    imprint: Imprint | None = None,
    *,
    files: tuple[File, ...] = (),
    inputs: tuple[File, ...] = (),
    is_made: bool = False,
) -> str:
    """Return the description of what a store holds, as Turtle.

    `files` are what can be downloaded, `inputs` what was read to make it; `is_made` tells whether the dataset was
    made of them, and not the description alone.

    Raises:
        UsageError: the imprint has no IRI, language or day, or nobody names a base.
        OutsideError: the storage failed.
    """
    about = publication(store, imprint or Imprint())
    where = extent(store)
    facts = Facts(
        about,
        count(store, base=about.base),
        period(store),
        where,
        _labels(store, where.places),
        files,
        inputs,
        is_made,
    )
    return "".join(turtle_of(list(nodes(facts)), bases=[about.base], prefixes=PREFIXES))


def complaints(document: str, file: str) -> tuple[Diagnostic, ...]:
    """Return what a description lacks, by the shapes of descriptions; `file` is what messages call it."""
    shapes = shape_file("description")
    return examine_document(document, shapes_of(shapes.triples(), shapes.file), file=file)


def _labels(store: Store, places: Iterable[str]) -> dict[str, tuple[ox.Literal, ...]]:
    name, default = ox.NamedNode(RDFS + "label"), ox.DefaultGraph()
    found = {place: store.engine.quads_for_pattern(ox.NamedNode(place), name, None, default) for place in places}
    return {
        place: tuple(sorted((quad.object for quad in quads if isinstance(quad.object, ox.Literal)), key=str))
        for place, quads in found.items()
    }
