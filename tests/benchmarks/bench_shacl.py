"""Compare SHACL programs on the same data and shapes: `python tests/benchmarks/bench_shacl.py`.

Every program runs in a process of its own, reads N-Triples and must find exactly the planted faults; one that finds
others is marked. Seconds are loading and checking, without the start of the program: Python programs say them
themselves, for Jena those of a run on an empty file are taken off. Memory is the peak of the whole process.

Jena needs the Debian packages that `tests/interop/jena.py` names. A Python with pyrudof is named by
DATELINE_RUDOF_PYTHON, unless this one has it.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import shacl_data  # noqa: E402
import shacl_runs  # noqa: E402

from interop import jena  # noqa: E402

SHAPES = HERE / "shacl_shapes.ttl"
PLACE = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end -->)", re.DOTALL)
SIZES = (200_000, 2_000_000, 20_000_000)
LARGEST = {"dateline": 20_000_000, "pyshacl": 2_000_000, "jena": 2_000_000, "pyrudof": 2_000_000}
WANTED = (("pyshacl", 200_000, 150), ("pyshacl", 2_000_000, 250), ("jena", 200_000, 10), ("jena", 2_000_000, 10))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program needed for one file; `note` says what was wrong with its results or why there are none."""

    seconds: float | None
    load: float
    megabytes: float
    note: str


def command(name: str, data: Path, results: Path) -> list[str]:
    """Return the command line of a program."""
    if name == "jena":
        path = jena.class_path(results.parent)
        return ["java", "-Xmx12g", "-cp", path, "shacl.shacl", "validate", "--shapes", str(SHAPES), "--data", str(data)]
    python = os.environ.get("DATELINE_RUDOF_PYTHON", sys.executable) if name == "pyrudof" else sys.executable
    return [python, str(HERE / "shacl_runs.py"), name, str(data), str(SHAPES), str(results)]


def installed(name: str) -> bool:
    """Say whether a program can be run here."""
    if name == "jena":
        return jena.missing() is None
    if name == "pyrudof" and os.environ.get("DATELINE_RUDOF_PYTHON"):
        return True
    return importlib.util.find_spec(name) is not None


def timed(line: list[str], output: Path, limit: float) -> tuple[float, float, int | None]:
    """Run a command; return its seconds, its peak memory in MB, and its exit code, None where the time was up."""
    start = time.perf_counter()
    with output.open("wb") as out, output.with_suffix(".err").open("wb") as errors:
        process = subprocess.Popen(line, stdout=out, stderr=errors)
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            seconds = time.perf_counter() - start
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                return seconds, used.ru_maxrss / 1024, process.returncode
            if seconds > limit:
                process.kill()
                _, _, used = os.wait4(process.pid, 0)
                process.returncode = -9
                return seconds, used.ru_maxrss / 1024, None
            time.sleep(0.005)


def run(name: str, data: Path, folder: Path, limit: float) -> tuple[Outcome, Counter[shacl_data.Result]]:
    """Run a program once."""
    results, output = folder / "results.tsv", folder / "output.ttl"
    results.unlink(missing_ok=True)
    seconds, megabytes, code = timed(command(name, data, results), output, limit)
    if code is None:
        return Outcome(None, 0, megabytes, f"not finished after {limit:.0f} s"), Counter()
    if name == "jena":
        found = shacl_runs.from_report(output.read_bytes().splitlines(keepends=True))
        return Outcome(seconds, 0, megabytes, ""), Counter(found)
    if code or not results.exists():
        reason = output.with_suffix(".err").read_text(errors="replace").strip().splitlines()
        return Outcome(None, 0, megabytes, f"failed: {reason[-1][:120] if reason else code}"), Counter()
    first, *lines = results.read_text(encoding="utf-8").splitlines()
    load, check = (float(part) for part in first.split("\t")[:2])
    rows = Counter((focus, path, component) for focus, path, component in (line.split("\t") for line in lines))
    return Outcome(load + check, load, megabytes, ""), rows


