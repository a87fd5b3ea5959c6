"""Measure the checking of datasets beside their conversion: `python tests/benchmarks/bench_check.py`.

The events of `event_data.py` get faults of known kinds in known rows. `dateline check` must find exactly these, each at
its line; then the same file is converted, rows that are rejected left out. Both run as on the command line, start
included, and in the same run.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from statistics import median

import polars as pl

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import event_data  # noqa: E402
import page  # noqa: E402
from measured import Cost, run  # noqa: E402

SIZES = (100_000, 1_000_000)
EVERY = 997
"""One row of so many has a fault, one kind after the other."""
SOURCES = {"PYTHONPATH": str(HERE.parents[1] / "src"), "PYTHONHASHSEED": "0"}
FAULTS: tuple[tuple[str, str, str], ...] = (
    # the code of the complaint, and what is put into which column; {row} is the number of the row
    ("E303", "date", "2023-02-30"),
    ("E301", "date", ""),
    ("E211", "lat", "north"),
    ("E208", "place_id", "x y"),
    ("E207", "id", ""),
    ("E206", "id", "e0"),
    ("E552", "lat", "91.5"),
    ("E553", "long", "-181"),
)
OF_PLACES = ("E552", "E553")
"""What is said of a place, once: these rows get a place of their own."""

Found = Counter[tuple[str, int]]


def planted(events: int, folder: Path) -> tuple[Path, Found]:
    """Write the events with faults as Parquet of one row group; return the path and each fault's code and line."""
    path = folder / f"faulty-{events}.parquet"
    row = pl.int_range(pl.len())
    turn = row // EVERY % len(FAULTS)
    faulty = (row % EVERY == EVERY - 1) & (row > 0)
    expected: Found = Counter()
    rows = pl.select(row=pl.int_range(EVERY - 1, events, EVERY)).to_series().to_list()
    for at in rows:
        expected[FAULTS[at // EVERY % len(FAULTS)][0], at + 1] += 1
    data = pl.concat(event_data.chunks(events))
    places = [number for number, (code, _, _) in enumerate(FAULTS) if code in OF_PLACES]
    data = data.with_columns(
        pl.when(faulty & turn.is_in(places)).then(pl.format("own{}", row)).otherwise("place_id").alias("place_id")
    )
    for number, (_, column, value) in enumerate(FAULTS):
        data = data.with_columns(pl.when(faulty & (turn == number)).then(pl.lit(value)).otherwise(column).alias(column))
    data.write_parquet(path, row_group_size=events)
    return path, expected


def command(verb: str, data: Path) -> list[str]:
    """Return the command line of a check or a conversion, as a user would run it."""
    line = [sys.executable, "-m", "dateline", verb, str(data), "--profile", str(event_data.PROFILE)]
    if verb == "convert":
        return [*line, "-o", "out.nt"]
    return [*line, "--format", "jsonl", "--max-problems", "1000000", "--fail-on", "none"]


def measured(verb: str, data: Path, folder: Path, rounds: int) -> Cost:
    """Run a verb some rounds and return the median one."""
    costs = []
    for _ in range(rounds):
        (folder / "out.nt").unlink(missing_ok=True)
        costs.append(run(command(verb, data.resolve()), folder=folder, limit=3600, environment=SOURCES, fine=(0, 1)))
    middle = median(one.processor for one in costs)
    return min(costs, key=lambda one: abs(one.processor - middle))


def found_in(log: Path) -> Found:
    """Return the codes and lines of the errors that a check has printed."""
    lines = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{"))
    return Counter((one["code"], one["line"]) for one in lines if one["severity"] == "error")


def compare(events: int, folder: Path, rounds: int) -> dict[str, dict[str, object]]:
    """Check and convert so many events, and return what each needed and how the complaints fit the faults."""
    data, expected = planted(events, folder)
    convert = measured("convert", data, folder, rounds)
    check = measured("check", data, folder, rounds)
    found = found_in(folder / "run.log")
    missed, more = (expected - found).total(), (found - expected).total()
    note = check.note or ("exactly these" if found == expected else f"{missed} missed, {more} too many")
    return {"check": {**asdict(check), "note": note, "faults": expected.total()}, "convert": asdict(convert)}


def main() -> None:
    """Compare at all sizes, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of events")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the median counts")
    parser.add_argument("--record", action="store_true", help="enter the figures in figures.json, for the page")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()), help="where the work is done")
    options = parser.parse_args()
    for events in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.data) as place:
            found = compare(events, Path(place), options.rounds)
        print(f"{events:,} events", *(f"{name}: {one}" for name, one in found.items()), sep="\n  ", flush=True)
        if options.record:
            page.record("check", events, found)


if __name__ == "__main__":
    main()
