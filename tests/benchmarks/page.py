"""The page of figures: what the benchmarks have recorded, as tables and a drawing: `python tests/benchmarks/page.py`.

A benchmark that is run with --record enters its figures in `figures.json`, all programs of one size together, because
ratios count only within one run. The page is made from that file alone.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from growth import drawing

HERE = Path(__file__).parent
FIGURES, PAGE, GROWTH = HERE / "figures.json", HERE / "README.md", HERE / "growth.svg"
PACKAGES = ("polars", "pyoxigraph", "rdflib", "oxrdflib", "morph-kgc", "maplib")
PLACE = r"(?<=<!-- {} -->\n).*?(?=<!-- end {} -->)"


def record(bench: str, size: int, programs: Mapping[str, Any]) -> None:
    """Enter the figures of one run over data of one size, in place of those of an earlier run."""
    figures = _figures()
    figures.setdefault(bench, {})[str(size)] = {**machine(), "programs": dict(programs)}
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    FIGURES.write_text(f"{text}\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """Say what the figures were measured on, and when."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(encoding="utf-8"))
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "processor": cpu[1] if cpu else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{int(memory[1]) / 2**20:.0f} GiB" if memory else "?",
        "python": platform.python_version(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _figures() -> dict[str, dict[str, Any]]:
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}


def sections() -> dict[str, str]:
    """Return the text of each place of the page by its name."""
    figures = _figures()
    return {
        "machine": "".join(f"{line}\n" for line in _machines(figures)),
        "convert": "".join(f"{line}\n" for line in _converting(figures.get("convert", {}))),
        "check": "".join(f"{line}\n" for line in _checking(figures.get("check", {}))),
        "load": "".join(f"{line}\n" for line in _loading(figures.get("load", {}))),
    }


def page() -> str:
    """Return the page with its places filled."""
    text = PAGE.read_text(encoding="utf-8")
    for name, section in sections().items():
        text = re.sub(PLACE.format(name, name), lambda _, section=section: section, text, flags=re.DOTALL)
    return text


def growth() -> str:
    """Return the drawing of how time and memory of conversion grow."""
    runs = _figures().get("convert", {})
    points: dict[str, list[tuple[int, float, float]]] = {}
    for size in sorted(runs, key=int):
        for name, one in runs[size]["programs"].items():
            if one["seconds"] is not None:
                points.setdefault(name, []).append((int(size), one["seconds"], one["megabytes"]))
    return drawing(points)


def _machines(figures: dict[str, dict[str, Any]]) -> Iterator[str]:
    told = set()
    for runs in figures.values():
        for run in runs.values():
            told.add(f"{run['cores']} cores of {run['processor']}, {run['memory']} of memory, Python {run['python']}")
    packages = {f"{k} {v}" for runs in figures.values() for run in runs.values() for k, v in run["packages"].items()}
    yield from (f"- {one}" for one in sorted(told))
    if packages:
        yield f"- {', '.join(sorted(packages))}"


def _converting(runs: dict[str, Any]) -> Iterator[str]:
    for size in sorted(runs, key=int):
        programs = runs[size]["programs"]
        ours = programs["dateline"]
        yield f"### {int(size):,} events ({runs[size]['day']})\n"
        yield "| Program | Seconds | Processor | Seconds to ours | Processor to ours | Peak memory | Statements |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
        for name, one in programs.items():
            if one["seconds"] is None:
                yield f"| {name} | - | - | - | - | - | {one['note']} |"
                continue
            ratios = f"{one['seconds'] / ours['seconds']:.2f} | {one['processor'] / ours['processor']:.2f}"
            cells = f"{one['seconds']:.2f} s | {one['processor']:.2f} s | {ratios} | {one['megabytes']:,.0f} MB"
            yield f"| {name} | {cells} | {one['note']} |"
        yield ""


def _checking(runs: dict[str, Any]) -> Iterator[str]:
    yield "| Events | Planted faults | Found | Check | Convert | Check to convert | Peak memory |"
    yield "| ---: | ---: | --- | ---: | ---: | ---: | ---: |"
    for size in sorted(runs, key=int):
        check, convert = (runs[size]["programs"][name] for name in ("check", "convert"))
        times = " | ".join(f"{one['seconds']:.1f} s ({one['processor']:.1f} s)" for one in (check, convert))
        ratio = f"{check['processor'] / convert['processor']:.2f}"
        memory = f"{check['megabytes']:,.0f} MB"
        yield f"| {int(size):,} | {check['faults']:,} | {check['note']} | {times} | {ratio} | {memory} |"


def _loading(runs: dict[str, Any]) -> Iterator[str]:
    if not runs:
        yield "Nothing is recorded; the command prints its figures."
    for size in sorted(runs, key=int):
        programs = runs[size]["programs"]
        questions = next((list(one["answers"]) for one in programs.values() if "answers" in one), [])
        yield f"### {int(size):,} events ({runs[size]['day']})\n"
        yield f"| Store | Load | {' | '.join(questions)} | Rows |"
        yield f"| --- | ---: |{' ---: |' * len(questions)} --- |"
        for name, one in programs.items():
            if "answers" not in one:
                yield f"| {name} | {one['note']} |{' |' * (len(questions) + 1)}"
                continue
            cells = " | ".join(f"{seconds * 1000:,.0f} ms" for seconds, _ in one["answers"].values())
            yield f"| {name} | {one['load']:.1f} s | {cells} | {one['note']} |"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    GROWTH.write_text(growth(), encoding="utf-8")
