"""`desk`, `demo`, `monitor` and `board`: the screens, each drawn before anything heavy is loaded."""

from __future__ import annotations

import asyncio
import os
import signal
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from clerk_tui.cli.desk_options import declare_output, drafts_at, notice_folder, output_of
from clerk_tui.cli.ending import Exit
from clerk_tui.cli.locking import declare_lock, lock_of, minutes_of, opened_locked, sign_in_at
from clerk_tui.cli.parser import Parser
from clerk_tui.cli.session import Session, line
from clerk_tui.cli.terminal import require_screen
from clerk_tui.cli.upkeep import demo_day
from data.clock import Clock
from data.hall import Hall

if TYPE_CHECKING:
    from textual.app import App

    from clerk_tui.desk.drafts import DraftsOf
    from clerk_tui.desk.locking import Lock
    from clerk_tui.desk.output import Output
    from clerk_tui.desk.signing_in import ChangePassword, SignIn

FIRST_WINDOW = "1"
ANSI = {"dark": "ansi-dark", "light": "ansi-light", "mono": "ansi-dark"}
LEAVE = (signal.SIGTERM, signal.SIGHUP)


def declare_desk(parser: Parser) -> None:
    """Whose desk it is: a window's, or a department's."""
    help_ = parser.texts("cli.help.department")
    parser.own.add_argument("--department", metavar="CODE", default="", help=help_)
    declare_output(parser)
    declare_lock(parser)


def run_desk(session: Session, arguments: Namespace) -> Exit:
    """Open the desk on the session's database: a window's, or that of a department's reviewer."""
    require_screen()
    from clerk_tui.cli.opening import screen_hall

    hall = screen_hall(session, read_only=session.read_only, keeps=not arguments.department)
    somewhere = bool(arguments.department) or hall.door is not None
    window = session.seat or ("" if somewhere else FIRST_WINDOW)
    lock = lock_of(hall, minutes_of(arguments, os.environ))
    at_window = not arguments.department and not session.read_only
    sign_in, change_password = sign_in_at(hall.door, lock, at_window=at_window)
    return _desk(
        session,
        lambda: opened_locked(hall, lock, session.district),
        hall.clock,
        user=session.clerk,
        window=window,
        department=arguments.department,
        output=output_of(arguments, os.environ, notice_folder()),
        drafts=drafts_at(hall.place),
        lock=lock,
        sign_in=sign_in,
        change_password=change_password,
    )


def declare_monitor(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_monitor(session: Session, _arguments: Namespace) -> Exit:
    """Open the supervisor's wall on the session's database, which is opened for reading only."""
    require_screen()
    from clerk_tui.cli.opening import screen_hall

    hall = screen_hall(session, read_only=True)
    theme = _theme(session)
    from clerk_tui.monitor import MonitorApp

    wall = MonitorApp(
        hall.open,
        user=session.clerk,
        language=session.language,
        clock=hall.clock,
        theme=theme,
        thin=session.thin,
    )
    return _run(wall)


def declare_board(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_board(session: Session, _arguments: Namespace) -> Exit:
    """Open the hall's screen, read-only, on the session's database."""
    require_screen()
    from clerk_tui.cli.opening import screen_hall

    hall = screen_hall(session, read_only=True)
    theme = _theme(session)
    from clerk_tui.board import BoardApp

    board = BoardApp(
        hall.open,
        language=session.language,
        clock=hall.clock,
        theme=theme,
        thin=session.thin,
    )
    return _run(board)


def declare_demo(parser: Parser) -> None:
    """Whose desk it is: a window's, or a department's."""
    declare_desk(parser)


def run_demo(session: Session, arguments: Namespace) -> Exit:
    """Open the desk on a demo hall that is gone when the desk is left, however it is left.

    Its day is the one asked for, else the last working day: a hall is empty on a Sunday.
    """
    require_screen()
    from data.demo.clock import MorningClock
    from data.demo.place import TRAINEE, TRAINEE_WINDOW, morning_of
    from data.law.calendar import published

    today = demo_day(session)
    if session.today is None:
        calendar = published()
        today = calendar.nth(calendar.rank(today))
    clock = MorningClock(morning_of(today))
    with TemporaryDirectory(prefix="clerk-tui-demo-", ignore_cleanup_errors=True) as folder:

        def open_hall() -> Hall:
            from data.demo.database import open_made

            hall, _ = open_made(Path(folder) / "hall.db", clock, today=today, durable=False)
            clock.start()
            return hall

        return _desk(
            session,
            open_hall,
            clock,
            user=session.user or TRAINEE,
            window=session.window or ("" if arguments.department else TRAINEE_WINDOW),
            department=arguments.department,
            demo=True,
            output=output_of(arguments, os.environ, Path(folder) / "notices"),
        )


def _desk(
    session: Session,
    open_hall: Callable[[], Hall],
    clock: Clock,
    *,
    user: str,
    window: str,
    department: str = "",
    demo: bool = False,
    output: Output,
    drafts: DraftsOf | None = None,
    lock: Lock | None = None,
    sign_in: SignIn | None = None,
    change_password: ChangePassword | None = None,
) -> Exit:
    theme = _theme(session)
    from clerk_tui.desk import DeskApp

    app = DeskApp(
        open_hall,
        user=user,
        window=window,
        language=session.language,
        read_only=session.read_only,
        clock=clock,
        demo=demo,
        department=department,
        theme=theme,
        thin=session.thin,
        output=output,
        drafts=drafts,
        lock=lock,
        sign_in=sign_in,
        change_password=change_password,
    )
    return _run(app)


def _theme(session: Session) -> str:
    """The theme by Textual's name; without colours, Textual must be told before it is loaded."""
    if session.theme == "mono":
        os.environ["NO_COLOR"] = "1"
    return ANSI[session.theme or "dark"]


def _run(app: App[None]) -> Exit:
    """Run a screen until it is left, or until the session ends around it.

    Raises:
        Exception: the defect that has ended it.
    """
    told: list[int] = []

    async def until_left() -> None:
        loop = asyncio.get_running_loop()

        def leave(number: int) -> None:
            told.append(number)
            app.exit()

        for number in LEAVE:
            loop.add_signal_handler(number, leave, number)
        await app.run_async()

    asyncio.run(until_left())
    farewell: str = getattr(app, "farewell", "")
    if farewell:
        line(farewell)
    failure: Exception | None = getattr(app, "failure", None)
    if failure is not None:
        raise failure
    return Exit.UNAVAILABLE if told or app.return_code else Exit.DONE