def measured(name: str, data: Path, expected: Counter[shacl_data.Result], options: argparse.Namespace) -> Outcome:
    """Run a program as often as is asked for, quick ones alone, and return the median."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        empty = folder / "empty.nt"
        empty.write_text("")
        start = 0.0
        if name == "jena":
            start = median(run(name, empty, folder, options.limit)[0].seconds or 0 for _ in range(3))
        outcomes = []
        for _ in range(options.rounds):
            outcome, found = run(name, data, folder, options.limit)
            if outcome.seconds is None:
                return outcome
            outcomes.append(outcome)
            if outcome.seconds > 60:
                break
    middle = sorted(outcomes, key=lambda one: one.seconds or 0)[len(outcomes) // 2]
    return Outcome((middle.seconds or 0) - start, middle.load, middle.megabytes, verdict(found, expected))


def verdict(found: Counter[shacl_data.Result], expected: Counter[shacl_data.Result]) -> str:
    """Say what is wrong with the results, nothing where they are exact."""
    lost, more = expected - found, found - expected
    if not lost and not more:
        return ""
    kinds = Counter(component for _, _, component in lost.elements())
    missed = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(3))
    return f"WRONG: misses {lost.total()} of {expected.total()} ({missed or 'none'}), {more.total()} too many"


def table(size: int, outcomes: dict[str, Outcome]) -> Iterator[str]:
    """Yield the lines about one size in Markdown."""
    ours = outcomes["dateline"].seconds
    yield f"\n### {size:,} triples\n"
    yield "| Program | Load and check | of that, load | times ours | Peak memory | Results |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, one in outcomes.items():
        if one.seconds is None:
            yield f"| {name} | - | - | - | {one.megabytes:,.0f} MB | {one.note} |"
            continue
        ratio = f"{one.seconds / ours:.1f}" if ours else "-"
        load = f"{one.load:.2f} s" if one.load else "-"
        yield (f"| {name} | {one.seconds:.2f} s | {load} | {ratio} | {one.megabytes:,.0f} MB | {one.note or 'exact'} |")


def missed(found: dict[int, dict[str, Outcome]]) -> list[str]:
    """Return the promised ratios that were not reached, of those that were measured."""
    gaps = []
    for peer, size, times in WANTED:
        here = found.get(size, {})
        ours, theirs = here.get("dateline"), here.get(peer)
        if ours and theirs and ours.seconds and theirs.seconds and theirs.seconds < times * ours.seconds:
            gaps.append(f"{peer} at {size:,}: {theirs.seconds / ours.seconds:.1f} times, {times} wanted")
    return gaps


def main(arguments: list[str]) -> int:
    """Print a table for each size; the exit code is 1 where a promised ratio or exact results of ours are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(str(size) for size in SIZES), help="numbers of triples")
    parser.add_argument("--programs", default=",".join(LARGEST), help="of dateline, pyshacl, jena, pyrudof")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, of which the median counts")
    parser.add_argument("--limit", type=float, default=900, help="seconds that a run may take")
    parser.add_argument("--page", type=Path, help="a page with the place for the tables")
    options = parser.parse_args(arguments)
    found: dict[int, dict[str, Outcome]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in (int(text) for text in options.sizes.split(",")):
            data = Path(folder) / f"{size}.nt"
            expected = shacl_data.write(data, size)
            names = [name for name in options.programs.split(",") if size <= LARGEST[name] and installed(name)]
            found[size] = {name: measured(name, data, expected, options) for name in names}
            print("\n".join(table(size, found[size])), flush=True)
            data.unlink()
    if options.page:
        tables = "\n".join(line for size, of in found.items() for line in table(size, of)).strip("\n") + "\n"
        page = options.page.read_text(encoding="utf-8")
        options.page.write_text(PLACE.sub(lambda _: tables, page), encoding="utf-8")
    wrong = [f"dateline at {size:,}: {of['dateline'].note}" for size, of in found.items() if of["dateline"].note]
    gaps = wrong + missed(found)
    print("\n".join(["", *(f"NOT REACHED: {gap}" for gap in gaps)]))
    return 1 if gaps else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
