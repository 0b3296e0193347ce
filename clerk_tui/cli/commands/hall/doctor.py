"""`doctor`: whether everything is here that the desk needs, one line a thing."""

from __future__ import annotations

import os
import shutil
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from clerk_tui.cli.connect.options import Place
from clerk_tui.cli.connect.session import Session, line, record
from clerk_tui.cli.exits import Exit
from clerk_tui.cli.finding import Finding
from clerk_tui.cli.parser import Parser
from clerk_tui.cli.terminal import encoding, has_terminal, is_utf8, term, too_dumb
from clerk_tui.shell import sentences
from data.law.calendar.working_days import published
from data.law.identifier import shown
from data.port.errors import HallUnavailable

COLUMNS, LINES = 80, 24


def declare_doctor(_parser: Parser) -> None:
    """It has no arguments of its own."""


def run_doctor(session: Session, _arguments: Namespace) -> Exit:
    """Print what was found; unavailable where something the desk needs is not as it should be."""
    server = session.server
    if server is None:
        findings = [*_terminal(session), *_calendar(session), *_database(session)]
    else:
        from clerk_tui.cli.connect.server_check import examined

        findings = [*_terminal(session), *_calendar(session), *examined(session, server)]
    for finding in findings:
        if session.json:
            record({"name": finding.name, "ok": finding.ok, "words": finding.words})
        else:
            mark = session.texts("cli.doctor.ok" if finding.ok else "cli.doctor.bad")
            line(f"{mark}  {shown(finding.words)}")
    return Exit.DONE if all(finding.ok for finding in findings) else Exit.UNAVAILABLE


def _terminal(session: Session) -> Iterator[Finding]:
    text = session.texts
    if has_terminal():
        size = shutil.get_terminal_size()
        enough = size.columns >= COLUMNS and size.lines >= LINES
        yield Finding("size", enough, text("cli.doctor.size", columns=size.columns, lines=size.lines))
    else:
        yield Finding("size", False, text("cli.doctor.no_terminal"))
    yield Finding("term", not too_dumb(), text("cli.doctor.term", term=term() or "-"))
    yield Finding("encoding", is_utf8(encoding()), text("cli.doctor.locale", encoding=encoding()))
    colours = text(f"cli.doctor.colour.{_colours()}")
    yield Finding("colours", True, text("cli.doctor.colours", colours=colours))


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "none"
    if os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        return "true"
    return "many" if "256" in term() else "few"


def _calendar(session: Session) -> Iterator[Finding]:
    horizon = published().horizon
    today = session.clock().now().date()
    yield Finding("calendar", today <= horizon, session.texts("cli.doctor.calendar", horizon=horizon))


def _database(session: Session) -> Iterator[Finding]:
    text = session.texts
    if isinstance(session.place, str):
        ok, state = _state(session, session.place)
        yield Finding("database", ok, text("cli.doctor.database", path=session.named, state=state))
        return
    path = session.database
    if not path.exists():
        state = text("cli.doctor.absent")
        yield Finding("database", session.db is None, text("cli.doctor.database", path=path, state=state))
    else:
        ok, state = _state(session, path)
        yield Finding("database", ok, text("cli.doctor.database", path=path, state=state))
    place = path if path.exists() else _nearest_folder(path)
    writable = os.access(place, os.W_OK) and os.access(_nearest_folder(path), os.W_OK)
    key = "cli.doctor.writable" if writable else "cli.doctor.not_writable"
    yield Finding("writable", writable or session.read_only, text(key, path=place))


def _state(session: Session, place: Place) -> tuple[bool, str]:
    from data.store.upkeep.verify import verify

    text = session.texts
    try:
        found = verify(place)
    except HallUnavailable as error:
        return False, sentences.unavailable(text, error)
    if found.problems:
        return False, text("cli.doctor.broken", count=len(found.problems))
    return True, text("cli.doctor.whole", events=found.events)


def _nearest_folder(path: Path) -> Path:
    return next(each for each in path.absolute().parents if each.is_dir())
