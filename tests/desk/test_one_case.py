"""One case by keys alone: called, received, checked, accepted, handled, decided, collected."""

from __future__ import annotations

import pytest
from textual import events

from data.model.case import Status
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.desk.by_keys import ID, receive, status
from tests.support.desk.seat import Seat, Sit


@pytest.mark.parametrize("language", Language)
async def test_the_whole_way_of_a_case(sit: Sit, clock: TravellingClock, language: Language) -> None:
    async with sit(language=language) as seat:
        await receive(seat)
        assert status(seat) is Status.RECEIVED
        assert seat.app.desk.place == "checklist"
        await seat.press("space", "A", "a")
        assert status(seat) is Status.ACCEPTED
        assert "03-25" in seat.message
        await seat.press("f", "f10")
        await seat.press("f", "f10")
        await seat.press("f")
        await seat.type("李四")
        await seat.press("f10")
        await seat.press("g", "f10", "y")
        assert status(seat) is Status.GRANTED
        await seat.press("f", "f10")
        await seat.press("y")
        assert "王小明" in seat.text
        await seat.press("f10", "y")
        assert "一窗领取单" in seat.text or "Collection" in seat.text
        await seat.press("escape")
        assert status(seat) is Status.COLLECTED
        await seat.press("E")
        window = seat.app.desk.state.window
        assert window is not None
        assert window.active is None


async def test_nothing_typed_ahead_is_lost(sit: Sit) -> None:
    async with sit() as seat:
        filed = ["N", *"spjyxkxb", "enter", "1", *"王小明", "enter", *ID, "f10"]
        keys = ["n", "e", *filed, "space", "A", "a", "f"]
        for key in keys:
            seat.app.post_message(key_event(seat, key))
        await seat.quiet()
        assert status(seat) is Status.ACCEPTED
        assert "完成环节" in seat.text
        await seat.press("escape")


def key_event(seat: Seat, key: str) -> events.Key:
    event = events.Key(key, key if len(key) == 1 else None)
    event.set_sender(seat.app)
    return event


async def test_missing_and_defective_materials_are_told_once_and_accepted_when_they_have_come(
    sit: Sit,
) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("x", "j", "d")
        await seat.type("缺比例尺")
        await seat.press("enter", "A", "a")
        assert "缺少或不合格" in seat.message
        assert "一次性告知补正" in seat.message
        await seat.press("c")
        assert "缺比例尺" in seat.text
        await seat.press("enter")
        assert status(seat) is Status.RECEIVED
        await seat.press("c", "y")
        assert status(seat) is Status.CORRECTION
        await seat.press("2", "home", "space", "j", "space")
        assert status(seat) is Status.RECEIVED
        await seat.press("a")
        assert status(seat) is Status.ACCEPTED


async def test_a_finding_is_taken_back_by_one_key(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("x")
        file = seat.app.desk.state.file
        assert file is not None
        assert file.checklist[0].verdict == "missing"
        await seat.press("u")
        file = seat.app.desk.state.file
        assert file is not None
        assert file.checklist[0].verdict == "unchecked"


async def test_what_cannot_be_taken_back_is_asked_once_with_no_as_the_default(sit: Sit) -> None:
    async with sit() as seat:
        await receive(seat)
        await seat.press("b")
        await seat.type("区外机关")
        await seat.press("enter")
        await seat.type("不属本机关职权")
        await seat.press("enter")
        assert "[否]" in seat.text
        await seat.press("enter")
        assert status(seat) is Status.RECEIVED
        await seat.press("b")
        assert "区外机关" in seat.text
        await seat.press("f10", "right", "enter")
        assert status(seat) is Status.DECLINED
