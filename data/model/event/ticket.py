"""What happens to a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from data.model.ticket import Place, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTaken:
    """A number was taken."""

    kind: Literal["ticket_taken"] = "ticket_taken"
    number: str
    zone: str
    day: date
    priority: Priority = Priority.NONE
    appointment: datetime | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCalled:
    """A ticket was called to a window, for the first time or again; `reason` when out of order."""

    kind: Literal["ticket_called"] = "ticket_called"
    window: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketServed:
    """The person called has come."""

    kind: Literal["ticket_served"] = "ticket_served"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSkipped:
    """Nobody came."""

    kind: Literal["ticket_skipped"] = "ticket_skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRevived:
    """Who was passed over waits again, behind the place that was next (None: nobody waited)."""

    kind: Literal["ticket_revived"] = "ticket_revived"
    behind: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketHeld:
    """The ticket was put aside."""

    kind: Literal["ticket_held"] = "ticket_held"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUnheld:
    """The window goes on with it."""

    kind: Literal["ticket_unheld"] = "ticket_unheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTransferred:
    """The ticket waits for another zone's business, or for one window (blank: any of the zone)."""

    kind: Literal["ticket_transferred"] = "ticket_transferred"
    zone: str
    to_window: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRaised:
    """The ticket was put before others."""

    kind: Literal["ticket_raised"] = "ticket_raised"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketClosed:
    """The day ended before it was served."""

    kind: Literal["ticket_closed"] = "ticket_closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFinished:
    """The person was served."""

    kind: Literal["ticket_finished"] = "ticket_finished"


TicketBody: TypeAlias = (
    TicketTaken
    | TicketCalled
    | TicketServed
    | TicketSkipped
    | TicketRevived
    | TicketHeld
    | TicketUnheld
    | TicketTransferred
    | TicketRaised
    | TicketFinished
    | TicketClosed
)
