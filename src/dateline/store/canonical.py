"""Datasets in canonical form: the same quads are the same lines, whatever their blank nodes are called.

The form is that of RDF Dataset Canonicalization, RDFC-1.0 (https://www.w3.org/TR/rdf-canon/); the algorithm is
Oxigraph's. Where there are no blank nodes, it is the sorted lines of canonical N-Quads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import BytesIO

import pyoxigraph as ox

from dateline.store.oxigraph import Store


def canonical(store: Store) -> Store:
    """Return a store with the same quads and canonical labels of blank nodes; the store itself where it has none."""
    if not any(_has_blank(quad) for quad in store.engine):
        return store
    dataset = ox.Dataset(store.engine)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    engine = ox.Store()
    engine.bulk_extend(dataset)
    return Store(engine, store.location)


def canonical_lines(store: Store) -> list[str]:
    """Return the canonical N-Quads lines of a store, sorted by code points, without their line ends.

    Memory grows with the number of quads.
    """
    out = BytesIO()
    canonical(store).dump(out, "nq")
    # Not `splitlines`: a literal may hold other line ends of Unicode as they are.
    return sorted(out.getvalue().decode().split("\n")[:-1])


def digest(lines: Iterable[str]) -> str:
    """Return `sha256:` and the hexadecimal digest of canonical lines."""
    found = hashlib.sha256()
    for line in lines:
        found.update(f"{line}\n".encode())
    return f"sha256:{found.hexdigest()}"


def _has_blank(quad: ox.Quad) -> bool:
    return any(isinstance(term, ox.BlankNode) for term in (quad.subject, quad.object, quad.graph_name))
