"""What signing in asks of whoever sits there: a server, and passwords that nobody sees."""

from __future__ import annotations

import sys
from collections.abc import Callable
from getpass import getpass

from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.exits import misused
from data.remote.address import Address

LONGEST = 1_024
"""The longest password that is read, in characters."""


def server_of(session: Session) -> Address:
    """The server that the session names.

    Raises:
        Failure: it names none (wrong use).
    """
    server = session.server
    if server is None:
        raise misused("cli.no_api")
    return server


def passwords_of(session: Session, *, stdin: bool) -> Callable[[str], str]:
    """How a password is read: a line of standard input, or typed unseen; never an argument."""
    if not stdin and not sys.stdin.isatty():
        raise misused("cli.sign_in.no_terminal")

    def read(prompt: str) -> str:
        if stdin:
            password = sys.stdin.readline(LONGEST + 2).removesuffix("\n")
        else:
            password = getpass(session.texts(prompt))
        if not password or len(password) > LONGEST:
            raise misused("cli.sign_in.blank")
        return password

    return read
