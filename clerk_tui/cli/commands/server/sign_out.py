"""`sign-out`: nobody works at a hall's server from here any more."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from clerk_tui.cli.commands.server.asked import server_of
from clerk_tui.cli.connect.kept_folder import folder_of, leave_nothing
from clerk_tui.cli.connect.open_hall import gate_of
from clerk_tui.cli.connect.session import Session, sign_ins_at
from clerk_tui.cli.exits import Exit
from clerk_tui.cli.parser import Parser
from data.port.errors import HallUnavailable
from data.remote.sign_ins import KeptSignIn
from data.remote.tokens import TokenFile


def declare_sign_out(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_sign_out(session: Session, _arguments: Namespace) -> Exit:
    """Sign out of the session's server, at `--window` if one is given; here it is forgotten in any case."""
    server = server_of(session)
    kept = sign_ins_at(server)
    window = kept.at(session.window, session.user) if session.window else None
    try:
        gate = gate_of(session, server, KeptSignIn(kept, window) if window is not None else None)
    except HallUnavailable as error:
        # Whoever could read it may have it: it goes, but its server is not asked in its name.
        TokenFile(Path(error.facts["path"])).forget()
        raise
    if gate.signed_in is None:
        session.say("cli.sign_out.nobody", server=server.url)
        return Exit.DONE
    folder = folder_of(gate)
    gate.sign_out()
    session.say("cli.sign_out.done", server=server.url)
    if not leave_nothing(folder):
        session.say("cli.sign_out.kept", folder=folder)
    return Exit.DONE
