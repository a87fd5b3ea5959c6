"""Measure how many EDTF texts are parsed in a second: `python tests/benchmarks/bench_dates.py`.

The texts are the accepted cases of `tests/cases/edtf`, all three levels mixed, parsed without the cache. When the PyPI
package `edtf` is installed, the same texts are given to it and the ratio is printed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from dateline.when import parse_edtf

CASES = Path(__file__).parents[1] / "cases" / "edtf"
SECONDS = 2.0


def texts() -> list[str]:
    """Return the accepted texts of all levels."""
    found = []
    for level in ("level0", "level1", "level2"):
        cases = yaml.safe_load((CASES / f"{level}.yaml").read_text(encoding="utf-8"))
        found += [case["text"] for case in cases]
    return found


def rate(parse: Callable[[str], object], given: list[str], *, seconds: float = SECONDS) -> float:
    """Return the parses per second of processor time."""
    count = 0
    start = time.process_time()
    while time.process_time() - start < seconds:
        for text in given:
            parse(text)
        count += len(given)
    return count / (time.process_time() - start)


def _other() -> Callable[[str], object] | None:
    if importlib.util.find_spec("edtf") is None:
        return None
    import edtf

    def parse(text: str) -> object:
        # It fails in many ways and prints a line when it does; a failure counts as a parse here.
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            return edtf.parse_edtf(text)
        return None

    return parse


def main() -> int:
    """Print the rates; the exit code is 1 below 10,000 parses a second."""
    given = texts()
    cold = rate(parse_edtf.__wrapped__, given)
    warm = rate(parse_edtf, given, seconds=0.5)
    lines = [f"dateline  {len(given)} texts  {cold:,.0f} parses/s without cache, {warm:,.0f} with it"]
    other = _other()
    if other:
        theirs = rate(other, given)
        lines.append(f"edtf      {len(given)} texts  {theirs:,.0f} parses/s; dateline: {cold / theirs:,.0f} times that")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if cold >= 10_000 else 1


if __name__ == "__main__":
    sys.exit(main())
