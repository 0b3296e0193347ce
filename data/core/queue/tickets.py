"""Decisions about tickets: one active ticket per window, numbers that never change."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

from data.core.context import Decided, Decision, Rules, TicketState, refuse
from data.model.command import (
    CallNext,
    CallTicket,
    CloseTicket,
    FinishTicket,
    Hold,
    Raise,
    Recall,
    Revive,
    Serve,
    Skip,
    TakeTicket,
    TicketAct,
    Transfer,
    Unhold,
)
from data.model.event import (
    TicketBody,
    TicketCalled,
    TicketClosed,
    TicketFinished,
    TicketHeld,
    TicketRaised,
    TicketRevived,
    TicketServed,
    TicketSkipped,
    TicketTaken,
    TicketTransferred,
    TicketUnheld,
)
from data.model.legal.article import LOCAL
from data.model.legal.time_zone import day_of, shanghai, to_the_minute
from data.model.outcome import Refusal
from data.model.ticket import Priority, Ticket, TicketStatus

LAST_SERIAL = 999
AT_ANY_WINDOW = (CallTicket, Raise, CloseTicket)
AFTER_ITS_DAY = (FinishTicket, CloseTicket)
"""What is still done with a ticket of an earlier day: a window would be busy with it for ever."""


def decide_ticket(state: TicketState, command: TakeTicket | CallNext | TicketAct, rules: Rules) -> Decision:
    """What becomes of a ticket, taken, called or gone on with."""
    match command:
        case TakeTicket():
            return take(command, state, rules)
        case CallNext():
            return call(command, state, rules)
        case _:
            return attend(command, state, rules)


def take(command: TakeTicket, state: TicketState, rules: Rules) -> Decision:
    """Give the next number of a zone's business: [V priority | Y appointment] + letter + daily serial."""
    if state.zone is None:
        return refuse("zone_unknown", zone=command.zone)
    if state.twin is not None:
        return refuse("waits_already", LOCAL, number=state.twin.number)
    if state.serial > LAST_SERIAL:
        return refuse("numbers_used_up", LOCAL, zone=state.zone.letter, last=LAST_SERIAL)
    day = day_of(command.at)
    slot = command.appointment
    if slot is not None and day_of(slot) != day:
        return refuse("appointment_another_day", LOCAL)
    prefix = "V" if command.priority is not Priority.NONE else "Y" if slot is not None else ""
    number = f"{prefix}{state.zone.letter}{state.serial:03}"
    stream = f"{rules.hall.region}{rules.hall.code}-{day:%Y%m%d}-{number}"
    body = TicketTaken(
        number=number,
        zone=state.zone.code,
        day=day,
        priority=command.priority,
        appointment=slot,
        holder=pseudonym(command.holder, command.at, rules.hall.region),
    )
    return Decided(stream, (body,))


def pseudonym(holder: str, at: datetime, region: str) -> str:
    """A name for a person that holds for one day in one district, and does not show the identifier."""
    if not holder.strip():
        return ""
    day = f"{shanghai(at):%Y%m%d}"
    return blake2b(f"{region}|{day}|{holder.strip().upper()}".encode(), digest_size=8).hexdigest()


def call(command: CallNext, state: TicketState, rules: Rules) -> Decision:
    """Call the next in order to a free window."""
    if rules.window(command.window) is None:
        return refuse("window_unknown", window=command.window)
    if state.active is not None:
        return refuse("window_busy", LOCAL, number=state.active.number)
    if state.upcoming is None:
        return refuse("nobody_waiting")
    return Decided(state.upcoming.id, (TicketCalled(window=command.window),))


def attend(command: TicketAct, state: TicketState, rules: Rules) -> Decision:
    """Everything that happens to a ticket once it was taken."""
    ticket = state.ticket
    if ticket is None:
        return refuse("ticket_unknown", ticket=command.ticket)
    if ticket.window and ticket.window != command.window and not isinstance(command, AT_ANY_WINDOW):
        return refuse("ticket_elsewhere", number=ticket.number, window=ticket.window)
    if command.at < ticket.last:
        return refuse("time_backwards", last=to_the_minute(ticket.last))
    today = day_of(command.at)
    if ticket.day != today and not isinstance(command, AFTER_ITS_DAY):
        return refuse("ticket_another_day", number=ticket.number, day=ticket.day)
    body = _attended(command, ticket, state, rules)
    return body if isinstance(body, Refusal) else Decided(ticket.id, (body,))


