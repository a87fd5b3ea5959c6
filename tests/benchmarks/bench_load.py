"""Measure loading and asking beside other stores: `python tests/benchmarks/bench_load.py`.

The lines of invented events (`event_data.py`, converted by dateline first) go into each store, then the questions of
`QUESTIONS` are asked: plain SPARQL that every store answers, so that the same text is measured everywhere. Seconds of
questions are warm medians, rows must be the same for all. With --named, the named queries are timed on dateline's own
store as well.

Jena needs the Debian packages that `tests/interop/jena.py` names; Virtuoso the package virtuoso-opensource; oxrdflib
and rdflib come from PyPI. What is missing is named.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "src")]

import event_data  # noqa: E402
import page  # noqa: E402
from measured import run  # noqa: E402

from interop import jena, servers  # noqa: E402

B = "https://example.org/measured/"
HEAD = """\
PREFIX dl: <https://w3id.org/dateline/ns#> PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX oa: <http://www.w3.org/ns/oa#>
"""
QUESTIONS = {
    "one month": "SELECT ?e ?d WHERE { ?e dl:earliestDay ?d . FILTER(?d >= 2453371 && ?d <= 2453401) }",
    "dyad": f"SELECT ?e ?w WHERE {{ ?e sem:hasActor <{B}actor/a1> , <{B}actor/a0> ; rdfs:label ?w }}",
    "by year and type": "SELECT ?y ?t (COUNT(?e) AS ?n) WHERE { ?e dl:year ?y ; sem:eventType ?t } GROUP BY ?y ?t",
    "places of an actor": f"SELECT DISTINCT ?p WHERE {{ ?e sem:hasActor <{B}actor/a40> ; sem:hasPlace ?p }}",
    "text": 'SELECT ?q ?t WHERE { ?q oa:exact ?t . FILTER(CONTAINS(?t, "Guild of Quaor")) }',
}
SIZES = (10_000, 100_000)
LARGEST = {"rdflib": 10_000, "oxrdflib": 100_000}
ISQL = ("isql-vt", "isql-v", "isql")
"""What Virtuoso's own command is called, here and there."""


def by_rdflib(lines: Path, store: str) -> dict[str, object]:
    """Load into an rdflib graph, its own or Oxigraph's, and ask it."""
    import rdflib

    start = time.perf_counter()
    graph = rdflib.Graph(store=store)
    graph.parse(lines, format="nt")
    load = time.perf_counter() - start
    return {"load": load, "answers": {name: _asked(lambda text=text: len(list(graph.query(HEAD + text))))
                                      for name, text in QUESTIONS.items()}}  # fmt: skip


def by_dateline(lines: Path, folder: Path) -> dict[str, object]:
    """Load into a store on disk with `dateline load`'s function, and ask it."""
    from dateline.build import load
    from dateline.store import open_store

    start = time.perf_counter()
    load(folder / "store", [lines])
    seconds = time.perf_counter() - start
    with open_store(folder / "store", read_only=True) as store:
        answers = {
            name: _asked(lambda text=text: sum(1 for _ in store.query(text))) for name, text in QUESTIONS.items()
        }
    size = sum(path.stat().st_size for path in (folder / "store").rglob("*")) >> 20
    return {"load": seconds, "answers": answers, "disk": size}


