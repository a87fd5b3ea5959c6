"""One run of one program: `python shacl_runs.py PROGRAM DATA SHAPES RESULTS`, in a process of its own.

Reads the shapes, and then writes to RESULTS the seconds of loading and of checking the data, and a line for each
result: focus, path, component. Only what a program itself needs is imported, so that a peer may live in an environment
without dateline.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

Results = list[tuple[str, str, str]]
Run = tuple[float, float, Results]
SH = "http://www.w3.org/ns/shacl#"


def local(term: str) -> str:
    """Return the last part of an IRI, in whatever way it is written."""
    return re.split(r"[/#:]", term.strip("<> "))[-1]


def component(term: str) -> str:
    """Return the short name of a constraint component."""
    return local(term).removesuffix("ConstraintComponent")


def dateline(data: Path, shapes: Path) -> Run:
    """Run the columnar engine of dateline."""
    import pyoxigraph as ox

    from dateline.shacl.plan import compile_plan
    from dateline.shacl.read import from_ntriples, from_rdf
    from dateline.shacl.validate import validate

    plan = compile_plan(from_rdf(shapes, ox.RdfFormat.TURTLE))
    start = time.perf_counter()
    graph = from_ntriples(data)
    loaded = time.perf_counter()
    report = validate(graph, plan)
    found = report.results.select("focus_node", "path", "component").fill_null("").rows()
    done = time.perf_counter()
    return loaded - start, done - loaded, [(f.strip("<>"), local(p), component(c)) for f, p, c in found]


def pyshacl(data: Path, shapes: Path) -> Run:
    """Run pySHACL on rdflib."""
    import pyshacl as program
    import rdflib
    from rdflib.namespace import SH as NS

    asked = rdflib.Graph().parse(shapes, format="turtle")
    start = time.perf_counter()
    graph = rdflib.Graph().parse(data, format="nt")
    loaded = time.perf_counter()
    _, report, _ = program.validate(graph, shacl_graph=asked)
    done = time.perf_counter()
    found = [
        (
            str(report.value(one, NS.focusNode)),
            local(str(report.value(one, NS.resultPath))),
            component(str(report.value(one, NS.sourceConstraintComponent))),
        )
        for one in report.objects(None, NS.result)
    ]
    return loaded - start, done - loaded, found


def pyrudof(data: Path, shapes: Path) -> Run:
    """Run rudof through its Python face, with its native engine."""
    from pyrudof import RDFFormat, Rudof, RudofConfig, ShaclFormat

    session = Rudof(RudofConfig())
    session.read_shacl(shapes, format=ShaclFormat.Turtle)
    start = time.perf_counter()
    session.read_data(data, format=RDFFormat.NTriples)
    loaded = time.perf_counter()
    report = session.validate_shacl()
    found = list(report)
    done = time.perf_counter()
    return (
        loaded - start,
        done - loaded,
        [(str(r.focus_node).strip("<>"), local(str(r.path)), component(str(r.constraint_component))) for r in found],
    )


def from_report(report: bytes) -> Results:
    """Return the results of a W3C report that a program has written as Turtle."""
    import pyoxigraph as ox

    about: dict[object, dict[str, str]] = {}
    for triple in ox.parse(report, format=ox.RdfFormat.TURTLE):
        about.setdefault(triple.subject, {})[triple.predicate.value.removeprefix(SH)] = getattr(
            triple.object, "value", ""
        )
    return [
        (one["focusNode"], local(one.get("resultPath", "")), component(one["sourceConstraintComponent"]))
        for one in about.values()
        if "sourceConstraintComponent" in one
    ]


PROGRAMS = {"dateline": dateline, "pyshacl": pyshacl, "pyrudof": pyrudof}


def main(name: str, data: Path, shapes: Path, results: Path) -> int:
    """Run one program and write what it found."""
    load, check, found = PROGRAMS[name](data, shapes)
    lines = [f"{load:.4f}\t{check:.4f}\t\n", *("\t".join(one) + "\n" for one in found)]
    results.write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *(Path(argument) for argument in sys.argv[2:5])))
