"""Signing in at the desk: where the hall wants it, without losing what was typed."""

from __future__ import annotations

import threading

import pytest

from clerk_tui.desk.access.lock import Lock, Secret
from clerk_tui.desk.access.sign_in import SignInScreen
from data.model.query import AskHall
from data.texts import Language
from tests.support.accounts.locked_desk import PIN, Door, FarHall, Watch, at_desk, shown
from tests.support.waiting import PATIENCE


async def test_the_desk_asks_who_comes_and_then_opens() -> None:
    door = Door()
    async with at_desk(lambda: FarHall(door), door=door, user="") as seat:
        assert isinstance(seat.app.screen, SignInScreen)
        assert shown(seat) == []
        await seat.type("李强")
        await seat.press("enter")
        await seat.type(PIN)
        assert PIN not in seat.text
        await seat.press("enter")
        assert door.asked == [("李强", PIN, "3")]
        assert shown(seat)
        assert "李强" in seat.lines[0]
        assert seat.app.desk.context.who()["user"] == "李强"


async def test_keys_typed_behind_the_password_go_on_to_the_desk() -> None:
    door = Door(must_change=True)
    async with at_desk(lambda: FarHall(door), door=door) as seat:
        new = tuple("mein neues Wort".replace(" ", "_"))
        await seat.pilot.press(*PIN, "enter", *new, "enter", *new, "enter", "2")
        await seat.quiet()
        assert door.password == "mein_neues_Wort"
        assert shown(seat)
        assert seat.app.desk.place.value == "checklist"


@pytest.mark.parametrize(
    ("reason", "facts", "said"),
    [
        ("sign_in_wrong", {}, "密码不对"),
        ("sign_in_locked", {"seconds": "16"}, "16"),
        ("window_taken", {"window": "3"}, "已有人登录"),
        ("not_your_window", {"window": "3", "own": "4"}, "4"),
        ("no_window", {}, "不填窗口"),
        ("unreachable", {"path": "x"}, "无法连接"),
    ],
)
async def test_why_nobody_comes_in_is_said_in_a_line(reason: str, facts: dict[str, str], said: str) -> None:
    door = Door()
    door.wrong, door.facts = reason, facts
    async with at_desk(lambda: FarHall(door), door=door) as seat:
        await seat.type(PIN)
        await seat.press("enter")
        assert seat.app.entrance is not None
        assert said in seat.app.entrance.told
        door.wrong = ""
        await seat.type(PIN)
        await seat.press("enter")
        assert shown(seat)


async def test_what_is_needed_is_asked_for() -> None:
    door = Door()
    async with at_desk(lambda: FarHall(door), door=door) as seat:
        await seat.press("enter")
        assert door.asked == []
        assert seat.app.entrance is not None
        assert "密码" in seat.app.entrance.told


async def test_a_first_password_is_changed_on_the_way() -> None:
    door = Door(must_change=True)
    async with at_desk(lambda: FarHall(door), door=door) as seat:
        await seat.type(PIN)
        await seat.press("enter")
        assert "初始密码" in seat.text
        for first, second, said in (("abc", "abc", "10"), ("one of my own", "another one", "不一样")):
            await seat.type(first)
            await seat.press("enter")
            await seat.type(second)
            await seat.press("enter")
            assert seat.app.entrance is not None
            assert said in seat.app.entrance.told
        await seat.type("one of my own")
        await seat.press("enter")
        await seat.type("one of my own")
        await seat.press("enter")
        assert door.password == "one of my own"
        assert shown(seat)


async def test_whose_time_is_over_signs_in_again_and_finds_everything_as_it_was() -> None:
    door = Door()
    door.user, door.window = "张敏", "3"
    async with at_desk(lambda: FarHall(door), door=door) as seat:
        await seat.press("s", "tab")
        await seat.type("zxcv")
        door.user = ""
        seat.app.desk.state.refresh()
        await seat.quiet()
        assert isinstance(seat.app.screen, SignInScreen)
        assert shown(seat) == []
        assert "zxcv" not in seat.text
        await seat.type(PIN)
        await seat.press("enter")
        assert door.asked == [("张敏", PIN, "3")]
        assert "zxcv" in seat.text
        await seat.press("escape")
        assert shown(seat)


async def test_a_command_that_finds_the_door_closed_asks_for_a_sign_in_once() -> None:
    door = Door()
    door.user, door.window = "张敏", "3"
    async with at_desk(lambda: FarHall(door), door=door) as seat:
        door.user = ""
        await seat.press("n")
        assert isinstance(seat.app.screen, SignInScreen)
        assert len(seat.app.screen_stack) == 2
        await seat.type(PIN)
        await seat.press("enter")
        assert len(seat.app.screen_stack) == 1
        assert shown(seat)


async def test_what_was_turned_away_before_the_sign_in_does_not_ask_for_another() -> None:
    door = Door()
    door.user, door.window = "张敏", "3"
    halls: list[FarHall] = []

    def open_hall() -> FarHall:
        halls.append(FarHall(door))
        return halls[-1]

    async with at_desk(open_hall, door=door) as seat:
        door.user = ""
        await seat.press("f5")
        assert isinstance(seat.app.screen, SignInScreen)
        halls[0].gate, halls[0].asked = threading.Event(), threading.Event()
        seat.app.hall.ask(AskHall(), lambda view: None)
        assert halls[0].asked.wait(PATIENCE)
        await seat.pilot.press(*PIN, "enter")
        while seat.app.entrance is not None:
            await seat.pilot.pause()
        halls[0].gate.set()
        await seat.quiet()
        assert len(seat.app.screen_stack) == 1
        assert shown(seat)
        door.user = ""
        await seat.press("f5")
        assert isinstance(seat.app.screen, SignInScreen)


async def test_a_lock_whose_token_is_over_gives_way_to_the_sign_in() -> None:
    door = Door()
    door.user, door.window = "张敏", "3"
    lock = Lock(door.unlock, Secret.PASSWORD, monotonic=Watch())
    async with at_desk(lambda: FarHall(door), door=door, lock=lock) as seat:
        await seat.press("ctrl+l")
        door.user = ""
        await seat.pilot.press(*PIN, "enter", "n", "a")
        await seat.quiet()
        assert isinstance(seat.app.screen, SignInScreen)
        assert "**" in seat.text
        await seat.press("backspace", "backspace")
        assert shown(seat) == []
        await seat.type(PIN)
        await seat.press("enter")
        assert shown(seat)
        assert not lock.closed


async def test_a_desk_left_locked_is_locked_again_for_whoever_is_still_signed_in() -> None:
    door = Door()
    door.user, door.window = "张敏", "3"
    lock = Lock(door.unlock, Secret.PASSWORD, monotonic=Watch())
    lock.closed = True
    async with at_desk(lambda: FarHall(door), door=door, lock=lock, language=Language.EN) as seat:
        assert shown(seat) == []
        assert "The desk is locked" in seat.text
        await seat.type("wrong")
        await seat.press("enter")
        assert "that is not the password" in seat.text
        await seat.type(PIN)
        await seat.press("enter")
        assert shown(seat)


async def test_without_a_way_to_sign_in_the_desk_says_what_is_wanted() -> None:
    async with at_desk(lambda: FarHall(Door())) as seat:
        assert seat.app.screen is seat.app.desk
        assert "请先登录" in seat.message
