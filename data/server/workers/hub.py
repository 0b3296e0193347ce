"""All change streams of a process: one thread watches the hall, one ring of ready-made bytes feeds all."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from data.port.errors import HallUnavailable
from data.port.status import Change
from data.server.http.limits import Limits
from data.server.http.problem_document import late
from data.server.workers.worker_pool import WorkerPool
from data.store.sql_hall import SqlHall

GROUPS: Final = 15
AGAIN_SECONDS: Final = 1.0
"""After how long a hall that could not be watched is tried again."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change in the ring: `number` counts them, `since` is the position before it."""

    number: int
    since: int
    position: int
    said: bytes


class Group:
    """Some of the streams: they wait on one bell, which rings for a change and to keep them alive."""

    __slots__ = ("bell", "ticks")

    def __init__(self) -> None:
        self.bell = asyncio.Event()
        self.ticks = 0

    def ring(self) -> None:
        """Wake everybody who waits now."""
        self.bell.set()
        self.bell.clear()


class Hub:
    """What the streams of a process share.

    A stream holds its place in the ring and nothing else. The streams are spread over groups whose turns
    to be kept alive come one after another, so that not all of them are written to at once.
    """

    def __init__(
        self, open_hall: Callable[[], SqlHall], readers: WorkerPool[SqlHall], limits: Limits
    ) -> None:
        self._open_hall = open_hall
        self._readers = readers
        self._limits = limits
        self._ring: deque[Told] = deque(maxlen=limits.ring)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
        self._groups: list[Group] = []
        self._joined = 0
        self._alive: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._known = asyncio.Event()
        self._next_number = 0
        self.position = 0
        self.open = 0
        self.ended = False

    def start(self) -> None:
        """Begin, on the loop that serves the streams."""
        self._loop = asyncio.get_running_loop()
        self._groups = [Group() for _ in range(GROUPS)]
        self._alive = self._loop.create_task(self._keep_alive())
        self._thread.start()

    def end_streams(self) -> None:
        """End every stream now: the server is about to stop."""
        self.ended = True
        self._ring_all()

    def look_again(self) -> None:
        """Have every stream ask whether its token is still worth something: somebody has signed out."""
        for group in self._groups:
            group.ticks += 1
        self._ring_all()

    def close(self, seconds: float) -> None:
        """Stop watching."""
        self.end_streams()
        self._stop.set()
        if self._alive is not None:
            self._alive.cancel()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def join(self) -> Group:
        """The group of a new stream, which must `leave` at its end."""
        self.open += 1
        self._joined += 1
        return self._groups[self._joined % GROUPS]

    def leave(self) -> None:
        """A stream has ended."""
        self.open -= 1

    async def known(self, seconds: float) -> None:
        """Wait until the hall's position is known.

        Raises:
            Problem: it is not known in time.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._known.wait()
        except TimeoutError:
            raise late() from None

    @property
    def next_number(self) -> int:
        """The number of the change that will be told next."""
        return self._next_number

    def after(self, number: int) -> tuple[bytes, int] | None:
        """What was told from a number on, and the next number; None where the ring no longer has it."""
        if number == self._next_number:
            return b"", number
        first = self._ring[0].number
        if number < first:
            return None
        said = b"".join([self._ring[index].said for index in range(number - first, len(self._ring))])
        return said, self._next_number

    async def caught_up(self, position: int) -> tuple[bytes, int, int]:
        """What was written after a position: the next bytes, the position they reach, the next number.

        The number is that of the ring where it goes on from there, -1 where there is more to catch up with.
        """
        if position >= self.position:
            return b"", self.position, self._next_number
        for told in reversed(self._ring):
            if told.since <= position < told.position:
                said, number = self.after(told.number) or (b"", self._next_number)
                return said, self.position, number
            if told.position <= position:
                break
        missed = await self._readers.do(
            lambda hall: hall.streams_since(position, 1), self._limits.answer_seconds
        )
        if not missed:
            return b"", self.position, self._next_number
        return b"".join(map(said_of, missed)), missed[-1].position, -1

    def _watch(self) -> None:
        since: int | None = None
        while not self._stop.is_set():
            try:
                hall = self._open_hall()
                try:
                    if since is None:
                        since = hall.mark().position
                    self.tell(since, None)
                    for change in hall.watch(self._stop, since):
                        self.tell(since, change)
                        since = change.position
                finally:
                    hall.close()
            except HallUnavailable:
                self._stop.wait(AGAIN_SECONDS)

    def tell(self, since: int, change: Change | None) -> None:
        """Tell every stream of a change after a position, from any thread; None where only that is known."""
        assert self._loop is not None
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._told, since, change)

    def _told(self, since: int, change: Change | None) -> None:
        if change is None:
            self.position = max(self.position, since)
            self._known.set()
            return
        self._ring.append(Told(self._next_number, since, change.position, said_of(change)))
        self._next_number += 1
        self.position = change.position
        self._ring_all()

    def _ring_all(self) -> None:
        for group in self._groups:
            group.ring()

    async def _keep_alive(self) -> None:
        while True:
            for group in self._groups:
                await asyncio.sleep(self._limits.alive_seconds / GROUPS)
                group.ticks += 1
                group.ring()


def said_of(change: Change) -> bytes:
    """A change as an event of the stream."""
    data = json.dumps(
        {"position": change.position, "streams": change.streams}, ensure_ascii=False, separators=(",", ":")
    )
    return f"id: {change.position}\ndata: {data}\n\n".encode()
