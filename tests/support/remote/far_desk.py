"""The desk's own form at a real server with real accounts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from time import monotonic

from clerk_tui.cli.connect.lock_options import lock_of, opened_locked, sign_in_at
from clerk_tui.cli.connect.open_hall import screen_hall
from clerk_tui.cli.connect.options import Connection
from clerk_tui.cli.connect.session import Session
from clerk_tui.desk import DeskApp
from data.texts import Language
from tests.support.desk.seat import Seat
from tests.support.waiting import PATIENCE

PASSWORD = "correct horse battery"


class FarDesk(Seat):
    """A desk whose server answers when it does."""

    async def until_told(self, said: str) -> None:
        """Wait until something is on the screen."""
        end = monotonic() + PATIENCE
        while said not in self.text:
            assert monotonic() < end, self.text
            await self.pilot.pause()
        await self.quiet()


@asynccontextmanager
async def desk_at(api: str, *, user: str = "", window: str = "") -> AsyncIterator[FarDesk]:
    """The desk as the program opens it at a server."""
    session = Session(
        language=Language.EN, connection=Connection(url=api), user=user, window=window, theme="dark"
    )
    hall = screen_hall(session, read_only=False, keeps=True)
    lock = lock_of(hall, timedelta(0))
    sign_in, change = sign_in_at(hall.gate, lock, at_window=True)
    app = DeskApp(
        lambda: opened_locked(hall, lock, None),
        user=session.clerk,
        window=session.seat,
        language=Language.EN,
        clock=hall.clock,
        lock=lock,
        sign_in=sign_in,
        change_password=change,
    )
    async with app.run_test(size=(80, 24)) as pilot:
        seat = FarDesk(app, pilot)
        await seat.quiet()
        yield seat
