"""Measure what describing a dataset costs: `python tests/benchmarks/bench_describe.py [TRIPLES ...]`.

The events of the seeds are repeated under other names until there are so many triples, loaded into a store on the
disk, and described by `dateline describe` in a process of its own. Seconds of the processors and the peak of memory
are shown above those of a store of the seeds alone.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from measured import Cost, run  # noqa: E402

SEEDS = (HERE.parents[1] / "exports" / "russia-syria-iran.nt").read_text(encoding="utf-8").splitlines(keepends=True)
EVENTS = [line for line in SEEDS if "/seed/event/" in line]
SIZES = (100_000, 1_000_000)


def written(path: Path, triples: int) -> Path:
    """Write so many triples, about."""
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(SEEDS)
        for number in range((triples - len(SEEDS)) // len(EVENTS)):
            stream.writelines(line.replace("/seed/event/", f"/seed/event/{number}-") for line in EVENTS)
    return path


def described(folder: Path, triples: int) -> tuple[int, Cost]:
    """Return how many triples a store has, and what describing it cost."""
    data = written(folder / "data.nt", triples)
    dateline(folder, "load", "store", data.name)  # by a process of its own, whose memory would be counted else
    cost = dateline(folder, "describe", "store", "-o", "void.ttl")
    shutil.rmtree(folder / "store")
    found = re.search(r"void:triples (\d+) ;", (folder / "void.ttl").read_text(encoding="utf-8"))
    return int(found[1]) if found else 0, cost


def dateline(folder: Path, *arguments: str) -> Cost:
    """Run a command of dateline and return what it cost."""
    environment = {"PYTHONPATH": str(HERE.parents[1] / "src")}
    return run([sys.executable, "-m", "dateline", *arguments], folder=folder, limit=3600, environment=environment)


def main() -> None:
    """Print a line for each size."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    with tempfile.TemporaryDirectory() as folder:
        _, least = described(Path(folder), 0)
        print(f"{'triples':>12}  {'seconds':>8}  {'processor s above':>18}  {'MB above':>9}")
        for triples in sizes:
            count, cost = described(Path(folder), triples)
            above = cost.processor - least.processor, cost.megabytes - least.megabytes
            print(f"{count:>12,}  {cost.seconds or 0:>8.1f}  {above[0]:>18.1f}  {above[1]:>9.0f}  {cost.note}")


if __name__ == "__main__":
    main()
