"""`backup`: a copy of the database while desks are open."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from clerk_tui.cli.connect.session import Session, record
from clerk_tui.cli.exits import Exit, misused
from clerk_tui.cli.parser import Parser


def declare_backup(parser: Parser) -> None:
    """The arguments of `backup`."""
    parser.own.add_argument("file", metavar="FILE", type=Path, help=parser.texts("cli.backup.file"))


def run_backup(session: Session, arguments: Namespace) -> Exit:
    """Copy the database, also while desks are open."""
    from data.store.upkeep.backup import backup

    to: Path = arguments.file
    if isinstance(session.place, str):
        raise misused("cli.backup.postgres")
    copied = backup(session.database, to)
    if session.json:
        record({"path": str(to), "events": copied.events, "head": copied.head})
    else:
        session.say("cli.backup.done", path=to, events=copied.events)
    return Exit.DONE
