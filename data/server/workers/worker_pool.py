"""Threads that own what blocks: each opens a thing of its own and does jobs with it in turn."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

from data.port.errors import HallUnavailable
from data.server.http.problem_document import busy, late


class Closes(Protocol):
    """Something that is let go of at the end."""

    def close(self) -> None:
        """Let go."""
        ...


What = TypeVar("What")
Owned = TypeVar("Owned", bound=Closes)
Result = TypeVar("Result")


class Job(Generic[What, Result]):
    """Something asked for: the future hears of it on its own loop."""

    __slots__ = ("_future", "_loop", "what")

    def __init__(self, what: What) -> None:
        self.what = what
        self._loop = asyncio.get_running_loop()
        self._future: asyncio.Future[Result] = self._loop.create_future()

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for it."""
        return not self._future.done()

    def tell(self, result: Result) -> None:
        """Give the answer, from any thread; a loop that has ended hears nothing."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._settle, result)

    def fail(self, error: BaseException) -> None:
        """Give the error there is instead of an answer, from any thread."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._settle_failed, error)

    def _settle(self, result: Result) -> None:
        if self.wanted:
            self._future.set_result(result)

    def _settle_failed(self, error: BaseException) -> None:
        if self.wanted:
            self._future.set_exception(error)

    async def answer(self, seconds: float) -> Result:
        """The answer.

        Raises:
            Problem: not in time.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._future
        except TimeoutError:
            raise late() from None


class Keeper(Generic[Owned]):
    """One thing owned by one thread: opened when first needed, and anew after it has failed."""

    def __init__(self, open_: Callable[[], Owned]) -> None:
        self._open = open_
        self._owned: Owned | None = None

    def use(self, job: Callable[[Owned], Result]) -> Result:
        """Do a job; where a thing that was open before fails, once more with a new one.

        A connection that broke while nobody used it is found out only by the next job. That a job may be
        done twice is safe: a query changes nothing, and a command's id is carried out once.
        """
        fresh = self._owned is None
        try:
            return self._once(job)
        except HallUnavailable:
            if fresh:
                raise
            return self._once(job)

    def _once(self, job: Callable[[Owned], Result]) -> Result:
        if self._owned is None:
            self._owned = self._open()
        try:
            return job(self._owned)
        except HallUnavailable:
            self.close()
            raise

    def close(self) -> None:
        """Let go of it."""
        owned, self._owned = self._owned, None
        if owned is not None:
            with suppress(Exception):
                owned.close()


class WorkerPool(Generic[Owned]):
    """Some threads and the jobs that wait for them, never more than a bound."""

    def __init__(self, name: str, open_: Callable[[], Owned], *, threads: int, most: int) -> None:
        self._open = open_
        self._most = most
        self._jobs: SimpleQueue[Job[Callable[[Owned], Any], Any] | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return self._jobs.qsize()

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def close(self, seconds: float) -> None:
        """Take no more jobs, and wait for those under way, but not for ever."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(seconds)

    async def do(self, job: Callable[[Owned], Result], seconds: float) -> Result:
        """What a job comes to.

        Raises:
            Problem: too many wait already, or it was not done in time.
        """
        if self._jobs.qsize() >= self._most:
            raise busy()
        asked: Job[Callable[[Owned], Result], Result] = Job(job)
        self._jobs.put(asked)
        return await asked.answer(seconds)

    def _run(self) -> None:
        keeper = Keeper(self._open)
        while (job := self._jobs.get()) is not None:
            if not job.wanted:
                continue
            try:
                job.tell(keeper.use(job.what))
            except BaseException as error:
                job.fail(error)
        keeper.close()
