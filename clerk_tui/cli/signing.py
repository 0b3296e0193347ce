"""`sign-in`, `sign-out` and `password`: who works at a hall's server."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from clerk_tui.cli.ending import Exit, misused
from clerk_tui.cli.keeping import folder_of, leave_nothing
from clerk_tui.cli.opening import door_of
from clerk_tui.cli.parser import Parser
from clerk_tui.cli.session import Session, record, sign_ins_at
from data.hall import HallUnavailable
from data.model.zone import SHANGHAI
from data.remote.address import Address
from data.remote.sign_ins import KeptSignIn
from data.remote.tokens import TokenFile

LONGEST = 1_024
"""The longest password that is read, in characters."""


def declare_sign_in(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("--take-over", action="store_true", help=text("cli.sign_in.take_over"))
    add("--password-stdin", action="store_true", help=text("cli.sign_in.stdin"))


def run_sign_in(session: Session, arguments: Namespace) -> Exit:
    """Sign in at the session's server, at `--window` where one is given, and keep that in the user's folder.

    Raises:
        HallUnavailable: wrong, locked, or the window is taken; or the server cannot be reached.
    """
    server = _server(session)
    if not session.user:
        raise misused("cli.sign_in.no_user")
    read = _passwords(session, stdin=arguments.password_stdin)
    # Whatever was kept there is replaced, also what others could read.
    door = door_of(session, server, KeptSignIn(sign_ins_at(server), None))
    signed_in = door.sign_in(
        session.user, read("cli.sign_in.password"), session.window, take_over=arguments.take_over
    )
    until = signed_in.expires.astimezone(SHANGHAI)
    if session.json:
        authority = signed_in.authority
        roles = [role.value for role in authority.roles]
        fields = {"user": authority.user, "window": authority.window, "roles": roles}
        record({"server": server.url, **fields, "expires": until.isoformat()})
    else:
        session.say("cli.sign_in.done", server=server.url, until=f"{until:%Y-%m-%d %H:%M}")
    return Exit.DONE


def declare_sign_out(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_sign_out(session: Session, _arguments: Namespace) -> Exit:
    """Sign out of the session's server, at `--window` if one is given; here it is forgotten in any case."""
    server = _server(session)
    kept = sign_ins_at(server)
    window = kept.at(session.window, session.user) if session.window else None
    try:
        door = door_of(session, server, KeptSignIn(kept, window) if window is not None else None)
    except HallUnavailable as error:
        # Whoever could read it may have it: it goes, but its server is not asked in its name.
        TokenFile(Path(error.facts["path"])).forget()
        raise
    if door.signed_in is None:
        session.say("cli.sign_out.nobody", server=server.url)
        return Exit.DONE
    folder = folder_of(door)
    door.sign_out()
    session.say("cli.sign_out.done", server=server.url)
    if not leave_nothing(folder):
        session.say("cli.sign_out.kept", folder=folder)
    return Exit.DONE


def declare_password(parser: Parser) -> None:
    """Its arguments."""
    help_ = parser.texts("cli.password.stdin")
    parser.own.add_argument("--password-stdin", action="store_true", help=help_)


def run_password(session: Session, arguments: Namespace) -> Exit:
    """Give a user another password; it is asked for twice where a terminal asks."""
    door = door_of(session, _server(session))
    user = session.user or (door.signed_in.authority.user if door.signed_in is not None else "")
    if not user:
        raise misused("cli.sign_in.no_user")
    read = _passwords(session, stdin=arguments.password_stdin)
    old, new = read("cli.password.old"), read("cli.password.new")
    if not arguments.password_stdin and read("cli.password.again") != new:
        raise misused("cli.password.differ")
    door.change_password(user, old, new)
    session.say("cli.password.done")
    return Exit.DONE


def _server(session: Session) -> Address:
    server = session.server
    if server is None:
        raise misused("cli.no_api")
    return server


def _passwords(session: Session, *, stdin: bool) -> Callable[[str], str]:
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
