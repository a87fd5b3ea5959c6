"""A program in a process of its own: seconds by the clock and of the processors, and the peak of its memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program needed; `note` says why there is no figure, or what was wrong with its result."""

    seconds: float | None
    processor: float
    megabytes: float
    note: str = ""


def run(command: Sequence[str], *, folder: Path, limit: float, environment: dict[str, str] | None = None) -> Cost:
    """Run a program to its end, or until `limit` seconds are over, and return what it needed."""
    start = time.perf_counter()
    with (folder / "run.log").open("wb") as log:
        own = {**os.environ, **(environment or {})}
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=own)
        timer = threading.Timer(limit, process.kill)
        timer.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        told = (folder / "run.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        note = f"stopped after {limit:.0f} s" if seconds >= limit else f"failed: {' '.join(told)[:120]}"
        return Cost(None, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, note)
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
