"""A clerk at the desk: types keys, and reads what the screen shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest
from textual.pilot import Pilot

from clerk_tui.desk import DeskApp
from clerk_tui.shell import type_ahead
from clerk_tui.shell.notice_output import Output
from data.port.hall import Hall
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock

PATIENCE = 20_000
"""How often to look whether everything has come to rest."""


class Seat:
    """A clerk at the desk: types keys, and reads what the screen shows."""

    def __init__(self, app: DeskApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        """Type keys one after the other, and wait until everything they set going has come to rest."""
        for key in keys:
            await self.pilot.press(key)
            await self.quiet()

    async def type(self, text: str) -> None:
        """Type a text, not waiting between its characters."""
        await self.pilot.press(*text)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is under way."""
        await self.pilot.pause()
        for _ in range(PATIENCE):
            if self.app.is_quiet:
                break
            await self.pilot.pause()
        assert self.app.is_quiet, "a key or a question has never come to its end"
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def right(self) -> list[str]:
        """What stands right of the divider, line by line."""
        return [line.split("|", 1)[1] for line in self.lines if "|" in line]

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.lines)

    @property
    def message(self) -> str:
        """The message line."""
        return self.app.desk.message.text


class Sit(Protocol):
    """Opens a desk at the demo hall, or at another one."""

    def __call__(
        self,
        size: tuple[int, int] = (80, 24),
        language: Language = Language.ZH,
        *,
        read_only: bool = False,
        department: str = "",
        user: str = "张敏",
        thin: bool = False,
        open_hall: Callable[[], Hall] | None = None,
        output: Output | None = None,
        drafts: Path | None = None,
    ) -> AbstractAsyncContextManager[Seat]:
        """Somebody at that desk."""
        ...


def seats_at(file: Path, clock: TravellingClock) -> Sit:
    """Desks at the hall of a file."""

    @asynccontextmanager
    async def at_desk(
        size: tuple[int, int] = (80, 24),
        language: Language = Language.ZH,
        *,
        read_only: bool = False,
        department: str = "",
        user: str = "张敏",
        thin: bool = False,
        open_hall: Callable[[], Hall] | None = None,
        output: Output | None = None,
        drafts: Path | None = None,
    ) -> AsyncIterator[Seat]:
        def open_file() -> Hall:
            return SqlHall.open(file, clock, read_only=read_only)

        app = DeskApp(
            open_hall or open_file,
            user=user,
            window="" if department else "3",
            department=department,
            language=language,
            read_only=read_only,
            clock=clock,
            demo=True,
            thin=thin,
            output=output,
            drafts=None if drafts is None else lambda user, seat: drafts,
        )
        async with app.run_test(size=size) as pilot:
            seat = Seat(app, pilot)
            await seat.quiet()
            yield seat

    return at_desk


def no_key_helped_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key whose end is never told must be seen, not helped over."""
    monkeypatch.setattr(type_ahead, "KEY_DEADLINE", 100_000.0)
