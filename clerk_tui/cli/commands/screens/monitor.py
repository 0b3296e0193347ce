"""`monitor`: the supervisor's wall, read-only."""

from __future__ import annotations

from argparse import Namespace

from clerk_tui.cli.commands.screens.running import run_screen, theme_of
from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.exits import Exit
from clerk_tui.cli.parser import Parser
from clerk_tui.cli.terminal import require_screen


def declare_monitor(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_monitor(session: Session, _arguments: Namespace) -> Exit:
    """Open the supervisor's wall on the session's database, which is opened for reading only."""
    require_screen()
    from clerk_tui.cli.connect.open_hall import screen_hall

    hall = screen_hall(session, read_only=True)
    theme = theme_of(session)
    from clerk_tui.desk.acts.registry import DESK_ACTS
    from clerk_tui.monitor import MonitorApp

    wall = MonitorApp(
        hall.open,
        user=session.clerk,
        language=session.language,
        clock=hall.clock,
        theme=theme,
        thin=session.thin,
        desk_keys={key: act.word for act in DESK_ACTS if act.writes for key in act.keys},
    )
    return run_screen(wall)
