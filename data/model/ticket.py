"""A ticket of the queue (号票), from the machine to the window and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class TicketStatus(StrEnum):
    """Where a ticket stands; nothing unserved ever becomes served."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SKIPPED = "skipped"
    FINISHED = "finished"
    NOT_SERVED = "not_served"


class Priority(StrEnum):
    """Why a ticket goes before others (Barrier-Free Environment Law Art. 40; the last two are local)."""

    NONE = "none"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    SOLDIER = "soldier"
    PREGNANT = "pregnant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket of one day, as its events up to `seq` have made it.

    `number` is [V|Y] + the zone's letter + a daily serial, and never changes.
    """

    id: str
    seq: int
    number: str
    zone: str
    day: date
    status: TicketStatus
    taken: datetime
    last: datetime
    priority: Priority = Priority.NONE
    window: str = ""
    clerk: str = ""
    calls: int = 0
    called: datetime | None = None
    served: datetime | None = None
    finished: datetime | None = None
