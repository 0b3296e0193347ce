"""`password`: another password at a hall's server."""

from __future__ import annotations

from argparse import Namespace

from clerk_tui.cli.commands.server.asked import passwords_of, server_of
from clerk_tui.cli.connect.open_hall import gate_of
from clerk_tui.cli.connect.session import Session
from clerk_tui.cli.exits import Exit, misused
from clerk_tui.cli.parser import Parser


def declare_password(parser: Parser) -> None:
    """Its arguments."""
    help_ = parser.texts("cli.password.stdin")
    parser.own.add_argument("--password-stdin", action="store_true", help=help_)


def run_password(session: Session, arguments: Namespace) -> Exit:
    """Give a user another password; it is asked for twice where a terminal asks."""
    gate = gate_of(session, server_of(session))
    user = session.user or (gate.signed_in.authority.user if gate.signed_in is not None else "")
    if not user:
        raise misused("cli.sign_in.no_user")
    read = passwords_of(session, stdin=arguments.password_stdin)
    old, new = read("cli.password.old"), read("cli.password.new")
    if not arguments.password_stdin and read("cli.password.again") != new:
        raise misused("cli.password.differ")
    gate.change_password(user, old, new)
    session.say("cli.password.done")
    return Exit.DONE
