"""Work of several threads in the order of its input: what keeps output the same whatever the number of threads.

Knows nothing of events. Only a few items are under way at any time, so that memory does not grow with the input.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def ordered(pool: Executor, function: Callable[[Item], Made], items: Iterable[Item], *, ahead: int) -> Iterator[Made]:
    """Yield `function(item)` for each item in order, with up to `ahead` further items under way."""
    waiting: deque[Future[Made]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
