"""Compare SHACL programs on the same data and shapes: `python tests/benchmarks/bench_shacl.py`.

There are two cases. `ontology` has the shapes that dateline ships, on events that it converted (`shacl_timeline.py`);
it is the one that the promised ratios are about. `twelve` has twelve property shapes on events made up for them
(`shacl_data.py`), and shows what remains of the ratios where little is asked: reading costs then more than judging.

Every program runs in a process of its own, reads N-Triples and must find exactly the planted faults; one that finds
others is marked. Seconds are loading and checking the data, without the start of the program and the reading of shapes:
Python programs begin to count after these, for Jena the seconds of a run on an empty file are taken off. Memory is the
peak of the whole process.

Jena needs the Debian packages that `tests/interop/jena.py` names. A Python with pyrudof is named by
DATELINE_RUDOF_PYTHON, unless this one has it.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import measured  # noqa: E402
import shacl_data  # noqa: E402
import shacl_runs  # noqa: E402
import shacl_timeline  # noqa: E402

from interop import jena  # noqa: E402

Results = Counter[tuple[str, str, str]]
"""Focus node, local name of the path, local name of the component, and how often."""

PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end -->)", re.DOTALL)
SIZES = (200_000, 2_000_000, 20_000_000)
LARGEST = {"dateline": 20_000_000, "pyshacl": 2_000_000, "jena": 2_000_000, "pyrudof": 200_000}
"""The most triples that each is given; of 2,000,000 pyrudof needs 14 GB and more, and pySHACL a quarter of an hour."""
WANTED = (("pyshacl", 200_000, 150), ("pyshacl", 2_000_000, 250), ("jena", 200_000, 10), ("jena", 2_000_000, 10))
"""How many times the seconds of dateline a program must need, in the case `ontology`."""


@dataclass(frozen=True, slots=True)
class Case:
    """Shapes, and what writes so many triples to a file and returns the results that they must have."""

    title: str
    shapes: Path
    write: Callable[[Path, int], Results]


CASES = {
    "ontology": Case("The shapes of the ontology", shacl_timeline.SHAPES, shacl_timeline.write),
    "twelve": Case("Twelve shapes", HERE / "shacl_shapes.ttl", shacl_data.write),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program needed for one file; `note` says what was wrong with its results or why there are none."""

    seconds: float | None
    load: float
    megabytes: float
    note: str


Run = tuple[Outcome, Results]


def command(name: str, data: Path, shapes: Path, folder: Path) -> list[str]:
    """Return the command line of a program, which leaves `results.tsv` or `report.ttl` in the folder."""
    if name == "jena":
        validate = ["shacl.shacl", "validate", "--shapes", str(shapes), "--data", str(data)]
        java = ["java", "-Xmx12g", "-cp", str(jena.class_path(folder)), *validate]
        return ["sh", "-c", 'exec "$0" "$@" > report.ttl', *java]
    python = os.environ.get("DATELINE_RUDOF_PYTHON", sys.executable) if name == "pyrudof" else sys.executable
    return [python, str(HERE / "shacl_runs.py"), name, str(data), str(shapes), "results.tsv"]


def installed(name: str) -> bool:
    """Say whether a program can be run here."""
    if name == "jena":
        return jena.missing() is None
    if name == "pyrudof" and os.environ.get("DATELINE_RUDOF_PYTHON"):
        return True
    return importlib.util.find_spec(name) is not None


