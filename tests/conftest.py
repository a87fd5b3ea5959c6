"""What holds for every test: no connection leaves this machine, and property tests in CI try the same examples again.

Away from CI the examples are new each time, so that faults that nobody thought of are found by people, not by builds.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# No deadline and no complaint about slow machines: tests hold what is right, benchmarks how fast.
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("patient", **_PATIENT)
settings.register_profile("ci", derandomize=True, **_PATIENT)
settings.load_profile("patient")
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(autouse=True, scope="session")
def nothing_leaves_this_machine() -> Iterator[None]:
    """Refuse connections to other machines; those to this one are for tests of servers."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"localhost", "127.0.0.1", "::1"}:
            raise AssertionError(f"a test opened a connection to {host}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield
