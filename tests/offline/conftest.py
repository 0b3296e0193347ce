"""A window whose hall is far, and a desk at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from data.offline import returning
from data.offline.offline_hall import OfflineHall
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.desk.conftest import Seat, Sit, clock, demo_file, hall_file, no_deadline, sit
from tests.offline.cable import Cable
from tests.offline.window import AtWindow, at_window

__all__ = ["clock", "demo_file", "hall_file", "no_deadline", "sit"]

PATIENCE = 30.0
"""Seconds after which something that does not happen never will."""


@pytest.fixture
def window(tmp_path: Path) -> Iterator[AtWindow]:
    """A clerk at window 3 of a far hall, which has been seen once."""
    window = at_window(tmp_path)
    yield window
    window.close()


@pytest.fixture
def cable() -> Cable:
    """The desk's cable, plugged."""
    return Cable()


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
            await self.seat.pilot.pause(0.02)
        await self.seat.quiet()


SitFar = Callable[..., AbstractAsyncContextManager[FarSeat]]


@pytest.fixture
def sit_far(
    sit: Sit,
    cable: Cable,
    hall_file: Path,
    tmp_path: Path,
    clock: TravellingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> SitFar:
    """A desk on the demo hall, far away; it looks for its hall without waiting long."""
    monkeypatch.setattr(returning, "LOOK", 0.01)
    monkeypatch.setattr(returning, "REST", 0.01)
    monkeypatch.setattr(returning, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(returning, "LONGEST_WAIT", 0.05)

    @asynccontextmanager
    async def at_desk(language: Language = Language.ZH, user: str = "张敏") -> AsyncIterator[FarSeat]:
        opened: list[OfflineHall] = []

        def open_offline() -> OfflineHall:
            near = cable.opener(lambda: SqlHall.open(hall_file, clock, durable=False))
            hall = OfflineHall(near, tmp_path / "window", clock, window="3", user=user)
            opened.append(hall)
            return hall

        async with sit(language=language, user=user, open_hall=open_offline) as seat:
            far = FarSeat(seat, cable, lambda: opened[-1])
            await far.until(lambda: far.hall.replica.copied is not None)
            yield far

    return at_desk
