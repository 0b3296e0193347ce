"""`board`: the hall's screen of calls, read-only."""

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


def declare_board(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_board(session: Session, _arguments: Namespace) -> Exit:
    """Open the hall's screen, read-only, on the session's database."""
    require_screen()
    from clerk_tui.cli.connect.open_hall import screen_hall

    hall = screen_hall(session, read_only=True)
    theme = theme_of(session)
    from clerk_tui.board import BoardApp

    board = BoardApp(
        hall.open,
        language=session.language,
        clock=hall.clock,
        theme=theme,
        thin=session.thin,
    )
    return run_screen(board)