def run(name: str, data: Path, shapes: Path, limit: float) -> Run:
    """Run a program once."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        cost = measured.run(command(name, data, shapes, folder), folder=folder, limit=limit, fine=(0, 1))
        if cost.seconds is None:
            return Outcome(None, 0, cost.megabytes, cost.note), Counter()
        if name == "jena":
            found = shacl_runs.from_report((folder / "report.ttl").read_bytes())
            return Outcome(cost.seconds, 0, cost.megabytes, ""), Counter(found)
        first, *lines = (folder / "results.tsv").read_text(encoding="utf-8").splitlines()
    load, check = (float(part) for part in first.split("\t")[:2])
    rows = Counter((focus, path, component) for focus, path, component in (line.split("\t") for line in lines))
    return Outcome(load + check, load, cost.megabytes, ""), rows


def of_rounds(names: list[str], data: Path, case: Case, options: argparse.Namespace) -> dict[str, list[Run]]:
    """Run programs as often as is asked for, one after the other in each round, so that all meet the same hours.

    One that fails or takes more than three minutes runs once.
    """
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for _ in range(options.rounds):
        for name, done in runs.items():
            if not done or 0 < (done[-1][0].seconds or 0) <= 180:
                done.append(run(name, data, case.shapes, options.limit))
    return runs


def outcome_of(name: str, runs: list[Run], case: Case, expected: Results, options: argparse.Namespace) -> Outcome:
    """Return the median of the runs of a program."""
    middle, found = sorted(runs, key=lambda one: one[0].seconds or 0)[len(runs) // 2]
    if middle.seconds is None:
        return middle
    start = 0.0
    if name == "jena":
        with tempfile.NamedTemporaryFile(suffix=".nt") as empty:
            starts = [run(name, Path(empty.name), case.shapes, options.limit)[0].seconds for _ in range(3)]
        start = median(seconds or 0 for seconds in starts)
    return Outcome(middle.seconds - start, middle.load, middle.megabytes, verdict(found, expected))


def verdict(found: Results, expected: Results) -> str:
    """Say what is wrong with the results, nothing where they are exact."""
    lost, more = expected - found, found - expected
    if not lost and not more:
        return ""
    kinds = Counter(component for _, _, component in lost.elements())
    missed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(3))
    return f"WRONG: misses {lost.total()} of {expected.total()} ({missed or 'none'}), {more.total()} too many"


def table(case: Case, size: int, outcomes: dict[str, Outcome]) -> Iterator[str]:
    """Yield the lines about one size in Markdown."""
    ours = outcomes["dateline"].seconds
    yield f"\n### {case.title}, {size:,} triples\n"
    yield "| Program | Load and check | of that, load | times ours | Peak memory | Results |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, one in outcomes.items():
        if one.seconds is None:
            yield f"| {name} | - | - | - | {one.megabytes:,.0f} MB | {one.note} |"
            continue
        ratio = f"{one.seconds / ours:.1f}" if ours else "-"
        load = f"{one.load:.2f} s" if one.load else "-"
        yield (f"| {name} | {one.seconds:.2f} s | {load} | {ratio} | {one.megabytes:,.0f} MB | {one.note or 'exact'} |")


def missed(found: dict[tuple[str, int], dict[str, Outcome]]) -> Iterator[str]:
    """Yield where results of ours are not exact, and the promised ratios that were not reached."""
    for (name, size), outcomes in found.items():
        if note := outcomes["dateline"].note:
            yield f"dateline, {name}, {size:,} triples: {note}"
    for peer, size, times in WANTED:
        here = found.get(("ontology", size), {})
        ours, theirs = here.get("dateline"), here.get(peer)
        if ours and theirs and ours.seconds and theirs.seconds and theirs.seconds < times * ours.seconds:
            yield f"{peer} at {size:,} triples: {theirs.seconds / ours.seconds:.1f} times, {times} wanted"


def main(arguments: list[str]) -> int:
    """Print a table for each case and size; the exit code is 1 where a promised ratio or exact results are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default=",".join(CASES), help="of ontology, twelve")
    parser.add_argument("--sizes", default=",".join(str(size) for size in SIZES), help="numbers of triples, about")
    parser.add_argument("--programs", default=",".join(LARGEST), help="of dateline, pyshacl, jena, pyrudof")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, of which the median counts")
    parser.add_argument("--limit", type=float, default=2400, help="seconds that a run may take")
    parser.add_argument("--page", type=Path, help="a page with the place for the tables")
    options = parser.parse_args(arguments)
    unknown = {*options.cases.split(",")} - {*CASES} | {*options.programs.split(",")} - {*LARGEST}
    if unknown or "dateline" not in options.programs.split(","):
        parser.error(f"no such case or program: {', '.join(sorted(unknown))}" if unknown else "dateline must run, too")
    found: dict[tuple[str, int], dict[str, Outcome]] = {}
    tables: list[str] = []
    for name in options.cases.split(","):
        for size in (int(text) for text in options.sizes.split(",")):
            programs = [one for one in options.programs.split(",") if size <= LARGEST[one] and installed(one)]
            with tempfile.TemporaryDirectory() as folder:
                data, case = Path(folder) / "data.nt", CASES[name]
                expected = case.write(data, size)
                runs = of_rounds(programs, data, case, options)
            found[name, size] = {one: outcome_of(one, runs[one], case, expected, options) for one in programs}
            lines = list(table(case, size, found[name, size]))
            print("\n".join(lines), flush=True)
            tables += lines
    if options.page:
        page = options.page.read_text(encoding="utf-8")
        text = "\n".join(tables).strip("\n") + "\n"
        options.page.write_text(PLACE.sub(lambda _: text, page), encoding="utf-8")
    gaps = list(missed(found))
    print("\n".join(["", *(f"NOT REACHED: {gap}" for gap in gaps)]))
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
