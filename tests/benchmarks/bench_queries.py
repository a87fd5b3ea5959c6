"""Measure the named queries over a large store: `python tests/benchmarks/bench_queries.py`.

Invented events (`event_data.py`) are converted and loaded by dateline, 1,000,000 unless --events says otherwise, which
takes a quarter of an hour; --store takes a store of them that is there, and only reads it. Every query runs in a
process of its own, with values that ask for an actor of middling fame and for the most famous. Printed are the rows,
the seconds until the first and the last (the store is open then, and names are looked up), the processor's seconds of
the whole process, and the peak of its memory. The first query also warms the disk's cache, so look at a second run.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

import event_data  # noqa: E402
from measured import run  # noqa: E402

MONTH = {"from": "2005-03", "to": "2005-03"}
ASKED: list[tuple[str, dict[str, str], int | None]] = [
    ("actor", {"actor": "a40"}, None), ("actor", {"actor": "a0"}, None),
    ("dyad", {"a": "a40", "b": "a3"}, None), ("dyad", {"a": "a0", "b": "a1"}, None),
    ("dyad", {"a": "a40", "b": "any"}, None),
    ("tie", {"a": "a40", "b": "a3"}, None), ("tie", {"a": "a0", "b": "a1"}, None),
    ("ties", {"actor": "a40"}, None),
    ("mentioning", {"text": "Guild of Quaor"}, None), ("mentioning", {"text": "no such words"}, None),
    ("sources", {}, None), ("claims", {"event": "e17"}, None), ("conflicts", {"event": "e17"}, None),
    ("conflicts", {}, None), ("judgements", {}, None), ("links", {}, None), ("relations", {}, None),
    ("reversals", {}, None), ("transfers", {}, None), ("ongoing", {}, None),
    ("certainly", MONTH, None), ("possibly", MONTH, None),
    ("meetings", {"actor": "a40"}, None), ("meetings", {}, None),
    ("of-type", {"type": "aid"}, 100), ("of-type", {"type": "aid"}, None),
    ("timeline", {}, 100), ("timeline", {}, None), ("ties", {}, None),
]  # fmt: skip


def made(events: int, folder: Path) -> Path:
    """Return a store of so many events, converted and loaded where it is not there yet; print what that takes."""
    store = folder / f"store-{events}"
    if store.exists():
        return store
    parquet, _ = event_data.write(events, folder)
    quads = folder / f"events-{events}.nq.gz"
    dateline = [sys.executable, "-m", "dateline"]
    steps = {
        "convert": ["convert", str(parquet), "--profile", str(event_data.PROFILE), "-o", str(quads)],
        "load": ["load", str(store), str(quads)],
    }
    for step, arguments in steps.items():
        cost = run([*dateline, *arguments], folder=folder, limit=7200, environment={"PYTHONPATH": sys.path[1]})
        if cost.seconds is None:
            sys.exit(f"{step}: {cost.note}")
        print(f"{step}: {cost.seconds:.0f} s, processor {cost.processor:.0f} s, {cost.megabytes:,.0f} MB", flush=True)
    return store


def one(store: Path, name: str, values: dict[str, str], *, limit: int | None) -> dict[str, float]:
    """Ask one query and return rows and seconds; the first row of none is the end."""
    from dateline.queries import load_query, names_in
    from dateline.store import Truth, open_store

    with open_store(store, read_only=True) as opened:
        asked = load_query(name) if limit is None else load_query(name).first(limit)
        text = asked.bind(values, names_in(opened))
        start = time.perf_counter()
        answer = opened.query(text)
        if isinstance(answer, Truth):
            return {"rows": 1, "first": time.perf_counter() - start, "last": time.perf_counter() - start}
        rows, first = 0, 0.0
        for _ in answer:
            rows += 1
            first = first or time.perf_counter() - start
        last = time.perf_counter() - start
    return {"rows": rows, "first": first or last, "last": last}


def compare(store: Path, work: Path, *, only: list[str], patience: float) -> None:
    """Ask all queries, each in a process, and print a table in Markdown."""
    print("\n| Query | Parameters | Rows | First row, s | Last row, s | Processor, s | Peak, MB |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for number, (name, values, limit) in enumerate(ASKED):
        if only and name not in only:
            continue
        words = [*(f"{key}={value}" for key, value in values.items()), *([f"--limit {limit}"] if limit else [])]
        told = " ".join(words)
        command = [sys.executable, __file__, "--store", str(store), "--one", str(number)]
        cost = run(command, folder=work, limit=patience)
        if cost.seconds is None:
            print(f"| {name} | {told} | {cost.note} | | | {cost.processor:.1f} | {cost.megabytes:,.0f} |", flush=True)
            continue
        found = json.loads((work / "run.log").read_text(encoding="utf-8"))
        times = f"{found['first']:.2f} | {found['last']:.2f} | {cost.processor:.1f}"
        print(f"| {name} | {told} | {found['rows']:,} | {times} | {cost.megabytes:,.0f} |", flush=True)


def main() -> None:
    """Make or take the store and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, help="a store of these events; it is only read")
    parser.add_argument("--events", type=int, default=1_000_000, help="how many events to make a store of")
    parser.add_argument("--data", type=Path, default=Path(tempfile.gettempdir()) / "dateline-events", help="folder")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="measure these queries alone")
    parser.add_argument("--patience", type=float, default=600, metavar="S", help="stop a query after so many seconds")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one is not None:
        name, values, limit = ASKED[options.one]
        print(json.dumps(one(options.store, name, values, limit=limit)))
        return
    store = options.store or made(options.events, options.data.resolve())
    with tempfile.TemporaryDirectory() as work:
        compare(store.resolve(), Path(work), only=options.only, patience=options.patience)


if __name__ == "__main__":
    main()
