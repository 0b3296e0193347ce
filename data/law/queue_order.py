"""The order of calling: priority, raised, transferred, appointments whose slot has begun, by time taken."""

from __future__ import annotations

from datetime import datetime

from data.model.ticket import Place, Priority, Rank, Ticket


def taken_place(taken: datetime, priority: Priority, appointment: datetime | None) -> Place:
    """The place of a new ticket."""
    if priority is not Priority.NONE:
        return Place(rank=Rank.PRIORITY, moment=taken, taken=taken)
    if appointment is not None:
        return Place(rank=Rank.APPOINTMENT, moment=appointment, taken=taken)
    return Place(rank=Rank.TAKEN, moment=taken, taken=taken)


def advanced(ticket: Ticket, rank: Rank, moment: datetime) -> Place:
    """The place of a ticket that was raised or transferred; who has priority keeps it."""
    if ticket.priority is not Priority.NONE:
        return Place(rank=Rank.PRIORITY, moment=ticket.taken, taken=ticket.taken)
    return Place(rank=rank, moment=moment, taken=ticket.taken)


def behind(place: Place | None, now: datetime) -> Place:
    """The place behind the ticket that is next; at the front of those by time taken where nobody waits."""
    if place is None:
        return Place(rank=Rank.TAKEN, moment=now, taken=now)
    return Place(rank=place.rank, moment=place.moment, taken=place.taken, behind=place.behind + 1)


def order(place: Place, now: datetime) -> tuple[int, datetime, datetime, int]:
    """What to sort by: the smallest is called next; of equal ones, who came to that place first.

    An appointment whose slot has not begun goes last.
    """
    early = place.rank is Rank.APPOINTMENT and place.moment > now
    return (Rank.NOT_YET if early else place.rank, place.moment, place.taken or place.moment, place.behind)
