"""How far a long run is: rows, rate and time left as one line for a terminal."""

from __future__ import annotations

import time
from typing import TextIO

_EVERY = 0.2
_CLEAR = "\r\x1b[K"


class Progress:
    """A line on a terminal that says how far a run is; on anything else, nothing is written."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._shown = out.isatty()
        self._start = time.monotonic()
        self._last = 0.0

    def show(self, rows: int, done: int, total: int) -> None:
        """Say that so many rows, and `done` of `total` bytes of the input, have been dealt with."""
        now = time.monotonic()
        if self._shown and now - self._last >= _EVERY:
            self._last = now
            self._out.write(f"{_CLEAR}{told(rows, done, total, now - self._start)}")
            self._out.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._out.write(_CLEAR)
            self._out.flush()


def told(rows: int, done: int, total: int, seconds: float) -> str:
    """Return how far a run is after so many seconds: `1,200,000 rows, 80,000 a second, 41 %, 0:22 left`."""
    share = done / total if total else 1.0
    rate = f", {rows / seconds:,.0f} a second" if seconds > 0 else ""
    left = f", {_clock(seconds / share - seconds)} left" if 0 < share < 1 else ""
    return f"{rows:,} rows{rate}, {share:.0%}{left}".replace("%", " %")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
