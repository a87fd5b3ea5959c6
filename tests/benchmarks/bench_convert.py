"""Measure conversion beside other programs: `python tests/benchmarks/bench_convert.py`.

Every program makes N-Triples of the same invented events (`event_data.py`, about 43 statements an event) in a process
of its own, start included; what it wrote must be the same set of statements, or it is marked. dateline reads Parquet
and runs as on the command line; the writers by hand read CSV and know this one table; Morph-KGC reads the CSV tables
and the RML document that dateline publishes, made beforehand and not counted.

Morph-KGC: a Python that has it is named by DATELINE_RML_PYTHON (`python3 tests/run.py` installs it into .venv-rml).
maplib: a Python that has it by DATELINE_MAPLIB_PYTHON (`pip install maplib`), unless this one has it.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import polars as pl
import pyoxigraph as ox

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import event_data  # noqa: E402
import page  # noqa: E402
from measured import Cost, run  # noqa: E402

PEERS = HERE / "peers"
SOURCES = {"PYTHONPATH": str(HERE.parents[1] / "src"), "PYTHONHASHSEED": "0"}
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LARGEST = {"python": 1_000_000, "c": 10_000_000, "rdflib": 10_000, "morph-kgc": 100_000, "maplib": 100_000}
"""The largest number of events that a program is asked to convert, unless --all is given."""
WANTED = (("python", 4.0, "wall"), ("morph-kgc", 25.0, "wall"), ("c", 1 / 3.5, "processor"))
RML = """\
[CONFIGURATION]
output_file = out.nt
output_format = N-TRIPLES
na_values =
number_of_processes = 1
logging_level = ERROR
[dateline]
mappings = mapping.rml.ttl
"""


@dataclass(frozen=True, slots=True)
class Data:
    """The events as Parquet and CSV, and a folder to work in."""

    events: int
    parquet: Path
    table: Path
    folder: Path


def dateline(data: Data) -> list[str]:
    """Convert by the command line."""
    command = [sys.executable, "-m", "dateline", "convert", str(data.parquet), "--profile", str(event_data.PROFILE)]
    return [*command, "-o", "out.nt"]


def python(data: Data) -> list[str]:
    """Convert by csv and f-strings."""
    return [sys.executable, str(PEERS / "plain_writer.py"), str(data.table), "out.nt"]


def c(data: Data) -> list[str]:
    """Convert by a program in C, compiled first."""
    program = data.folder / "plain_writer"
    if not program.exists():
        subprocess.run(["cc", "-O2", "-o", str(program), str(PEERS / "plain_writer.c")], check=True)
    return [str(program), str(data.table), "out.nt"]


def rdflib(data: Data) -> list[str]:
    """Convert by an rdflib graph."""
    return [sys.executable, str(PEERS / "rdflib_writer.py"), str(data.table), "out.nt"]


def morph(data: Data) -> list[str]:
    """Convert by Morph-KGC on our own RML; the CSV tables are made first."""
    from dateline import resources
    from dateline.mapping.views import csv_files
    from dateline.readers.datasets import load_profile
    from dateline.readers.datasets.records import read_dataset

    tables = read_dataset(data.parquet, load_profile(event_data.PROFILE)).tables
    for name, content in csv_files(tables).items():
        (data.folder / name).write_bytes(content)
    (data.folder / "mapping.rml.ttl").write_text(resources.text("mapping.rml.ttl"), encoding="utf-8")
    (data.folder / "config.ini").write_text(RML, encoding="utf-8")
    return [os.environ.get("DATELINE_RML_PYTHON", ""), "-m", "morph_kgc", "config.ini"]


def maplib(data: Data) -> list[str]:
    """Convert by maplib templates."""
    return [os.environ.get("DATELINE_MAPLIB_PYTHON", sys.executable), str(PEERS / "maplib_writer.py"),
            str(data.parquet), "out.nt"]  # fmt: skip


PROGRAMS: dict[str, Callable[[Data], list[str]]] = {
    "dateline": dateline,
    "c": c,
    "python": python,
    "rdflib": rdflib,
    "morph-kgc": morph,
    "maplib": maplib,
}


def missing(name: str) -> str | None:
    """Return why a program cannot be run, and what installs it; None where it can."""
    if name == "c" and shutil.which("cc") is None:
        return "cc is not installed (Debian: gcc)"
    if name == "morph-kgc" and not Path(os.environ.get("DATELINE_RML_PYTHON", "/")).is_file():
        return "name a Python with it in DATELINE_RML_PYTHON (`python3 tests/run.py` makes .venv-rml/bin/python)"
    if name == "maplib" and "DATELINE_MAPLIB_PYTHON" not in os.environ and not importlib.util.find_spec("maplib"):
        return "pip install maplib, or name a Python with it in DATELINE_MAPLIB_PYTHON"
    return None


def statements(path: Path, *, respelled: bool) -> tuple[int, int]:
    """Return how many distinct statements a file has, and the sum of their hashes.

    `respelled` says that another program wrote it, whose spelling of terms may differ.
    """
    if respelled:
        again = path.with_suffix(".again.nt")
        ox.serialize(ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES), again, format=ox.RdfFormat.N_TRIPLES)
        path = again
    lines = pl.scan_lines(path).select(pl.all().hash())
    found = lines.unique().select(pl.len(), pl.all().sum().alias("sum")).collect(engine="streaming")
    return found.row(0)


def measured(name: str, data: Data, *, rounds: int, limit: float) -> tuple[Cost, tuple[int, int] | None]:
    """Run a program some rounds; return the median round and what the last one wrote."""
    if why := missing(name):
        return Cost(None, 0, 0, why), None
    command = PROGRAMS[name](data)
    out = data.folder / "out.nt"
    costs = []
    for _ in range(rounds):
        out.unlink(missing_ok=True)
        costs.append(run(command, folder=data.folder, limit=limit, environment=SOURCES))
        if costs[-1].seconds is None:
            return costs[-1], None
    middle = min(costs, key=lambda one: abs((one.seconds or 0) - median(one.seconds or 0 for one in costs)))
    return middle, statements(out, respelled=name not in ("dateline", "c", "python"))


def compare(events: int, folder: Path, options: argparse.Namespace) -> list[str]:
    """Run all programs on so many events and return the rows of a table."""
    parquet, table = event_data.write(events, folder)
    lines = [f"### {events:,} events", "", "| Program | Seconds | Processor | times ours | Peak memory | Statements |",
             "| --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    costs: dict[str, Cost] = {}
    found: dict[str, dict[str, object]] = {}
    expected: tuple[int, int] | None = None
    for name in options.only or PROGRAMS:
        if events > LARGEST.get(name, events) and not options.all:
            continue
        with tempfile.TemporaryDirectory(dir=folder) as work:
            data = Data(events, parquet.resolve(), table.resolve(), Path(work))
            cost, wrote = measured(name, data, rounds=options.rounds, limit=options.limit)
        costs[name] = cost
        expected = expected or wrote
        note = cost.note if wrote is None else f"{wrote[0]:,}, {'the same' if wrote == expected else 'OTHERS'}"
        found[name] = {**asdict(cost), "note": note}
        lines.append(_row(name, cost, costs["dateline"], note))
        print(lines[-1], flush=True)
    if options.record:
        page.record("convert", events, found)
    return [*lines, "", *_ratios(costs), ""]


def _row(name: str, cost: Cost, ours: Cost, note: str) -> str:
    if cost.seconds is None:
        return f"| {name} | - | - | - | - | {note} |"
    times = cost.seconds / ours.seconds if ours.seconds else 0
    memory = f"{cost.megabytes:,.0f} MB"
    return f"| {name} | {cost.seconds:.2f} s | {cost.processor:.2f} s | {times:.2f} | {memory} | {note} |"


def _ratios(costs: dict[str, Cost]) -> list[str]:
    """Say how the ratios that are wanted stand."""
    found = []
    ours = costs["dateline"]
    for name, wanted, what in WANTED:
        other = costs.get(name)
        if other and other.seconds and ours.seconds:
            ratio = other.seconds / ours.seconds if what == "wall" else other.processor / ours.processor
            said = (
                f"{ratio:.1f} times as fast as {name}"
                if wanted > 1
                else f"{1 / ratio:.2f} times the processor time of {name}"
            )
            goal = f"at least {wanted:.0f}" if wanted > 1 else f"at most {1 / wanted:.1f}"
            found.append(f"- {said} ({goal} wanted): {'reached' if ratio >= wanted else 'NOT reached'}")
    return found


def main() -> None:
    """Compare at all sizes, and print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of events")
    parser.add_argument("--only", nargs="+", choices=PROGRAMS, help="run these alone (dateline first)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the median counts")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a program is stopped")
    parser.add_argument("--all", action="store_true", help="run slow programs at sizes that take them very long, too")
    parser.add_argument("--record", action="store_true", help="enter the figures in figures.json, for the page")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "dateline-events", help="folder")
    options = parser.parse_args()
    if options.only and options.only[0] != "dateline":
        options.only = ["dateline", *(name for name in options.only if name != "dateline")]
    for events in options.sizes:
        print(f"\n{events:,} events", flush=True)
        print("\n".join(compare(events, options.data, options)), flush=True)


if __name__ == "__main__":
    main()
