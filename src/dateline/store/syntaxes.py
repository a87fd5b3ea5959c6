"""The table of RDF syntaxes: names, suffixes, media types and whether they hold named graphs.

One table for reading and writing. Names and media types are those that RDF tools agree on; `.gz` or `.zst`
behind a suffix means the same syntax, compressed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from dateline.errors import InputError, UnknownName


@dataclass(frozen=True, slots=True)
class Syntax:
    """One RDF syntax: the first name is the one shown to people."""

    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    media_type: str
    format: ox.RdfFormat
    graphs: bool

    @property
    def name(self) -> str:
        """The syntax's own name."""
        return self.names[0]


SYNTAXES: tuple[Syntax, ...] = (
    Syntax(("turtle", "ttl"), (".ttl",), "text/turtle", ox.RdfFormat.TURTLE, False),
    Syntax(("ntriples", "nt", "n-triples"), (".nt",), "application/n-triples", ox.RdfFormat.N_TRIPLES, False),
    Syntax(("nquads", "nq", "n-quads"), (".nq",), "application/n-quads", ox.RdfFormat.N_QUADS, True),
    Syntax(("trig",), (".trig",), "application/trig", ox.RdfFormat.TRIG, True),
    Syntax(("jsonld", "json-ld"), (".jsonld",), "application/ld+json", ox.RdfFormat.JSON_LD, True),
    Syntax(("rdfxml", "rdf"), (".rdf", ".owl"), "application/rdf+xml", ox.RdfFormat.RDF_XML, False),
    Syntax(("n3",), (".n3",), "text/n3", ox.RdfFormat.N3, False),
)
"""Every RDF syntax that can be read and written."""


PACKED = (".gz", ".zst")
"""What stands behind the suffix of a compressed file."""


def syntax_named(name: str) -> Syntax:
    """Return the syntax with this name, suffix or media type, in any case.

    Raises:
        UnknownName: no syntax is called so.
    """
    folded = name.strip().lower()
    for syntax in SYNTAXES:
        if folded in (*syntax.names, *syntax.suffixes, syntax.media_type):
            return syntax
    raise UnknownName("RDF syntax", name, [syntax.name for syntax in SYNTAXES])


def syntax_of(path: Path) -> Syntax:
    """Return the syntax that a file's suffix names; `.gz` and `.zst` are looked through.

    Raises:
        InputError: the suffix is not one of RDF.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() not in PACKED]
    for syntax in SYNTAXES:
        if suffixes and suffixes[-1] in syntax.suffixes:
            return syntax
    known = " ".join(suffix for syntax in SYNTAXES for suffix in syntax.suffixes)
    raise InputError(str(path), f"the suffix does not name an RDF syntax. Use one of {known}, or name the syntax.")


def is_rdf(path: Path) -> bool:
    """Say whether a file's suffix names an RDF syntax."""
    try:
        syntax_of(path)
    except InputError:
        return False
    return True
