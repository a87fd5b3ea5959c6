"""The workers and the queue before them: who answers next, who must wait, and what becomes of one that does not answer.

There are two lanes, so that pages come at once however many long queries strangers send. A worker that exceeds a
limit is killed and replaced while the others go on. For an update all workers stop, because a store can either be
read by many or written by one.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import pickle
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from enum import Enum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from dateline.errors import OutsideError
from dateline.web.jobs import Job, Reply, refusal
from dateline.web.measured import spool_prefix
from dateline.web.problems import Problem
from dateline.web.settings import Limits, Settings
from dateline.web.worker import READY, Task, out_of_memory, work

LOG = logging.getLogger("dateline.web")

START_S = 60.0
"""How long a new worker may take to open the store."""

RETRY_S = 5.0
"""How long to wait before a worker that could not be started is tried again."""


PAGE_WORKERS = 1
"""How many workers make pages; their queries are our own and short."""

START_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
"""A server that forks has all modules loaded, so that a killed worker is replaced in a moment."""


class Lane(Enum):
    """Who a worker works for: queries of strangers, or pages whose queries are our own."""

    QUERIES = "queries"
    PAGES = "pages"


class _Worker:
    """One process and the line to it."""

    def __init__(self, task: Task) -> None:
        context: Any = multiprocessing.get_context(START_METHOD)
        if START_METHOD == "forkserver":
            context.set_forkserver_preload(["dateline.web.worker"])
        ours, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=work, args=(theirs, task), daemon=True)
        self.process.start()
        theirs.close()
        self.line: Connection = ours
        self._spool = task.spool

    async def hear(self, seconds: float) -> bytes:
        """Return the next message.

        Raises:
            TimeoutError: none came in time.
            EOFError: the process has ended.
        """
        loop, heard = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.line.fileno(), heard.set)
        try:
            async with asyncio.timeout(seconds):
                await heard.wait()
        finally:
            loop.remove_reader(self.line.fileno())
        try:
            return self.line.recv_bytes()
        except OSError as error:
            raise EOFError from error

    async def ask(self, job: Job, seconds: float) -> Reply:
        """Return the reply to a job; raises as `hear` does."""
        try:
            self.line.send_bytes(pickle.dumps(job))
        except OSError as error:
            raise EOFError from error
        reply = pickle.loads(await self.hear(seconds))
        assert isinstance(reply, Reply)
        if reply.file is not None:
            # Under another name it stays, even if this worker is ended before the answer was sent.
            kept = Path(reply.file).rename(Path(reply.file).with_name(f"sent-{secrets.token_hex(8)}"))
            return replace(reply, file=str(kept))
        return reply

    def end(self) -> None:
        """Kill the process, and remove what it was writing."""
        self.line.close()
        self.process.kill()
        self.process.join()
        for path in Path(self._spool).glob(f"{spool_prefix(self.process.pid or 0)}*"):
            path.unlink(missing_ok=True)
        self.process.close()


class Pool:
    """Workers over one store. Use it in `async with`."""

    def __init__(self, location: str, settings: Settings) -> None:
        self.limits = settings.limits
        self._location = location
        self._in_memory = settings.in_memory
        self._sizes = {Lane.QUERIES: settings.workers, Lane.PAGES: PAGE_WORKERS}
        self._idle: dict[Lane, asyncio.Queue[_Worker]] = {lane: asyncio.Queue() for lane in Lane}
        self._waiting = dict.fromkeys(Lane, 0)
        self._chores: set[asyncio.Task[None]] = set()
        self._one_update = asyncio.Lock()
        self._spool = ""

    async def __aenter__(self) -> Pool:
        self._spool = tempfile.mkdtemp(prefix="dateline-answers-")
        try:
            for lane, size in self._sizes.items():
                for _ in range(size):
                    self._idle[lane].put_nowait(await self._started())
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for chore in self._chores:
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        await self._stop()

    async def run(self, job: Job, lane: Lane = Lane.QUERIES) -> Reply:
        """Return the reply to a job; a limit that it meets is a reply, too. Cancelling this ends the job."""
        try:
            worker = await self._borrow(lane)
        except TimeoutError:
            return refusal(busy(self.limits))
        try:
            reply = await worker.ask(job, self.limits.timeout_s)
        except TimeoutError:
            self._replace(worker, lane)
            return refusal(_too_long(self.limits))
        except BaseException as error:
            self._replace(worker, lane)
            if isinstance(error, EOFError):
                return out_of_memory(self.limits)
            raise
        self._idle[lane].put_nowait(worker)
        return reply

    async def change(self, job: Job) -> Reply:
        """Carry out an update: the readers finish and stop, one writer works, new readers start."""
        try:
            async with self._alone():
                return await self._write(job)
        except TimeoutError:
            return refusal(busy(self.limits))

    async def _write(self, job: Job) -> Reply:
        writer = await self._started(writable=True)
        try:
            return await writer.ask(job, self.limits.timeout_s)
        except TimeoutError:
            return refusal(_too_long(self.limits))
        except EOFError:
            return out_of_memory(self.limits)
        finally:
            await asyncio.to_thread(writer.end)

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Stop all workers for a while, each when it has finished its job."""
        async with self._one_update:
            held: list[tuple[Lane, _Worker]] = []
            try:
                async with asyncio.timeout(self.limits.wait_s + self.limits.timeout_s):
                    for lane, size in self._sizes.items():
                        for _ in range(size):
                            held.append((lane, await self._idle[lane].get()))
            except BaseException:
                for lane, worker in held:
                    self._idle[lane].put_nowait(worker)
                raise
            for _, worker in held:
                await asyncio.to_thread(worker.end)
            try:
                yield
            finally:
                for lane, _ in held:
                    self._keep(self._refill(lane))

    async def _borrow(self, lane: Lane) -> _Worker:
        if self._idle[lane].empty() and self._waiting[lane] >= self.limits.waiting:
            raise TimeoutError
        self._waiting[lane] += 1
        try:
            async with asyncio.timeout(self.limits.wait_s):
                return await self._idle[lane].get()
        finally:
            self._waiting[lane] -= 1

    def _replace(self, worker: _Worker, lane: Lane) -> None:
        async def replace() -> None:
            await asyncio.to_thread(worker.end)
            await self._refill(lane)

        self._keep(replace())

    async def _refill(self, lane: Lane) -> None:
        while True:
            try:
                self._idle[lane].put_nowait(await self._started())
                return
            except OutsideError as error:
                LOG.error("%s Trying again in %.0f s.", error, RETRY_S)
                await asyncio.sleep(RETRY_S)

    def _keep(self, chore: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    async def _started(self, *, writable: bool = False) -> _Worker:
        task = Task(self._location, self.limits, self._spool, self._in_memory, writable)
        worker = await asyncio.to_thread(_Worker, task)
        try:
            said = await worker.hear(START_S)
        except (TimeoutError, EOFError) as error:
            await asyncio.to_thread(worker.end)
            raise OutsideError(self._location, "a worker could not be started.") from error
        if said != READY:
            await asyncio.to_thread(worker.end)
            raise OutsideError(self._location, said.decode().removeprefix(f"{self._location}: "))
        return worker

    async def _stop(self) -> None:
        for idle in self._idle.values():
            while not idle.empty():
                await asyncio.to_thread(idle.get_nowait().end)
        shutil.rmtree(self._spool, ignore_errors=True)


def busy(limits: Limits) -> Problem:
    """Return the problem of a request that waited too long for its turn."""
    said = "The server is busy with other queries. Try again in a moment."
    return Problem("busy", said, {"Retry-After": str(max(1, round(limits.timeout_s)))})


def _too_long(limits: Limits) -> Problem:
    said = f"The answer takes longer than {limits.timeout_s:g} s, the limit of this server. Ask for less at once."
    return Problem("time-limit", said)
