"""A ticket of the queue (号票), from the machine to the window and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum


class TicketStatus(StrEnum):
    """Where a ticket stands; nothing unserved ever becomes served."""

    WAITING = "waiting"
    CALLED = "called"
    HELD = "held"
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


class Rank(IntEnum):
    """The order of calling among those who wait; within a rank, the earlier moment goes first."""

    PRIORITY = 1
    RAISED = 2
    TRANSFERRED = 3
    APPOINTMENT = 4
    TAKEN = 5
    NOT_YET = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a ticket stands in the order of calling.

    `moment` is when it was taken, raised, transferred, or its slot begins. Of equal moments, who has `taken`
    the number first goes first. `behind` counts how often it was put behind another ticket when it was
    revived: it then has the rank, moment and `taken` of the one before it.
    """

    rank: Rank
    moment: datetime
    taken: datetime | None = None
    behind: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket of one day, as its events up to `seq` have made it.

    `number` is [V|Y] + the zone's letter + a daily serial, and never changes. `zone` is the one whose
    business it waits for now, `window` the one it was called to, or waits for after a transfer.
    `holder` is a pseudonym of the day by which a second ticket of the same person is noticed.
    """

    id: str
    seq: int
    number: str
    zone: str
    day: date
    status: TicketStatus
    taken: datetime
    last: datetime
    place: Place
    priority: Priority = Priority.NONE
    holder: str = ""
    window: str = ""
    clerk: str = ""
    calls: int = 0
    called: datetime | None = None
    served: datetime | None = None
    finished: datetime | None = None
