"""`close-day`: the queue of a day is ended, and told what became of every number."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from uuid import uuid4

from clerk_tui.cli.connect.open_hall import open_hall
from clerk_tui.cli.connect.session import Session, record
from clerk_tui.cli.exits import Exit, Failure
from clerk_tui.cli.parser import Parser
from data.model.command import CloseTicket
from data.model.outcome import Refusal
from data.model.query import AskDay, AskHall
from data.model.ticket import TicketStatus
from data.model.view import DayView, TicketLine
from data.port.codec import plain
from data.port.hall import Hall
from data.time_source import TimeSource
from widgets.base.phrases import named

ENDED_MEANWHILE = "ticket_over"


def declare_close_day(parser: Parser) -> None:
    """Its arguments."""
    parser.own.add_argument(
        "--day", metavar="DATE", type=parser.day(), help=parser.texts("cli.close_day.day")
    )


def run_close_day(session: Session, arguments: Namespace) -> Exit:
    """Record everybody who was not served as not served, and print the day's balance.

    Raises:
        Failure: refused: the hall has not closed yet, or somebody is still being served; nothing is written.
    """
    day: date | None = arguments.day
    with open_hall(session) as (hall, clock):
        before = hall.ask(AskDay(day=day))
        if not before.over:
            raise Failure(Exit.REFUSED, "refusal.day_not_over", closing=f"{before.closing:%H:%M}")
        serving = [ticket for ticket in before.unfinished if ticket.status is TicketStatus.SERVING]
        if serving:
            raise Failure(
                Exit.REFUSED,
                "cli.close_day.serving",
                day=before.day,
                tickets=_named(session, hall, serving),
            )
        closed = sum(_close(session, hall, clock, ticket) for ticket in before.unfinished)
        _tell(session, hall.ask(AskDay(day=day)), closed)
    return Exit.DONE


def _close(session: Session, hall: Hall, clock: TimeSource, ticket: TicketLine) -> bool:
    """Record one ticket as not served; False where it has ended meanwhile."""
    command = CloseTicket(
        id=str(uuid4()), at=clock.now(), user=session.clerk, window=session.seat, ticket=ticket.id
    )
    outcome = hall.do(command)
    if not isinstance(outcome, Refusal):
        return True
    if outcome.reason == ENDED_MEANWHILE:
        return False
    raise Failure(Exit.REFUSED, f"refusal.{outcome.reason}", **outcome.facts)


def _named(session: Session, hall: Hall, tickets: list[TicketLine]) -> str:
    """The tickets and the windows that they are at."""
    names = {
        window.code: named(session.texts, window.name, window.name_en)
        for window in hall.ask(AskHall()).windows
    }
    told = [
        session.texts("cli.close_day.at", number=each.number, window=names.get(each.window, each.window))
        for each in tickets
    ]
    return ", ".join(told)


def _tell(session: Session, day: DayView, closed: int) -> None:
    """The balance, in words or as one line of JSON."""
    if session.json:
        fields = plain(day)
        assert isinstance(fields, dict)
        record({"closed": closed, **fields})
        return
    session.say("cli.close_day.closed", day=day.day, closed=closed)
    session.say("day.balance", taken=day.taken, served=day.served, not_served=day.not_served)
    if day.never_called:
        session.say("day.never_called", count=day.never_called)
    if day.average_wait is not None:
        session.say("day.waits", average=day.average_wait, longest=day.longest_wait)
    for window in day.windows:
        name = named(session.texts, window.name, window.name_en)
        session.say("day.window", window=name, attended=window.attended, average=window.average)
