"""What each event makes of a ticket; it never refuses, for events are facts."""

from __future__ import annotations

from dataclasses import replace

from data.core.broken_history import BrokenHistory
from data.law.queue_order import advanced, behind, taken_place
from data.model.event import (
    Event,
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
from data.model.ticket import Rank, Ticket, TicketStatus


def evolve_ticket(ticket: Ticket | None, event: Event) -> Ticket:
    """The ticket after one more event.

    Raises:
        BrokenHistory: the event is not a ticket's, or a ticket begins without having been taken.
    """
    body = event.body
    if isinstance(body, TicketTaken):
        return Ticket(
            id=event.stream,
            seq=event.seq,
            number=body.number,
            zone=body.zone,
            day=body.day,
            status=TicketStatus.WAITING,
            taken=event.at,
            last=event.at,
            place=taken_place(event.at, body.priority, body.appointment),
            priority=body.priority,
            holder=body.holder,
        )
    if ticket is None:
        raise BrokenHistory(f"{event.stream} #{event.seq}")
    return _moved(replace(ticket, seq=event.seq, last=event.at), event)


def _moved(ticket: Ticket, event: Event) -> Ticket:
    body = event.body
    match body:
        case TicketCalled():
            return replace(
                ticket,
                status=TicketStatus.CALLED,
                window=body.window,
                clerk=event.user,
                calls=ticket.calls + 1,
                called=event.at,
            )
        case TicketServed() | TicketUnheld():
            return replace(ticket, status=TicketStatus.SERVING, served=ticket.served or event.at)
        case TicketSkipped():
            return replace(ticket, status=TicketStatus.SKIPPED)
        case TicketHeld():
            return replace(ticket, status=TicketStatus.HELD)
        case TicketRevived():
            return replace(_waiting(ticket), place=behind(body.behind, event.at))
        case TicketTransferred():
            moved = replace(_waiting(ticket), zone=body.zone, window=body.to_window)
            return replace(moved, place=advanced(ticket, Rank.TRANSFERRED, event.at))
        case TicketRaised():
            return replace(ticket, place=advanced(ticket, Rank.RAISED, event.at))
        case TicketFinished():
            return replace(ticket, status=TicketStatus.FINISHED, finished=event.at)
        case TicketClosed():
            return replace(ticket, status=TicketStatus.NOT_SERVED)
        case _:
            raise BrokenHistory(f"{event.stream} #{event.seq}")


def _waiting(ticket: Ticket) -> Ticket:
    return replace(ticket, status=TicketStatus.WAITING, window="", calls=0, called=None, served=None)
