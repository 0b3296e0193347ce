"""The desk paints before anything heavy is loaded, and says what it is waiting for."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from data.port.errors import HallUnavailable
from data.port.hall import Hall
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.desk.seat import Sit

ROOT = Path(__file__).parents[2]
HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "pypinyin", "httpx", "chinese_calendar", "stdnum", "yaml"}


def test_nothing_heavy_is_loaded_with_the_desk() -> None:
    code = "import clerk_tui.desk, sys; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "clerk_tui.desk.screen" in loaded
    assert loaded & HEAVY == set()


async def test_keys_typed_before_the_hall_is_open_come_after(
    sit: Sit, demo: Path, clock: TravellingClock
) -> None:
    gate = threading.Event()

    def slowly() -> Hall:
        gate.wait()
        return SqlHall.open(demo, clock)

    from clerk_tui.desk import DeskApp

    app = DeskApp(slowly, user="张敏", window="3", clock=clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "正在打开大厅" in app.desk.message.text
        await pilot.press("left_square_bracket", "n")
        assert app.desk.queue.tab == "in_hand"
        gate.set()
        while not app.is_quiet:
            await pilot.pause()
        assert app.desk.queue.tab == "waiting"
        assert app.desk.message.text == "已叫号"


async def test_a_hall_that_cannot_be_opened_says_why(sit: Sit) -> None:
    def broken() -> Hall:
        raise HallUnavailable("missing", path="hall.db")

    async with sit(open_hall=broken) as seat:
        assert seat.message == "没有数据库“hall.db”"
        await seat.press("a", "N")
        assert "正在打开大厅" in seat.message
