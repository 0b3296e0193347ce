"""The hall's screen on a real file: it sees what desks do, and says when it cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clerk_tui.board import BoardApp
from clerk_tui.board.plan import BoardState
from data.model.command import CallNext, FinishTicket, Serve
from data.model.outcome import Receipt
from data.model.ticket import TicketStatus
from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.store.sql_hall import SqlHall
from data.texts import Language
from data.time_source import TravellingClock
from tests.support.halls.small_hall import small_hall_file
from tests.support.sitting import OPENED, Sitting
from tests.support.waiting import PATIENCE

HOLDER = "500102199003070010"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A hall's file."""
    return small_hall_file(tmp_path / "hall.db")


@pytest.fixture
def desk(path: Path) -> Iterator[Sitting]:
    """A desk on the same file."""
    clock = TravellingClock(OPENED)
    with closing(SqlHall.open(path, clock, durable=False)) as hall:
        yield Sitting(hall, clock)


class Watched:
    """A board, and every picture that it has shown."""

    def __init__(self, open_hall: Callable[[], Hall], clock: TravellingClock | None = None) -> None:
        self.app = BoardApp(open_hall, language=Language.ZH, clock=clock or TravellingClock(OPENED))
        self._shown: asyncio.Queue[BoardState] = asyncio.Queue()
        show = self.app.sheet.show

        def seen(state: BoardState) -> None:
            show(state)
            self._shown.put_nowait(state)

        self.app.sheet.show = seen  # type: ignore[method-assign]

    async def until(self, wanted: Callable[[BoardState], bool]) -> BoardState:
        """The next picture that is as wanted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                picture = await self._shown.get()
                if wanted(picture):
                    return picture

    @property
    def text(self) -> str:
        """What stands on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def board_on(path: Path, clock: TravellingClock | None = None) -> Watched:
    """A board that reads a file."""
    clock = clock or TravellingClock(OPENED)
    return Watched(lambda: SqlHall.open(path, clock, read_only=True), clock)


def numbers(picture: BoardState) -> list[str]:
    """The numbers on the screen, from the newest call on."""
    return [call.number for call in picture.view.calls] if picture.view else []


async def test_it_paints_before_the_hall_is_open(path: Path) -> None:
    board = board_on(path)
    async with board.app.run_test(size=(80, 24)):
        first = await board.until(lambda picture: True)
        assert first.view is not None
        assert "涪陵区政务服务中心" in board.text
        assert "现在没有叫号" in board.text


async def test_a_call_at_a_desk_is_on_the_screen_and_goes_when_the_person_has_gone(
    path: Path, desk: Sitting
) -> None:
    board = board_on(path)
    async with board.app.run_test(size=(80, 24)) as pilot:
        await board.until(lambda picture: picture.view is not None)
        desk.take(holder=HOLDER)
        ticket = desk.done(CallNext).stream
        await board.until(lambda picture: numbers(picture) == ["A001"])
        await pilot.pause()
        assert "A001 请到 3号窗口" in board.text
        desk.done(Serve, ticket=ticket)
        serving = await board.until(lambda picture: "serving" in str(picture.view))
        assert serving.view is not None
        assert serving.view.calls[0].status is TicketStatus.SERVING
        desk.done(FinishTicket, ticket=ticket)
        await board.until(lambda picture: numbers(picture) == [])


async def test_nobody_can_be_recognised_on_it(path: Path, desk: Sitting) -> None:
    desk.take(holder=HOLDER)
    taken = desk.done(CallNext)
    assert isinstance(taken, Receipt)
    board = board_on(path)
    async with board.app.run_test(size=(120, 40)) as pilot:
        picture = await board.until(lambda picture: numbers(picture) == ["A001"])
        await pilot.pause()
        told = str(picture.view) + board.text
    assert HOLDER not in told
    assert desk.user not in told
    assert "holder" not in told


async def test_the_next_minute_is_shown_though_nobody_has_written(path: Path) -> None:
    clock = TravellingClock(OPENED)
    board = board_on(path, clock)
    async with board.app.run_test(size=(80, 24)):
        await board.until(lambda picture: picture.view is not None)
        clock.travel(OPENED.replace(hour=10))
        await board.until(lambda picture: picture.now.hour == 10)


async def test_it_says_since_when_it_stands_still() -> None:
    def no_hall() -> Hall:
        raise HallUnavailable("missing", path="hall.db")

    board = Watched(no_hall)
    async with board.app.run_test(size=(80, 24)) as pilot:
        picture = await board.until(lambda picture: bool(picture.trouble))
        assert picture.trouble.startswith("画面停在 09:40：")
        await pilot.pause()
        assert "画面停在 09:40" in board.text


async def test_it_opens_the_hall_again_by_itself(path: Path) -> None:
    clock = TravellingClock(OPENED)
    tries: list[Path] = []

    def open_hall() -> Hall:
        tries.append(path)
        if len(tries) == 1:
            raise HallUnavailable("older", found="0001", known="0002")
        return SqlHall.open(path, clock, read_only=True)

    board = Watched(open_hall, clock)
    async with board.app.run_test(size=(80, 24)):
        await board.until(lambda picture: bool(picture.trouble))
        clock.travel(OPENED.replace(minute=41))
        picture = await board.until(lambda picture: picture.view is not None)
        assert picture.trouble == ""
    assert len(tries) == 2


@pytest.mark.parametrize("key", ["q", "escape", "ctrl+q"])
async def test_every_way_out_leads_out(path: Path, key: str) -> None:
    board = board_on(path)
    async with board.app.run_test(size=(80, 24)) as pilot:
        await board.until(lambda picture: picture.view is not None)
        await pilot.press(key)
        await pilot.pause()
    assert board.app.return_code == 0


async def test_another_size_is_planned_anew(path: Path, desk: Sitting) -> None:
    desk.take()
    desk.done(CallNext)
    board = board_on(path)
    async with board.app.run_test(size=(80, 24)) as pilot:
        await board.until(lambda picture: numbers(picture) == ["A001"])
        await pilot.resize_terminal(200, 60)
        async with asyncio.timeout(PATIENCE):
            while "A001 请到" not in "".join(board.text.splitlines()[2 + 15 : 2 + 16]):
                await pilot.pause()
