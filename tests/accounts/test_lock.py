"""The desk's lock: nothing shows through it, nothing gets past it, and nothing is lost behind it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from clerk_tui.desk import app as desk_app
from clerk_tui.desk.access.cover import Entrance, SecretLine
from clerk_tui.desk.access.lock import Lock
from data.model.query import Query
from data.port.errors import HallUnavailable
from data.texts import Language
from tests.support.accounts.locked_desk import PIN, Door, FarHall, Watch, at_desk, pin_lock, shown
from tests.support.desk.canned_hall import CannedHall
from tests.support.desk.seat import Seat


async def opened(seat: Seat) -> None:
    """Open the desk by the PIN."""
    await seat.type(PIN)
    await seat.press("enter")


async def test_the_lock_hides_everything_and_opens_by_the_pin() -> None:
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        assert shown(seat)
        await seat.press("ctrl+l")
        assert shown(seat) == []
        assert "办件台已锁" in seat.text
        await opened(seat)
        assert shown(seat)
        assert seat.app.entrance is None


@pytest.mark.parametrize("tried", ["", "1", "284690", "2846911", "x" * 40])
async def test_nothing_else_opens_it(tried: str) -> None:
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        await seat.press("ctrl+l")
        await seat.type(tried)
        for key in ("enter", "escape", "q", "ctrl+l", "tab", "f10", "question_mark"):
            await seat.press(key)
            assert shown(seat) == []
        assert isinstance(seat.app.screen, Entrance)


async def test_a_wrong_pin_is_said_and_typed_anew() -> None:
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        await seat.press("ctrl+l")
        await seat.type("111111")
        assert "******" in seat.text
        assert "111111" not in seat.text
        await seat.press("enter")
        assert "PIN不对" in seat.text
        await opened(seat)
        assert shown(seat)


async def test_what_was_typed_into_a_form_is_still_there() -> None:
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        await seat.press("s", "tab")
        await seat.type("zx cv")
        before = seat.text
        assert "zx cv" in before
        await seat.press("ctrl+l")
        assert "zx cv" not in seat.text
        await opened(seat)
        assert seat.text == before
        await seat.type("b")
        assert "zx cvb" in seat.text


async def test_keys_for_the_lock_never_reach_the_desk() -> None:
    hall = None
    door = Door()
    door.user = "张敏"

    def open_hall() -> FarHall:
        nonlocal hall
        hall = FarHall(door)
        return hall

    async with at_desk(open_hall, lock=pin_lock()) as seat:
        await seat.press("ctrl+l")
        for key in ("n", "a", "g", "W", "enter"):
            await seat.press(key)
        await seat.press("ctrl+u")
        await opened(seat)
        assert hall is not None
        assert hall.done == []


async def test_what_is_typed_behind_the_secret_goes_on_to_the_desk() -> None:
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        await seat.press("2", "j")
        never_locked = seat.text
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        assert seat.text != never_locked
        await seat.pilot.press("ctrl+l", *"111111", "enter", *PIN, "enter", "2", "j")
        await seat.quiet()
        assert seat.text == never_locked


async def test_a_form_that_is_on_its_way_waits_behind_the_lock() -> None:
    gate = threading.Event()
    gate.set()

    class Slow(CannedHall):
        def ask(self, query: Query[Any]) -> Any:
            gate.wait()
            return super().ask(query)

    async with at_desk(Slow, lock=pin_lock()) as seat:
        gate.clear()
        await seat.pilot.press("f5", "question_mark")
        await seat.pilot.press("ctrl+l")
        assert isinstance(seat.app.screen, Entrance)
        gate.set()
        await seat.quiet()
        assert isinstance(seat.app.screen, Entrance)
        assert shown(seat) == []
        await opened(seat)
        assert len(seat.app.screen_stack) == 2
        await seat.press("escape")
        assert shown(seat)


async def test_a_form_that_would_close_by_itself_does_not_take_the_lock_with_it() -> None:
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        await seat.press("s")
        side = seat.app.screen
        await seat.press("ctrl+l")
        side.dismiss(None)
        await seat.quiet()
        assert isinstance(seat.app.screen, Entrance)
        assert shown(seat) == []
        await opened(seat)
        assert len(seat.app.screen_stack) == 1
        await seat.press("2")
        assert seat.app.ahead.idle


async def test_it_locks_by_itself_when_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_app, "LOOK", 0.01)
    watch = Watch()
    async with at_desk(CannedHall, lock=pin_lock(watch, minutes=10)) as seat:
        watch.seconds = 599
        await seat.press("2")
        watch.seconds = 1198
        looked = watch.looks
        while watch.looks < looked + 3:
            await seat.pilot.pause()
        assert shown(seat)
        watch.seconds = 1199
        while seat.app.entrance is None:
            await seat.pilot.pause()
        await seat.quiet()
        assert shown(seat) == []
        await opened(seat)
        assert shown(seat)


async def test_it_opens_locked_where_it_was_left_locked(tmp_path: Path) -> None:
    marker = tmp_path / "state" / "locked"
    async with at_desk(CannedHall, lock=pin_lock(marker=marker)) as seat:
        await seat.press("ctrl+l")
    assert marker.stat().st_mode & 0o077 == 0
    assert marker.stat().st_size == 0
    async with at_desk(CannedHall, lock=pin_lock(marker=marker)) as seat:
        assert isinstance(seat.app.screen, Entrance)
        assert shown(seat) == []
        await opened(seat)
        assert shown(seat)
    assert not marker.exists()
    async with at_desk(CannedHall, lock=pin_lock(marker=marker)) as seat:
        assert shown(seat)


async def test_without_a_pin_it_covers_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_app, "LOOK", 0.01)
    async with at_desk(CannedHall, language=Language.EN) as seat:
        await seat.press("ctrl+l")
        assert shown(seat) == []
        assert "No PIN is set" in seat.text
        await seat.press("x")
        assert shown(seat) == []
        await seat.press("enter")
        assert shown(seat)


async def test_why_it_cannot_be_opened_now_is_said() -> None:
    def unlock(pin: str) -> bool:
        if pin == "1":
            raise HallUnavailable("sign_in_locked", seconds="8")
        raise RuntimeError(f"the secret is {pin}")

    async with at_desk(CannedHall, lock=Lock(unlock, monotonic=Watch())) as seat:
        await seat.press("ctrl+l", "1", "enter")
        assert seat.app.entrance is not None
        assert "8 秒" in seat.app.entrance.told
        await seat.type("2222")
        await seat.press("enter")
        assert "2222" not in seat.text
        assert shown(seat) == []


async def test_the_lock_is_found_among_all_acts() -> None:
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        await seat.press("ctrl+p")
        await seat.type("锁屏")
        await seat.press("enter")
        assert "办件台已锁" in seat.text


async def test_a_secret_cannot_be_copied_out_of_its_line() -> None:
    async with at_desk(CannedHall, lock=pin_lock()) as seat:
        await seat.press("ctrl+l")
        await seat.type(PIN)
        line = seat.app.focused
        assert isinstance(line, SecretLine)
        line.action_select_all()
        await seat.press("ctrl+c")
        await seat.press("ctrl+x")
        assert seat.app.clipboard == ""
        assert line.value == PIN
