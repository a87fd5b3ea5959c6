"""Checks: the shapes of `ontology/shapes.ttl`, and what shapes cannot say, as located diagnostics.

`examine` is the whole road; `check` returns its diagnostics alone. Bad data never raises.
"""

from __future__ import annotations

from dateline.check.engines import Shapes, shapes_of
from dateline.check.examine import (
    NAMED_SHAPES,
    Examination,
    RdfFile,
    check,
    check_graph,
    examine,
    rdf_file,
    rdf_files,
    shape_file,
)
from dateline.check.strangers import Strangers, examine_document, examine_strangers

__all__ = [
    "NAMED_SHAPES",
    "Examination",
    "RdfFile",
    "Shapes",
    "Strangers",
    "check",
    "check_graph",
    "examine",
    "examine_document",
    "examine_strangers",
    "rdf_file",
    "rdf_files",
    "shape_file",
    "shapes_of",
]
