"""A hall that is used by several threads and owned by one: every call is carried out there, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Stop
from typing import TypeVar

from data.model.command import Command
from data.model.outcome import Outcome
from data.model.query import Query
from data.port.hall import Hall
from data.port.status import Change, HallStatus

Answer = TypeVar("Answer")


class OwnedHall:
    """The hall that `open_hall` opens, in a thread of its own. See `data.port.hall.Hall`."""

    def __init__(self, open_hall: Callable[[], Hall]) -> None:
        self._owner = ThreadPoolExecutor(1, thread_name_prefix="hall")
        try:
            self._hall = self._owner.submit(open_hall).result()
        except BaseException:
            self._owner.shutdown()
            raise

    def do(self, command: Command) -> Outcome:
        """Carry out a command."""
        return self._owner.submit(self._hall.do, command).result()

    def ask(self, query: Query[Answer]) -> Answer:
        """Answer a question."""
        return self._owner.submit(self._hall.ask, query).result()

    def watch(self, stop: Stop, since: int | None = None) -> Iterator[Change]:
        """Changes from now on; on a connection of its own."""
        return self._hall.watch(stop, since)

    def standing(self) -> HallStatus:
        """How it stands."""
        return self._hall.standing()

    def close(self) -> None:
        """Carry out what was asked for, and let go of the hall."""
        self._owner.submit(self._hall.close).result()
        self._owner.shutdown()
