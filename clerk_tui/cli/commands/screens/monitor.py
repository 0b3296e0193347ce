"""`monitor`: the supervisor's wall, read-only."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.exits import Exit
from clerk_tui.cli.parser import Parser
from clerk_tui.cli.terminal import require_screen

if TYPE_CHECKING:
    pass
from clerk_tui.cli.commands.screens.running import run_screen, theme_of


def declare_monitor(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_monitor(session: Session, _arguments: Namespace) -> Exit:
    """Open the supervisor's wall on the session's database, which is opened for reading only."""
    require_screen()
    from clerk_tui.cli.connect.open_hall import screen_hall

    hall = screen_hall(session, read_only=True)
    theme = theme_of(session)
    from clerk_tui.monitor import MonitorApp

    wall = MonitorApp(
        hall.open,
        user=session.clerk,
        language=session.language,
        clock=hall.clock,
        theme=theme,
        thin=session.thin,
    )
    return run_screen(wall)
