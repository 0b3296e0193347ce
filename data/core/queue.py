"""Decisions about tickets: one active ticket per window, numbers that never change."""

from __future__ import annotations

from data.clock import SHANGHAI
from data.core.rules import Decided, Decision, Rules, State, refuse
from data.model.article import LOCAL
from data.model.command import CallNext, FinishTicket, Recall, Serve, Skip, TakeTicket, TicketAct
from data.model.event import TicketCalled, TicketFinished, TicketServed, TicketSkipped, TicketTaken
from data.model.outcome import Refusal
from data.model.ticket import Priority, Ticket, TicketStatus

LAST_SERIAL = 999


def take(command: TakeTicket, state: State, rules: Rules) -> Decision:
    """Give the next number of a zone's business: [V] + letter + daily serial."""
    if state.zone is None:
        return refuse("zone_unknown", zone=command.zone)
    if state.serial > LAST_SERIAL:
        return refuse("numbers_used_up", LOCAL, zone=state.zone.letter, last=LAST_SERIAL)
    prefix = "" if command.priority is Priority.NONE else "V"
    number = f"{prefix}{state.zone.letter}{state.serial:03}"
    day = command.at.astimezone(SHANGHAI).date()
    stream = f"{rules.hall.region}{rules.hall.code}-{day:%Y%m%d}-{number}"
    body = TicketTaken(number=number, zone=state.zone.code, day=day, priority=command.priority)
    return Decided(stream, (body,))


def call(command: CallNext, state: State, rules: Rules) -> Decision:
    """Call the next in order to a free window."""
    if rules.window(command.window) is None:
        return refuse("window_unknown", window=command.window)
    if state.active is not None:
        return refuse("window_busy", LOCAL, number=state.active.number)
    if state.ticket is None:
        return refuse("nobody_waiting")
    return Decided(state.ticket.id, (TicketCalled(window=command.window),))


def attend(command: TicketAct, state: State, rules: Rules) -> Decision:
    """Recall, serve, skip or finish the ticket that this window has called."""
    ticket = state.ticket
    if ticket is None:
        return refuse("ticket_unknown", ticket=command.ticket)
    if ticket.window and ticket.window != command.window:
        return refuse("ticket_elsewhere", number=ticket.number, window=ticket.window)
    if command.at < ticket.last:
        return refuse("time_backwards", last=f"{ticket.last:%Y-%m-%d %H:%M}")
    match command:
        case Recall():
            return _recall(command, ticket, rules)
        case Serve():
            return _called(ticket) or Decided(ticket.id, (TicketServed(),))
        case Skip():
            return _skip(ticket, rules)
        case FinishTicket():
            if ticket.status is not TicketStatus.SERVING:
                return refuse("ticket_not_serving", number=ticket.number)
            return Decided(ticket.id, (TicketFinished(),))


def _called(ticket: Ticket) -> Refusal | None:
    if ticket.status is not TicketStatus.CALLED:
        return refuse("ticket_not_called", number=ticket.number)
    return None


def _recall(command: Recall, ticket: Ticket, rules: Rules) -> Decision:
    refusal = _called(ticket)
    if refusal is not None:
        return refusal
    since = (command.at - (ticket.called or ticket.taken)).total_seconds()
    wait = rules.settings.recall_seconds - int(since)
    if wait > 0:
        return refuse("recall_too_soon", LOCAL, number=ticket.number, seconds=wait)
    return Decided(ticket.id, (TicketCalled(window=command.window),))


def _skip(ticket: Ticket, rules: Rules) -> Decision:
    refusal = _called(ticket)
    if refusal is not None:
        return refusal
    if ticket.calls < rules.settings.skip_calls:
        return refuse(
            "skip_too_soon", LOCAL, number=ticket.number, calls=ticket.calls, needed=rules.settings.skip_calls
        )
    return Decided(ticket.id, (TicketSkipped(),))
