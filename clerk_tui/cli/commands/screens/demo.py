"""`demo`: the trainee's desk on an invented hall that is gone when it is left."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from clerk_tui.cli.commands.hall.init import demo_day
from clerk_tui.cli.connect.desk_options import output_of
from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.exits import Exit
from clerk_tui.cli.parser import Parser
from clerk_tui.cli.terminal import require_screen
from data.port.hall import Hall

if TYPE_CHECKING:
    pass
from clerk_tui.cli.commands.screens.desk import declare_desk
from clerk_tui.cli.commands.screens.running import run_desk_app


def declare_demo(parser: Parser) -> None:
    """Whose desk it is: a window's, or a department's."""
    declare_desk(parser)


def run_demo(session: Session, arguments: Namespace) -> Exit:
    """Open the desk on a demo hall that is gone when the desk is left, however it is left.

    Its day is the one asked for, else the last working day: a hall is empty on a Sunday.
    """
    require_screen()
    from data.demo.demo_clock import MorningClock
    from data.demo.demo_place import TRAINEE, TRAINEE_WINDOW, morning_of
    from data.law.calendar.working_days import published

    today = demo_day(session)
    if session.today is None:
        calendar = published()
        today = calendar.nth(calendar.rank(today))
    clock = MorningClock(morning_of(today))
    with TemporaryDirectory(prefix="clerk-tui-demo-", ignore_cleanup_errors=True) as folder:

        def open_hall() -> Hall:
            from data.demo.demo_database import open_made

            hall, _ = open_made(Path(folder) / "hall.db", clock, today=today, durable=False)
            clock.start()
            return hall

        return run_desk_app(
            session,
            open_hall,
            clock,
            user=session.user or TRAINEE,
            window=session.window or ("" if arguments.department else TRAINEE_WINDOW),
            department=arguments.department,
            demo=True,
            output=output_of(arguments, os.environ, Path(folder) / "notices"),
        )
