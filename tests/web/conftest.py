"""Two servers for the tests that only read: one of the seeds, one of the data of the protocol exchanges."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.web.settings import Limits, Settings
from web.running import CASES, ROOT, Server, threaded

BRISK = Settings(limits=Limits(timeout_s=5))


@pytest.fixture(scope="session")
def seeds() -> Iterator[Server]:
    with threaded(ROOT / "seeds", settings=BRISK) as server:
        yield server


@pytest.fixture(scope="session")
def exchange() -> Iterator[Server]:
    with threaded(CASES / "data.trig", settings=BRISK) as server:
        yield server
