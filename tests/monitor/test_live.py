"""The wall follows what others write, keeps its cursor, and stands still when it is paused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from textual.geometry import Region
from textual.widget import Widget

from clerk_tui.monitor.case_screen import CaseFrame
from data.model.case import Status
from data.model.command import CallNext, Withdraw
from data.model.outcome import Receipt
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.monitor.wall import Stand, Wall
from tests.support.offline.cable import Cable


def withdraw(desk: SqlHall, clock: TravellingClock, code: str) -> None:
    """Somebody withdraws a case at a window."""
    command = Withdraw(
        id=uuid4().hex, at=clock.now(), user="张敏", window="3", case=code, reason="申请人要求"
    )
    assert isinstance(desk.do(command), Receipt)


async def gone(wall: Wall, code: str) -> None:
    """Wait until the lights no longer hold a case."""
    listing = wall.app.board.listing
    await wall.until(lambda: code not in {row.code for row in listing.rows}, f"{code} gone")
    await wall.quiet()


async def test_a_change_at_a_desk_appears_on_the_wall(
    stand: Stand, desk: SqlHall, clock: TravellingClock
) -> None:
    async with stand() as wall:
        first = wall.app.board.listing.rows[0].code
        clock.advance(timedelta(seconds=5))
        withdraw(desk, clock, first)
        await gone(wall, first)
        assert first not in wall.text
        assert "03-18 09:42:05" in wall.lines[0]


async def test_the_cursor_keeps_its_case_while_the_list_moves(
    stand: Stand, desk: SqlHall, clock: TravellingClock
) -> None:
    async with stand() as wall:
        first = wall.app.board.listing.rows[0].code
        await wall.press("down", "down")
        meant = wall.app.board.code
        withdraw(desk, clock, first)
        await gone(wall, first)
        assert wall.app.board.code == meant
        assert meant in wall.marked[0]


async def test_an_open_case_changes_before_the_supervisors_eyes(
    stand: Stand, desk: SqlHall, clock: TravellingClock
) -> None:
    async with stand() as wall:
        await wall.press("enter")
        screen = wall.app.screen
        assert isinstance(screen, CaseFrame)
        withdraw(desk, clock, screen.code)
        await wall.until(
            lambda: screen.file is not None and screen.file.line.status is Status.WITHDRAWN, "withdrawn"
        )
        await wall.quiet()
        assert "撤回" in wall.text


async def test_a_ticket_called_appears_at_its_window(
    stand: Stand, desk: SqlHall, clock: TravellingClock
) -> None:
    async with stand(size=(120, 40)) as wall:
        called = desk.do(CallNext(id=uuid4().hex, at=clock.now(), user="唐莉", window="8"))
        assert isinstance(called, Receipt)
        windows = wall.app.board.windows.list
        await wall.until(
            lambda: any(row.number == called.number and row.called for row in windows.rows), "called"
        )
        await wall.quiet()
        assert f"{called.number}叫" in wall.text


async def test_a_paused_wall_says_so_stands_still_and_says_that_it_is_behind(
    stand: Stand, desk: SqlHall, clock: TravellingClock
) -> None:
    async with stand() as wall:
        first = wall.app.board.listing.rows[0].code
        await wall.press("space")
        assert "已暂停" in wall.lines[0]
        clock.advance(timedelta(seconds=5))
        withdraw(desk, clock, first)
        await wall.until(lambda: "有新变化" in wall.lines[0], "behind")
        assert first in wall.text
        assert "03-18 09:42:00" in wall.lines[0]
        await wall.press("space")
        await gone(wall, first)
        assert "实时" in wall.lines[0]
        assert "03-18 09:42:05" in wall.lines[0]


async def test_f5_refreshes_a_paused_wall_once(stand: Stand, desk: SqlHall, clock: TravellingClock) -> None:
    async with stand() as wall:
        first = wall.app.board.listing.rows[0].code
        await wall.press("space")
        withdraw(desk, clock, first)
        await wall.until(lambda: "有新变化" in wall.lines[0], "behind")
        await wall.press("f5")
        assert first not in wall.text
        assert "已暂停" in wall.lines[0]
        assert "有新变化" not in wall.lines[0]


async def test_a_refresh_draws_only_what_has_changed(
    stand: Stand, clock: TravellingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stand() as wall:
        drawn: list[Widget] = []
        for widget in wall.app.screen.query("*"):
            monkeypatch.setattr(widget, "refresh", _noting(widget, drawn))
        await wall.press("f5")
        assert drawn == []
        clock.advance(timedelta(seconds=1))
        await wall.press("f5")
        assert {widget.id for widget in drawn} == {"head"}


def _noting(widget: Widget, drawn: list[Widget]) -> Callable[..., Widget]:
    """A refresh that notes who is to be drawn, and draws nothing."""

    def refresh(*regions: Region, **options: bool) -> Widget:
        drawn.append(widget)
        return widget

    return refresh


async def test_a_hall_that_does_not_answer_is_said_to_be_lost_until_it_does(
    stand: Stand, demo: Path, clock: TravellingClock
) -> None:
    cable = Cable()
    near = cable.opener(lambda: SqlHall.open(demo, clock, read_only=True))
    async with stand(open_hall=near) as wall:
        assert "实时" in wall.lines[0]
        cable.spoils = lambda asked: "no_database"
        wall.app.state.reload()
        await wall.quiet()
        assert "已断开" in wall.lines[0]
        assert "数据库" in wall.message
        cable.spoils = lambda asked: ""
        wall.app.state.reload()
        await wall.quiet()
        assert "实时" in wall.lines[0]
        assert wall.message == ""