def _attended(command: TicketAct, ticket: Ticket, state: TicketState, rules: Rules) -> TicketBody | Refusal:
    called = _unless(ticket, TicketStatus.CALLED, "ticket_not_called")
    serving = _unless(ticket, TicketStatus.SERVING, "ticket_not_serving")
    match command:
        case CallTicket():
            return _call_out_of_order(command, ticket, state, rules)
        case Recall():
            return called or _recall(command, ticket, rules)
        case Serve():
            return called or TicketServed()
        case Skip():
            return called or _skip(ticket, rules)
        case Revive():
            return _revive(ticket, state, rules)
        case Hold():
            return serving or _reason(command) or TicketHeld(reason=command.reason)
        case Unhold():
            return _unless(ticket, TicketStatus.HELD, "ticket_not_held") or _free(state) or TicketUnheld()
        case Transfer():
            return serving or _reason(command) or _transfer(command, ticket, state, rules)
        case Raise():
            waiting = _unless(ticket, TicketStatus.WAITING, "ticket_not_waiting")
            return waiting or _reason(command) or TicketRaised(reason=command.reason)
        case FinishTicket():
            return serving or TicketFinished()
        case CloseTicket():
            return _close(command, ticket, rules)


def _unless(ticket: Ticket, status: TicketStatus, reason: str) -> Refusal | None:
    return None if ticket.status is status else refuse(reason, number=ticket.number)


def _free(state: TicketState) -> Refusal | None:
    active = state.active
    return None if active is None else refuse("window_busy", LOCAL, number=active.number)


def _reason(command: CallTicket | Hold | Transfer | Raise) -> Refusal | None:
    return None if command.reason.strip() else refuse("reason_blank", LOCAL)


def _call_out_of_order(
    command: CallTicket, ticket: Ticket, state: TicketState, rules: Rules
) -> TicketBody | Refusal:
    window = rules.window(command.window)
    if window is None:
        return refuse("window_unknown", window=command.window)
    refusal = _unless(ticket, TicketStatus.WAITING, "ticket_not_waiting") or _free(state) or _reason(command)
    if refusal is not None:
        return refusal
    if ticket.window and ticket.window != command.window:
        return refuse("ticket_elsewhere", number=ticket.number, window=ticket.window)
    if window.zones and ticket.zone not in window.zones and not ticket.window:
        return refuse("zone_elsewhere", LOCAL, number=ticket.number, window=window.code)
    return TicketCalled(window=command.window, reason=command.reason)


def _recall(command: Recall, ticket: Ticket, rules: Rules) -> TicketBody | Refusal:
    since = (command.at - (ticket.called or ticket.taken)).total_seconds()
    wait = rules.settings.recall_seconds - int(since)
    if wait > 0:
        return refuse("recall_too_soon", LOCAL, number=ticket.number, seconds=wait)
    return TicketCalled(window=command.window)


def _skip(ticket: Ticket, rules: Rules) -> TicketBody | Refusal:
    needed = rules.settings.skip_calls
    if ticket.calls < needed:
        return refuse("skip_too_soon", LOCAL, number=ticket.number, calls=ticket.calls, needed=needed)
    return TicketSkipped()


def _revive(ticket: Ticket, state: TicketState, rules: Rules) -> TicketBody | Refusal:
    refusal = _unless(ticket, TicketStatus.SKIPPED, "ticket_not_skipped")
    if refusal is not None:
        return refusal
    last = rules.settings.revive_last
    if ticket.id not in state.skipped[:last]:
        return refuse("skipped_too_long_ago", LOCAL, number=ticket.number, last=last)
    return TicketRevived(behind=state.upcoming.place if state.upcoming is not None else None)


def _transfer(command: Transfer, ticket: Ticket, state: TicketState, rules: Rules) -> TicketBody | Refusal:
    if command.zone and state.zone is None:
        return refuse("zone_unknown", zone=command.zone)
    if command.to_window and rules.window(command.to_window) is None:
        return refuse("window_unknown", window=command.to_window)
    zone = command.zone or ticket.zone
    if command.to_window == command.window or (zone == ticket.zone and not command.to_window):
        return refuse("transferred_nowhere", number=ticket.number)
    return TicketTransferred(zone=zone, to_window=command.to_window, reason=command.reason)


def _close(command: CloseTicket, ticket: Ticket, rules: Rules) -> TicketBody | Refusal:
    if ticket.status is TicketStatus.SERVING:
        return refuse("ticket_serving", number=ticket.number)
    if ticket.status in (TicketStatus.FINISHED, TicketStatus.NOT_SERVED):
        return refuse("ticket_over", number=ticket.number)
    local = shanghai(command.at)
    if local.date() == ticket.day and local.time() < rules.settings.closing:
        return refuse("day_not_over", LOCAL, closing=f"{rules.settings.closing:%H:%M}")
    return TicketClosed()
