"""The queue as the hall's screen shows it now, and as a day's balance tells it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import and_, bindparam, func, literal_column, select

from data.model.legal.time_zone import shanghai
from data.model.ticket import TicketStatus
from data.model.view import BoardCall, BoardView, BoardZone, DayView, WindowDay
from data.store.engine import moment
from data.store.engine.statement import Row, Statement
from data.store.loading import tickets
from data.store.loading.context import StoreContext
from data.store.read.queue import minutes, ticket_line
from data.store.schema.rows import ticket_from
from data.store.schema.tables import EVENT, TICKET

BEGINS: Final = frozenset({"ticket_served", "ticket_unheld"})
ENDS: Final = frozenset({"ticket_held", "ticket_transferred", "ticket_finished"})

_OF_DAY = and_(TICKET.c.district == bindparam("district"), TICKET.c.day == bindparam("day"))
_CALLS = Statement(
    select(*tickets.COLUMNS)
    .where(_OF_DAY, tickets.ACTIVE)
    .order_by(TICKET.c.called.desc(), TICKET.c.last.desc(), TICKET.c.window)
)
_WAITING = Statement(tickets.waiting(TICKET.c.zone, func.count()).group_by(TICKET.c.zone))
_STATUSES = Statement(select(TICKET.c.status, func.count()).where(_OF_DAY).group_by(TICKET.c.status))
_UNFINISHED = Statement(
    select(*tickets.COLUMNS)
    .where(_OF_DAY, literal_column("status NOT IN ('finished', 'not_served')"))
    .order_by(TICKET.c.letter, TICKET.c.serial)
)
_EVENTS = Statement(
    select(TICKET.c.id, EVENT.c.kind, EVENT.c.at, EVENT.c.window)
    .select_from(
        TICKET.join(EVENT, and_(EVENT.c.district == TICKET.c.district, EVENT.c.stream == TICKET.c.id))
    )
    .where(_OF_DAY)
    .order_by(TICKET.c.id, EVENT.c.seq)
)


def board(work: StoreContext, today: date) -> BoardView:
    """Who is called or served at which window, the newest call first, and how many wait in each zone."""
    held, day = work.configuration, today.isoformat()
    rows = _WAITING.all(work.connection, district=work.district, day=day)
    waiting: dict[str, int] = dict(rows)
    return BoardView(
        card=held.card,
        day=today,
        calls=tuple(_call(work, row) for row in _CALLS.all(work.connection, district=work.district, day=day)),
        zones=tuple(
            BoardZone(
                code=zone.code,
                letter=zone.letter,
                name=zone.name,
                name_en=zone.name_en,
                waiting=waiting.get(zone.code, 0),
            )
            for zone in held.zones
        ),
    )


def day(work: StoreContext, today: date) -> DayView:
    """What became of every number of a day, how long people waited, and how long each window took."""
    given = {"district": work.district, "day": today.isoformat()}
    statuses: dict[str, int] = dict(_STATUSES.all(work.connection, **given))
    history = _History(today)
    for _, rows in groupby(_EVENTS.run(work.connection, **given), key=lambda row: str(row[0])):
        history.add(list(rows))
    closing = work.configuration.settings.closing
    now = shanghai(work.now)
    return DayView(
        day=today,
        closing=closing,
        over=today < now.date() or (today == now.date() and now.time() >= closing),
        taken=sum(statuses.values()),
        served=statuses.get(TicketStatus.FINISHED, 0),
        not_served=statuses.get(TicketStatus.NOT_SERVED, 0),
        waiting=statuses.get(TicketStatus.WAITING, 0),
        called=statuses.get(TicketStatus.CALLED, 0),
        serving=statuses.get(TicketStatus.SERVING, 0),
        held=statuses.get(TicketStatus.HELD, 0),
        skipped=statuses.get(TicketStatus.SKIPPED, 0),
        never_called=sum(statuses.values()) - len(history.waits),
        average_wait=sum(history.waits) // len(history.waits) if history.waits else None,
        longest_wait=max(history.waits, default=None),
        windows=tuple(
            WindowDay(
                code=window.code,
                name=window.name,
                name_en=window.name_en,
                attended=len(history.services[window.code]),
                average=history.average(window.code),
            )
            for window in work.configuration.windows
            if window.code in history.services
        ),
        unfinished=tuple(
            ticket_line(work, ticket_from(row)) for row in _UNFINISHED.all(work.connection, **given)
        ),
    )


@dataclass(slots=True)
class _History:
    """What the events of a day's tickets add up to.

    `waits` are the minutes of each ticket that was called; `services` the time of each at each window.
    """

    day: date
    waits: list[int] = field(default_factory=list)
    services: defaultdict[str, list[timedelta]] = field(default_factory=lambda: defaultdict(list))

    def add(self, rows: list[Row]) -> None:
        """The events of one more ticket, oldest first."""
        taken: datetime | None = None
        begun: datetime | None = None
        called = False
        own: dict[str, timedelta] = {}
        for _, kind, at, window in rows:
            now = moment.read(at)
            taken = taken or now
            if kind == "ticket_called" and not called:
                called = True
                self.waits.append(minutes(taken, now))
            elif kind in BEGINS:
                begun = now
            elif kind in ENDS and begun is not None:
                if now.date() == self.day:
                    own[window] = own.get(window, timedelta()) + (now - begun)
                begun = None
        for window, time in own.items():
            self.services[window].append(time)

    def average(self, window: str) -> int:
        """The whole minutes that a window took for one of those whom it attended to."""
        services = self.services[window]
        return sum(services, timedelta()) // len(services) // timedelta(minutes=1)


def _call(work: StoreContext, row: Row) -> BoardCall:
    ticket = ticket_from(row)
    window = work.configuration.window(ticket.window)
    return BoardCall(
        number=ticket.number,
        status=ticket.status,
        window=ticket.window,
        window_name=window.name if window else ticket.window,
        window_name_en=window.name_en if window else "",
        since=ticket.called or ticket.last,
        calls=ticket.calls,
    )