def by_jena(lines: Path, folder: Path) -> dict[str, object]:
    """Load into Jena TDB2 and ask it by its own command, whose start is taken off."""
    path = jena.class_path(folder)
    java = ["java", "-Xmx6g", "-cp", path]
    start = time.perf_counter()
    subprocess.run([*java, "tdb2.tdbloader", "--loc", "tdb", str(lines)], cwd=folder, check=True, capture_output=True)
    load = time.perf_counter() - start
    answers = {}
    for name, text in QUESTIONS.items():
        (folder / "q.rq").write_text(HEAD + text, encoding="utf-8")
        command = [
            *java,
            "tdb2.tdbquery",
            "--loc",
            "tdb",
            "--time",
            "--repeat=1,3",
            "--query",
            "q.rq",
            "--results",
            "csv",
        ]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        took = [float(line.split()[1]) for line in done.stderr.splitlines() if line.startswith("Time:")]
        answers[name] = (median(took[-3:] or [0.0]), (len(done.stdout.splitlines()) - 1) // max(1, len(took)))
    return {"load": load, "answers": answers}


def by_virtuoso(lines: Path, folder: Path) -> dict[str, object]:
    """Load into Virtuoso by its bulk loader, and ask it over HTTP, as it is asked by everybody."""
    from dateline.store.remote import Connection, Endpoint

    with servers.virtuoso(folder) as at:
        (folder / lines.name).symlink_to(lines)
        commands = f"ld_dir('{folder}', '{lines.name}', '{at.default_graph}'); rdf_loader_run(); checkpoint;"
        start = time.perf_counter()
        isql = next(name for name in ISQL if shutil.which(name))
        line = [isql, f"127.0.0.1:{at.sql_port}", "dba", "dba", f"exec={commands}"]
        subprocess.run(line, check=True, capture_output=True)
        load = time.perf_counter() - start
        with Endpoint(Connection(at.query, timeout_s=600), default_graph=at.default_graph) as endpoint:
            answers = {name: _asked(lambda text=text: sum(1 for _ in endpoint.query(HEAD + text)))
                       for name, text in QUESTIONS.items()}  # fmt: skip
    return {"load": load, "answers": answers}


def _asked(ask: Callable[[], int], rounds: int = 3) -> tuple[float, int]:
    rows = ask()
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        ask()
        took.append(time.perf_counter() - start)
    return median(took), rows


def named(folder: Path) -> None:
    """Print how long each named query takes on a store that dateline filled."""
    from dateline.queries import load_query, names_in, query_names
    from dateline.store import open_store

    some = {"actor": {"actor": "a40"}, "dyad": {"a": "a40", "b": "a3"}, "tie": {"a": "a40", "b": "a3"},
            "ties": {"actor": "a40"}, "certainly": {"from": "2005-01", "to": "2005-01"},
            "possibly": {"from": "2005-01", "to": "2005-01"}, "claims": {"event": "e17"}, "of-type": {"type": "aid"},
            "meetings": {"actor": "a40"}}  # fmt: skip
    with open_store(folder, read_only=True) as store:
        names = names_in(store)
        print("\n| Named query | Parameters | Seconds | Rows |\n| --- | --- | --- | --- |")
        for name in query_names():
            query = load_query(name).bind(some.get(name, {}), names)
            start = time.perf_counter()
            rows = sum(1 for _ in store.query(query))
            told = " ".join(f"{key}={value}" for key, value in some.get(name, {}).items())
            print(f"| {name} | {told} | {time.perf_counter() - start:.2f} | {rows:,} |", flush=True)


STORES: dict[str, Callable[[Path, Path], dict[str, object]]] = {
    "dateline": by_dateline,
    "oxrdflib": lambda lines, _: by_rdflib(lines, "Oxigraph"),
    "rdflib": lambda lines, _: by_rdflib(lines, "default"),
    "jena": by_jena,
    "virtuoso": by_virtuoso,
}


def missing(name: str) -> str | None:
    """Return why a store cannot be measured, and what installs it; None where it can."""
    if name == "jena":
        return jena.missing()
    if name == "virtuoso":
        return servers.no_virtuoso()
    if name == "oxrdflib" and importlib.util.find_spec("oxrdflib") is None:
        return "pip install oxrdflib"
    return None


def compare(events: int, data: Path, options: argparse.Namespace) -> None:
    """Load so many events into all stores, ask them, and print what each needed."""
    parquet, _ = event_data.write(events, data)
    lines = (data / f"events-{events}.nt").resolve()
    if not lines.exists():
        command = [sys.executable, "-m", "dateline", "convert", str(parquet), "--profile", str(event_data.PROFILE)]
        run([*command, "-o", str(lines)], folder=data, limit=3600, environment={"PYTHONPATH": sys.path[2]})
    found: dict[str, dict[str, Any]] = {}
    expected: list[int] | None = None
    for name in options.only:
        if events > LARGEST.get(name, events):
            continue
        found[name] = one = _one(name, lines, data)
        rows = [count for _, count in one.get("answers", {}).values()]
        expected = expected or rows
        one.setdefault("note", "the same" if rows == expected else f"OTHERS: {rows}")
        print(f"{events:,} events, {name}: {one}", flush=True)
    if options.record:
        page.record("load", events, found)


def _one(name: str, lines: Path, data: Path) -> dict[str, Any]:
    """Measure one store in a process of its own."""
    if why := missing(name):
        return {"note": why}
    with tempfile.TemporaryDirectory(dir=data) as work:
        command = [sys.executable, __file__, "--one", name, "--lines", str(lines), "--data", work]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"note": f"failed: {done.stderr.strip().splitlines()[-1][:120]}"}
    return json.loads(done.stdout)


def main() -> None:
    """Compare at all sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of events")
    parser.add_argument("--only", nargs="+", choices=STORES, default=list(STORES), help="measure these alone")
    parser.add_argument(
        "--named", type=Path, metavar="STORE", help="time the named queries on this store, nothing else"
    )
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "dateline-events", help="folder")
    parser.add_argument("--record", action="store_true", help="enter the figures in figures.json, for the page")
    parser.add_argument("--one", choices=STORES, help=argparse.SUPPRESS)
    parser.add_argument("--lines", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.named:
        named(options.named)
    elif options.one:
        print(json.dumps(STORES[options.one](options.lines, options.data)))
    else:
        for events in options.sizes:
            compare(events, options.data.resolve(), options)


if __name__ == "__main__":
    main()
