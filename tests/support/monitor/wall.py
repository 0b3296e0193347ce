"""A supervisor before the wall: types keys, and reads what the screen shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Protocol

from textual.pilot import Pilot

from clerk_tui.monitor import MonitorApp
from data.port.hall import Hall
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.waiting import PATIENCE


class Wall:
    """A supervisor before the wall: types keys, and reads what the screen shows."""

    def __init__(self, app: MonitorApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Type keys one after the other, and wait until everything they set going has come to rest."""
        for key in keys:
            await self.pilot.press(key)
            await self.quiet()

    async def ahead(self, *keys: str) -> None:
        """Type keys without waiting between them."""
        await self.pilot.press(*keys)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is under way."""
        await self.until(lambda: self.app.is_quiet, "quiet")
        await self.pilot.pause()

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Let messages come in until something is true; fails with the screen as it is when it never is."""
        deadline = monotonic() + PATIENCE
        await self.pilot.pause()
        while not true():
            assert monotonic() < deadline, f"never: {what}\n{self.text}"
            await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.lines)

    @property
    def message(self) -> str:
        """The message line of the screen in view."""
        return self.lines[-2].strip()

    @property
    def marked(self) -> list[str]:
        """The lines on which the cursor stands."""
        return [line for line in self.lines if line.startswith(">") or "|>" in line]


class Stand(Protocol):
    """Opens a wall at the demo hall, or at another one."""

    def __call__(
        self,
        size: tuple[int, int] = (80, 24),
        language: Language = Language.ZH,
        *,
        thin: bool = False,
        open_hall: Callable[[], Hall] | None = None,
        keys: tuple[str, ...] = (),
    ) -> AbstractAsyncContextManager[Wall]:
        """Somebody before that wall, who has typed these keys."""
        ...


def walls_at(file: Path, clock: TravellingClock) -> Stand:
    """Walls at the hall of a file."""

    @asynccontextmanager
    async def before_the_wall(
        size: tuple[int, int] = (80, 24),
        language: Language = Language.ZH,
        *,
        thin: bool = False,
        open_hall: Callable[[], Hall] | None = None,
        keys: tuple[str, ...] = (),
    ) -> AsyncIterator[Wall]:
        def open_file() -> Hall:
            return SqlHall.open(file, clock, read_only=True)

        app = MonitorApp(open_hall or open_file, user="李督", language=language, clock=clock, thin=thin)
        async with app.run_test(size=size) as pilot:
            wall = Wall(app, pilot)
            if keys:
                await pilot.press(*keys)
            await wall.quiet()
            yield wall

    return before_the_wall
