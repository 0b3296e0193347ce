"""`desk`: the clerk's or the reviewer's desk, drawn before anything heavy is loaded."""

from __future__ import annotations

import os
from argparse import Namespace
from typing import TYPE_CHECKING

from clerk_tui.cli.connect.desk_options import declare_output, drafts_at, notice_folder, output_of
from clerk_tui.cli.connect.lock_options import declare_lock, lock_of, minutes_of, opened_locked, sign_in_at
from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.exits import Exit
from clerk_tui.cli.parser import Parser
from clerk_tui.cli.terminal import require_screen

if TYPE_CHECKING:
    pass
from clerk_tui.cli.commands.screens.running import run_desk_app

FIRST_WINDOW = "1"


def declare_desk(parser: Parser) -> None:
    """Whose desk it is: a window's, or a department's."""
    help_ = parser.texts("cli.help.department")
    parser.own.add_argument("--department", metavar="CODE", default="", help=help_)
    declare_output(parser)
    declare_lock(parser)


def run_desk(session: Session, arguments: Namespace) -> Exit:
    """Open the desk on the session's database: a window's, or that of a department's reviewer."""
    require_screen()
    from clerk_tui.cli.connect.open_hall import screen_hall

    hall = screen_hall(session, read_only=session.read_only, keeps=not arguments.department)
    somewhere = bool(arguments.department) or hall.gate is not None
    window = session.seat or ("" if somewhere else FIRST_WINDOW)
    lock = lock_of(hall, minutes_of(arguments, os.environ))
    at_window = not arguments.department and not session.read_only
    sign_in, change_password = sign_in_at(hall.gate, lock, at_window=at_window)
    return run_desk_app(
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
