"""What the hall shows of its queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from data.model.settings import HallCard
from data.model.ticket import Priority, TicketStatus
from data.model.view.case import ActLine


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """One ticket in a list.

    `waited` are whole minutes from taking to the last call, to the close of day, or to now; `service` are
    those from the service's begin to its end or to now, 0 where it is not under way.
    """

    id: str
    number: str
    zone: str
    zone_name: str
    zone_name_en: str
    status: TicketStatus
    priority: Priority
    taken: datetime
    waited: int
    calls: int
    window: str
    called: datetime | None = None
    served: datetime | None = None
    service: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowView:
    """One window now: its active ticket, and what may be done with it.

    `held` are the tickets it has put aside, the first one first; `skipped` those passed over that it may
    still take back, the last one first.
    """

    code: str
    active: TicketLine | None
    acts: tuple[ActLine, ...]
    held: tuple[TicketLine, ...] = ()
    skipped: tuple[TicketLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCall:
    """One number that is called to a window or served there; `since` is its last call."""

    number: str
    status: TicketStatus
    window: str
    window_name: str
    window_name_en: str
    since: datetime
    calls: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardZone:
    """One zone and how many wait for its business."""

    code: str
    letter: str
    name: str
    name_en: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """The hall's screen: the calls of `day`, the newest first, and every zone. No person is on it."""

    card: HallCard
    day: date
    calls: tuple[BoardCall, ...]
    zones: tuple[BoardZone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDay:
    """What one window has done in a day: the people it attended to, and how long one took, whole minutes.

    The time of a ticket that was put aside does not count, nor a service that has not ended on its day.
    """

    code: str
    name: str
    name_en: str
    attended: int
    average: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """What became of the numbers taken on a day: `taken` is the sum of the counts up to `skipped`.

    Waits are whole minutes from taking to the first call, of those who were called; `never_called` counts
    the others. `over` tells whether the hall has closed (`closing`); `unfinished` are the tickets that are
    neither served to the end nor recorded as not served, by number.
    """

    day: date
    closing: time
    over: bool
    taken: int
    served: int
    not_served: int
    waiting: int
    called: int
    serving: int
    held: int
    skipped: int
    never_called: int
    average_wait: int | None
    longest_wait: int | None
    windows: tuple[WindowDay, ...]
    unfinished: tuple[TicketLine, ...]
