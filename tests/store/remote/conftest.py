"""The server that the tests of this folder speak to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from store.remote.server import Double, running


@pytest.fixture
def server() -> Iterator[Double]:
    with running() as found:
        yield found
