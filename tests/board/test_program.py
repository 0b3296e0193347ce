"""`clerk-tui board` in a real terminal, on a file that it cannot write."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from data.model.command import CallNext
from data.time_source import TravellingClock
from tests.support.halls.small_hall import sqlite_hall
from tests.support.pty_terminal import Terminal
from tests.support.sitting import OPENED, Sitting


def test_the_board_shows_a_call_made_while_it_is_open_and_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    clock = TravellingClock(OPENED)
    with closing(sqlite_hall(clock, tmp_path)) as hall:
        desk = Sitting(hall, clock)
        desk.take()
        events = desk.events()
        arguments = ["board", "--db", str(path), "--today", f"{OPENED:%Y-%m-%d}", "--lang", "en"]
        with Terminal(arguments) as terminal:
            terminal.wait_for("Fuling hall", "1 waiting", "Nobody is being called")
            assert desk.events() == events
            desk.done(CallNext)
            screen = terminal.wait_for("A001  please go to 3号窗口", "0 waiting")
            assert desk.user not in screen
            terminal.press("q")
            assert terminal.wait_for_end() == 0
