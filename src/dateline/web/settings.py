"""What the operator of a server decides: limits on each request, and who may ask.

Plain values that the front and its workers share; nothing here acts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

MEBIBYTE = 1 << 20
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on one request.

    `timeout_s` and `memory_mb` are those of the worker that answers, `wait_s` and `waiting` those of the queue before
    it. `rows` counts solutions or statements.
    """

    timeout_s: float = 10.0
    memory_mb: int = 1024
    rows: int = 100_000
    answer_mb: int = 64
    body_kb: int = 1024
    wait_s: float = 10.0
    waiting: int = 256


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server runs; the defaults are safe ones.

    `origins` may read answers from pages of other sites, `hosts` are further names that requests may be addressed to.
    With a `token`, whoever knows it may send updates. With `in_memory` every worker has a copy of the store in memory,
    which answers in half the time.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    limits: Limits = Limits()
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    token: str | None = None
    in_memory: bool = False

    @property
    def known_hosts(self) -> frozenset[str] | None:
        """The names that requests may be addressed to; None when all may, because the server is open to others."""
        if self.hosts:
            return LOOPBACK | {self.host, *self.hosts}
        return LOOPBACK if self.host in LOOPBACK else None
