"""The process that answers: it has the store open, takes one job at a time, and can be ended at any moment.

The limits are the kernel's: an alarm ends the process when a job takes too long, even if the front is gone, and its
address space cannot grow beyond what one job may use.
"""

from __future__ import annotations

import io
import os
import pickle
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from dateline.errors import DatelineError
from dateline.store import Store, open_store
from dateline.web.answering import Desk, answer
from dateline.web.jobs import Job, Reply, refusal
from dateline.web.problems import Problem
from dateline.web.settings import MEBIBYTE, Limits


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is made for: a store, limits, and a folder for long answers."""

    location: str
    limits: Limits
    spool: str
    in_memory: bool = False
    writable: bool = False


READY = b"ready"
GRACE_S = 1.0
"""How much later than the front the kernel ends a job."""


def work(connection: Connection, task: Task) -> None:
    """Open the store, say so, and answer jobs until the front closes the connection."""
    _be_quiet()
    try:
        store = opened(task)
    except DatelineError as error:
        connection.send_bytes(str(error).encode())
        return
    with store:
        desk = Desk(store, task.limits, task.spool)
        connection.send_bytes(READY)
        limit_memory(task.limits.memory_mb)
        with suppress(EOFError, OSError):
            while serve_one(connection, desk):
                pass


def opened(task: Task) -> Store:
    """Open the store of a task: for reading, as a copy in memory, or for writing.

    Raises:
        OutsideError: it cannot be opened.
    """
    store = open_store(Path(task.location), read_only=not task.writable)
    if task.writable or not task.in_memory:
        return store
    content = io.BytesIO()
    with store:
        store.dump(content, "nquads")
    copy = open_store()
    copy.load_nquads(content.getvalue())
    return copy


def serve_one(connection: Connection, desk: Desk) -> bool:
    """Answer one job; return whether the worker is fit for another one."""
    job: Job = pickle.loads(connection.recv_bytes())
    signal.setitimer(signal.ITIMER_REAL, desk.limits.timeout_s + GRACE_S)
    try:
        reply, fit = answer(job, desk), True
    except MemoryError:
        reply, fit = out_of_memory(desk.limits), False
    signal.setitimer(signal.ITIMER_REAL, 0)
    connection.send_bytes(pickle.dumps(reply))
    return fit


def out_of_memory(limits: Limits) -> Reply:
    """Return the reply to a job that needed more memory than one may use."""
    said = (
        f"The answer needs more than {limits.memory_mb} MB of memory, the limit of this server. Ask for less at once."
    )
    return refusal(Problem("memory-limit", said))


def limit_memory(megabytes: int) -> None:
    """Let the address space of this process grow by so much and no more, where the system has such a limit."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):
        return
    ceiling = pages * resource.getpagesize() + megabytes * MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def _be_quiet() -> None:
    """Leave the interrupt key to the front, and keep the engine's last words off the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
