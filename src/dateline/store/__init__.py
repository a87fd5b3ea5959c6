"""Quads and SPARQL behind one small face: in memory or on disk, both on Oxigraph.

Knows RDF syntaxes, graphs and queries; must not know what an event is. Everything foreign (the engine's exceptions,
its readiness to follow `SERVICE` over the network) stops here.
"""

from dateline.store.answers import Answer, Askable, Rows, Statements, Term, Truth
from dateline.store.oxigraph import Store, is_store, open_store
from dateline.store.safety import refuse_unsafe
from dateline.store.sources import open_rdf, read_quads
from dateline.store.syntaxes import SYNTAXES, Syntax, is_rdf, syntax_named, syntax_of

__all__ = [
    "SYNTAXES",
    "Answer",
    "Askable",
    "Rows",
    "Statements",
    "Store",
    "Syntax",
    "Term",
    "Truth",
    "is_rdf",
    "is_store",
    "open_rdf",
    "open_store",
    "read_quads",
    "refuse_unsafe",
    "syntax_named",
    "syntax_of",
]
