"""How a screen is run: its theme, the signals that end it, what is said after it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.session import Session, line
from clerk_tui.cli.exits import Exit
from data.port.hall import Hall
from data.time_source import TimeSource

if TYPE_CHECKING:
    from textual.app import App

    from clerk_tui.desk.access.lock import Lock
    from clerk_tui.desk.access.sign_in import ChangePassword, SignIn
    from clerk_tui.shell.drafts import DraftsOf
    from clerk_tui.shell.notice_output import Output

ANSI = {"dark": "ansi-dark", "light": "ansi-light", "mono": "ansi-dark"}
LEAVE = (signal.SIGTERM, signal.SIGHUP)


def run_desk_app(
    session: Session,
    open_hall: Callable[[], Hall],
    clock: TimeSource,
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
    """Open the desk on a hall that is opened behind it; answers once it is left."""
    theme = theme_of(session)
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
    return run_screen(app)


def theme_of(session: Session) -> str:
    """The theme by Textual's name; without colours, Textual must be told before it is loaded."""
    if session.theme == "mono":
        os.environ["NO_COLOR"] = "1"
    return ANSI[session.theme or "dark"]


def run_screen(app: App[None]) -> Exit:
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
