"""A desk whose hall may want somebody to sign in, with a lock whose secret is known."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

from clerk_tui.desk import DeskApp
from clerk_tui.desk.access.lock import Lock, Secret
from data.model.account import Authority, Role
from data.model.command import Command
from data.model.outcome import Outcome
from data.model.query import Query
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.port.status import HallStatus
from data.texts import Language
from tests.support.desk.canned_hall import LINES, NOW, CannedHall
from tests.support.desk.seat import Seat

PIN = "284691"


class Watch:
    """A clock of seconds that is moved by hand, and counts how often it was looked at."""

    seconds = 0.0
    looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return self.seconds


class Door:
    """A server's door: signs in whoever has the right password, and knows whether anybody is in."""

    def __init__(self, *, password: str = PIN, must_change: bool = False) -> None:
        self.password, self.must_change = password, must_change
        self.user = self.window = ""
        self.asked: list[tuple[str, str, str]] = []
        self.wrong: str = ""
        self.facts: dict[str, str] = {}

    def sign_in(self, user: str, password: str, window: str) -> None:
        self.asked.append((user, password, window))
        if self.wrong:
            raise HallUnavailable(self.wrong, **self.facts)
        if password != self.password:
            raise HallUnavailable("sign_in_wrong")
        if self.must_change:
            raise HallUnavailable("must_change")
        self.user, self.window = user, window

    def change_password(self, user: str, old: str, new: str) -> None:
        if old != self.password:
            raise HallUnavailable("sign_in_wrong")
        if len(new) < 10:
            raise HallUnavailable("password_length", shortest="10", longest="256")
        self.password, self.must_change = new, False

    def unlock(self, password: str) -> bool:
        if not self.user:
            raise HallUnavailable("sign_in")
        return password == self.password


class FarHall(CannedHall):
    """The morning of the pictures, for whoever has signed in at a door."""

    def __init__(self, door: Door) -> None:
        if not door.user:
            raise HallUnavailable("sign_in")
        self.door = door
        self.done: list[Command] = []
        self.gate: Event | None = None
        self.asked = Event()

    def ask(self, query: Query[Any]) -> Any:
        turned_away = not self.door.user
        self.asked.set()
        if self.gate is not None:
            self.gate.wait()
        if turned_away:
            raise HallUnavailable("sign_in")
        return super().ask(query)

    def do(self, command: Command) -> Outcome:
        if not self.door.user:
            raise HallUnavailable("sign_in")
        self.done.append(command)
        return super().do(command)

    def standing(self) -> HallStatus:
        authority = Authority(user=self.door.user, roles=(Role.CLERK,), window=self.door.window)
        return HallStatus(far=True, authority=authority)


class Still:
    """The moment of the pictures."""

    def now(self) -> object:
        return NOW


@asynccontextmanager
async def at_desk(
    open_hall: Callable[[], Hall],
    *,
    lock: Lock | None = None,
    door: Door | None = None,
    language: Language = Language.ZH,
    size: tuple[int, int] = (80, 24),
    user: str = "张敏",
) -> AsyncIterator[Seat]:
    """A clerk before a desk."""
    app = DeskApp(
        open_hall,
        user=user,
        window="3",
        language=language,
        clock=Still(),  # type: ignore[arg-type]
        lock=lock,
        sign_in=door.sign_in if door is not None else None,
        change_password=door.change_password if door is not None else None,
    )
    async with app.run_test(size=size) as pilot:
        seat = Seat(app, pilot)
        await seat.quiet()
        yield seat


def pin_lock(watch: Watch | None = None, marker: Path | None = None, *, minutes: int = 0) -> Lock:
    """A lock that opens by the PIN."""
    return Lock(
        lambda given: given == PIN,
        Secret.PIN,
        after=timedelta(minutes=minutes),
        marker=marker,
        monotonic=watch or Watch(),
    )


NAMES = sorted({line.applicant for line in LINES} | {"王*", "138****1234"})


def shown(seat: Seat) -> list[str]:
    """The applicants' data that stands on the screen."""
    return [name for name in NAMES if name in seat.text]
