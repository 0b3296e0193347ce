"""What is asked of the queue: its tickets in order, one window, the numbers of the status line."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from sqlalchemy import bindparam, func

from data.core.possible import ticket_acts
from data.model.legal.clock import Light
from data.model.query import (
    AskCounts,
    AskQueue,
    AskWindow,
)
from data.model.ticket import Ticket, TicketStatus
from data.model.view import Counts, Page, TicketLine, WindowView
from data.store.engine import moment
from data.store.engine.paging import beyond, key_values, page, within
from data.store.engine.statement import Statement, Value
from data.store.loading import tickets
from data.store.loading.configuration import Configuration
from data.store.loading.context import StoreContext
from data.store.loading.state import upcoming
from data.store.read import case_lists
from data.store.read.case_lists import Reader
from data.store.schema.rows import TICKET_COLUMNS, ticket_from
from data.store.schema.tables import TICKET

QUEUE_KINDS = (int, str, str, int, str, str)


def queue(work: StoreContext, query: AskQueue, today: date) -> Page[TicketLine]:
    """The tickets that a window may call, in order; of every window where none is named."""
    zones, window = _callable(work.configuration, query.window)
    limit = within(query.limit)
    values: dict[str, Value] = {
        "district": work.district,
        "day": today.isoformat(),
        **(tickets.zone_values(zones) | {"window": window} if window else {}),
    }
    now = {"now": moment.stored(work.now)}
    total = _waiting(len(zones), bool(window)).one(work.connection, **values)
    key = key_values(query.after, QUEUE_KINDS) if query.after is not None else {}
    statement = _queue(len(zones), bool(window), after=bool(key))
    rows = statement.all(work.connection, **values, **now, **key, limit=limit + 1)
    columns = len(TICKET_COLUMNS)
    return page(
        rows,
        limit,
        len(QUEUE_KINDS),
        total[0] if total else 0,
        lambda row: ticket_line(work, ticket_from(row[:columns])),
    )


def ticket_line(work: StoreContext, ticket: Ticket) -> TicketLine:
    """A ticket as a list shows it."""
    zone = work.configuration.zone(ticket.zone)
    over = ticket.status in (TicketStatus.FINISHED, TicketStatus.NOT_SERVED)
    until = ticket.called or (ticket.last if over else work.now)
    ended = ticket.finished or (work.now if ticket.status is TicketStatus.SERVING else None)
    return TicketLine(
        id=ticket.id,
        number=ticket.number,
        zone=ticket.zone,
        zone_name=zone.name if zone else ticket.zone,
        zone_name_en=zone.name_en if zone else "",
        status=ticket.status,
        priority=ticket.priority,
        taken=ticket.taken,
        waited=minutes(ticket.taken, until),
        calls=ticket.calls,
        window=ticket.window,
        called=ticket.called,
        served=ticket.served,
        service=minutes(ticket.served, ended) if ticket.served and ended else 0,
    )


def window_view(work: StoreContext, query: AskWindow, today: date) -> WindowView:
    """A window's active ticket, what may be done with it now, and the tickets that may come back to it."""
    active = tickets.active(work.connection, work.district, query.window)
    at = max(work.now, active.last) if active else work.now
    next_ = upcoming(work, query.window, at)
    mine = (work.connection, work.district, query.window, today)
    held = tickets.held(*mine)
    skipped = tickets.skipped(*mine, work.configuration.settings.revive_last)
    return WindowView(
        code=query.window,
        active=ticket_line(work, active) if active else None,
        acts=ticket_acts(active, next_, query.window, work.rules(), at),
        held=tuple(ticket_line(work, ticket) for ticket in held),
        skipped=tuple(ticket_line(work, ticket) for ticket in skipped),
    )


def counts(work: StoreContext, reader: Reader, query: AskCounts, today: date) -> Counts:
    """The numbers of the status line."""
    lights, tabs = case_lists.counted(reader, today, query.window)
    received, decided = case_lists.on_day(reader, today, query.window)
    zones, window = _callable(work.configuration, query.window)
    values: dict[str, Value] = tickets.zone_values(zones) | {"window": window} if window else {}
    row = _waiting(len(zones), bool(window)).one(
        work.connection, district=work.district, day=today.isoformat(), **values
    )
    waiting, longest = row or (0, None)
    return Counts(
        today=today,
        lights=tuple((light, lights[light]) for light in reversed(Light) if lights[light]),
        tabs=tuple((tab.value, count) for tab, count in tabs.items()),
        waiting=waiting,
        longest=minutes(moment.read(longest), work.now) if longest else 0,
        received_today=received,
        decided_today=decided,
    )


def _callable(configuration: Configuration, window: str) -> tuple[tuple[str, ...], str]:
    place = configuration.window(window) if window else None
    return (place.zones if place else ()), window


def minutes(since: datetime, until: datetime) -> int:
    """The whole minutes between two moments; none where they are the wrong way round."""
    return max(0, int((until - since).total_seconds()) // 60)


@cache
def _waiting(zones: int, window: bool) -> Statement:
    query = tickets.waiting(func.count(), func.min(TICKET.c.taken))
    return Statement(query.where(tickets.callable_at(zones)) if window else query)


@cache
def _queue(zones: int, window: bool, *, after: bool) -> Statement:
    query = tickets.waiting(*tickets.COLUMNS, *tickets.ORDER)
    if window:
        query = query.where(tickets.callable_at(zones))
    if after:
        query = query.where(beyond(tickets.ORDER))
    return Statement(query.order_by(*tickets.ORDER).limit(bindparam("limit")))
