"""The one writer: all commands that wait are carried out in one transaction, each decided singly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Final, TypeAlias

from data.model.account import Authority
from data.model.command import Command
from data.model.outcome import Outcome
from data.port.errors import HallUnavailable
from data.server.http.problem_document import busy
from data.server.workers.worker_pool import Job, Keeper
from data.store.sql_hall import SqlHall


@dataclass(frozen=True, slots=True)
class Sent:
    """A command and what its sender may do."""

    command: Command
    authority: Authority


PATIENCE: Final = 0.003
"""Seconds that a shared transaction waits for those who shared the last one."""

_Job: TypeAlias = Job[Sent, Outcome]


class Writer:
    """A thread that owns the hall for writing.

    While one transaction is made durable, others gather: they share the next one. Nobody hears of a command
    before its transaction is durable. `told` hears how many shared each.
    """

    def __init__(
        self, open_hall: Callable[[], SqlHall], *, most: int, batch: int, told: Callable[[int], None]
    ) -> None:
        self._keeper = Keeper(open_hall)
        self._most = most
        self._batch = batch
        self._told = told
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._shared = 1
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    @property
    def waiting(self) -> int:
        """How many commands wait."""
        return self._jobs.qsize()

    @property
    def alive(self) -> bool:
        """Whether its thread is there to carry anything out."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self, seconds: float) -> None:
        """Take no more commands, and wait for those that were taken, but not for ever."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(seconds)

    async def do(self, command: Command, authority: Authority, seconds: float) -> Outcome:
        """What a command comes to, once that is durable.

        Raises:
            Problem: too many wait already, or it was not carried out in time.
            HallUnavailable: the hall cannot write now.
        """
        if self._jobs.qsize() >= self._most:
            raise busy()
        job: _Job = Job(Sent(command, authority))
        self._jobs.put(job)
        return await job.answer(seconds)

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            jobs = [first, *self._gathered()]
            wanted = [job for job in jobs if job is not None and job.wanted]
            if wanted:
                self._told(len(wanted))
                self._carry_out(wanted)
            if None in jobs:
                break
        self._keeper.close()

    def _gathered(self) -> list[_Job | None]:
        """What waits beside the first; where the last transaction was shared, those who will share this one.

        Whoever has just heard of their command sends the next one soon: a moment's patience saves the
        transaction that the first of them would have for itself.
        """
        gathered: list[_Job | None] = []
        until = monotonic() + PATIENCE
        while len(gathered) < self._batch - 1:
            try:
                left = until - monotonic() if len(gathered) + 1 < self._shared else 0.0
                gathered.append(self._jobs.get(timeout=left) if left > 0 else self._jobs.get_nowait())
            except Empty:
                break
            if gathered[-1] is None:
                break
        self._shared = len(gathered) + 1
        return gathered

    def _carry_out(self, jobs: Sequence[_Job]) -> None:
        try:
            outcomes = self._together(jobs)
        except HallUnavailable as error:
            for job in jobs:
                job.fail(error)
        except Exception as error:
            if len(jobs) == 1:
                jobs[0].fail(error)
                return
            # One of them has brought the others down with it: each for itself.
            for job in jobs:
                self._carry_out([job])
        else:
            for job, outcome in zip(jobs, outcomes, strict=True):
                job.tell(outcome)

    def _together(self, jobs: Sequence[_Job]) -> Sequence[Outcome]:
        commands = [job.what.command for job in jobs]
        authorities = [job.what.authority for job in jobs]
        return self._keeper.use(lambda hall: hall.do_many(commands, authorities))
