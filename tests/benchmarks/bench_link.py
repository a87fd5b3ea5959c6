"""Precision and recall of offline linking on the list of names: `python tests/benchmarks/bench_link.py`."""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from link.names import cases


def main() -> None:
    """Look the names up and print the counts."""
    started = time.perf_counter()
    found = list(cases())
    seconds = time.perf_counter() - started
    meant = [case for case in found if case.meant]
    first = sum(case.is_first for case in meant)
    accepted = [case for case in found if case.accepted]
    right = sum(all(one.entry in case.meant for one in case.accepted) for case in accepted)
    print(f"{len(found)} names, {len(meant)} of them with an entry, looked up in {seconds:.1f} s")
    print(f"first candidate is the one meant: {first} of {len(meant)} (recall {first / len(meant):.2f})")
    print(f"accepted by itself: {len(accepted)}, rightly {right} (precision {right / len(accepted):.2f})")
    print(f"of the names with an entry, accepted by itself: {len(accepted) / len(meant):.2f}")


if __name__ == "__main__":
    main()
