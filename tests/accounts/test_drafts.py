"""Whose a draft is: who has signed in, and where; nobody else sees it, and they never lose it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from clerk_tui.desk import DeskApp
from clerk_tui.desk.access.sign_in import SignInScreen
from clerk_tui.shell.drafts import Drafts, draft_file
from tests.support.accounts.locked_desk import PIN, Door, FarHall, Still
from tests.support.desk.seat import Seat

NAME = "王小明"


@asynccontextmanager
async def far_desk(folder: Path, door: Door, user: str = "", window: str = "") -> AsyncIterator[Seat]:
    """A desk at a server, with drafts kept in a folder; who comes may be told at its form only."""
    app = DeskApp(
        lambda: FarHall(door),
        user=user,
        window=window,
        clock=Still(),  # type: ignore[arg-type]
        sign_in=door.sign_in,
        change_password=door.change_password,
        drafts=lambda who, seat: draft_file(folder, "https://hall.example.cn", who, seat),
    )
    async with app.run_test(size=(80, 24)) as pilot:
        seat = Seat(app, pilot)
        await seat.quiet()
        yield seat


async def come(seat: Seat, user: str, window: str) -> None:
    """Somebody signs in at the form, at a window."""
    assert isinstance(seat.app.screen, SignInScreen)
    await seat.type(user)
    await seat.press("enter")
    await seat.type(PIN)
    await seat.press("tab")
    await seat.type(window)
    await seat.press("enter")
    assert seat.app.entrance is None, seat.text


async def test_what_was_typed_at_one_window_is_not_seen_by_who_signs_in_at_another(tmp_path: Path) -> None:
    for user, window, left in (("张敏", "3", 0), ("李强", "4", 0), ("李强", "3", 0), ("张敏", "3", 1)):
        async with far_desk(tmp_path, Door()) as seat:
            await come(seat, user, window)
            drafts = seat.app.desk.context.drafts
            assert len(drafts.names()) == left, (user, window)
            assert ("草稿" in seat.message) is bool(left)
            if (user, window) == ("张敏", "3"):
                seat.app.desk.context.drafts.of("new_case")["name"] = NAME
    assert {NAME in path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {True}
    assert not any("张敏" in path.name for path in tmp_path.iterdir())


async def test_a_new_sign_in_of_the_same_user_keeps_what_was_typed(tmp_path: Path) -> None:
    door = Door()
    async with far_desk(tmp_path, door) as seat:
        await come(seat, "张敏", "3")
        draft = seat.app.desk.context.drafts.of("new_case")
        draft["name"] = NAME
        door.user = ""
        await seat.press("f5")
        assert isinstance(seat.app.screen, SignInScreen)
        await seat.type(PIN)
        await seat.press("enter")
        assert seat.app.entrance is None
        assert seat.app.desk.context.drafts.of("new_case") is draft
        assert draft["name"] == NAME


def test_nothing_is_read_before_it_is_known_who_sits_here(tmp_path: Path) -> None:
    drafts = Drafts(lambda user, seat: tmp_path / f"{user}-{seat}.json")
    drafts.of("x")["name"] = "nobody's"
    assert list(tmp_path.iterdir()) == []
    drafts.turn_to("a", "3")
    assert drafts.names() == ()
    form = drafts.of("x")
    form["name"] = "a's"
    drafts.turn_to("b", "3")
    form["name"] = "still a's"
    assert drafts.names() == ()
    drafts.turn_to("a", "3")
    assert drafts.of("x")["name"] == "still a's"
