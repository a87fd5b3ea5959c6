"""A program in a process of its own: seconds by the clock and of the processors, and the peak of its memory."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}
"""What makes modules of a working copy start as those that are installed do: compiled by the first round, once."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program needed; `note` says why there is no figure, or what was wrong with its result."""

    seconds: float | None
    processor: float
    megabytes: float
    note: str = ""


def run(
    command: Sequence[str],
    *,
    folder: Path,
    limit: float,
    environment: dict[str, str] | None = None,
    fine: Sequence[int] = (0,),
) -> Cost:
    """Run a program to its end, or until `limit` seconds are over, and return what it needed.

    What it prints is in `run.log`; `fine` are the exit codes that do not mean a failure.
    """
    start = time.perf_counter()
    with (folder / "run.log").open("wb") as log:
        own = {**os.environ, **_AS_INSTALLED, **(environment or {})}
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=own)
        peak = 0.0
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            seconds = time.perf_counter() - start
            if pid:
                break
            peak = max(peak, _held(process.pid))
            if seconds > limit:
                process.kill()
            time.sleep(0.005)
        process.returncode = os.waitstatus_to_exitcode(status)
    processor = used.ru_utime + used.ru_stime
    if process.returncode not in fine:
        told = (folder / "run.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
        why = " ".join(told)[:120] or f"exit code {process.returncode}"
        note = f"stopped after {limit:.0f} s" if seconds >= limit else f"failed: {why}"
        return Cost(None, processor, peak, note)
    return Cost(seconds, processor, peak)


def _held(pid: int) -> float:
    """The most megabytes that a process has held so far; what the system tells at its end counts its parent, too."""
    try:
        found = re.search(r"VmHWM:\s*(\d+)", Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0
