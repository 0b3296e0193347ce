"""The parts of one server process, put together once and handed to every route."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from starlette.requests import Request

from data.accounts.signed_in import Session
from data.server.access import Access, Gate
from data.server.http.limits import Limits
from data.server.http.metrics import Metrics
from data.server.http.request_context import context_of
from data.server.http.request_log import Lines, Pseudonyms, Write
from data.server.workers.hub import Hub
from data.server.workers.kept_answers import Kept
from data.server.workers.worker_pool import WorkerPool
from data.server.workers.writer import Writer
from data.store.sql_hall import SqlHall
from data.time_source import TimeSource

OpenHall: TypeAlias = Callable[[bool], SqlHall]
"""Opens the hall for the calling thread; True for reading only."""
OpenAccess: TypeAlias = Callable[[], Access]
"""Opens the accounts for the calling thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the routes work with.

    Queries about a day past are answered by a thread of their own: each takes a copy of the whole hall,
    and must not stand before those who ask about now. So have sign-ins, whose passwords are slow to check.
    """

    clock: TimeSource
    limits: Limits
    metrics: Metrics
    lines: Lines
    names: Pseudonyms
    readers: WorkerPool[SqlHall]
    past: WorkerPool[SqlHall]
    writer: Writer
    checks: WorkerPool[Access]
    sign_ins: WorkerPool[Access]
    gate: Gate
    hub: Hub
    kept: Kept

    async def enter(self, request: Request) -> tuple[str, Session]:
        """Who asks: the token, and its session.

        Raises:
            Problem: 401.
        """
        token, session = await self.gate.enter(request.scope["headers"])
        context_of(request.scope).user = session.authority.user
        return token, session

    async def start(self) -> None:
        """Begin."""
        self.lines.start()
        for pool in (self.readers, self.past, self.checks, self.sign_ins):
            pool.start()
        self.writer.start()
        self.hub.start()

    async def close(self) -> None:
        """End: what was taken is finished, within bounds."""
        seconds = self.limits.closing_seconds
        self.hub.close(seconds)
        self.writer.close(seconds)
        for pool in (self.sign_ins, self.checks, self.past, self.readers):
            pool.close(seconds)
        self.lines.close(seconds)


def service_of(
    open_hall: OpenHall, open_access: OpenAccess, clock: TimeSource, limits: Limits, write: Write, key: bytes
) -> Service:
    """A service, not begun yet."""
    metrics = Metrics()
    reading = lambda: open_hall(True)  # noqa: E731
    readers = WorkerPool("reader", reading, threads=limits.readers, most=limits.questions_waiting)
    past = WorkerPool("past", reading, threads=1, most=limits.past_waiting)
    checks = WorkerPool("check", open_access, threads=1, most=limits.checks_waiting)
    sign_ins = WorkerPool("sign-in", open_access, threads=limits.sign_ins, most=limits.sign_ins_waiting)
    writer = Writer(
        lambda: open_hall(False),
        most=limits.commands_waiting,
        batch=limits.batch,
        told=metrics.batches.observe,
    )
    gate = Gate(checks, clock, limits)
    hub = Hub(reading, readers, limits)
    for queue, length in (
        ("questions", readers),
        ("past", past),
        ("commands", writer),
        ("checks", checks),
        ("sign_ins", sign_ins),
    ):
        metrics.follow(queue, lambda of=length: of.waiting)  # type: ignore[misc]
    metrics.follow_streams(lambda: hub.open, lambda: hub.position)
    return Service(
        clock=clock,
        limits=limits,
        metrics=metrics,
        lines=Lines(write),
        names=Pseudonyms(key or os.urandom(32)),
        readers=readers,
        past=past,
        writer=writer,
        checks=checks,
        sign_ins=sign_ins,
        gate=gate,
        hub=hub,
        kept=Kept(),
    )
