"""`due`: the legal calculator."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path

from clerk_tui.cli.connect.open_hall import open_database
from clerk_tui.cli.connect.session import Session, line, record
from clerk_tui.cli.exits import Exit
from clerk_tui.cli.parser import Parser, day
from data.law.calendar.overlay import read_overlay
from data.law.calendar.working_days import Calendar, published
from data.law.due_date import due
from data.port.explanation_json import due_json
from data.texts.explanation import due_words

Span = tuple[date | None, date | None]


def declare_due(parser: Parser) -> None:
    """Its arguments."""
    text, add = parser.texts, parser.own.add_argument
    add("start", metavar="START", type=parser.day(), help=text("cli.due.start"))
    add("days", metavar="DAYS", type=parser.number(), help=text("cli.due.days"))
    span = parser.typed(_span, "cli.usage.span")
    add("--suspend", metavar="P:R", action="append", default=[], type=span, help=text("cli.due.suspend"))
    number = parser.number()
    add("--extend", metavar="N", action="append", default=[], type=number, help=text("cli.due.extend"))
    add("--calendar", metavar="FILE", type=Path, help=text("cli.due.calendar"))
    add("--joint", action="store_true", help=text("cli.due.joint"))


def run_due(session: Session, arguments: Namespace) -> Exit:
    """Print the last day of a limit."""
    spans: list[Span] = arguments.suspend
    extensions: list[int] = arguments.extend
    joint: bool = arguments.joint
    calendar = _calendar(session, arguments)
    answer = due(arguments.start, arguments.days, calendar, spans, extensions, joint=joint)
    if session.json:
        record(due_json(answer))
        return Exit.DONE
    for text in due_words(answer, session.texts):
        line(text)
    return Exit.DONE


def _calendar(session: Session, arguments: Namespace) -> Calendar:
    """The calendar of the file that is named, else of the hall that is named, else the published one."""
    overlay: Path | None = arguments.calendar
    if overlay is not None:
        return Calendar(read_overlay(overlay))
    if session.db is None and not session.connection.url:
        return published()
    with open_database(session, read_only=True) as (hall, _):
        return hall.calendar


def _span(text: str) -> Span:
    """P:R, the day of the notice and of the resumption; either may be left out."""
    noticed, colon, resumed = text.partition(":")
    if not colon or not (noticed or resumed):
        raise ValueError
    return (day(noticed) if noticed else None, day(resumed) if resumed else None)
