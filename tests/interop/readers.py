"""Other people's RDF readers behind one face: a file in, its quads out as comparable texts.

There are no blank nodes in our graphs, so two graphs are the same exactly when their sets of lines are.
"""

from __future__ import annotations

import shutil
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from interop import jena

RDFLIB_FORMATS = {".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".trig": "trig", ".jsonld": "json-ld"}
RAPPER_FORMATS = {".ttl": "turtle", ".nt": "ntriples", ".nq": "nquads", ".trig": "trig"}
JENA_FORMATS = (".ttl", ".nt", ".nq", ".trig", ".jsonld")


@dataclass(frozen=True)
class Reader:
    """A program, the suffixes it reads, what is missing to run it, and how it reads a file."""

    name: str
    suffixes: tuple[str, ...]
    missing: Callable[[], str | None]
    read: Callable[[Path, Path], set[str]]


def canonical(nquads: str | bytes) -> set[str]:
    """Return the lines of an N-Quads document in one spelling; language tags are compared in lower case."""
    found = set()
    for quad in ox.parse(nquads, format=ox.RdfFormat.N_QUADS):
        value = quad.object
        if isinstance(value, ox.Literal) and value.language:
            value = ox.Literal(value.value, language=value.language.lower())
        found.add(str(ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)))
    return found


def _oxigraph(file: Path, _: Path) -> set[str]:
    quads = ox.parse(path=file)
    return canonical(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")


def _rdflib(file: Path, _: Path) -> set[str]:
    data = rdflib.Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use what its Dataset deprecates
        data.parse(data=file.read_bytes(), format=RDFLIB_FORMATS[file.suffix])
    found = set()
    for subject, predicate, value, graph in data.quads():
        name = "" if graph in (None, DATASET_DEFAULT_GRAPH_ID) else graph.n3()
        found.add(f"{subject.n3()} {predicate.n3()} {_literal(value)} {name} .")
    return canonical("\n".join(found))


def _literal(value: rdflib.term.Node) -> str:
    """The term in N-Triples' spelling: rdflib's own spelling of literals is that of Turtle."""
    if not isinstance(value, rdflib.Literal):
        return value.n3()
    datatype = None if value.language else ox.NamedNode(str(value.datatype or rdflib.XSD.string))
    return str(ox.Literal(str(value), datatype=datatype, language=value.language))


def _rapper(file: Path, _: Path) -> set[str]:
    command = ["rapper", "-q", "-i", RAPPER_FORMATS[file.suffix], "-o", "nquads", str(file)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    if done.returncode or done.stderr:
        raise AssertionError(f"rapper on {file.name}: exit code {done.returncode}\n{done.stderr.decode()}")
    return canonical(done.stdout)


def _no_rapper() -> str | None:
    return None if shutil.which("rapper") else "rapper is not installed (Debian: raptor2-utils)"


READERS = (
    Reader("oxigraph", tuple(RDFLIB_FORMATS), lambda: None, _oxigraph),
    Reader("rdflib", tuple(RDFLIB_FORMATS), lambda: None, _rdflib),
    Reader("jena", JENA_FORMATS, jena.missing, lambda file, folder: canonical(jena.riot(file, folder))),
    Reader("raptor", tuple(RAPPER_FORMATS), _no_rapper, _rapper),
)
