"""The real program: `clerk-tui monitor` in a real terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from data.model.command import Withdraw
from data.model.outcome import Receipt
from data.model.query import AskCases, Tab
from data.store.sql_hall import SqlHall
from data.time_source import TravellingClock
from tests.support.halls.demo_hall import TODAY
from tests.support.pty_terminal import ROOT, Terminal


def test_the_wall_follows_a_desk_of_another_process(
    demo: Path, desk: SqlHall, clock: TravellingClock
) -> None:
    first = desk.ask(AskCases(tab=Tab.LIGHTS)).lines[0].code
    command = ["monitor", "--db", str(demo), "--today", TODAY.isoformat(), "--user", "li"]
    with Terminal(command, environment={"LANG": "zh_CN.UTF-8"}) as terminal:
        terminal.wait_for("监察 只读", "实时", first)
        done = desk.do(
            Withdraw(id=uuid4().hex, at=clock.now(), user="张敏", window="3", case=first, reason="申请人要求")
        )
        assert isinstance(done, Receipt)
        terminal.wait_until(lambda screen: first not in screen, f"{first} gone")
        terminal.press("q")
        assert terminal.wait_for_end() == 0


def test_without_colours_every_light_is_still_a_word(demo: Path, desk: SqlHall) -> None:
    first = desk.ask(AskCases(tab=Tab.LIGHTS)).lines[0].code
    command = ["monitor", "--db", str(demo), "--today", TODAY.isoformat(), "--lang", "en"]
    with Terminal(command, environment={"NO_COLOR": "1"}) as terminal:
        screen = terminal.wait_for("SUPERVISOR read-only", "live", first)
        assert "R!-" in screen
        cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
        assert {(cell.fg, cell.bg) for cell in cells} == {("default", "default")}
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0


def test_the_wall_is_painted_before_anything_heavy_is_loaded() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import clerk_tui.monitor, sys; print('\\n'.join(sys.modules))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "clerk_tui.monitor.wall" in loaded
    heavy = {"sqlmodel", "sqlalchemy", "pydantic", "pypinyin", "httpx", "sqlite3"}
    assert not heavy & {name.split(".")[0] for name in loaded}
