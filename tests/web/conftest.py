"""Two servers for the tests that only read: one of the seeds, one of the data of the protocol exchanges."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from web.running import CASES, ROOT, Server, running


@pytest.fixture(scope="session")
def seeds() -> Iterator[Server]:
    with running(ROOT / "seeds", "--timeout-s", "5") as server:
        yield server


@pytest.fixture(scope="session")
def exchange() -> Iterator[Server]:
    with running(CASES / "data.trig", "--timeout-s", "5") as server:
        yield server
