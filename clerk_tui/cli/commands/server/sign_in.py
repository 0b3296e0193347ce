"""`sign-in`: who works at a hall's server, kept in the user's folder."""

from __future__ import annotations

from argparse import Namespace

from clerk_tui.cli.commands.server.asked import passwords_of, server_of
from clerk_tui.cli.connect.open_hall import gate_of
from clerk_tui.cli.connect.session import Session, record, sign_ins_at
from clerk_tui.cli.exits import Exit, misused
from clerk_tui.cli.parser import Parser
from data.model.legal.time_zone import shanghai
from data.remote.sign_ins import KeptSignIn


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
    server = server_of(session)
    if not session.user:
        raise misused("cli.sign_in.no_user")
    read = passwords_of(session, stdin=arguments.password_stdin)
    # Whatever was kept there is replaced, also what others could read.
    gate = gate_of(session, server, KeptSignIn(sign_ins_at(server), None))
    signed_in = gate.sign_in(
        session.user, read("cli.sign_in.password"), session.window, take_over=arguments.take_over
    )
    until = shanghai(signed_in.expires)
    if session.json:
        authority = signed_in.authority
        roles = [role.value for role in authority.roles]
        fields = {"user": authority.user, "window": authority.window, "roles": roles}
        record({"server": server.url, **fields, "expires": until.isoformat()})
    else:
        session.say("cli.sign_in.done", server=server.url, until=f"{until:%Y-%m-%d %H:%M}")
    return Exit.DONE
