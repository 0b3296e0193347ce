"""A clerk at a desk whose hall is at the end of a cable."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Protocol

import pytest

from data.offline import returning
from data.offline.offline_hall import OfflineHall
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.desk.seat import Seat, Sit
from tests.support.offline.cable import Cable
from tests.support.waiting import PATIENCE


class FarSeat:
    """A clerk at a desk whose hall is at the end of a cable."""

    def __init__(self, seat: Seat, cable: Cable, hall: Callable[[], OfflineHall]) -> None:
        self.seat, self.cable = seat, cable
        self._hall = hall

    @property
    def hall(self) -> OfflineHall:
        """What the desk has of its hall."""
        return self._hall()

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something is so on the screen, and everything has come to rest."""
        end = monotonic() + PATIENCE
        while not seen():
            assert monotonic() < end, self.seat.text
            await self.seat.pilot.pause()
        await self.seat.quiet()


class SitFar(Protocol):
    """Opens a desk whose hall is the demo hall, far away."""

    def __call__(
        self, language: Language = Language.ZH, user: str = "张敏"
    ) -> AbstractAsyncContextManager[FarSeat]:
        """Somebody at that desk, which has seen its hall."""
        ...


def far_seats_at(sit: Sit, cable: Cable, file: Path, window: Path, clock: TravellingClock) -> SitFar:
    """Desks that keep their window's picture in a folder, at the hall of a file at the cable's other end."""

    @asynccontextmanager
    async def at_desk(language: Language = Language.ZH, user: str = "张敏") -> AsyncIterator[FarSeat]:
        opened: list[OfflineHall] = []

        def open_offline() -> OfflineHall:
            near = cable.opener(lambda: SqlHall.open(file, clock, durable=False))
            hall = OfflineHall(near, window, clock, window="3", user=user)
            opened.append(hall)
            return hall

        async with sit(language=language, user=user, open_hall=open_offline) as seat:
            far = FarSeat(seat, cable, lambda: opened[-1])
            await far.until(lambda: far.hall.replica.copied is not None)
            yield far

    return at_desk


def without_waiting_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Desks look for their hall again at once."""
    monkeypatch.setattr(returning, "LOOK", 0.01)
    monkeypatch.setattr(returning, "REST", 0.01)
    monkeypatch.setattr(returning, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(returning, "LONGEST_WAIT", 0.05)
